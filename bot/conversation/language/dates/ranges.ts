import { numberAt } from "../numbers.ts";
import { ordinalAt } from "../ordinals.ts";
import type { Sentence } from "../words.ts";
import { areHoursAfterDay } from "./date-beside.ts";
import { type Expression, type ExpressionContext, expressionAt, grown } from "./expression.ts";
import { skip, textAt } from "./reading.ts";
import { type Clock, dateSide, hasDate, hasTime, merged, type Slots } from "./slots.ts";

const BEFORE_OPENING = new Set(["في", "in", "ما", "starting"]);
const ONLY_THE = new Set(["the"]);
const COMMAS = new Set([",", "،"]);

/** Two ends of a stretch of time as said. */
export interface RangeExpression {
  readonly left: Slots;
  readonly right: Slots;
  readonly start: number;
  readonly end: number;
}

const OPENINGS = new Set(["من", "from", "between", "بين", "مابين", "since"]);
const TIES = new Set([
  "الي",
  "لين",
  "حتي",
  "ل",
  "-",
  "~",
  "to",
  "till",
  "until",
  "untill",
  "through",
  "thru",
  "لحد",
  "وحتي",
  "والي",
  "لغايه",
]);
const AND = new Set(["و", "and"]);

/** «من الأحد إلى الخميس», «بين ٤ و ٥ العصر», "3-4pm", «١٣ إلى ١٥ يوليو» from word `index`; `before` is the moment already read just ahead of it. */
export function rangeAt(
  sentence: Sentence,
  index: number,
  context: ExpressionContext,
  before: Slots,
): RangeExpression | null {
  const opening = openingAt(sentence, index);
  const start = opening?.end ?? index;
  const left =
    (areHoursAfterDay(sentence, start, context.here, before) ? bareNumber(sentence, start) : null) ??
    endAt(sentence, start, context, opening !== null || hasDate(before));
  if (left === null) return null;
  const tie = tieAt(sentence, left.end, opening?.isBetween === true);
  if (tie === null) return null;
  const right = endAt(sentence, tie, context, true);
  if (right === null) return null;
  return paired(sentence, index, left, right, before, opening !== null, context);
}

interface Opening {
  readonly end: number;
  readonly isBetween: boolean;
}

function openingAt(sentence: Sentence, index: number): Opening | null {
  const at = skip(sentence, index, BEFORE_OPENING);
  const text = textAt(sentence, at);
  if (!OPENINGS.has(text)) return null;
  return {
    end: skip(sentence, at + 1, ONLY_THE),
    isBetween: text === "between" || text === "بين" || text === "مابين",
  };
}

/** One end: a moment, or a bare number whose meaning the other end gives. */
interface End {
  readonly slots: Slots;
  /** A number that is an hour or a day of the month. */
  readonly bare: number | null;
  readonly start: number;
  readonly end: number;
}

function endAt(
  sentence: Sentence,
  index: number,
  context: ExpressionContext,
  bareAllowed: boolean,
): End | null {
  const at = skip(sentence, index, END_LEADS);
  const lead = at > index ? textAt(sentence, at - 1) : "";
  const hasMarker = lead === "الساعه" || lead === "ساعه";
  const expression = expressionAt(sentence, index, { ...context, bareHour: hasMarker });
  const number = bareNumber(sentence, at);
  if (number !== null && isDayBeforeDash(sentence, number, expression, context)) return number;
  if (expression !== null && isFuller(expression, number, hasMarker)) {
    return { slots: expression.slots, bare: null, start: index, end: expression.end };
  }
  return number !== null && (bareAllowed || isTightRange(sentence, number)) ? number : null;
}

const END_LEADS = new Set(["الساعه", "the", "يوم", "ساعه"]);

/** The moment says more than the number it begins with. */
function isFuller(expression: Expression, number: End | null, hasMarker: boolean): boolean {
  return isOnlyYear(expression) || number === null || expression.end > number.end || hasMarker;
}

