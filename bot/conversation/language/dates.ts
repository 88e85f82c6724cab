import type { Moment } from "../understanding.ts";
import { shiftedFrom } from "./dates/atoms-offsets.ts";
import { boundAt } from "./dates/bounds.ts";
import { DAY_MS, type Here, MINUTE_MS } from "./dates/calendar.ts";
import {
  type Expression,
  type ExpressionContext,
  expressionAt,
  isHalf,
  mayBegin,
  saysTime,
} from "./dates/expression.ts";
import { lengthAfter, lengthBefore } from "./dates/lengths.ts";
import { rangeAt } from "./dates/ranges.ts";
import { momentOf, type Resolved, resolve } from "./dates/resolve.ts";
import { merged, type Slots } from "./dates/slots.ts";
import type { Sentence } from "./words.ts";

/** A moment of a text: words `start` to `end` (not included) of the sentence. */
export interface MomentFound {
  readonly moment: Moment;
  readonly start: number;
  readonly end: number;
}

/** What moments are counted from. */
export interface MomentContext {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Minutes east of UTC; 180 is the Kingdom, where the week begins on Sunday. */
  readonly offsetMinutes: number;
  /** null: Sunday in the Kingdom, Monday elsewhere. */
  readonly weekBegins: "sunday" | "monday" | null;
  /** English city name for prayer times. */
  readonly city: string;
  /** A meeting is being set: an hour that has passed today means the next one, and a bare number is an hour. */
  readonly meeting: boolean;
}

const KINGDOM_OFFSET = 180;

/** Every moment of the sentence in order; a day and an hour said apart come back as one. */
export function findMoments(sentence: Sentence, context: MomentContext): MomentFound[] {
  if (!saysTime(sentence)) return [];
  const here = hereOf(context);
  return joined(piecesOf(sentence, { here, bareHour: false, known: new Map() }), here);
}

function hereOf(context: MomentContext): Here {
  const now = context.now + context.offsetMinutes * MINUTE_MS;
  const isKingdom = context.offsetMinutes === KINGDOM_OFFSET;
  const weekBegins = context.weekBegins ?? (isKingdom ? "sunday" : "monday");
  return {
    now,
    today: Math.floor(now / DAY_MS),
    offsetMinutes: context.offsetMinutes,
    firstWeekday: weekBegins === "sunday" ? 0 : 1,
    weekendStart: isKingdom ? 5 : 6,
    city: context.city,
    forward: context.meeting,
  };
}

/** One stretch of words that says a moment, resolved; `slots` null when it is a range already. */
interface Piece {
  readonly slots: Slots | null;
  readonly resolved: Resolved;
  readonly start: number;
  readonly end: number;
}

function piecesOf(sentence: Sentence, context: ExpressionContext): Piece[] {
  const pieces: Piece[] = [];
  let index = 0;
  while (index < sentence.words.length) {
    const piece = pieceAt(sentence, index, context);
    if (piece === "skip") index++;
    else {
      if (piece.found !== null) pieces.push(piece.found);
      index = piece.end;
    }
  }
  return pieces;
}

/** The moment that begins at `index`; an impossible date is passed over whole. */
function pieceAt(
  sentence: Sentence,
  index: number,
  context: ExpressionContext,
): "skip" | { found: Piece | null; end: number } {
  const word = sentence.words[index];
  if (word === undefined || !mayBegin(word)) return "skip";
  const range = rangeAt(sentence, index, context, {});
  if (range !== null) {
    const found = rangePiece(range.left, range.right, range.start, range.end, context.here);
    if (found !== null) return { found, end: range.end };
  }
  const expression = expressionAt(sentence, index, context);
  if (expression === null || expression.weak) return "skip";
  const longer = rangeAfter(sentence, expression, context);
  if (longer !== null) return { found: longer, end: longer.end };
  const bounded = boundAt(sentence, expression, context.here);
  if (bounded !== null) return { found: { ...bounded, slots: null }, end: expression.end };
  const resolved = resolve(expression.slots, context.here);
  if (resolved === null) return { found: null, end: expression.end };
  const lasting = lastingFrom(sentence, expression, resolved);
  if (lasting !== null) return { found: lasting, end: lasting.end };
  return {
    found: { slots: expression.slots, resolved, start: expression.start, end: expression.end },
    end: expression.end,
  };
}

