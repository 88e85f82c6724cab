import type { Entity } from "../understanding.ts";
import type { Amount } from "./amounts.ts";
import { amountsOf } from "./amounts.ts";
import { meant } from "./corrections.ts";
import { ALONE, PEOPLE_UNITS, SIZE_CUES } from "./lexicon/business-phrases.ts";
import { plainText } from "./normalise.ts";
import { PhraseBook } from "./patterns.ts";
import type { PlacedFact, Text } from "./text.ts";
import { claim, isOneOf, overlaps, whole, wordsOf } from "./text.ts";

const units = new Set(plainText(PEOPLE_UNITS).split(" "));
const book = new PhraseBook<"cue" | "alone">({}).add("cue", SIZE_CUES).add("alone", ALONE);
/** Between a number and its unit: "حوالي 50 الف موظف", "12 full-time employees". */
const LOOSE: ReadonlySet<string> = new Set("full time active تقريبا دايم رسمي office field".split(" "));

/** How many people the company has. Branches, customers and vehicles are not counted. */
export function findSize(text: Text): PlacedFact | null {
  const amounts = meant(
    text,
    amountsOf(text).filter((amount) => isCount(text, amount)),
  );
  const cues = text.reading.clauses.flatMap((clause) => (clause.asks ? [] : book.find(text.reading, clause)));
  const counted = amounts.find((amount) => unitAfter(text, amount) > 0);
  if (counted) return sized(text, counted, unitAfter(text, counted), 0.93);
  const cued = amounts.find(
    (amount) =>
      cues.some(
        (cue) => cue.key === "cue" && cue.to <= amount.place.from && amount.place.from - cue.to <= 2,
      ) && !followedByThing(text, amount),
  );
  if (cued) return sized(text, cued, 0, 0.85);
  const alone = cues.find((cue) => cue.key === "alone");
  if (
    alone &&
    (text.context.asked === "companySize" ||
      /موظف|واحد|شغال|شتغل|اعمل|employee|staff/iu.test(text.reading.raw))
  )
    return claim(text, "companySize", { min: 1, max: 1 }, alone, 0.85);
  if (text.context.asked !== "companySize") return null;
  const bare =
    amounts.findLast((amount) => !followedByThing(text, amount) && !isDenied(text, amount)) ?? null;
  return bare && whole(text.reading).to <= 14 ? sized(text, bare, 0, 0.85) : null;
}

function sized(text: Text, amount: Amount, unit: number, confidence: number): PlacedFact {
  const place = { from: amount.place.from, to: amount.place.to + unit };
  return claim(
    text,
    "companySize",
    { min: amount.min, max: amount.max },
    place,
    amount.approximate ? confidence - 0.05 : confidence,
  );
}

function isCount(text: Text, amount: Amount): boolean {
  const value = amount.max ?? amount.min ?? 0;
  if (!Number.isInteger(value) || value < 1 || value > 500_000) return false;
  const counted = unitAfter(text, amount) > 0;
  return !text.entities.some(
    (entity) =>
      overlaps(wordsOf(text.reading, entity), amount.place) &&
      isOther(text, entity.kind, counted) &&
      !isPlainNumber(text, entity),
  );
}

/** What a number of people can never be; an hour or a sum only when no unit follows it. */
function isOther(text: Text, kind: string, counted: boolean): boolean {
  if (kind === "phone" || kind === "percent" || kind === "email" || kind === "url") return true;
  if (counted) return false;
  return kind === "money" || (kind === "datetime" && text.context.asked !== "companySize");
}

/** A bare number that only the budget question made a sum of money. */
function isPlainNumber(text: Text, money: Entity): boolean {
  if (money.kind !== "money") return false;
  const words = text.reading.words.filter((word) => word.end > money.start && word.start < money.end);
  return words.every(
    (word) => word.kind === "number" || !/ريال|رس|الف|مليون|دولار|sar|usd|k$|\$/u.test(word.fold),
  );
}

/** How many words after the number reach its unit, 0 when there is none. */
function unitAfter(text: Text, amount: Amount): number {
  const { words } = text.reading;
  for (const step of [0, 1, 2]) {
    const word = words[amount.place.to + step];
    if (isOneOf(word, units)) return step + 1;
    if (!LOOSE.has(word?.fold ?? "") && word?.fold !== "+" && word?.fold !== "-") return 0;
  }
  return 0;
}

const THINGS: ReadonlySet<string> = new Set(
  "فرع فروع فرعين عميل عملاء سياره سيارات شاحنه شاحنات سنه سنوات سنين شهر شهور يوم ايام ريال الف مليون محل محلات branches branch customers clients vehicles cars trucks years months days stores riyal sar k طلب طلبات غرفه غرف مشروع مشاريع سرير orders rooms".split(
    " ",
  ),
);

function followedByThing(text: Text, amount: Amount): boolean {
  return isOneOf(text.reading.words[amount.place.to], THINGS);
}

/** "٤٠ مو ١٤": the second is what it is not. */
function isDenied(text: Text, amount: Amount): boolean {
  return /^(?:مو|مب|موب|ليس|ليست|not|بدل|عوض)$/.test(text.reading.words[amount.place.from - 1]?.fold ?? "");
}
