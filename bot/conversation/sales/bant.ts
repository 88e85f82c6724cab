import { entryOf } from "../ledger.ts";
import type { Ledger } from "../state.ts";

export const BANT_TOPICS = ["budget", "authority", "need", "timeline"] as const;
export type BantTopic = (typeof BANT_TOPICS)[number];

/** How many of the four we know, and what that makes the lead: 3 or 4 qualified, 2 discovery, fewer new. */
export interface Bant {
  readonly known: number;
  readonly status: "qualified" | "discovery" | "new";
}

/** Counts what was told or declared open; a refusal is an answer but not knowledge. */
export function bantOf(facts: Ledger): Bant {
  const count = BANT_TOPICS.filter((topic) => isKnown(facts, topic)).length;
  return { known: count, status: count >= 3 ? "qualified" : count === 2 ? "discovery" : "new" };
}

function isKnown(facts: Ledger, topic: BantTopic): boolean {
  const entry = entryOf(facts, topic);
  if (entry === null) return false;
  if (entry.state === "open") return true;
  return (entry.state === "claimed" || entry.state === "confirmed") && entry.value !== null;
}
