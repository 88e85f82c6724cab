import { numberAt } from "../numbers.ts";
import type { Sentence } from "../words.ts";
import { addMonths, civil, DAY_MS, firstOfMonth, type Here, MINUTE_MS, weekStart } from "./calendar.ts";
import { type Count, countAt, countsAt } from "./counts.ts";
import { reads, shiftAfter, shiftBefore, skip, textAt } from "./reading.ts";
import type { Atom, Fixed, Grain } from "./slots.ts";

const BEFORE_STRETCH = new Set(["the", "خلال", "during", "in", "في", "within", "over"]);
const ONLY_OF = new Set(["of"]);

const AHEAD = new Set(["بعد", "عقب", "في", "in", "بحدود", "حدود", "after"]);
const WITHIN = new Set(["خلال", "within", "ضمن"]);
const BACK = new Set(["قبل", "منذ"]);
const FROM_NOW = new Set(["from", "hence", "later", "afterwards", "بعدين", "time", "now", "today"]);
const BEFORE_NOW = new Set(["ago", "back", "مضت", "earlier", "السابقه", "الماضيه"]);
const FILLERS = new Set(["about", "around", "حوالي", "تقريبا", "only", "just", "بس", "the", "next"]);

/** A time counted from now: «بعد أسبوعين», «خلال شهر», «قبل يومين», "in half an hour", "3 days ago"; or null. */
export function offsetAt(sentence: Sentence, index: number, here: Here): Atom | null {
  return (
    hourAround(sentence, index, here) ??
    stretchOfUnits(sentence, index, here) ??
    ledOffset(sentence, index, here) ??
    trailedOffset(sentence, index, here)
  );
}

/** What leads a count: ahead, back, or within it. */
interface CountLead {
  readonly kind: "ahead" | "back" | "within";
  readonly end: number;
}

const DOUBLE_LEADS: readonly (readonly [string, string])[] = [
  ["في", "غضون"],
  ["في", "خلال"],
  ["in", "within"],
];

function countLead(sentence: Sentence, index: number): CountLead | null {
  const stem = sentence.words[index]?.stem ?? "";
  if (DOUBLE_LEADS.some((pair) => reads(sentence, index, ...pair))) return { kind: "within", end: index + 2 };
  if (WITHIN.has(stem)) return { kind: "within", end: index + 1 };
  if (AHEAD.has(stem)) return { kind: "ahead", end: index + 1 };
  return BACK.has(stem) ? { kind: "back", end: index + 1 } : null;
}

function ledOffset(sentence: Sentence, index: number, here: Here): Atom | null {
  const lead = countLead(sentence, index);
  if (lead === null) return null;
  const counts = countsAt(sentence, skip(sentence, lead.end, FILLERS));
  const last = counts.at(-1);
  if (last === undefined || !isAllowed(counts, sentence.words[index]?.stem ?? "", lead.kind === "within"))
    return null;
  if (textAt(sentence, lead.end) === "the" && textAt(sentence, last.end - 1) === "s") return null;
  const end = skipFromNow(sentence, last.end);
  if (lead.kind === "within") return { slots: { fixed: within(here, counts, end > last.end) }, end };
  if (isAnchored(sentence, end) || (lead.kind === "back" && isAheadOfEvent(sentence, end))) return null;
  return { slots: { fixed: shifted(here, counts, lead.kind === "back" ? -1 : 1) }, end };
}

/** «خلال شهر» is a window from now; «خلال شهر من الآن» with its "from now" is its end. */
function within(here: Here, counts: readonly Count[], isPoint: boolean): Fixed {
  const until = shifted(here, counts, 1);
  return isPoint ? until : { from: here.now, to: until.from, grain: until.grain };
}

/** «في يوم» and «في شهر ٣» are no offsets: after «في» and "in" the number must be said. */
function isAllowed(counts: readonly Count[], lead: string, isWithin: boolean): boolean {
  const needsNumber = lead === "في" || lead === "in" || lead === "ب" || lead === "after" || lead === "منذ";
  return isWithin || !needsNumber || counts[0]?.counted === true;
}

/** «قبل ساعة من البدء», «قبل يوم الإثنين»: counted back from something else than now. */
function isAheadOfEvent(sentence: Sentence, end: number): boolean {
  const next = sentence.words[end];
  if (next === undefined) return false;
  return next.text === "من" || next.lexeme.weekday !== undefined || next.lexeme.weakWeekday !== undefined;
}

/** «بعد يومين من العيد», "2 weeks after May 3": counted from another day, read elsewhere. */
function isAnchored(sentence: Sentence, end: number): boolean {
  const text = textAt(sentence, end);
  const next = sentence.words[end + 1];
  if (text !== "من" && text !== "after" && text !== "from") return false;
  return next?.lexeme.month !== undefined || next?.lexeme.weekday !== undefined || next?.lexeme.dayWord === 1;
}

