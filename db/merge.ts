import type pg from "pg";
import { inherit } from "./inherit.ts";
import { type Asked, inTransaction, rowsOf, type Statement, untilNoDeadlock } from "./statement.ts";

/** Talks of both are locked first, as everywhere, so that no worker writes into them meanwhile. */
const LOCK: Statement = {
  name: "merge-lock",
  text: `
with lane as (
  select conversation_id as id from lanes
   where conversation_id in (select id from conversations where contact_id = any($1::text[]))
   order by 1 for update
)
select c.id from (select id from lane order by id) l
 cross join lateral (select id from conversations where id = l.id for update) c`,
};

/** Two people under one lock, whichever way round they are named. */
const BOTH: Statement = {
  name: "merge-contacts",
  text: "select id from contacts where id = any($1::text[]) order by id for update",
};

/**
 * Two talks on one account become one: the one that a rep holds goes on, else the one written in last. The other stays
 * as it was for whoever reads its history, and its letters' answers find the way to the first. What was already said to
 * a person's words in it still goes out, but never beside a rep.
 */
const FOLD: Statement = {
  name: "merge-fold-talks",
  text: `
with talk as (
  select c.id, row_number() over latest as place, first_value(c.id) over latest as goes_on,
         first_value(c.owner) over latest as owner, first_value(c.rep) over latest as rep
    from conversations c join lanes l on l.conversation_id = c.id
   where c.contact_id = any($1::text[]) and c.merged_into is null
  window latest as (partition by c.channel, c.account
                        order by c.owner = 'rep' desc, l.last_inbound_at desc nulls last, c.number desc)
), folded as (
  update conversations c set merged_into = talk.goes_on, version = c.version + 1, owner = talk.owner, rep = talk.rep,
         fence = case when talk.owner = 'rep' then c.version + 1 else c.fence end,
         state = (c.state::jsonb || jsonb_build_object('stage', 'closed', 'asking', null, 'version', c.version + 1,
                                                       'owner', talk.owner, 'rep', talk.rep))::json,
         stage = 'closed', asking = null, updated_at = now()
    from talk where c.id = talk.id and talk.place > 1
  returning c.id, c.merged_into, c.owner
), older as (
  update conversations c set merged_into = folded.merged_into from folded where c.merged_into = folded.id
), unsaid as (
  update outbox o set state = 'cancelled', detail = 'the talk goes on in another'
    from folded where o.conversation_id = folded.id and o.author = 'bot' and o.state = 'waiting'
     and (o.purpose = 'proactive' or folded.owner = 'rep')
)
select id from folded`,
};

/** What one of them told is known in the talks of both; the talk's own words go before the other's. */
const SHARE_FACTS: Statement = {
  name: "merge-share-facts",
  text: `
with told as (
  select c.id, c.contact_id, coalesce(c.state::jsonb -> 'facts', '{}') as facts from conversations c
   where c.contact_id = any($1::text[])
), other as (
  select one.id, jsonb_object_agg(f.key, f.value) as facts
    from told one join told two on two.contact_id <> one.contact_id cross join jsonb_each(two.facts) f
   where not one.facts ? f.key group by one.id
)
update conversations c
   set version = c.version + 1, updated_at = now(),
       state = (c.state::jsonb || jsonb_build_object('version', c.version + 1,
         'facts', coalesce(c.state::jsonb -> 'facts', '{}') || other.facts))::json
  from other where c.id = other.id and c.merged_into is null`,
};

const MOVE: readonly Statement[] = [
  {
    name: "merge-talks",
    text: "update conversations set contact_id = $1, version = version + 1, state = (state::jsonb || jsonb_build_object('contactId', $1::text, 'version', version + 1))::json where contact_id = $2",
  },
  { name: "merge-leads", text: "update leads set contact_id = $1 where contact_id = $2" },
  { name: "merge-addresses", text: "update addresses set contact_id = $1 where contact_id = $2" },
  { name: "merge-consents", text: "update consents set contact_id = $1 where contact_id = $2" },
  { name: "merge-archive", text: "update archive set contact_id = $1 where contact_id = $2" },
  {
    name: "merge-guests",
    text: `insert into thread_people (conversation_id, contact_id)
           select conversation_id, $1 from thread_people where contact_id = $2 on conflict do nothing`,
  },
  {
    name: "merge-erasures",
    text: `insert into erasures (contact_id, by, requested_at)
           select $1, by, requested_at from erasures where contact_id = $2 and done_at is null on conflict do nothing`,
  },
  {
    name: "merge-erasures-moved",
    text: "delete from erasures where contact_id = $2 and done_at is null and $1 <> $2",
  },
];

/*
 * In the CRM the survivor stays who they were there, and a contact that is now nobody's is remembered as `merged`: it is
 * the same person, for whoever merges the two there and for an erasure. Deals and companies hang on leads and come along.
 */
