import type { Arrivals } from "../contracts/arrivals.ts";
import type { Actor, CommandResult, NewOutreach, Refusal } from "../contracts/commands.ts";
import type { Lane, Lanes } from "../contracts/lanes.ts";
import type { OutreachDrafts } from "../contracts/outreach.ts";
import type { LeadRecord, OutreachRecord, Records } from "../contracts/records.ts";
import type { OutboxRow, TurnRecord } from "../contracts/turn-record.ts";
import { known } from "../conversation/ledger.ts";
import { mergeTalks } from "../conversation/merge-talks.ts";
import type { ConversationEvent } from "../conversation/turn.ts";
import { emptyRecord } from "./carry-out.ts";
import type { Lines } from "./lead-place.ts";
import type { Mind } from "./mind.ts";
import { conflict, noSuch } from "./refusals.ts";
import { standingLane } from "./standing-lane.ts";
import { waitingRow } from "./waiting-row.ts";

/** What the story of a first word needs from outside. */
export interface OutreachParts extends Lines {
  readonly arrivals: Pick<Arrivals, "talkWith">;
  readonly lanes: Lanes;
  readonly drafts: OutreachDrafts;
  readonly records: Pick<Records, "leads" | "outreach">;
  readonly mind: Pick<Mind, "evolve" | "now" | "newId">;
  announce(conversationId: string, what: "due" | "changed"): void;
}

/** See `Commands.draftOutreach`. */
export async function draftOutreach(
  draft: NewOutreach,
  { drafts, records, mind }: OutreachParts,
): Promise<CommandResult<OutreachRecord>> {
  if ((await records.leads.get(draft.leadId)) === null) return noSuch("lead");
  const id = mind.newId();
  await drafts.keep(id, draft);
  return await kept(id, records);
}

/** See `Commands.declineOutreach`. */
export async function declineOutreach(
  id: string,
  by: Actor,
  { drafts, records }: OutreachParts,
): Promise<CommandResult<OutreachRecord>> {
  const draft = await records.outreach.get(id);
  if (draft === null) return noSuch("draft");
  return (await drafts.decline(id, by.id)) ? await kept(id, records) : conflict("it is no draft any more");
}

/** See `Commands.approveOutreach`. */
export async function approveOutreach(
  id: string,
  by: Actor,
  parts: OutreachParts,
): Promise<CommandResult<OutreachRecord>> {
  while (true) {
    const approved = await approveOnce(id, by, parts);
    if (approved !== "stale") return approved;
  }
}

async function approveOnce(
  id: string,
  by: Actor,
  parts: OutreachParts,
): Promise<CommandResult<OutreachRecord> | "stale"> {
  const draft = await parts.records.outreach.get(id);
  const lead = draft === null ? null : await parts.records.leads.get(draft.leadId);
  if (draft === null || lead === null) return noSuch("draft");
  const talk = await talkFor(draft, lead, parts);
  if (typeof talk !== "string") return talk;
  const lane = await standingLane(talk, parts.lanes);
  if (lane === null) return noSuch("draft");
  const refusal = refusalOf(lane, lead);
  if (refusal !== null) return refusal;
  const [result] = await parts.lanes.save([turnOf(lane, draft, by, parts.mind)]);
  if (result !== "saved") return "stale";
  parts.announce(lane.conversation.id, "due");
  parts.announce(lane.conversation.id, "changed");
  return await kept(id, parts.records);
}

async function kept(id: string, records: Pick<Records, "outreach">): Promise<CommandResult<OutreachRecord>> {
  const record = await records.outreach.get(id);
  return record === null ? noSuch("draft") : { ok: true, value: record };
}

/** The talk on that channel, made when there is none; a refusal where no program of ours may send. */
async function talkFor(
  draft: OutreachRecord,
  lead: LeadRecord,
  parts: OutreachParts,
): Promise<string | Refusal> {
  const { status, channel } = draft;
  if (status !== "draft") return conflict(`this draft is ${status} already`);
  if (channel === "sms" || channel === "linkedin")
    return conflict(`nothing of ours sends on ${channel}: copy the text by hand`);
  const open = lead.conversations.find(({ state }) => state.channel === channel);
  return open?.state.id ?? (await newTalk(channel, draft, lead, parts));
}

/** Made only with the person themselves: who is erased in this moment must not come back as somebody else. */
async function newTalk(
  channel: "whatsapp" | "email",
  { language }: OutreachRecord,
  lead: LeadRecord,
  parts: OutreachParts,
): Promise<string | Refusal> {
  const account = parts.line(channel);
  if (account === null) return conflict(`${channel} is not set up to write to somebody first`);
  const talk = mergeTalks(lead.conversations.map(({ state }) => state));
  const told = talk === null ? null : known(talk.facts, channel === "email" ? "email" : "phone");
  if (told === null)
    return conflict(`no ${channel === "email" ? "email address" : "phone number"} of theirs is known`);
  const handles = [channel === "email" ? told.toLowerCase() : told] as const;
  const who = { channel, account, handles, name: null, language, source: lead.source, elsewhere: [] };
  return (
    (await parts.arrivals.talkWith(lead.contactId, who)) ??
    conflict("that address is not known to be theirs: they only told it, or it belongs to another contact")
  );
}

/** Nobody is written to first without a reason the law knows: an inquiry of theirs, or their consent; never after a stop. */
function refusalOf(lane: Lane, lead: LeadRecord): Refusal | null {
  const talks = lead.conversations.map(({ state }) => state);
  if (lane.optedOutAt !== null || talks.some(({ consent }) => consent.optedOutAt !== null))
    return conflict("they opted out of messages");
  if (talks.some(({ owner }) => owner === "rep")) return conflict("a rep holds a talk with them");
  const mayWrite = talks.some(({ consent, heardAt }) => consent.proactive || heardAt !== null);
  return mayWrite ? null : conflict("they never wrote to us and gave no consent to be written to");
}

function turnOf(lane: Lane, draft: OutreachRecord, by: Actor, mind: OutreachParts["mind"]): TurnRecord {
  const at = mind.now();
  const spoke: ConversationEvent = { happened: "spoke", at, wordings: [`outreach:${draft.id}`] };
  return {
    ...emptyRecord(lane, mind.evolve(lane.conversation, spoke), at),
    ...{ because: `${by.id} approved a first word to them`, events: [spoke], wake: true },
    ...{ outbox: [rowOf(lane, draft, mind.newId())], outreach: { id: draft.id, by: by.id } },
  };
}

function rowOf(lane: Lane, { language, text, subject }: OutreachRecord, id: string): OutboxRow {
  return waitingRow(lane, { id, author: "bot", rep: null, language, text, subject, purpose: "proactive" });
}
