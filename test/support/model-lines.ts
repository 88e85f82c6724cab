import type { ModelFact, ModelReading } from "../../bot/conversation/advice/model-reading.ts";

/** What a dialogue file lets the model say about one turn: its reading, and its words for our free lines. */
export interface ModelTurn {
  readonly reading: ModelReading;
  readonly says: readonly string[];
}

/** A model that was asked and found nothing. */
export const NOTHING_FOUND: ModelTurn = {
  reading: { facts: [], acts: [], pains: [], answers: [], unanswered: null },
  says: [],
};

/** Adds one `model:` line of a dialogue file; null when it cannot be read. docs/dialogue.md says how they are written. */
export function withModelLine(turn: ModelTurn, line: string): ModelTurn | null {
  const match = /^([A-Za-z-]+)\s+(.+)$/u.exec(line);
  if (match === null) return null;
  const [, what = "", rest = ""] = match;
  const { reading } = turn;
  const { words, quote } = parted(rest);
  const fact = (one: ModelFact): ModelTurn => ({
    ...turn,
    reading: { ...reading, facts: [...reading.facts, one] },
  });
  switch (what) {
    case "says":
      return { ...turn, says: [...turn.says, rest] };
    case "pain":
      return { ...turn, reading: { ...reading, pains: [...reading.pains, { quote: rest }] } };
    case "answers":
      return { ...turn, reading: { ...reading, answers: [...reading.answers, ...rest.split(/\s+/u)] } };
    case "team":
      return { ...turn, reading: { ...reading, unanswered: rest } };
    case "act":
      return { ...turn, reading: { ...reading, acts: [...reading.acts, { act: words, quote }] } };
    case "refused":
    case "unknown":
    case "open":
      return fact({ about: words, state: what, value: null, quote });
    default:
      return fact({ about: what, state: "claimed", value: words, quote });
  }
}

/** "industry (نطرز الثياب)" is a value and its quote; without brackets both are the same words. */
function parted(rest: string): { readonly words: string; readonly quote: string } {
  const match = /^(.*?)\s*\(([^()]*)\)$/u.exec(rest);
  return match === null ? { words: rest, quote: rest } : { words: match[1] ?? "", quote: match[2] ?? "" };
}
