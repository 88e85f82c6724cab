/** Tells of a failure that was survived. */
type Report = (what: string, cause: unknown) => void;

const STORE_DOWN_MS = 200;
const LOOK_MS = 500;
const STORE_AWAY = "storage could not be reached; trying again";

/** Does the work again and again while `open`, also when storage was away for a while. */
export async function forever(open: () => boolean, report: Report, work: () => Promise<void>): Promise<void> {
  while (open()) {
    try {
      await work();
    } catch (cause) {
      report(STORE_AWAY, cause);
      await sleep(STORE_DOWN_MS);
    }
  }
}

/** Tries until it has worked once. */
export async function untilDone(work: () => Promise<unknown>, report: Report): Promise<void> {
  let done = false;
  await forever(
    () => !done,
    report,
    async () => {
      await work();
      done = true;
    },
  );
}

/** Resolves after so many milliseconds. */
export function sleep(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}

/** Sleeps, but not much longer than `open` holds. */
export async function pause(milliseconds: number, open: () => boolean): Promise<void> {
  const end = performance.now() + milliseconds;
  while (open() && performance.now() < end) await sleep(Math.min(LOOK_MS, milliseconds));
}

/** Wakes one waiter; a ring while nobody waits is kept for the next. */
export interface Bell {
  ring(): void;
  /** Resolves at a ring, or after the longest wait in milliseconds. */
  wait(longest: number): Promise<void>;
}

/** A bell that nobody waits at yet. */
export function newBell(): Bell {
  let rung = false;
  let wakeUp: (() => void) | null = null;
  return {
    ring: () => {
      rung = true;
      wakeUp?.();
    },
    wait: async (longest) => {
      if (!rung) {
        await new Promise<void>((done) => {
          const timer = setTimeout(done, longest);
          wakeUp = () => {
            clearTimeout(timer);
            done();
          };
        });
        wakeUp = null;
      }
      rung = false;
    },
  };
}