/** «2-7 فبراير»: two days of February, not 2 July; "3-4pm" and "3-4 tomorrow": two hours. */
function isDayBeforeDash(
  sentence: Sentence,
  number: End,
  expression: Expression | null,
  context: ExpressionContext,
): boolean {
  if (textAt(sentence, number.end) !== "-" || expression === null || expression.slots.dom === undefined)
    return false;
  if ((expression.slots.offset ?? 0) !== 0) return true;
  const right = expressionAt(sentence, number.end + 1, context);
  const isDated =
    right?.slots.dom !== undefined && right.slots.month !== undefined && right.end > expression.end;
  return isDated || right?.slots.clock !== undefined;
}

function isOnlyYear({ slots }: Expression): boolean {
  return Object.keys(slots).length === 1 && slots.year !== undefined;
}

function bareNumber(sentence: Sentence, index: number): End | null {
  const word = sentence.words[index];
  const found =
    word?.token.kind === "digits"
      ? { value: Number(word.text), end: index + 1 }
      : (ordinalAt(sentence, index) ?? numberAt(sentence, index));
  if (found === null || !Number.isInteger(found.value) || found.value < 1 || found.value > 31) return null;
  const end = /^(?:st|nd|rd|th)$/.test(textAt(sentence, found.end)) ? found.end + 1 : found.end;
  return { slots: {}, bare: found.value, start: index, end };
}

/** "3-4pm", "13 - 15 July", «١٣ إلى ١٥ يوليو»: a bare number may open a range when a tie follows it at once. */
function isTightRange(sentence: Sentence, number: End): boolean {
  const tie = textAt(sentence, number.end);
  return TIES.has(tie) || sentence.words[number.end]?.prep === "ل";
}

function tieAt(sentence: Sentence, index: number, isBetween: boolean): number | null {
  const at = skip(sentence, index, COMMAS);
  const word = sentence.words[at];
  if (word === undefined) return null;
  if (TIES.has(word.text)) return skip(sentence, at + 1, ONLY_THE);
  if (isBetween && AND.has(word.text)) return skip(sentence, at + 1, ONLY_THE);
  if (isBetween && word.and) return at;
  return word.prep === "ل" && !word.article && at === index ? at : null;
}

function paired(
  sentence: Sentence,
  start: number,
  left: End,
  right: End,
  before: Slots,
  isOpened: boolean,
  context: ExpressionContext,
): RangeExpression | null {
  const isSure = isOpened || hasDate(before) || isDayNext(sentence, right.end);
  const ends = settled(left, right, isSure);
  if (ends === null) return null;
  const isBare = left.bare !== null && right.bare !== null;
  const tail = grown(
    sentence,
    { slots: ends.right, start: right.start, end: right.end, weak: false },
    context,
  );
  if (isBare && tail.end === right.end && !hasDate(before)) return null;
  const full = settledAfter(ends.left, tail.slots);
  if (full === null) return null;
  const leftAll = withBase(full.left, before);
  const rightAll = withBase(full.right, before);
  return { left: leftAll, right: rightAll, start, end: tail.end };
}

/** "2 to 4 tomorrow": the day behind makes the numbers hours. */
function isDayNext(sentence: Sentence, index: number): boolean {
  const { dayWord, weekday } = sentence.words[skip(sentence, index, BEFORE_DAY)]?.lexeme ?? {};
  return dayWord !== undefined || weekday !== undefined;
}

const BEFORE_DAY = new Set(["on", "يوم"]);

interface Ends {
  readonly left: Slots;
  readonly right: Slots;
}

/** Gives bare numbers their meaning from the other end. */
function settled(left: End, right: End, isSure: boolean): Ends | null {
  if (left.bare !== null && right.bare !== null)
    return isSure ? { left: bareSlots(left.bare), right: bareSlots(right.bare) } : null;
  if (left.bare !== null) return bareBy(left.bare, right.slots, true);
  if (right.bare !== null) return bareBy(right.bare, left.slots, false);
  const isFromNow = left.slots.fixed !== undefined && left.slots.fixed.to === null;
  return isFromNow ||
    hasDate(left.slots) === hasDate(right.slots) ||
    hasTime(left.slots) === hasTime(right.slots)
    ? { left: left.slots, right: right.slots }
    : null;
}

