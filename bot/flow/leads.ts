import type {
  Actor,
  CommandResult,
  LeadChange,
  PostedConsent,
  PostedLead,
  PostedLeadResult,
} from "../contracts/commands.ts";
import type { Acquaintance, Arrivals, Lane, Lanes, TurnRecord } from "../contracts/lanes.ts";
import type { ConversationRecord, LeadStatus, Records } from "../contracts/records.ts";
import type { Company } from "../conversation/company.ts";
import type { InboundMessage } from "../conversation/message.ts";
import type { Conversation } from "../conversation/state.ts";
import type { ConversationEvent } from "../conversation/turn.ts";
import type { Fact, FactSubject, Topic, Understanding } from "../conversation/understanding.ts";
import { emptyRecord } from "./carry-out.ts";
import type { Mind } from "./mind.ts";
import { readingContext } from "./occasion.ts";
import { takeTurn } from "./turn.ts";

/** What the story of a posted lead needs from outside. */
export interface LeadParts {
  readonly arrivals: Arrivals;
  readonly lanes: Lanes;
  readonly records: Pick<Records, "leads">;
  readonly mind: Mind;
  /** The steps beside the talk (CRM and the like); each failure is a warning. */
  pipeline(
    lead: PostedLead,
    conversation: Conversation,
    company: Company,
  ): Promise<Omit<PostedLeadResult, "leadId" | "duplicate">>;
  announce(conversationId: string, what: "due" | "changed"): void;
}

/**
 * A lead from a form or a system. Somebody we know by phone or email keeps the contact and the lead, and the turn is
 * taken in the talk they wrote in last; somebody new gets a talk in which nobody has written yet.
 */
export async function postLead(posted: PostedLead, parts: LeadParts): Promise<PostedLeadResult> {
  const found = await acquaint(posted, parts);
  const lead = await parts.records.leads.get(found.leadId);
  const talk = liveTalk(lead?.conversations ?? []) ?? found.conversationId;
  const conversation = await takeLeadTurn(talk, found.leadId, posted, parts);
  const company = await parts.mind.company();
  const result = await parts.pipeline(posted, conversation, company);
  return { ...result, leadId: found.leadId, duplicate: found.known };
}

async function acquaint(posted: PostedLead, { arrivals, mind }: LeadParts): Promise<Acquaintance> {
  const phone = posted.phone === null ? [] : [{ channel: "whatsapp" as const, handle: posted.phone }];
  const email =
    posted.email === null ? [] : [{ channel: "email" as const, handle: posted.email.toLowerCase() }];
  const key = posted.email?.toLowerCase() ?? posted.phone ?? posted.submissionId ?? mind.newId();
  return await arrivals.conversationOf({
    ...{ channel: "webform", account: "api", handles: [`lead:${key}`], elsewhere: [...phone, ...email] },
    ...{ name: posted.name, language: posted.locale ?? "ar", source: posted.source },
  });
}

/** The talk the person wrote in last; one in which nobody has written is no talk to answer in. */
function liveTalk(talks: readonly ConversationRecord[]): string | null {
  return talks.find(({ state }) => state.heardAt !== null && state.channel !== "webform")?.state.id ?? null;
}

async function takeLeadTurn(
  id: string,
  leadId: string,
  posted: PostedLead,
  parts: LeadParts,
): Promise<Conversation> {
  const message = messageOf(posted, parts.mind);
  while (true) {
    const lane = await parts.lanes.read(id);
    if (lane === null) throw new Error("the talk of a posted lead is not there");
    // Looked up behind the lane: who saved the same post in between makes our own save stale.
    if (await isRepeat(leadId, posted, parts)) return lane.conversation;
    const record = await leadTurn(lane, posted, message, parts.mind);
    const [result] = await parts.lanes.save([record]);
    if (result !== "saved") continue;
    parts.announce(id, "due");
    parts.announce(id, "changed");
    return record.conversation;
  }
}

async function isRepeat(leadId: string, { submissionId }: PostedLead, parts: LeadParts): Promise<boolean> {
  if (submissionId === undefined) return false;
  const before = (await parts.records.leads.get(leadId))?.metadata.posted;
  return (
    typeof before === "object" &&
    before !== null &&
    "submissionId" in before &&
    before.submissionId === submissionId
  );
}

/**
 * What the person agreed to in the form lets us write first. Anybody can type somebody else's number into a form, so
 * an opt-out is not undone by it.
 */