const NOW_TAILS: readonly (readonly string[])[] = [
  ["من", "الحين"],
  ["من", "الان"],
  ["من", "اليوم"],
  ["من", "دحين"],
  ["من", "ذحين"],
  ["from", "now"],
  ["from", "today"],
  ["'s", "time"],
  ["hence"],
  ["later"],
  ["بعدين"],
];

function skipFromNow(sentence: Sentence, end: number): number {
  const tail = NOW_TAILS.find((texts) => reads(sentence, end, ...texts));
  return tail === undefined ? end : end + tail.length;
}

/** «خمس دقايق من الحين», "14 days hence", "2 weeks ago", "two years from now". */
function trailedOffset(sentence: Sentence, index: number, here: Here): Atom | null {
  const counts = countsAt(sentence, index);
  const last = counts.at(-1);
  if (last === undefined || counts[0]?.counted !== true) return null;
  const text = textAt(sentence, last.end);
  if (BEFORE_NOW.has(text)) return { slots: { fixed: shifted(here, counts, -1) }, end: last.end + 1 };
  if (!FROM_NOW.has(text) && text !== "من") return null;
  const end = skipFromNow(sentence, last.end);
  return end > last.end ? { slots: { fixed: shifted(here, counts, 1) }, end } : null;
}

/** «الساعة الجاية», «آخر ساعة», "next hour", «الساعة اللي راحت»: the hour that begins or ends now. */
function hourAround(sentence: Sentence, index: number, here: Here): Atom | null {
  const after = isHourNoun(sentence, index) ? shiftAfter(sentence, index + 1) : null;
  if (after !== null && after.shift !== 0)
    return { slots: { fixed: hourSpan(here, after.shift) }, end: after.end };
  const isLast = textAt(sentence, index) === "اخر";
  const before = isLast ? { shift: -1, end: index + 1 } : shiftBefore(sentence, index);
  if (before === null || before.shift === 0) return null;
  const isHour = isHourNoun(sentence, before.end) || (isLast && textAt(sentence, before.end) === "ساعه");
  return isHour ? { slots: { fixed: hourSpan(here, before.shift) }, end: before.end + 1 } : null;
}

/** «الساعة» or "hour", not the "h" of 15h. */
function isHourNoun(sentence: Sentence, index: number): boolean {
  const text = textAt(sentence, index);
  return text === "الساعه" || text === "hour";
}

function hourSpan(here: Here, shift: number): Fixed {
  const hour = 60 * MINUTE_MS;
  return shift > 0
    ? { from: here.now, to: here.now + hour, grain: "hour" }
    : { from: here.now - hour, to: here.now, grain: "hour" };
}

/** "next 3 days", «الأيام الخمسة القادمة», «آخر ٣ سنوات», «ثلاثة أيام الجاية», "last two weeks". */
function stretchOfUnits(sentence: Sentence, index: number, here: Here): Atom | null {
  const start = skip(sentence, index, BEFORE_STRETCH);
  const word = sentence.words[start];
  if (word === undefined) return null;
  const before = word.text === "اخر" ? { shift: -1, end: start + 1 } : shiftBefore(sentence, start);
  if (before !== null && before.shift !== 0) {
    const count = manyAt(sentence, before.end);
    return count === null ? null : { slots: { fixed: stretch(here, count, before.shift) }, end: count.end };
  }
  const count = pluralAt(sentence, start) ?? middleShift(sentence, start);
  if (count === null) return null;
  if (isShifted(count)) return { slots: { fixed: stretch(here, count, count.shift) }, end: count.end };
  const after = shiftAfter(sentence, count.end);
  return after === null || after.shift === 0
    ? null
    : { slots: { fixed: stretch(here, count, after.shift) }, end: after.end };
}

interface ShiftedCount extends Count {
  readonly shift: number;
}

function isShifted(count: Count | ShiftedCount): count is ShiftedCount {
  return "shift" in count;
}

function manyAt(sentence: Sentence, index: number): Count | null {
  const count = countAt(sentence, index);
  if (count?.counted === true) return count;
  const few = textAt(sentence, index) === "few" || textAt(sentence, index) === "couple";
  const unit = few ? countAt(sentence, skip(sentence, index + 1, ONLY_OF)) : null;
  return unit === null ? null : { ...unit, amount: 3 };
}

/** «الأيام الخمسة», «الأيام القليلة», «الثلاثة أيام», «ثلاثة أيام»: many of a unit, before «الجاية». */
function pluralAt(sentence: Sentence, index: number): Count | null {
  const word = sentence.words[index];
  const { unit } = word?.lexeme ?? {};
  if (word !== undefined && unit !== undefined && word.article && PLURALS.has(word.stem)) {
    if (textAt(sentence, index + 1).startsWith("القليل"))
      return { amount: 3, unit, end: index + 2, counted: true };
    const number = numberAt(sentence, index + 1);
    return number?.definite === true
      ? { amount: number.value, unit, end: number.end, counted: true }
      : { amount: 3, unit, end: index + 1, counted: true };
  }
  const count = countAt(sentence, index);
  return count?.counted === true && (count.amount > 1 || word?.article === true) ? count : null;
}

