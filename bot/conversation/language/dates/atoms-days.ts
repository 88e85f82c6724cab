import { numberAt } from "../numbers.ts";
import { ordinalAt } from "../ordinals.ts";
import type { Sentence, Word } from "../words.ts";
import { reads, shiftAfter, shiftBefore, skip, textAt } from "./reading.ts";
import type { Atom, Slots } from "./slots.ts";

const BEFORE_RANK = new Set(["the", "في"]);

/** «اليوم», «بعد بكره», «قبل أمس», "the day after tomorrow", «هاليوم», «اليوم التالي»; or null. */
export function dayWordAt(sentence: Sentence, index: number): Atom | null {
  return compoundDay(sentence, index) ?? plainDay(sentence, index) ?? dayNoun(sentence, index);
}

const DAY_SIDES = new Map([
  ["بعد", 1],
  ["عقب", 1],
  ["after", 1],
  ["قبل", -1],
  ["القبل", -1],
  ["before", -1],
]);
const YESTERDAYS = new Set(["امس", "البارح", "البارحه"]);
const DAY_FILLERS = new Set(["يوم", "اليوم", "اللي", "الي", "the", "day"]);

function compoundDay(sentence: Sentence, index: number): Atom | null {
  const at = skip(sentence, index, DAY_FILLERS);
  const word = sentence.words[at];
  if (word === undefined) return null;
  if (word.text === "اول" && YESTERDAYS.has(textAt(sentence, at + 1)))
    return { slots: { offset: -2 }, end: at + 2 };
  const side = DAY_SIDES.get(word.stem);
  if (side === undefined) return null;
  const next = skip(sentence, at + 1, DAY_FILLERS);
  if (sentence.words[next]?.lexeme.dayWord !== side) return null;
  const isEnglish = word.text.charCodeAt(0) < 0x250;
  if (isEnglish && textAt(sentence, at - 1) !== "day") return null;
  return { slots: { offset: 2 * side }, end: next + 1 };
}

function plainDay(sentence: Sentence, index: number): Atom | null {
  const at = textAt(sentence, index) === "يوم" ? index + 1 : index;
  const word = sentence.words[at];
  const day = word?.lexeme.dayWord;
  if (word === undefined || day === undefined || (word.text === "اليوم" && isCommonNoun(sentence, at)))
    return null;
  const shift = word.text === "اليوم" ? shiftAfter(sentence, at + 1) : null;
  if (shift !== null) return { slots: { offset: shift.shift }, end: shift.end };
  const isNow = day === 0 && sentence.words[at + 1]?.lexeme.now === true;
  return { slots: { offset: day }, end: isNow ? at + 2 : at + 1 };
}

/** «اليوم الوطني», «اليوم الأول من» are not today. */
function isCommonNoun(sentence: Sentence, at: number): boolean {
  const next = sentence.words[at + 1];
  if (next === undefined) return false;
  if (next.text === "الوطني" || next.text === "العالمي") return true;
  return next.lexeme.ordinal !== undefined && next.article && sentence.words[at + 2]?.text === "من";
}

/** «هذا اليوم», «لليوم», "this day", "next day", «آخر يوم», "for the day". */
function dayNoun(sentence: Sentence, index: number): Atom | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  if (word.lexeme.unit === "day" && word.article && word.prep === "ل")
    return { slots: { offset: 0 }, end: index + 1 };
  if (word.lexeme.unit === "day" && word.near) return { slots: { offset: 0 }, end: index + 1 };
  const shift = shiftBefore(sentence, index);
  const noun = sentence.words[shift?.end ?? index];
  if (shift === null || noun === undefined) return null;
  if (noun.text === "اليوم" || noun.text === "day")
    return { slots: { offset: shift.shift }, end: shift.end + 1 };
  return null;
}

const DAY_WORD = new Set(["يوم", "ليوم", "بيوم", "لليوم", "on", "the", "تاريخ"]);

/** A day of the week with what points it: «الأحد الجاي», «هذا الخميس», "friday after next", «يوم اثنين». */
export function weekdayAt(sentence: Sentence, index: number): Atom | null {
  return countedWeekday(sentence, index) ?? pointedWeekday(sentence, index);
}

const WEEKDAY_TAILS = new Map([
  ["from", 1],
  ["ago", -1],
  ["back", -1],
]);

/** "two sundays from now", "3 fridays ago". */
function countedWeekday(sentence: Sentence, index: number): Atom | null {
  const count =
    sentence.words[index]?.token.kind === "digits" || sentence.words[index]?.lexeme.enCardinal !== undefined
      ? numberAt(sentence, index)
      : null;
  const weekday = count === null ? undefined : sentence.words[count.end]?.lexeme.weekday;
  if (count === null || weekday === undefined || count.value < 1 || count.value > 60) return null;
  const sign = WEEKDAY_TAILS.get(textAt(sentence, count.end + 1));
  if (sign === undefined || (sign === 1 && textAt(sentence, count.end + 2) !== "now")) return null;
  return { slots: { weekday, weekdayShift: sign * count.value }, end: count.end + (sign === 1 ? 3 : 2) };
}

function pointedWeekday(sentence: Sentence, index: number): Atom | null {
  const before = shiftBefore(sentence, skip(sentence, index, DAY_WORD));
  const start = before?.end ?? index;
  const at = skip(sentence, start, DAY_WORD);
  const word = sentence.words[at];
  if (word === undefined) return null;
  const shift = before ?? (word.near ? { shift: 0, end: at } : null);
  const after = shiftAfter(sentence, at + 1);
  const weekday = weekdayOfWord(sentence, at, word, at > index || after !== null);
  if (weekday === undefined) return null;
  const found = after ?? shift;
  const slots: Slots = found === null ? { weekday } : { weekday, weekdayShift: found.shift };
  const end = after?.end ?? at + 1;
  return { slots, end: skipPoint(sentence, word, end) };
}

