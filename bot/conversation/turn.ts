import type { Company } from "./company.ts";
import type { Choice, InboundMessage, Language } from "./message.ts";
import type { FollowUpReason, HandoverReason, Outcome, StageName, TimeSlot, Wish } from "./state.ts";
import type { Fact, Topic, Understanding } from "./understanding.ts";

/** All that a decision may look at. What is not here cannot influence it. */
export interface Turn {
  readonly trigger: Trigger;
  readonly company: Company;
  /** How people write to each other here: a chat (the default) or letters. A property of the channel's limits. */
  readonly pace?: Pace;
  /** null until a decision asks for them (`Decision.needs`), because looking them up costs a query. */
  readonly openSlots: readonly TimeSlot[] | null;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Fixed per turn and handed in, so that variants differ between people but a replay says the same. */
  readonly seed: number;
  /** Ids for what this turn creates, handed in because the heart has no chance. */
  readonly newIds: { readonly booking: string; readonly proposal: string };
}

/** A chat asks one thing at a time in bubbles; a letter greets, answers, and asks up to three things at once. */
export type Pace = "chat" | "letter";

export type Trigger =
  /** The bubbles that arrived since our last word, oldest first, each with what it means. */
  | { readonly kind: "messages"; readonly heard: readonly Heard[] }
  /** A timer of ours rang: follow-up, reminder, the end of a hold, a rep's idle time. */
  | { readonly kind: "timer"; readonly timer: TimerKind }
  /** A lead was posted by a form or a system; `heard` is its message, the facts came with it. */
  | {
      readonly kind: "lead";
      readonly facts: readonly Fact[];
      readonly heard: readonly Heard[];
      /** The person wrote in this talk before, and nobody proves that the post is theirs: it fills gaps only. */
      readonly unproven?: boolean;
      /** What the office wants done in this turn beside answering; nothing when absent. */
      readonly office?: OfficeWish;
    }
  /** They opened a signed link out of one of our letters: proof that the mailbox is theirs. Nothing is heard with it. */
  | { readonly kind: "click"; readonly click: Click; readonly heard: readonly Heard[] };

export type Click = { readonly what: "book"; readonly slot: TimeSlot } | { readonly what: "unsubscribe" };

/** What the office wants done in a lead's talk. */
export interface OfficeWish {
  /** Offer times when the fit allows a meeting, or book this one; null = whatever the talk itself calls for. */
  readonly meeting: "offer" | TimeSlot | null;
  /** Draft a proposal for a rep when the fit and the answers allow it. */
  readonly proposal: boolean;
}

export interface Heard {
  readonly message: InboundMessage;
  readonly understanding: Understanding;
}

export type TimerKind = "follow-up" | "reminder" | "hold-expired" | "rep-idle";

export interface Decision {
  readonly events: readonly ConversationEvent[];
  readonly actions: readonly Action[];
  /** One plain sentence for the rep's inbox: why the bot did this. */
  readonly because: string;
  /** Set when the decision cannot be made without free times: look them up and decide again. */
  readonly needs: SlotQuery | null;
}

/** Free times wanted: the window the person named, else the company's own horizon. ISO with offset. */
export interface SlotQuery {
  readonly from: string | null;
  readonly to: string | null;
  /** A rep already agreed on. */
  readonly rep: string | null;
}

