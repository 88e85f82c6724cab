import { failed } from "./failures.ts";
import type { Attempt } from "./parts.ts";

/**
 * Runs one attempt no longer than `milliseconds` and no longer than the caller wants it. The work is told to stop, and is
 * not waited for when it does not: a vendor that drips its answer, or an SDK that misses the signal, costs no more time.
 */
export function withinTime<Value>(
  milliseconds: number,
  caller: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Attempt<Value>>,
): Promise<Attempt<Value>> {
  if (caller?.aborted) return Promise.resolve(failed("cancelled", "by the caller"));
  return new Promise((settled, broken) => {
    const stop = new AbortController();
    const timer = setTimeout(() => end("timed-out", `after ${Math.round(milliseconds)} ms`), milliseconds);
    const cancel = (): void => end("cancelled", "by the caller");
    const tidy = (): void => {
      clearTimeout(timer);
      caller?.removeEventListener("abort", cancel);
    };
    const end = (outcome: "timed-out" | "cancelled", detail: string): void => {
      tidy();
      settled(failed(outcome, detail)); // before the abort: what the work then says comes too late
      stop.abort();
    };
    caller?.addEventListener("abort", cancel, { once: true });
    work(stop.signal).then(settled, broken).finally(tidy);
  });
}
