import type pg from "pg";
import type { LeadFilter, LeadRecord, LeadStatus, Page, PageOf } from "../../bot/contracts/records.ts";
import type { Language } from "../../bot/conversation/message.ts";
import { conversationsOfLeads } from "./conversations.ts";
import { keyOf, pageOf } from "./cursor.ts";
import { containing, createFilter, handleVariants } from "./filter.ts";

interface LeadRow {
  readonly id: string;
  readonly number: number;
  readonly contact_id: string;
  readonly source: string;
  readonly status: LeadStatus;
  readonly locale: Language;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const COLUMNS =
  "l.id, l.number, l.contact_id, l.source, l.status, l.locale, l.metadata, l.created_at, l.updated_at";

/** See `Records.leads.list`. */
export async function listLeads(pool: pg.Pool, filter: LeadFilter, page: Page): Promise<PageOf<LeadRecord>> {
  const byHandle = (place: string) =>
    `l.contact_id in (select contact_id from addresses where handle = any(${place}))`;
  const query = createFilter()
    .when(keyOf(page, ["number"])?.[0], (place) => `l.number < ${place}`)
    .when(filter.status, (place) => `l.status = ${place}`)
    .when(filter.tier, (place) => `l.tier = ${place}`)
    .when(filter.source, (place) => `l.source = ${place}`)
    .when(filter.phone && handleVariants(filter.phone), byHandle)
    .when(filter.email && handleVariants(filter.email), byHandle)
    .when(filter.updatedSince, (place) => `l.updated_at >= ${place}::timestamptz`)
    .when(filter.companyKey, (place) => `l.company_key = ${place}`)
    .when(filter.q && containing(filter.q), (place) => `(l.name ilike ${place} or l.company ilike ${place})`);
  const answer = await pool.query<LeadRow>(
    `select ${COLUMNS} from leads l ${query.where()} order by l.number desc nulls last limit ${query.place(page.limit + 1)}`,
    [...query.values],
  );
  const talks = await conversationsOfLeads(
    pool,
    answer.rows.map(({ id }) => id),
  );
  return pageOf(
    answer.rows,
    page,
    ({ number }) => [number],
    (row) => leadRecord(row, talks),
  );
}

/** One lead with its talks, or null. */
export async function getLead(pool: pg.Pool, id: string): Promise<LeadRecord | null> {
  const answer = await pool.query<LeadRow>(`select ${COLUMNS} from leads l where l.id = $1`, [id]);
  const [row] = answer.rows;
  return row === undefined ? null : leadRecord(row, await conversationsOfLeads(pool, [id]));
}

function leadRecord(row: LeadRow, talks: Awaited<ReturnType<typeof conversationsOfLeads>>): LeadRecord {
  return {
    id: row.id,
    contactId: row.contact_id,
    source: row.source,
    status: row.status,
    locale: row.locale,
    conversations: talks.get(row.id) ?? [],
    metadata: row.metadata,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
