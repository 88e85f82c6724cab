import type pg from "pg";
import type { Arrival } from "../bot/contracts/arrivals.ts";
import type { MailThread } from "../bot/contracts/lanes.ts";
import type { InboundMail, InboundMessage } from "../bot/conversation/message.ts";
import { topicOf } from "../bot/conversation/subject.ts";
import {
  type Asked,
  FEW,
  inTransaction,
  iso,
  json,
  rowsOf,
  type Statement,
  untilNoDeadlock,
} from "./statement.ts";

/** What storing a letter needs beside the message itself. */
export interface Routed {
  /** The talk it belongs to; null = the sender's own, as with any message. */
  readonly routed: string | null;
  /** It was written by somebody else than the talk's person: where our unasked words go does not change. */
  readonly guest: boolean | null;
  readonly thread: MailThread | null;
  /** Replaces the message's own where a stranger wrote in a thread. */
  readonly payload?: InboundMessage;
}

/** So long a subject alone holds a thread together, when the headers that do it were lost on the way. */
const WINDOW = "interval '30 days'";

/** The talk of `s`, what is asked for, by the ids of letters in it. */
const BY_IDS = `(select c.id from unnest(s.ids) with ordinality i(id, rank)
      cross join lateral (
        select (select o.conversation_id from outbox o where o.id = d.outbox_id) as id
          from deliveries d where d.channel = s.channel and d.account = s.account and d.platform_id = i.id
        union all select o.conversation_id from outbox o where o.id = split_part(i.id, '@', 1)
        union all select x.conversation_id from messages x
                   where x.channel = s.channel and x.account = s.account and x.platform_id = i.id) known
      join conversations c on c.id = known.id and c.channel = s.channel and c.account = s.account
      order by i.rank limit 1)`;

/*
 * The talk of each letter: by the ids it answers (ours by delivery or by our own number in it, theirs by the letter),
 * newest first; else by the token in our address; else by its subject among the talks its sender takes part in; else
 * the sender's own talk. What was merged goes on where it was merged into.
 */
const ROUTE: Statement = {
  name: "route-letters",
  text: `
with mail as (
  select * from json_to_recordset($1) as x(place int, channel text, account text, handle text, ids text[], token text,
    topic text, sent_at timestamptz) ${FEW}
), sender as (
  select m.*, (select a.contact_id from addresses a where a.channel = m.channel and a.handle = m.handle) as contact_id
    from mail m
), found as (
  select s.place, s.contact_id, s.channel, s.account, coalesce(
    ${BY_IDS},
    (select c.id from conversations c where c.id = s.token and c.channel = s.channel and c.account = s.account),
    (select c.id from conversations c join lanes l on l.conversation_id = c.id
      where s.topic <> '' and c.thread -> 'topics' ? s.topic and c.channel = s.channel and c.account = s.account
        and l.talked_at > s.sent_at - ${WINDOW}
        and c.id in (select o.id from conversations o where o.contact_id = s.contact_id
                     union all select t.conversation_id from thread_people t where t.contact_id = s.contact_id)
      order by l.talked_at desc limit 1),
    (select c.id from conversations c
      where c.channel = s.channel and c.account = s.account and c.contact_id = s.contact_id and c.merged_into is null)
  ) as id
    from sender s
)
select f.place, c.id as conversation_id, c.contact_id is distinct from f.contact_id as guest, f.contact_id,
       old.thread
  from found f join conversations old on old.id = f.id join conversations c on c.id = coalesce(old.merged_into, old.id)`,
};

const TALK_OF: Statement = {
  name: "talk-of-letters",
  text: `
select c.id from conversations old join conversations c on c.id = coalesce(old.merged_into, old.id)
 where old.id = (select ${BY_IDS} from (select $1::text as channel, $2::text as account, $3::text[] as ids) s)`,
};

/** See `Arrivals.talkOf`. */
export async function talkOf(
  pool: pg.Pool,
  letters: { readonly channel: string; readonly account: string; readonly ids: readonly string[] },
): Promise<string | null> {
  const values = [letters.channel, letters.account, letters.ids];
  return (await rowsOf<{ id: string }>(pool, TALK_OF, values))[0]?.id ?? null;
}

