import type pg from "pg";
import type { FailedDelivery, HeardReceipt } from "../bot/contracts/arrivals.ts";
import { LEFT_SENDING } from "../bot/contracts/lanes.ts";
import { tellFailures } from "./failed-deliveries.ts";
import { FEW, inTransaction, iso, json, rowsOf, type Statement, untilNoDeadlock } from "./statement.ts";

/** How far along a message is; a receipt only ever moves it to the right. */
export const RANKS =
  "array['waiting', 'sending', 'doubtful', 'cancelled', 'sent', 'failed', 'delivered', 'read']";

/**
 * A receipt for one part of a split message that has not gone whole proves only that part: the rest still has to go. It
 * ends a doubt about that part; but where the process ended amid the parts, those behind it may have gone as well, so the
 * doubt lasts until its end and what came by then is left out. Parts go in order: one that went proves those before it.
 * Rows are locked in the order of their ids, as in `settle`, so that the two never wait for each other in a
 * circle.
 */
const RECEIPTS: Statement = {
  name: "receipts",
  text: `
with news as (
  select *, array_position(${RANKS}, status) as rank
    from json_to_recordset($1) as x(place int, channel text, account text, platform_id text, our_id text, status text,
      detail text, billable bool, at timestamptz, part int)
), named as (
  select * from (
    select n.*, coalesce(
             (select o.id from outbox o where o.id = n.our_id),
             (select d.outbox_id from deliveries d
               where d.channel = n.channel and d.account = n.account and d.platform_id = n.platform_id)) as id
      from news n) found
   where id is not null
), best as (
  select id, (array_agg(status order by rank desc))[1] as status, max(rank) as rank, (array_agg(place order by rank desc))[1] as place,
         (array_agg(detail order by rank desc))[1] as detail, bool_or(billable) as billable, min(at) as at,
         array_agg(distinct platform_id) as platform_ids, max(part) as part
    from named group by id
), row as materialized (
  select b.*, o.state as was, o.left_sending,
         b.part is not null and array_position(${RANKS}, o.state) < 5
           and (o.state <> 'doubtful' or o.left_sending or b.part < cardinality(o.platform_ids)) as tells_nothing
    from (select * from best order by id) b
   cross join lateral (select id, state, platform_ids, state = 'doubtful' and detail is not distinct from '${LEFT_SENDING}' as left_sending
                         from outbox where id = b.id for update) o
), moved as (
  update outbox o
     set state = case when row.tells_nothing then row.was when row.part is not null and row.was = 'doubtful' then 'waiting'
                      else row.status end,
         detail = case when row.tells_nothing then o.detail when row.status = 'failed' then row.detail end,
         due_at = case when row.tells_nothing then o.due_at end,
         doubt_since = case when row.tells_nothing then o.doubt_since end,
         sent_at = coalesce(o.sent_at, row.at), billable = coalesce(row.billable, o.billable),
         platform_ids = (
           -- As long as the parts that went: so many are left out when it is sent again. An id that is not known is empty.
           select ids || array_fill(''::text, array[greatest(0, cardinality(o.platform_ids) - cardinality(ids),
                    case when row.left_sending then row.part + 1 - cardinality(ids) else 0 end)])
             from (select array_remove(o.platform_ids, '')
                          || array(select unnest(row.platform_ids) except select unnest(o.platform_ids)) as ids) known)
    from (select * from row ${FEW}) row
   where o.id = row.id and array_position(${RANKS}, row.was) < row.rank
  returning o.conversation_id, row.was = 'doubtful' and o.state <> 'doubtful' as settled
), billed as (
  update outbox o set billable = row.billable
    from (select * from row ${FEW}) row
   where o.id = row.id and row.billable is not null and array_position(${RANKS}, row.was) >= row.rank
     and o.billable is distinct from row.billable
), ids as (
  insert into deliveries (channel, account, platform_id, outbox_id)
  select distinct n.channel, n.account, n.platform_id, n.id
    from named n join row using (id) where row.was in ('waiting', 'sending', 'doubtful', 'cancelled')
  on conflict do nothing
)
select conversation_id from moved where settled`,
};

const WAKE: Statement = {
  name: "wake-settled",
  text: `
update lanes l set due_at = least(l.due_at, now())
  from (select conversation_id from lanes where conversation_id = any($1::text[]) order by 1 for update) held
 where l.conversation_id = held.conversation_id`,
};

/** A talk in which a doubt has ended. */
interface Settled {
  readonly conversation_id: string;
}

/** See `Arrivals.receipts`. */
export async function receive(pool: pg.Pool, batch: readonly HeardReceipt[]): Promise<FailedDelivery[]> {
  const rows = batch.map((receipt, place) => ({
    place,
    channel: receipt.channel,
    account: receipt.account,
    platform_id: receipt.platformId,
    our_id: receipt.ourId,
    status: receipt.status === "played" ? "read" : receipt.status,
    detail: receipt.status === "failed" ? (receipt.failure?.detail ?? "no reason given") : null,
    billable: receipt.billable,
    at: iso(receipt.at),
    part: receipt.part ?? null,
  }));
  const { settled, failed } = await untilNoDeadlock(() => stored(pool, json(rows), batch));
  const talks = settled.map((row) => row.conversation_id);
  // Only to be quick: a lane with a doubtful row is due again at the end of the wait in any case.
  if (talks.length > 0) await untilNoDeadlock(() => rowsOf(pool, WAKE, [talks]));
  return failed;
}

interface Stored {
  readonly settled: readonly Settled[];
  readonly failed: FailedDelivery[];
}

/** Only where something failed a second statement follows, and both are one transaction. */
async function stored(pool: pg.Pool, rows: string, batch: readonly HeardReceipt[]): Promise<Stored> {
  if (!batch.some(({ status }) => status === "failed"))
    return { settled: await rowsOf<Settled>(pool, RECEIPTS, [rows]), failed: [] };
  return await inTransaction(pool, async (client) => {
    const settled = await rowsOf<Settled>(client, RECEIPTS, [rows]);
    return { settled, failed: await tellFailures(client, batch) };
  });
}
