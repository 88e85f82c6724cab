import { NEED_CUES, NEED_OBJECTS, NOT_NEEDS, OWN_CUES, PAIN_CUES } from "./lexicon/business-phrases.ts";
import { PhraseBook } from "./patterns.ts";
import type { Clause } from "./reading.ts";
import { quoteOf } from "./reading.ts";
import type { PlacedFact, Stretch, Text } from "./text.ts";
import { claim } from "./text.ts";

type Cue = "want" | "pain" | "object" | "other" | "own";

const book = new PhraseBook<Cue>({})
  .add("want", NEED_CUES)
  .add("pain", PAIN_CUES)
  .add("object", NEED_OBJECTS)
  .add("other", NOT_NEEDS)
  .add("own", OWN_CUES);
const LONGEST = 40;

/** What they want or what hurts, in their own words. `taken` are words that already are other facts. */
export function findNeed(text: Text, taken: readonly Stretch[], acted: boolean): PlacedFact | null {
  for (const wanted of ["pain", "want"] as const) {
    for (const clause of text.reading.clauses) {
      const place = clause.asks ? null : needIn(text, clause, wanted);
      if (place) return need(text, trimmed(text, place, taken), 0.85);
    }
  }
  return text.context.asked === "need" && !acted ? answered(text, taken) : null;
}

function need(text: Text, place: Stretch, confidence: number): PlacedFact {
  return claim(text, "need", quoteOf(text.reading, place.from, place.to), place, confidence);
}

function needIn(text: Text, clause: Clause, wanted: "pain" | "want"): Stretch | null {
  const found = book.find(text.reading, clause);
  const has = (key: Cue) => found.some((place) => place.key === key);
  if (wanted === "pain") return isPain(text, clause, has) ? { from: clause.from, to: clause.to } : null;
  const cue = found.find((place) => place.key === "want");
  if (!cue || negated(text, cue)) return null;
  const object = found.find((place) => place.key === "object" && place.from >= cue.to);
  const other = found.find((place) => place.key === "other" && place.from >= cue.from);
  if (!object && (other || clause.to - cue.to < 1 || text.context.asked !== "need")) return null;
  if (object && other && other.from < object.from) return null;
  return { from: cue.from, to: clause.to };
}

function isPain(text: Text, clause: Clause, has: (key: Cue) => boolean): boolean {
  return has("pain") && (has("own") || text.context.asked === "need") && aboutUs(text, clause);
}

function negated(text: Text, cue: Stretch): boolean {
  return /^(?:ما|لا|مو|مب|dont|not|no|never)$/.test(text.reading.words[cue.from - 1]?.fold ?? "");
}

/** Pains are ours, not a complaint about the seller: "خدمتكم سيئة" is none. */
function aboutUs(text: Text, clause: Clause): boolean {
  return (
    !text.reading.words
      .slice(clause.from, clause.to)
      .some((word) =>
        /(?:خدمتكم|تعاملكم|اسعاركم|نظامكم|ردكم|رسايلكم|عليكم|^your$|^you$|تاخرتوا|ضيعتوا|وقتي)/.test(
          word.fold,
        ),
      ) && clause.to - clause.from > 1
  );
}

/** Without a leading "and" and without what stands behind as another fact (a date, a budget, a city). */
function trimmed(text: Text, place: Stretch, taken: readonly Stretch[]): Stretch {
  const { words } = text.reading;
  let { from, to } = place;
  if (words[from]?.kind === "mark") from++;
  for (const other of taken) {
    if (other.from > from + 1 && other.from < to && other.to >= to - 3) to = other.from;
  }
  while (
    to > from + 1 &&
    /^(?:في|قبل|بعد|خلال|by|in|before|within|و|and|for|at)$/.test(words[to - 1]?.fold ?? "")
  )
    to--;
  return { from, to: Math.min(to, from + LONGEST) };
}

/** Laughter, orders to the assistant, "we have 3 branches": said when asked for the need, and none. */
const NO_NEED =
  /^(?:[هخ]{3,}|(?:ha){2,}|lol|اكتب|اكتبي|اكتبوا|ترجم|سولف|قول|قولي|غني|لا توقف|لا تروح|كمل|write|translate|tell|sing|(?:عندي|عندنا|لدينا|we have|i have) \d)/u;

function answered(text: Text, taken: readonly Stretch[]): PlacedFact | null {
  const clauses = text.reading.clauses.filter((each) => !each.asks && isTelling(text, each));
  const clause = clauses.find((each) => each.to - each.from >= 2) ?? clauses[0];
  const word = clause ? text.reading.words[clause.from] : undefined;
  if (
    !clause ||
    word?.kind !== "word" ||
    taken.some((other) => other.from === clause.from && other.to >= clause.to)
  )
    return null;
  return need(text, { from: clause.from, to: clause.to }, 0.7);
}

/** One or two words count only when one of them is a thing companies buy or what hurts. */
function isTelling(text: Text, clause: Clause): boolean {
  const folds = text.reading.words.slice(clause.from, clause.to).map((word) => word.fold);
  if (NO_NEED.test(folds.join(" "))) return false;
  const told = folds.filter((fold) => /\p{L}/u.test(fold)).length >= 3;
  return told || book.find(text.reading, clause).some((cue) => cue.key === "object" || cue.key === "pain");
}
