import type { Measured, Run } from "./measure.ts";
import { PORTS } from "./ports.ts";

/** How a contender is loaded: options of ../shared/bench/load.mjs, and how it is warmed before anything counts. */
export interface Way {
  readonly means: string;
  readonly mode: "closed" | "open";
  readonly wait?: "ack" | "reply";
  readonly concurrency?: number;
  readonly rate?: number;
  readonly users: number;
  readonly messages: number;
  readonly text: string;
  readonly statuses?: string;
  readonly noReplies?: boolean;
  /** Seconds after which a closed loop ends, however few messages it has sent. */
  readonly duration?: number;
  /** Messages sent before; by the same people when `known`, by others otherwise. */
  readonly warm: { readonly messages: number; readonly known?: boolean };
}

/** Asked by somebody new half of the time: the whole dialogue, a lead and an open question included. */
const QUESTION = "كم السعر؟ {token}";
/** Letters only: whatsapp-api-js refuses the signature of a body in which a proxy wrote Arabic plainly. */
const PRICES = "What are your prices? {token}";
/** The plainest thing there is: a known person asks what an approved sentence answers. */
const HOSTING = "Where is the data hosted? {token}";

/**
 * What is measured is a program that has run for a while: V8 goes on compiling for twenty thousand messages and more, on the very
 * cores that are measured (CPU of ours a message after 8,000: 0.9 ms, after 24,000: 0.7, after 40,000: 0.6). The same for
 * everybody; one minute at most.
 */
export const WARM = { warm: { messages: 24_000 } } as const;
const FLAT_OUT = { mode: "closed", wait: "ack", concurrency: 32, users: 2000, duration: 120 } as const;

export const WAYS = {
  acks: {
    ...{ ...FLAT_OUT, ...WARM, means: "webhooks stored durably, nobody answers them" },
    ...{ messages: 20_000, text: QUESTION, noReplies: true },
  },
  replies: {
    ...{ ...FLAT_OUT, ...WARM, means: "answered as fast as possible" },
    ...{ messages: 10_000, text: QUESTION },
  },
  steady: {
    ...{ mode: "open", rate: 100, users: 500, ...WARM, means: "latency at 100 messages a second" },
    ...{ messages: 2000, text: QUESTION },
  },
  receipts: {
    ...{ mode: "open", rate: 300, users: 2000, duration: 90, ...WARM },
    ...{ means: "300 a second for a minute; each answer comes back as sent, delivered and read" },
    ...{ messages: 18_000, text: QUESTION, statuses: "sent,delivered,read" },
  },
  scale: {
    // Each process compiles for itself: more, for four of them.
    ...{ ...FLAT_OUT, warm: { messages: 48_000 }, means: "several worker processes on one PostgreSQL" },
    ...{ messages: 12_000, text: QUESTION },
  },
  peers: {
    ...{ ...FLAT_OUT, ...WARM, duration: 20 },
    means:
      "our whole dialogue (new people, leads, prices, an open question; everything stored) beside bots that know two sentences",
    ...{ messages: 8000, text: PRICES },
  },
  plain: {
    ...{ ...FLAT_OUT, warm: { ...WARM.warm, known: true }, duration: 20 },
    means: "the nearest to the same bot: people it knows ask what one approved sentence answers",
    ...{ messages: 8000, text: HOSTING },
  },
} as const satisfies Readonly<Record<string, Way>>;

export type WayName = keyof typeof WAYS;

/** What is measured at: where it listens, and whose memory and CPU count. */
export interface Target {
  readonly label: string;
  readonly path: string;
  readonly port: number;
  readonly pids: readonly number[];
  readonly databasePid: number;
}

/**
 * Seconds without any answer after which what is missing counts as lost: on a crowded machine thousands of turns may be worked
 * off before the next send, and a send in doubt waits twelve seconds for its receipt.
 */
export const PATIENCE = 45;

/** Warms what runs at this target. Its database should be tidied after it: see `RunningPostgres.tidy`. */
export async function warmUp(run: Run, way: Way, target: Target, scale: number): Promise<void> {
  const { warm } = way;
  const before = {
    messages: Math.round(warm.messages * scale),
    mode: "closed",
    wait: "ack",
    concurrency: 16,
  };
  await run({
    ...optionsAt(way, target),
    ...{ ...before, duration: 60, userOffset: warm.known ? 0 : 500_000 },
  });
}

/** One of so many equal parts of a load, counted from zero. */
export interface Slice {
  readonly number: number;
  readonly of: number;
}

/** Measures what was warmed: all of the way's messages, or one of so many equal slices of them, each with people of its own. */
export async function loadAlong(
  run: Run,
  way: Way,
  target: Target,
  scale: number,
  slice: Slice = { number: 0, of: 1 },
): Promise<Measured> {
  const users = way.warm.known ? way.users : Math.round(way.users / slice.of);
  return await run({
    ...optionsAt(way, target),
    ...{ users, userOffset: way.warm.known ? 0 : slice.number * users },
    messages: Math.round((way.messages * scale) / slice.of),
    label: target.label,
    pid: target.pids.join(","),
    dbPid: String(target.databasePid),
  });
}

function optionsAt(way: Way, { path, port }: Target): object {
  const { means: _, warm: __, ...options } = way;
  const at = { path, target: `http://127.0.0.1:${port}`, graphPort: PORTS.graph };
  return { ...options, ...at, drain: PATIENCE, quiet: true };
}
