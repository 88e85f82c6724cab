import type { Arrivals } from "../contracts/arrivals.ts";
import type {
  Actor,
  CommandResult,
  LeadChange,
  PostedConsent,
  PostedLead,
  PostedLeadResult,
  TakenLead,
} from "../contracts/commands.ts";
import type { Lane, Lanes } from "../contracts/lanes.ts";
import type { LeadStatus, Records } from "../contracts/records.ts";
import type { SaveResult, TurnRecord } from "../contracts/turn-record.ts";
import type { InboundMessage } from "../conversation/message.ts";
import { leadFacts } from "../conversation/sales/lead-facts.ts";
import type { ConversationEvent } from "../conversation/turn.ts";
import type { Fact } from "../conversation/understanding.ts";
import { emptyRecord } from "./carry-out.ts";
import { isInquiry, type LeadPlace, type Lines, leadPlace } from "./lead-place.ts";
import type { Mind } from "./mind.ts";
import { invalid, noSuch } from "./refusals.ts";
import { standingLane } from "./standing-lane.ts";
import { takeTurn } from "./turn.ts";

/** The turn that a posted lead is about to take in its talk. */
export interface ComingTurn {
  readonly conversationId: string;
  readonly turn: number;
}

/** What the story of a posted lead needs from outside. */
export interface LeadParts extends Lines {
  readonly arrivals: Arrivals;
  readonly lanes: Lanes;
  readonly records: Pick<Records, "leads">;
  readonly mind: Mind;
  /**
   * The steps beside the talk (pains, fit, questions, CRM and the like), begun at once so that they run beside the turn;
   * `about` is that turn, for the accounts of what models cost, and `taken` is what it made. Each failure is a warning;
   * never rejects unless `taken` does.
   */
  pipeline(
    lead: PostedLead,
    about: ComingTurn,
    taken: Promise<TakenLead>,
  ): Promise<Omit<PostedLeadResult, "leadId" | "duplicate">>;
  announce(conversationId: string, what: "due" | "changed"): void;
}

/**
 * A lead from a form or a system. Somebody we know by phone or email keeps the contact and the lead, and the turn is
 * taken in the talk they wrote in last; somebody new is answered on a channel that reaches them, where one is set up.
 */
export async function postLead(posted: PostedLead, parts: LeadParts): Promise<PostedLeadResult> {
  const { arrivals, records, mind } = parts;
  const lines: Lines = { line: (channel) => parts.line(channel) };
  const place = await leadPlace(posted, { arrivals, records, newId: () => mind.newId(), ...lines });
  const about = await comingTurn(place, parts);
  const taken = takeLead(place, posted, parts);
  const [result, { leadId, duplicate }] = await Promise.all([parts.pipeline(posted, about, taken), taken]);
  return { ...result, leadId, duplicate };
}

/** Found before any model is asked, so that what the steps cost counts in the talk's budget, accounts and traces. */
async function comingTurn({ conversationId }: LeadPlace, { lanes }: LeadParts): Promise<ComingTurn> {
  const lane = await lanes.read(conversationId);
  if (lane === null) throw new Error("the talk of a posted lead is not there");
  return { conversationId, turn: lane.conversation.version + 1 };
}

async function takeLead(place: LeadPlace, posted: PostedLead, parts: LeadParts): Promise<TakenLead> {
  const { mind } = parts;
  const { conversation, isQuiet } = await takeLeadTurn(place, posted, parts);
  const { leadId, contactId, known, silentBecause } = place;
  const silence = isQuiet ? (silentBecause ?? "they opted out of messages") : silentBecause;
  return {
    ...{ leadId, contactId, duplicate: known, conversation, company: await mind.company() },
    answeredOn: silence === null ? conversation.channel : null,
    silentBecause: silence,
  };
}

async function takeLeadTurn(place: LeadPlace, posted: PostedLead, parts: LeadParts) {
  const { conversationId: id } = place;
  const message = messageOf(posted, parts.mind);
  const mind = onePatience(parts.mind);
  while (true) {
    const lane = await parts.lanes.read(id);
    if (lane === null) throw new Error("the talk of a posted lead is not there");
    const isQuiet = lane.optedOutAt !== null || !isInquiry(posted);
    // Looked up behind the lane: who saved the same post in between makes our own save stale.
    if (await isRepeat(place.leadId, posted, parts)) return { conversation: lane.conversation, isQuiet };
    const record = await leadTurn(lane, posted, message, mind);
    const kept = isQuiet ? listenOnly(lane, record, parts.mind) : record;
    const [result] = await parts.lanes.save([kept]);
    if (result !== "saved") continue;
    parts.announce(id, "due");
    parts.announce(id, "changed");
    return { conversation: kept.conversation, isQuiet };
  }
}