const IN_THE_CRM: readonly Statement[] = [
  {
    name: "merge-crm-two",
    text: `insert into tasks (lead_id, kind, reason, summary)
           select (select id from leads where contact_id = $1 order by created_at desc, id limit 1), 'crm', 'merge-in-crm',
                  'One person is two contacts in the CRM. Please merge ' || g.their_id || ' into ' || k.their_id || ' there.'
             from crm_links g join crm_links k on k.kind = 'contact' and k.our_id = $1 and k.their_id <> g.their_id
            where g.kind = 'contact' and g.our_id = $2`,
  },
  {
    name: "merge-crm-before",
    text: "update crm_links set contact_id = $1 where kind = 'merged' and contact_id = $2",
  },
  {
    name: "merge-crm-merged",
    text: `insert into crm_links (kind, our_id, their_id, contact_id)
           select 'merged', $2::text, coalesce(max(their_id), ''), $1::text from crm_links where kind = 'contact' and our_id = $2::text
           having max(their_id) is not null or exists (select from crm_switch)`,
  },
  {
    name: "merge-crm-contact",
    text: `update crm_links set our_id = $1, contact_id = $1
            where kind = 'contact' and our_id = $2 and not exists (select from crm_links where kind = 'contact' and our_id = $1)`,
  },
  {
    name: "merge-crm-contact-gone",
    text: "delete from crm_links where kind = 'contact' and our_id = $2 and $1 <> $2",
  },
  { name: "merge-crm-links", text: "update crm_links set contact_id = $1 where contact_id = $2" },
  { name: "merge-crm-jobs", text: "update crm_jobs set contact_id = $1 where contact_id = $2" },
  {
    name: "merge-crm-erasures",
    text: `insert into crm_erasures (contact_id) select $1 from crm_erasures where contact_id = $2
           on conflict (contact_id) do update set due_at = now()`,
  },
  { name: "merge-crm-erasures-gone", text: "delete from crm_erasures where contact_id = $2 and $1 <> $2" },
];

/** An opt-out of either holds for both; a consent holds only where nobody opted out. */
const KEEP_CONSENT: Statement = {
  name: "merge-consent",
  text: `
update contacts k
   set opted_out_at = least(k.opted_out_at, g.opted_out_at), name = coalesce(k.name, g.name),
       proactive = (k.proactive or g.proactive) and k.opted_out_at is null and g.opted_out_at is null
  from contacts g where k.id = $1 and g.id = $2`,
};

const QUIET: Statement = {
  name: "merge-quiet",
  text: `
with cancelled as (
  update outbox o set state = 'cancelled', detail = 'opted out'
    from conversations c join contacts p on p.id = c.contact_id
   where p.id = $1 and p.opted_out_at is not null and o.conversation_id = c.id
     and o.purpose = 'proactive' and o.state = 'waiting'
)
delete from timers t using conversations c join contacts p on p.id = c.contact_id
 where p.id = $1 and p.opted_out_at is not null and t.conversation_id = c.id and t.kind = 'follow-up'`,
};

const GONE: Statement = { name: "merge-gone", text: "delete from contacts where id = $1" };

/**
 * Makes one person of two: everything of `gone` is `keep`'s from then on, and nothing of either is lost. False when
 * one of them is not there (any more), or both are the same.
 */
export async function mergeContacts(pool: pg.Pool, keep: string, gone: string): Promise<boolean> {
  if (keep === gone) return false;
  return await untilNoDeadlock(() => inTransaction(pool, (client) => mergeIn(client, keep, gone)));
}

/** The same within a transaction of the caller's, for two that are not the same. */
export async function mergeIn(client: Asked, keep: string, gone: string): Promise<boolean> {
  const both = [keep, gone];
  await rowsOf(client, LOCK, [both]);
  if ((await rowsOf(client, BOTH, [both])).length < 2) return false;
  const ended = await rowsOf<{ id: string }>(client, FOLD, [both]);
  await inherit(
    client,
    ended.map(({ id }) => id),
  );
  await rowsOf(client, SHARE_FACTS, [both]);
  for (const statement of [...MOVE, ...IN_THE_CRM]) await rowsOf(client, statement, [keep, gone]);
  await rowsOf(client, KEEP_CONSENT, [keep, gone]);
  await rowsOf(client, QUIET, [keep]);
  await rowsOf(client, GONE, [gone]);
  return true;
}

/*
 * The other person behind an address that a proven sender named as their own. Their saying so is half of a proof: the
 * other half is that the one behind the address named one of the sender's, or has never written (a posted lead).
 */
const PROVEN: Statement = {
  name: "merge-proven",
  text: `
select o.id
  from contacts me
  join addresses a on a.channel = $2 and a.handle = $3
  join contacts o on o.id = a.contact_id and o.id <> me.id
 where me.id = $1
   and (not exists (select from conversations c join lanes l on l.conversation_id = c.id
                     where c.contact_id = o.id and l.last_inbound_at is not null)
        or exists (select from conversations c join addresses mine on mine.contact_id = me.id
                    where c.contact_id = o.id
                      and mine.handle in (lower(c.state -> 'facts' -> 'email' ->> 'value'), c.state -> 'facts' -> 'phone' ->> 'value')
                      and (c.state -> 'facts' -> case when mine.channel = 'email' then 'email' else 'phone' end
                           ->> 'confidence')::float8 > 0.45))`,
};

/** See `Arrivals.join`. */
export async function join(
  pool: pg.Pool,
  contactId: string,
  claimed: { readonly channel: string; readonly handle: string },
): Promise<boolean> {
  const [other] = await rowsOf<{ id: string }>(pool, PROVEN, [contactId, claimed.channel, claimed.handle]);
  return other === undefined ? false : await mergeContacts(pool, contactId, other.id);
}
