import { afterAll, beforeAll } from "vitest";

/*
 * The model owns time: nothing of the flow's own waiting may happen behind the scheduler's back. What gathers calls in
 * rounds of the event loop runs at once; a sleep is a step that the scheduler may take; a limit that would end a call
 * after half a minute never comes (the scheduler ends calls itself).
 */

/** The longest wait that is a sleep between two looks; longer timers of the flow are limits of single calls. */
const LONGEST_SLEEP_MS = 1_000;

const real = { setImmediate: globalThis.setImmediate };

export const time = {
  /** Milliseconds of the one clock. */
  now: 0,
  /** Takes over a sleep; set by whoever schedules. */
  sleep: (_wake: () => void): void => undefined,
};

/** Resolves when every promise that could go on has gone on. */
export function settled(): Promise<void> {
  return new Promise((done) => real.setImmediate(done));
}

/** Puts the scheduler's time in the place of the machine's, for the tests of one file. */
export function stopTime(): void {
  const saved = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    now: performance.now,
  };
  beforeAll(() => {
    Object.assign(globalThis, {
      setImmediate: (run: () => void) => queueMicrotask(run),
      setTimeout: (run: () => void, milliseconds: number) => {
        if (milliseconds <= LONGEST_SLEEP_MS) time.sleep(run);
        return { unref: () => undefined };
      },
      clearTimeout: () => undefined,
    });
    performance.now = () => time.now;
  });
  afterAll(() => {
    Object.assign(globalThis, {
      setImmediate: real.setImmediate,
      setTimeout: saved.setTimeout,
      clearTimeout: saved.clearTimeout,
    });
    performance.now = saved.now;
  });
}