const PLURALS = new Set(["ايام", "اسابيع", "شهور", "اشهر", "سنوات", "سنين", "ساعات", "دقايق", "اعوام"]);

/** "2 upcoming weeks", "5 past minutes". */
function middleShift(sentence: Sentence, index: number): ShiftedCount | null {
  const number = numberAt(sentence, index);
  if (number === null || number.value < 1 || !Number.isInteger(number.value)) return null;
  const shift = sentence.words[number.end]?.lexeme.shift;
  const unit = sentence.words[number.end + 1]?.lexeme.unit;
  if (shift === undefined || unit === undefined || textAt(sentence, number.end).charCodeAt(0) > 0x600)
    return null;
  return { amount: number.value, unit, end: number.end + 2, counted: true, shift };
}

/** Whole units after or before the present one; days and weeks begin tomorrow or end yesterday. */
function stretch(here: Here, count: Count, shift: number): Fixed {
  const { unit, amount } = count;
  if (unit === "second" || unit === "minute" || unit === "hour") {
    const length = amount * lengthOf(unit);
    return shift > 0
      ? { from: here.now, to: here.now + length, grain: "minute" }
      : { from: here.now - length, to: here.now, grain: "minute" };
  }
  const [from, to] = wholeUnits(here, unit, amount, shift > 0);
  return { from: from * DAY_MS, to: to * DAY_MS, grain: grainOf(unit) };
}

function wholeUnits(here: Here, unit: string, amount: number, isAhead: boolean): [number, number] {
  const { today } = here;
  if (unit === "week" || unit === "fortnight") {
    const start = weekStart(today, here.firstWeekday);
    const days = amount * (unit === "week" ? 7 : 14);
    return isAhead ? [start + 7, start + 7 + days] : [start - days, start];
  }
  const months = monthsIn(unit);
  if (months === 0) return isAhead ? [today + 1, today + 1 + amount] : [today - amount, today];
  const date = civil(today);
  const base = Math.floor((date.year * 12 + date.month - 1) / months) * months;
  const at = (index: number) => firstOfMonth(Math.floor(index / 12), (index % 12) + 1);
  return isAhead
    ? [at(base + months), at(base + months * (amount + 1))]
    : [at(base - months * amount), at(base)];
}

function monthsIn(unit: string): number {
  return MONTHS_IN.get(unit) ?? 0;
}

const MONTHS_IN = new Map([
  ["month", 1],
  ["quarter", 3],
  ["year", 12],
  ["decade", 120],
  ["century", 1200],
]);

function lengthOf(unit: string): number {
  return unit === "second" ? 1000 : unit === "minute" ? MINUTE_MS : 60 * MINUTE_MS;
}

function grainOf(unit: string): Grain {
  if (unit === "week" || unit === "month" || unit === "year" || unit === "quarter") return unit;
  return unit === "fortnight" ? "week" : unit === "day" ? "day" : "year";
}

/** A day moved by the counts. */
export function shiftedFrom(wall: number, counts: readonly Count[], sign: 1 | -1): Fixed {
  const moment = counts.reduce((at, count) => moved(at, count, sign), wall);
  return { from: moment, to: null, grain: moment % DAY_MS === 0 ? "day" : "minute" };
}

/** Now moved by the counts: hours and minutes keep the time of day, longer units give the day. */
export function shifted(here: Here, counts: readonly Count[], sign: 1 | -1): Fixed {
  let wall = here.now;
  let isClock = false;
  for (const count of counts) {
    isClock ||=
      count.unit === "second" || count.unit === "minute" || count.unit === "hour" || isPartOfDay(count);
    wall = moved(wall, count, sign);
  }
  if (isClock) return { from: wall, to: null, grain: "minute" };
  return { from: Math.floor(wall / DAY_MS) * DAY_MS, to: null, grain: "day" };
}

function isPartOfDay(count: Count): boolean {
  return count.unit === "day" && !Number.isInteger(count.amount);
}

/** One count added to wall time; months and years keep the day of the month. */
export function moved(wall: number, count: Count, sign: 1 | -1): number {
  const { unit, amount } = count;
  if (unit === "second" || unit === "minute" || unit === "hour")
    return wall + sign * Math.round(amount * lengthOf(unit));
  const months = monthsIn(unit);
  if (months === 0) return wall + sign * Math.round(amount * daysIn(unit) * DAY_MS);
  const whole = Math.trunc(amount * months);
  const rest = amount * months - whole;
  const day = Math.floor(wall / DAY_MS);
  return (addMonths(day, sign * whole) + sign * Math.round(rest * 30)) * DAY_MS + (wall - day * DAY_MS);
}

function daysIn(unit: string): number {
  return unit === "week" || unit === "weekend" ? 7 : unit === "fortnight" ? 14 : 1;
}
