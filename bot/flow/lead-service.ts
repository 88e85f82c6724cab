import type { Calendar } from "../contracts/calendar.ts";
import type { Actor, CommandResult, LeadWish, Refusal } from "../contracts/commands.ts";
import type { Lane } from "../contracts/lanes.ts";
import { mergeTalks } from "../conversation/merge-talks.ts";
import { gatesOf } from "../conversation/sales/gates.ts";
import { riyadhIso } from "../conversation/sales/riyadh.ts";
import type { Conversation, TimeSlot } from "../conversation/state.ts";
import type { OfficeWish } from "../conversation/turn.ts";
import type { Fact } from "../conversation/understanding.ts";
import { liveTalk } from "./lead-place.ts";
import { type LeadParts, noteFacts } from "./leads.ts";
import type { Mind } from "./mind.ts";
import { NOTHING_HEARD } from "./occasion.ts";
import { conflict, noSuch } from "./refusals.ts";
import { standingLane } from "./standing-lane.ts";
import { takeTurn } from "./turn.ts";

type ServiceParts = Pick<LeadParts, "lanes" | "records" | "announce"> & {
  readonly mind: Mind & { readonly calendar: Calendar };
};

/** See `Commands.serveLead`. The talk they wrote in last is where it happens. */
export async function serveLead(
  id: string,
  wish: LeadWish,
  by: Actor,
  parts: ServiceParts,
): Promise<CommandResult<Conversation>> {
  const lead = await parts.records.leads.get(id);
  const talk = (liveTalk(lead?.conversations ?? []) ?? lead?.conversations[0])?.state.id;
  if (talk === undefined) return noSuch("lead");
  while (true) {
    const served = await serveOnce(talk, wish, by, parts);
    if (served !== "stale") return served;
  }
}

async function serveOnce(
  talk: string,
  wish: LeadWish,
  by: Actor,
  { lanes, mind, announce }: ServiceParts,
): Promise<CommandResult<Conversation> | "stale"> {
  const lane = await standingLane(talk, lanes);
  if (lane === null) return noSuch("lead");
  if (!wish.proposal && isAgreed(lane.conversation, wish.meeting))
    return { ok: true, value: lane.conversation };
  const refusal = await refusalOf(lane, wish, mind);
  if (refusal !== null) return refusal;
  const meeting =
    wish.meeting === null || wish.meeting === "offer" ? wish.meeting : await freeAt(wish.meeting, mind);
  if (meeting === "taken") return conflict("that time is not free");
  const office: OfficeWish = { meeting, proposal: wish.proposal };
  const occasion = { kind: "lead", facts: [], office, hearing: NOTHING_HEARD } as const;
  const record = await takeTurn(lane, occasion, mind, new AbortController().signal);
  const because = `${record.because}, for ${by.id}`;
  const [result] = await lanes.save([{ ...record, because, wake: record.outbox.length > 0 }]);
  if (result === "slot-taken" && typeof meeting === "object" && meeting !== null)
    return conflict("that time was taken in this moment");
  if (result !== "saved") return "stale";
  announce(lane.conversation.id, record.outbox.length > 0 ? "due" : "changed");
  announce(lane.conversation.id, "changed");
  return { ok: true, value: record.conversation };
}

/** Asked for again by who lost our answer: with another rep, who is free then, they would be told of a second meeting. */
function isAgreed({ booking }: Conversation, meeting: LeadWish["meeting"]): boolean {
  if (meeting === null || meeting === "offer" || booking?.status !== "confirmed") return false;
  const { from, rep } = booking.slot;
  return Date.parse(from) === Date.parse(meeting.at) && (meeting.rep ?? rep) === rep;
}

/** What must not be done behind a colleague's or the person's back, and what the gates do not allow. */
async function refusalOf(lane: Lane, wish: LeadWish, mind: Mind): Promise<Refusal | null> {
  const { conversation } = lane;
  if (wish.meeting !== null) {
    if (lane.optedOutAt !== null || conversation.consent.optedOutAt !== null)
      return conflict("they opted out of messages");
    if (conversation.owner === "rep") return conflict(`${conversation.rep ?? "a rep"} holds this talk`);
  }
  const gates = gatesOf(conversation, await mind.company());
  if (wish.meeting === "offer" && !gates.mayBook)
    return conflict(`the likely fit of ${gates.fit.likely} is below the gate for a meeting`);
  if (wish.proposal && !gates.mayPropose)
    return conflict(`the likely fit of ${gates.fit.likely} is below the gate for a proposal`);
  return null;
}

async function freeAt(
  { at, rep }: { readonly at: string; readonly rep: string | null },
  { calendar }: ServiceParts["mind"],
): Promise<TimeSlot | "taken"> {
  const start = Date.parse(at);
  const open = await calendar.openSlots({ from: riyadhIso(start), to: riyadhIso(start + 60_000), rep }, 20);
  return open.find(({ from }) => Date.parse(from) === start) ?? "taken";
}

/** See `Commands.noteAnswers`. */
export async function noteAnswers(
  id: string,
  facts: readonly Fact[],
  by: Actor,
  parts: ServiceParts,
): Promise<CommandResult<Conversation>> {
  const noted = { facts, status: null, because: `${by.id} noted answers`, messageId: `noted-by:${by.id}` };
  const kept = await noteFacts(id, noted, parts);
  if (!kept.ok) return kept;
  const lead = await parts.records.leads.get(id);
  const talk = mergeTalks(lead?.conversations.map(({ state }) => state) ?? []);
  return talk === null ? noSuch("lead") : { ok: true, value: talk };
}
