import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  customType,
  doublePrecision,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { contacts, leads } from "./people.ts";

/*
 * The tables that every message writes to (messages, outbox, deliveries, turns, facts) have no foreign keys: each
 * check would cost as much as the row itself. Their rows are only ever written in a statement that holds the lock of
 * their conversation, and erasing a person names them one by one (db/erase.ts).
 */

const bytea = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });
const moment = (name: string) => timestamp(name, { withTimezone: true });

/** One talk with one person on one of our accounts. */
export const conversations = pgTable(
  "conversations",
  {
    id: text("id").primaryKey(),
    number: bigint("number", { mode: "number" }).generatedAlwaysAsIdentity(),
    channel: text("channel").notNull(),
    account: text("account").notNull(),
    contactId: text("contact_id")
      .notNull()
      .references(() => contacts.id, { onDelete: "cascade" }),
    leadId: text("lead_id")
      .notNull()
      .references(() => leads.id, { onDelete: "cascade" }),
    /** Where answers go: the handle the person wrote from last. */
    handle: text("handle").notNull(),
    alsoKnownAs: text("also_known_as").array().notNull().default(sql`'{}'::text[]`),
    version: integer("version").notNull().default(0),
    /** The version of the last take-over or release: what the bot prepared before it never leaves. */
    fence: integer("fence").notNull().default(0),
    owner: text("owner").notNull().default("bot"),
    rep: text("rep"),
    stage: text("stage").notNull().default("greeting"),
    asking: text("asking"),
    outcome: text("outcome"),
    language: text("language").notNull().default("ar"),
    /** The whole `Conversation`. The columns above repeat what lists and fences need. Kept as it was written (see turns). */
    state: json("state").notNull(),
    /** The `MailThread` that was written in last; null where nobody writes letters. */
    thread: jsonb("thread"),
    /** The talk that this one goes on in since its person turned out to be another's; kept as it was. */
    mergedInto: text("merged_into"),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("conversations_person")
      .on(table.channel, table.account, table.contactId)
      .where(sql`merged_into is null`),
    index("conversations_contact").on(table.contactId),
    index("conversations_lead").on(table.leadId),
    index("conversations_number").on(table.number.desc()),
  ],
);

/** People who wrote letters in somebody else's talk: colleagues who were copied. */
export const threadPeople = pgTable(
  "thread_people",
  {
    conversationId: text("conversation_id")
      .notNull()
      .references(() => conversations.id, { onDelete: "cascade" }),
    contactId: text("contact_id")
      .notNull()
      .references(() => contacts.id, { onDelete: "cascade" }),
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.contactId] }),
    index("thread_people_contact").on(table.contactId),
  ],
);

/**
 * Who may work on a talk, and when there is something to do: one row beside each conversation. Apart, because these
 * few values change four times a message, and would each time renew every index of the conversation.
 */
export const lanes = pgTable(
  "lanes",
  {
    conversationId: text("conversation_id")
      .primaryKey()
      .references(() => conversations.id, { onDelete: "cascade" }),
    /** null = nothing to do. Set by whatever brings work, cleared only by a claim. */
    dueAt: moment("due_at"),
    /** When the oldest bubble of the coming turn arrived; bounds the wait for one more. */
    waitingSince: moment("waiting_since"),
    /** The worker that holds the lane; it holds it while its row in `workers` is alive. */
    leaseOwner: text("lease_owner"),
    /** Claims since the last turn that ended well: tells a poison message, even one that kills the process. */
    attempts: integer("attempts").notNull().default(0),
    /** When the person wrote last, by the platform's clock: opens the reply window. */
    lastInboundAt: moment("last_inbound_at"),
    /** When something was said last, by either side; null = never. Here, where it costs no index of the conversation. */
    talkedAt: moment("talked_at"),
    /** Every message up to this number has been heard: where the search for waiting ones begins. */
    heardTo: bigint("heard_to", { mode: "number" }).notNull().default(0),
  },
  (table) => [
    index("lanes_recent").on(table.talkedAt.desc(), table.conversationId.desc()),
    index("lanes_due").on(table.dueAt).where(sql`due_at is not null and lease_owner is null`),
    index("lanes_leased").on(table.leaseOwner).where(sql`lease_owner is not null`),
  ],
);

/** What people wrote to us. `number` is the order of arrival; within a turn the platform's clock orders. */
export const messages = pgTable(
  "messages",
  {
    number: bigint("number", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    conversationId: text("conversation_id").notNull(),
    channel: text("channel").notNull(),
    account: text("account").notNull(),
    platformId: text("platform_id").notNull(),
    kind: text("kind").notNull(),
    text: text("text").notNull(),
    /** Platform id of the message this one quotes, edits, revokes or reacts to. */
    about: text("about"),
    /** The whole `InboundMessage`; kept as it was written (see turns). */
    payload: json("payload").notNull(),
    /** received | handled | edited | revoked | parked */
    status: text("status").notNull().default("received"),
    /** The turn that heard it; null = waiting. */
    handledTurn: integer("handled_turn"),
    sentAt: moment("sent_at").notNull(),
    receivedAt: moment("received_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("messages_platform").on(table.channel, table.account, table.platformId),
    index("messages_conversation").on(table.conversationId, table.number),
  ],
);

/** Files of letters that no mailbox keeps for us (SendGrid's Inbound Parse). */
export const letterFiles = pgTable(
  "letter_files",
  {
    account: text("account").notNull(),
    /** The platform id of its message. */
    letterId: text("letter_id").notNull(),
    place: integer("place").notNull(),
    mediaType: text("media_type").notNull(),
    bytes: bytea("bytes").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.account, table.letterId, table.place] }),
    index("letter_files_age").on(table.createdAt),
  ],
);

