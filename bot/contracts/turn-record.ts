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

/** Something of ours on its way to a person. */
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
  /** The letter it answers, when it waited in storage; null or absent where it is not there or nobody writes letters. */
  readonly letter?: AnsweredLetter | null;
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

/** What an answer to one letter goes to and is headed by. */
export interface AnsweredLetter {
  /** Bare, as are the references; those oldest first. */
  readonly mailId: string;
  readonly references: readonly string[];
  readonly subject: string;
  /** Who wrote it. */
  readonly from: string;
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
  /** They wrote: the bot's waiting words that came unasked are cancelled. Absent = none waits. */
  readonly hush?: boolean;
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
  /** This turn changed what the talk shows: what was shown before undoes no word of a person's. */
  readonly statusIsNew?: boolean;
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
