import type { Language } from "../message.ts";
import type { ReadingContext, TextLanguage, Topic } from "../understanding.ts";
import { isArabizi } from "./arabizi.ts";
import type { Reading, Word } from "./reading.ts";
import { askedLanguage } from "./switch.ts";

/** Letters only Urdu and Kurdish write. */
const FOREIGN_LETTERS = /[\u0679\u0688\u0691\u06ba\u06d2\u06c1\u06c2\u06d5\u06c6\u06ce\u06b5\u0695]/;
/** Letters Persian and Urdu write where Arabic has others, or that Gulf Arabic borrows now and then. */
const NEIGHBOUR_LETTERS = /[\u06cc\u06a9\u06be\u06c3پچژگ]/g;
const ARABIC_LETTERS = /[يكةىإ]/g;
const PERSIAN_WORDS = /(?:^|\s)(?:است|را|برای|چند|به|رو|بود|شود|کنید|می)(?=\s|$)/;
const ARABIC = /[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]/;
/** Latin words that do not make an Arabic sentence mixed: units and codes. */
const NEUTRAL: ReadonlySet<string> = new Set(["sar", "sr", "usd", "k", "am", "pm", "cr", "vat"]);

interface Counts {
  readonly arabic: number;
  readonly latin: number;
}

/** The language of one text. `other` = a language we do not speak, or no words at all. */
export function detectLanguage(reading: Reading): TextLanguage {
  const { arabic, latin } = count(reading);
  if (arabic > 0 && isForeign(reading.raw)) return "other";
  if (arabic > 0) return latin > 0 ? "mixed" : "ar";
  if (isArabizi(reading)) return "arabizi";
  return latin > 0 ? "en" : "other";
}

function count(reading: Reading): Counts {
  let arabic = 0;
  let latin = 0;
  for (const [at, word] of reading.words.entries()) {
    if (word.kind !== "word") continue;
    if (ARABIC.test(word.fold)) arabic++;
    else if (/[a-z]/.test(word.fold) && !NEUTRAL.has(word.fold) && !isAddress(reading, at)) latin++;
  }
  return { arabic, latin };
}

/** Part of an email address, a link or a code. */
function isAddress(reading: Reading, at: number): boolean {
  const word = reading.words[at];
  if (!word || /\d/.test(word.fold)) return true;
  return joins(reading.words, at - 1) || joins(reading.words, at + 1);
}

/** A sign that touches a word on both sides: "a@b", "site.com". */
function joins(words: readonly Word[], at: number): boolean {
  const [before, sign, after] = [words[at - 1], words[at], words[at + 1]];
  if (sign?.kind !== "mark" || !/[@./_#]/.test(sign.fold)) return false;
  return (
    before?.end === sign.start && after?.start === sign.end && before.kind !== "mark" && after.kind !== "mark"
  );
}

function isForeign(raw: string): boolean {
  const text = raw.slice(0, 1000);
  if (FOREIGN_LETTERS.test(text)) return true;
  const neighbours = text.match(NEIGHBOUR_LETTERS)?.length ?? 0;
  const own = text.match(ARABIC_LETTERS)?.length ?? 0;
  return neighbours > own || (own === 0 && PERSIAN_WORDS.test(text));
}

const SHORT_ANSWERS: readonly (Topic | null)[] = [
  "name",
  "company",
  "email",
  "phone",
  "city",
  "role",
  "confirm",
  "sector",
];

/** The language to answer in: what was asked for, else the person's last real sentence; an "ok" or a name does not flip it. */
export function replyLanguage(language: TextLanguage, reading: Reading, context: ReadingContext): Language {
  const wanted = askedLanguage(reading);
  if (wanted) return wanted;
  const { arabic, latin } = count(reading);
  const words = arabic + latin;
  const slight = language === "other" || words < 3 || (words < 6 && SHORT_ANSWERS.includes(context.asked));
  if (context.language && slight) return context.language;
  if (language === "mixed") return latin > arabic ? "en" : "ar";
  return language === "en" ? "en" : "ar";
}
