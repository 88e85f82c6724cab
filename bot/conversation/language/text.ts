import type { Entity, Fact, FactSubject, FactValues, ReadingContext } from "../understanding.ts";
import type { Reading, Word } from "./reading.ts";
import { quoteOf } from "./reading.ts";

/** One message with all that the finders of facts may lean on. */
export interface Text {
  readonly reading: Reading;
  readonly entities: readonly Entity[];
  /** Every plain number, also those that could be read as an hour or a date. */
  readonly counts: readonly Count[];
  readonly context: ReadingContext;
}

/** A number and where it stands in the raw text. */
export interface Count {
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

/** A stretch of words, `to` exclusive. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A fact with the words it stands in, so that one word is not read as two things. */
export interface PlacedFact {
  readonly fact: Fact;
  readonly place: Stretch;
}

/** A claimed fact quoting exactly the words of its place. */
export function claim<Subject extends FactSubject>(
  text: Text,
  about: Subject,
  value: FactValues[Subject],
  place: Stretch,
  confidence: number,
): PlacedFact {
  const quote = quoteOf(text.reading, place.from, place.to);
  return { fact: { about, state: "claimed", value, quote, confidence } as Fact, place };
}

/** A fact that is refused, not known or without limit. */
export function stance(
  text: Text,
  about: FactSubject,
  state: "refused" | "unknown" | "open",
  place: Stretch,
): PlacedFact {
  const quote = quoteOf(text.reading, place.from, place.to);
  return { fact: { about, state, value: null, quote, confidence: 0.9 } as Fact, place };
}

/** The words an entity covers. */
export function wordsOf(reading: Reading, entity: { readonly start: number; readonly end: number }): Stretch {
  const { words } = reading;
  let from = 0;
  for (let high = words.length; from < high; ) {
    const middle = (from + high) >> 1;
    if ((words[middle]?.end ?? 0) > entity.start) high = middle;
    else from = middle + 1;
  }
  let to = from;
  while (to < words.length && (words[to]?.start ?? 0) < entity.end) to++;
  return { from, to };
}

/** The whole message without marks at its ends. */
export function whole(reading: Reading): Stretch {
  let from = 0;
  let to = reading.words.length;
  while (from < to && reading.words[from]?.kind === "mark") from++;
  while (to > from && reading.words[to - 1]?.kind === "mark") to--;
  return { from, to };
}

/** True when one of the word's forms is in the set. */
export function isOneOf(word: Word | undefined, words: ReadonlySet<string>): boolean {
  return word?.forms.some((form) => words.has(form)) ?? false;
}

/** True when two stretches share a word. */
export function overlaps(one: Stretch, other: Stretch): boolean {
  return one.from < other.to && other.from < one.to;
}