interface RouteRow {
  readonly place: number;
  readonly conversation_id: string;
  readonly guest: boolean;
  readonly contact_id: string | null;
  readonly thread: MailThread | null;
}

/** Where the letters of a batch belong, by their place in it. Costs nothing where there is none. */
export async function routeLetters(
  pool: pg.Pool,
  newId: () => string,
  batch: readonly Arrival[],
): Promise<ReadonlyMap<number, Routed>> {
  const letters = batch.flatMap(({ message }, place) =>
    message.mail === undefined ? [] : [{ place, message, mail: message.mail }],
  );
  if (letters.length === 0) return new Map();
  const rows = await rowsOf<RouteRow>(pool, ROUTE, [json(letters.map(asked))]);
  const found = new Map(rows.map((row) => [row.place, row]));
  const routes = new Map<number, Routed>();
  for (const letter of letters) {
    const row = found.get(letter.place);
    if (row?.guest === true) await welcome(pool, newId, letter.message, row);
    routes.set(letter.place, routedOf(letter, row ?? null));
  }
  return routes;
}

interface PlacedLetter {
  readonly place: number;
  readonly message: InboundMessage;
  readonly mail: InboundMail;
}

function asked({ place, message, mail }: PlacedLetter) {
  const answered = [mail.inReplyTo, ...mail.references.toReversed()].filter((id) => id !== null);
  return {
    place,
    ...{ channel: message.from.channel, account: message.from.account, handle: message.from.handle },
    ...{ ids: [...new Set(answered)], token: mail.replyToken, topic: topicOf(mail.subject) },
    sent_at: iso(message.sentAt),
  };
}

function routedOf({ message, mail }: PlacedLetter, row: RouteRow | null): Routed {
  const { handle } = message.from;
  const before = row?.thread?.people ?? [];
  const isStranger = row?.guest === true && !before.includes(handle);
  // Whom a stranger copies, nobody whom we know brought along.
  const people = isStranger ? before : [...new Set([...before, ...mail.copied])].slice(-MOST_PEOPLE);
  const topic = topicOf(mail.subject);
  const topics = [...(row?.thread?.topics ?? []).filter((one) => one !== topic), topic].slice(-MOST_TOPICS);
  const thread: MailThread = {
    ...{ messageId: message.id, mailId: mail.messageId, references: mail.references, subject: mail.subject },
    ...{ topics, from: handle, people },
  };
  const routed = { routed: row?.conversation_id ?? null, guest: row?.guest ?? false, thread };
  return isStranger ? { ...routed, payload: { ...message, proven: false } } : routed;
}

const MOST_PEOPLE = 50;
const MOST_TOPICS = 10;

const JOIN: Statement = {
  name: "join-thread",
  text: `
with known as (select contact_id as id from addresses where channel = $2 and handle = $3),
made as (
  insert into contacts (id, name, language) select $4, $5, $6 where not exists (select from known) returning id
), reached as (
  insert into addresses (channel, handle, contact_id) select $2, $3, id from made on conflict do nothing
)
insert into thread_people (conversation_id, contact_id)
select $1, id from (select id from known union all select id from made) person on conflict do nothing`,
};

/** A colleague who writes in is a person of their own, and takes part in the talk that they wrote in. */
async function welcome(
  pool: pg.Pool,
  newId: () => string,
  message: InboundMessage,
  row: RouteRow,
): Promise<void> {
  const { channel, handle } = message.from;
  const language = /[\u0600-\u06ff]/u.test(message.text) ? "ar" : "en";
  const values = [row.conversation_id, channel, handle, newId(), message.senderName, language];
  await untilNoDeadlock(() =>
    inTransaction(pool, async (client) => {
      await oneAtATime(client, `${channel} ${handle}`);
      await rowsOf(client, JOIN, values);
    }),
  );
}

async function oneAtATime(client: Asked, person: string): Promise<void> {
  const lock = {
    name: "one-person-at-a-time",
    text: "select pg_advisory_xact_lock(hashtextextended($1, 0))",
  };
  await rowsOf(client, lock, [person]);
}
