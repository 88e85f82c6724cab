import type { Company } from "../conversation/company.ts";
import type { ProposalDraft } from "../conversation/decide.ts";
import type { Attachment, Choice, Language, MessageKind, Sensed } from "../conversation/message.ts";
import type { Conversation, TimeSlot } from "../conversation/state.ts";
import type { ModelCallEntry } from "./model-accounts.ts";
import type { NewTask } from "./turn-record.ts";

/** What the REST API and the inbox read. Plain records; how they look outside is decided in bot/http. */
export interface Records {
  readonly conversations: {
    /** `handle` matches any address of the person: phone with or without +, BSUID, email, visitor id. Newest first. */
    list(filter: ConversationFilter, page: Page): Promise<PageOf<ConversationRecord>>;
    get(id: string): Promise<ConversationRecord | null>;
    /** Oldest first. */
    messages(id: string, page: Page): Promise<PageOf<TranscriptEntry>>;
    /** What a person sent with a message, by its place (0 = first) in it; null when there is none. */
    attachment(id: string, messageId: string, index: number): Promise<SentFile | null>;
    /** One entry a turn, oldest first. */
    trace(id: string, page: Page): Promise<PageOf<TraceEntry>>;
    /** The last `count` entries of transcript and trace, oldest first: for whoever watches a talk live. */
    recent(
      id: string,
      count: number,
    ): Promise<{ readonly messages: readonly TranscriptEntry[]; readonly turns: readonly TraceEntry[] }>;
  };
  readonly leads: {
    list(filter: LeadFilter, page: Page): Promise<PageOf<LeadRecord>>;
    get(id: string): Promise<LeadRecord | null>;
  };
  readonly bookings: {
    list(
      filter: { readonly status?: string; readonly rep?: string },
      page: Page,
    ): Promise<PageOf<BookingRecord>>;
    get(id: string): Promise<BookingRecord | null>;
  };
  readonly proposals: {
    list(
      filter: { readonly status?: string; readonly leadId?: string },
      page: Page,
    ): Promise<PageOf<ProposalRecord>>;
    get(id: string): Promise<ProposalRecord | null>;
  };
  readonly outreach: {
    list(
      filter: { readonly status?: string; readonly leadId?: string },
      page: Page,
    ): Promise<PageOf<OutreachRecord>>;
    get(id: string): Promise<OutreachRecord | null>;
  };
  readonly tasks: {
    /** What the team should do, the newest first. */
    list(filter: TaskFilter, page: Page): Promise<PageOf<TaskRecord>>;
    get(id: string): Promise<TaskRecord | null>;
    /** The open ones of these talks and leads, and every call for a rep in them, the newest first. */
    about(ids: {
      readonly conversationIds: readonly string[];
      readonly leadIds: readonly string[];
    }): Promise<readonly TaskRecord[]>;
  };
  /** Everything held about one person, for a data-subject request; null when unknown. */
  exportContact(contactId: string): Promise<Readonly<Record<string, unknown>> | null>;
  /** The profile in force. */
  company(): Promise<Company>;
  /** Figures for GET /analytics and /analytics/funnel. */
  analytics(): Promise<Analytics>;
  /** Rejects when the store cannot be reached: for /health/ready. */
  ping(): Promise<void>;
}

export interface Page {
  readonly limit: number;
  /** Opaque; from the `nextCursor` of the page before. The store rejects with a `BadCursor` for one it never gave out. */
  readonly cursor: string | null;
}

/** What a list rejects with when its cursor is not one of its own. */
export interface BadCursor extends Error {
  readonly name: "BadCursor";
}

export interface PageOf<Row> {
  readonly data: readonly Row[];
  readonly nextCursor: string | null;
}

export interface ConversationFilter {
  readonly handle?: string;
  readonly channel?: string;
  readonly owner?: string;
  readonly stage?: string;
}

