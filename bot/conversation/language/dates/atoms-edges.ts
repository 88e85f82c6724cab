import { ordinalAt } from "../ordinals.ts";
import type { Sentence } from "../words.ts";
import { monthAt } from "./atoms-months.ts";
import { periodAt, quarterAt, unitOfPeriod, yearTail } from "./atoms-periods.ts";
import { shiftAfter, skip, textAt } from "./reading.ts";
import type { Atom, Edge, Slots } from "./slots.ts";
import { yearAt } from "./years.ts";

const BEFORE_EDGE = new Set(["the", "في", "at"]);

/** Edges by word: «نهاية» is the last days, «أواخر» the last third. */
const EDGE_WORDS: ReadonlyMap<string, Edge> = new Map<string, Edge>([
  ["بدايه", "start"],
  ["مطلع", "start"],
  ["مستهل", "start"],
  ["اول", "start"],
  ["بدايات", "early"],
  ["اوائل", "early"],
  ["منتصف", "mid"],
  ["وسط", "mid"],
  ["اواسط", "middle-third"],
  ["نص", "half"],
  ["نصف", "half"],
  ["نهايه", "end"],
  ["اخر", "end"],
  ["ختام", "end"],
  ["اواخر", "late"],
  ["باقي", "rest"],
  ["بقيه", "rest"],
  ["beginning", "early"],
  ["start", "early"],
  ["early", "early"],
  ["earlier", "early"],
  ["middle", "middle-third"],
  ["mid", "middle-third"],
  ["end", "late"],
  ["late", "late"],
  ["later", "late"],
  ["rest", "rest"],
]);

const SHORT_EDGES: ReadonlyMap<string, Slots> = new Map<string, Slots>([
  ["eom", { edge: "late", period: "month", periodShift: 0 }],
  ["bom", { edge: "early", period: "month", periodShift: 0 }],
  ["eoy", { edge: "late", period: "year", periodShift: 0 }],
  ["boy", { edge: "early", period: "year", periodShift: 0 }],
]);

/** Before "start next month" they make it something that one does, and no part of the month. */
const BEFORE_VERB = new Set([
  "to",
  "can",
  "could",
  "will",
  "would",
  "should",
  "must",
  "we",
  "i",
  "you",
  "please",
]);

const EDGE_TIES = new Set(["of", "the", "-", "in", "من", "at"]);

/** «نهاية الشهر», «بداية السنة الجاية», «منتصف مارس», "end of the month", "mid-November", "EOM"; or null. */
export function edgeAt(sentence: Sentence, index: number): Atom | null {
  const short = SHORT_EDGES.get(textAt(sentence, index));
  if (short !== undefined) return capitals(sentence, index) ? { slots: short, end: index + 1 } : null;
  const start = skip(sentence, index, BEFORE_EDGE);
  const word = sentence.words[start];
  const edge = word === undefined ? undefined : EDGE_WORDS.get(word.stem);
  if (edge === undefined || word?.article === true) return null;
  const at = skip(sentence, start + 1, EDGE_TIES);
  if (word?.text === "start" && at === start + 1 && BEFORE_VERB.has(textAt(sentence, start - 1))) return null;
  const whole = edgeOf(sentence, at, start);
  return whole === null ? null : { slots: { ...whole.slots, edge }, end: whole.end };
}

/** "boy" is a child unless in capitals. */
function capitals(sentence: Sentence, index: number): boolean {
  const token = sentence.words[index]?.token;
  if (token === undefined) return false;
  const raw = sentence.normalised.raw.slice(token.rawStart, token.rawEnd);
  return raw === raw.toUpperCase();
}

function edgeOf(sentence: Sentence, index: number, edgeIndex: number): Atom | null {
  const quarter = quarterAt(sentence, index);
  if (quarter !== null) return quarter;
  const period = periodAt(sentence, index);
  if (period !== null && period.slots.period !== "weekend") return period;
  const noun = sentence.words[index];
  if (noun === undefined) return null;
  const unit = unitOfPeriod(noun);
  const isPointed = noun.article || noun.text.charCodeAt(0) < 0x250;
  if (unit !== undefined && isPointed && !hasOwnRank(sentence, index)) {
    return { slots: { period: unit, periodShift: 0 }, end: index + 1 };
  }
  const month = monthAt(sentence, index);
  if (month !== null && EDGE_WORDS.get(textAt(sentence, edgeIndex)) !== undefined)
    return monthWithYear(sentence, month);
  const year = yearAt(sentence, noun.lexeme.unit === "year" ? index + 1 : index, false);
  return year === null ? null : { slots: { year: year.value }, end: year.end };
}

function hasOwnRank(sentence: Sentence, index: number): boolean {
  return ordinalAt(sentence, index + 1)?.definite === true;
}

function monthWithYear(sentence: Sentence, month: { month: number; hijri: boolean; end: number }): Atom {
  const slots: Slots = month.hijri ? { month: month.month, hijri: true } : { month: month.month };
  const shift = shiftAfter(sentence, month.end);
  if (shift !== null) return { slots: { ...slots, monthShift: shift.shift }, end: shift.end };
  return yearTail(sentence, slots, month.end);
}
