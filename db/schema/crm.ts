import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true });

/** One row while any process has a CRM; without it no work for one is written down. */
export const crmSwitch = pgTable("crm_switch", {
  provider: text("provider").primaryKey(),
  since: moment("since").notNull().defaultNow(),
  /** When a process last said that it has this CRM. */
  seenAt: moment("seen_at").notNull().defaultNow(),
});

/** Leads the CRM has not heard the latest of. Written by triggers, in the transaction that changed the lead. */
export const crmJobs = pgTable(
  "crm_jobs",
  {
    leadId: text("lead_id").primaryKey(),
    contactId: text("contact_id").notNull(),
    /** Grows with each change; the work is done only when nothing came in between. */
    seq: bigint("seq", { mode: "number" }).notNull().default(1),
    dueAt: moment("due_at").notNull(),
    leaseUntil: moment("lease_until"),
    tries: integer("tries").notNull().default(0),
    /** Refused so often that only a new change of the lead tries it again. */
    dead: boolean("dead").notNull().default(false),
    lastError: text("last_error"),
  },
  (table) => [
    index("crm_jobs_due").on(table.dueAt).where(sql`not dead`),
    index("crm_jobs_contact").on(table.contactId),
  ],
);

/** What of ours is what of theirs, and a hash of what we wrote last into each of its fields. */
export const crmLinks = pgTable(
  "crm_links",
  {
    /** contact | company | deal | note | merged */
    kind: text("kind").notNull(),
    /** A contact's id, also of one that was merged into `contact_id`, or a lead's for the others. */
    ourId: text("our_id").notNull(),
    theirId: text("their_id").notNull(),
    contactId: text("contact_id").notNull(),
    written: jsonb("written").notNull().default({}),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.ourId] }),
    index("crm_links_theirs").on(table.kind, table.theirId),
    index("crm_links_contact").on(table.contactId),
  ],
);

/** People who were erased here and not yet in the CRM. */
export const crmErasures = pgTable("crm_erasures", {
  contactId: text("contact_id").primaryKey(),
  dueAt: moment("due_at").notNull().defaultNow(),
  tries: integer("tries").notNull().default(0),
});

/** What people changed in the CRM, as its webhooks told it; kept a month so that a repeat is known. */
export const crmNews = pgTable(
  "crm_news",
  {
    id: text("id").primaryKey(),
    /** contact | deal */
    kind: text("kind").notNull(),
    theirId: text("their_id").notNull(),
    property: text("property").notNull(),
    value: text("value").notNull(),
    occurredAt: moment("occurred_at").notNull(),
    handledAt: moment("handled_at"),
  },
  (table) => [index("crm_news_waiting").on(table.occurredAt).where(sql`handled_at is null`)],
);
