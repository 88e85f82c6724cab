import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true });

/** One person, on however many channels. */
export const contacts = pgTable("contacts", {
  id: text("id").primaryKey(),
  name: text("name"),
  language: text("language").notNull().default("ar"),
  /** Whether a proactive word is allowed; an inbound message never sets it. */
  proactive: boolean("proactive").notNull().default(false),
  optedOutAt: moment("opted_out_at"),
  erasedAt: moment("erased_at"),
  createdAt: moment("created_at").notNull().defaultNow(),
});

/** Every handle by which a person is known. A phone and a BSUID are two rows of one contact. */
export const addresses = pgTable(
  "addresses",
  {
    channel: text("channel").notNull(),
    handle: text("handle").notNull(),
    contactId: text("contact_id")
      .notNull()
      .references(() => contacts.id, { onDelete: "cascade" }),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.channel, table.handle] }),
    index("addresses_contact").on(table.contactId),
    index("addresses_handle").on(table.handle),
  ],
);

/** One sales case of one contact. Columns beside `metadata` are those that lists are filtered by. */
export const leads = pgTable(
  "leads",
  {
    id: text("id").primaryKey(),
    number: bigint("number", { mode: "number" }).generatedAlwaysAsIdentity(),
    contactId: text("contact_id")
      .notNull()
      .references(() => contacts.id, { onDelete: "cascade" }),
    source: text("source").notNull(),
    status: text("status").notNull().default("new"),
    /** A person said it, and nothing new has happened since. */
    statusSaid: boolean("status_said").notNull().default(false),
    locale: text("locale").notNull().default("ar"),
    name: text("name"),
    company: text("company"),
    /** One key for the spellings of one company's name; see sales/company-key.ts. */
    companyKey: text("company_key"),
    sector: text("sector"),
    tier: text("tier"),
    /** The ICP score as an interval, 0 to 1. */
    scoreLeast: doublePrecision("score_least"),
    scoreMost: doublePrecision("score_most"),
    /** What the deal may be worth, in SAR; null while no budget is known. */
    valueSar: doublePrecision("value_sar"),
    metadata: jsonb("metadata").notNull().default({}),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    index("leads_contact").on(table.contactId),
    index("leads_number").on(table.number.desc()),
    index("leads_status").on(table.status, table.number.desc()),
    index("leads_tier").on(table.tier, table.number.desc()),
    index("leads_source").on(table.source, table.number.desc()),
    index("leads_updated").on(table.updatedAt),
    index("leads_company_key").on(table.companyKey).where(sql`company_key is not null`),
  ],
);

/** The proof of each yes and no to being contacted: what, when, where, in which words. */
export const consents = pgTable(
  "consents",
  {
    number: bigint("number", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    contactId: text("contact_id").notNull(),
    /** opt-in | opt-out | marketing-stop | marketing-resume */
    what: text("what").notNull(),
    channel: text("channel").notNull(),
    wording: text("wording").notNull().default(""),
    messageId: text("message_id"),
    at: moment("at").notNull().defaultNow(),
  },
  (table) => [index("consents_contact").on(table.contactId, table.number)],
);

/** Requests to forget a person, and the proof that it was done. Nothing here tells who it was. */
export const erasures = pgTable(
  "erasures",
  {
    contactId: text("contact_id").primaryKey(),
    by: text("by").notNull(),
    requestedAt: moment("requested_at").notNull().defaultNow(),
    doneAt: moment("done_at"),
  },
  (table) => [index("erasures_waiting").on(table.requestedAt).where(sql`done_at is null`)],
);

/** SHA-256 of the handles of erased people who had opted out: so that the opt-out outlives the erasure. */
export const forgottenHandles = pgTable("forgotten_handles", {
  sha256: text("sha256").primaryKey(),
  at: moment("at").notNull().defaultNow(),
});
