import { numberAt } from "../numbers.ts";
import { ordinalAt } from "../ordinals.ts";
import { glued } from "../tokens.ts";
import type { Sentence, Word } from "../words.ts";
import { type Shift, shiftAfter, shiftBefore, skip, textAt } from "./reading.ts";
import type { Atom, Slots } from "./slots.ts";
import { withYear } from "./years.ts";

/** A month named at some words. */
interface MonthFound {
  readonly month: number;
  readonly hijri: boolean;
  readonly end: number;
  /** Needs a day, a year or "in" beside it: "may", «محرم». */
  readonly weak: boolean;
}

const MONTH_NOUN = new Set(["شهر", "month", "of", "لشهر"]);

/** The month at word `index`: «مارس», «شهر ٣», «الشهر التاسع», «ربيع الأول», «ذي الحجة», "september"; or null. */
export function monthAt(sentence: Sentence, index: number): MonthFound | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  if (word.lexeme.unit === "month") return numberedMonth(sentence, index, word);
  const { month, weakMonth, hijriMonth } = word.lexeme;
  if (month !== undefined) return { month, hijri: false, end: dotAfter(sentence, index), weak: false };
  if (weakMonth !== undefined)
    return { month: weakMonth, hijri: false, end: dotAfter(sentence, index), weak: true };
  if (hijriMonth !== undefined) {
    const weak = hijriMonth !== 9 && textAt(sentence, index - 1) !== "شهر";
    return { month: hijriMonth, hijri: true, end: index + 1, weak };
  }
  return hijriPair(sentence, index, word);
}

function dotAfter(sentence: Sentence, index: number): number {
  const word = sentence.words[index];
  const dot = sentence.words[index + 1];
  const isShort = word !== undefined && word.text.length <= 4 && word.text.charCodeAt(0) < 0x250;
  return isShort && dot?.text === "." && glued(word.token, dot.token) ? index + 2 : index + 1;
}

/** «شهر ٣», «شهر ثلاثة», «شهر عشرة», «الشهر الثامن», «شهر مارس». */
function numberedMonth(sentence: Sentence, index: number, word: Word): MonthFound | null {
  const next = sentence.words[index + 1];
  if (next === undefined || next.and || word.text.charCodeAt(0) < 0x250) return null;
  const named = next.lexeme.unit === undefined ? monthAt(sentence, index + 1) : null;
  if (named !== null) return { ...named, weak: false };
  const number = word.article ? ordinalAt(sentence, index + 1) : numberAt(sentence, index + 1);
  if (number === null || !isMonthNumber(number.value) || countsUnits(sentence, number.end)) return null;
  return { month: number.value, hijri: false, end: number.end, weak: false };
}

/** «شهر ٣ أيام» is no month; «شهر ٣ عام ٢٠٢٧» is. */
function countsUnits(sentence: Sentence, end: number): boolean {
  const unit = sentence.words[end]?.lexeme.unit;
  return unit !== undefined && unit !== "year";
}

function isMonthNumber(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 12;
}

/** First words of two-word moon months, with what each second word makes of them. */
const MOON_PAIRS: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map([
  [
    "ربيع",
    new Map([
      ["first", 3],
      ["second", 4],
    ]),
  ],
  [
    "جماد",
    new Map([
      ["first", 5],
      ["second", 6],
    ]),
  ],
  [
    "جمادي",
    new Map([
      ["first", 5],
      ["second", 6],
    ]),
  ],
  [
    "rabi",
    new Map([
      ["first", 3],
      ["second", 4],
    ]),
  ],
  [
    "jumada",
    new Map([
      ["first", 5],
      ["second", 6],
    ]),
  ],
  [
    "ذو",
    new Map([
      ["قعده", 11],
      ["القعده", 11],
      ["حجه", 12],
      ["الحجه", 12],
    ]),
  ],
  [
    "ذي",
    new Map([
      ["قعده", 11],
      ["القعده", 11],
      ["حجه", 12],
      ["الحجه", 12],
    ]),
  ],
]);
const OTHERS = new Set(["اخر", "اخره", "الاخر", "الاخره"]);

