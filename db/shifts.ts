import type pg from "pg";
import { iso, rowsOf, type Statement, untilNoDeadlock } from "./statement.ts";

/** Nobody promises to live that long: the database's clock was set back since. */
const IMPOSSIBLE = "now() + interval '2 minutes'";

/*
 * One row says that a worker lives, instead of a time on each of its lanes: a beat is one small write however many
 * lanes it holds, and a worker that was killed loses all of them at once. The database's clock alone decides, so
 * clocks of machines may differ or jump. When its own clock was set back, everything that waits is looked at again: what
 * was due before would otherwise sleep for as long as the clock went back, and looking too early harms nothing.
 */
const BEAT: Statement = {
  name: "beat",
  text: `
with me as (
  insert into workers (id, alive_until) values ($1, now() + $2::float8 * interval '1 ms')
  on conflict (id) do update set alive_until = excluded.alive_until
), gone as (
  delete from workers where (alive_until < now() - interval '1 hour' or alive_until > ${IMPOSSIBLE}) and id <> $1
), stray as (
  select l.conversation_id as id from lanes l
   where l.lease_owner is not null and l.lease_owner <> $1
     and not exists (select from workers w where w.id = l.lease_owner and w.alive_until > now() and w.alive_until < ${IMPOSSIBLE})
   order by 1 for update skip locked
)
update lanes l set lease_owner = null, due_at = least(l.due_at, now()) from stray where l.conversation_id = stray.id
returning l.conversation_id`,
};

const SET_BACK: Statement = {
  name: "set-back",
  text: `select exists (select from workers where alive_until > ${IMPOSSIBLE}) as back`,
};

/** Also those that somebody works on: what came meanwhile has made them due again, and their release leaves that as it is. */
const WAKE_ALL: Statement = {
  name: "wake-all",
  text: `
with early as (
  select conversation_id from lanes where due_at > now() order by 1 for update
)
update lanes l set due_at = now() from early where l.conversation_id = early.conversation_id`,
};

/** What was being written in the moment of the jump still has the old time; it is written by then. */
const WRITTEN_MS = 500;

const RING: Statement = {
  name: "ring",
  text: `
with come as (
  select distinct conversation_id from timers where due_at <= $1 and not rung limit 500
), lane as (
  select conversation_id as id from lanes where conversation_id in (select conversation_id from come)
   order by 1 for update skip locked
), rung as (
  update timers t set rung = true from lane where t.conversation_id = lane.id and t.due_at <= $1 and not t.rung
)
update lanes l set due_at = least(l.due_at, now()) from lane where l.conversation_id = lane.id
returning l.conversation_id`,
};

const LEAVE: Statement = {
  name: "leave",
  text: `
with me as (delete from workers where id = $1),
mine as (select conversation_id as id from lanes where lease_owner = $1 order by 1 for update)
update lanes l set lease_owner = null, due_at = least(l.due_at, now()) from mine where l.conversation_id = mine.id`,
};

/** See `Shifts.beat`. */
export async function beat(pool: pg.Pool, worker: string, aliveMs: number): Promise<{ freed: number }> {
  const [clock] = await rowsOf<{ readonly back: boolean }>(pool, SET_BACK, []);
  const freed = await untilNoDeadlock(() => rowsOf(pool, BEAT, [worker, aliveMs]));
  if (clock?.back !== true) return { freed: freed.length };
  await untilNoDeadlock(() => rowsOf(pool, WAKE_ALL, []));
  await new Promise((written) => setTimeout(written, WRITTEN_MS));
  await untilNoDeadlock(() => rowsOf(pool, WAKE_ALL, []));
  return { freed: freed.length };
}

/** See `Shifts.ring`. */
export async function ring(pool: pg.Pool, now: number): Promise<{ rung: number }> {
  const rung = await untilNoDeadlock(() => rowsOf(pool, RING, [iso(now)]));
  return { rung: rung.length };
}

/** See `Shifts.leave`. */
export async function leave(pool: pg.Pool, worker: string): Promise<void> {
  await untilNoDeadlock(() => rowsOf(pool, LEAVE, [worker]));
}
