import type pg from "pg";
import type { Records } from "../../bot/contracts/records.ts";
import type { Company } from "../../bot/conversation/company.ts";
import { readAnalytics } from "./analytics.ts";
import { getConversation, listConversations } from "./conversations.ts";
import { bookingRecords, proposalRecords } from "./deals.ts";
import { exportContact } from "./export-contact.ts";
import { getLead, listLeads } from "./leads.ts";
import { outreachRecords } from "./outreach.ts";
import { sparing } from "./sparing.ts";
import { taskRecords } from "./tasks.ts";
import { getAttachment, listMessages, listTurns, recentEntries } from "./transcript.ts";

/** Reads for the API. `fileCompany` is the profile from the company file, in force until one is saved. */
export function createRecords(pool: pg.Pool, fileCompany: Company): Records {
  return {
    conversations: {
      list: (filter, page) => listConversations(pool, filter, page),
      get: (id) => getConversation(pool, id),
      messages: (id, page) => listMessages(pool, id, page),
      trace: (id, page) => listTurns(pool, id, page),
      attachment: (id, messageId, index) => getAttachment(pool, id, messageId, index),
      recent: (id, count) => recentEntries(pool, id, count),
    },
    leads: {
      list: (filter, page) => listLeads(pool, filter, page),
      get: (id) => getLead(pool, id),
    },
    bookings: bookingRecords(pool),
    proposals: proposalRecords(pool),
    outreach: outreachRecords(pool),
    tasks: taskRecords(pool),
    exportContact: (contactId) => exportContact(pool, contactId),
    company: async () => (await savedCompany(pool)) ?? fileCompany,
    analytics: sparing(
      () => readAnalytics(pool),
      () => performance.now(),
    ),
    ping: async () => {
      await pool.query("select 1");
    },
  };
}

async function savedCompany(pool: pg.Pool): Promise<Company | null> {
  const answer = await pool.query<{ value: Company }>(
    "select value from settings where name = 'company' order by number desc limit 1",
  );
  return answer.rows[0]?.value ?? null;
}
