/** A stretch of whole days: `from` to `to` (not included). */
export interface DaySpan {
  readonly from: number;
  readonly to: number;
}

export type Grain = "minute" | "hour" | "daypart" | "day" | "week" | "month" | "quarter" | "year";

/** A stretch between two instants of wall time; `to` null for a point. */
export interface Fixed {
  readonly from: number;
  readonly to: number | null;
  readonly grain: Grain;
}

export type PeriodUnit =
  | "day"
  | "week"
  | "weekend"
  | "month"
  | "quarter"
  | "half"
  | "year"
  | "decade"
  | "century";
export type Edge = "start" | "mid" | "end" | "early" | "late" | "middle-third" | "half" | "rest";

/** The hour as said: before a part of the day settles it, 3 may be 03:00 or 15:00. */
export interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** How it was settled: "set" for 15:00, 3pm or 03:00; "open" for a bare 3. */
  readonly half: "am" | "pm" | "set" | "open";
  readonly grain: "hour" | "minute";
  /** Minutes east of UTC when the text names a zone ("8 gmt"). */
  readonly zone?: number;
}

/** A part of the day, or the time around a prayer. */
export interface DayPart {
  readonly name: string;
  /** Around a prayer: after it, before it, or in its time. */
  readonly side: "at" | "after" | "before";
  /** The first or last stretch of it: «الصباح الباكر», "late morning". */
  readonly edge?: "early" | "late";
}

/** What a text has said of a moment so far; pieces fill slots until one would be filled twice. */
export interface Slots {
  /** Days from today. */
  readonly offset?: number;
  readonly weekday?: number;
  /** 1 the next one, 0 this one, -1 the last one, 2 the one after next. */
  readonly weekdayShift?: number;
  readonly dom?: number;
  readonly month?: number;
  /** "last September", "March after next". */
  readonly monthShift?: number;
  readonly hijri?: true;
  readonly year?: number;
  readonly period?: PeriodUnit;
  readonly periodShift?: number;
  readonly nth?: number;
  readonly nthOf?: "weekday" | "day" | "week" | "weekend";
  readonly quarter?: number;
  readonly half?: 1 | 2;
  readonly edge?: Edge;
  readonly event?: string;
  readonly eventSide?: "at" | "after" | "before";
  /** "last easter" -1, "next christmas" 1. */
  readonly eventShift?: number;
  readonly fixed?: Fixed;
  readonly weekOf?: true;
  readonly clock?: Clock;
  readonly part?: DayPart;
}

/** A piece of a moment read at some words: slots it fills and the word after it. */
export interface Atom {
  readonly slots: Slots;
  readonly end: number;
  /** Too little to be a moment alone: a bare year, month word or day number. */
  readonly weak?: true;
}

/** The two together, or null when a slot would be filled twice. */
export function merged(left: Slots, right: Slots): Slots | null {
  for (const key of Object.keys(right)) {
    if (key in left) return null;
  }
  return { ...left, ...right };
}

/** True when the slots say which day or stretch of days. */
export function hasDate(slots: Slots): boolean {
  return DATE_KEYS.some((key) => key in slots);
}

/** True when the slots say which hour or part of the day. */
export function hasTime(slots: Slots): boolean {
  return slots.clock !== undefined || slots.part !== undefined;
}

const DATE_KEYS = [
  "offset",
  "weekday",
  "dom",
  "month",
  "year",
  "period",
  "nth",
  "quarter",
  "half",
  "event",
  "fixed",
] as const;

/** Only the day side of the slots. */
export function dateSide(slots: Slots): Slots {
  const { clock: _clock, part: _part, ...rest } = slots;
  return rest;
}
