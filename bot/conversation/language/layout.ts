import { ANSWER_PHRASES } from "./lexicon/act-answers.ts";
import { ARABIZI } from "./lexicon/act-arabizi.ts";
import { ACT_PHRASES } from "./lexicon/act-phrases.ts";
import { ACT_WORDS } from "./lexicon/act-words.ts";
import { NEED_CUES, NEED_OBJECTS } from "./lexicon/business-phrases.ts";
import { NOT_NAMES } from "./lexicon/people-names.ts";
import { plainText } from "./normalise.ts";
import type { Reading, Word } from "./reading.ts";
import { read, reread } from "./reading.ts";

/** The letter each Latin key writes on an Arabic keyboard (101). */
const ARABIC_KEYS: Readonly<Record<string, string>> = {
  q: "ض",
  w: "ص",
  e: "ث",
  r: "ق",
  t: "ف",
  y: "غ",
  u: "ع",
  i: "ه",
  o: "خ",
  p: "ح",
  "[": "ج",
  "]": "د",
  a: "ش",
  s: "س",
  d: "ي",
  f: "ب",
  g: "ل",
  h: "ا",
  j: "ت",
  k: "ن",
  l: "م",
  ";": "ك",
  "'": "ط",
  z: "ئ",
  x: "ء",
  c: "ؤ",
  v: "ر",
  b: "لا",
  n: "ى",
  m: "ة",
  ",": "و",
  ".": "ز",
  "/": "ظ",
  "`": "ذ",
};
const LATIN_KEYS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ARABIC_KEYS).map(([latin, arabic]) => [arabic, latin]),
);
const LONGEST = 200;

let vocabulary: ReadonlySet<string> | null = null;

/** Every word our tables know, in either script; made when first needed. */
function known(): ReadonlySet<string> {
  vocabulary ??= new Set(
    [
      ...Object.values(ACT_PHRASES).flatMap((each) => each.cues),
      ...Object.values(ANSWER_PHRASES).flat(),
      ...Object.values(ACT_WORDS).flat(),
      ...NEED_CUES,
      ...NEED_OBJECTS,
      NOT_NAMES,
      ...ARABIZI.map(([arabic]) => arabic),
    ]
      .flatMap((phrase) => plainText(phrase).split(/[\s|?*_^$.{}]+/))
      .filter((word) => word.length > 1),
  );
  return vocabulary;
}

/** The text as it was meant when it was typed on the wrong keyboard, or null when it was not. */
export function fixLayout(reading: Reading): Reading | null {
  const { raw } = reading;
  if (raw.length > LONGEST || raw.length < 5) return null;
  const arabic = /[\u0620-\u064a\ufef5-\ufefc]/.test(raw);
  const latin = /[a-z]/i.test(raw);
  if (arabic === latin || reading.words.some(isKnown)) return null;
  const meant = typed(raw, arabic ? toLatin : toArabic);
  return share(meant) >= 0.6 && meant.words.some((word) => word.fold.length > 3 && known().has(word.fold))
    ? meant
    : null;
}

function isKnown({ kind, forms }: Word): boolean {
  return kind === "word" && forms.some((form) => known().has(form));
}

/** How much of the text is words we know. */
function share(reading: Reading): number {
  const words = reading.words.filter((word) => word.kind === "word");
  if (words.length === 0) return 0;
  return words.filter(isKnown).length / words.length;
}

function toArabic(raw: string, at: number): readonly [text: string, width: number] {
  const char = raw.charAt(at).toLowerCase();
  return [ARABIC_KEYS[char] ?? char, 1];
}

function toLatin(raw: string, at: number): readonly [text: string, width: number] {
  const char = raw.charAt(at);
  if (/[\ufef5-\ufefc]/.test(char)) return ["b", 1];
  if (raw.startsWith("لا", at)) return ["b", 2];
  return [LATIN_KEYS[char] ?? char, 1];
}

/** Reads the retyped text; the words keep the places of what was really written. */
function typed(raw: string, key: (raw: string, at: number) => readonly [string, number]): Reading {
  let text = "";
  const starts: number[] = [];
  for (let at = 0; at < raw.length; ) {
    const [letters, width] = key(raw, at);
    for (let unit = 0; unit < letters.length; unit++) starts.push(at);
    text += letters;
    at += width;
  }
  starts.push(raw.length);
  const place = (index: number) => starts[index] ?? raw.length;
  const words = read(text).words.map((word) => ({ ...word, start: place(word.start), end: place(word.end) }));
  return reread(raw, words);
}
