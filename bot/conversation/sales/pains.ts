import { URGENCY } from "../language/lexicon/business-phrases.ts";
import {
  BETWEEN,
  DENIALS,
  PAIN_CATEGORIES,
  PAIN_SEVERITY,
  URGENCY_WORDS,
} from "../language/lexicon/pain-categories.ts";
import { PhraseBook } from "../language/patterns.ts";
import { type Clause, quoteOf, type Reading, read } from "../language/reading.ts";

export type PainCategory = keyof typeof PAIN_CATEGORIES;
export const PAIN_KINDS = Object.keys(PAIN_CATEGORIES) as readonly PainCategory[];

/** One thing that hurts, in the person's own words. */
export interface Pain {
  readonly text: string;
  readonly category: PainCategory;
  /** 0 to 1. */
  readonly severity: number;
  /** The exact words, as written. */
  readonly quote: string;
}

/** What a message says about what hurts and how soon it must end. */
export interface PainReading {
  /** The worst first; one for each clause that names one. */
  readonly pains: readonly Pain[];
  /** 0 = nothing said about time, 1 = at once. */
  readonly urgency: number;
  /** The words that carried pains and urgency, as written. */
  readonly keyPhrases: readonly string[];
}

/** A very long text is read to here, so that no text takes long. */
const LONGEST = 4_000;
const MOST_PAINS = 12;

/** Pains and urgency by rules: a denied pain is none ("no problem", "ما عندنا مشكلة"), and a question names none. */
export function painsIn(text: string): PainReading {
  const reading = read(text.slice(0, LONGEST));
  const found = reading.clauses.flatMap((clause) => painsOf(reading, clause));
  const urgent = reading.clauses.flatMap((clause) => urgencyOf(reading, clause));
  const pains = found.toSorted((one, other) => other.pain.severity - one.pain.severity).slice(0, MOST_PAINS);
  return {
    pains: pains.map(({ pain }) => pain),
    urgency: Math.max(0, ...urgent.map(({ level }) => level)),
    keyPhrases: [...new Set([...pains.map(({ cue }) => cue), ...urgent.map(({ cue }) => cue)])],
  };
}

const painBook = new PhraseBook<PainCategory>({});
for (const kind of PAIN_KINDS) painBook.add(kind, PAIN_CATEGORIES[kind]);

const urgencyBook = new PhraseBook<number>({});
for (const [level, phrases] of Object.entries(URGENCY_WORDS)) urgencyBook.add(Number(level), phrases);
const calmBook = new PhraseBook<"calm">({})
  .add("calm", URGENCY.exploring)
  .add("calm", ["حتي|لحد|الي|لين الان|الحين|اليوم", "until|till|for|by|up_to now|today"]);

const DENIAL: ReadonlySet<string> = new Set(DENIALS.split(" "));
const SMALL: ReadonlySet<string> = new Set(BETWEEN.split(" "));
/** In these the "no" belongs to the pain itself: "no system", "لا يحضرون". */
const CARRIES_ITS_NO: readonly PainCategory[] = ["missing", "absence", "struggle", "broken"];

function painsOf(reading: Reading, clause: Clause): readonly { readonly pain: Pain; readonly cue: string }[] {
  if (clause.asks) return [];
  const cues = painBook
    .find(reading, clause)
    .filter(({ key, from, to }) => !isDenied(reading, clause, from) || isOwnNo(reading, key, from, to));
  const real = cues.filter(({ key }) => key !== "need");
  const [worst] = (real.length > 0 ? real : cues).toSorted(
    (one, other) =>
      PAIN_SEVERITY[other.key] - PAIN_SEVERITY[one.key] || other.to - other.from - one.to + one.from,
  );
  if (worst === undefined || (worst.key === "need" && clause.to - worst.to < 1)) return [];
  const quote = quoteOf(reading, clause.from, clause.to).trim();
  const severity = Math.min(
    1,
    PAIN_SEVERITY[worst.key] + (new Set(real.map(({ key }) => key)).size > 1 ? 0.1 : 0),
  );
  const pain = { text: quote, category: worst.key, severity: Math.round(severity * 100) / 100, quote };
  return [{ pain, cue: quoteOf(reading, worst.from, worst.to) }];
}

function isOwnNo(reading: Reading, key: PainCategory, from: number, to: number): boolean {
  if (!CARRIES_ITS_NO.includes(key)) return false;
  return reading.words.slice(from, to).some(({ fold }) => DENIAL.has(fold));
}

/** Whether a "no" stands before the word, with nothing but small words between. */
function isDenied(reading: Reading, clause: Clause, at: number): boolean {
  for (let place = at - 1; place >= clause.from; place -= 1) {
    const word = reading.words[place];
    if (word === undefined) return false;
    if (word.forms.some((form) => DENIAL.has(form))) return true;
    if (!word.forms.some((form) => SMALL.has(form))) return false;
  }
  return false;
}

function urgencyOf(
  reading: Reading,
  clause: Clause,
): readonly { readonly level: number; readonly cue: string }[] {
  const calm = calmBook.find(reading, clause);
  return urgencyBook
    .find(reading, clause)
    .filter(({ from, to }) => !calm.some((place) => place.from < to && from < place.to))
    .filter(({ from }) => !isDenied(reading, clause, from))
    .map(({ key, from, to }) => ({ level: key, cue: quoteOf(reading, from, to) }));
}
