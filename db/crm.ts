import type { CrmDesk, CrmJob, CrmLink, CrmMemory, CrmNews } from "../bot/contracts/crm-desk.ts";
import type { Database } from "./connect.ts";
import { iso, json, rowsOf, type Statement } from "./statement.ts";

const statement = (name: string, text: string): Statement => ({ name: `crm-${name}`, text });

const LINK = `kind, our_id as "ourId", their_id as "theirId", contact_id as "contactId", written`;
const FIND = statement("find", `select ${LINK} from crm_links where kind = $1 and our_id = $2`);
const FIND_THEIRS = statement(
  "find-theirs",
  `select ${LINK} from crm_links where kind = $1 and their_id = $2 order by updated_at desc limit 1`,
);
const OF_CONTACT = statement("of-contact", `select ${LINK} from crm_links where contact_id = $1`);
const KEEP = statement(
  "keep",
  `insert into crm_links (kind, our_id, their_id, contact_id, written) values ($1, $2, $3, $4, $5)
   on conflict (kind, our_id) do update set their_id = excluded.their_id, contact_id = excluded.contact_id,
      written = excluded.written, updated_at = now()`,
);
const FORGET = statement("forget", "delete from crm_links where contact_id = $1");

const DROP = statement("drop", "delete from crm_links where kind = $1 and our_id = $2");

/** A process without a token proves nothing about the others; a day without one that has it does. */
const OFF = statement("off", "delete from crm_switch where seen_at < now() - interval '1 day'");
/** The first time, and again after a time without a CRM, every lead is told. */
const ON = statement(
  "on",
  `with fresh as (insert into crm_switch (provider) values ($1) on conflict do nothing returning provider),
   seen as (update crm_switch set seen_at = now() where provider = $1)
   insert into crm_jobs (lead_id, contact_id, due_at) select l.id, l.contact_id, now() from leads l, fresh
   on conflict (lead_id) do nothing`,
);

const CLAIM = statement(
  "claim",
  `with due as (
     select lead_id from crm_jobs
      where not dead and due_at <= now() and (lease_until is null or lease_until < now())
      order by due_at limit $1 for update skip locked
   )
   update crm_jobs j set lease_until = now() + $2::float8 * interval '1 ms' from due where j.lead_id = due.lead_id
   returning j.lead_id as "leadId", j.seq::float8 as seq, j.tries`,
);
const TAKE = statement(
  "take",
  `insert into crm_jobs (lead_id, contact_id, due_at, lease_until)
   select id, contact_id, now(), now() + $2::float8 * interval '1 ms' from leads where id = $1
   on conflict (lead_id) do update set lease_until = excluded.lease_until
    where crm_jobs.lease_until is null or crm_jobs.lease_until < now()
   returning lead_id as "leadId", seq::float8 as seq, tries`,
);
const DONE = statement(
  "done",
  `with gone as (delete from crm_jobs where lead_id = $1 and seq = $2)
   update crm_jobs set lease_until = null, tries = 0, last_error = null where lead_id = $1 and seq <> $2`,
);
const AGAIN = statement(
  "again",
  `update crm_jobs set lease_until = null, last_error = $4, tries = tries + $5,
          due_at = case when seq = $2 then now() + $3::float8 * interval '1 ms' else due_at end
    where lead_id = $1`,
);
const BURY = statement(
  "bury",
  `with dead as (
     update crm_jobs set lease_until = null, last_error = $3, dead = seq = $2 where lead_id = $1 returning dead
   )
   insert into notices (channel, severity, what, detail)
   select 'crm', 'alarm', 'a lead is not in the CRM', $1 || ': ' || $3 from dead where dead`,
);
const ERASURES = statement(
  "erasures",
  `with due as (
     select contact_id from crm_erasures e where due_at <= now()
        and not exists (select from crm_jobs j where j.contact_id = e.contact_id and j.lease_until > now())
      order by due_at limit $1 for update skip locked
   )
   update crm_erasures e set due_at = now() + $2::float8 * interval '1 ms', tries = tries + 1
     from due where e.contact_id = due.contact_id
   returning e.contact_id as "contactId", e.tries`,
);
const ERASED = statement(
  "erased",
  `with jobs as (delete from crm_jobs where contact_id = $1)
   delete from crm_erasures where contact_id = $1`,
);
const ERASURE_AGAIN = statement(
  "erasure-again",
  `with later as (
     update crm_erasures set due_at = now() + $2::float8 * interval '1 ms' where contact_id = $1
   )
   insert into notices (channel, severity, what, detail)
   select 'crm', 'alarm', 'a person could not be forgotten in the CRM yet', $1 || ': ' || $3 where $3::text is not null`,
);
/** What somebody changed again since is no news any more, however late it comes. */
const KEEP_NEWS = statement(
  "keep-news",
  `insert into crm_news (id, kind, their_id, property, value, occurred_at, handled_at)
   select id, kind, their_id, property, value, at,
          (select now() where exists (
             select from crm_news k where k.kind = n.kind and k.their_id = n.their_id and k.property = n.property
                and k.occurred_at > n.at))
     from json_to_recordset($1) as n(id text, kind text, their_id text, property text, value text, at timestamptz)
   on conflict do nothing`,
);
const WAITING = statement(
  "waiting-news",
  `select id, kind, their_id as "theirId", property, value, (extract(epoch from occurred_at) * 1000)::float8 as at
     from crm_news where handled_at is null order by occurred_at limit $1`,
);
const HANDLED = statement(
  "news-handled",
  `with old as (delete from crm_news where handled_at < now() - interval '30 days')
   update crm_news set handled_at = now() where id = $1`,
);

