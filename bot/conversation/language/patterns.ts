import { plainText } from "./normalise.ts";
import { bitOfBook, headOf, opensWith, opensWithHead, sketchOf } from "./openings.ts";
import type { Clause, Reading, Word } from "./reading.ts";

/**
 * Phrases in a small notation, matched word by word inside one clause:
 * `كم` a word · `a|b` either · `a_b` two words as one choice · `.` any word · `=a` exactly so, nothing peeled · `{class}` a word list · `x?` may be missing · `x*` begins with x · `..` up to four
 * words · `^` the clause begins here · `$` the clause ends here.
 */
export type Phrase = string;

export interface Found<Key> {
  readonly key: Key;
  /** Word indexes, `to` exclusive. */
  readonly from: number;
  readonly to: number;
}

export type WordLists = Readonly<Record<string, readonly string[]>>;

interface Step {
  /** What its single words may share with a word of the text, as bits; all bits when prefixes count. */
  readonly sketch: number;
  readonly words: ReadonlySet<string>;
  readonly exact: ReadonlySet<string>;
  readonly prefixes: readonly string[];
  readonly phrases: readonly (readonly string[])[];
  readonly optional: boolean;
  readonly gap: boolean;
  readonly any: boolean;
  /** Also matches where the clause ends. */
  readonly end: boolean;
}

interface Pattern<Key> {
  readonly key: Key;
  readonly steps: readonly Step[];
  readonly opens: boolean;
  readonly closes: boolean;
  /** The first step is plain words alone: who finds the pattern by its word has matched that step. */
  readonly leads: boolean;
}

/** Finds phrases of many keys in one pass. Built once, used for every text. */
export class PhraseBook<Key> {
  private readonly byWord = new Map<string, Pattern<Key>[]>();
  private readonly byHead = new Map<string, Pattern<Key>[]>();
  /** Parts of phrases come again and again; each is made once. */
  private readonly steps = new Map<string, Step>();
  private readonly lists: WordLists;
  private readonly bit = bitOfBook();

  constructor(lists: WordLists) {
    this.lists = lists;
  }

  add(key: Key, phrases: readonly Phrase[]): this {
    for (const phrase of phrases) this.index(this.compile(key, phrase));
    return this;
  }

  /** Every phrase found in the clause, in reading order, longest first at each place. */
  find(reading: Reading, clause: Clause): Found<Key>[] {
    const found: Found<Key>[] = [];
    const { words } = reading;
    for (let at = clause.from; at < clause.to; at++) {
      const word = words[at];
      if (word === undefined || (word.opens & this.bit) === 0) continue;
      for (const place of this.findAt(words, at, clause)) found.push(place);
    }
    return found;
  }

  /** Every phrase that begins at word `at` and stays inside the clause, longest first. */
  findAt(words: readonly Word[], at: number, clause: Clause): Found<Key>[] {
    const word = words[at];
    if (word === undefined || (word.opens & this.bit) === 0) return [];
    const found: Found<Key>[] = [];
    for (const pattern of this.startingWith(word)) {
      if (pattern.opens && at !== clause.from) continue;
      const to = pattern.leads
        ? matchFrom(pattern, 1, words, at + 1, clause.to)
        : matchFrom(pattern, 0, words, at, clause.to);
      if (to > at) found.push({ key: pattern.key, from: at, to });
    }
    return found.length > 1 ? found.sort((one, other) => other.to - one.to) : found;
  }

  private compile(key: Key, phrase: Phrase): Pattern<Key> {
    const parts = phrase.trim().split(/\s+/);
    const opens = parts[0] === "^";
    const closes = parts.at(-1) === "$";
    const steps = parts.slice(opens ? 1 : 0, closes ? -1 : undefined).map((part) => this.step(part));
    return { key, steps, opens, closes, leads: isPlain(steps[0]) };
  }

  private step(part: string): Step {
    const known = this.steps.get(part);
    if (known !== undefined) return known;
    const made = stepOf(part, this.lists);
    this.steps.set(part, made);
    return made;
  }

  private index(pattern: Pattern<Key>): void {
    const first = pattern.steps[0];
    if (!first) return;
    if (first.optional)
      this.index({ ...pattern, steps: pattern.steps.slice(1), leads: isPlain(pattern.steps[1]) });
    const words = [...first.words, ...first.exact, ...first.phrases.map((phrase) => phrase[0] ?? "")];
    for (const word of words) {
      put(this.byWord, word, pattern);
      opensWith(this.bit, word);
    }
    for (const prefix of first.prefixes) {
      put(this.byHead, headOf(prefix), pattern);
      opensWithHead(this.bit, prefix);
    }
  }

  private startingWith(word: Word): readonly Pattern<Key>[] {
    let found: readonly Pattern<Key>[] = NONE;
    for (const form of word.forms) {
      found = join(found, this.byWord.get(form));
      if (this.byHead.size > 0) found = join(found, this.byHead.get(headOf(form)));
    }
    return found;
  }
}

