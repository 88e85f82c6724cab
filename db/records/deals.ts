import type pg from "pg";
import type { BookingRecord, Page, PageOf, ProposalRecord, Records } from "../../bot/contracts/records.ts";
import { slotOf } from "../../bot/conversation/sales/slots.ts";
import { keyOf, pageOf } from "./cursor.ts";
import { createFilter } from "./filter.ts";

interface BookingRow {
  readonly id: string;
  readonly number: number;
  readonly conversation_id: string;
  readonly lead_id: string;
  readonly rep: string;
  readonly starts: Date;
  readonly ends: Date;
  readonly status: BookingRecord["status"];
  readonly created_at: Date;
}

/** A hold whose time ran out is over even before anything tidied it up. */
const BOOKING = `select id, number, conversation_id, lead_id, rep, starts, ends, created_at,
  case when status = 'held' and held_until < now() then 'expired' else status end as status from bookings`;

/** See `Records.bookings`. */
export function bookingRecords(pool: pg.Pool): Records["bookings"] {
  return {
    async list({ status, rep }, page): Promise<PageOf<BookingRecord>> {
      const filter = createFilter()
        .when(keyOf(page, ["number"])?.[0], (place) => `number < ${place}`)
        .when(rep, (place) => `rep = ${place}`)
        .when(status, (place) => `status = ${place}`);
      const rows = await listed<BookingRow>(pool, `(${BOOKING}) booking`, filter, page);
      return pageOf(rows, page, ({ number }) => [number], bookingRecord);
    },
    async get(id) {
      const answer = await pool.query<BookingRow>(`${BOOKING} where id = $1`, [id]);
      return answer.rows[0] ? bookingRecord(answer.rows[0]) : null;
    },
  };
}

function bookingRecord(row: BookingRow): BookingRecord {
  const minutes = (row.ends.getTime() - row.starts.getTime()) / 60_000;
  return {
    id: row.id,
    conversationId: row.conversation_id,
    leadId: row.lead_id,
    slot: slotOf(row.rep, row.starts.getTime(), minutes),
    status: row.status,
    createdAt: row.created_at.toISOString(),
  };
}

interface ProposalRow {
  readonly id: string;
  readonly number: number;
  readonly conversation_id: string;
  readonly lead_id: string;
  readonly version: number;
  readonly status: ProposalRecord["status"];
  readonly draft: ProposalRecord["draft"];
  readonly approved_by: string | null;
  readonly valid_until: Date;
  readonly created_at: Date;
}

/** See `Records.proposals`. */
export function proposalRecords(pool: pg.Pool): Records["proposals"] {
  return {
    async list({ status, leadId }, page): Promise<PageOf<ProposalRecord>> {
      const filter = createFilter()
        .when(keyOf(page, ["number"])?.[0], (place) => `number < ${place}`)
        .when(leadId, (place) => `lead_id = ${place}`)
        .when(status, (place) => `status = ${place}`);
      const rows = await listed<ProposalRow>(pool, "proposals", filter, page);
      return pageOf(rows, page, ({ number }) => [number], proposalRecord);
    },
    async get(id) {
      const answer = await pool.query<ProposalRow>("select * from proposals where id = $1", [id]);
      return answer.rows[0] ? proposalRecord(answer.rows[0]) : null;
    },
  };
}

function proposalRecord(row: ProposalRow): ProposalRecord {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    leadId: row.lead_id,
    version: row.version,
    status: row.status,
    draft: row.draft,
    approvedBy: row.approved_by,
    createdAt: row.created_at.toISOString(),
    validUntil: row.valid_until.toISOString(),
  };
}

async function listed<Row>(
  pool: pg.Pool,
  from: string,
  filter: ReturnType<typeof createFilter>,
  page: Page,
): Promise<Row[]> {
  const answer = await pool.query(
    `select * from ${from} ${filter.where()} order by number desc nulls last limit ${filter.place(page.limit + 1)}`,
    [...filter.values],
  );
  return answer.rows as Row[];
}
