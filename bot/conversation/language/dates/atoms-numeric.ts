import { glued } from "../tokens.ts";
import type { Sentence, Word } from "../words.ts";
import { skip } from "./reading.ts";
import type { Atom, Slots } from "./slots.ts";

const DATE_LEADS = new Set(["يوم", "ليوم", "تاريخ", "بتاريخ", "on", "date"]);
const SEPARATORS = new Set(["/", "-", ".", "\\"]);

/** A date in digits: 15/3/2026, 2026-03-15, 15-3, ١٥/١٠/١٤٤٧, 31/Oct/1974, 3/2015; or null. */
export function numericDateAt(sentence: Sentence, index: number): Atom | null {
  const parts = partsAt(sentence, skip(sentence, index, DATE_LEADS));
  if (parts === null) return null;
  const { values, end } = parts;
  if (values.length === 2 && COUNTED.has(sentence.words[end]?.stem ?? "")) return null;
  const slots = values.length === 3 ? threeParts(values) : twoParts(values, parts);
  return slots === null ? null : withHijriMark(sentence, slots, end);
}

/** What people count: behind two numbers it makes them a range, "2-4 users", «3-5 فروع». */
const COUNTED: ReadonlySet<string> = new Set(
  "users user employees employee people persons staff members seats agents reps branches branch locations offices clinics stores shops outlets doctors licenses licences accounts devices rooms cars trucks vehicles projects موظف موظفين موظفه موظفات مستخدم مستخدمين شخص اشخاص نفر فرع فروع عياده عيادات مكتب مكاتب محل محلات متجر متاجر دكتور دكاتره طبيب اطباء مندوب مندوبين سياره سيارات غرفه غرف مشروع مشاريع حساب حسابات جهاز اجهزه رخصه رخص".split(
    " ",
  ),
);

interface Part {
  readonly value: number;
  readonly width: number;
  /** A month written as a word. */
  readonly isMonth: boolean;
}

interface Parts {
  readonly values: readonly Part[];
  readonly end: number;
  readonly separator: string;
  readonly isTight: boolean;
}

function partsAt(sentence: Sentence, index: number): Parts | null {
  const first = partOf(sentence.words[index]);
  const separator = sentence.words[index + 1]?.text ?? "";
  if (first === null || !SEPARATORS.has(separator) || isInsideRun(sentence, index)) return null;
  const second = partOf(sentence.words[index + 2]);
  if (second === null || isMixedFraction(sentence, index, separator)) return null;
  const third = sentence.words[index + 3]?.text === separator ? partOf(sentence.words[index + 4]) : null;
  const values = third === null ? [first, second] : [first, second, third];
  const end = index + 2 * values.length - 1;
  const isTight = tight(sentence, index, end - index);
  if ((separator === "." && !isTight) || longerRun(sentence, end, separator)) return null;
  return { values, end, separator, isTight };
}

function partOf(word: Word | undefined): Part | null {
  if (word === undefined) return null;
  const month = word.lexeme.month ?? word.lexeme.weakMonth;
  if (month !== undefined && word.text.charCodeAt(0) < 0x250)
    return { value: month, width: 2, isMonth: true };
  if (word.token.kind !== "digits" || word.text.length > 4) return null;
  return { value: Number(word.text), width: word.text.length, isMonth: false };
}

/** The digits continue a longer code: a phone, a version, a list. */
function isInsideRun(sentence: Sentence, index: number): boolean {
  const before = sentence.words[index - 1];
  if (before === undefined || !glued(before.token, sentence.words[index]?.token)) return false;
  if (before.text === "+" || before.text === "." || before.text === "$") return true;
  return before.text === "-" && sentence.words[index - 2]?.token.kind === "digits";
}

/** «2 1/4»: a whole number before it makes it a fraction; "1.5" is a decimal unless a day leads it. */
function isMixedFraction(sentence: Sentence, index: number, separator: string): boolean {
  const before = sentence.words[index - 1];
  const isPair = sentence.words[index + 3]?.text !== separator;
  if (separator === "/") return isPair && before?.token.kind === "digits";
  if (separator !== "." || !isPair) return false;
  const isLed =
    before !== undefined && (before.lexeme.weekday !== undefined || DECIMAL_LEADS.has(before.text));
  const next = sentence.words[index + 3];
  return !isLed || next?.lexeme.scale !== undefined || next?.lexeme.unit !== undefined || next?.text === "%";
}