function agreement(posted: PostedLead, lane: Lane, at: number): ConversationEvent | null {
  const isOut = lane.conversation.consent.optedOutAt !== null;
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
  const heard = {
    ...message,
    from: { ...message.from, channel: lane.conversation.channel, account: lane.account },
  };
  const facts = await factsOf(posted, lane.conversation, mind);
  const hearing = { heard: posted.message === null ? [] : [heard], handled: [] };
  const never = new AbortController().signal;
  const record = await takeTurn(lane, { kind: "lead", facts, hearing }, mind, never);
  const metadata = { posted };
  const proof = agreed === null || !posted.consent ? null : proofOf(posted.consent);
  return {
    ...record,
    events: agreed === null ? record.events : [agreed, ...record.events],
    consent:
      record.consent ?? (proof === null ? null : { what: "opt-in", wording: proof, messageId: message.id }),
    posted: { message: posted.message === null ? null : heard, source: posted.source, metadata },
    wake: true,
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

/** The fields of the form, each read as the answer to the question it stands for. */
async function factsOf(posted: PostedLead, conversation: Conversation, mind: Mind): Promise<readonly Fact[]> {
  const plain: Fact[] = [told("name", posted.name), told("company", posted.company)];
  if (posted.email !== null) plain.push(told("email", posted.email));
  if (posted.phone !== null) plain.push(told("phone", posted.phone));
  const read = await Promise.all([
    reading("sector", posted.sector, conversation, mind),
    reading("companySize", posted.companySize, conversation, mind),
    reading("city", posted.region, conversation, mind),
    reading("budget", posted.budget, conversation, mind),
  ]);
  return [...plain.filter(({ quote }) => quote !== ""), ...read.flat()];
}

function told(about: "name" | "company" | "email" | "phone", value: string): Fact {
  return { about, state: "claimed", value, quote: value, confidence: 1 };
}

async function reading(
  about: FactSubject & Topic,
  text: string | null,
  conversation: Conversation,
  mind: Mind,
): Promise<readonly Fact[]> {
  if (text === null || text === "") return [];
  const message = messageOf({ ...NO_LEAD, message: text }, mind);
  const context = { ...readingContext(conversation, mind.now()), asked: about };
  const understood: Understanding = await mind.understand(message, context, new AbortController().signal);
  return understood.facts.filter((fact) => fact.about === about);
}

const NO_LEAD: PostedLead = {
  ...{ company: "", name: "", email: null, phone: null, sector: null, companySize: null, region: null },
  ...{
    budget: null,
    message: null,
    locale: null,
    source: "",
    autoBook: false,
    autoProposal: false,
    extra: {},
  },
};

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
  const lead = await parts.records.leads.get(id);
  const talk = lead?.conversations[0]?.state.id;
  if (talk === undefined) return { ok: false, problem: "not-found", detail: "there is no such lead" };
  const status = STATUSES.find((one) => one === change.status) ?? null;
  if (change.status !== undefined && status === null)
    return { ok: false, problem: "invalid", detail: `status must be one of ${STATUSES.join(", ")}` };
  while (true) {
    const lane = await parts.lanes.read(talk);
    if (lane === null) return { ok: false, problem: "not-found", detail: "there is no such lead" };
    const [result] = await parts.lanes.save([await corrected(lane, change, status, by, parts.mind)]);
    if (result !== "saved") continue;
    parts.announce(talk, "changed");
    return { ok: true, value: undefined };
  }
}

async function corrected(
  lane: Lane,
  change: LeadChange,
  status: LeadStatus | null,
  by: Actor,
  mind: Mind,
): Promise<TurnRecord> {
  const events = Object.entries(change.facts ?? {}).map(([about, value]): ConversationEvent => {
    const fact = { about, state: "confirmed", value, quote: JSON.stringify(value), confidence: 1 } as Fact;
    return { happened: "fact-learned", fact, messageId: `edited-by:${by.id}` };
  });
  const after = events.reduce((conversation, event) => mind.evolve(conversation, event), lane.conversation);
  const columns = mind.leadColumns(after, await mind.company());
  return {
    ...emptyRecord(lane, after, mind.now()),
    because: `${by.id} corrected the lead`,
    events,
    facts: events.flatMap((event) =>
      event.happened === "fact-learned" ? [{ fact: event.fact, messageId: event.messageId }] : [],
    ),
    lead: { ...columns, status: status ?? columns.status },
  };
}
