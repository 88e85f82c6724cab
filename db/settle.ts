import type pg from "pg";
import type { Release, SettledSend } from "../bot/contracts/lanes.ts";
import { RANKS } from "./receipts.ts";
import { FEW, iso, json, rowsOf, type Statement, untilNoDeadlock } from "./statement.ts";

/** A talk that was merged into one which a rep holds is as silent as that one. */
const HELD_WHERE_IT_GOES_ON =
  "c.merged_into is not null and (select owner from conversations where id = c.merged_into) = 'rep'";

/**
 * The fence: nobody took over since the row was written, and nobody opted out of what comes unasked. Whoever takes over
 * at this moment is waited for, or waits: else a row could pass by the old fence, and be marked only after the take-over
 * was told that nothing is under way. The talk is locked before its row, as by everyone who locks both.
 */
const MARK_SENDING: Statement = {
  name: "mark-sending",
  text: `
with allowed as (
  select o.id
    from outbox o join conversations c on c.id = o.conversation_id join contacts p on p.id = c.contact_id
   where o.id = any($1::text[]) and o.state = 'waiting' and (o.author = 'rep' or o.version >= c.fence)
     and (o.author = 'rep' or not (${HELD_WHERE_IT_GOES_ON}))
     and (o.purpose = 'answer' or p.opted_out_at is null)
   order by o.id for key share of c for update of o
)
update outbox o set state = 'sending', attempts = o.attempts + 1 from allowed where o.id = allowed.id
returning o.id`,
};

/** See `Lanes.markSending`. */
export async function markSending(pool: pg.Pool, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await untilNoDeadlock(() => rowsOf<{ id: string }>(pool, MARK_SENDING, [ids]));
  return new Set(rows.map(({ id }) => id));
}

/*
 * Only a waiting row is cancelled, and only when a take-over or an opt-out holds it back: a worker whose lease had ended
 * may find its row in another's hands, and must not take the answer away from both.
 * What is said of a row that looks otherwise by now, or of an attempt before the latest, does not count.
 * A receipt may have been quicker than we are, so a row is only ever moved on. What goes back to `waiting` after a
 * take-over is cancelled instead. A release adds to the wake-up that it finds, and never takes one away: whatever
 * arrived since the claim has set it. It adds also when the lease is another's by now, or was already given back by one
 * who held the lane beside us: what we leave unsent would else wait for whatever comes next in the talk.
 */
