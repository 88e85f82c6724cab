import type pg from "pg";
import type { Accepted, Arrival } from "../bot/contracts/arrivals.ts";
import { acquaint, handlesOf } from "./acquaint.ts";
import { type Asked, inTransaction, iso, json, rowsOf, untilNoDeadlock } from "./statement.ts";
import { type Routed, routeLetters } from "./threads.ts";

interface Row {
  readonly place: number;
  readonly conversation_id: string | null;
  readonly fresh: boolean;
}

/*
 * One statement for a whole batch. A message whose sender is not known by every one of its handles is left out and
 * comes back without a conversation; so is one whose talk was erased while its lane was waited for. Tables are reached by subqueries of one key each, so that the plan stays right
 * from the first row to the millionth. The lanes are locked in the order of their ids before anything is written: so
 * two batches never wait for each other in a circle, and order numbers within a lane follow the order of commits.
 */
const ACCEPT = {
  name: "accept",
  text: `
with incoming as (
  select * from json_to_recordset($1) as x(place int, channel text, account text, handles jsonb, platform_id text,
    kind text, text text, about text, payload json, sent_at timestamptz, wait_ms float8, longest_ms float8,
    routed text, guest bool, thread jsonb)
), who as materialized (
  select n.*, array(select (select a.contact_id from addresses a where a.channel = n.channel and a.handle = h.handle)
                      from jsonb_array_elements_text(n.handles) with ordinality h(handle, rank)
                     order by h.rank) as contacts
    from incoming n
), known as materialized (
  select who.*, c.id
    from who
    cross join lateral (select c.id from conversations c
                         where c.channel = who.channel and c.account = who.account and c.contact_id = who.contacts[1]
                           and c.merged_into is null
                         offset 0) c
   where array_position(who.contacts, null) is null and who.routed is null
  union all
  select who.*, who.routed from who where who.routed is not null
), lane as (
  select k.* from (select * from known order by id) k
   cross join lateral (select from lanes where conversation_id = k.id for update) l
), stored as (
  insert into messages (conversation_id, channel, account, platform_id, kind, text, about, payload, sent_at)
  select id, channel, account, platform_id, kind, text, about, payload, sent_at from lane order by sent_at, place
  on conflict (channel, account, platform_id) do nothing
  returning conversation_id, channel, account, platform_id
), news as (
  select s.conversation_id as id, max(n.sent_at) as sent_at, max(n.longest_ms) as longest_ms,
         (array_agg(n.wait_ms order by n.sent_at desc, n.place desc))[1] as wait_ms,
         (array_agg(n.handles order by n.sent_at desc, n.place desc)
            filter (where n.guest is distinct from true))[1] as handles,
         (array_agg(n.thread order by n.sent_at desc, n.place desc))[1] as thread
    from stored s join incoming n using (channel, account, platform_id)
   group by 1
), woken as (
  update lanes l
     set last_inbound_at = greatest(l.last_inbound_at, n.sent_at), talked_at = greatest(l.talked_at, n.sent_at),
         waiting_since = coalesce(l.waiting_since, now()),
         due_at = case when l.waiting_since is null
                       then least(l.due_at, now() + n.wait_ms * interval '1 ms')
                       else least(now() + n.wait_ms * interval '1 ms',
                                  l.waiting_since + n.longest_ms * interval '1 ms') end
    from news n where l.conversation_id = n.id
), touched as (
  -- Answers go to the handle they wrote from last, never to a guest's. Nearly always it is the one before: then nothing is written.
  update conversations c
     set handle = coalesce(n.handle, c.handle),
         also_known_as = case when n.handle is null then c.also_known_as else n.also_known_as end,
         thread = coalesce(n.thread, c.thread)
    from (select id, thread, handles ->> 0 as handle,
                 array(select jsonb_array_elements_text(handles - 0)) as also_known_as
            from news) n
   where c.id = n.id and (n.thread is not null or c.handle <> n.handle
                          or n.handle is not null and c.also_known_as <> n.also_known_as)
)
select n.place, lane.id as conversation_id, s.platform_id is not null as fresh
  from incoming n left join lane using (place)
  left join stored s on (s.channel, s.account, s.platform_id) = (n.channel, n.account, n.platform_id)
 order by n.place`,
};

