import { ALSO_ENGLISH, ARABIZI } from "./lexicon/act-arabizi.ts";
import { CITY_TABLE } from "./lexicon/business-cities.ts";
import { FIRST_NAMES_EN } from "./lexicon/people-names.ts";
import { plainText } from "./normalise.ts";
import type { Reading, Word } from "./reading.ts";
import { peel, reread } from "./reading.ts";

/** One key for the spellings of a word: e/i/y and o/u alike, doubled letters once. */
function keyOf(word: string): string {
  return word
    .replaceAll("'", "")
    .replace(/ou|oo/g, "u")
    .replace(/[ey]/g, "i")
    .replace(/o/g, "u")
    .replace(/(.)\1+/g, "$1");
}

const spellings = new Map<string, string>();
for (const [arabic, forms] of ARABIZI) {
  for (const form of forms.split(" "))
    if (!spellings.has(keyOf(form))) spellings.set(keyOf(form), plainText(arabic));
}
const english = new Set(ALSO_ENGLISH.split(" ").map(keyOf));
const names = new Set([...FIRST_NAMES_EN.split(" "), ...CITY_TABLE.flatMap((city) => city.en)]);

/** Consonants of both scripts in one alphabet; vowels and what is often left out have none. */
const SOUNDS: Readonly<Record<string, string>> = {
  ب: "b",
  ت: "t",
  ط: "t",
  ث: "z",
  ذ: "z",
  ز: "z",
  ظ: "z",
  ج: "j",
  ح: "h",
  ه: "h",
  خ: "x",
  د: "d",
  ض: "d",
  ر: "r",
  س: "s",
  ص: "s",
  ش: "c",
  ع: "3",
  غ: "g",
  ف: "f",
  ق: "q",
  ك: "k",
  ل: "l",
  م: "m",
  ن: "n",
  b: "b",
  p: "b",
  t: "t",
  "6": "t",
  z: "z",
  j: "j",
  "7": "h",
  h: "h",
  "5": "x",
  d: "d",
  r: "r",
  s: "s",
  "9": "s",
  "3": "3",
  f: "f",
  v: "f",
  q: "q",
  "8": "q",
  k: "k",
  l: "l",
  m: "m",
  n: "n",
  g: "q",
};
const PAIRS: readonly (readonly [RegExp, string])[] = [
  [/sh|ch/g, "ش"],
  [/kh|7'/g, "خ"],
  [/gh|3'/g, "غ"],
  [/th|dh|6'/g, "ذ"],
  [/9'/g, "ض"],
];

/** What is left of a word when only its consonants count; both scripts meet here. */
export function skeletonOf(word: string): string {
  let text = word;
  for (const [pair, letter] of PAIRS) text = text.replace(pair, letter);
  let skeleton = "";
  for (const letter of text.replace(/(?:ه|[ae]h)$/, "")) {
    const sound = SOUNDS[letter] ?? "";
    if (sound !== skeleton.at(-1)) skeleton += sound;
  }
  return skeleton;
}

const skeletons = new Map<string, string>();
for (const [arabic] of ARABIZI) {
  const skeleton = skeletonOf(plainText(arabic));
  if (skeleton.length >= 3 && !arabic.includes(" ") && !skeletons.has(skeleton))
    skeletons.set(skeleton, plainText(arabic));
}

/** Letters with a digit among them that stands for a sound: "3andi", "sa7". Model names and amounts ("b2b", "5k") are not. */
const DIGIT_SOUND = /^(?:[a-z']*[a-z]'?[2356789](?:'?[a-z]|$)[a-z0-9']*|[23579]'?[a-z]{2}[a-z0-9']*)$/;
const NOT_SOUND =
  /^(?:[a-z]\d+[a-z]?|[a-z]{1,5}\d{1,4}|\d+[a-z]{1,3}|b2[bc]|p2p|[a-z]\d[a-z]|\d+(?:st|nd|rd|th|am|pm|ampm|days?|weeks?|months?|years?|hours?|hrs?|mins?|users?|sar|km|gb|mb|kg)|mp[34]|h26\d|covid\d+|365|o365|web\d|g2g|b2g)$/;
/** Words that end in a sound digit although a model name could too. */
const ENDS_IN_SOUND = /^(?:la2|so2|su2|7a2|ra7|sa7|9a7|ma3|roo7|sabah2|saba7|masa2|ghada2|el5|alr7)$/;

function hasSoundDigit(word: string): boolean {
  if (!/\d/.test(word)) return false;
  if (ENDS_IN_SOUND.test(word) || spellings.has(keyOf(word))) return true;
  return DIGIT_SOUND.test(word) && !NOT_SOUND.test(word);
}

/** The Arabic word a Latin spelling stands for, or null. `loose` also matches by consonants alone. */
function arabicOf(word: string, loose: boolean): string | null {
  const bare = word.replace(/^(?:el|al|il)-?(?=.{3})/, "");
  const known = spellings.get(keyOf(word));
  if (known) return known;
  const stripped = bare === word ? undefined : spellings.get(keyOf(bare));
  if (stripped) return stripped.startsWith("ال") ? stripped : `ال${stripped}`;
  if (!loose || names.has(word)) return null;
  return skeletons.get(skeletonOf(bare)) ?? null;
}

/** Whether a Latin word is an Arabic one, could be of either language, or is no Arabic we know. */
type Kind = "arabic" | "either" | "other";

/** People say the same words again and again. */
const kinds = new Map<string, Kind>();
const MOST_KINDS = 20_000;

function kindOf(word: string): Kind {
  const known = kinds.get(word);
  if (known !== undefined) return known;
  const key = keyOf(word);
  const kind = english.has(key) ? "either" : spellings.has(key) ? "arabic" : "other";
  if (kinds.size >= MOST_KINDS) kinds.clear();
  kinds.set(word, kind);
  return kind;
}

/** True when the Latin words are Arabic ones. */
export function isArabizi(reading: Reading): boolean {
  const words = reading.words.filter((word) => word.kind === "word" && /[a-z]/.test(word.fold));
  if (words.length === 0) return false;
  const digits = words.filter((word) => /\d/.test(word.fold) && hasSoundDigit(rawOf(reading, word))).length;
  const found = words.map((word) => kindOf(word.fold));
  const firm = found.filter((kind) => kind === "arabic").length;
  const weak = found.filter((kind) => kind === "either").length;
  if (digits === 1 && firm + weak === 0) return words.length <= 3;
  if (digits > 0) return digits + firm + weak >= words.length / 4;
  if (firm === words.length) return true;
  if (firm === 1 && words.length <= 3) return true;
  if (firm >= 2 || (firm === 1 && weak > 0)) return firm + weak >= words.length / 3;
  return weak === words.length && words.length > 1 && weak > 1;
}

function rawOf(reading: Reading, word: Word): string {
  return reading.raw
    .slice(word.start, word.end)
    .toLowerCase()
    .replace(/[\u2019\u2018\u0060\u00b4]/g, "'");
}

/** The same message with its Arabizi words spelled in Arabic; places stay those of the raw text. */
export function inArabic(reading: Reading): Reading {
  const words: Word[] = reading.words.flatMap((word, at) => {
    if (word.kind !== "word" || !/[a-z]/.test(word.fold)) return [word];
    const arabic = arabicOf(rawOf(reading, word).replaceAll("'", ""), true);
    if (
      !arabic ||
      (word.fold === "khamis" && /^mush/.test(reading.words[at + 1]?.fold ?? "")) ||
      (/^(?:el|al)$/.test(word.fold) && reading.words[at + 1])
    )
      return [word];
    return arabic.split(" ").map((part) => ({ ...word, ...peel(part) }));
  });
  return reread(reading.raw, joinArticles(words));
}

/** "el yom", "al 3asr": the article joins the word it belongs to. */
function joinArticles(words: readonly Word[]): Word[] {
  const joined: Word[] = [];
  for (const word of words) {
    const before = joined.at(-1);
    if (before && /^(?:el|al|il|3al|bel|lel)$/.test(before.fold) && /^[\u0620-\u064a]/.test(word.fold)) {
      const fold = word.fold.startsWith("ال") ? word.fold : `ال${word.fold}`;
      joined[joined.length - 1] = { ...word, ...peel(fold), start: before.start };
    } else joined.push(word);
  }
  return joined;
}
