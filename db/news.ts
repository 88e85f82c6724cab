import type pg from "pg";
import type { ChannelNews } from "../bot/contracts/channel.ts";
import type { SaidRow } from "../bot/contracts/lanes.ts";
import { mergeIn } from "./merge.ts";
import { type Asked, inTransaction, iso, rowsOf, type Statement, untilNoDeadlock } from "./statement.ts";

type News<Kind extends ChannelNews["kind"]> = Extract<ChannelNews, { readonly kind: Kind }>;

/*
 * A handle may already belong to somebody we know only from a posted lead: then the two are one person, with whatever
 * that one was promised or forbade. It is left alone when the other has written, for two histories are not ours to mix.
 */
const KNOWN_FROM_A_LEAD: Statement = {
  name: "identify-others",
  text: `
select distinct person.contact_id as keep, a.contact_id as gone
  from addresses person join addresses a on a.channel = $1 and a.handle = any($3::text[]) and a.contact_id <> person.contact_id
 where person.channel = $1 and person.handle = $2
   and not exists (select from conversations c join lanes l on l.conversation_id = c.id
                    where c.contact_id = a.contact_id and l.last_inbound_at is not null)`,
};

const IDENTIFY: Statement = {
  name: "identify",
  text: `
with person as (select contact_id as id from addresses where channel = $1 and handle = $2),
added as (
  insert into addresses (channel, handle, contact_id) select $1, handle, person.id from person, unnest($3::text[]) handle
  on conflict do nothing
)
update conversations c set handle = ($3::text[])[1], also_known_as = ($3::text[])[2:]
  from person where c.contact_id = person.id and c.channel = $1 and cardinality($3::text[]) > 0`,
};

/** Most posts tell again what is known: then nothing is locked. */
const IS_NEWS: Statement = {
  name: "identify-is-news",
  text: `
select 1 as yes from addresses person
 where person.channel = $1 and person.handle = $2
   and (exists (select from unnest($3::text[]) n(handle)
                 where not exists (select from addresses a where a.channel = $1 and a.handle = n.handle
                                      and a.contact_id = person.contact_id))
        or exists (select from conversations c where c.contact_id = person.contact_id and c.channel = $1
                      and (c.handle, c.also_known_as) is distinct from (($3::text[])[1], ($3::text[])[2:])
                      and cardinality($3::text[]) > 0))`,
};

/** All talks concerned are locked first and in order, as everywhere: or two posts about one person wait for each other. */
const LOCK_TALKS: Statement = {
  name: "identify-lock",
  text: `
select conversation_id from lanes
 where conversation_id in (select c.id from conversations c join addresses a on a.contact_id = c.contact_id
                            where a.channel = $1 and (a.handle = $2 or a.handle = any($3::text[])))
 order by 1 for update`,
};

/** See `Arrivals.identify`. */
export async function identify(pool: pg.Pool, { previous, current }: News<"identity">): Promise<void> {
  const values = [previous.channel, previous.handle, current];
  if ((await rowsOf(pool, IS_NEWS, values)).length === 0) return;
  await untilNoDeadlock(() =>
    inTransaction(pool, async (client) => {
      await rowsOf(client, LOCK_TALKS, values);
      const others = await rowsOf<{ keep: string; gone: string }>(client, KNOWN_FROM_A_LEAD, values);
      for (const { keep, gone } of others) await mergeIn(client, keep, gone);
      await rowsOf(client, IDENTIFY, values);
    }),
  );
}

/** A platform may tell again, or late: who forbade it since has not allowed it. */
const PREFER: Statement = {
  name: "prefer",
  text: `
with person as (select contact_id as id from addresses where channel = $1 and handle = $2),
proof as (
  insert into consents (contact_id, what, channel, at)
  select id, 'marketing-' || $3::text, $1, $4::timestamptz from person
), cancelled as (
  update outbox o set state = 'cancelled', detail = 'opted out'
    from conversations c join person on person.id = c.contact_id
   where $3 = 'stop' and o.conversation_id = c.id and o.purpose = 'proactive' and o.state = 'waiting'
)
update contacts p
   set opted_out_at = case when $3 = 'stop' then coalesce(p.opted_out_at, $4::timestamptz)
                           when p.opted_out_at > $4::timestamptz
                             or exists (select from consents k where k.contact_id = p.id and k.at > $4::timestamptz
                                           and k.what in ('marketing-stop', 'opt-out')) then p.opted_out_at end,
       proactive = case when $3 = 'stop' then false else p.proactive end
  from person where p.id = person.id`,
};

/** See `Arrivals.prefer`. */
export async function prefer(pool: pg.Pool, news: News<"preference">): Promise<void> {
  await untilNoDeadlock(() => inTransaction(pool, (client) => preferIn(client, news)));
}

/** The same within a transaction of the caller's. */
export async function preferIn(client: Asked, { from, marketing, at }: News<"preference">): Promise<void> {
  await rowsOf(client, PREFER, [from.channel, from.handle, marketing, iso(at)]);
}

const NOTICE: Statement = {
  name: "notice",
  text: "insert into notices (channel, account, severity, what, detail) values ($1, $2, $3, $4, $5)",
};

/** See `Arrivals.notice`. */
export async function notice(asked: Asked, news: News<"notice">): Promise<void> {
  await rowsOf(asked, NOTICE, [news.channel, news.account, news.severity, news.what, news.detail]);
}

const IS_OURS: Statement = {
  name: "is-ours",
  text: "select from deliveries where channel = $1 and account = $2 and platform_id = $3",
};

const SAID: Statement = {
  name: "said",
  text: `select conversation_id as "conversationId", rep, text from outbox where id = $1`,
};

/** See `Lanes.said`. */
export async function said(pool: pg.Pool, outboxId: string): Promise<SaidRow | null> {
  return (await rowsOf<SaidRow>(pool, SAID, [outboxId]))[0] ?? null;
}

/** See `Arrivals.isOurs`. */
export async function isOurs(
  pool: pg.Pool,
  message: { readonly channel: string; readonly account: string; readonly id: string },
): Promise<boolean> {
  return (await rowsOf(pool, IS_OURS, [message.channel, message.account, message.id])).length > 0;
}
