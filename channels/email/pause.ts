/** Waits, or stops waiting when `signal` aborts; never rejects. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) {
      done();
      return;
    }
    const timer = setTimeout(end, ms);
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      done();
    }
    signal.addEventListener("abort", end);
  });
}

/** What `work` answers, or a rejection when it takes longer: a dead connection says nothing at all. */
export async function within<Value>(ms: number, work: Promise<Value>, what: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`${what}: no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const FIRST_MS = 1_000;
const LONGEST_MS = 45_000;

/** How long to wait after so many failures in a row: doubling, at most 45 s, spread so that many do not come at once. */
export function backoff(failures: number, chance: () => number): number {
  const whole = Math.min(FIRST_MS * 2 ** Math.min(failures, 16), LONGEST_MS);
  return whole / 2 + (whole / 2) * chance();
}
