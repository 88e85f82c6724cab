import type { Company } from "../company.ts";
import { entryOf } from "../ledger.ts";
import type { Conversation, HandoverReason, Ledger } from "../state.ts";
import { type Bant, bantOf } from "./bant.ts";
import { type Fit, fitOf } from "./icp.ts";
import { nextQuestion, QUALIFYING_TOPICS } from "./next-question.ts";

/** The parts of a lead that follow from its talk, as the API shows them. */
export interface LeadSummary {
  readonly facts: Ledger;
  readonly bant: Bant;
  readonly fit: Fit;
  readonly pains: readonly string[];
  readonly urgency: Conversation["urgency"];
}

export function leadSummary(conversation: Conversation, company: Company): LeadSummary {
  const { facts, pains, urgency } = conversation;
  return { facts, bant: bantOf(facts), fit: fitOf(conversation, company), pains, urgency };
}

/** What a rep reads when the talk is handed over: what is known with the words that prove it, and what is open. */
export function summaryForRep(
  conversation: Conversation,
  company: Company,
  reason: HandoverReason | null = null,
): string {
  const { facts, bant, fit, pains, urgency } = leadSummary(conversation, company);
  const told = Object.keys(facts).flatMap((about) => {
    const entry = entryOf(facts, about as keyof Ledger);
    return entry === null
      ? []
      : [`${about}: ${valueInWords(entry.value)} (${entry.state}, «${entry.quote}»)`];
  });
  const open = QUALIFYING_TOPICS.filter((topic) => facts[topic] === undefined);
  const next = nextQuestion(conversation, company);
  return [
    `Fit ${fit.tier} (${fit.least} to ${fit.most}), BANT ${bant.known}/4 ${bant.status}${urgency === null ? "" : `, urgency ${urgency}`}.`,
    moodOf(conversation, reason),
    ...told,
    pains.length === 0 ? "" : `Pains: ${pains.join(" · ")}`,
    open.length === 0
      ? "Nothing open."
      : `Still open: ${open.join(", ")}${next === null ? "" : `; ask ${next} next`}.`,
  ]
    .filter((line) => line !== "")
    .join("\n");
}

/** How they may sound, as far as the talk shows it. */
function moodOf({ misunderstood, urgency, wishes }: Conversation, reason: HandoverReason | null): string {
  if (reason === "complaint") return "Mood: upset, they complain.";
  if (misunderstood > 0) return `Mood: may be impatient, not understood ${misunderstood} times in a row.`;
  if (reason === "asked-for-human") return "Mood: wants a person rather than the assistant.";
  return urgency === "now" || wishes.includes("meeting") ? "Mood: eager." : "";
}

function valueInWords(value: unknown): string {
  if (value === null || value === undefined) return "-";
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .filter(([, part]) => part !== null)
    .map(([name, part]) => `${name} ${String(part)}`)
    .join(", ");
}
