import { glued } from "../tokens.ts";
import type { Sentence, Word } from "../words.ts";
import { skip, textAt } from "./reading.ts";

/** True when the word after an amount makes the amount a count: a unit of time, a scale, a month, a hundred. */
export function followsUnit(sentence: Sentence, end: number): boolean {
  const { unit, scale, month, hundred } = sentence.words[end]?.lexeme ?? {};
  return unit !== undefined || scale !== undefined || month !== undefined || hundred !== undefined;
}

const PART_LEADS = new Set(
  "في the in هذا هذي هذه this كل بعد قبل بكره بكرا tomorrow منتصف وقت صلاه yesterday".split(" "),
);
const MEALS = new Set(["lunch", "dinner", "breakfast"]);
const ADVERBIAL = /(?:ا|اء|مساء|مسا|صباح|عشيه|ظهر)$/;

/** A part of the day follows, so the number before it is an hour: «خمسة العصر», «٩ في الليل», "8 in the evening". */
export function partFollows(sentence: Sentence, index: number): boolean {
  const at = skip(sentence, index, PART_LEADS);
  const word = sentence.words[at];
  const name = word?.lexeme.daypart;
  if (word === undefined || name === undefined || word.and) return false;
  const isLed = at > index;
  if (word.text.charCodeAt(0) < 0x600)
    return !MEALS.has(name) && (isLed || name === "tonight" || name === "noon");
  if (name === "night") return true;
  if (name === "isha") return word.article || isLed;
  return name !== "eve" && !MEALS.has(name) && (isLed || isAdverb(sentence, at, word));
}

function isAdverb(sentence: Sentence, at: number, word: Word): boolean {
  if (word.article || word.prep !== "" || word.near || ADVERBIAL.test(word.text)) return true;
  const next = textAt(sentence, at + 1);
  return next === "الغد" || next === "اليوم";
}

const IN_THE = new Set(["in", "the"]);
const POINTS = new Set(["."]);

/** «ص», "pm", "p. m.", "a", "in the am" after an hour that ends at `hourEnd`. */
export function meridiemAt(
  sentence: Sentence,
  index: number,
  hourEnd: number,
): { half: "am" | "pm"; end: number } | null {
  const at = skip(sentence, index, IN_THE);
  const word = sentence.words[at];
  const half = word?.lexeme.meridiem;
  if (word === undefined || half === undefined) return null;
  if (word.text.length > 1) return { half, end: at + 1 };
  const isArabic = word.text.charCodeAt(0) > 0x600;
  const spelled = isArabic ? null : letterM(sentence, at + 1);
  if (spelled !== null) return { half, end: spelled };
  const isGlued = glued(sentence.words[at - 1]?.token, word.token);
  return (isArabic || isGlued) && at === hourEnd ? { half, end: at + 1 } : null;
}

/** The "m" of "p. m." or "a m". */
function letterM(sentence: Sentence, index: number): number | null {
  const at = skip(sentence, index, POINTS);
  if (textAt(sentence, at) !== "m") return null;
  return textAt(sentence, at + 1) === "." ? at + 2 : at + 1;
}

const ZONES = new Map([
  ["gmt", 0],
  ["utc", 0],
  ["pst", -480],
  ["est", -300],
  ["cst", -360],
  ["ksa", 180],
]);

/** A zone named after the hour in letters, in minutes east of UTC. */
export function zoneAt(sentence: Sentence, index: number): { minutes: number; end: number } | null {
  const minutes = ZONES.get(textAt(sentence, index));
  return minutes === undefined ? null : { minutes, end: index + 1 };
}
