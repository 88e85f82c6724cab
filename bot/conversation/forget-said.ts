import type { Conversation, Evidence, Ledger, LedgerEntry } from "./state.ts";
import type { ConversationEvent } from "./turn.ts";
import type { FactSubject } from "./understanding.ts";

/** The talk as if these messages had told no fact: older evidence stands again where theirs was on top. The same when they told none. */
export function forgetSaid(conversation: Conversation, messageIds: ReadonlySet<string>): Conversation {
  const before = Object.entries(conversation.facts) as [FactSubject, LedgerEntry][];
  const isTheirs = ({ messageId }: Evidence) => messageIds.has(messageId);
  if (!before.some(([, entry]) => [entry, ...entry.history].some(isTheirs))) return conversation;
  const after = before.flatMap(([about, entry]) => {
    const left = without(entry, isTheirs);
    return left === null ? [] : [[about, left]];
  });
  const facts: Ledger = Object.fromEntries(after);
  const told = facts.timeline?.value ?? null;
  const urgency =
    facts.timeline === conversation.facts.timeline ? conversation.urgency : (told?.urgency ?? null);
  return { ...conversation, facts, urgency };
}

function without(entry: LedgerEntry, isTheirs: (one: Evidence) => boolean): LedgerEntry | null {
  const { history, ...top } = entry;
  if (![top, ...history].some(isTheirs)) return entry;
  const left = [...history, top].filter((one) => !isTheirs(one));
  const newest = left.pop();
  if (newest === undefined) return null;
  // Nothing is left that it could contradict.
  const isAlone = newest.state === "contradicted" && left.length === 0;
  return { ...newest, state: isAlone ? "claimed" : newest.state, history: left };
}

/** Events that hold what a person said or is called. */
const TELLING: readonly ConversationEvent["happened"][] = [
  ...(["fact-learned", "fact-contradicted", "pain-named", "profile-seen"] as const),
];

/** Whether this event of a turn holds words of who was heard in it. */
export function isTelling(event: ConversationEvent): boolean {
  return TELLING.includes(event.happened);
}
