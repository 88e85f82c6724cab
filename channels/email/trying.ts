import { asRecord } from "../shared/json.ts";

/** A mail that is being read. Written down before: a process that it ends, or holds up without end, writes nothing after. */
export interface Trying {
  readonly uid: number;
  readonly times: number;
  /** When the latest of these times began, epoch milliseconds. */
  readonly at: number;
}

const MOST_TRIES = 5;
/** Processes that watch the same mailbox try a new mail at the same moment, which is one time. */
const TOGETHER_MS = 5_000;

/** The try that begins now. */
export function nextTry(before: Trying | null, uid: number, now: number): Trying {
  if (before?.uid !== uid) return { uid, times: 1, at: now };
  if (Math.abs(now - before.at) < TOGETHER_MS) return before;
  return { uid, times: before.times + 1, at: now };
}

/** Whether so many tries have ended nowhere that the mail is left, so that those behind it are read. */
export const isHopeless = ({ times }: Trying): boolean => times > MOST_TRIES;

/** What was written down; null when no mail was being read. */
export function tryingOf(kept: unknown): Trying | null {
  const { uid, times, at } = asRecord(kept) ?? {};
  return typeof uid === "number" && typeof times === "number" && typeof at === "number"
    ? { uid, times, at }
    : null;
}
