import { Dice } from "./mutate.ts";

/** Something that takes input from outside, and how to try it. */
export interface FuzzTarget<Input = unknown> {
  readonly name: string;
  /** How many tries run side by side; 1 for what computes in this process. */
  readonly atOnce: number;
  /** The share of `--count` this target gets. */
  readonly share: number;
  make(dice: Dice): Input;
  attempt(input: Input): Promise<Attempted> | Attempted;
  /** Inputs that are a little smaller, the boldest cut first. */
  smaller(input: Input): Iterable<Input>;
  show(input: Input): string;
}

export interface Attempted {
  /** What came of it in a word: a status, "read", "refused". */
  readonly outcome: string;
  /** null = as it should be. */
  readonly fault: string | null;
  /** Milliseconds, where the try measured better than a clock around it does. */
  readonly tookMs?: number;
}

export interface TargetFault {
  readonly why: string;
  /** Which try it was; `--at` repeats it. */
  readonly at: number;
  /** The smallest input found that fails too, and the one it began from. */
  readonly smallest: string;
  readonly length: number;
  readonly original: string;
  readonly repeat: string;
}

export interface TargetReport {
  readonly name: string;
  readonly tried: number;
  readonly seconds: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  readonly slowest: string;
  readonly faults: readonly TargetFault[];
}

export interface FuzzRun {
  readonly count: number;
  readonly seed: number;
  /** Only this try; undefined = all. */
  readonly at?: number | undefined;
}

const MOST_FAULTS = 8;
const MOST_SHRINKS = 600;
const LONGEST_SHRINK_MS = 15_000;

/** Tries a target `count` times. Every try has dice of its own, so that one of them can be repeated alone. */
export async function runTarget<Input>(target: FuzzTarget<Input>, run: FuzzRun): Promise<TargetReport> {
  const book = newBook(target);
  const first = run.at ?? 0;
  const end = run.at === undefined ? run.count : first + 1;
  const started = performance.now();
  let next = first;
  const work = async (): Promise<void> => {
    while (next < end) await book.attempt(run.seed, next++);
  };
  await Promise.all(Array.from({ length: target.atOnce }, work));
  return await book.report(run.seed, started);
}

/** Who watches a long run. */
interface Watched {
  /** How many tries run side by side. */
  readonly atOnce: number;
  /** So many tries are through. */
  passed(tries: number): void;
  /** Whether to begin no more. */
  isOver(): boolean;
  /** One failed just now; the report tells more. */
  failed(told: string): void;
}

/**
 * Tries several targets `count` times in all, each by its share and mixed evenly.
 */
export async function runMixed(
  targets: readonly FuzzTarget[],
  run: FuzzRun,
  { atOnce, passed, failed, isOver }: Watched,
): Promise<readonly TargetReport[]> {
  const whole = targets.reduce((sum, { share }) => sum + share, 0);
  const books = targets.map((target) => ({
    ...newBook(target),
    name: target.name,
    share: target.share / whole,
    next: 0,
  }));
  const started = performance.now();
  let given = 0;
  let through = 0;
  const work = async (): Promise<void> => {
    while (given < run.count && !isOver()) {
      given += 1;
      const book = furthestBehind(books, given);
      book.next += 1;
      const at = book.next - 1;
      const fault = await book.attempt(run.seed, at);
      if (fault !== null) failed(`${book.name} --at=${at}: ${brief(fault, 300)}`);
      through += 1;
      passed(through);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const reports: TargetReport[] = [];
  for (const book of books) reports.push(await book.report(run.seed, started));
  return reports;
}

function furthestBehind<Book extends { readonly share: number; readonly next: number }>(
  books: readonly Book[],
  given: number,
): Book {
  const behind = ({ share, next }: Book) => share * given - next;
  return books.reduce((one, other) => (behind(other) > behind(one) ? other : one));
}

/** What became of one target's tries. */
function newBook<Input>(target: FuzzTarget<Input>) {
  const outcomes: Record<string, number> = {};
  const found: { at: number; why: string; input: Input }[] = [];
  let slowest: { ms: number; at: number } = { ms: 0, at: 0 };
  let tried = 0;
  return {
    attempt: async (seed: number, at: number): Promise<string | null> => {
      const input = inputAt(target, seed, at);
      const { outcome, fault, tookMs } = await timed(target, input);
      tried += 1;
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      if (tookMs > slowest.ms) slowest = { ms: tookMs, at };
      if (fault !== null && found.length < MOST_FAULTS) found.push({ at, why: fault, input });
      return fault;
    },
    report: async (seed: number, started: number): Promise<TargetReport> => {
      const seconds = (performance.now() - started) / 1_000;
      const faults: TargetFault[] = [];
      for (const one of found) faults.push(await told(target, one, seed));
      return {
        ...{ name: target.name, tried, seconds, outcomes, slowestMs: slowest.ms, faults },
        slowest: `--at=${slowest.at}: ${brief(target.show(inputAt(target, seed, slowest.at)), 160)}`,
      };
    },
  };
}

/** The command that tries one input again. */
export function repeating(name: string, seed: number, at: number): string {
  return `npm run fuzz -- --only=${name} --seed=${seed} --at=${at}`;
}

async function told<Input>(
  target: FuzzTarget<Input>,
  { at, why, input }: { readonly at: number; readonly why: string; readonly input: Input },
  seed: number,
): Promise<TargetFault> {
  const smallest = target.show(await shrunk(target, input));
  return {
    ...{ at, why: brief(why, 600), smallest: brief(smallest, 2_000), length: smallest.length },
    original: brief(target.show(input), 300),
    repeat: repeating(target.name, seed, at),
  };
}

/** The smallest input that still fails, as far as patience goes. */
export async function shrunk<Input>(target: FuzzTarget<Input>, failing: Input): Promise<Input> {
  const end = performance.now() + LONGEST_SHRINK_MS;
  let best = failing;
  let tries = 0;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const candidate of target.smaller(best)) {
      tries += 1;
      if (tries > MOST_SHRINKS || performance.now() > end) return best;
      if ((await timed(target, candidate)).fault === null) continue;
      best = candidate;
      isSmaller = true;
      break;
    }
  }
  return best;
}

async function timed<Input>(target: FuzzTarget<Input>, input: Input): Promise<Required<Attempted>> {
  const started = performance.now();
  try {
    const attempted = await target.attempt(input);
    return { tookMs: performance.now() - started, ...attempted };
  } catch (thrown) {
    const why = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    return { outcome: "threw", fault: `threw ${why}`, tookMs: performance.now() - started };
  }
}

/** The input of one try, made again. */
export function inputAt<Input>(target: FuzzTarget<Input>, seed: number, at: number): Input {
  return target.make(diceOf(seed, at));
}

function diceOf(seed: number, at: number): Dice {
  return new Dice(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(at + 1, 0xc2b2ae35));
}

function brief(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length} letters)`;
}