/** «ربيع الأول», «جمادى الآخرة», «ذو القعدة», «ذي الحجة». */
function hijriPair(sentence: Sentence, index: number, word: Word): MonthFound | null {
  const second = sentence.words[index + 1];
  const pair = MOON_PAIRS.get(word.text);
  if (second === undefined || pair === undefined) return null;
  const month = pair.get(second.text) ?? pair.get(orderOf(second));
  return month === undefined ? null : { month, hijri: true, end: index + 2, weak: false };
}

function orderOf(word: Word): string {
  if (word.lexeme.ordinal === 1) return "first";
  return word.lexeme.ordinal === 2 || OTHERS.has(word.stem) ? "second" : "";
}

const OF = new Set(["من", "of", "في", "the", "ب", ",", "-", "/", "."]);
const DAY_NOUN = new Set(["يوم", "ليوم", "اليوم", "the", "تاريخ", "بتاريخ", "on", "day"]);

/** A day of a month, a month, or a month with its year: «١٥ مارس ٢٠٢٦», «الأول من أبريل», "May 29th", «مارس». */
export function monthDateAt(sentence: Sentence, index: number): Atom | null {
  return dayThenMonth(sentence, index) ?? monthThenDay(sentence, index) ?? pairOfNumbers(sentence, index);
}

function dayThenMonth(sentence: Sentence, index: number): Atom | null {
  const start = skip(sentence, index, DAY_NOUN);
  const day = dayOfMonthAt(sentence, start);
  if (day === null) return null;
  const isDayFirst = sentence.words[day.end]?.lexeme.unit === "day";
  const at = skip(sentence, isDayFirst ? day.end + 1 : day.end, OF);
  const month = monthAt(sentence, at) ?? hijriName(sentence, at);
  if (month === null || sentence.words[at]?.and === true) return null;
  return withYear(sentence, { dom: day.value, month: month.month, ...hijriSlot(month) }, month.end);
}

/** A moon month that is weak alone counts after a day: «٥ صفر». */
function hijriName(sentence: Sentence, index: number): MonthFound | null {
  const hijriMonth = sentence.words[index]?.lexeme.hijriMonth;
  return hijriMonth === undefined ? null : { month: hijriMonth, hijri: true, end: index + 1, weak: false };
}

function hijriSlot(month: MonthFound): Slots {
  return month.hijri ? { hijri: true } : {};
}

/** The day number 1 to 31 at word `index`, as digits, words or order word. */
export function dayOfMonthAt(sentence: Sentence, index: number): { value: number; end: number } | null {
  const ordinal = ordinalAt(sentence, index);
  const number = ordinal ?? numberAt(sentence, index);
  if (number === null || !Number.isInteger(number.value) || number.value < 1 || number.value > 31)
    return null;
  const isDigits = sentence.words[index]?.token.kind === "digits";
  const end = isDigits && ordinal === null ? index + 1 : number.end;
  return { value: number.value, end };
}

/** "May 29", "March the 3rd, 2015", «أكتوبر/ 2», «مارس» alone. */
function monthThenDay(sentence: Sentence, index: number): Atom | null {
  const before = shiftBefore(sentence, index);
  const start = before === null ? monthStart(sentence, index) : before.end;
  const month = monthAt(sentence, start);
  if (month === null || (before === null && textAt(sentence, index) === "of")) return null;
  const slots: Slots = { month: month.month, ...hijriSlot(month) };
  const shift = before ?? shiftAfter(sentence, month.end);
  if (shift !== null) return shiftedMonth(sentence, start, month, slots, shift);
  const day = dayOfMonthAt(sentence, skip(sentence, month.end, BEFORE_DAY));
  if (day !== null && isDayAfterMonth(sentence, day.end, month)) {
    return withYear(sentence, { ...slots, dom: day.value }, day.end);
  }
  const dated = withYear(sentence, slots, month.end);
  return isSureMonth(sentence, index, start, month, dated) ? dated : null;
}

