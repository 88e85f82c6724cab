import type { Act, FoundAct, ReadingContext } from "../../understanding.ts";
import { SIGNS } from "../lexicon/act-answers.ts";
import { ACT_PHRASES } from "../lexicon/act-phrases.ts";
import { ACT_WORDS } from "../lexicon/act-words.ts";
import type { Found } from "../patterns.ts";
import { PhraseBook } from "../patterns.ts";
import type { Clause, Reading } from "../reading.ts";
import { quoteOf } from "../reading.ts";
import { findAnswer } from "./answers.ts";
import { findQuestion } from "./question.ts";

interface Key {
  readonly act: Act;
  readonly guard: boolean;
}

const book = new PhraseBook<Key>(ACT_WORDS);
const acts = Object.keys(ACT_PHRASES) as Act[];
for (const act of acts) {
  book.add({ act, guard: false }, ACT_PHRASES[act]?.cues ?? []);
  book.add({ act, guard: true }, ACT_PHRASES[act]?.unless ?? []);
}
const negators = new Set(ACT_WORDS.negator);

/** What a message does, each with the words that carry it, in the order of the contract's list. */
export function findActs(reading: Reading, context: ReadingContext): FoundAct[] {
  const found = new Map<Act, FoundAct>();
  const add = (act: FoundAct | null) => {
    if (act && !found.has(act.act)) found.set(act.act, act);
  };
  for (const clause of reading.clauses) for (const act of actsIn(reading, clause)) add(act);
  for (const clause of reading.clauses) add(signIn(reading, clause, context));
  add(findAnswer(reading, context));
  add(findQuestion(reading, found));
  return settle(found);
}

function actsIn(reading: Reading, clause: Clause): FoundAct[] {
  const places = book.find(reading, clause);
  const guards = places.filter((place) => place.key.guard);
  const kept = places.filter((place) => !place.key.guard && !isTakenBack(reading, clause, place, guards));
  return kept
    .filter((place) => !isPutOff(place, kept))
    .map((place) => ({ act: place.key.act, quote: quoteOf(reading, place.from, place.to) }));
}

/** "كلمني بعد اسبوع" puts off; it does not ask for a person now. */
function isPutOff(place: Found<Key>, all: readonly Found<Key>[]): boolean {
  if (place.key.act !== "ask-human") return false;
  return all.some((other) => other.key.act === "later" && other.from <= place.from && place.to <= other.to);
}

function isTakenBack(
  reading: Reading,
  clause: Clause,
  place: Found<Key>,
  guards: readonly Found<Key>[],
): boolean {
  const { act } = place.key;
  if (guards.some((guard) => guard.key.act === act && guard.from < place.to && place.from < guard.to))
    return true;
  if (!ACT_PHRASES[act]?.negatable) return false;
  return [1, 2].some(
    (back) => place.from - back >= clause.from && negators.has(reading.words[place.from - back]?.fold ?? ""),
  );
}

function signIn(reading: Reading, clause: Clause, context: ReadingContext): FoundAct | null {
  const word = reading.words[clause.from];
  if (word?.kind !== "emoji") return null;
  const quote = quoteOf(reading, clause.from, clause.to);
  if (SIGNS.thanks.includes(word.fold)) return { act: "thanks", quote };
  if (SIGNS.greeting.includes(word.fold)) return { act: "greeting", quote };
  const confirms = context.asked === "confirm" || context.asked === "appointment";
  return SIGNS.warm.includes(word.fold) && !confirms ? { act: "thanks", quote } : null;
}

/** The graver act, and those it leaves no room for. */
const OVERRULES: readonly (readonly [Act, readonly Act[]])[] = [
  ["opt-out", ["cancel", "no", "later"]],
  ["erase-data", ["opt-out", "cancel"]],
  ["wrong-number", ["correction", "no"]],
  ["reschedule", ["ask-meeting", "later"]],
  ["cancel", ["ask-meeting", "later"]],
  ["ask-meeting", ["later"]],
];

/** Acts that exclude each other: the graver one stays. */
function settle(found: Map<Act, FoundAct>): FoundAct[] {
  for (const [act, less] of OVERRULES) if (found.has(act)) for (const other of less) found.delete(other);
  return [...found.values()];
}
