import type { Sentence, Word } from "../words.ts";
import { clockAt, ordinalClockAt } from "./atoms-clock.ts";
import { dayWordAt, nthAt, weekdayAt } from "./atoms-days.ts";
import { edgeAt } from "./atoms-edges.ts";
import { bareDayAt, dayOfPeriodAt, weekOfAt } from "./atoms-month-days.ts";
import { monthDateAt } from "./atoms-months.ts";
import { offsetAt, shiftedFrom } from "./atoms-offsets.ts";
import { partAt } from "./atoms-parts.ts";
import { bareYearAt, periodAt, quarterAt } from "./atoms-periods.ts";
import { DAY_MS, type Here } from "./calendar.ts";
import { countsAt } from "./counts.ts";
import { dateBeside } from "./date-beside.ts";
import { bareEventAt, eventAt, isEventStart } from "./events.ts";
import { skip, textAt } from "./reading.ts";
import { resolveDays } from "./resolve-days.ts";
import { type Atom, hasDate, hasTime, merged, type Slots } from "./slots.ts";

const JUST = new Set(["right", "just"]);

/** A moment as said in words `start` to `end` (not included). */
export interface Expression {
  readonly slots: Slots;
  readonly start: number;
  readonly end: number;
  /** Too little to stand alone. */
  readonly weak: boolean;
}

/** How freely a bare number may be read: as an hour or a day of the month inside a range or after a day. */
export interface ExpressionContext {
  readonly here: Here;
  readonly bareHour: boolean;
  /** What has been read at each place so far, so that ranges and moments do not read it twice. */
  readonly known: Map<number, Expression | null>;
}

type Reader = (sentence: Sentence, index: number, context: ExpressionContext, slots: Slots) => Atom | null;

/** Tried in this order; the first that reads something new is taken. */
const READERS: readonly Reader[] = [
  (sentence, index, context) => anchoredAt(sentence, index, context),
  (sentence, index) => eventAt(sentence, index),
  (sentence, index, { here }, slots) => dateBeside(sentence, index, here, slots),
  (sentence, index) => quarterAt(sentence, index),
  (sentence, index) => nthAt(sentence, index),
  (sentence, index) => dayWordAt(sentence, index),
  (sentence, index) => weekOfAt(sentence, index),
  (sentence, index, { here }) => offsetAt(sentence, index, here),
  (sentence, index) => edgeAt(sentence, index),
  (sentence, index) => dayOfPeriodAt(sentence, index),
  (sentence, index, _context, slots) => ("month" in slots ? null : monthDateAt(sentence, index)),
  (sentence, index, context, slots) => clockIn(sentence, index, context, slots),
  (sentence, index) => periodAt(sentence, index),
  (sentence, index) => weekdayAt(sentence, index),
  (sentence, index) => partAt(sentence, index),
  (sentence, index, _context, slots) => bareDayAt(sentence, index, slots),
  (sentence, index, { here }) => nowAt(sentence, index, here),
  (sentence, index) => bareYearAt(sentence, index),
];

/** Small words that may stand between the pieces of one moment. */
const BETWEEN = new Set(
  "في ف من علي يوم الموافق , ، of on at the in for - ( ) تاريخ بتاريخ عند ال يعني this هذا هذي هذه ليوم @ from sometime around about وقت حوالي ب".split(
    " ",
  ),
);

/** The longest moment that begins at word `index`, or null. */
export function expressionAt(
  sentence: Sentence,
  index: number,
  context: ExpressionContext,
): Expression | null {
  const key = index * 2 + (context.bareHour ? 1 : 0);
  const known = context.known.get(key);
  if (known !== undefined) return known;
  const found = readExpression(sentence, index, context);
  context.known.set(key, found);
  return found;
}

function readExpression(sentence: Sentence, index: number, context: ExpressionContext): Expression | null {
  const first = nextAtom(sentence, index, context, {});
  if (first === null) return null;
  return grown(
    sentence,
    { slots: first.slots, start: index, end: first.end, weak: first.weak === true },
    context,
  );
}

/** The expression with every piece that follows and fits. */
export function grown(sentence: Sentence, from: Expression, context: ExpressionContext): Expression {
  let current = from;
  for (let step = 0; step < 8; step++) {
    const next = nextPiece(sentence, current, context);
    if (next === null) break;
    current = next;
  }
  return current;
}

function nextPiece(sentence: Sentence, current: Expression, context: ExpressionContext): Expression | null {
  const last = skip(sentence, current.end, BETWEEN);
  for (let at = current.end; at <= Math.min(last, current.end + 3); at++) {
    const atom = nextAtom(sentence, at, context, current.slots);
    if (atom === null) continue;
    const slots = merged(current.slots, atom.slots);
    if (slots === null) continue;
    return { ...current, slots, end: atom.end, weak: current.weak && atom.weak === true };
  }
  return null;
}

function nextAtom(sentence: Sentence, index: number, context: ExpressionContext, slots: Slots): Atom | null {
  const word = sentence.words[index];
  if (word === undefined || !mayBegin(word)) return null;
  for (const reader of READERS) {
    const atom = reader(sentence, index, context, slots);
    if (atom !== null && merged(slots, atom.slots) !== null) return atom;
  }
  return null;
}

const STARTERS = new Set(
  "بحدود حدود ذو جماد جمادي ربيع rabi jumada eom bom eoy boy the يوم mid midnight half tonight early later باقي بقيه متاخر good".split(
    " ",
  ),
);
const CODE_START = /^(?:[qh][1-4]|\d)/;