/** "next March"; "this may" is a verb unless May has its capital. */
function shiftedMonth(
  sentence: Sentence,
  start: number,
  month: MonthFound,
  slots: Slots,
  shift: Shift,
): Atom | null {
  if (month.weak && !month.hijri && !isCapitalised(sentence, start)) return null;
  return { slots: { ...slots, monthShift: shift.shift }, end: Math.max(shift.end, month.end) };
}

const BEFORE_DAY = new Set(["the", "/", "-", "يوم", ","]);

/** "may" is a month with a year, after "in", or with its capital inside a sentence. */
function isSureMonth(
  sentence: Sentence,
  index: number,
  start: number,
  month: MonthFound,
  dated: Atom,
): boolean {
  if (!month.weak || "year" in dated.slots) return true;
  return IN_WORDS.has(textAt(sentence, index - 1)) || isCapitalised(sentence, start);
}

/** «شهر» stays with a number («شهر عشرة») and is passed over before a name. */
function monthStart(sentence: Sentence, index: number): number {
  const isNumbered = sentence.words[index]?.lexeme.unit === "month" && monthAt(sentence, index) !== null;
  return isNumbered ? index : skip(sentence, index, MONTH_NOUN);
}

const IN_WORDS = new Set([
  "in",
  "of",
  "by",
  "during",
  "since",
  "until",
  "شهر",
  "في",
  "قبل",
  "بعد",
  "from",
  "to",
  "between",
]);

/** "May" with its capital inside a sentence is the month; "may" is a verb. */
function isCapitalised(sentence: Sentence, index: number): boolean {
  const token = sentence.words[index]?.token;
  if (token === undefined || sentence.words[index]?.lexeme.hijriMonth !== undefined) return false;
  const letter = sentence.normalised.raw.charAt(token.rawStart);
  const isVerb = VERBS_AFTER.has(textAt(sentence, index + 1)) || index === 0;
  return letter !== letter.toLowerCase() && (!isVerb || sentence.words.length === 1);
}

const VERBS_AFTER = new Set(["i", "we", "you", "be", "not", "have", "or", "the"]);

/** A number after a month is its day unless a clock or unit follows it. */
function isDayAfterMonth(sentence: Sentence, end: number, month: MonthFound): boolean {
  const next = sentence.words[end];
  if (next === undefined) return true;
  if (next.text === ":" || next.lexeme.meridiem !== undefined || next.lexeme.unit !== undefined) return false;
  if (next.lexeme.daypart !== undefined && !month.hijri)
    return next.text === "night" || next.text === "morning";
  return next.text !== "%" && next.lexeme.scale === undefined;
}

const NOT_COUNTED_AFTER = new Set(["ريال", "الف", "مليون", "موظف", "موظفين", "شخص", "نفر", "%"]);

/** «ثلاثة وعشرين ثلاثة» is 23 March: two numbers in words, a day and a month. */
function pairOfNumbers(sentence: Sentence, index: number): Atom | null {
  const start = skip(sentence, index, DAY_NOUN);
  const first = sentence.words[start];
  if (first === undefined || first.token.kind !== "word" || first.lexeme.enCardinal !== undefined)
    return null;
  if (sentence.words[start - 1]?.lexeme.cardinal !== undefined) return null;
  const day = numberAt(sentence, start);
  if (day === null || day.form !== "words" || !Number.isInteger(day.value) || day.value < 1 || day.value > 31)
    return null;
  const second = sentence.words[day.end];
  if (second?.token.kind !== "word" || second.and || second.prep !== "") return null;
  const month = numberAt(sentence, day.end);
  if (month === null || month.form !== "words" || !isMonthNumber(month.value)) return null;
  if (!endsPair(sentence, month.end, start === index)) return null;
  return { slots: { dom: day.value, month: month.value }, end: month.end };
}

function endsPair(sentence: Sentence, end: number, isBare: boolean): boolean {
  const next = sentence.words[end];
  if (next === undefined) return true;
  if (NOT_COUNTED_AFTER.has(next.stem) || next.lexeme.unit !== undefined || next.lexeme.scale !== undefined)
    return false;
  if (next.lexeme.daypart !== undefined && next.article) return false;
  return next.lexeme.cardinal === undefined && (!isBare || next.lexeme.fraction === undefined);
}
