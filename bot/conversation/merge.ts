import { believable, type MergeScene, mayAdd, overlap } from "./advice/merge-facts.ts";
import type { ModelReading } from "./advice/model-reading.ts";
import { literally, wordsIn } from "./advice/quotes.ts";
import { ACT_SIGNS, TO_THE_MACHINE } from "./advice/signs.ts";
import type { Company } from "./company.ts";
import { plainText } from "./language/normalise.ts";
import type { Conversation } from "./state.ts";
import type { Heard } from "./turn.ts";
import { ACTS, type Fact, type FoundAct, type ReadingContext, type Understanding } from "./understanding.ts";

/** An understanding, and which of its parts came from a model: for the trace, never for the decision. */
export interface Merged {
  readonly understanding: Understanding;
  readonly fromModel: readonly (Fact | FoundAct)[];
}

/**
 * What rules and a model read in the bubbles of one turn, as one. The rules win on numbers, money, dates, addresses,
 * appointments, and on every act that ends, cancels, confirms or forgets; the model may add what hurts, names it can
 * quote, what a known word means, and which approved text answers a question. What is not in the words is dropped.
 */
export function merge(
  heard: readonly Heard[],
  reading: ModelReading,
  at: { readonly conversation: Conversation; readonly company: Company; readonly context: ReadingContext },
): readonly Merged[] {
  const { company } = at;
  const scene: MergeScene = { ...at, ours: [company.name.ar, company.name.en] };
  const last = heard.length - 1;
  const merged = heard.map((one) => mergeOne(one, reading, scene));
  const answers = approvedIds(reading, company);
  const unanswered = questionIn(heard, reading);
  return merged.map((one, place) =>
    place !== last ? one : { ...one, understanding: { ...one.understanding, answers, unanswered } },
  );
}

function mergeOne(heard: Heard, reading: ModelReading, scene: MergeScene): Merged {
  const rules = heard.understanding;
  const acts = actsAdded(heard, reading);
  const proposed = believable(heard, reading, scene).filter((fact) => mayAdd(fact, rules.facts, scene));
  const facts = withoutTwins(proposed);
  const needs = facts.filter(({ about }) => about === "need");
  // The model's words for a need are the better cut of the same words; a need it did not see stays.
  const kept = rules.facts.filter(
    (fact) => fact.about !== "need" || !needs.some(({ quote }) => overlap(quote, fact.quote)),
  );
  return {
    understanding: { ...rules, acts: [...rules.acts, ...acts], facts: [...kept, ...facts] },
    fromModel: [...facts, ...acts],
  };
}

/** One fact a subject, the first told; several needs, but none twice. */
function withoutTwins(facts: readonly Fact[]): readonly Fact[] {
  return facts.filter((fact, place) => !facts.slice(0, place).some((one) => isTwin(one, fact)));
}

function isTwin(one: Fact, other: Fact): boolean {
  if (one.about !== other.about) return false;
  return one.about !== "need" || overlap(one.quote, other.quote);
}

const MOST_ACTS = 40;

function actsAdded({ message, understanding }: Heard, reading: ModelReading): readonly FoundAct[] {
  const known = new Set(understanding.acts.map(({ act }) => act));
  return reading.acts.slice(0, MOST_ACTS).flatMap(({ act, quote }): FoundAct[] => {
    const name = ACTS.find((one) => one === act);
    const sign = name === undefined ? undefined : ACT_SIGNS[name];
    const words = literally(message.text, quote);
    if (name === undefined || sign === undefined || words === null || known.has(name)) return [];
    const plain = plainText(words);
    if (wordsIn(plain).length < 2 || !sign.test(plain) || TO_THE_MACHINE.test(plain)) return [];
    known.add(name);
    return [{ act: name, quote: words }];
  });
}

function approvedIds(reading: ModelReading, company: Company): readonly string[] {
  const known = new Set([
    ...company.claims.map(({ id }) => id),
    ...company.offers.flatMap((offer) => [offer.id, ...offer.prices.map(({ id }) => id)]),
  ]);
  return [...new Set(reading.answers)].filter((id) => known.has(id)).slice(0, 2);
}

/** The words of a question that nothing approved answers, when they really ask. */
function questionIn(heard: readonly Heard[], { unanswered }: ModelReading): string | null {
  if (unanswered === null) return null;
  const words = heard.map(({ message }) => literally(message.text, unanswered)).find((one) => one !== null);
  if (words === undefined || words === null || wordsIn(words).length < 2) return null;
  const plain = plainText(words);
  return ACT_SIGNS.question?.test(plain) && !TO_THE_MACHINE.test(plain) ? words : null;
}
