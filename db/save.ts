import type pg from "pg";
import { hasRareParts } from "../bot/contracts/lanes.ts";
import type { SaveResult, TurnRecord } from "../bot/contracts/turn-record.ts";
import { SlotTaken, Stale, saveRareParts } from "./save-rare.ts";
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

/**
 * What the talk shows moves a lead on, or out; only a person moves it back, and what is won stays won. Where a person
 * put it, it stays until something new happens in the talk; how a person ended it, only a person undoes.
 */
const ON_THE_WAY = "array['new', 'discovery', 'qualified', 'proposal', 'negotiation']";
const STATUS = `case
  when lane.lead ->> 'status' is null then l.status
  when (lane.lead ->> 'statusIsSaid')::bool then lane.lead ->> 'status'
  when l.status_said and (l.status in ('lost', 'disqualified') or (lane.lead ->> 'statusIsNew')::bool is not true) then l.status
  when l.status = 'won' or array_position(${ON_THE_WAY}, lane.lead ->> 'status') < array_position(${ON_THE_WAY}, l.status)
    then l.status
  else lane.lead ->> 'status' end`;
const STATUS_SAID = `((lane.lead ->> 'statusIsSaid')::bool is true or l.status_said and l.status = ${STATUS})`;

/** What stands in the last parameter from a place on, so many bytes of it. */
const written = (piece: string) =>
  `convert_from(substring($7::bytea from ${piece}[1] for ${piece}[2]), 'UTF8')::json`;

/*
 * A batch of turns in one statement. Only conversations that still have the version their turn began from are
 * locked (in the order of their ids), and everything else is written for those alone. Rows of the outbox may be born
 * `sending`: then this statement is also the fence before the send.
 */
