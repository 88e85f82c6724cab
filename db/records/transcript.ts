import type pg from "pg";
import type { Page, PageOf, SentFile, TraceEntry, TranscriptEntry } from "../../bot/contracts/records.ts";
import type { Attachment, Choice, MessageKind, Sensed } from "../../bot/conversation/message.ts";
import { callsInTurns } from "../model-accounts.ts";
import { badCursor, keyOf, pageOf } from "./cursor.ts";

interface Line {
  readonly side: "in" | "out";
  readonly number: number;
  readonly id: string;
  readonly author: TranscriptEntry["author"];
  readonly rep: string | null;
  readonly kind: MessageKind;
  readonly text: string;
  readonly choices: readonly Choice[];
  readonly attachments: readonly Attachment[];
  readonly status: string;
  readonly detail: string | null;
  readonly sensed: Sensed | null;
  readonly at: Date;
}

/*
 * What was heard stands before what that turn said, and what no turn has heard yet stands last. Clocks decide
 * nothing: the platform's, the database's and ours differ.
 */
const HEARD = `select coalesce(m.handled_turn, 2147483647) as turn, 'in' as side, m.number, m.platform_id as id,
  case when m.kind = 'system' then 'system' else 'prospect' end as author, null as rep, m.kind, m.text,
  '[]'::json as choices, coalesce(m.payload -> 'attachments', '[]'::json) as attachments, m.status,
  null as detail, m.payload -> 'sensed' as sensed, m.sent_at as at
  from messages m where m.conversation_id = $1`;
const SAID = `select o.turn, 'out' as side, o.number, o.id, o.author, o.rep,
  coalesce(o.attachments -> 0 ->> 'kind', 'text') as kind, o.text, o.choices, o.attachments, o.state as status,
  o.detail, null::json as sensed, coalesce(o.sent_at, o.created_at) as at
  from outbox o where o.conversation_id = $1`;

/** See `Records.conversations.messages`. */
export async function listMessages(
  pool: pg.Pool,
  conversationId: string,
  page: Page,
): Promise<PageOf<TranscriptEntry>> {
  const after = keyOf(page, ["number", "number"]);
  const start = after === null ? [-1, "in", 0] : await placeOf(pool, conversationId, after);
  const answer = await pool.query<Line>(
    `select * from (${HEARD} union all ${SAID}) line
      where (turn, side, number) > ($2::int, $3::text, $4::bigint) order by turn, side, number limit $5`,
    [conversationId, ...start, page.limit + 1],
  );
  // A message that was waiting moves into its turn once it is heard: the cursor names the line, not its place.
  return pageOf(answer.rows, page, ({ side, number }) => [side === "in" ? 0 : 1, number], entryOf);
}

async function placeOf(
  pool: pg.Pool,
  conversationId: string,
  [side, number]: readonly unknown[],
): Promise<readonly unknown[]> {
  const answer = await pool.query<{ turn: number; side: string; number: number }>(
    `select turn, side, number from (${side === 0 ? HEARD : SAID} and number = $2) line`,
    [conversationId, number],
  );
  const [place] = answer.rows;
  if (place === undefined) throw badCursor();
  return [place.turn, place.side, place.number];
}

/** See `Records.conversations.attachment`. */
export async function getAttachment(
  pool: pg.Pool,
  conversationId: string,
  messageId: string,
  index: number,
): Promise<SentFile | null> {
  const answer = await pool.query<{ channel: string; attachment: Attachment | null }>(
    `select m.channel, m.payload -> 'attachments' -> $3::int as attachment
      from messages m where m.conversation_id = $1 and m.platform_id = $2 limit 1`,
    [conversationId, messageId, index],
  );
  const [row] = answer.rows;
  return row?.attachment ? { channel: row.channel, attachment: row.attachment } : null;
}

/** See `Records.conversations.recent`. */
export async function recentEntries(
  pool: pg.Pool,
  conversationId: string,
  count: number,
): Promise<{ readonly messages: readonly TranscriptEntry[]; readonly turns: readonly TraceEntry[] }> {
  const lines = await pool.query<Line>(
    `select * from ((${HEARD} order by m.number desc limit $2) union all (${SAID} order by o.number desc limit $2)) line
      order by turn desc, side desc, number desc limit $2`,
    [conversationId, count],
  );
  const turns = await pool.query<TurnRow>(`${TURNS} order by number desc limit $2`, [conversationId, count]);
  return {
    messages: lines.rows.toReversed().map(entryOf),
    turns: await withCalls(pool, conversationId, turns.rows.toReversed().map(traceOf)),
  };
}

interface TurnRow {
  readonly number: number;
  readonly at: Date;
  readonly because: string;
  readonly events: readonly unknown[];
  readonly actions: readonly unknown[];
  readonly understood: readonly unknown[];
  readonly message_ids: readonly string[];
}

const TURNS = `select number, at, because, events, actions, understood, message_ids
  from turns where conversation_id = $1`;

/** See `Records.conversations.trace`. */
export async function listTurns(
  pool: pg.Pool,
  conversationId: string,
  page: Page,
): Promise<PageOf<TraceEntry>> {
  const after = keyOf(page, ["number"]);
  const answer = await pool.query<TurnRow>(`${TURNS} and number > $2::bigint order by number limit $3`, [
    conversationId,
    after?.[0] ?? -1,
    page.limit + 1,
  ]);
  const turns = pageOf(answer.rows, page, ({ number }) => [number], traceOf);
  return { ...turns, data: await withCalls(pool, conversationId, turns.data) };
}

/** Each turn with the model calls made for it. */
async function withCalls(
  pool: pg.Pool,
  conversationId: string,
  turns: readonly TraceEntry[],
): Promise<readonly TraceEntry[]> {
  const numbers = turns.map(({ turn }) => turn);
  const calls = await callsInTurns(pool, conversationId, numbers);
  return turns.map((entry) => ({ ...entry, modelCalls: calls.filter(({ turn }) => turn === entry.turn) }));
}

function entryOf(line: Line): TranscriptEntry {
  return {
    id: line.id,
    direction: line.side,
    author: line.author,
    rep: line.rep,
    kind: line.kind,
    text: line.text,
    choices: line.choices,
    attachments: line.attachments.map((attachment) => attachmentOf(attachment, line.side)),
    status: line.status,
    statusDetail: line.detail,
    sensed: line.sensed,
    at: line.at.toISOString(),
  };
}

/** What people sent is fetched from their platform, so its reference says nothing outside the channel. */
function attachmentOf(
  { kind, mediaType, fileName, reference }: Attachment,
  side: Line["side"],
): TranscriptEntry["attachments"][number] {
  const ours = side === "out" && reference.startsWith("/files/");
  return { kind, mediaType, fileName, url: ours ? reference : null };
}

function traceOf(row: TurnRow): TraceEntry {
  const { number, at, because, events, actions, understood, message_ids } = row;
  return {
    turn: number,
    at: at.toISOString(),
    because,
    events,
    actions,
    understood,
    messageIds: message_ids,
    modelCalls: [],
  };
}
