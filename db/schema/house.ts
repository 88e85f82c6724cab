import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  text,
  timestamp,
} from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true });

/** Words about our own accounts, and parts of deliveries that nobody could use. */
export const notices = pgTable(
  "notices",
  {
    number: bigint("number", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    channel: text("channel").notNull(),
    account: text("account"),
    /** info | warning | alarm */
    severity: text("severity").notNull(),
    what: text("what").notNull(),
    detail: text("detail").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [index("notices_severity").on(table.severity, table.number.desc())],
);

/** Documents as they came (webhooks, MIME, research), for as long as the retention allows. */
export const archive = pgTable(
  "archive",
  {
    number: bigint("number", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text("kind").notNull(),
    contactId: text("contact_id"),
    document: jsonb("document").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    index("archive_kind").on(table.kind, table.number.desc()),
    index("archive_contact").on(table.contactId).where(sql`contact_id is not null`),
    index("archive_age").on(table.createdAt),
  ],
);

/** Settings by name, every version kept; the highest version is in force. */
export const settings = pgTable(
  "settings",
  {
    number: bigint("number", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    name: text("name").notNull(),
    value: jsonb("value").notNull(),
    by: text("by").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [index("settings_name").on(table.name, table.number.desc())],
);

/** How far watched mailboxes were read, and which addresses are dead; each key's latest value only. */
export const mailboxMemory = pgTable("mailbox_memory", {
  key: text("key").primaryKey(),
  value: jsonb("value").notNull(),
  updatedAt: moment("updated_at").notNull().defaultNow(),
});

/** Keys for REST v1. Only the SHA-256 of a key is kept. */
export const apiKeys = pgTable("api_keys", {
  sha256: text("sha256").primaryKey(),
  name: text("name").notNull(),
  /** admin | rep | system */
  role: text("role").notNull(),
  createdAt: moment("created_at").notNull().defaultNow(),
  revokedAt: moment("revoked_at"),
});

/** What each attempt at a language model did and cost, for the figures and the trace. */
export const modelCalls = pgTable(
  "model_calls",
  {
    number: bigint("number", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    /** null for work outside a talk, and once the person was erased. */
    conversationId: text("conversation_id"),
    turn: integer("turn"),
    task: text("task").notNull(),
    provider: text("provider").notNull(),
    model: text("model").notNull(),
    outcome: text("outcome").notNull(),
    fallback: boolean("fallback").notNull().default(false),
    milliseconds: integer("milliseconds").notNull(),
    tokensIn: integer("tokens_in").notNull().default(0),
    tokensOut: integer("tokens_out").notNull().default(0),
    tokensCached: integer("tokens_cached").notNull().default(0),
    /** To the billionth of a dollar: a single token costs less than a millionth. */
    costUsd: numeric("cost_usd", { precision: 18, scale: 9 }).notNull().default("0"),
    /** Kinds of personal data that left in the call. */
    left: jsonb("data_left").notNull().default([]),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    index("model_calls_conversation").on(table.conversationId, table.number),
    index("model_calls_age").on(table.createdAt),
  ],
);

/** Talks whose people were erased: what models' caches and traces hold of them has to go too. */
export const modelErasures = pgTable(
  "model_erasures",
  {
    conversationId: text("conversation_id").primaryKey(),
    /** No turn of it had a higher number. */
    turns: integer("turns").notNull(),
    erasedAt: moment("erased_at").notNull().defaultNow(),
    dueAt: moment("due_at").notNull(),
    tries: integer("tries").notNull().default(0),
    /** How often its traces were deleted. */
    passes: integer("passes").notNull().default(0),
  },
  (table) => [index("model_erasures_at").on(table.erasedAt)],
);

/** What models cost in each month, so that the budget is read from one row however many calls there were. */
export const modelSpending = pgTable("model_spending", {
  /** YYYY-MM in Riyadh. */
  month: text("month").primaryKey(),
  costUsd: numeric("cost_usd", { precision: 18, scale: 9 }).notNull(),
});