/** Undecided until what follows tells hours from days. */
function bareSlots(value: number): Slots {
  return { clock: openClock(value) };
}

function openClock(hour: number): Clock {
  return { hour, minute: 0, second: 0, half: hour > 12 ? "set" : "open", grain: "hour" };
}

function bareBy(value: number, other: Slots, isLeft: boolean): Ends | null {
  if (other.clock !== undefined) {
    const bare: Slots = { clock: openClock(value) };
    return isLeft ? { left: bare, right: other } : { left: other, right: bare };
  }
  if (other.dom === undefined) return null;
  const bare: Slots = { dom: value };
  return isLeft ? { left: bare, right: other } : { left: other, right: bare };
}

/** After the tail is read: a month or named month turns bare hours into days, and each end lends what the other lacks. */
function settledAfter(left: Slots, right: Slots): Ends | null {
  const asDays =
    bothBare(left, right) &&
    (right.month !== undefined || right.period === "month") &&
    right.dom === undefined;
  if (asDays && left.clock !== undefined && right.clock !== undefined) {
    const { clock: _clock, ...rest } = right;
    return shared({ dom: left.clock.hour }, { ...rest, dom: right.clock.hour });
  }
  return shared(left, right);
}

function bothBare(left: Slots, right: Slots): boolean {
  const isBare = (clock: Clock | undefined) =>
    clock !== undefined && clock.grain === "hour" && (clock.half === "open" || clock.half === "set");
  return isBare(left.clock) && isBare(right.clock);
}

function shared(left: Slots, right: Slots): Ends {
  return { left: lent(left, right, true), right: lent(right, left, false) };
}

/** What one end leaves unsaid it takes from the other: the day for hours, the month and year for days. */
function lent(own: Slots, other: Slots, isLeft: boolean): Slots {
  let slots = own;
  if (hasTime(own) && !hasDate(own)) slots = { ...slots, ...dateSide(other) };
  if (
    own.dom !== undefined &&
    own.month === undefined &&
    own.period === undefined &&
    own.weekday === undefined
  ) {
    slots = { ...pick(other, ["month", "monthShift", "hijri", "period", "periodShift"]), ...slots };
  }
  const needsYear = own.month !== undefined || own.quarter !== undefined || slots.month !== undefined;
  if (isLeft && needsYear && own.year === undefined) slots = { ...pick(other, ["year"]), ...slots };
  if (hasDate(own) && !hasTime(own) && other.clock !== undefined && !isLeft) return slots;
  return own.clock?.half === "open" && own.part === undefined && isLeft ? withHalf(slots, other) : slots;
}

function pick(slots: Slots, keys: readonly (keyof Slots)[]): Slots {
  return Object.fromEntries(
    Object.entries(slots).filter(([key]) => (keys as readonly string[]).includes(key)),
  );
}

/** «من ٩ إلى ١١ الصبح», "8-3pm": the right end's half of the day and zone hold for the left, unless that would turn them round. */
function withHalf(slots: Slots, other: Slots): Slots {
  const right = other.clock;
  if (slots.clock === undefined || right === undefined) return slots;
  const clock = right.zone === undefined ? slots.clock : { zone: right.zone, ...slots.clock };
  const rises = clock.hour % 12 <= right.hour % 12;
  if (other.part !== undefined && rises) return { ...slots, clock, part: other.part };
  if (right.half !== "am" && right.half !== "pm") return { ...slots, clock };
  const turned = right.half === "pm" ? "am" : clock.half;
  return { ...slots, clock: { ...clock, half: rises ? right.half : turned } };
}

function withBase(slots: Slots, before: Slots): Slots {
  return merged(before, slots) ?? (hasDate(slots) ? slots : { ...dateSide(before), ...slots });
}
