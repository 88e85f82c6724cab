import type pg from "pg";
import type { OutreachRecord, Records } from "../../bot/contracts/records.ts";
import { keyOf, pageOf } from "./cursor.ts";
import { createFilter } from "./filter.ts";

interface OutreachRow {
  readonly id: string;
  readonly number: number;
  readonly lead_id: string;
  readonly channel: OutreachRecord["channel"];
  readonly language: OutreachRecord["language"];
  readonly subject: string | null;
  readonly text: string;
  readonly status: OutreachRecord["status"];
  readonly conversation_id: string | null;
  readonly decided_by: string | null;
  readonly created_at: Date;
}

/** See `Records.outreach`. */
export function outreachRecords(pool: pg.Pool): Records["outreach"] {
  return {
    async list({ status, leadId }, page) {
      const filter = createFilter()
        .when(keyOf(page, ["number"])?.[0], (place) => `number < ${place}`)
        .when(leadId, (place) => `lead_id = ${place}`)
        .when(status, (place) => `status = ${place}`);
      const answer = await pool.query<OutreachRow>(
        `select * from outreach_drafts ${filter.where()} order by number desc nulls last limit ${filter.place(page.limit + 1)}`,
        [...filter.values],
      );
      return pageOf(answer.rows, page, ({ number }) => [number], outreachRecord);
    },
    async get(id) {
      const answer = await pool.query<OutreachRow>("select * from outreach_drafts where id = $1", [id]);
      return answer.rows[0] ? outreachRecord(answer.rows[0]) : null;
    },
  };
}

function outreachRecord(row: OutreachRow): OutreachRecord {
  return {
    id: row.id,
    leadId: row.lead_id,
    channel: row.channel,
    language: row.language,
    subject: row.subject,
    text: row.text,
    status: row.status,
    conversationId: row.conversation_id,
    decidedBy: row.decided_by,
    createdAt: row.created_at.toISOString(),
  };
}
