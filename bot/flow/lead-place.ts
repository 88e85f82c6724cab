import type { Acquaintance, Arrivals, Correspondent } from "../contracts/arrivals.ts";
import type { PostedLead } from "../contracts/commands.ts";
import type { ConversationRecord, LeadRecord, Records } from "../contracts/records.ts";
import { leadLanguage } from "../conversation/sales/lead-facts.ts";

/** Our own end of a line on which somebody can be written to who never wrote there. */
export interface Lines {
  /** The account of that channel; null = not set up, or only those who wrote first can be answered there. */
  line(channel: "whatsapp" | "email"): string | null;
}

/** Where a posted lead's talk is, and whether the person hears us there. */
export interface LeadPlace extends Acquaintance {
  readonly reached: "whatsapp" | "email" | "elsewhere" | null;
  /** Why nobody is written to; null when somebody is. */
  readonly silentBecause: string | null;
}

/** Sources of leads who did not come to us: what we write to them is a first word, and waits for a colleague. */
const COLD = /^(?:cold|outbound|import|list|purchased|scrap|linkedin|prospect)/u;

/** Whether the lead came to us by itself, so that answering is an answer. */
export function isInquiry({ source }: Pick<PostedLead, "source">): boolean {
  return !COLD.test(source);
}

/**
 * Finds or makes the talk of a posted lead: the one they wrote in last, else one on a channel that reaches them (email
 * before WhatsApp), else a talk that only we see.
 */
export async function leadPlace(
  posted: PostedLead,
  parts: {
    readonly arrivals: Pick<Arrivals, "conversationOf">;
    readonly records: Pick<Records, "leads">;
    newId(): string;
  } & Lines,
): Promise<LeadPlace> {
  const live = liveTalk((await knownLead(posted, parts.records))?.conversations ?? []);
  const place = live === null ? newPlace(posted, parts) : placeOfTalk(live);
  const person = { name: posted.name, language: leadLanguage(posted), source: posted.source };
  // A post binds no further address to somebody who writes with us: it could be a stranger's.
  const elsewhere = live === null ? otherHandles(posted) : [];
  const found = await parts.arrivals.conversationOf({ ...place, ...person, elsewhere });
  const reached =
    live !== null
      ? "elsewhere"
      : place.channel === "email" || place.channel === "whatsapp"
        ? place.channel
        : null;
  return { ...found, reached, silentBecause: reached === null ? whySilent(posted) : null };
}

function whySilent(posted: PostedLead): string {
  if (!isInquiry(posted))
    return `${posted.source} is no inquiry of theirs, so a first word needs a colleague's yes`;
  if (posted.email === null && posted.phone === null)
    return "neither an email address nor a phone number was given";
  return "no channel is set up that reaches them";
}

async function knownLead(
  { phone, email }: PostedLead,
  records: Pick<Records, "leads">,
): Promise<LeadRecord | null> {
  const page = { limit: 1, cursor: null };
  const byPhone = phone === null ? null : await records.leads.list({ phone }, page);
  const byEmail = email === null ? null : await records.leads.list({ email: email.toLowerCase() }, page);
  return byPhone?.data[0] ?? byEmail?.data[0] ?? null;
}

/** The talk the person wrote in last; one in which nobody has written is no talk to answer in. */
export function liveTalk(talks: readonly ConversationRecord[]): ConversationRecord | null {
  return talks.find(({ state }) => state.heardAt !== null && state.channel !== "webform") ?? null;
}

type Place = Pick<Correspondent, "channel" | "account" | "handles">;

/** The place of a talk there is. */
export function placeOfTalk({ state, account, handle }: ConversationRecord): Place {
  return { channel: state.channel, account, handles: [handle] };
}

function newPlace(posted: PostedLead, parts: Lines & { newId(): string }): Place {
  const email = posted.email?.toLowerCase() ?? null;
  const unseen = `lead:${email ?? posted.phone ?? posted.submissionId ?? parts.newId()}`;
  const hidden: Place = { channel: "webform", account: "api", handles: [unseen] };
  if (!isInquiry(posted)) return hidden;
  return placeOn("email", email, parts) ?? placeOn("whatsapp", posted.phone, parts) ?? hidden;
}

function placeOn(channel: "email" | "whatsapp", handle: string | null, { line }: Lines): Place | null {
  const account = handle === null ? null : line(channel);
  return handle === null || account === null ? null : { channel, account, handles: [handle] };
}

function otherHandles({ phone, email }: PostedLead): Correspondent["elsewhere"] {
  return [
    ...(phone === null ? [] : [{ channel: "whatsapp" as const, handle: phone }]),
    ...(email === null ? [] : [{ channel: "email" as const, handle: email.toLowerCase() }]),
  ];
}
