import { createHash } from "node:crypto";
import type { Acquaintance, Correspondent } from "../bot/contracts/arrivals.ts";
import { begin } from "../bot/conversation/evolve.ts";
import type { InboundMessage } from "../bot/conversation/message.ts";
import { type Asked, json, rowsOf, type Statement } from "./statement.ts";

/** Every handle that a message proves, the one it came from first. */
export function handlesOf(message: InboundMessage): readonly [string, ...string[]] {
  const others = message.alsoKnownAs.filter((handle) => handle !== message.from.handle);
  return [message.from.handle, ...new Set(others)];
}

/** What is kept of a handle after its person was erased. */
export function hashOf(handle: string): string {
  return createHash("sha256").update(handle).digest("hex");
}

/** Two first messages of one person meet here: the second waits, and then finds what the first made. */
const ONE_AT_A_TIME: Statement = {
  name: "one-at-a-time",
  text: `select pg_advisory_xact_lock(h) from (
    select distinct hashtextextended(handle, 0) as h from unnest($1::text[]) handle order by 1) ordered`,
};

/** Also which of the handles belonged to somebody who was erased after opting out: those rows have nothing but `forgotten`. */
const WHO_IS_KNOWN: Statement = {
  name: "who-is-known",
  text: `
select a.channel, a.handle, a.contact_id, null as forgotten,
       (select l.id from leads l where l.contact_id = a.contact_id order by l.number desc limit 1) as lead_id,
       (select coalesce(json_object_agg(c.channel || ' ' || c.account, c.id), '{}') from conversations c
         where c.contact_id = a.contact_id and c.merged_into is null) as conversations
  from unnest($1::text[], $2::text[]) as asked(channel, handle)
  join addresses a using (channel, handle)
union all
select null, null, null, sha256, null, null from forgotten_handles where sha256 = any($3::text[])`,
};

/** Foreign keys are checked when the whole statement is done, so the order of the parts does not matter. */
const MAKE_KNOWN: Statement = {
  name: "make-known",
  text: `
with c as (insert into contacts (id, name, language, opted_out_at)
  select id, name, language, opted_out_at
    from json_to_recordset($1) as x(id text, name text, language text, opted_out_at timestamptz)),
a as (insert into addresses (channel, handle, contact_id)
  select channel, handle, contact_id from json_to_recordset($2) as x(channel text, handle text, contact_id text)
  on conflict do nothing),
l as (insert into leads (id, contact_id, source, locale, name)
  select id, contact_id, source, locale, name
    from json_to_recordset($3) as x(id text, contact_id text, source text, locale text, name text)),
talk as (insert into conversations
    (id, channel, account, contact_id, lead_id, handle, also_known_as, language, state)
  select id, channel, account, contact_id, lead_id, handle, also_known_as, language, state
    from json_to_recordset($4) as x(id text, channel text, account text, contact_id text, lead_id text, handle text,
      also_known_as text[], language text, state json)
  returning id)
insert into lanes (conversation_id) select id from talk`,
};

interface ForgottenRow {
  readonly forgotten: string;
}

interface KnownRow {
  readonly forgotten: null;
  readonly channel: string;
  readonly handle: string;
  readonly contact_id: string;
  readonly lead_id: string | null;
  readonly conversations: Readonly<Record<string, string>>;
}

interface Person {
  readonly contactId: string;
  readonly known: boolean;
  leadId: string | null;
  readonly conversations: Map<string, string>;
}

/**
 * Finds the person behind each correspondent by any of the handles, and makes what is missing: contact, addresses,
 * lead, conversation. Must run inside a transaction; what it made is seen by others at its commit.
 */
export async function acquaint(
  client: Asked,
  newId: () => string,
  people: readonly Correspondent[],
): Promise<Acquaintance[]> {
  const handles = people.flatMap(placesOf).map(({ channel, handle }) => [channel, handle] as const);
  await rowsOf(client, ONE_AT_A_TIME, [handles.map(([channel, handle]) => `${channel} ${handle}`)]);
  const rows = await rowsOf<KnownRow | ForgottenRow>(client, WHO_IS_KNOWN, [
    handles.map(([channel]) => channel),
    handles.map(([, handle]) => handle),
    handles.map(([, handle]) => hashOf(handle)),
  ]);
  const known = rows.filter((row) => row.forgotten === null);
  const forgotten = rows.flatMap((row) => (row.forgotten === null ? [] : [row.forgotten]));
  const making = new Making(newId, known, new Set(forgotten));
  const found = people.map((person) => making.acquaintanceOf(person));
  await rowsOf(
    client,
    MAKE_KNOWN,
    making.missing.map((rows) => json(rows)),
  );
  return found;
}