const DECIMAL_LEADS = new Set(["on", "يوم", "في", "بتاريخ", "تاريخ", "by", "until"]);

function longerRun(sentence: Sentence, index: number, separator: string): boolean {
  const mark = sentence.words[index];
  const next = sentence.words[index + 1];
  if (mark?.text !== separator || next?.token.kind !== "digits") return false;
  return (
    glued(mark.token, next.token) &&
    glued(sentence.words[index - 1]?.token, mark.token) &&
    next.text.length > 2
  );
}

function tight(sentence: Sentence, index: number, count: number): boolean {
  for (let at = index; at < index + count - 1; at++) {
    if (!glued(sentence.words[at]?.token, sentence.words[at + 1]?.token)) return false;
  }
  return true;
}

function threeParts(values: readonly Part[]): Slots | null {
  const [first, second, third] = values;
  if (first === undefined || second === undefined || third === undefined) return null;
  if (first.width === 4) return yearFirst(first.value, second, third);
  if (third.width === 3 || third.width === 1 || second.width > 2) return thirdIsDay(first, second, third);
  const year = third.width === 4 ? third.value : third.value + (third.value < 50 ? 2000 : 1900);
  if (first.width === 2 && first.value > 31 && third.value <= 31)
    return yearFirst(2000 + first.value, second, third);
  return dayMonth(first, second, year);
}

/** "September-2020-23": a named month first and the year in the middle. */
function thirdIsDay(first: Part, second: Part, third: Part): Slots | null {
  return first.isMonth && second.width === 4
    ? { dom: third.value, month: first.value, year: second.value }
    : null;
}

function yearFirst(year: number, second: Part, third: Part): Slots | null {
  if (year < 1300 || year > 2200) return null;
  if (second.value > 12 && third.value <= 12) return hijriOf({ year, month: third.value, dom: second.value });
  return hijriOf({ year, month: second.value, dom: third.value });
}

/** Day first always; month first only when the other way cannot be (4/22). */
function dayMonth(first: Part, second: Part, year: number | null): Slots | null {
  const monthFirst = first.isMonth || (!second.isMonth && second.value > 12 && first.value <= 12);
  const dom = monthFirst ? second.value : first.value;
  const month = monthFirst ? first.value : second.value;
  if (dom > 31 || month > 12 || dom < 1 || month < 1) return year === null ? null : { dom, month, year };
  return year === null ? { dom, month } : hijriOf({ dom, month, year });
}

function hijriOf(slots: Slots & { readonly year: number }): Slots {
  return slots.year >= 1300 && slots.year < 1600 ? { ...slots, hijri: true } : slots;
}

/** 15/3, 22-4, 3/2015, 2014/10; "24/7" is no date. */
function twoParts(values: readonly Part[], parts: Parts): Slots | null {
  const [first, second] = values;
  if (first === undefined || second === undefined) return null;
  if (first.width === 4 && second.width <= 2) return monthOfYear(first, second);
  if (second.width === 4 && first.width <= 2) return monthOfYear(second, first);
  const isTooWide = first.width > 2 || second.width > 2;
  const isAlways = first.value === 24 && second.value === 7;
  const isSum = parts.separator === "-" && !parts.isTight && first.value > 31;
  return isTooWide || isAlways || isSum ? null : dayMonth(first, second, null);
}

function monthOfYear(year: Part, month: Part): Slots | null {
  const fits = year.value >= 1300 && year.value <= 2200 && month.value >= 1 && month.value <= 12;
  return fits ? hijriOf({ year: year.value, month: month.value }) : null;
}

function withHijriMark(sentence: Sentence, slots: Slots, end: number): Atom {
  const mark = sentence.words[end]?.text ?? "";
  const isHijri = mark === "ه" || mark === "هجري" || mark === "هجريه";
  return isHijri ? { slots: { ...slots, hijri: true }, end: end + 1 } : { slots, end };
}
