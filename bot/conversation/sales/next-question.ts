import type { Company } from "../company.ts";
import { isSettled } from "../ledger.ts";
import type { Conversation } from "../state.ts";
import type { Topic } from "../understanding.ts";
import { BANT_TOPICS, bantOf } from "./bant.ts";
import { BOOKING_GATE, PROPOSAL_GATE } from "./gates.ts";
import { type Dimension, type Fit, fitOf, scoreOf, tierOf } from "./icp.ts";

/** What qualifying asks about, in the order that settles a tie. Who they are is asked with the booking. */
export const QUALIFYING_TOPICS = [
  "need",
  "sector",
  "companySize",
  "budget",
  "timeline",
  "authority",
  "city",
] as const satisfies readonly Topic[];
export type QualifyingTopic = (typeof QUALIFYING_TOPICS)[number];

/** After this many questions a meeting is offered instead of one more. */
export const MOST_QUESTIONS = 6;
/** A question without an answer is asked once more in other words, then dropped. */
export const MOST_ASKED = 2;

const DIMENSION_OF: Readonly<Partial<Record<QualifyingTopic, Dimension>>> = {
  need: "pain",
  sector: "industry",
  companySize: "size",
  city: "region",
  budget: "budget",
};

/**
 * The question whose answer can most change what happens next, or null when none is worth asking: never one that is
 * known, refused or was asked twice, and a disputed answer before all others. `besides` = what the same letter asks.
 */
export function nextQuestion(
  conversation: Conversation,
  company: Company,
  besides: readonly Topic[] = [],
): QualifyingTopic | null {
  const askable = QUALIFYING_TOPICS.filter(
    (topic) => !besides.includes(topic) && mayAsk(conversation, topic),
  );
  const disputed = askable.find((topic) => conversation.facts[topic]?.state === "contradicted");
  if (disputed !== undefined) return disputed;
  if (questionsAsked(conversation) + besides.length >= MOST_QUESTIONS) return null;
  // Without a need there is nothing to sell: it comes before any sum.
  if (askable.includes("need")) return "need";
  const fit = fitOf(conversation, company);
  const worth = askable.map((topic) => ({ topic, worth: worthOf(conversation, fit, topic) }));
  const best = worth.reduce<(typeof worth)[number] | null>(
    (leader, each) => (leader === null || each.worth > leader.worth + TIE ? each : leader),
    null,
  );
  return best?.topic ?? null;
}

const TIE = 0.0005;

/** Whether this topic may still be asked about. */
export function mayAsk(
  conversation: Conversation,
  topic: QualifyingTopic | "name" | "company" | "email",
): boolean {
  const entry = conversation.facts[topic];
  const allowed = entry?.state === "contradicted" ? MOST_ASKED + 1 : MOST_ASKED;
  return !isSettled(conversation.facts, topic) && (conversation.asked[topic] ?? 0) < allowed;
}

/** How many qualifying questions were asked so far, repeats included. */
export function questionsAsked(conversation: Conversation): number {
  return QUALIFYING_TOPICS.reduce((sum, topic) => sum + (conversation.asked[topic] ?? 0), 0);
}

/**
 * The width of the score that an answer removes, more when it can move the tier or a gate, plus what it brings toward
 * knowing three of four of budget, authority, need and timeline. Money is delicate: it waits until two other things are known.
 */
export function worthOf(conversation: Conversation, fit: Fit, topic: QualifyingTopic): number {
  const dimension = DIMENSION_OF[topic];
  const width = dimension === undefined ? 0 : spread(fit, dimension);
  const missing = BANT_TOPICS.includes(topic as (typeof BANT_TOPICS)[number]);
  const toQualified = missing && bantOf(conversation.facts).known < 3 ? BANT_WORTH : 0;
  const early = topic === "budget" && !knowsThem(conversation) ? DELICACY : 0;
  return width + toQualified - early;
}

const BANT_WORTH = 0.12;
const DELICACY = 0.2;
const TURNS_A_DECISION = 0.05;

function spread(fit: Fit, dimension: Dimension): number {
  const { least, most } = fit.dimensions[dimension];
  const ifPoor = scoreOf({ ...fit.dimensions, [dimension]: { least, most: least } }).likely;
  const ifGood = scoreOf({ ...fit.dimensions, [dimension]: { least: most, most } }).likely;
  const turns =
    tierOf(ifPoor) !== tierOf(ifGood) ||
    crosses(ifPoor, ifGood, BOOKING_GATE) ||
    crosses(ifPoor, ifGood, PROPOSAL_GATE);
  return ifGood - ifPoor + (turns ? TURNS_A_DECISION : 0);
}

function crosses(low: number, high: number, gate: number): boolean {
  return low < gate && high >= gate;
}

/** Two answers about them come before a question about their money. */
function knowsThem(conversation: Conversation): boolean {
  const told = (["sector", "companySize", "city", "timeline", "authority"] as const).filter((topic) =>
    isSettled(conversation.facts, topic),
  );
  return told.length >= 2;
}
