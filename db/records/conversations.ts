import type pg from "pg";
import type { ConversationFilter, ConversationRecord, Page, PageOf } from "../../bot/contracts/records.ts";
import type { Conversation } from "../../bot/conversation/state.ts";
import { type Key, keyOf, pageOf } from "./cursor.ts";
import { createFilter, handleVariants } from "./filter.ts";

interface ConversationRow {
  readonly id: string;
  readonly state: Conversation;
  readonly version: number;
  readonly handle: string;
  readonly account: string;
  readonly lead_id: string;
  readonly talked_at: Date | null;
  /** As text, because a Date has no microseconds. */
  readonly last_exact: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const COLUMNS = `c.id, c.state, c.version, c.handle, c.account, c.lead_id, l.talked_at,
  l.talked_at::text as last_exact, c.created_at, c.updated_at`;
const TALKS = "conversations c join lanes l on l.conversation_id = c.id";
const LATEST_FIRST = "order by l.talked_at desc nulls last, l.conversation_id desc nulls last";

/** See `Records.conversations.list`. Talks in which something was said come first, the latest on top. */
export async function listConversations(
  pool: pg.Pool,
  filter: ConversationFilter,
  page: Page,
): Promise<PageOf<ConversationRecord>> {
  const after = keyOf(page, ["text or null", "id"]);
  const wanted = page.limit + 1;
  const spoken =
    after !== null && after[0] === null ? [] : await talks(pool, filter, after, wanted, "spoken");
  const silentAfter = after?.[0] === null ? after : null;
  const silent =
    spoken.length === wanted ? [] : await talks(pool, filter, silentAfter, wanted - spoken.length, "silent");
  return pageOf([...spoken, ...silent], page, ({ last_exact, id }) => [last_exact, id], conversationRecord);
}

function talks(
  pool: pg.Pool,
  { handle, channel, owner, stage }: ConversationFilter,
  after: Key | null,
  limit: number,
  which: "spoken" | "silent",
): Promise<ConversationRow[]> {
  const filter = createFilter()
    .when(
      handle === undefined ? undefined : handleVariants(handle),
      (place) => `c.contact_id in (select contact_id from addresses where handle = any(${place}))`,
    )
    .when(channel, (place) => `c.channel = ${place}`)
    .when(owner, (place) => `c.owner = ${place}`)
    .when(stage, (place) => `c.stage = ${place}`);
  const position =
    after === null
      ? "true"
      : which === "silent"
        ? `l.conversation_id < ${filter.place(after[1])}`
        : `(l.talked_at, l.conversation_id) < (${filter.place(after[0])}::timestamptz, ${filter.place(after[1])})`;
  const spoken = `l.talked_at is ${which === "spoken" ? "not null" : "null"}`;
  return rows<ConversationRow>(
    pool,
    `select ${COLUMNS} from ${TALKS} ${filter.where() || "where true"} and ${spoken} and ${position}
      ${LATEST_FIRST} limit ${filter.place(limit)}`,
    filter.values,
  );
}

/** One conversation, or null. */
export async function getConversation(pool: pg.Pool, id: string): Promise<ConversationRecord | null> {
  const found = await rows<ConversationRow>(pool, `select ${COLUMNS} from ${TALKS} where c.id = $1`, [id]);
  return found[0] ? conversationRecord(found[0]) : null;
}

/** The talks of these leads by lead, the latest first; of one that was merged also the one it goes on in, before it. */
export async function conversationsOfLeads(
  pool: pg.Pool,
  leadIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ConversationRecord[]>> {
  const found = await rows<ConversationRow & { readonly of_lead: string }>(
    pool,
    `select ${COLUMNS}, k.of_lead
       from (select id, lead_id as of_lead from conversations where lead_id = any($1)
             union select merged_into, lead_id from conversations where lead_id = any($1) and merged_into is not null) k
       join ${TALKS} on c.id = k.id
      order by c.merged_into is not null, l.talked_at desc nulls last, l.conversation_id desc nulls last`,
    [leadIds],
  );
  const byLead = Map.groupBy(found, ({ of_lead }) => of_lead);
  return new Map([...byLead].map(([leadId, talks]) => [leadId, talks.map(conversationRecord)]));
}

function conversationRecord(row: ConversationRow): ConversationRecord {
  return {
    // A claim or a merge may raise the version without rewriting the state.
    state: { ...row.state, version: row.version },
    handle: row.handle,
    account: row.account,
    leadId: row.lead_id,
    lastMessageAt: row.talked_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

async function rows<Row>(pool: pg.Pool, text: string, values: readonly unknown[]): Promise<Row[]> {
  const answer = await pool.query(text, [...values]);
  return answer.rows as Row[];
}