/** Small words that stand in many moments and never are one by themselves. */
const LINKS = new Set("في من علي الي to in on of the a".split(" "));

/** Whether any word could be more than a link of a moment: most sentences say nothing of time. */
export function saysTime({ words }: Sentence): boolean {
  return words.some((word) => mayBegin(word) && !LINKS.has(word.text));
}

/** Cheap first look: most words of a message say nothing of time. */
export function mayBegin(word: Word): boolean {
  if (word.token.kind === "digits") return true;
  if (word.token.kind === "mark") return word.text === "@";
  for (const _key in word.lexeme) return true;
  return STARTERS.has(word.text) || CODE_START.test(word.text) || isEventStart(word.text);
}

function clockIn(sentence: Sentence, index: number, context: ExpressionContext, slots: Slots): Atom | null {
  if (slots.clock !== undefined) return null;
  const bareAllowed = context.bareHour || slots.part !== undefined || "weekdayShift" in slots;
  const clock = clockAt(sentence, index, { bareAllowed });
  if (clock !== null) return clock;
  return hasDate(slots) ? afterDay(sentence, index) : null;
}

/** After a day, an order word or a marked number is its hour: «الاثنين العاشرة», "Sat at 5", «بكره على ٣». */
function afterDay(sentence: Sentence, index: number): Atom | null {
  const before = textAt(sentence, index - 1);
  const isLed =
    before === "at" ||
    before === "@" ||
    before === "علي" ||
    before === "ع" ||
    before === "عند" ||
    before === "around";
  return ordinalClockAt(sentence, index) ?? (isLed ? clockAt(sentence, index, { bareAllowed: true }) : null);
}

const ANCHORS: ReadonlyMap<string, 1 | -1> = new Map([
  ["after", 1],
  ["from", 1],
  ["before", -1],
  ["بعد", 1],
  ["قبل", -1],
]);

/** "3 days after January 12th", "two weeks from tomorrow", «بعد العيد بأسبوعين»: counted from another day. */
function anchoredAt(sentence: Sentence, index: number, context: ExpressionContext): Atom | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  const counts = mayCount(word) ? countsAt(sentence, index) : [];
  const last = counts.at(-1);
  if (last !== undefined && (counts[0]?.counted === true || isDayBeside(sentence, index))) {
    const sign = ANCHORS.get(textAt(sentence, last.end));
    const day = sign === undefined ? null : dayAt(sentence, last.end + 1, context);
    if (sign === undefined || day === null) return null;
    return { slots: { fixed: shiftedFrom(day.wall, counts, sign) }, end: day.end };
  }
  const sign = ANCHORS.get(word.text);
  return sign === undefined || word.text.charCodeAt(0) < 0x600
    ? null
    : anchoredBehind(sentence, index, sign, context);
}

/** "the day after Christmas", "the day before the 5th"; tomorrow and yesterday have words of their own. */
function isDayBeside(sentence: Sentence, index: number): boolean {
  return textAt(sentence, index) === "day" && sentence.words[index + 2]?.lexeme.dayWord === undefined;
}

/** «بعد العيد بأسبوعين», «قبل رمضان بشهر». */
function anchoredBehind(
  sentence: Sentence,
  index: number,
  sign: 1 | -1,
  context: ExpressionContext,
): Atom | null {
  const event = eventAt(sentence, index + 1) ?? bareEventAt(sentence, index + 1);
  const at = event?.end ?? index;
  if (event === null || sentence.words[at]?.prep !== "ب") return null;
  const counts = countsAt(sentence, at);
  const last = counts.at(-1);
  const days = last === undefined ? null : resolveDays(event.slots, context.here, false);
  if (last === undefined || days === null || days === "impossible") return null;
  return {
    slots: { fixed: shiftedFrom((sign > 0 ? days.to - 1 : days.from) * DAY_MS, counts, sign) },
    end: last.end,
  };
}

function mayCount(word: Word): boolean {
  const { cardinal, enCardinal, unit, dualUnit } = word.lexeme;
  const isNumber =
    cardinal !== undefined || enCardinal !== undefined || dualUnit !== undefined || unit !== undefined;
  return isNumber || word.token.kind === "digits" || word.text === "a" || word.text === "an";
}

/** The one day that an expression names, as wall time. */
function dayAt(
  sentence: Sentence,
  index: number,
  context: ExpressionContext,
): { wall: number; end: number } | null {
  if (sentence.words[index]?.lexeme.now === true || textAt(sentence, index) === "اليوم") return null;
  const expression = expressionAt(sentence, index, context);
  if (expression === null || expression.weak || isHalf(expression.slots) !== "date") return null;
  const days = resolveDays(expression.slots, context.here, false);
  return days === null || days === "impossible" ? null : { wall: days.from * DAY_MS, end: expression.end };
}

/** «الحين», "right now". */
function nowAt(sentence: Sentence, index: number, here: Here): Atom | null {
  const at = skip(sentence, index, JUST);
  if (sentence.words[at]?.lexeme.now !== true) return null;
  return { slots: { fixed: { from: here.now, to: null, grain: "minute" } }, end: at + 1 };
}

/** True when the expression says a day and no hour, or an hour and no day. */
export function isHalf(slots: Slots): "date" | "time" | null {
  if (slots.fixed !== undefined && slots.fixed.grain !== "day") return null;
  const date = hasDate(slots);
  const time = hasTime(slots);
  return date === time ? null : date ? "date" : "time";
}