/** What became true. Kept for ever, so past tense and no machinery. */
export type ConversationEvent =
  | { readonly happened: "heard"; readonly at: number; readonly messageIds: readonly string[] }
  /** `letters` = how many automatic letters in a row that makes; absent in a chat. */
  | {
      readonly happened: "spoke";
      readonly at: number;
      readonly wordings: readonly string[];
      readonly letters?: number;
    }
  | { readonly happened: "language-set"; readonly language: Language; readonly register: "formal" | "white" }
  | { readonly happened: "digits-set"; readonly digits: "arabic-indic" | "latin" }
  | { readonly happened: "profile-seen"; readonly name: string }
  | { readonly happened: "fact-learned"; readonly fact: Fact; readonly messageId: string }
  /** Two values that cannot both be true, and no word about which one holds. */
  | { readonly happened: "fact-contradicted"; readonly fact: Fact; readonly messageId: string }
  | {
      readonly happened: "pain-named";
      readonly pain: string;
      readonly quote: string;
      readonly messageId: string;
    }
  /** `also` = asked in the same letter, in the order of its numbers. */
  | { readonly happened: "asked"; readonly topic: Topic | null; readonly also?: readonly Topic[] }
  /** They want a meeting or a written quotation; remembered until it is met. */
  | { readonly happened: "wish-voiced"; readonly wish: Wish }
  | { readonly happened: "not-understood" }
  | { readonly happened: "understood" }
  | { readonly happened: "stage-entered"; readonly stage: StageName }
  | { readonly happened: "outcome-reached"; readonly outcome: Outcome | null }
  | { readonly happened: "times-offered"; readonly slots: readonly TimeSlot[] }
  | { readonly happened: "time-proposed"; readonly slot: TimeSlot | null }
  | { readonly happened: "time-held"; readonly bookingId: string; readonly slot: TimeSlot }
  | { readonly happened: "meeting-booked"; readonly bookingId: string; readonly slot: TimeSlot }
  | { readonly happened: "meeting-cancelled"; readonly bookingId: string }
  | { readonly happened: "proposal-drafted"; readonly proposalId: string; readonly version: number }
  | { readonly happened: "proposal-changed"; readonly proposalId: string; readonly status: string }
  | { readonly happened: "handed-over"; readonly reason: HandoverReason }
  | { readonly happened: "rep-took-over"; readonly rep: string | null }
  | { readonly happened: "rep-released" }
  | { readonly happened: "rep-said"; readonly at: number; readonly text: string }
  | { readonly happened: "opted-out"; readonly at: number }
  | { readonly happened: "opted-in"; readonly at: number }
  | { readonly happened: "erasure-requested" }
  | {
      readonly happened: "follow-up-set";
      readonly followUp: {
        readonly at: number;
        readonly step: number;
        readonly reason: FollowUpReason;
      } | null;
    };

/** What should be done. Data, not calls: saved with the events in one transaction, carried out afterwards. */
export type Action =
  | Say
  /** Insert a hold; refused by the database when the slot is gone, and then decided again without it. */
  | { readonly do: "hold-time"; readonly bookingId: string; readonly slot: TimeSlot; readonly until: number }
  /** Turns a hold (or a free slot) into a booking; refused the same way. */
  | { readonly do: "book"; readonly bookingId: string; readonly slot: TimeSlot }
  | { readonly do: "cancel-booking"; readonly bookingId: string }
  | { readonly do: "draft-proposal"; readonly proposalId: string; readonly draft: ProposalDraft }
  | { readonly do: "call-rep"; readonly reason: HandoverReason; readonly summary: string }
  /** A task for the team, such as a question the bot had no approved answer to. */
  | { readonly do: "ask-team"; readonly question: string }
  /** One timer of each kind per conversation; setting it again moves it, null clears it. */
  | { readonly do: "set-timer"; readonly timer: TimerKind; readonly at: number | null }
  | { readonly do: "opt-out" }
  | { readonly do: "opt-in" }
  | { readonly do: "erase" };

export interface Say {
  readonly do: "say";
  readonly text: string;
  readonly language: Language;
  readonly choices: readonly Choice[];
  readonly choicesLabel: string | null;
  /** Wording keys used, for the trace and so that no sentence comes twice in a row. */
  readonly wordings: readonly string[];
  /** Ids of the approved facts (claims, prices, bookings) that every number and promise in `text` resolves to. */
  readonly facts: readonly string[];
  /** Answers go out at any time; anything proactive waits for the Saudi clock and needs consent. */
  readonly purpose: "answer" | "proactive";
  /** Attach the ICS file of this booking. */
  readonly icsOf: string | null;
}

export interface ProposalDraft {
  readonly language: Language;
  readonly lines: readonly ProposalLine[];
  readonly needs: readonly string[];
  readonly offerId: string | null;
}

export interface ProposalLine {
  readonly priceId: string;
  readonly label: string;
  readonly quantity: number;
  readonly unitAmount: number;
  readonly per: "once" | "month" | "year";
}