/** A target that was edited or revoked shows it; what a turn then hears is decided in bot/flow. */
const MARK_CHANGED = {
  name: "mark-changed",
  text: `
update messages m
   set status = case when n.kind = 'revoke' then 'revoked' else 'edited' end
  from json_to_recordset($1) as n(channel text, account text, about text, kind text)
 where n.kind in ('edit', 'revoke')
   and m.channel = n.channel and m.account = n.account and m.platform_id = n.about`,
};

/** See `Arrivals.accept`. */
export async function accept(
  pool: pg.Pool,
  newId: () => string,
  batch: readonly Arrival[],
): Promise<Accepted[]> {
  const rows = await routedRows(pool, newId, batch);
  const first = await untilNoDeadlock(() => store(pool, rows));
  const unknown = rows.filter((_, place) => first[place]?.conversation_id === null);
  const second = unknown.length === 0 ? [] : await acceptStrangers(pool, newId, batch, unknown);
  const changing = rows.filter(({ kind }) => kind === "edit" || kind === "revoke");
  if (changing.length > 0) await rowsOf(pool, MARK_CHANGED, [json(changing)]);
  const answers = new Map([...first, ...second].map((row) => [row.place, row]));
  return rows.map(({ place }) => {
    const row = answers.get(place);
    if (row?.conversation_id == null)
      throw new Error("a message was not stored although its sender is known");
    return { result: row.fresh ? "new" : "repeat", conversationId: row.conversation_id };
  });
}

async function acceptStrangers(
  pool: pg.Pool,
  newId: () => string,
  batch: readonly Arrival[],
  unknown: readonly IncomingRow[],
): Promise<Row[]> {
  const rows = await routedAnew(pool, newId, batch, unknown);
  const people = rows.flatMap(({ place, routed }) => {
    const arrival = batch[place];
    return arrival === undefined || routed !== null ? [] : [correspondentOf(arrival)];
  });
  return await untilNoDeadlock(() =>
    inTransaction(pool, async (client) => {
      if (people.length > 0) await acquaint(client, newId, people);
      return await store(client, rows);
    }),
  );
}

async function routedRows(
  pool: pg.Pool,
  newId: () => string,
  batch: readonly Arrival[],
): Promise<IncomingRow[]> {
  const routes = await routeLetters(pool, newId, batch);
  return batch.map((arrival, place) => ({
    ...rowOf(arrival, place),
    ...NOT_ROUTED,
    ...routes.get(place),
  }));
}

/** A letter that was not stored although its talk was found: the talk was erased meanwhile, so another is found. */
async function routedAnew(
  pool: pg.Pool,
  newId: () => string,
  batch: readonly Arrival[],
  unknown: readonly IncomingRow[],
): Promise<readonly IncomingRow[]> {
  if (unknown.every(({ routed }) => routed === null)) return unknown;
  const again = await routedRows(pool, newId, batch);
  const places = new Set(unknown.map(({ place }) => place));
  return again.filter(({ place }) => places.has(place));
}

async function store(asked: Asked, rows: readonly IncomingRow[]): Promise<Row[]> {
  return await rowsOf<Row>(asked, ACCEPT, [json(rows)]);
}

type IncomingRow = ReturnType<typeof rowOf> & Routed;

const NOT_ROUTED: Routed = { routed: null, guest: null, thread: null };

function rowOf({ message, waitMs, longestWaitMs }: Arrival, place: number) {
  return {
    place,
    channel: message.from.channel,
    account: message.from.account,
    handles: handlesOf(message),
    platform_id: message.id,
    kind: message.kind,
    text: message.text,
    about: message.about,
    payload: message,
    sent_at: iso(message.sentAt),
    wait_ms: waitMs,
    longest_ms: longestWaitMs,
  };
}

function correspondentOf({ message }: Arrival) {
  return {
    channel: message.from.channel,
    account: message.from.account,
    handles: handlesOf(message),
    name: message.senderName,
    language:
      /[\u0600-\u06ff]/u.test(message.text) || message.text === "" ? ("ar" as const) : ("en" as const),
    elsewhere: [],
    source: message.origin?.source ?? message.from.channel,
  };
}