const SAVE: Statement = {
  name: "save",
  text: `
with item as (
  select * from json_to_recordset($1) as x(place int, id text, before int, version int, owner text, rep text, stage text,
    asking text, outcome text, language text, state int[], fence bool, hush bool, wake bool, talked bool, touched bool, at timestamptz,
    because text, events int[], actions int[], understood int[], message_ids text[], lead_id text, lead jsonb)
), locked as materialized (
  -- Where the lane is touched its row is locked first, as by everyone who locks both.
  select i.* from (select item.* from item
                     left join lateral (select from lanes where conversation_id = item.id and (item.wake or item.talked) for update) l on true
                    order by item.id) i
   cross join lateral (select from conversations where id = i.id and version = i.before for update) c
), lane as (
  update conversations c
     set version = i.version, owner = i.owner, rep = i.rep, stage = i.stage, asking = i.asking, outcome = i.outcome,
         language = i.language, state = ${written("i.state")}, updated_at = i.at,
         fence = case when i.fence then i.version else c.fence end
    from (select * from locked ${FEW}) i where c.id = i.id
  returning i.*, c.channel, c.account
), woken as (
  update lanes l set due_at = case when lane.wake then least(l.due_at, now()) else l.due_at end,
         talked_at = case when lane.talked then greatest(l.talked_at, lane.at) else l.talked_at end
    from lane where (lane.wake or lane.talked) and l.conversation_id = lane.id
), turn as (
  insert into turns (conversation_id, number, version, because, events, actions, understood, message_ids, at)
  select id, version, version, because, ${written("events")}, ${written("actions")}, ${written("understood")}, message_ids, at from lane
), fact as (
  insert into facts (conversation_id, message_id, about, state, value, quote, confidence, at)
  select id, f.message_id, f.about, f.state, f.value, f.quote, f.confidence, lane.at
    from json_to_recordset($2) as f(id text, place int, message_id text, about text, state text, value jsonb,
      quote text, confidence float8) join lane using (id)
   order by f.place
), heard as (
  update messages m set handled_turn = h.version,
         status = case when m.status in ('edited', 'revoked') then m.status else h.status end,
         text = case when m.text = '' and h.sensed ->> 'how' = 'heard' then h.sensed ->> 'text' else m.text end,
         payload = case when h.sensed is null then m.payload
                   else (m.payload::jsonb || jsonb_build_object('sensed', h.sensed))::json end
    from (select h.*, lane.version
            from json_to_recordset($3) as h(id text, number bigint, status text, sensed jsonb) join lane using (id)) h
   where m.number = h.number
), said as (
  insert into outbox (id, conversation_id, turn, version, author, rep, language, text, choices, choices_label,
    attachments, template, subject, purpose, in_reply_to, ics_of, proposal_id, state, attempts, due_at, platform_ids, sent_at, created_at)
  select o.row_id, id, lane.version, lane.version, o.author, o.rep, o.language, o.text, o.choices, o.choices_label,
         o.attachments, o.template, o.subject, o.purpose, o.in_reply_to, o.ics_of, o.proposal_id, o.state, o.attempts, o.due_at, o.platform_ids,
         case when o.state = 'sent' then lane.at end, lane.at
    from json_to_recordset($4) as o(id text, place int, row_id text, author text, rep text, language text, text text,
      choices json, choices_label text, attachments json, template json, subject text, purpose text, in_reply_to text,
      ics_of text, proposal_id text, state text, attempts int, due_at timestamptz, platform_ids text[]) join lane using (id)
   order by o.place
  returning id, conversation_id, platform_ids
), said_before as (
  insert into deliveries (channel, account, platform_id, outbox_id)
  select lane.channel, lane.account, platform_id, said.id
    from said join lane on lane.id = said.conversation_id cross join unnest(said.platform_ids) as platform_id
   where said.platform_ids <> '{}'
), timer as (
  select id as conversation_id, t.place, t.kind, t.due_at
    from json_to_recordset($5) as t(id text, place int, kind text, due_at timestamptz) join lane using (id)
), set_timer as (
  insert into timers (conversation_id, kind, due_at) select conversation_id, kind, due_at from timer where due_at is not null
  on conflict (conversation_id, kind) do update set due_at = excluded.due_at, rung = false
), cleared_timer as (
  delete from timers t
   using (select k.conversation_id, k.kind from (select * from timer ${FEW}) n
           cross join lateral (select conversation_id, kind from timers
                                where conversation_id = n.conversation_id and kind = n.kind for update) k
           where n.due_at is null) n
   where t.conversation_id = n.conversation_id and t.kind = n.kind
), task as (
  insert into tasks (conversation_id, lead_id, kind, reason, summary, rep)
  select id, lane.lead_id, t.kind, t.reason, t.summary, t.rep
    from json_to_recordset($6) as t(id text, kind text, reason text, summary text, rep text) join lane using (id)
), cancelled as (
  update outbox o set state = 'cancelled', detail = case when w.fence then 'a rep took over' else 'they wrote before it left' end
    from (select w.id, lane.place, lane.fence from lane
           cross join lateral (select id from outbox where conversation_id = lane.id and author = 'bot' and state = 'waiting'
                                  and (lane.fence or purpose = 'proactive') for update) w
           where lane.fence or lane.hush) w
   where o.id = w.id
  returning o.proposal_id, w.place
), unapproved as (
  -- It never left: whoever approved it may do so again, or leave it to the rep.
  update proposals p set status = 'draft', approved_by = null, updated_at = now()
    from (select a.id from (select * from cancelled ${FEW}) held
           cross join lateral (select id from proposals where id = held.proposal_id and status = 'approved' for update) a) a
   where p.id = a.id
), lead as (
  update leads l
     set status = ${STATUS}, status_said = ${STATUS_SAID}, name = coalesce(lane.lead ->> 'name', l.name),
         company = coalesce(lane.lead ->> 'company', l.company),
         company_key = coalesce(lane.lead ->> 'companyKey', l.company_key), sector = coalesce(lane.lead ->> 'sector', l.sector),
         tier = coalesce(lane.lead ->> 'tier', l.tier), locale = lane.language,
         score_least = coalesce((lane.lead ->> 'scoreLeast')::float8, l.score_least),
         score_most = coalesce((lane.lead ->> 'scoreMost')::float8, l.score_most),
         value_sar = coalesce((lane.lead ->> 'valueSar')::float8, l.value_sar), updated_at = lane.at
    from lane
   where l.id = lane.lead_id and lane.lead is not null
     -- Seven indexes hang on this row: it is written when something in it changes, not with every word.
     and (lane.touched or l.locale <> lane.language
       or (l.status, l.status_said, l.name, l.company, l.sector, l.tier, l.score_least, l.score_most, l.value_sar) is distinct from
          (${STATUS}, ${STATUS_SAID}, coalesce(lane.lead ->> 'name', l.name),
           coalesce(lane.lead ->> 'company', l.company), coalesce(lane.lead ->> 'sector', l.sector),
           coalesce(lane.lead ->> 'tier', l.tier), coalesce((lane.lead ->> 'scoreLeast')::float8, l.score_least),
           coalesce((lane.lead ->> 'scoreMost')::float8, l.score_most),
           coalesce((lane.lead ->> 'valueSar')::float8, l.value_sar)))
)
select id from lane`,
};

