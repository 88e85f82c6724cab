import type {
  Attachment,
  Choice,
  InboundMessage,
  Language,
  Sensed,
  Template,
} from "../conversation/message.ts";
import type { Conversation, TimeSlot } from "../conversation/state.ts";
import type { ProposalDraft, TimerKind } from "../conversation/turn.ts";
import type { Fact } from "../conversation/understanding.ts";
import type { ChannelNews, Receipt } from "./channel.ts";

/*
 * What the story needs from storage on a message's way. Every method takes a batch, because one statement for
 * many lanes is several times cheaper than one each. All times are epoch milliseconds.
 */

/** What comes in from platforms. Each is idempotent: a second delivery of the same thing changes nothing. */
export interface Arrivals {
  /**
   * Stores messages and makes their lanes due, in one transaction; people not seen before get a contact, a lead and
   * a conversation on the way. Answers in the order given.
   */
  accept(batch: readonly Arrival[]): Promise<readonly Accepted[]>;
  /** Moves sent messages on (never back) and settles doubtful ones. Unknown ids are harmless. */
  receipts(batch: readonly Receipt[]): Promise<readonly FailedDelivery[]>;
  /** Whether any receipt came for this account within a day: only then does one that does not come mean anything. */
  hearsReceipts?(channel: string, account: string): Promise<boolean>;
  /** The conversation that an address belongs to, made when there is none yet. */
  conversationOf(who: Correspondent): Promise<Acquaintance>;
  /**
   * A proven sender named an address as their own: when the person behind it named one of theirs too, or has never
   * written, the two are one person from then on. Answers whether they became one.
   */
  join(
    contactId: string,
    claimed: { readonly channel: InboundMessage["from"]["channel"]; readonly handle: string },
  ): Promise<boolean>;
  /** Whether a platform's id is that of a message which we know to be ours. */
  isOurs(message: {
    readonly channel: string;
    readonly account: string;
    readonly id: string;
  }): Promise<boolean>;
  /** The person behind `previous` is now known by the `current` handles too, and is written to under the first. */
  identify(news: Extract<ChannelNews, { readonly kind: "identity" }>): Promise<void>;
  /** Marketing allowed or forbidden in the platform's own settings; forbidding cancels what waits. */
  prefer(news: Extract<ChannelNews, { readonly kind: "preference" }>): Promise<void>;
  notice(news: Extract<ChannelNews, { readonly kind: "notice" }>): Promise<void>;
}

export interface Arrival {
  readonly message: InboundMessage;
  /** How long its lane waits for one more bubble. */
  readonly waitMs: number;
  /** The wait in all, counted from the first bubble, is never longer than this. */
  readonly longestWaitMs: number;
}

export interface Accepted {
  readonly result: "new" | "repeat";
  readonly conversationId: string;
}

export interface Correspondent {
  readonly channel: InboundMessage["from"]["channel"];
  readonly account: string;
  /** Best first; the first is where answers go. */
  readonly handles: readonly [string, ...string[]];
  readonly name: string | null;
  readonly language: Language;
  readonly source: string;
  /** Handles on other channels that are known to be this person's; they find the contact too, and are added to it. */
  readonly elsewhere: readonly {
    readonly channel: InboundMessage["from"]["channel"];
    readonly handle: string;
  }[];
}

/** Where a person's talk was found or made. */
export interface Acquaintance {
  readonly contactId: string;
  readonly leadId: string;
  readonly conversationId: string;
  /** The person had been known before. */
  readonly known: boolean;
}

