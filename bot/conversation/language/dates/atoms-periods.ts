import { ordinalAt } from "../ordinals.ts";
import type { Sentence, Word } from "../words.ts";
import { shiftAfter, shiftBefore, skip, textAt } from "./reading.ts";
import type { Atom, PeriodUnit, Slots } from "./slots.ts";
import { yearAt } from "./years.ts";

const YEAR_LEADS = new Set(["عام", "سنه", "لعام", "لسنه", "العام", "السنه", "year", "the", "of"]);

const PERIODS: ReadonlyMap<string, PeriodUnit> = new Map<string, PeriodUnit>([
  ["week", "week"],
  ["month", "month"],
  ["quarter", "quarter"],
  ["year", "year"],
  ["weekend", "weekend"],
  ["decade", "decade"],
]);

const THE = new Set(["the", "around", "calendar"]);

/** A stretch pointed at: «الأسبوع الجاي», «هذا الشهر», "next quarter", «السنة اللي راحت», "the week after next"; or null. */
export function periodAt(sentence: Sentence, index: number): Atom | null {
  const weekend = weekendAt(sentence, index);
  if (weekend !== null) return weekend;
  const start = skip(sentence, index, THE);
  const before = shiftBefore(sentence, start) ?? lastOne(sentence, start);
  const nounAt = skip(sentence, before?.end ?? start, THE);
  const noun = sentence.words[nounAt];
  const unit = noun === undefined ? undefined : unitOfPeriod(noun);
  if (noun === undefined || unit === undefined || isOrderedQuarter(sentence, nounAt)) return null;
  if (before !== null) return { slots: { period: unit, periodShift: before.shift }, end: nounAt + 1 };
  const shift = shiftAfter(sentence, nounAt + 1) ?? pointedNoun(sentence, index, nounAt, noun);
  return shift === null ? null : { slots: { period: unit, periodShift: shift.shift }, end: shift.end };
}

function pointedNoun(sentence: Sentence, index: number, nounAt: number, noun: Word) {
  const isNear = noun.near || textAt(sentence, nounAt - 1) === "ه";
  return isNear ? { shift: 0, end: nounAt + 1 } : bareThis(sentence, index, nounAt);
}

/** «آخر أسبوع» is the last one; «آخر الأسبوع» is its end. */
function lastOne(sentence: Sentence, index: number): { shift: number; end: number } | null {
  const next = sentence.words[index + 1];
  const isLast = textAt(sentence, index) === "اخر" && next?.lexeme.unit !== undefined && !next.article;
  return isLast ? { shift: -1, end: index + 1 } : null;
}

/** «عام» is also "general" and «عقد» a contract: those need a pointing word of their own gender beside them. */
export function unitOfPeriod(noun: Word): PeriodUnit | undefined {
  const { unit } = noun.lexeme;
  if (unit === undefined || noun.text === "s" || noun.text === "w" || noun.text === "d") return undefined;
  if ((unit === "decade" || unit === "century") && noun.text.charCodeAt(0) > 0x600) return undefined;
  return PERIODS.get(unit);
}

function isOrderedQuarter(sentence: Sentence, nounAt: number): boolean {
  return sentence.words[nounAt]?.lexeme.unit === "quarter" && ordinalAt(sentence, nounAt - 1) !== null;
}

/** "the week", «خلال الأسبوع»: this one, when a "the" or a tie of time points at it. */
function bareThis(sentence: Sentence, index: number, nounAt: number): { shift: number; end: number } | null {
  const before = textAt(sentence, nounAt - 1);
  const noun = sentence.words[nounAt];
  if (noun === undefined) return null;
  const isEnglish = before === "the" && TIES_BEFORE.has(textAt(sentence, nounAt - 2));
  const isAlone = index === 0 && nounAt === sentence.words.length - 1 && (before === "the" || noun.article);
  const isRest = REST.has(before) && noun.article;
  return isEnglish || isAlone || isRest ? { shift: 0, end: nounAt + 1 } : null;
}

const TIES_BEFORE = new Set([
  "in",
  "of",
  "for",
  "end",
  "beginning",
  "all",
  "during",
  "rest",
  "within",
  "by",
  "start",
  "middle",
]);
const REST = new Set(["باقي", "بقيه", "طول", "طوال", "كل", "خلال"]);

const WEEKEND_EDGE = new Set(["نهايه", "اخر", "عطله", "اجازه", "بنهايه", "لنهايه"]);

/** «نهاية الأسبوع», «الويكند», «عطلة نهاية الأسبوع الجاي», "week end". */
function weekendAt(sentence: Sentence, index: number): Atom | null {
  const at = skip(sentence, index, WEEKEND_EDGE);
  const word = sentence.words[at];
  if (word === undefined) return null;
  if (at > index && word.lexeme.unit === "week" && word.article) {
    const after = shiftAfter(sentence, at + 1);
    return { slots: { period: "weekend", periodShift: after?.shift ?? 0 }, end: after?.end ?? at + 1 };
  }
  if (word.lexeme.unit === "weekend" && word.text.charCodeAt(0) > 0x600) {
    const after = shiftAfter(sentence, at + 1);
    return { slots: { period: "weekend", periodShift: after?.shift ?? 0 }, end: after?.end ?? at + 1 };
  }
  const isBare = word.text === "weekend" && (DEFINERS.has(textAt(sentence, index - 1)) || index === 0);
  return isBare ? { slots: { period: "weekend", periodShift: 0 }, end: at + 1 } : null;
}

