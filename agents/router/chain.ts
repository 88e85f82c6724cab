import type { Call } from "./desk.ts";
import { type Failure, failed } from "./failures.ts";

/** One way to an answer: a provider, a provider with its repair, or a chain of ways. */
export type Way<Value> = (call: Call) => Promise<Reached<Value> | Failure>;

export interface Reached<Value> {
  readonly ok: true;
  readonly value: Value;
}

/** The ways in turn until one reaches an answer, time runs out or the caller wants it no more. This is the only retry. */
export function firstOf<Value>(ways: readonly Way<Value>[]): Way<Value> {
  return async (call) => {
    let failure = failed("timed-out", "no time left");
    for (const way of ways) {
      if (call.signal?.aborted || call.remaining() <= 0) break;
      const result = await way(call);
      if (result.ok) return result;
      failure = result;
    }
    return failure;
  };
}