/** Whoever posts waits once for models: when the turn is taken again, what is left of the first try's patience is all there is. */
function onePatience(mind: Mind): Mind {
  const { advisor = null } = mind;
  if (advisor === null) return mind;
  let begun: ReturnType<typeof advisor.begin> | null = null;
  const begin: typeof advisor.begin = (talk, signal) => {
    begun ??= advisor.begin(talk, signal);
    return begun;
  };
  return { ...mind, advisor: { ...advisor, begin } };
}

/** Whether this lead posted it before, however much it posted since. */
async function isRepeat(leadId: string, { submissionId }: PostedLead, parts: LeadParts): Promise<boolean> {
  if (submissionId === undefined) return false;
  const { submissions, posted } = (await parts.records.leads.get(leadId))?.metadata ?? {};
  const latest = (posted as Pick<PostedLead, "submissionId"> | undefined)?.submissionId;
  return latest === submissionId || (Array.isArray(submissions) && submissions.includes(submissionId));
}

/**
 * What the person agreed to in the form lets us write first. Anybody can type somebody else's number into a form, so
 * an opt-out is not undone by it.
 */
function agreement(posted: PostedLead, lane: Lane, at: number): ConversationEvent | null {
  const isOut = lane.optedOutAt !== null || lane.conversation.consent.optedOutAt !== null;
  return posted.consent && !isOut ? { happened: "opted-in", at } : null;
}

function proofOf({ wording, version, language, at, page, channels }: PostedConsent): string {
  return [wording, `form ${version} (${language})`, channels.join(", "), page ?? "no page", at].join(" · ");
}

async function leadTurn(
  found: Lane,
  posted: PostedLead,
  message: InboundMessage,
  mind: Mind,
): Promise<TurnRecord> {
  const agreed = agreement(posted, found, mind.now());
  const lane = agreed === null ? found : { ...found, conversation: mind.evolve(found.conversation, agreed) };
  // Anybody can type somebody else's address into a form: where a person wrote before, it only fills gaps.
  const unproven = found.conversation.heardAt !== null;
  const heard = {
    ...message,
    ...(unproven ? { proven: false } : {}),
    from: { ...message.from, channel: lane.conversation.channel, account: lane.account },
  };
  const facts = leadFacts(posted, mind.now());
  const hearing = { heard: posted.message === null ? [] : [heard], handled: [] };
  const office = { meeting: posted.autoBook ? ("offer" as const) : null, proposal: posted.autoProposal };
  const never = new AbortController().signal;
  const record = await takeTurn(lane, { kind: "lead", facts, unproven, hearing, office }, mind, never);
  const metadata = { posted };
  const proof = agreed === null || !posted.consent ? null : proofOf(posted.consent);
  return {
    ...record,
    events: agreed === null ? record.events : [agreed, ...record.events],
    consent:
      record.consent ?? (proof === null ? null : { what: "opt-in", wording: proof, messageId: message.id }),
    posted: {
      ...{ message: posted.message === null ? null : heard, source: posted.source, metadata },
      submissionId: posted.submissionId ?? null,
    },
    wake: true,
  };
}

/** Events that tell of the person; what we would say, ask or offer is not among them. */
const KNOWLEDGE: readonly ConversationEvent["happened"][] = [
  ...(["heard", "fact-learned", "fact-contradicted", "pain-named", "language-set", "digits-set"] as const),
  ...(["profile-seen", "opted-in", "opted-out", "erasure-requested"] as const),
];

/** What was learned is kept; nothing is said, offered or promised. */
function listenOnly(lane: Lane, record: TurnRecord, mind: Mind): TurnRecord {
  const events = (record.events as readonly ConversationEvent[]).filter(({ happened }) =>
    KNOWLEDGE.includes(happened),
  );
  const after = events.reduce((conversation, event) => mind.evolve(conversation, event), lane.conversation);
  const { understood, facts, lead, posted, consent, erase } = record;
  return {
    ...emptyRecord(lane, after, record.at),
    ...{ because: "kept without a word: they may not be written to unasked", events, understood, facts },
    ...{ lead, posted, consent, erase },
  };
}

