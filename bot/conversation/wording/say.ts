import type { Language } from "../message.ts";
import type { Conversation } from "../state.ts";
import { ar } from "./ar.ts";
import { en } from "./en.ts";
import type { Variants, WordingKey, WordingValues } from "./keys.ts";

/** How one person is spoken to, and what they heard from us lately. */
export interface Manner {
  readonly language: Language;
  readonly register: Conversation["register"];
  readonly digits: Conversation["digits"];
  readonly seed: number;
  readonly said: readonly string[];
}

/** One sentence and the name under which it is remembered, such as "ask.need#2". */
export interface Sentence {
  readonly text: string;
  readonly id: string;
}

/** Says a moment in words: a variant this person has not heard lately, begun with a word they have not heard lately. */
export function sentence<Key extends WordingKey>(
  key: Key,
  values: WordingValues[Key],
  manner: Manner,
): Sentence {
  const variants = variantsOf(key, manner);
  const index = choose(key, variants, manner);
  return { text: filled(variants[index] ?? variants[0], values), id: `${key}#${index}` };
}

/** All the ways a moment may be put in one language and register. */
export function variantsOf(key: WordingKey, manner: Pick<Manner, "language" | "register">): Variants {
  return manner.language === "en" ? en[key] : ar[key][manner.register];
}

function filled(template: string, values: Readonly<Record<string, string>>): string {
  if (!template.includes("{")) return template;
  return template.replace(/\{(\w+)\}/gu, (whole, name: string) => values[name] ?? whole);
}

function choose(key: WordingKey, variants: Variants, manner: Manner): number {
  const start = scatter(key, manner.seed) % variants.length;
  const ids = OPENINGS[manner.language === "en" ? "en" : manner.register];
  const inTheEar = manner.said.slice(-RECENT).map((id) => ids.get(id) ?? "");
  const openings = FIRST_WORDS.get(variants) ?? [];
  const heardAt = lastHeard(key, variants, manner.said);
  let best = start;
  let least = Number.POSITIVE_INFINITY;
  for (let step = 0; step < variants.length; step++) {
    const index = (start + step) % variants.length;
    const cost = ((heardAt[index] ?? -1) + 1) * 2 + (inTheEar.includes(openings[index] ?? "") ? 1 : 0);
    if (cost < least) [best, least] = [index, cost];
  }
  return best;
}

/** Where among the sentences said each variant stands last; -1 for one that was not said. */
function lastHeard(key: WordingKey, variants: Variants, said: readonly string[]): readonly number[] {
  const heardAt = variants.map(() => -1);
  for (let at = 0; at < said.length; at++) {
    const id = said[at] ?? "";
    if (id.charAt(key.length) === "#" && id.startsWith(key)) heardAt[Number(id.slice(key.length + 1))] = at;
  }
  return heardAt;
}

/** How many sentences back an opening word is still in the ear. */
const RECENT = 12;

/** The word that each variant of a wording begins with; the wordings are fixed, so each is looked at once. */
const FIRST_WORDS = new Map<Variants, readonly string[]>();

/** The same by the sentence's name, for each way of speaking. */
const OPENINGS = {
  en: openingsOf(Object.entries(en)),
  white: openingsOf(Object.entries(ar).map(([key, { white }]) => [key, white])),
  formal: openingsOf(Object.entries(ar).map(([key, { formal }]) => [key, formal])),
};

function openingsOf(wordings: readonly (readonly [key: string, variants: Variants])[]): Map<string, string> {
  const openings = new Map<string, string>();
  for (const [key, variants] of wordings) {
    const words = variants.map(firstWord);
    FIRST_WORDS.set(variants, words);
    for (const [index, word] of words.entries()) openings.set(`${key}#${index}`, word);
  }
  return openings;
}

function firstWord(text: string): string {
  return /^[\p{L}\p{N}']+/u.exec(text)?.[0] ?? "";
}

/** Spreads neighbouring seeds and keys over the variants; the same pair always lands on the same one. */
export function scatter(key: string, seed: number): number {
  let hash = Math.trunc(seed) >>> 0;
  for (let index = 0; index < key.length; index++) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193) >>> 0;
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}
