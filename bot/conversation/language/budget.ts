import { amountsOf } from "./amounts.ts";
import { isCorrected, meant } from "./corrections.ts";
import { BUDGET_CUES, NOT_BUDGET, PEOPLE_UNITS, PER_MONTH, PER_YEAR } from "./lexicon/business-phrases.ts";
import { plainText } from "./normalise.ts";
import { PhraseBook } from "./patterns.ts";
import type { Clause } from "./reading.ts";
import type { PlacedFact, Stretch, Text } from "./text.ts";
import { claim, isOneOf, overlaps, wordsOf } from "./text.ts";

type Cue = "budget" | "other" | "month" | "year";

const book = new PhraseBook<Cue>({})
  .add("budget", BUDGET_CUES)
  .add("other", NOT_BUDGET)
  .add("month", PER_MONTH)
  .add("year", PER_YEAR);

const people = new Set(plainText(PEOPLE_UNITS).split(" "));

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
  const all = sumsOf(text);
  const cued = all.some((sum) => cuesAt(text, sum).has("budget"));
  for (const sum of meant(text, all)) {
    const clause = clauseOf(text, sum.place);
    const cues = cuesAt(text, sum);
    const instead = cued && isCorrected(text, sum.place);
    if (!instead && (!clause || !isBudget(text, clause, cues) || (cued && !cues.has("budget")))) continue;
    return budget(text, sum, cues.has("month") ? "month" : cues.has("year") ? "year" : null);
  }
  return null;
}

function cuesAt(text: Text, sum: Sum): ReadonlySet<Cue> {
  const clause = clauseOf(text, sum.place);
  return clause === undefined ? new Set() : cuesOf(text, clause);
}

function cuesOf(text: Text, clause: Clause): ReadonlySet<Cue> {
  const found = book.find(text.reading, clause).filter((cue) => !isPartOfDate(text, cue));
  const cues = new Set(found.map((cue) => cue.key));
  if (endsInCue(text, clause)) cues.add("budget");
  return cues;
}

/** «الشهر الجاي» says when, not how often. */
function isPartOfDate(text: Text, cue: Stretch & { readonly key: Cue }): boolean {
  if (cue.key !== "month" && cue.key !== "year") return false;
  return text.entities.some((entity) => {
    if (entity.kind !== "datetime") return false;
    const place = wordsOf(text.reading, entity);
    return overlaps(place, cue) && place.to - place.from > cue.to - cue.from;
  });
}

function isBudget(text: Text, clause: Clause | undefined, cues: ReadonlySet<Cue>): boolean {
  if (!cues.has("budget") && clause !== undefined && countsPeople(text, clause)) return false;
  if (cues.has("budget")) return text.context.asked === "budget" || !clause?.asks;
  return text.context.asked === "budget" && !cues.has("other");
}

const headcount = new PhraseBook<true>({}).add(true, [
  "عدد|عددنا|عددهم|فريقنا|فريقي|الموظفين|العاملين|موظفينا|headcount|employees|staff",
]);

/** «عدد العاملين ستة عشر» while the budget was asked: people, not money. */
function countsPeople(text: Text, clause: Clause): boolean {
  return headcount.find(text.reading, clause).length > 0;
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
  const told = sums.filter((sum) => !sum.bare || !countsThings(text, sum.place));
  return [...told, ...bare.map((amount) => ({ ...amount, currency: "SAR", bare: true }))];
}

/** No currency and no scale word: "٥٠". */
function isBare(text: Text, place: Stretch): boolean {
  return text.reading.words.slice(place.from, place.to).every((word) => word.kind !== "word");
}

function isLoose(text: Text, place: Stretch): boolean {
  const other = text.entities.find(
    (entity) =>
      entity.kind !== "number" && entity.kind !== "ordinal" && overlaps(wordsOf(text.reading, entity), place),
  );
  if (countsThings(text, place)) return false;
  return (
    other === undefined ||
    (text.context.asked === "budget" && (other.kind === "datetime" || other.kind === "duration"))
  );
}

/** "٥٠ سيارة", "40 staff": a number that counts something else than money. */
function countsThings(text: Text, place: Stretch): boolean {
  const next = text.reading.words[place.to];
  if (isOneOf(next, people)) return true;
  return /^(?:موظف|شخص|اشخاص|employee|people|user|مستخدم|عامل|عمال|staff|فرع|branch|فروع|سيار|شاحن|عميل|عملاء|مراجع|مريض|مرضي|موعد|مواعيد|طلب|حجز|يوم|ايام|شهر|اشهر|سنه|سنين|سنوات|مره|مرات|غرف|car|truck|client|customer|patient|day|month|year|order|appointment|mowathaf)/u.test(
    next?.fold ?? "",
  );
}