export interface ConversationRecord {
  readonly state: Conversation;
  readonly handle: string;
  readonly account: string;
  readonly leadId: string;
  readonly lastMessageAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A file that a person sent; only the channel it came on knows how to get its bytes. */
export interface SentFile {
  readonly channel: string;
  readonly attachment: Attachment;
}

export interface TranscriptEntry {
  readonly id: string;
  readonly direction: "in" | "out";
  readonly author: "prospect" | "bot" | "rep" | "system";
  readonly rep: string | null;
  readonly kind: MessageKind;
  readonly text: string;
  readonly choices: readonly Choice[];
  readonly attachments: readonly {
    readonly kind: string;
    readonly mediaType: string;
    readonly fileName: string | null;
    /** Where one of our own files can be fetched: a path under /files. null for what people sent, see `attachment`. */
    readonly url: string | null;
  }[];
  /** Incoming: received | handled | edited | revoked. Outgoing: waiting | sending | sent | delivered | read | failed | cancelled | doubtful. */
  readonly status: string;
  readonly statusDetail: string | null;
  /** What a model heard in a recording or saw in a picture; null for words that were written. */
  readonly sensed: Sensed | null;
  readonly at: string;
}

export interface TraceEntry {
  readonly turn: number;
  readonly at: string;
  readonly because: string;
  readonly events: readonly unknown[];
  readonly actions: readonly unknown[];
  readonly understood: readonly unknown[];
  readonly messageIds: readonly string[];
  /** The attempts at language models made for this turn, oldest first. */
  readonly modelCalls: readonly (ModelCallEntry & { readonly at: string })[];
}

export interface LeadFilter {
  readonly status?: string;
  readonly tier?: string;
  readonly source?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly q?: string;
  /** As `companyKey` makes it. */
  readonly companyKey?: string;
  readonly updatedSince?: string;
}

export interface LeadRecord {
  readonly id: string;
  readonly contactId: string;
  readonly source: string;
  readonly status: LeadStatus;
  readonly locale: Language;
  /** Newest talk first; a lead posted without a reachable address has one talk that nobody has written in. */
  readonly conversations: readonly ConversationRecord[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type LeadStatus =
  | "new"
  | "qualified"
  | "discovery"
  | "proposal"
  | "negotiation"
  | "won"
  | "lost"
  | "disqualified";

export interface BookingRecord {
  readonly id: string;
  readonly conversationId: string;
  readonly leadId: string;
  readonly slot: TimeSlot;
  readonly status: "held" | "confirmed" | "cancelled" | "expired";
  readonly createdAt: string;
}

export interface ProposalRecord {
  readonly id: string;
  readonly conversationId: string;
  readonly leadId: string;
  readonly version: number;
  readonly status: "draft" | "approved" | "sent" | "accepted" | "declined" | "superseded";
  readonly draft: ProposalDraft;
  readonly approvedBy: string | null;
  readonly createdAt: string;
  readonly validUntil: string;
}

/** A first word to somebody, waiting for a colleague's yes. */
export interface OutreachRecord {
  readonly id: string;
  readonly leadId: string;
  /** sms and linkedin are for copying by hand: no program of ours sends there. */
  readonly channel: "whatsapp" | "email" | "sms" | "linkedin";
  readonly language: Language;
  readonly subject: string | null;
  readonly text: string;
  readonly status: "draft" | "approved" | "declined";
  /** The conversation it was queued in, once approved. */
  readonly conversationId: string | null;
  readonly decidedBy: string | null;
  readonly createdAt: string;
}

export interface TaskFilter {
  /** Absent = both. */
  readonly state?: "open" | "done";
  readonly kind?: string;
  /** Tasks of this rep, and those that are nobody's yet. */
  readonly rep?: string;
  readonly conversationId?: string;
  readonly leadId?: string;
}

/** Something a person of the team should do. */
export interface TaskRecord {
  readonly id: string;
  readonly kind: NewTask["kind"];
  readonly reason: string | null;
  /** What to know or, for a draft to be sent by hand, the text to copy. */
  readonly summary: string;
  /** null = anybody's. */
  readonly rep: string | null;
  readonly conversationId: string | null;
  readonly leadId: string | null;
  readonly createdAt: string;
  readonly doneAt: string | null;
  readonly doneBy: string | null;
}

export interface Analytics {
  readonly leadsTotal: number;
  readonly leadsByStatus: Readonly<Record<string, number>>;
  readonly leadsBySource: Readonly<Record<string, number>>;
  readonly leadsBySector: Readonly<Record<string, number>>;
  readonly pipelineSar: number;
  readonly conversationsByStage: Readonly<Record<string, number>>;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly bookingsTotal: number;
  /** Milliseconds from a prospect's message to our answer; null before the first. */
  readonly responseTime: { readonly p50: number | null; readonly p95: number | null };
  readonly funnel: readonly { readonly step: string; readonly count: number }[];
  /** Of those that are still kept (`KEEP_ACCOUNTS_DAYS`). */
  readonly agentRunsTotal: number;
  readonly agentRunsErrors: number;
  /** By agent; `p50` in milliseconds. */
  readonly agentRuns: Readonly<
    Record<string, { readonly runs: number; readonly errors: number; readonly p50: number | null }>
  >;
}
