import type { Fact, Topic } from "./understanding.ts";

/** Asked about the sale: "no" means that there is nothing to say about it. */
const QUALIFYING = ["need", "sector", "companySize", "budget", "timeline", "city"] as const;
/** Asked about the person: "no" means that they do not want to. */
const DETAILS = ["name", "company", "email", "phone"] as const;

/**
 * What a bare yes or no says about the topic that was asked: nobody else decides, or somebody does; "no" to any other
 * question means they have nothing to say about it. Null when it says nothing.
 */
export function oneWordFact(asking: Topic | null, says: "yes" | "no", quote: string): Fact | null {
  if (asking === "authority") {
    const value =
      says === "no" ? { decides: true, needsApproval: false } : { decides: null, needsApproval: true };
    return { about: "authority", state: "claimed", value, quote, confidence: 0.8 };
  }
  if (says === "yes") return null;
  const topic = QUALIFYING.find((each) => each === asking);
  if (topic !== undefined) return { about: topic, state: "unknown", value: null, quote, confidence: 0.8 };
  const detail = DETAILS.find((each) => each === asking);
  return detail === undefined
    ? null
    : { about: detail, state: "refused", value: null, quote, confidence: 0.8 };
}
