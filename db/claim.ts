import type pg from "pg";
import { type Lane, type MailThread, type WaitingMessage, WRITES_AGAIN } from "../bot/contracts/lanes.ts";
import type { OutboxRow } from "../bot/contracts/turn-record.ts";
import type { Conversation } from "../bot/conversation/state.ts";
import type { TimerKind } from "../bot/conversation/turn.ts";
import { rowsOf, type Statement } from "./statement.ts";

/**
 * Claiming clears the wake-up; what arrives from then on sets it again, and the release leaves it as it finds it. The
 * disk is not waited for: what a turn saves later is on the disk only after this is, so a server that falls forgets at
 * most claims of which nothing came, and finds their lanes due as before.
 */
const CLAIM: Statement = {
  name: "claim",
  text: `
with due as (
  select conversation_id from lanes where due_at <= now() and lease_owner is null
   order by due_at limit $2 for update skip locked
), quick as materialized (
  select set_config('synchronous_commit', 'off', true) as set
)
update lanes l
   set lease_owner = $1, due_at = null, waiting_since = null, attempts = l.attempts + 1
  from due, quick where quick.set is not null and l.conversation_id = due.conversation_id
returning l.conversation_id as id`,
};

/**
 * Leases of ours that we know nothing of: the answer to a claim was lost with its connection, or what it took could not
 * be loaded. Nobody began to work on them, so the attempt that the claim counted is taken back.
 */
const SHED: Statement = {
  name: "shed",
  text: `
with stray as (
  select conversation_id from lanes where lease_owner = $1 and conversation_id <> all ($2::text[])
   order by 1 for update skip locked
)
update lanes l set lease_owner = null, due_at = least(l.due_at, now()), attempts = greatest(l.attempts - 1, 0) from stray
 where l.conversation_id = stray.conversation_id`,
};

/**
 * A statement of its own, after the claim: its snapshot is younger than the claim, so it sees every message whose
 * wake-up the claim cleared. In one statement with the claim, a message could be cleared without being seen.
 * A lead's tasks are filtered where they are counted, or the planner reads all that are open instead of this lead's.
 */
const LOAD: Statement = {
  name: "load",
  text: `
select c.state, c.version, c.account, c.handle, c.also_known_as, c.lead_id, c.thread, c.merged_into, l.attempts,
       (select d.status from leads d where d.id = c.lead_id and d.status_said and d.status in ('lost', 'disqualified')
           and 0 = (select count(*) filter (where t.done_at is null and t.reason = '${WRITES_AGAIN}')
                      from tasks t where t.lead_id = d.id)) as closed,
       extract(epoch from l.last_inbound_at) * 1000 as last_inbound_at,
       extract(epoch from p.opted_out_at) * 1000 as opted_out_at,
       exists (select from erasures e where e.contact_id = c.contact_id and e.done_at is null) as erase_wanted,
       (select coalesce(json_agg(json_build_object('number', m.number, 'message', m.payload) order by m.number), '[]')
          from (select number, payload from messages where conversation_id = c.id and number > l.heard_to and handled_turn is null
                 order by number limit $2) m) as waiting,
       (select coalesce(json_agg(o order by o.number), '[]')
          from (select id, number, turn, version, author, rep, language, text, choices, choices_label as "choicesLabel",
                       attachments, template, subject, purpose, in_reply_to as "inReplyTo", ics_of as "icsOf", proposal_id as "proposalId", state, attempts,
                       extract(epoch from due_at) * 1000 as "dueAt",
                       platform_ids as "platformIds",
                       extract(epoch from doubt_since) * 1000 as "doubtSince", case when c.channel = 'email' and purpose = 'answer' then
                         (select json_build_object('from', m.payload -> 'from' ->> 'handle', 'mailId', m.payload -> 'mail' ->> 'messageId',
                                   'references', m.payload -> 'mail' -> 'references', 'subject', m.payload -> 'mail' ->> 'subject')
                            from messages m where m.channel = c.channel and m.account = c.account and m.platform_id = in_reply_to
                             and m.conversation_id = c.id and m.payload -> 'mail' is not null) end as letter
                  from outbox where conversation_id = c.id
                   and (state in ('waiting', 'sending') or (state = 'doubtful' and due_at is not null))
                 order by number limit $2) o) as unsent,
       array(select t.kind from timers t where t.conversation_id = c.id and t.rung) as timers
  from conversations c join contacts p on p.id = c.contact_id join lanes l on l.conversation_id = c.id
 where c.id = any($1::text[])`,
};

/** More than this many messages or unsent rows of one lane are worked off in several claims. */
const PER_LANE = 60;

interface Loaded {
  readonly state: Conversation;
  readonly version: number;
  readonly account: string;
  readonly handle: string;
  readonly also_known_as: readonly string[];
  readonly lead_id: string;
  readonly thread: MailThread | null;
  readonly merged_into: string | null;
  readonly closed: string | null;
  readonly attempts: number;
  readonly last_inbound_at: string | null;
  readonly opted_out_at: string | null;
  readonly erase_wanted: boolean;
  readonly waiting: readonly WaitingMessage[];
  readonly unsent: readonly OutboxRow[];
  readonly timers: readonly TimerKind[];
}

/** See `Lanes.claim`. */
export async function claim(
  pool: pg.Pool,
  worker: string,
  limit: number,
  held?: readonly string[],
): Promise<Lane[]> {
  if (held !== undefined) await rowsOf(pool, SHED, [worker, held]);
  const mine = await rowsOf<{ id: string }>(pool, CLAIM, [worker, limit]);
  if (mine.length === 0) return [];
  const ids = mine.map(({ id }) => id);
  return (await rowsOf<Loaded>(pool, LOAD, [ids, PER_LANE])).map(laneOf);
}

/** See `Lanes.read`. */
export async function read(pool: pg.Pool, conversationId: string): Promise<Lane | null> {
  const [row] = await rowsOf<Loaded>(pool, LOAD, [[conversationId], PER_LANE]);
  return row === undefined ? null : laneOf(row);
}

function laneOf(row: Loaded): Lane {
  return {
    conversation: { ...row.state, version: row.version },
    account: row.account,
    handle: row.handle,
    alsoKnownAs: row.also_known_as,
    ...{ leadId: row.lead_id, thread: row.thread, mergedInto: row.merged_into, leadClosed: row.closed },
    attempts: row.attempts,
    lastInboundAt: row.last_inbound_at === null ? null : Math.round(Number(row.last_inbound_at)),
    optedOutAt: row.opted_out_at === null ? null : Math.round(Number(row.opted_out_at)),
    eraseWanted: row.erase_wanted,
    waiting: row.waiting,
    unsent: row.unsent,
    timers: row.timers,
    more: row.waiting.length >= PER_LANE || row.unsent.length >= PER_LANE,
  };
}
