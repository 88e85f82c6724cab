import type { Company } from "../company.ts";
import { entryOf } from "../ledger.ts";
import type { Conversation, Ledger } from "../state.ts";
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
export function summaryForRep(conversation: Conversation, company: Company): string {
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
    ...told,
    pains.length === 0 ? "" : `Pains: ${pains.join(" · ")}`,
    open.length === 0
      ? "Nothing open."
      : `Still open: ${open.join(", ")}${next === null ? "" : `; ask ${next} next`}.`,
  ]
    .filter((line) => line !== "")
    .join("\n");
}

function valueInWords(value: unknown): string {
  if (value === null || value === undefined) return "-";
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .filter(([, part]) => part !== null)
    .map(([name, part]) => `${name} ${String(part)}`)
    .join(", ");
}