const DEFINERS = new Set(["the", "that", "this", "on", "for"]);

/** «الربع الأول», "third quarter", "Q3", "2018Q4", «النصف الثاني», "H1"; or null. */
export function quarterAt(sentence: Sentence, index: number): Atom | null {
  return codeQuarter(sentence, index) ?? arabicQuarter(sentence, index) ?? englishQuarter(sentence, index);
}

const CODE = /^(?:(\d{2}|\d{4}))?([qh])([1-4])$/;

function codeQuarter(sentence: Sentence, index: number): Atom | null {
  const text = textAt(sentence, index);
  const joined =
    sentence.words[index]?.token.kind === "digits"
      ? text + textAt(sentence, index + 1) + textAt(sentence, index + 2)
      : text;
  const match = CODE.exec(text) ?? (/^\d{2,4}$/.test(text) ? CODE.exec(joined) : null);
  if (match === null) return codeAfterYear(sentence, index);
  const used = match[0] === text ? 1 : joined === match[0] ? 3 : 2;
  const value = Number(match[3]);
  const slots = partSlots(match[2] === "q", value);
  if (slots === null) return null;
  const year = match[1] === undefined ? null : Number(match[1].length === 2 ? `20${match[1]}` : match[1]);
  return year === null
    ? yearTail(sentence, slots, index + used)
    : { slots: { ...slots, year }, end: index + used };
}

/** "2017-q1", "2017 q1". */
function codeAfterYear(sentence: Sentence, index: number): Atom | null {
  const year = yearAt(sentence, index, false);
  if (year === null) return null;
  const at = textAt(sentence, year.end) === "-" ? year.end + 1 : year.end;
  const match = /^([qh])([1-4])$/.exec(textAt(sentence, at));
  const slots = match === null ? null : partSlots(match[1] === "q", Number(match[2]));
  return slots === null ? null : { slots: { ...slots, year: year.value }, end: at + 1 };
}

function partSlots(isQuarter: boolean, value: number): Slots | null {
  if (isQuarter) return { quarter: value };
  return value === 1 || value === 2 ? { half: value } : null;
}

const YEAR_TIE = new Set(["من", "of", "in", "-", ",", "عام", "سنه", "لعام", "لسنه", "the", "year", "في"]);

export function yearTail(sentence: Sentence, slots: Slots, end: number): Atom {
  const at = skip(sentence, end, YEAR_TIE);
  const year = yearAt(sentence, at, false);
  return year === null ? { slots, end } : { slots: { ...slots, year: year.value }, end: year.end };
}

function arabicQuarter(sentence: Sentence, index: number): Atom | null {
  const word = sentence.words[index];
  const isQuarter = word?.stem === "ربع";
  const isHalf = word?.stem === "نصف" || word?.stem === "نص";
  if (word === undefined || (!isQuarter && !isHalf) || !word.article) return null;
  const rank = rankAfter(sentence, index + 1, isQuarter ? 4 : 2);
  if (rank !== null) {
    const slots = partSlots(isQuarter, rank.value);
    return slots === null ? null : yearTail(sentence, slots, rank.end);
  }
  const shift = shiftAfter(sentence, index + 1) ?? pointedBefore(sentence, index);
  if (shift === null || !isQuarter) return null;
  return { slots: { period: "quarter", periodShift: shift.shift }, end: Math.max(shift.end, index + 1) };
}

/** «الثالث», «الأخير» after the noun. */
function rankAfter(sentence: Sentence, index: number, last: number): { value: number; end: number } | null {
  if (textAt(sentence, index) === "الاخير") return { value: last, end: index + 1 };
  const ordinal = ordinalAt(sentence, index);
  return ordinal?.definite === true && ordinal.value <= last ? ordinal : null;
}

function pointedBefore(sentence: Sentence, index: number): { shift: number; end: number } | null {
  return sentence.words[index - 1]?.lexeme.pointing === true ? { shift: 0, end: index + 1 } : null;
}

function englishQuarter(sentence: Sentence, index: number): Atom | null {
  const start = skip(sentence, index, THE);
  const ordinal = ordinalAt(sentence, start);
  if (ordinal === null) return null;
  const noun = sentence.words[ordinal.end];
  if (noun?.lexeme.unit === "quarter" && ordinal.value <= 4)
    return yearTail(sentence, { quarter: ordinal.value }, ordinal.end + 1);
  const half = noun?.text === "half" ? partSlots(false, ordinal.value) : null;
  return half === null ? null : yearTail(sentence, half, ordinal.end + 1);
}

/** A bare year: «عام ٢٠٢٧», "in 2014", "the year of 2008"; weak unless a word of year or "in" leads it. */
export function bareYearAt(sentence: Sentence, index: number): Atom | null {
  const at = skip(sentence, index, YEAR_LEADS);
  const year = yearAt(sentence, at, false);
  if (year === null) return null;
  const isLed = at > index && textAt(sentence, at - 1) !== "the";
  const before = textAt(sentence, index - 1);
  const isIn =
    before === "in" ||
    before === "since" ||
    before === "through" ||
    before === "after" ||
    before === "before" ||
    before === "until";
  const slots: Slots = year.hijri ? { year: year.value, hijri: true } : { year: year.value };
  return isLed || isIn ? { slots, end: year.end } : { slots, end: year.end, weak: true };
}
