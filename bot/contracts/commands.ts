import type { Company } from "../conversation/company.ts";
import type { SlotQuery } from "../conversation/decide.ts";
import type { ChannelName, InboundMessage, Language } from "../conversation/message.ts";
import type { Conversation, TimeSlot } from "../conversation/state.ts";
import type { Fact } from "../conversation/understanding.ts";
import type { RawRequest } from "./channel.ts";
import type { OutreachRecord, ProposalRecord } from "./records.ts";

/** What people outside the talk may do: reps, admins, systems. Implemented in bot/flow, called from bot/http. */
export interface Commands {
  /** A platform's webhook: verified, read, stored, and only then answered. Rejects when it could not be stored. */
  receiveWebhook(channel: string, request: RawRequest): Promise<"stored" | "not-genuine" | "unknown-channel">;
  /** A message typed in our own web chat. */
  receiveMessage(message: InboundMessage): Promise<"new" | "repeat">;
  /** A lead from a form or a system, merged with one we know by email or phone. */
  postLead(lead: PostedLead): Promise<PostedLeadResult>;
  updateLead(id: string, change: LeadChange, by: Actor): Promise<CommandResult>;
  /** Offers or books a meeting in the lead's talk, or drafts a proposal; answers the talk as it is then. */
  serveLead(id: string, wish: LeadWish, by: Actor): Promise<CommandResult<Conversation>>;
  /** Answers of the lead that came in another way than a message; answers what all talks say then. */
  noteAnswers(id: string, answers: readonly Fact[], by: Actor): Promise<CommandResult<Conversation>>;
  /** Keeps a first word to somebody for a colleague to approve; nothing leaves. */
  draftOutreach(draft: NewOutreach, by: Actor): Promise<CommandResult<OutreachRecord>>;
  /** Queues it as a proactive message: consent, opt-out and the send clock still hold. */
  approveOutreach(id: string, by: Actor): Promise<CommandResult<OutreachRecord>>;
  declineOutreach(id: string, by: Actor): Promise<CommandResult<OutreachRecord>>;
  /** Marks a task as done; done again it changes nothing. */
  finishTask(id: string, by: Actor): Promise<CommandResult>;
  /** Returns only when no bot message can leave any more. */
  takeOver(conversationId: string, rep: Actor): Promise<CommandResult<StandingTalk>>;
  release(conversationId: string, rep: Actor): Promise<CommandResult<StandingTalk>>;
  /** A rep writes; takes over first. Words with an id that were written before are not written again. */
  repWrites(conversationId: string, words: RepWords, rep: Actor): Promise<CommandResult<WrittenWords>>;
  cancelBooking(id: string, by: Actor): Promise<CommandResult>;
  availability(query: SlotQuery): Promise<readonly TimeSlot[]>;
  updateProposal(id: string, change: ProposalChange, by: Actor): Promise<CommandResult<ProposalRecord>>;
  /** Approves the draft and queues it for sending in its conversation. */
  approveProposal(id: string, by: Actor): Promise<CommandResult<ProposalRecord>>;
  proposalPdf(id: string): Promise<CommandResult<Uint8Array>>;
  putCompany(company: Company, by: Actor): Promise<void>;
  /** What a booking link of our letters shows; changes nothing. */
  bookingPage(token: string): Promise<BookingPage>;
  /** Books the time of the link; used again it changes nothing. */
  bookByLink(token: string): Promise<BookingPage>;
  /** What an unsubscribe link shows; changes nothing. */
  unsubscribePage(token: string): Promise<UnsubscribePage>;
  /** Opts the person out on every channel; idempotent. */
  unsubscribeByLink(token: string): Promise<UnsubscribePage>;
  /** Erases the person everywhere; keeps only what proves the erasure and the opt-out. */
  eraseContact(contactId: string, by: Actor): Promise<CommandResult>;
}