/** Their talks first, as everywhere: an erasure that holds them is waited for, and leaves nobody. */
const LOCK_TALKS: Statement = {
  name: "talk-with-lock",
  text: `select from lanes where conversation_id in (select id from conversations where contact_id = $1)
          order by conversation_id for update`,
};

const OWNS: Statement = {
  name: "talk-with-owner",
  text: `
select from contacts p
 where p.id = $1 and exists (select from addresses where contact_id = p.id and channel = $2 and handle = $3) for key share`,
};

/** See `Arrivals.talkWith`. Must run inside a transaction. */
export async function talkWith(
  client: Asked,
  newId: () => string,
  contactId: string,
  who: Correspondent,
): Promise<string | null> {
  await rowsOf(client, LOCK_TALKS, [contactId]);
  const owned = await rowsOf(client, OWNS, [contactId, who.channel, who.handles[0]]);
  if (owned.length === 0) return null;
  const [found] = await acquaint(client, newId, [who]);
  return found?.contactId === contactId ? found.conversationId : null;
}

/** Every handle of a person, on whichever channel, best first. */
function placesOf({ channel, handles, elsewhere }: Correspondent) {
  return [...handles.map((handle) => ({ channel, handle })), ...elsewhere];
}

/** Collects what is missing, in the order of the parameters of MAKE_KNOWN. */
class Making {
  readonly missing: readonly [object[], object[], object[], object[]] = [[], [], [], []];
  private readonly byAddress = new Map<string, Person>();
  private readonly byContact = new Map<string, Person>();
  private readonly newId: () => string;
  private readonly optedOut: ReadonlySet<string>;

  constructor(newId: () => string, known: readonly KnownRow[], optedOut: ReadonlySet<string>) {
    this.newId = newId;
    this.optedOut = optedOut;
    for (const row of known) {
      const person = this.byContact.get(row.contact_id) ?? {
        contactId: row.contact_id,
        known: true,
        leadId: row.lead_id,
        conversations: new Map(Object.entries(row.conversations)),
      };
      this.byContact.set(row.contact_id, person);
      this.byAddress.set(`${row.channel} ${row.handle}`, person);
    }
  }

  acquaintanceOf(who: Correspondent): Acquaintance {
    const person = this.personOf(who);
    person.leadId ??= this.leadOf(person, who);
    const place = `${who.channel} ${who.account}`;
    const conversationId = person.conversations.get(place) ?? this.talkOf(person, person.leadId, who);
    person.conversations.set(place, conversationId);
    return { contactId: person.contactId, leadId: person.leadId, conversationId, known: person.known };
  }

  private personOf(who: Correspondent): Person {
    const places = placesOf(who).map((place) => ({ ...place, key: `${place.channel} ${place.handle}` }));
    const known = places.map(({ key }) => this.byAddress.get(key)).find((person) => person !== undefined);
    const person = known ?? this.contactOf(who);
    for (const { channel, handle, key } of places) {
      if (this.byAddress.has(key)) continue;
      this.byAddress.set(key, person);
      this.missing[1].push({ channel, handle, contact_id: person.contactId });
    }
    return person;
  }

  private contactOf(who: Correspondent): Person {
    const id = this.newId();
    const forbidden = placesOf(who).some(({ handle }) => this.optedOut.has(hashOf(handle)));
    const opted_out_at = forbidden ? new Date(0).toISOString() : null;
    this.missing[0].push({ id, name: who.name, language: who.language, opted_out_at });
    return { contactId: id, known: false, leadId: null, conversations: new Map() };
  }

  private leadOf({ contactId }: Person, who: Correspondent): string {
    const id = this.newId();
    this.missing[2].push({
      id,
      contact_id: contactId,
      source: who.source,
      locale: who.language,
      name: who.name,
    });
    return id;
  }

  private talkOf({ contactId }: Person, leadId: string, who: Correspondent): string {
    const { channel, account, language } = who;
    const id = this.newId();
    const [handle, ...also_known_as] = who.handles;
    const state = begin({ id, channel, contactId, language });
    const row = { id, channel, account, contact_id: contactId, lead_id: leadId, handle, also_known_as };
    this.missing[3].push({ ...row, language, state });
    return id;
  }
}