const SETTLE: Statement = {
  name: "settle",
  text: `
with send as (
  select * from json_to_recordset($1) as x(place int, outbox_id text, conversation_id text, to_state text, platform_ids text[],
    attempt int, found text, at timestamptz, due_at timestamptz, detail text, task jsonb)
), release as (
  select * from json_to_recordset($2) as x(place int, id text, worker text, again_ms float8, ended_well bool, excused bool, heard_to bigint)
), lane as (
  select l.id, c.channel, c.account, c.fence
    from (select conversation_id as id from send union select id from release order by 1) k
   cross join lateral (select conversation_id as id from lanes where conversation_id = k.id for update) l
   cross join lateral (select channel, account, case when ${HELD_WHERE_IT_GOES_ON} then 2147483647 else fence end as fence
                         from conversations c where id = k.id offset 0) c
), row as materialized (
  select s.*, o.id, o.state as was, o.proposal_id, n.counts,
         case when not n.counts or array_position(${RANKS}, o.state) >= 5 or o.state = 'cancelled' and s.to_state <> 'sent' then o.state
              when s.to_state = 'cancelled' and not (o.state = 'waiting' and (
                     o.author = 'bot' and o.version < s.fence or o.purpose = 'proactive' and (
                       select p.opted_out_at from conversations c join contacts p on p.id = c.contact_id
                        where c.id = o.conversation_id) is not null)) then o.state
              when s.to_state = 'waiting' and o.author = 'bot' and o.version < s.fence then 'cancelled'
              else s.to_state end as becomes
    from (select send.*, lane.channel, lane.account, lane.fence from send join lane on lane.id = send.conversation_id
           order by send.outbox_id) s
   cross join lateral (select * from outbox where id = s.outbox_id for update) o
   cross join lateral (select s.to_state = 'sent' or o.attempts = s.attempt and o.state = coalesce(s.found, o.state) as counts) n
), settled as (
  update outbox o
     set state = row.becomes,
         detail = case when row.counts then coalesce(row.detail, o.detail) else o.detail end,
         platform_ids = o.platform_ids || array(select p from unnest(row.platform_ids) with ordinality n(p, place)
                                                 where p <> all (o.platform_ids) order by place),
         sent_at = coalesce(o.sent_at, row.at),
         due_at = case when row.counts and row.becomes = row.to_state then row.due_at else o.due_at end,
         doubt_since = case when not row.counts or row.becomes <> row.to_state then o.doubt_since
                            when row.to_state = 'doubtful' then coalesce(o.doubt_since, now()) end
    from (select * from row ${FEW}) row where o.id = row.id
), ids as (
  insert into deliveries (channel, account, platform_id, outbox_id)
  select distinct row.channel, row.account, platform_id, row.id
    from row cross join unnest(row.platform_ids) as platform_id
  on conflict do nothing
), offered as (
  -- What will not leave any more may be approved again.
  update proposals p set status = a.becomes, approved_by = case when a.becomes = 'sent' then p.approved_by end,
         updated_at = now()
    from (select a.id, case when row.to_state = 'sent' then 'sent' else 'draft' end as becomes
            from (select * from row ${FEW}) row
           cross join lateral (select id from proposals where id = row.proposal_id and status = 'approved' for update) a
           where row.to_state = 'sent'
              or row.becomes in ('cancelled', 'failed') and row.was not in ('cancelled', 'failed')) a
   where p.id = a.id
), task as (
  insert into tasks (conversation_id, lead_id, kind, reason, summary, rep)
  select c.id, c.lead_id, row.task ->> 'kind', row.task ->> 'reason', row.task ->> 'summary', row.task ->> 'rep'
    from (select * from row ${FEW}) row join conversations c on c.id = row.conversation_id
   where row.task is not null and row.counts and row.was not in ('sent', 'delivered', 'read')
), given as materialized (
  select r.*, said.at as said_at
    from release r join lane using (id)
    left join (select conversation_id as id, max(at) as at from send group by 1) said using (id)
)
update lanes l
   set lease_owner = nullif(l.lease_owner, r.worker),
       attempts = case when l.lease_owner is distinct from r.worker then l.attempts
                       when r.ended_well then 0 when r.excused then greatest(l.attempts - 1, 0) else l.attempts end,
       due_at = least(l.due_at, now() + r.again_ms * interval '1 ms'), heard_to = greatest(l.heard_to, r.heard_to),
       talked_at = greatest(l.talked_at, r.said_at)
  from (select * from given ${FEW}) r
 where l.conversation_id = r.id and (l.lease_owner = r.worker or r.again_ms is not null)`,
};

/** See `Lanes.settle`. */
export async function settle(
  pool: pg.Pool,
  sends: readonly SettledSend[],
  releases: readonly Release[],
): Promise<void> {
  const rows = sends.map((send, place) => ({
    place,
    outbox_id: send.outboxId,
    conversation_id: send.conversationId,
    ...{ to_state: send.to, attempt: send.attempt, found: send.found },
    platform_ids: send.platformIds,
    task: send.task,
    at: send.to === "sent" ? iso(send.at) : null,
    due_at: send.to === "waiting" ? iso(send.dueAt) : send.to === "doubtful" ? iso(send.until) : null,
    detail: send.to === "sent" ? null : send.detail,
  }));
  const given = oncePerLane(releases).map((release, place) => ({
    place,
    ...{ id: release.conversationId, worker: release.worker },
    ...{ again_ms: release.againInMs, ended_well: release.endedWell, excused: release.excused ?? false },
    heard_to: release.heardTo ?? 0,
  }));
  await untilNoDeadlock(() => rowsOf(pool, SETTLE, [json(rows), json(given)]));
}

/** A worker that was taken for dead may hold a lane twice: one statement moves a row once, so both releases become one. */
function oncePerLane(releases: readonly Release[]): readonly Release[] {
  return [...Map.groupBy(releases, (one) => `${one.worker} ${one.conversationId}`).values()].flatMap((same) =>
    same.slice(0, 1).map((first) => {
      const wakes = same.flatMap(({ againInMs }) => (againInMs === null ? [] : [againInMs]));
      return {
        ...first,
        againInMs: wakes.length === 0 ? null : Math.min(...wakes),
        endedWell: same.every(({ endedWell }) => endedWell),
        excused: same.some(({ excused }) => excused === true),
        heardTo: Math.max(...same.map(({ heardTo }) => heardTo ?? 0)),
      };
    }),
  );
}
