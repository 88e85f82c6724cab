import type {
  BookingChange,
  PostedForm,
  ProposalAmendment,
  TurnRecord,
} from "../bot/contracts/turn-record.ts";
import { type Asked, codeOf, iso, json, rowsOf, type Statement } from "./statement.ts";

/** The time that a turn wanted is held or booked by somebody else. */
export class SlotTaken extends Error {}

/** What the turn wanted to change is no longer as it was read. */
export class Stale extends Error {}

/** Holds that ran out no longer stand in anybody's way. */
const EXPIRE: Statement = {
  name: "expire-holds",
  text: `update bookings set status = 'expired', updated_at = $2
          where rep = $1 and status = 'held' and held_until < $2`,
};

const HOLD: Statement = {
  name: "hold",
  text: `
insert into bookings (id, conversation_id, lead_id, rep, starts, ends, status, held_until, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, 'held', $7, $8, $8)
on conflict (id) do update set rep = excluded.rep, starts = excluded.starts, ends = excluded.ends, status = 'held',
   held_until = excluded.held_until, updated_at = excluded.updated_at`,
};

const BOOK: Statement = {
  name: "book",
  text: `
insert into bookings (id, conversation_id, lead_id, rep, starts, ends, status, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, 'confirmed', $7, $7)
on conflict (id) do update set rep = excluded.rep, starts = excluded.starts, ends = excluded.ends,
   status = 'confirmed', held_until = null, updated_at = excluded.updated_at`,
};

const CANCEL: Statement = {
  name: "cancel-booking",
  text: "update bookings set status = 'cancelled', updated_at = $2 where id = $1 and status in ('held', 'confirmed')",
};

const PROPOSE: Statement = {
  name: "propose",
  text: `
with older as (
  update proposals set status = 'superseded', updated_at = $7
   where conversation_id = $2 and status in ('draft', 'approved', 'sent') and version < $4
)
insert into proposals (id, conversation_id, lead_id, version, status, draft, valid_until, created_at, updated_at)
values ($1, $2, $3, $4, 'draft', $5, $6, $7, $7)`,
};

const AMEND: Statement = {
  name: "amend-proposal",
  text: `
update proposals set status = $3, draft = coalesce($4::jsonb, draft), approved_by = coalesce($5, approved_by),
       updated_at = $6
 where id = $1 and status = $2
returning id`,
};

const SEND_OUTREACH: Statement = {
  name: "send-outreach",
  text: `
update outreach_drafts set status = 'approved', decided_by = $2, decided_at = $3, conversation_id = $4
 where id = $1 and status = 'draft'
returning id`,
};

const POST: Statement = {
  name: "post-lead",
  text: `
update leads set source = case when metadata = '{}' then $2 else source end,
       metadata = metadata || $3::jsonb || case when $5::text is null then '{}' else
         jsonb_build_object('submissions', coalesce(metadata -> 'submissions', '[]') || to_jsonb($5::text)) end,
       updated_at = $4
 where id = $1`,
};

const KEEP_POSTED: Statement = {
  name: "keep-posted",
  text: `
insert into messages (conversation_id, channel, account, platform_id, kind, text, payload, status, handled_turn, sent_at)
select id, channel, account, $2, $3, $4, $5, 'handled', $6, $7 from conversations where id = $1
on conflict do nothing`,
};

/** An opt-out holds on every channel: what waits unasked for is cancelled in every talk of the person. */
const CONSENT: Statement = {
  name: "consent",
  text: `
with talk as (select contact_id, channel from conversations where id = $1),
proof as (
  insert into consents (contact_id, what, channel, wording, message_id, at)
  select contact_id, $2::text, channel, $3, $4, $5::timestamptz from talk
), cancelled as (
  update outbox o set state = 'cancelled', detail = 'opted out'
    from conversations c join talk using (contact_id)
   where $2 = 'opt-out' and o.conversation_id = c.id and o.purpose = 'proactive' and o.state = 'waiting'
), quiet as (
  delete from timers t using conversations c join talk using (contact_id)
   where $2 = 'opt-out' and t.conversation_id = c.id and t.kind = 'follow-up'
)
update contacts p set proactive = $2 = 'opt-in', opted_out_at = case when $2 = 'opt-out' then $5::timestamptz end
  from talk where p.id = talk.contact_id`,
};

const ERASE_WANTED: Statement = {
  name: "erase-wanted",
  text: `insert into erasures (contact_id, by, requested_at)
         select contact_id, 'the person', $2 from conversations where id = $1
         on conflict (contact_id) do update set done_at = null`,
};

/** Bookings, proposal, consent and erasure of one turn. Throws SlotTaken; its transaction must then be rolled back. */
export async function saveRareParts(client: Asked, turn: TurnRecord): Promise<void> {
  const { conversation, proposal, consent, leadId } = turn;
  const at = iso(turn.at);
  for (const change of turn.bookings) await saveBooking(client, turn, change);
  if (proposal !== null) {
    const draft = json(proposal.draft);
    const values = [
      proposal.id,
      conversation.id,
      leadId,
      proposal.version,
      draft,
      iso(proposal.validUntil),
      at,
    ];
    await rowsOf(client, PROPOSE, values);
  }
  if (turn.amendment !== null) await amend(client, turn.amendment, at);
  const { outreach = null } = turn;
  if (outreach !== null) {
    const values = [outreach.id, outreach.by, at, conversation.id];
    if ((await rowsOf(client, SEND_OUTREACH, values)).length === 0) throw new Stale();
  }
  if (turn.posted !== null) await keepPosted(client, turn, turn.posted);
  if (consent !== null)
    await rowsOf(client, CONSENT, [conversation.id, consent.what, consent.wording, consent.messageId, at]);
  if (turn.erase) await rowsOf(client, ERASE_WANTED, [conversation.id, at]);
}

async function amend(client: Asked, change: ProposalAmendment, at: string | null): Promise<void> {
  const draft = change.draft === null ? null : json(change.draft);
  const values = [change.id, change.from, change.to, draft, change.by, at];
  if ((await rowsOf(client, AMEND, values)).length === 0) throw new Stale();
}

async function keepPosted(client: Asked, turn: TurnRecord, posted: PostedForm): Promise<void> {
  await rowsOf(client, POST, [
    turn.leadId,
    posted.source,
    json(posted.metadata),
    iso(turn.at),
    posted.submissionId,
  ]);
  const { message } = posted;
  if (message === null) return;
  const written = json(message);
  const { id, kind, text } = JSON.parse(written) as typeof message;
  const values = [turn.conversation.id, id, kind, text, written, turn.before + 1, iso(message.sentAt)];
  await rowsOf(client, KEEP_POSTED, values);
}

const UNIQUE = "23505";
const OVERLAP = "23P01";

async function saveBooking(client: Asked, turn: TurnRecord, change: BookingChange): Promise<void> {
  const at = iso(turn.at);
  if (change.do === "cancel") {
    await rowsOf(client, CANCEL, [change.id, at]);
    return;
  }
  const { slot } = change;
  await rowsOf(client, EXPIRE, [slot.rep, at]);
  const values = [change.id, turn.conversation.id, turn.leadId, slot.rep, slot.from, slot.to];
  try {
    if (change.do === "hold") await rowsOf(client, HOLD, [...values, iso(change.until), at]);
    else await rowsOf(client, BOOK, [...values, at]);
  } catch (cause) {
    if ([UNIQUE, OVERLAP].includes(codeOf(cause))) throw new SlotTaken(slot.id, { cause });
    throw cause;
  }
}
