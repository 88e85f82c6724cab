import type { Conversation, Evidence, Ledger, LedgerEntry } from "./state.ts";
import type { ConversationEvent } from "./turn.ts";
import type { Fact, FactSubject, FactValues } from "./understanding.ts";

type FactEvent = Extract<
  ConversationEvent,
  { readonly happened: "fact-learned" } | { readonly happened: "fact-contradicted" }
>;

/** The ledger after one fact: the newest evidence on top, what stood there before kept as history. */
export function remember(conversation: Conversation, event: FactEvent): Conversation {
  const { fact, messageId } = event;
  const before = conversation.facts[fact.about];
  const entry: LedgerEntry = {
    state: event.happened === "fact-contradicted" ? "contradicted" : fact.state,
    value: fact.value,
    quote: fact.quote,
    messageId,
    confidence: fact.confidence,
    history: before === undefined ? [] : [...before.history, evidenceOf(before)],
  };
  const urgency =
    fact.about === "timeline" && fact.value !== null ? fact.value.urgency : conversation.urgency;
  return { ...conversation, urgency, facts: { ...conversation.facts, [fact.about]: entry } };
}

function evidenceOf(entry: LedgerEntry): Evidence {
  const { state, value, quote, messageId, confidence } = entry;
  return { state, value, quote, messageId, confidence };
}

/** The value we go by, or null when it is unknown, refused, open or in dispute. */
export function known<Subject extends FactSubject>(
  facts: Ledger,
  about: Subject,
): FactValues[Subject] | null {
  const entry = entryOf(facts, about);
  if (entry === null) return null;
  return entry.state === "claimed" || entry.state === "confirmed" ? entry.value : null;
}

/** The ledger's entry with its own value type. */
export function entryOf<Subject extends FactSubject>(
  facts: Ledger,
  about: Subject,
): LedgerEntry<Subject> | null {
  // The index signature of a mapped type loses the subject; the entry under a subject always is of that subject.
  return (facts[about] as LedgerEntry<Subject> | undefined) ?? null;
}

/** Whether asking about it again would be asking twice: they told us, refused, or said they do not know. */
export function isSettled(facts: Ledger, about: FactSubject): boolean {
  const entry = facts[about];
  return entry !== undefined && entry.state !== "contradicted";
}

/**
 * What a newly heard fact does to the known one: nothing, take its place, or put it in dispute.
 * `mayReplace` = they corrected themselves, or it answers what we asked.
 */
export function weigh(facts: Ledger, fact: Fact, mayReplace: boolean): Weighing {
  const before = facts[fact.about];
  if (before === undefined) return "learn";
  if (fact.value === null) return weighSilence(before, fact, mayReplace);
  if (before.value === null) return "learn";
  if (before.state === "contradicted") return "learn";
  if (same(before.value, fact.value)) return before.state === "claimed" ? "confirm" : "ignore";
  if (mayReplace || before.confidence <= INTRODUCED) return "learn";
  return fact.about === "authority" || fact.confidence < PLAIN ? "contradict" : "learn";
}

type Weighing = "ignore" | "learn" | "confirm" | "contradict";

/** As far as a signature block is believed; any word of theirs takes the place of what it says. */
export const INTRODUCED = 0.45;

/** From this confidence on a different value counts as plainly restated. */
const PLAIN = 0.7;

/** "It is confidential" or "not sure" after a value was given takes nothing back. */
function weighSilence(before: LedgerEntry, fact: Fact, mayReplace: boolean): Weighing {
  if (before.state === fact.state) return "ignore";
  return before.value === null || fact.state === "open" || mayReplace ? "learn" : "ignore";
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