/** Both lists without repeats; copies only when both have entries. */
function join<Item>(one: readonly Item[], other: readonly Item[] | undefined): readonly Item[] {
  if (!other || other === one) return one;
  if (one.length === 0) return other;
  return [...one, ...other.filter((each) => !one.includes(each))];
}

const NONE: readonly never[] = [];

function put<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (!list) map.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
}

const NO_WORDS: ReadonlySet<string> = new Set();
const ALL_BITS = -1;
const NOTHING: Step = {
  sketch: 0,
  words: NO_WORDS,
  exact: NO_WORDS,
  prefixes: [],
  phrases: [],
  optional: false,
  gap: false,
  any: false,
  end: false,
};

function isPlain(step: Step | undefined): boolean {
  if (step === undefined || step.optional || step.gap || step.any || step.end) return false;
  return step.exact.size === 0 && step.phrases.length === 0 && step.prefixes.length === 0;
}

function stepOf(part: string, lists: WordLists): Step {
  if (part === "..") return { ...NOTHING, gap: true };
  if (part === ".") return { ...NOTHING, any: true };
  const optional = part.endsWith("?");
  const choices = expand(optional ? part.slice(0, -1) : part, lists);
  const plain = choices.filter((choice) => choice !== "$" && !choice.startsWith("="));
  const single = plain.filter((choice) => !choice.includes(" "));
  const exact = choices.filter((choice) => choice.startsWith("=")).map((choice) => choice.slice(1));
  const prefixes = single.filter((choice) => choice.endsWith("*")).map((choice) => choice.slice(0, -1));
  const words = single.filter((choice) => !choice.endsWith("*"));
  return {
    ...NOTHING,
    sketch: prefixes.length > 0 ? ALL_BITS : sketchOf([...words, ...exact]),
    optional,
    end: choices.includes("$"),
    exact: new Set(exact),
    phrases: plain.filter((choice) => choice.includes(" ")).map((choice) => choice.split(" ")),
    prefixes,
    words: new Set(words),
  };
}

function expand(part: string, lists: WordLists): string[] {
  return part.split("|").flatMap((choice) => {
    const name = /^\{(.+)\}$/.exec(choice)?.[1];
    if (!name) return [plainText(choice.replaceAll("_", " ")).replaceAll("'", "")];
    const list = lists[name];
    if (!list) throw new Error(`no word list called ${name}`);
    return list.flatMap((entry) => expand(entry, lists));
  });
}

/** The word index after the match of the steps from `index` on, or -1. */
function matchFrom<Key>(
  pattern: Pattern<Key>,
  index: number,
  words: readonly Word[],
  at: number,
  limit: number,
): number {
  const current = pattern.steps[index];
  if (!current) return pattern.closes && at !== limit ? -1 : at;
  const end = current.gap
    ? matchAfterGap(pattern, index, words, at, limit)
    : matchAfterStep(pattern, index, words, at, limit);
  return end < 0 && current.optional ? matchFrom(pattern, index + 1, words, at, limit) : end;
}

const WIDEST_GAP = 4;

function matchAfterGap<Key>(
  pattern: Pattern<Key>,
  index: number,
  words: readonly Word[],
  at: number,
  limit: number,
): number {
  const last = Math.min(at + WIDEST_GAP, limit);
  for (let from = at; from <= last; from++) {
    const end = matchFrom(pattern, index + 1, words, from, limit);
    if (end >= 0) return end;
  }
  return -1;
}

function matchAfterStep<Key>(
  pattern: Pattern<Key>,
  index: number,
  words: readonly Word[],
  at: number,
  limit: number,
): number {
  const current = pattern.steps[index] ?? NOTHING;
  const word = words[at];
  if (at >= limit || !word)
    return current.end && at === limit ? matchFrom(pattern, index + 1, words, at, limit) : -1;
  for (const phrase of current.phrases) {
    const end = matchAfterPhrase(phrase, pattern, index, words, at, limit);
    if (end >= 0) return end;
  }
  const fits = current.any ? word.kind !== "mark" : isWord(current, word);
  return fits ? matchFrom(pattern, index + 1, words, at + 1, limit) : -1;
}

function matchAfterPhrase<Key>(
  phrase: readonly string[],
  pattern: Pattern<Key>,
  index: number,
  words: readonly Word[],
  at: number,
  limit: number,
): number {
  const next = at + phrase.length;
  if (next > limit || !isPhraseAt(phrase, words, at)) return -1;
  return matchFrom(pattern, index + 1, words, next, limit);
}

function isPhraseAt(phrase: readonly string[], words: readonly Word[], at: number): boolean {
  return phrase.every((part, offset) => words[at + offset]?.forms.includes(part));
}

function isWord(current: Step, word: Word): boolean {
  if ((current.sketch & word.sketch) === 0) return false;
  if (current.exact.size > 0 && current.exact.has(word.fold)) return true;
  for (const form of word.forms) {
    if (current.words.has(form)) return true;
    for (const prefix of current.prefixes) if (form.startsWith(prefix)) return true;
  }
  return false;
}