/** A message of ours that the platform accepted and could not deliver after all. */
export interface FailedDelivery {
  readonly conversationId: string;
  readonly outboxId: string;
  readonly receipt: Receipt;
}

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
   * Answers in the order given.
   */
  save(batch: readonly TurnRecord[]): Promise<readonly SaveResult[]>;
  /** The fence before a send. Answers which of these rows may go now; the others must not. */
  markSending(outboxIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** What became of sends, and lanes given back, in one statement. */
  settle(sends: readonly SettledSend[], releases: readonly Release[]): Promise<void>;
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

export interface OutboxRow {
  /** Ours; carried by the platform where it can. */
  readonly id: string;
  /** The turn that said it. */
  readonly turn: number;
  /** The conversation's version when it was said. */
  readonly version: number;
  readonly author: "bot" | "rep";
  readonly rep: string | null;
  readonly language: Language;
  readonly text: string;
  readonly choices: readonly Choice[];
  readonly choicesLabel: string | null;
  readonly attachments: readonly Attachment[];
  readonly template: Template | null;
  /** Of a letter that begins a thread, when somebody chose one; else the company's. */
  readonly subject?: string | null;
  readonly purpose: "answer" | "proactive";
  /** Platform id of the last message of the turn it answers. */
  readonly inReplyTo: string | null;
  readonly icsOf: string | null;
  /** Proposal that goes along; it counts as sent when this message is. */
  readonly proposalId: string | null;
  readonly state: OutboxState;
  readonly attempts: number;
  /** waiting: not before this; doubtful: how long a receipt is awaited. */
  readonly dueAt: number | null;
  readonly doubtSince: number | null;
  /** Parts that went already, when it had to be split and stopped midway. */
  readonly platformIds: readonly string[];
}

export type OutboxState =
  | "waiting"
  | "sending"
  | "sent"
  | "delivered"
  | "read"
  | "failed"
  | "cancelled"
  | "doubtful";

/** Everything one turn changes. */
export interface TurnRecord {
  /** As it is after the turn; its version is `before` + 1. */
  readonly conversation: Conversation;
  readonly before: number;
  readonly leadId: string;
  readonly at: number;
  readonly because: string;
  readonly events: readonly unknown[];
  readonly actions: readonly unknown[];
  readonly understood: readonly unknown[];
  /** Messages heard (or rendered void by an edit, a revocation, or after failing too often). */
  readonly handled: readonly HandledMessage[];
  readonly facts: readonly { readonly fact: Fact; readonly messageId: string }[];
  /** Rows with state `sending` are the caller's to send at once: saving them is their fence. */
  readonly outbox: readonly OutboxRow[];
  readonly timers: readonly { readonly kind: TimerKind; readonly at: number | null }[];
  readonly tasks: readonly NewTask[];
  readonly bookings: readonly BookingChange[];
  readonly proposal: {
    readonly id: string;
    readonly version: number;
    readonly draft: ProposalDraft;
    readonly validUntil: number;
  } | null;
  /** A change of a proposal there is; refused (the save answers "stale") when its status is not `from` any more. */
  readonly amendment: ProposalAmendment | null;
  /** A draft of ours to a lead that this turn sends off; refused ("stale") when it is no draft any more. */
  readonly outreach?: { readonly id: string; readonly by: string } | null;
  /** A lead that came with this turn: its message is kept as heard, and what was posted beside it. */
  readonly posted: PostedForm | null;
  readonly consent: {
    readonly what: "opt-in" | "opt-out";
    readonly wording: string;
    readonly messageId: string | null;
  } | null;
  readonly erase: boolean;
  /** What lists of leads are filtered by; null leaves the lead as it is. */
  readonly lead: LeadColumns | null;
  /** A take-over or a release: the bot's waiting words are cancelled and none prepared before may leave. */
  readonly fence: boolean;
  /** Makes the lane due, for a save made without holding it. */
  readonly wake: boolean;
}

export interface HandledMessage {
  readonly number: number;
  readonly messageId: string;
  readonly status: "handled" | "edited" | "revoked" | "parked";
  /** What was heard or seen in it, kept with it. */
  readonly sensed?: Sensed;
}

export interface NewTask {
  readonly kind:
    | "call-rep"
    | "ask-team"
    | "doubtful-send"
    | "undelivered"
    | "parked-message"
    | "crm"
    | "linkedin-draft";
  readonly reason: string | null;
  readonly summary: string;
  readonly rep: string | null;
}

/** `hold` and `book` are refused by the database when the time is gone; the save then answers "slot-taken". */
export type BookingChange =
  | { readonly do: "hold"; readonly id: string; readonly slot: TimeSlot; readonly until: number }
  | { readonly do: "book"; readonly id: string; readonly slot: TimeSlot }
  | { readonly do: "cancel"; readonly id: string };

export interface ProposalAmendment {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly draft: ProposalDraft | null;
  readonly by: string | null;
}

export interface PostedForm {
  readonly message: InboundMessage | null;
  readonly source: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The sender's own id of the post, by which a repeat is known later; null = it has none. */
  readonly submissionId: string | null;
}

export interface LeadColumns {
  /** What the talk has shown never takes a lead back from where a person has put it. */
  readonly status: string | null;
  /** A person or the CRM says so: then it holds whatever it was before. */
  readonly statusIsSaid?: boolean;
  readonly name: string | null;
  readonly company: string | null;
  /** See `companyKey`; finds leads of one company however its name is written. */
  readonly companyKey?: string | null;
  readonly sector: string | null;
  readonly tier: string | null;
  readonly scoreLeast: number | null;
  readonly scoreMost: number | null;
  readonly valueSar: number | null;
}

/** `stale`: somebody saved first (a rep, another worker); read again and decide again. */
export type SaveResult = "saved" | "stale" | "slot-taken";

/** What became of one send. */
export type SettledSend = SendOutcome & {
  readonly outboxId: string;
  readonly conversationId: string;
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
