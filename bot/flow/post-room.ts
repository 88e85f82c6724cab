import type { Arrivals } from "../contracts/arrivals.ts";
import type { Channel, SendResult } from "../contracts/channel.ts";
import type { Lane, Lanes, Release, SettledSend } from "../contracts/lanes.ts";
import type { LetterLinks } from "../contracts/letter-links.ts";
import type { OutboxRow } from "../contracts/turn-record.ts";
import type { Company } from "../conversation/company.ts";
import type { Address, OutboundMessage, Template } from "../conversation/message.ts";
import { gather } from "./gather.ts";

/** What delivering needs from outside. */
export interface PostParts {
  readonly lanes: Lanes;
  readonly arrivals: Arrivals;
  /** The channel of that name, null when it is not set up here. */
  channel(name: string): Channel | null;
  company(): Promise<Company>;
  /** When something unasked may leave, at `now` or later. */
  clockAllows(now: number, company: Company, city: string | null): number;
  /** What stands for this text outside the reply window: an approved template, if one fits. */
  templateFor(row: OutboxRow, lane: Lane): Template | null;
  /** The one-click links of letters; null or absent where the outside world cannot reach us. */
  readonly links?: LetterLinks | null;
  now(): number;
  readonly doubtWaitMs: number;
  /** Hears of failures that were survived: never a text, a name or a number of a person in it. */
  report?(what: string, cause: unknown): void;
}

interface Settling {
  readonly sends: readonly SettledSend[];
  readonly release: Release | null;
}

interface Queue {
  busy: number;
  readonly waiting: (() => void)[];
}

/** How many sends of one account are under way at once. */
const AT_ONCE = 64;

/** Read signs must not take the connections that answers need, nor the time: with this much to do they are left out. */
const SIGNS_AT_ONCE = 8;
const TOO_BUSY_FOR_SIGNS = 4;
/** Talks that are just being claimed have nothing to send yet, and soon will. */
const TOO_MANY_FOR_SIGNS = 8;

/** A message is given up on waiting for after this, and is in doubt; channels have shorter limits of their own. */
const LONGEST_SEND_MS = 60_000;

const RETRY_STORE_MS = 200;
/** The first failure is told of, and then one a minute. */
const TOLD_EVERY = 300;
const NOT_STORED = "what became of a send could not be stored; trying again";

/** Shorter than a worker may be silent before its lanes go to others. */
const FRESH_MS = 2_500;

/** Sends within each account's bounds, and tells storage about them in gathered statements. */
export class PostRoom {
  readonly parts: PostParts;
  /** Rows that this process is sending right now: found `sending` again, they are not in doubt. */
  readonly underWay = new Set<string>();
  readonly markSending: (outboxId: string) => Promise<boolean>;
  readonly #settle: (settling: Settling) => Promise<void>;
  #acknowledging = 0;
  readonly #rests = new Map<string, number>();
  readonly #queues = new Map<string, Queue>();

  constructor(parts: PostParts) {
    this.parts = parts;
    this.markSending = gather(async (ids: readonly string[]) => {
      const allowed = await parts.lanes.markSending(ids);
      return ids.map((id) => allowed.has(id));
    });
    this.#settle = gather(async (batch: readonly Settling[]) => {
      const releases = batch.flatMap(({ release }) => (release === null ? [] : [release]));
      await parts.lanes.settle(
        batch.flatMap(({ sends }) => sends),
        releases,
      );
      return batch.map(() => undefined);
    });
  }

  /** Stores what became of sends, and gives a lane back. What was sent must be known, so it tries until it is stored. */
  async settle(sends: readonly SettledSend[], release: Release | null, signal: AbortSignal): Promise<void> {
    if (sends.length === 0 && release === null) return;
    await this.untilStored(() => this.#settle({ sends, release }), signal);
  }

  /** Does again what storage refuses, until it has taken it. Rejects only when this process stops. */
  async untilStored(store: () => Promise<void>, signal: AbortSignal): Promise<void> {
    for (let tried = 1; ; tried += 1) {
      try {
        await store();
        return;
      } catch (cause) {
        if (signal.aborted) throw cause;
        if (tried % TOLD_EVERY === 1) this.parts.report?.(NOT_STORED, cause);
        await new Promise((again) => setTimeout(again, RETRY_STORE_MS));
      }
    }
  }

  /** The read sign: beside everything else, never waited for, and left out when there is much to send. */
  acknowledge(channel: Channel, to: Address, messageId: string, talksInHand: number): void {
    if (talksInHand > TOO_MANY_FOR_SIGNS) return;
    const sending = this.#queues.get(`${channel.name} ${to.account}`)?.busy ?? 0;
    if (this.#acknowledging >= SIGNS_AT_ONCE || sending > TOO_BUSY_FOR_SIGNS) return;
    this.#acknowledging += 1;
    void channel.acknowledge(to, messageId).finally(() => {
      this.#acknowledging -= 1;
    });
  }

  /** How many accounts are kept in mind: those that send now, and those that rest. */
  get accounts(): number {
    return this.#queues.size + this.#rests.size;
  }

  restsUntil(account: string): number {
    return this.#rests.get(account) ?? 0;
  }

  /** Lets all sends of an account rest. Answers whether it was at work until now. */
  rest(account: string, until: number): boolean {
    const before = this.restsUntil(account);
    // Accounts come from outside: what has rested is not kept.
    for (const [rested, end] of this.#rests) if (end <= this.parts.now()) this.#rests.delete(rested);
    this.#rests.set(account, Math.max(before, until));
    return before <= this.parts.now();
  }

  /**
   * Sends when it is this account's turn. A channel that does not answer in time leaves the message in doubt. Answers
   * "late" without sending when the fence was passed too long ago: our lanes may be another's by now, and a rep may
   * have been told that all is quiet.
   */
  async send(
    channel: Channel,
    message: OutboundMessage,
    skip: number,
    fencedAt: number,
  ): Promise<SendResult | "late"> {
    const key = `${channel.name} ${message.to.account}`;
    const queue: Queue = this.#queues.get(key) ?? { busy: 0, waiting: [] };
    this.#queues.set(key, queue);
    if (queue.busy < AT_ONCE) queue.busy += 1;
    else await new Promise<void>((go) => queue.waiting.push(go));
    if (performance.now() - fencedAt > FRESH_MS) {
      this.#next(key, queue);
      return "late";
    }
    this.underWay.add(message.id);
    try {
      return await withinTime(channel.send(message, skip));
    } finally {
      this.underWay.delete(message.id);
      this.#next(key, queue);
    }
  }

  /** One is through: its place goes to the next of this account; an account without sends is forgotten. */
  #next(key: string, queue: Queue): void {
    const go = queue.waiting.shift();
    if (go === undefined) queue.busy -= 1;
    else go();
    if (queue.busy === 0) this.#queues.delete(key);
  }
}

async function withinTime(sending: ReturnType<Channel["send"]>): ReturnType<Channel["send"]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Awaited<typeof sending>>((ok) => {
    const detail = `no answer within ${LONGEST_SEND_MS} ms`;
    timer = setTimeout(() => ok({ ok: false, failure: { kind: "in-doubt" }, detail }), LONGEST_SEND_MS);
  });
  try {
    return await Promise.race([sending, late]);
  } finally {
    clearTimeout(timer);
  }
}