/** The CRM's desk in one database. */
export function crmDeskOn({ pool }: Pick<Database, "pool">): CrmDesk {
  const run = async (what: Statement, values: readonly unknown[]): Promise<void> => {
    await rowsOf(pool, what, values);
  };
  return {
    memory: memoryOn(pool),
    turn: async (provider) => {
      await run(OFF, []);
      if (provider !== null) await run(ON, [provider]);
    },
    claim: (limit, leaseMs) => rowsOf<CrmJob>(pool, CLAIM, [limit, leaseMs]),
    take: async (leadId, leaseMs) => (await rowsOf<CrmJob>(pool, TAKE, [leadId, leaseMs]))[0] ?? null,
    done: ({ leadId, seq }) => run(DONE, [leadId, seq]),
    again: ({ leadId, seq }, afterMs, why, counts) => run(AGAIN, [leadId, seq, afterMs, why, counts ? 1 : 0]),
    bury: ({ leadId, seq }, why) => run(BURY, [leadId, seq, why]),
    erasures: (limit, leaseMs) => rowsOf(pool, ERASURES, [limit, leaseMs]),
    erased: (contactId) => run(ERASED, [contactId]),
    erasureAgain: (contactId, afterMs, notice) => run(ERASURE_AGAIN, [contactId, afterMs, notice]),
    keepNews: (news) =>
      run(KEEP_NEWS, [json(news.map((one) => ({ ...one, their_id: one.theirId, at: iso(one.at) })))]),
    waitingNews: (limit) => rowsOf<CrmNews>(pool, WAITING, [limit]),
    newsHandled: (id) => run(HANDLED, [id]),
  };
}

function memoryOn(pool: Database["pool"]): CrmMemory {
  return {
    find: async (kind, ourId) => (await rowsOf<CrmLink>(pool, FIND, [kind, ourId]))[0] ?? null,
    findTheirs: async (kind, theirId) =>
      (await rowsOf<CrmLink>(pool, FIND_THEIRS, [kind, theirId]))[0] ?? null,
    ofContact: (contactId) => rowsOf<CrmLink>(pool, OF_CONTACT, [contactId]),
    keep: async ({ kind, ourId, theirId, contactId, written }) => {
      await rowsOf(pool, KEEP, [kind, ourId, theirId, contactId, json(written)]);
    },
    drop: async (kind, ourId) => {
      await rowsOf(pool, DROP, [kind, ourId]);
    },
    forget: async (contactId) => {
      await rowsOf(pool, FORGET, [contactId]);
    },
  };
}