/** What stands behind a booking link now. */
export type BookingPage =
  /** Not ours, or the talk is gone. */
  | { readonly state: "unknown" }
  | { readonly state: "ended"; readonly language: Language }
  | { readonly state: "offered"; readonly language: Language; readonly slot: TimeSlot }
  /** The meeting that stands; `isNew` = this very click made it. */
  | {
      readonly state: "booked";
      readonly language: Language;
      readonly slot: TimeSlot;
      readonly isNew: boolean;
    }
  /** Somebody else was quicker; each other free time with its own link. */
  | {
      readonly state: "taken";
      readonly language: Language;
      readonly slot: TimeSlot;
      readonly others: readonly { readonly slot: TimeSlot; readonly url: string }[];
    };

export type UnsubscribePage =
  | { readonly state: "unknown" }
  | { readonly state: "subscribed" | "unsubscribed"; readonly language: Language };

/** Whoever holds an API key or a seat: `id` is a rep id from company.yaml, or the key's name. */
export interface Actor {
  readonly id: string;
  readonly role: "admin" | "rep" | "system";
}

export type CommandResult<Value = undefined> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: "not-found" | "conflict" | "invalid"; readonly detail: string };

/** Why something was not done. */
export type Refusal = Extract<CommandResult, { readonly ok: false }>;

export interface PostedLead {
  readonly company: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly sector: string | null;
  readonly companySize: string | null;
  readonly region: string | null;
  readonly budget: string | null;
  readonly message: string | null;
  readonly locale: Language | null;
  readonly source: string;
  readonly autoBook: boolean;
  readonly autoProposal: boolean;
  /** Anything else that was posted: kept, shown, never acted on. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** What the person agreed to in the form, with its proof; without it we only answer. */
  readonly consent?: PostedConsent | null;
  /** The sender's own id of this post: posted again, it counts once. */
  readonly submissionId?: string;
}

/** The proof of a consent given in a form: what was shown, when, where, and which channels the person allowed. */
export interface PostedConsent {
  readonly wording: string;
  readonly version: string;
  readonly language: Language;
  /** ISO 8601, our clock. */
  readonly at: string;
  /** The page it was given on, without its query. */
  readonly page: string | null;
  readonly channels: readonly ("whatsapp" | "email")[];
}

export interface PostedLeadResult {
  readonly leadId: string;
  readonly duplicate: boolean;
  readonly extraction: unknown;
  readonly fit: unknown;
  readonly qualification: unknown;
  readonly crm: unknown;
  readonly booking: unknown;
  readonly proposal: unknown;
  readonly warnings: readonly string[];
}

/** A posted lead after its turn. */
export interface TakenLead {
  readonly leadId: string;
  readonly contactId: string;
  /** The person was known before. */
  readonly duplicate: boolean;
  /** The talk after the turn. */
  readonly conversation: Conversation;
  readonly company: Company;
  /** The channel on which they hear our answer; null when nobody is written to, and why. */
  readonly answeredOn: ChannelName | null;
  readonly silentBecause: string | null;
}

/** What a rep writes. */
export interface RepWords {
  readonly text: string;
  /** The message's id, the same for a repeat; null = none is asked for, and each time is another message. */
  readonly messageId: string | null;
}

/** The talk in which something was done: the one it goes on in, when the one that was named has been merged. */
export interface StandingTalk {
  readonly conversationId: string;
}

/** The message that was written, and the talk that it is in. */
export interface WrittenWords extends StandingTalk {
  readonly messageId: string;
}

export interface LeadChange {
  readonly status?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** What should happen in a lead's talk without the person having written. */
export interface LeadWish {
  /** Three free times are offered, or the time at this instant (ISO with offset) is booked if it is free; null = neither. */
  readonly meeting: "offer" | { readonly at: string; readonly rep: string | null } | null;
  /** A draft waits for a rep. */
  readonly proposal: boolean;
}

export interface NewOutreach {
  readonly leadId: string;
  readonly channel: OutreachRecord["channel"];
  readonly language: Language;
  /** Email only. */
  readonly subject: string | null;
  readonly text: string;
}

export interface ProposalChange {
  readonly lines?: readonly { readonly priceId: string; readonly quantity: number }[];
  readonly needs?: readonly string[];
}