/** See `Lanes.save`. Turns with rare parts go one by one, so that a lost race for a time harms no other turn. */
export async function save(pool: pg.Pool, batch: readonly TurnRecord[]): Promise<SaveResult[]> {
  const results: SaveResult[] = batch.map(() => "stale");
  const common = new Map<string, number>();
  const alone: number[] = [];
  for (const [place, turn] of batch.entries()) {
    if (hasRareParts(turn) || common.has(turn.conversation.id)) alone.push(place);
    else common.set(turn.conversation.id, place);
  }
  const turns = [...common.values()].map((place) => batch[place]).filter((turn) => turn !== undefined);
  const saved = await untilNoDeadlock(() => write(pool, turns));
  for (const [id, place] of common) if (saved.has(id)) results[place] = "saved";
  for (const place of alone) {
    const turn = batch[place];
    if (turn !== undefined) results[place] = await saveAlone(pool, turn);
  }
  return results;
}

async function saveAlone(pool: pg.Pool, turn: TurnRecord): Promise<SaveResult> {
  try {
    return await untilNoDeadlock(() =>
      inTransaction(pool, async (client): Promise<SaveResult> => {
        const saved = await write(client, [turn]);
        if (saved.size === 0) throw new Stale();
        await saveRareParts(client, turn);
        return "saved";
      }),
    );
  } catch (cause) {
    if (cause instanceof Stale) return "stale";
    if (cause instanceof SlotTaken) return "slot-taken";
    throw cause;
  }
}

async function write(asked: Asked, turns: readonly TurnRecord[]): Promise<ReadonlySet<string>> {
  if (turns.length === 0) return new Set();
  const pieces = new Pieces();
  const items = turns.map((turn, place) => itemOf(turn, place, pieces));
  const rows = await rowsOf<{ id: string }>(asked, SAVE, [
    json(items),
    ...PARTS.map((part) => json(turns.flatMap(part))),
    pieces.together(),
  ]);
  return new Set(rows.map(({ id }) => id));
}

/**
 * Values that are stored as the JSON they are sent as. Within the JSON of the other values PostgreSQL would read each of
 * them three times; beside it, once.
 */
class Pieces {
  readonly #written: string[] = [];
  #size = 0;

  /** Where the value stands: its first byte, counted from one, and how many. */
  add(value: unknown): readonly [from: number, size: number] {
    const piece = json(value);
    const size = Buffer.byteLength(piece);
    this.#written.push(piece);
    this.#size += size;
    return [this.#size - size + 1, size];
  }

  together(): Buffer {
    return Buffer.from(this.#written.join(""));
  }
}

function itemOf(turn: TurnRecord, place: number, pieces: Pieces): object {
  const { conversation, before, lead } = turn;
  return {
    ...{
      place,
      id: conversation.id,
      before,
      version: before + 1,
      owner: conversation.owner,
      rep: conversation.rep,
    },
    ...{ stage: conversation.stage, asking: conversation.asking, outcome: conversation.outcome },
    ...{ language: conversation.language, state: pieces.add({ ...conversation, version: before + 1 }) },
    ...{
      fence: turn.fence,
      hush: turn.hush ?? false,
      wake: turn.wake,
      // What the lane still has to send counts when it is sent; this is for words that went elsewhere, or in a form.
      talked: turn.posted !== null || turn.outbox.some(({ state }) => state === "sent"),
      touched: turn.facts.length > 0,
      at: iso(turn.at),
    },
    because: turn.because,
    ...{
      events: pieces.add(turn.events),
      actions: pieces.add(turn.actions),
      understood: pieces.add(turn.understood),
    },
    ...{ message_ids: turn.handled.map(({ messageId }) => messageId), lead_id: turn.leadId, lead },
  };
}

/** The parameters of SAVE after the first, each the rows that one turn adds to it. */
const PARTS: readonly ((turn: TurnRecord) => object[])[] = [
  ({ conversation: { id }, facts }) =>
    facts.map(({ fact, messageId }, place) => ({ id, place, message_id: messageId, ...fact })),
  ({ conversation: { id }, handled }) =>
    handled.map(({ number, status, sensed }) => ({ id, number, status, sensed })),
  ({ conversation: { id }, outbox }) =>
    outbox.map((row, place) => ({
      ...{
        id,
        place,
        row_id: row.id,
        author: row.author,
        rep: row.rep,
        language: row.language,
        text: row.text,
      },
      ...{ choices: row.choices, choices_label: row.choicesLabel, attachments: row.attachments },
      ...{
        template: row.template,
        subject: row.subject ?? null,
        purpose: row.purpose,
        in_reply_to: row.inReplyTo,
        ics_of: row.icsOf,
        proposal_id: row.proposalId,
      },
      ...{ state: row.state, attempts: row.attempts, due_at: iso(row.dueAt), platform_ids: row.platformIds },
    })),
  ({ conversation: { id }, timers }) =>
    timers.map(({ kind, at }, place) => ({ id, place, kind, due_at: iso(at) })),
  ({ conversation: { id }, tasks }) => tasks.map((task) => ({ id, ...task })),
];