/** Everything said by us: the bot's words, the reps' words, and echoes of what reps wrote elsewhere. */
export const outbox = pgTable(
  "outbox",
  {
    /** Ours, made before sending; travels with the message so that a receipt can name it. */
    id: text("id").primaryKey(),
    number: bigint("number", { mode: "number" }).generatedAlwaysAsIdentity(),
    conversationId: text("conversation_id").notNull(),
    turn: integer("turn").notNull(),
    version: integer("version").notNull(),
    /** bot | rep */
    author: text("author").notNull(),
    rep: text("rep"),
    language: text("language").notNull(),
    text: text("text").notNull(),
    choices: json("choices").notNull().default([]),
    choicesLabel: text("choices_label"),
    attachments: json("attachments").notNull().default([]),
    template: json("template"),
    subject: text("subject"),
    /** answer | proactive */
    purpose: text("purpose").notNull(),
    inReplyTo: text("in_reply_to"),
    /** Booking whose ICS file goes along. */
    icsOf: text("ics_of"),
    /** Proposal that goes along; it counts as sent when this message is. */
    proposalId: text("proposal_id"),
    /** waiting | sending | sent | delivered | read | failed | cancelled | doubtful */
    state: text("state").notNull(),
    detail: text("detail"),
    attempts: integer("attempts").notNull().default(0),
    /** waiting: not before; doubtful: how long a receipt is awaited (null = a rep was told). */
    dueAt: moment("due_at"),
    doubtSince: moment("doubt_since"),
    platformIds: text("platform_ids").array().notNull().default(sql`'{}'::text[]`),
    billable: boolean("billable"),
    createdAt: moment("created_at").notNull().defaultNow(),
    sentAt: moment("sent_at"),
  },
  (table) => [
    index("outbox_conversation").on(table.conversationId, table.number),
    index("outbox_unsent")
      .on(table.conversationId, table.number)
      .where(sql`state in ('waiting', 'sending') or (state = 'doubtful' and due_at is not null)`),
  ],
);

/** Which of our messages a platform's id belongs to; one message may have been split into several. */
export const deliveries = pgTable(
  "deliveries",
  {
    channel: text("channel").notNull(),
    account: text("account").notNull(),
    platformId: text("platform_id").notNull(),
    outboxId: text("outbox_id").notNull(),
    /** The platform took it and could not deliver it after all, and what that calls for was done. */
    failed: boolean("failed").notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.channel, table.account, table.platformId] }),
    index("deliveries_outbox").on(table.outboxId),
  ],
);

/** When a platform last told of a message of ours, for each account: whether a receipt that does not come means anything. */
export const receiptMarks = pgTable(
  "receipt_marks",
  {
    channel: text("channel").notNull(),
    account: text("account").notNull(),
    heardAt: moment("heard_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.channel, table.account] })],
);

/** Why each thing was said: one row a turn, for ever. */
export const turns = pgTable(
  "turns",
  {
    conversationId: text("conversation_id").notNull(),
    number: integer("number").notNull(),
    version: integer("version").notNull(),
    because: text("because").notNull(),
    /** Written once, read whole: as text, for taking it apart and putting it together again costs more than the row. */
    events: json("events").notNull(),
    actions: json("actions").notNull(),
    understood: json("understood").notNull(),
    messageIds: text("message_ids").array().notNull().default(sql`'{}'::text[]`),
    at: moment("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.conversationId, table.number] })],
);

/** Every fact ever learned, in order, with the words that carried it. The current ledger is in the state. */
export const facts = pgTable(
  "facts",
  {
    number: bigint("number", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    conversationId: text("conversation_id").notNull(),
    messageId: text("message_id").notNull(),
    about: text("about").notNull(),
    state: text("state").notNull(),
    value: jsonb("value"),
    quote: text("quote").notNull(),
    confidence: doublePrecision("confidence").notNull(),
    at: moment("at").notNull(),
  },
  (table) => [index("facts_conversation").on(table.conversationId, table.number)],
);

/** One timer of each kind per conversation. */
export const timers = pgTable(
  "timers",
  {
    conversationId: text("conversation_id")
      .notNull()
      .references(() => conversations.id, { onDelete: "cascade" }),
    kind: text("kind").notNull(),
    dueAt: moment("due_at").notNull(),
    /** It has come, and the lane was made due; the coming turn hears of it. */
    rung: boolean("rung").notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.kind] }),
    index("timers_due").on(table.dueAt).where(sql`not rung`),
  ],
);

/** The running workers. A lane's lease holds as long as its owner's row is alive. */
export const workers = pgTable("workers", {
  id: text("id").primaryKey(),
  aliveUntil: moment("alive_until").notNull(),
});
