import type { Conversation, Evidence, Ledger, LedgerEntry } from "./state.ts";
import type { FactSubject } from "./understanding.ts";

/**
 * What all talks of one person say together, as one talk: per topic the newest evidence stands, older evidence becomes
 * its history. Talks come newest first; null when there are none.
 */
export function mergeTalks(talks: readonly Conversation[]): Conversation | null {
  const [newest, ...older] = talks;
  if (newest === undefined) return null;
  return {
    ...newest,
    facts: older.reduce((facts, talk) => mergeLedgers(facts, talk.facts), newest.facts),
    pains: [...new Set(talks.flatMap(({ pains }) => pains))],
    urgency: talks.find(({ urgency }) => urgency !== null)?.urgency ?? null,
    booking: talks.find(({ booking }) => booking !== null)?.booking ?? null,
    proposal: talks.find(({ proposal }) => proposal !== null)?.proposal ?? null,
  };
}

function mergeLedgers(newer: Ledger, older: Ledger): Ledger {
  const subjects = [...new Set([...Object.keys(newer), ...Object.keys(older)])] as FactSubject[];
  const merged = subjects.map((subject) => [subject, mergeEntries(newer[subject], older[subject])]);
  return Object.fromEntries(merged);
}

/** "I do not know" said in a newer talk does not undo what was known. */
function mergeEntries(
  newer: LedgerEntry | undefined,
  older: LedgerEntry | undefined,
): LedgerEntry | undefined {
  if (newer === undefined || older === undefined) return newer ?? older;
  if (newer.state === "unknown" && older.state !== "unknown") return mergeEntriesInOrder(newer, older);
  return mergeEntriesInOrder(older, newer);
}

function mergeEntriesInOrder(below: LedgerEntry, top: LedgerEntry): LedgerEntry {
  return { ...top, history: [...below.history, evidenceOf(below), ...top.history] };
}

function evidenceOf({ state, value, quote, messageId, confidence }: LedgerEntry): Evidence {
  return { state, value, quote, messageId, confidence };
}
