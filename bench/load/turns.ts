import { middleBy } from "./middle.ts";

/** How long one attack kept the event loop: milliseconds of CPU. */
export interface Blocked {
  readonly name: string;
  /** Of the turns that did something; with fewer than a hundred of them this is the longest. */
  readonly p99: number;
  readonly longest: number;
  readonly all: number;
}

/** A shorter turn only looked around: while others work, the loop comes by thousands of times. */
const IDLE_MS = 0.5;
const LONGEST_MS = 2_000;
const P99_MS = 50;
/**
 * What reads one large body at once, a call of the engine (JSON.parse, a decoder, a pattern) into which nobody can come
 * between: so many milliseconds are let to it, three times what it takes.
 */
const AT_ONCE_MS: Readonly<Record<string, number>> = {
  "mailbox: 6 MB of words": 170,
  "mailbox: 6 MB of HTML": 300,
  "mailbox: 100,000 lines": 170,
  "sendgrid: 25 MB of HTML": 250,
  "resend: 6 MB of words": 150,
  "resend: 25 MB of HTML": 600,
  "resend: a sender of 25 MB": 600,
  "whatsapp: 20,000 messages in one webhook": 200,
};

/** One attack by the turns of each time it was tried: the time in the middle, and the longest turn of all. */
export function blockedBy(name: string, times: readonly (readonly number[])[]): Blocked {
  const each = times.map((turns) => {
    const busy = turns.filter((turn) => turn >= IDLE_MS).toSorted((one, other) => one - other);
    return {
      p99: busy[Math.floor(busy.length * 0.99)] ?? 0,
      all: turns.reduce((sum, turn) => sum + turn, 0),
    };
  });
  const middle = middleBy(each, ({ p99 }) => p99);
  if (middle === undefined) throw new Error(`${name} was never tried`);
  return { name, ...middle, longest: Math.max(0, ...times.flat()) };
}

/** What is wrong with it, null when others hardly noticed. */
export function tooLong({ name, p99, longest }: Blocked): string | null {
  const most = AT_ONCE_MS[name] ?? P99_MS;
  if (longest > LONGEST_MS) return `${name}: one turn took ${longest.toFixed(0)} ms, more than ${LONGEST_MS}`;
  return p99 > most ? `${name}: p99 ${p99.toFixed(0)} ms, more than ${most}` : null;
}
