import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { leads } from "./people.ts";
import { conversations } from "./talks.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true });

/**
 * Meetings, held or agreed. That no rep has two at once is the exclusion constraint `bookings_no_overlap`
 * (added in SQL, for drizzle has no word for it).
 */
export const bookings = pgTable(
  "bookings",
  {
    id: text("id").primaryKey(),
    number: bigint("number", { mode: "number" }).generatedAlwaysAsIdentity(),
    conversationId: text("conversation_id")
      .notNull()
      .references(() => conversations.id, { onDelete: "cascade" }),
    leadId: text("lead_id")
      .notNull()
      .references(() => leads.id, { onDelete: "cascade" }),
    rep: text("rep").notNull(),
    starts: moment("starts").notNull(),
    ends: moment("ends").notNull(),
    /** held | confirmed | cancelled | expired */
    status: text("status").notNull(),
    heldUntil: moment("held_until"),
    /** Id in an outside calendar once the event is there. */
    eventId: text("event_id"),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("bookings_slot").on(table.rep, table.starts).where(sql`status in ('held', 'confirmed')`),
    index("bookings_conversation").on(table.conversationId),
    index("bookings_lead").on(table.leadId),
    index("bookings_number").on(table.number.desc()),
    index("bookings_time").on(table.starts),
  ],
);

/** Each version of each offer made to a lead. A draft leaves the house only after a rep approved it. */
export const proposals = pgTable(
  "proposals",
  {
    id: text("id").primaryKey(),
    number: bigint("number", { mode: "number" }).generatedAlwaysAsIdentity(),
    conversationId: text("conversation_id")
      .notNull()
      .references(() => conversations.id, { onDelete: "cascade" }),
    leadId: text("lead_id")
      .notNull()
      .references(() => leads.id, { onDelete: "cascade" }),
    version: integer("version").notNull(),
    /** draft | approved | sent | accepted | declined | superseded */
    status: text("status").notNull(),
    draft: jsonb("draft").notNull(),
    approvedBy: text("approved_by"),
    validUntil: moment("valid_until").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("proposals_version").on(table.conversationId, table.version),
    index("proposals_lead").on(table.leadId),
    index("proposals_number").on(table.number.desc()),
  ],
);

/** What a person of the team should do: call someone, answer a question, look at a doubtful send. */
export const tasks = pgTable(
  "tasks",
  {
    number: bigint("number", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    conversationId: text("conversation_id").references(() => conversations.id, { onDelete: "cascade" }),
    leadId: text("lead_id").references(() => leads.id, { onDelete: "cascade" }),
    /** call-rep | ask-team | doubtful-send | undelivered | parked-message | crm | linkedin-draft */
    kind: text("kind").notNull(),
    reason: text("reason"),
    summary: text("summary").notNull(),
    rep: text("rep"),
    createdAt: moment("created_at").notNull().defaultNow(),
    doneAt: moment("done_at"),
    /** Who did it, when somebody said so. */
    doneBy: text("done_by"),
  },
  (table) => [
    index("tasks_open").on(table.number.desc()).where(sql`done_at is null`),
    index("tasks_conversation").on(table.conversationId),
    index("tasks_lead").on(table.leadId),
  ],
);

/** First words to somebody, written for a colleague to approve. Nothing here leaves by itself. */
export const outreachDrafts = pgTable(
  "outreach_drafts",
  {
    id: text("id").primaryKey(),
    number: bigint("number", { mode: "number" }).generatedAlwaysAsIdentity(),
    leadId: text("lead_id")
      .notNull()
      .references(() => leads.id, { onDelete: "cascade" }),
    /** whatsapp | email | sms | linkedin */
    channel: text("channel").notNull(),
    language: text("language").notNull(),
    subject: text("subject"),
    text: text("text").notNull(),
    /** draft | approved | declined */
    status: text("status").notNull().default("draft"),
    /** Where it was queued, once approved. */
    conversationId: text("conversation_id"),
    decidedBy: text("decided_by"),
    createdAt: moment("created_at").notNull().defaultNow(),
    decidedAt: moment("decided_at"),
  },
  (table) => [
    index("outreach_drafts_lead").on(table.leadId),
    index("outreach_drafts_number").on(table.number.desc()),
  ],
);

/** One run of one agent, for the figures. Nothing here tells who it was about once the lead is gone. */
export const agentRuns = pgTable(
  "agent_runs",
  {
    number: bigint("number", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    agent: text("agent").notNull(),
    leadId: text("lead_id").references(() => leads.id, { onDelete: "set null" }),
    ok: boolean("ok").notNull(),
    milliseconds: integer("milliseconds").notNull(),
    error: text("error"),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    index("agent_runs_agent").on(table.agent, table.number.desc()),
    index("agent_runs_lead").on(table.leadId).where(sql`lead_id is not null`),
  ],
);
