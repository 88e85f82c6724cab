import { amountsOf } from "./amounts.ts";
import { BUDGET_CUES, NOT_BUDGET, PER_MONTH, PER_YEAR } from "./lexicon/business-phrases.ts";
import { PhraseBook } from "./patterns.ts";
import type { Clause } from "./reading.ts";
import type { PlacedFact, Stretch, Text } from "./text.ts";
import { claim, overlaps, wordsOf } from "./text.ts";

type Cue = "budget" | "other" | "month" | "year";

const book = new PhraseBook<Cue>({})
  .add("budget", BUDGET_CUES)
  .add("other", NOT_BUDGET)
  .add("month", PER_MONTH)
  .add("year", PER_YEAR);

/** An amount with its currency, as money or as a bare number. */
interface Sum {
  readonly min: number | null;
  readonly max: number | null;
  readonly currency: string;
  readonly approximate: boolean;
  readonly bare: boolean;
  readonly place: Stretch;
}

/** What they can spend: an amount beside a budget word, or the answer when the budget was asked. */
export function findBudget(text: Text): PlacedFact | null {
  for (const sum of sumsOf(text)) {
    const clause = clauseOf(text, sum.place);
    const cues = clause ? cuesOf(text, clause) : null;
    if (!cues || !isBudget(text, clause, cues)) continue;
    return budget(text, sum, cues.has("month") ? "month" : cues.has("year") ? "year" : null);
  }
  return null;
}

function cuesOf(text: Text, clause: Clause): ReadonlySet<Cue> {
  const cues = new Set(book.find(text.reading, clause).map((cue) => cue.key));
  if (endsInCue(text, clause)) cues.add("budget");
  return cues;
}

function isBudget(text: Text, clause: Clause | undefined, cues: ReadonlySet<Cue>): boolean {
  if (cues.has("budget")) return text.context.asked === "budget" || !clause?.asks;
  return text.context.asked === "budget" && !cues.has("other");
}

function budget(text: Text, sum: Sum, period: "month" | "year" | null): PlacedFact {
  const small = sum.bare && (sum.max ?? sum.min ?? 0) <= 999;
  const value = {
    min: sum.min,
    max: sum.max,
    currency: sum.currency,
    period,
    approximate: sum.approximate || small,
  };
  return claim(text, "budget", value, sum.place, small ? 0.4 : 0.95);
}

/** "الميزانية: ٣٠ الف", "ميزانيتنا. ٣٠ الف": the cue stands in the clause before. */
function endsInCue(text: Text, clause: Clause): boolean {
  const before = text.reading.clauses.find((each) => each.to <= clause.from && each.to >= clause.from - 2);
  if (!before) return false;
  return book.find(text.reading, before).some((cue) => cue.key === "budget" && cue.to >= before.to - 1);
}

function clauseOf(text: Text, place: Stretch): Clause | undefined {
  return text.reading.clauses.find((clause) => overlaps(clause, place));
}

function sumsOf(text: Text): Sum[] {
  const bounds = amountsOf(text);
  const sums: Sum[] = text.entities.flatMap((entity) => {
    if (entity.kind !== "money") return [];
    const place = wordsOf(text.reading, entity);
    const said = bounds.find((amount) => overlaps(amount.place, place));
    const single = entity.value.min !== null && entity.value.min === entity.value.max;
    const min = single && said && said.min === null ? null : entity.value.min;
    const max = single && said && said.max === null ? null : entity.value.max;
    return [
      {
        min,
        max,
        currency: entity.value.currency,
        approximate: said?.approximate ?? false,
        bare: isBare(text, place),
        place,
      },
    ];
  });
  const bare = bounds.filter(
    (amount) => !sums.some((sum) => overlaps(sum.place, amount.place)) && isLoose(text, amount.place),
  );
  return [...sums, ...bare.map((amount) => ({ ...amount, currency: "SAR", bare: true }))];
}

/** No currency and no scale word: "٥٠". */
function isBare(text: Text, place: Stretch): boolean {
  return text.reading.words.slice(place.from, place.to).every((word) => word.kind !== "word");
}

function isLoose(text: Text, place: Stretch): boolean {
  return (
    !text.entities.some(
      (entity) =>
        entity.kind !== "number" &&
        entity.kind !== "ordinal" &&
        overlaps(wordsOf(text.reading, entity), place),
    ) &&
    !/^(?:موظف|شخص|employee|people|user|مستخدم|عامل|staff|فرع|branch|فروع)/.test(
      text.reading.words[place.to]?.fold ?? "",
    )
  );
}
