import type { Waiting } from "./waiting.ts";

/** What is known of a scenario in one moment of its load. */
export interface Moment {
  /** The load has begun and is not over. */
  readonly loading: boolean;
  /** The load itself waits for no answer any more; only what happens beside it goes on. */
  readonly drained: boolean;
  /** A process was started and has not said yet that it is at work. */
  readonly beginning: boolean;
  /** Null where the tables cannot be asked. */
  readonly waiting: Waiting | null;
  /** What has come to the platform so far. */
  readonly arrived: number;
}

/**
 * How far everything has come, in words that change with everything that moves: the same twice means that nothing moved in between.
 * Null when nothing need move: nobody waits for anything, a person was told of it, or a process is just beginning.
 */
export function progressOf({ loading, drained, beginning, waiting, arrived }: Moment): string | null {
  if (!loading || beginning) return null;
  if (waiting === null) return drained ? null : `${arrived} arrived`;
  const { messages, answers, stored, parked, failed, cancelled } = waiting;
  const told = parked + failed + cancelled > 0;
  if (messages + answers === 0 && (drained || told)) return null;
  return `${arrived} arrived, ${stored} stored, ${messages} unheard, ${answers} unsent`;
}