function messageOf(posted: PostedLead, mind: Mind): InboundMessage {
  return {
    ...{
      id: `form:${posted.submissionId ?? mind.newId()}`,
      from: { channel: "webform", account: "api", handle: "lead" },
    },
    ...{ alsoKnownAs: [], senderName: posted.name, kind: "form", text: posted.message ?? "", choice: null },
    ...{ attachments: [], about: null, origin: { source: posted.source }, sentAt: mind.now() },
  };
}

const STATUSES: readonly LeadStatus[] = [
  ...(["new", "qualified", "discovery", "proposal"] as const),
  ...(["negotiation", "won", "lost", "disqualified"] as const),
];

/** A rep corrects a lead: its status, or facts, which count as confirmed. */
export async function updateLead(
  id: string,
  change: LeadChange,
  by: Actor,
  parts: Pick<LeadParts, "lanes" | "records" | "mind" | "announce">,
): Promise<CommandResult> {
  const status = STATUSES.find((one) => one === change.status) ?? null;
  if (change.status !== undefined && status === null)
    return invalid(`status must be one of ${STATUSES.join(", ")}`);
  const facts = Object.entries(change.facts ?? {}).map(
    ([about, value]) =>
      ({ about, state: "confirmed", value, quote: JSON.stringify(value), confidence: 1 }) as Fact,
  );
  const because = `${by.id} corrected the lead`;
  // First: whoever dies in between has not set the status either, and is asked again.
  if (status !== null && OVER.has(status)) await callOff(id, `${because}: it is ${status}`, parts);
  const kept = await noteFacts(id, { facts, status, because, messageId: `edited-by:${by.id}` }, parts);
  return kept.ok ? { ok: true, value: undefined } : kept;
}

/** Nobody is written to unasked about a case that is over. */
const OVER: ReadonlySet<LeadStatus> = new Set(["won", "lost", "disqualified"]);

/** Calls the follow-ups off in every talk of the lead. */
async function callOff(
  id: string,
  because: string,
  { lanes, records, mind }: Pick<LeadParts, "lanes" | "records" | "mind">,
): Promise<void> {
  const off: ConversationEvent = { happened: "follow-up-set", followUp: null };
  for (const { state } of (await records.leads.get(id))?.conversations ?? []) {
    let result: SaveResult | undefined = "stale";
    while (result === "stale") {
      const lane = await standingLane(state.id, lanes);
      const isQuiet =
        lane?.conversation.followUp === null && lane.unsent.every(({ purpose }) => purpose === "answer");
      if (lane === null || isQuiet) break;
      const record = emptyRecord(lane, mind.evolve(lane.conversation, off), mind.now());
      const timers = [{ kind: "follow-up", at: null }] as const;
      [result] = await lanes.save([{ ...record, because, events: [off], timers, hush: true }]);
    }
  }
}

/** Facts that came in another way than a message, written into the lead's newest talk. Answers the talk's id. */
export async function noteFacts(
  id: string,
  noted: {
    readonly facts: readonly Fact[];
    readonly status: LeadStatus | null;
    readonly because: string;
    readonly messageId: string;
  },
  parts: Pick<LeadParts, "lanes" | "records" | "mind" | "announce">,
): Promise<CommandResult<string>> {
  const lead = await parts.records.leads.get(id);
  const talk = lead?.conversations[0]?.state.id;
  if (talk === undefined) return noSuch("lead");
  while (true) {
    const lane = await standingLane(talk, parts.lanes);
    if (lane === null) return noSuch("lead");
    // The talk may have gone on in one of another lead's; what is said of this lead is this one's all the same.
    const record = { ...(await corrected(lane, noted, parts.mind)), leadId: id };
    const [result] = await parts.lanes.save([record]);
    if (result !== "saved") continue;
    parts.announce(lane.conversation.id, "changed");
    return { ok: true, value: lane.conversation.id };
  }
}

async function corrected(
  lane: Lane,
  { facts, status, because, messageId }: Parameters<typeof noteFacts>[1],
  mind: Mind,
): Promise<TurnRecord> {
  const events = facts.map((fact): ConversationEvent => ({ happened: "fact-learned", fact, messageId }));
  const after = events.reduce((conversation, event) => mind.evolve(conversation, event), lane.conversation);
  const columns = mind.leadColumns(after, await mind.company(), lane.conversation);
  return {
    ...emptyRecord(lane, after, mind.now()),
    ...{ because, events, facts: facts.map((fact) => ({ fact, messageId })) },
    lead: { ...columns, ...(status === null ? {} : { status, statusIsSaid: true }) },
  };
}