/** «الخميس من ٩ إلى ١١»: the range follows the day. */
function rangeAfter(sentence: Sentence, expression: Expression, context: ExpressionContext): Piece | null {
  for (let at = expression.end; at <= expression.end + 1; at++) {
    const range = rangeAt(sentence, at, context, expression.slots);
    if (range === null) continue;
    return rangePiece(range.left, range.right, expression.start, range.end, context.here);
  }
  return null;
}

/** «الساعة ٣ لمدة ساعتين», "from 9:30am for 7 hours", "3 days starting next monday": a stretch of that length. */
function lastingFrom(sentence: Sentence, expression: Expression, resolved: Resolved): Piece | null {
  if (resolved.to !== null) return null;
  const length = lengthAfter(sentence, expression.end) ?? lengthBefore(sentence, expression.start);
  if (length === null) return null;
  const to = shiftedFrom(resolved.from, length.counts, 1).from;
  const start = Math.min(expression.start, length.start);
  return {
    slots: null,
    resolved: { ...resolved, to, alternatives: [] },
    start,
    end: Math.max(expression.end, length.end),
  };
}

function rangePiece(left: Slots, right: Slots, start: number, end: number, here: Here): Piece | null {
  const from = resolve(left, here);
  const to = resolve(right, here);
  if (from === null || to === null) return null;
  const until = laterEnd(from, to, left, right);
  if (until === null) return null;
  const resolved: Resolved = { ...from, to: until, day: from.day, hour: from.hour, alternatives: [] };
  return { slots: null, resolved, start, end };
}

/** A day ends with its midnight, a part of the day ends a stretch where it begins («بين العصر والمغرب»). */
function endOf(to: Resolved): number {
  if (to.grain === "daypart") return to.from;
  if (to.to !== null) return to.to;
  return to.hour || to.grain === "minute" || to.grain === "hour" ? to.from : to.from + DAY_MS;
}

/** The end of the right side, moved past the left: the next day, week or year when it would come before it. */
function laterEnd(from: Resolved, to: Resolved, left: Slots, right: Slots): number | null {
  let end = endOf(to);
  if (end > from.from) return end;
  const half = 12 * 60 * MINUTE_MS;
  if (right.clock?.half === "open" && end + half > from.from) return end + half;
  if (left.weekday !== undefined) end += 7 * DAY_MS;
  else if (from.hour) end += DAY_MS;
  else if (right.year === undefined && right.month !== undefined) end += 365 * DAY_MS;
  return end > from.from ? end : null;
}

/** A day alone and an hour alone, said apart in one sentence, are one moment. */
function joined(pieces: readonly Piece[], here: Here): MomentFound[] {
  const dates = pieces.filter((piece) => piece.slots !== null && mayTakeHour(piece.slots));
  const times = pieces.filter((piece) => piece.slots !== null && isHalf(piece.slots) === "time");
  const [date] = dates;
  const together = date === undefined || dates.length > 1 ? null : withTimes(date, times, here);
  const rest =
    together === null ? pieces : pieces.filter((piece) => piece !== date && !together.used.includes(piece));
  const all = together === null ? rest : [...rest, together.piece];
  return [...all]
    .sort((first, second) => first.start - second.start)
    .map(({ resolved, start, end }) => ({ moment: momentOf(resolved, here), start, end }));
}

function mayTakeHour(slots: Slots): boolean {
  return (
    isHalf(slots) === "date" ||
    (slots.part !== undefined && slots.clock === undefined && isHalf(slots) !== "time")
  );
}

/** «ليلة الخميس … تسعة المسا»: the part beside the hour is the nearer one. */
function withoutPart(slots: Slots, time: Slots): Slots {
  if (slots.part === undefined || time.clock === undefined || time.part === undefined) return slots;
  const { part: _part, ...rest } = slots;
  return rest;
}

function withTimes(
  date: Piece,
  times: readonly Piece[],
  here: Here,
): { piece: Piece; used: readonly Piece[] } | null {
  if (times.length === 0 || times.length > 2) return null;
  let slots = date.slots ?? {};
  for (const time of times) {
    const next = merged(withoutPart(slots, time.slots ?? {}), time.slots ?? {});
    if (next === null) return null;
    slots = next;
  }
  const resolved = resolve(slots, here);
  if (resolved === null) return null;
  const used = [date, ...times];
  const start = Math.min(...used.map((piece) => piece.start));
  const end = Math.max(...used.map((piece) => piece.end));
  return { piece: { slots, resolved, start, end }, used };
}
