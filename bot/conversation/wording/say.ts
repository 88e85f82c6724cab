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
  return template.replace(/\{(\w+)\}/gu, (whole, name: string) => values[name] ?? whole);
}

function choose(key: WordingKey, variants: Variants, manner: Manner): number {
  const start = scatter(key, manner.seed) % variants.length;
  const openings = new Set(manner.said.slice(-RECENT).map((id) => openingOf(id, manner)));
  const inTurn = variants.map((_, step) => (start + step) % variants.length);
  const costs = variants.map((variant, index) => {
    const heardAt = manner.said.lastIndexOf(`${key}#${index}`);
    return (heardAt + 1) * 2 + (openings.has(firstWord(variant)) ? 1 : 0);
  });
  const cost = (index: number) => costs[index] ?? 0;
  return inTurn.reduce((best, index) => (cost(index) < cost(best) ? index : best));
}

/** How many sentences back an opening word is still in the ear. */
const RECENT = 12;

function openingOf(id: string, manner: Manner): string {
  const [key = "", index] = id.split("#");
  if (!(key in en)) return "";
  return firstWord(variantsOf(key as WordingKey, manner)[Number(index)] ?? "");
}

/** The wordings are fixed, so each text is looked at once. */
const firstWords = new Map<string, string>();

function firstWord(text: string): string {
  const known = firstWords.get(text);
  if (known !== undefined) return known;
  const word = /^[\p{L}\p{N}']+/u.exec(text)?.[0] ?? "";
  firstWords.set(text, word);
  return word;
}

/** Spreads neighbouring seeds and keys over the variants; the same pair always lands on the same one. */
export function scatter(key: string, seed: number): number {
  let hash = Math.trunc(seed) >>> 0;
  for (let index = 0; index < key.length; index++) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193) >>> 0;
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}
