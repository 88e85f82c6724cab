import { normalise } from "./normalise.ts";
import { tokenise } from "./tokens.ts";
import type { Sentence } from "./words.ts";

/** Phrases of one or more words, each with a value, found by their first or their last word. */
export interface Phrases<Value> {
  readonly byFirst: ReadonlyMap<string, readonly Phrase<Value>[]>;
  readonly byLast: ReadonlyMap<string, readonly Phrase<Value>[]>;
}

interface Phrase<Value> {
  readonly words: readonly string[];
  readonly value: Value;
}

/** A phrase found: its value and its words `start` to `end` (not included). */
export interface PhraseFound<Value> {
  readonly value: Value;
  readonly start: number;
  readonly end: number;
}

/** Makes a table of phrases from rows of a value and its phrases parted by "|". */
export function phrasesOf<Value>(rows: readonly (readonly [Value, string])[]): Phrases<Value> {
  const byFirst = new Map<string, Phrase<Value>[]>();
  const byLast = new Map<string, Phrase<Value>[]>();
  for (const [value, forms] of rows) {
    for (const form of forms.split("|")) {
      const words = tokenise(normalise(form)).map((token) => token.text);
      addTo(byFirst, words[0], { words, value });
      addTo(byLast, words.at(-1), { words, value });
    }
  }
  return { byFirst, byLast };
}

function addTo<Value>(
  map: Map<string, Phrase<Value>[]>,
  key: string | undefined,
  phrase: Phrase<Value>,
): void {
  if (key === undefined) return;
  const list = map.get(key) ?? [];
  list.push(phrase);
  list.sort((left, right) => right.words.length - left.words.length);
  map.set(key, list);
}

/** The longest phrase that begins at word `index`. */
export function phraseAt<Value>(
  phrases: Phrases<Value>,
  sentence: Sentence,
  index: number,
): PhraseFound<Value> | null {
  const candidates = phrases.byFirst.get(sentence.words[index]?.text ?? "");
  const phrase = candidates?.find(({ words }) => matches(sentence, index, words));
  return phrase === undefined
    ? null
    : { value: phrase.value, start: index, end: index + phrase.words.length };
}

/** The longest phrase that ends just before word `index`. */
export function phraseBefore<Value>(
  phrases: Phrases<Value>,
  sentence: Sentence,
  index: number,
): PhraseFound<Value> | null {
  const candidates = phrases.byLast.get(sentence.words[index - 1]?.text ?? "");
  const phrase = candidates?.find(({ words }) => matches(sentence, index - words.length, words));
  return phrase === undefined
    ? null
    : { value: phrase.value, start: index - phrase.words.length, end: index };
}

function matches(sentence: Sentence, start: number, words: readonly string[]): boolean {
  return start >= 0 && words.every((word, offset) => sentence.words[start + offset]?.text === word);
}
