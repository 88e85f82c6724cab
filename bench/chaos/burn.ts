import { appendFileSync } from "node:fs";

/*
 * Loaded into a worker before the program (`node --import`): whoever reads the text of one message holds the process up for
 * so long (`Infinity`: for ever), takes all memory it may have, or ends it, as a sentence would that meets a slow expression,
 * a list without an end or a fault of the engine. Each time is noted with a byte in a file.
 */
const {
  BURN_AT: mark = "no message at all",
  BURN_MS: forMs,
  BURN_HEAP: heap,
  BURN_NOTES: notes,
} = process.env;

/** Longer strings are answers of the database, and no message. */
const LONGEST = 200;
const READERS = ["trim", "split", "replace", "match", "matchAll"] as const;
/** One turn reads its message many times; it is held up once. */
const ONCE_IN_MS = 20_000;
let last = Number.NEGATIVE_INFINITY;

function suffer(): void {
  if (performance.now() - last < ONCE_IN_MS) return;
  if (notes !== undefined) appendFileSync(notes, ".");
  if (heap !== undefined) for (const kept: number[][] = []; ; ) kept.push(Array(10_000).fill(kept.length));
  if (forMs === undefined) process.kill(process.pid, "SIGKILL");
  const end = performance.now() + Number(forMs);
  while (performance.now() < end);
  last = performance.now();
}

for (const name of READERS) {
  const own = String.prototype[name] as (this: string, ...all: unknown[]) => unknown;
  Object.defineProperty(String.prototype, name, {
    value: function read(this: string, ...all: unknown[]): unknown {
      if (this.length < LONGEST && this.indexOf(mark) >= 0) suffer();
      return own.apply(this, all);
    },
  });
}
