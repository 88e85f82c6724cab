import type { Company } from "../conversation/company.ts";
import type { SlotQuery } from "../conversation/decide.ts";
import type { InboundMessage, Language } from "../conversation/message.ts";
import type { TimeSlot } from "../conversation/state.ts";
import type { RawRequest } from "./channel.ts";
import type { ProposalRecord } from "./records.ts";

/** What people outside the talk may do: reps, admins, systems. Implemented in bot/flow, called from bot/http. */
export interface Commands {
  /** A platform's webhook: verified, read, stored, and only then answered. Rejects when it could not be stored. */
  receiveWebhook(channel: string, request: RawRequest): Promise<"stored" | "not-genuine" | "unknown-channel">;
  /** A message typed in our own web chat. */
  receiveMessage(message: InboundMessage): Promise<"new" | "repeat">;
  /** A lead from a form or a system, merged with one we know by email or phone. */
  postLead(lead: PostedLead): Promise<PostedLeadResult>;
  updateLead(id: string, change: LeadChange, by: Actor): Promise<CommandResult>;
  /** Returns only when no bot message can leave any more. */
  takeOver(conversationId: string, rep: Actor): Promise<CommandResult>;
  release(conversationId: string, rep: Actor): Promise<CommandResult>;
  /** A rep writes; takes over first. The id is the message's. */
  repWrites(
    conversationId: string,
    text: string,
    rep: Actor,
  ): Promise<CommandResult<{ readonly messageId: string }>>;
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

export interface LeadChange {
  readonly status?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

export interface ProposalChange {
  readonly lines?: readonly { readonly priceId: string; readonly quantity: number }[];
  readonly needs?: readonly string[];
}
