import type { ChannelName, Language } from "./message.ts";
import type { FactState, FactSubject, FactValues, Topic } from "./understanding.ts";

/** Everything the bot remembers about one talk. Made by `begin`, changed only by `evolve`, stored as JSON. */
export interface Conversation {
  readonly id: string;
  /** Grows with every save, takeovers included; a save or a send made against an older version is refused. */
  readonly version: number;
  readonly channel: ChannelName;
  readonly contactId: string;
  readonly language: Language;
  /** "formal" answers formal writers in simple MSA, "white" everyone else. */
  readonly register: "formal" | "white";
  /** Digits follow the prospect's own. */
  readonly digits: "arabic-indic" | "latin";
  readonly profileName: string | null;
  readonly owner: "bot" | "rep";
  /** The rep who holds the talk; null while the bot does, or while nobody has picked it up yet. */
  readonly rep: string | null;
  /** A rep answered whom we only know by that answer (from the business phone or mailbox), and holds the talk since. */
  readonly pickedUp?: boolean;
  /** What reps wrote in this talk, oldest first: numbers in it count as said by the company. */
  readonly repSaid: readonly string[];
  readonly stage: StageName;
  /** What our last message asks for; `appointment` while times are offered, `confirm` while one is read back. */
  readonly asking: Topic | null;
  /** What the same letter asks for beside `asking`, in the order of its numbers; absent or empty in a chat. */
  readonly alsoAsking?: readonly Topic[];
  /** Automatic letters sent in a row since one of theirs last brought something new. */
  readonly lettersInARow?: number;
  readonly outcome: Outcome | null;
  readonly facts: Ledger;
  readonly pains: readonly string[];
  readonly urgency: "now" | "soon" | "later" | "exploring" | null;
  /** What they asked us for, oldest first. */
  readonly wishes: readonly Wish[];
  /** Times on the table, in the order shown: "2" or a tapped id picks one. */
  readonly offered: readonly TimeSlot[];
  /** The time being read back for a yes. */
  readonly proposed: TimeSlot | null;
  readonly booking: BookingState | null;
  readonly proposal: { readonly id: string; readonly version: number; readonly status: string } | null;
  readonly consent: Consent;
  /** How often each topic was asked, and what we said last: so that nothing is asked or said twice. */
  readonly asked: Readonly<Partial<Record<Topic, number>>>;
  readonly said: readonly string[];
  readonly misunderstood: number;
  /** Epoch ms of the person's last message and of ours. */
  readonly heardAt: number | null;
  readonly spokeAt: number | null;
  readonly turns: number;
  /** When nurture or follow-up should speak next, and which step it is on. */
  readonly followUp: { readonly at: number; readonly step: number; readonly reason: FollowUpReason } | null;
}

export type StageName = "greeting" | "qualifying" | "booking" | "proposing" | "with-rep" | "closed";

export type Outcome =
  | "booked"
  | "handover"
  | "opted-out"
  | "not-interested"
  | "nurture"
  | "wrong-number"
  | "erased"
  | "not-a-fit"
  | "won";

export type HandoverReason =
  | "asked-for-human"
  | "not-understood"
  | "complaint"
  | "high-value"
  | "rep-took-over"
  | "cannot-book"
  | "question-without-answer";

export type Wish = "meeting" | "proposal";

export type FollowUpReason = "silent" | "asked-for-later" | "reminder";

export interface Consent {
  /** Marketing or any proactive word is allowed. An inbound message allows answers to it, never more. */
  readonly proactive: boolean;
  readonly optedOutAt: number | null;
}

export type Ledger = { readonly [Subject in FactSubject]?: LedgerEntry<Subject> };

export interface LedgerEntry<Subject extends FactSubject = FactSubject> extends Evidence<Subject> {
  /** What stood here before, oldest first. */
  readonly history: readonly Evidence<Subject>[];
}

export interface Evidence<Subject extends FactSubject = FactSubject> {
  readonly state: FactState | "contradicted";
  readonly value: FactValues[Subject] | null;
  readonly quote: string;
  readonly messageId: string;
  readonly confidence: number;
}

export interface TimeSlot {
  /** `rep@start`: unique for one rep and moment, also the id of the button that picks it. */
  readonly id: string;
  readonly rep: string;
  /** ISO with the Riyadh offset. */
  readonly from: string;
  readonly to: string;
}

export interface BookingState {
  readonly id: string;
  readonly slot: TimeSlot;
  readonly status: "held" | "confirmed" | "cancelled";
}

/** What is not known yet widens the score; it does not lower it. Each number 0 to 1. */
export interface Interval {
  readonly least: number;
  readonly most: number;
}
