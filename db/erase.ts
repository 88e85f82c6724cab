import type pg from "pg";
import { hashOf } from "./acquaint.ts";
import { forgetGuest } from "./forget-guest.ts";
import { inTransaction, rowsOf, type Statement, untilNoDeadlock } from "./statement.ts";

/** Talks are locked first, as everywhere, so that no worker writes into them meanwhile: theirs, and those of whom they wrote to as guests. */
const LOCK: Statement = {
  name: "erase-lock",
  text: `
with person as (
  select $1::text as id
  union select c.contact_id from thread_people t join conversations c on c.id = t.conversation_id where t.contact_id = $1
), lane as (
  select conversation_id as id from lanes
   where conversation_id in (select id from conversations where contact_id in (select id from person))
   order by 1 for update
)
select c.id from (select id from lane order by id) l
 cross join lateral (select id from conversations where id = l.id for update) c`,
};

const HANDLES: Statement = {
  name: "erase-handles",
  text: `
select handle, p.opted_out_at is not null as opted_out
  from addresses a join contacts p on p.id = a.contact_id where a.contact_id = $1`,
};

const REMEMBER: Statement = {
  name: "erase-remember",
  text: "insert into forgotten_handles (sha256) select * from unnest($1::text[]) on conflict do nothing",
};

/** Tables that hold a person without hanging on the contact's row; everything else goes with it by cascade. */
const LOOSE: readonly Statement[] = [
  {
    // First of all: afterwards nothing tells which talks there were. A call on its way may still be written down.
    name: "erase-at-models",
    text: `
with old as (
  -- Not what is still being tried.
  delete from model_erasures
   where erased_at < now() - interval '30 days' and (passes >= 2 or passes = 0 and tries = 0)
)
insert into model_erasures (conversation_id, turns, due_at)
select c.id, 20 + greatest(
         coalesce((select max(turn) from model_calls k where k.conversation_id = c.id), 0),
         coalesce((select max(number) from turns t where t.conversation_id = c.id), 0)), now() + interval '2 minutes'
  from conversations c
 where c.contact_id = $1
    or c.id in (select conversation_id from thread_people where contact_id = $1)
on conflict (conversation_id) do update
   set turns = excluded.turns, erased_at = now(), due_at = excluded.due_at, tries = 0, passes = 0`,
  },
  {
    name: "erase-deliveries",
    text: `delete from deliveries d using outbox o, conversations c
            where d.outbox_id = o.id and o.conversation_id = c.id and c.contact_id = $1`,
  },
  {
    // Before the letters: only they tell whose files these are.
    name: "erase-letter-files",
    text: `delete from letter_files f using messages m, conversations c
            where m.channel = 'email' and m.account = f.account and m.platform_id = f.letter_id
              and c.id = m.conversation_id
              and (c.contact_id = $1 or exists (
                    select from thread_people t join addresses a on a.contact_id = t.contact_id
                     where t.contact_id = $1 and t.conversation_id = c.id and m.payload -> 'from' ->> 'handle' = a.handle))`,
  },
  ...["messages", "outbox", "turns", "facts"].map((table) => ({
    name: `erase-${table}`,
    text: `delete from ${table} t using conversations c where t.conversation_id = c.id and c.contact_id = $1`,
  })),
  {
    // What still had to be said to them as guests in somebody else's thread: there is nobody to say it to.
    name: "erase-guest-answers",
    text: `update outbox o set state = 'cancelled', detail = 'the person was erased'
             from thread_people t join addresses a on a.contact_id = t.contact_id
             join messages m on m.conversation_id = t.conversation_id and m.payload -> 'from' ->> 'handle' = a.handle
            where t.contact_id = $1 and o.conversation_id = t.conversation_id and o.author = 'bot' and o.state = 'waiting'
              and o.in_reply_to = m.platform_id`,
  },
  {
    // The thread's own memory of them. A turn that has just heard them is not saved any more: the talk is another by now.
    name: "erase-guest-places",
    text: `update conversations c
              set version = c.version + 1, state = (c.state::jsonb || jsonb_build_object('version', c.version + 1))::json,
                  thread = c.thread || jsonb_build_object(
                    'from', case when c.thread ->> 'from' = any (gone.handles) then c.handle else c.thread ->> 'from' end,
                    'people', (c.thread -> 'people') - gone.handles)
             from (select coalesce(array_agg(handle), '{}') as handles from addresses where contact_id = $1 and channel = 'email') gone
            where c.id in (select conversation_id from thread_people where contact_id = $1) and c.contact_id <> $1
              and c.thread is not null`,
  },
  {
    // What they wrote as guests in somebody else's thread.
    name: "erase-guest-letters",
    text: `delete from messages m using thread_people t, addresses a
            where t.contact_id = $1 and m.conversation_id = t.conversation_id
              and a.contact_id = $1 and m.payload -> 'from' ->> 'handle' = a.handle`,
  },
  { name: "erase-archive", text: "delete from archive where contact_id = $1" },
  { name: "erase-consents", text: "delete from consents where contact_id = $1" },
  {
    name: "erase-calls",
    text: `update model_calls set conversation_id = null
            where conversation_id in (select id from conversations where contact_id = $1)`,
  },
];

const DELETE: Statement = { name: "erase-contact", text: "delete from contacts where id = $1 returning id" };

const PROVE: Statement = {
  name: "erase-prove",
  text: `
insert into erasures (contact_id, by, done_at) values ($1, $2, now())
on conflict (contact_id) do update set done_at = coalesce(erasures.done_at, now())`,
};

/** Where a CRM is set up, it has to forget the person too, whether or not we know yet that it knows them. */
const IN_THE_CRM: Statement = {
  name: "erase-in-the-crm",
  text: `
insert into crm_erasures (contact_id)
select $1 where exists (select from crm_switch) or exists (select from crm_links where contact_id = $1)
on conflict (contact_id) do update set due_at = now()`,
};

/** See `Desk.erase`. */
export async function erase(pool: pg.Pool, contactId: string, by: string): Promise<boolean> {
  return await untilNoDeadlock(() =>
    inTransaction(pool, async (client) => {
      await rowsOf(client, LOCK, [contactId]);
      const handles = await rowsOf<{ handle: string; opted_out: boolean }>(client, HANDLES, [contactId]);
      const quiet = handles.filter(({ opted_out }) => opted_out).map(({ handle }) => hashOf(handle));
      if (quiet.length > 0) await rowsOf(client, REMEMBER, [quiet]);
      await forgetGuest(client, contactId);
      for (const statement of LOOSE) await rowsOf(client, statement, [contactId]);
      const gone = await rowsOf(client, DELETE, [contactId]);
      if (gone.length === 0) return false;
      await rowsOf(client, IN_THE_CRM, [contactId]);
      await rowsOf(client, PROVE, [contactId, by]);
      return true;
    }),
  );
}