function weekdayOfWord(sentence: Sentence, at: number, word: Word, isSure: boolean): number | undefined {
  const { weekday, weakWeekday } = word.lexeme;
  if (word.prep === "ك" || isPlaceOrLimit(sentence, at, word)) return undefined;
  if (weekday !== undefined) return weekday;
  return isSure || isEachDay(sentence, at) || isSunday(sentence, at) ? weakWeekday : undefined;
}

/** "Sun 14th", "sun.", "on Sun": the short name beside a date, a point or its capital. */
function isSunday(sentence: Sentence, at: number): boolean {
  const word = sentence.words[at];
  if (word?.text !== "sun") return false;
  const next = sentence.words[at + 1];
  const isCapital = sentence.normalised.raw.charAt(word.token.rawStart) === "S";
  return (isCapital && at > 0) || next?.text === "." || next?.token.kind === "digits";
}

/** «كل أحد», «كل يوم اثنين». */
function isEachDay(sentence: Sentence, at: number): boolean {
  return textAt(sentence, at - 1) === "كل" && sentence.words[at]?.stem === "اثنين";
}

/** «خميس مشيط» is a city, «الحد الأقصى» a limit. */
function isPlaceOrLimit(sentence: Sentence, at: number, word: Word): boolean {
  const next = textAt(sentence, at + 1);
  if (word.stem === "خميس" && next === "مشيط") return true;
  return word.stem === "حد" && (next.startsWith("الا") || next === "اقصي" || next === "ادني");
}

/** "mon." takes its point along. */
function skipPoint(sentence: Sentence, word: Word, end: number): number {
  const point = sentence.words[end];
  const isShort = word.text.length <= 5 && word.text.charCodeAt(0) < 0x250;
  return isShort && point?.text === "." && point.token.start === word.token.end ? end + 1 : end;
}

const OF = new Set(["من", "في", "of", "in", "the", "from", "شهر", "on", "ب"]);

/** The count of a day or week inside a longer stretch: «أول ثلاثاء من», «الأسبوع الأخير», "last friday of". */
export function nthAt(sentence: Sentence, index: number): Atom | null {
  return nthBefore(sentence, index) ?? nthAfter(sentence, index);
}

function nthBefore(sentence: Sentence, index: number): Atom | null {
  const start = skip(sentence, index, BEFORE_RANK);
  const rank = rankAt(sentence, start);
  if (rank === null) return null;
  const noun = sentence.words[rank.end];
  if (noun === undefined) return null;
  const slots = nthNoun(noun, rank.value);
  if (slots === null) return null;
  return ofStretch(sentence, rank.end + 1) ? { slots, end: rank.end + 1 } : null;
}

function rankAt(sentence: Sentence, index: number): { value: number; end: number } | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  if (word.text === "اخر" || word.text === "last") return { value: -1, end: index + 1 };
  const ordinal = ordinalAt(sentence, index);
  if (ordinal === null || ordinal.value > 53) return null;
  const isFromEnd = textAt(sentence, ordinal.end) === "last";
  return isFromEnd ? { value: -ordinal.value, end: ordinal.end + 1 } : ordinal;
}

function nthNoun(noun: Word, nth: number): Slots | null {
  const weekday = noun.lexeme.weekday ?? noun.lexeme.weakWeekday;
  if (weekday !== undefined) return { nth, nthOf: "weekday", weekday };
  const { unit } = noun.lexeme;
  return unit === "week" || unit === "day" || unit === "weekend" ? { nth, nthOf: unit } : null;
}

/** The stretch must follow: «من أكتوبر», "of next month", or a month word at once. */
function ofStretch(sentence: Sentence, index: number): boolean {
  const at = skip(sentence, index, OF);
  const word = sentence.words[at];
  if (word === undefined) return false;
  const { month, weakMonth, unit, hijriMonth, shift, pointing } = word.lexeme;
  if (month !== undefined || weakMonth !== undefined || hijriMonth !== undefined) return true;
  if (at === index) return word.article && (unit === "month" || unit === "year");
  const isYear = word.token.kind === "digits" && word.text.length === 4;
  return (
    isYear ||
    unit === "month" ||
    unit === "year" ||
    shift !== undefined ||
    pointing === true ||
    numberAt(sentence, at) !== null
  );
}

/** «الأسبوع الثاني من», «الثلاثاء الأخير من», «اليوم الأول من». */
function nthAfter(sentence: Sentence, index: number): Atom | null {
  const noun = sentence.words[index];
  if (noun === undefined || (!noun.article && noun.lexeme.weekday === undefined)) return null;
  const isLast = reads(sentence, index + 1, "الاخير") || reads(sentence, index + 1, "الاخيره");
  const ordinal = isLast ? { value: -1, end: index + 2, definite: true } : ordinalAt(sentence, index + 1);
  if (ordinal === null || !ordinal.definite || ordinal.value > 53) return null;
  const isToday = noun.text === "اليوم";
  const slots: Slots | null = isToday ? { nth: ordinal.value, nthOf: "day" } : nthNoun(noun, ordinal.value);
  if (slots === null || !ofStretch(sentence, ordinal.end)) return null;
  return { slots, end: ordinal.end };
}
