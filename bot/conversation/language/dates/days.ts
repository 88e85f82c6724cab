import type { DaySpan, Grain } from "./slots.ts";

/** The day side of a moment: a day or a stretch of days. */
export interface Days extends DaySpan {
  readonly grain: Grain;
  /** One day: no end is told. */
  readonly isPoint: boolean;
  /** Other days the words may mean. */
  readonly alternatives: readonly number[];
}

/** One day. */
export function point(day: number, alternatives: readonly number[] = []): Days {
  return { from: day, to: day + 1, grain: "day", isPoint: true, alternatives };
}

/** A stretch of days, of which none is meant by itself. */
export function stretch(span: DaySpan, grain: Grain, alternatives: readonly number[] = []): Days {
  return { ...span, grain, isPoint: false, alternatives };
}
