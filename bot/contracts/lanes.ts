import type { InboundMessage } from "../conversation/message.ts";
import type { Conversation } from "../conversation/state.ts";
import type { TimerKind } from "../conversation/turn.ts";
import type { NewTask, OutboxRow, SaveResult, TurnRecord } from "./turn-record.ts";

/*
 * What the story needs from storage on a message's way. Every method takes a batch, because one statement for
 * many lanes is several times cheaper than one each. All times are epoch milliseconds.
 */

/** The lanes: who may work on which conversation, and what there is to do in it. */
export interface Lanes {
  /**
   * Takes up to `limit` due lanes for this worker, longest waiting first, with everything their turns need.
   * With `held` (after a claim that failed) every other lane of this worker is given back first.
   */
  claim(worker: string, limit: number, held?: readonly string[]): Promise<readonly Lane[]>;
  /** One lane as it stands, without taking it; null when there is none. */
  read(conversationId: string): Promise<Lane | null>;
  /**
   * Stores turns: each whole or not at all, each only if its conversation still has the version it started from.
   * Answers in the order given. A turn that `hasRareParts` must come alone.
   */
  save(batch: readonly TurnRecord[]): Promise<readonly SaveResult[]>;
  /** A message of ours whatever became of it; null when there is none of that id. */
  said(outboxId: string): Promise<SaidRow | null>;
  /** The fence before a send. Answers which of these rows may go now; the others must not. */
  markSending(outboxIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** What became of sends, and lanes given back, in one statement. */
  settle(sends: readonly SettledSend[], releases: readonly Release[]): Promise<void>;
}

/**
 * Whether a turn has parts that are stored in a transaction of its own. In a batch the others would be stored before
 * it, and none of them would hear of that when this one fails.
 */
export function hasRareParts(turn: TurnRecord): boolean {
  const { bookings, proposal, amendment, posted, consent, erase, outreach = null } = turn;
  const rare = [proposal, amendment, posted, consent, outreach];
  return bookings.length > 0 || erase || rare.some((part) => part !== null);
}

/** A worker's life: its lanes are its own while it says so often enough. */
export interface Shifts {
  /** Keeps this worker's lanes for `aliveMs` more, and frees the lanes of workers that have gone silent. */
  beat(worker: string, aliveMs: number): Promise<{ readonly freed: number }>;
  /** Makes lanes due whose timers have come. */
  ring(now: number): Promise<{ readonly rung: number }>;
  /** Gives back everything this worker holds. */
  leave(worker: string): Promise<void>;
}

/** Tells workers of other processes that there is work, and hears of theirs. May lose a word: polling is the net. */
export interface Wake {
  /** Lanes that became due or talks that changed. Cheap: gathered, and sent a few times a second at most. */
  announce(conversationIds: readonly string[], what: "due" | "changed"): void;
  listen(what: "due" | "changed", heard: (conversationIds: readonly string[]) => void): () => void;
}

/** One conversation in a worker's hands. */
export interface Lane {
  readonly conversation: Conversation;
  readonly account: string;
  /** Where answers go. */
  readonly handle: string;
  readonly alsoKnownAs: readonly string[];
  readonly leadId: string;
  /** The mail thread they wrote in last; null or absent where nobody writes letters. */
  readonly thread?: MailThread | null;
  /** The talk that this one goes on in since its person turned out to be another's; null or absent = it stands. */
  readonly mergedInto?: string | null;
  /** How a person ended the lead's case, as long as no task says that they write again; null or absent = it is open. */
  readonly leadClosed?: string | null;
  /** Claims since the last one that ended well, this one included. */
  readonly attempts: number;
  readonly lastInboundAt: number | null;
  /** Of the person, whichever channel they said it on. */
  readonly optedOutAt: number | null;
  /** The person is to be forgotten as soon as our last words have left. */
  readonly eraseWanted: boolean;
  /** Messages that no turn has heard yet, in order of arrival. */
  readonly waiting: readonly WaitingMessage[];
  /** What we have still to send, in order. */
  readonly unsent: readonly OutboxRow[];
  readonly timers: readonly TimerKind[];
  /** There is more than one claim carries: the lane must be taken up again at once. */
  readonly more?: boolean;
}

/** What was said by us, where, and by which rep. */
export type SaidRow = Pick<OutboxRow, "rep" | "text"> & { readonly conversationId: string };

/** Where a talk's letters stand: what an answer's headers are made of, and who takes part. */
export interface MailThread {
  /** Our id of their last letter, and that letter's own Message-ID, bare. */
  readonly messageId: string;
  readonly mailId: string;
  /** Oldest first, bare. */
  readonly references: readonly string[];
  readonly subject: string;
  /** The subjects so far without "Re:" and its like, the latest last, for letters whose headers lost the thread. */
  readonly topics: readonly string[];
  /** Who wrote last: answers go there. */
  readonly from: string;
  /** Those whom people we know brought into the thread: their word counts, a stranger's does not. */
  readonly people: readonly string[];
}

export interface WaitingMessage {
  /** Order of arrival. */
  readonly number: number;
  readonly message: InboundMessage;
}

/** What became of one send. */
export type SettledSend = SendOutcome & {
  readonly outboxId: string;
  readonly conversationId: string;
  /**
   * Which attempt this is the fate of. Once a later one has begun, only that something went is still worth anything:
   * a worker that was taken for dead may look at a row while another sends it.
   */
  readonly attempt: number;
  /** The state it was found in, and must still have; null = whatever it is by now, for it was sent by whoever says this. */
  readonly found: OutboxRow["state"] | null;
  /** Platform ids of the parts that went in this attempt. */
  readonly platformIds: readonly string[];
  /** For the team, when a person must look at it. */
  readonly task: NewTask | null;
};

export type SendOutcome =
  | { readonly to: "sent"; readonly at: number }
  /** Certainly not gone; again after the wait, unless a take-over came between. */
  | { readonly to: "waiting"; readonly dueAt: number; readonly detail: string }
  /** Perhaps gone; a receipt is awaited until then. null = no receipt will come, a rep was told. */
  | { readonly to: "doubtful"; readonly until: number | null; readonly detail: string }
  | { readonly to: "failed"; readonly detail: string }
  | { readonly to: "cancelled"; readonly detail: string };

/** The reason of the task that somebody writes whose case a person has ended. */
export const WRITES_AGAIN = "writes-again";

/** The detail of a doubt about a send whose process is gone: nobody knows how many of its parts went. */
export const LEFT_SENDING = "the process ended while it was being sent";

export interface Release {
  readonly conversationId: string;
  readonly worker: string;
  /** Due again after this wait; null = when something comes. What came meanwhile makes it due in any case. */
  readonly againInMs: number | null;
  /** false keeps counting attempts. */
  readonly endedWell: boolean;
  /** The attempt is not counted either: storage was at fault, not what the lane holds. */
  readonly excused?: boolean;
  /** Every message of the lane up to this number has been heard; absent = nothing new is known. */
  readonly heardTo?: number;
}
