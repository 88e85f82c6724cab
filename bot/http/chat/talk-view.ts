import type { ConversationRecord, TraceEntry, TranscriptEntry } from "../../contracts/records.ts";
import type { Company } from "../../conversation/company.ts";
import { CITIES } from "../../conversation/language/cities.ts";
import { SECTORS } from "../../conversation/language/sectors.ts";
import { leadSummary } from "../../conversation/sales/lead-summary.ts";
import type { Ledger } from "../../conversation/state.ts";
import { transcriptView } from "../views/conversation-view.ts";

/** Our words that the person may see: those that certainly left. */
const GONE = new Set(["sent", "delivered", "read"]);
/** Our words of which it is still open whether they leave. */
const OPEN = new Set(["waiting", "sending", "doubtful"]);
/** How long an unanswered message makes the bot look as if it writes. */
const WRITING_MS = 20_000;

/** One line of the chat as its visitor sees it; `clientId` is the visitor's own id of what they wrote. */
export type ChatEntry = Readonly<Record<string, unknown>> & { readonly id: string };

export interface Transcript {
  readonly data: readonly ChatEntry[];
  /** Give it back as `after` to get what is new: nothing that may still change its place lies before it. */
  readonly after: string | null;
}

/** The platform id of a visitor's message: what two visitors call the same never meets. */
export function chatMessageId(visitorId: string, clientId: string): string {
  return `${visitorId}:${clientId}`;
}

/** What the visitor may see of these entries, from the one behind `after` on. */
export function chatTranscript(
  entries: readonly TranscriptEntry[],
  visitorId: string,
  after: string | null,
): Transcript {
  const seen = after === null ? -1 : entries.findIndex(({ id }) => id === after);
  const fresh = entries.slice(seen + 1);
  const open = fresh.findIndex(({ direction, status }) => direction === "out" && OPEN.has(status));
  const settled = open === -1 ? fresh : fresh.slice(0, open);
  return {
    data: fresh.filter(isVisible).map((entry) => chatEntry(entry, visitorId)),
    after: settled.at(-1)?.id ?? after,
  };
}

/** Whether the bot owes an answer that is not there yet. */
export function isWriting(
  record: ConversationRecord,
  entries: readonly TranscriptEntry[],
  now: number,
): boolean {
  const last = entries.filter(isVisible).at(-1);
  if (record.state.owner !== "bot" || last?.direction !== "in") return false;
  return now - Date.parse(last.at) < WRITING_MS;
}

/** What the bot understood so far, and why it said what it said last. */
export function insightView(
  record: ConversationRecord,
  turns: readonly TraceEntry[],
  company: Company,
): Readonly<Record<string, unknown>> {
  const { state } = record;
  const { facts, bant, fit, pains, urgency } = leadSummary(state, company);
  const { id, owner, stage, asking, outcome, language, offered } = state;
  const because = turns.map(({ turn, at, because: why }) => ({ turn, at, because: why }));
  return {
    conversationId: id,
    owner,
    language,
    stage,
    asking,
    outcome,
    facts,
    names: namesOf(facts),
    fit,
    tier: fit.tier,
    bant,
    pains,
    urgency,
    offered: offered.map((slot) => ({ id: slot.id, from: slot.from, to: slot.to })),
    because,
  };
}

/** What stands in a fact by a key, as people call it. */
function namesOf({
  city,
  sector,
}: Ledger): Readonly<Record<string, { readonly ar: string; readonly en: string }>> {
  const sectorName = SECTORS[sector?.value ?? ""];
  const arabicCity = CITIES[city?.value ?? ""]?.ar;
  return {
    ...(sectorName === undefined ? {} : { sector: { ar: sectorName.ar, en: sectorName.en } }),
    ...(arabicCity === undefined || !city?.value ? {} : { city: { ar: arabicCity, en: city.value } }),
  };
}

/** Before the first word. */
export const NOTHING_UNDERSTOOD: Readonly<Record<string, unknown>> = {
  conversationId: null,
  owner: "bot",
  language: null,
  stage: null,
  asking: null,
  outcome: null,
  facts: {},
  names: {},
  fit: null,
  tier: null,
  bant: null,
  pains: [],
  urgency: null,
  offered: [],
  because: [],
};

function isVisible({ direction, status }: TranscriptEntry): boolean {
  return direction === "in" || GONE.has(status);
}

function chatEntry(entry: TranscriptEntry, visitorId: string): ChatEntry {
  const { id } = entry;
  const own = `${visitorId}:`;
  const clientId = id.startsWith(own) ? id.slice(own.length) : null;
  return { ...transcriptView(entry), id, clientId };
}
