import type { FailedDelivery, FailureCalls, HeardReceipt } from "../bot/contracts/arrivals.ts";
import type { NewTask } from "../bot/contracts/turn-record.ts";
import { notice, preferIn } from "./news.ts";
import { type Asked, json, rowsOf, type Statement } from "./statement.ts";

/*
 * Of a split message every failed part counts, however far the others came: half an answer is missing. One that left whole
 * and arrived did not fail. A message is told of once, however many parts of it fail and however often a platform says so;
 * the rows are locked by the statement before this one in the same transaction.
 */
const TELL: Statement = {
  name: "tell-failures",
  text: `
with news as (
  select * from json_to_recordset($1) as x(place int, channel text, account text, platform_id text, our_id text, part int)
), named as (
  select n.*, coalesce(
           (select o.id from outbox o where o.id = n.our_id),
           (select d.outbox_id from deliveries d
             where d.channel = n.channel and d.account = n.account and d.platform_id = n.platform_id)) as id
    from news n
), fresh as materialized (
  select n.*, o.conversation_id
    from named n
   cross join lateral (select conversation_id, state from outbox where id = n.id offset 0) o
   where (n.part is not null or o.state = 'failed')
     and (select bool_or(d.failed) from deliveries d where d.outbox_id = n.id) is not true
), told as (
  insert into deliveries (channel, account, platform_id, outbox_id, failed)
  select distinct channel, account, platform_id, id, true from fresh
  on conflict (channel, account, platform_id) do update set failed = true
)
select place, id, conversation_id,
       (select c.handle from conversations c where c.id = fresh.conversation_id) as handle
  from fresh order by place`,
};

interface Told {
  readonly place: number;
  readonly id: string;
  readonly conversation_id: string;
  readonly handle: string;
}

const TASK: Statement = {
  name: "task-of-failure",
  text: `
insert into tasks (conversation_id, lead_id, kind, reason, summary, rep)
select id, lead_id, $2, $3, $4, $5 from conversations where id = $1`,
};

/** Does what failures among these receipts call for, each once. Within the transaction that has just stored them. */
export async function tellFailures(client: Asked, batch: readonly HeardReceipt[]): Promise<FailedDelivery[]> {
  const rows = batch.flatMap(({ status, channel, account, platformId, ourId, part }, place) =>
    status === "failed"
      ? [{ place, channel, account, platform_id: platformId, our_id: ourId, part: part ?? null }]
      : [],
  );
  const told = await rowsOf<Told>(client, TELL, [json(rows)]);
  const failed: FailedDelivery[] = [];
  const tasked = new Set<string>();
  for (const { place, id, conversation_id, handle } of told) {
    const receipt = batch[place];
    if (receipt === undefined) continue;
    failed.push({ conversationId: conversation_id, outboxId: id, receipt });
    const { calls } = receipt;
    if (calls == null) continue;
    await answer(client, receipt, calls, handle);
    if (calls.task === null || tasked.has(id)) continue;
    tasked.add(id);
    await putTask(client, conversation_id, calls.task);
  }
  return failed;
}

/** What concerns the account or the person, and not this one message. */
async function answer(
  client: Asked,
  { channel, account, at, failure }: HeardReceipt,
  { alarm, optedOut }: FailureCalls,
  handle: string,
): Promise<void> {
  if (alarm) {
    const detail = failure?.detail ?? "no reason given";
    const what = "delivery refused";
    await notice(client, { kind: "notice", channel, account, severity: "alarm", what, detail });
  }
  if (optedOut)
    await preferIn(client, { kind: "preference", marketing: "stop", at, from: { channel, account, handle } });
}

async function putTask(
  client: Asked,
  conversationId: string,
  { kind, reason, summary, rep }: NewTask,
): Promise<void> {
  await rowsOf(client, TASK, [conversationId, kind, reason, summary, rep]);
}
