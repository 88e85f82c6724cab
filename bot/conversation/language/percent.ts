import type { NumberFound } from "./number-found.ts";
import { numberAt } from "./numbers.ts";
import type { Sentence } from "./words.ts";

/** A share of a hundred: words `start` to `end` (not included) of the sentence. */
export interface PercentFound {
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

const SIGNS = new Set(["%", "٪", "percent", "percents", "pct"]);
const PHRASES: readonly (readonly string[])[] = [
  ["بالميه"],
  ["بالمايه"],
  ["بالمئه"],
  ["في", "الميه"],
  ["في", "المايه"],
  ["per", "cent"],
];

/** Every share of a hundred: «١٥٪», «عشرين بالمية», "7.5 percent", «%15». */
export function findPercents(sentence: Sentence, numbers: readonly NumberFound[]): PercentFound[] {
  const found: PercentFound[] = [];
  for (const number of numbers) {
    const end = signAfter(sentence, number.end);
    if (end !== null) found.push({ value: number.value, start: number.start, end });
    else if (isSignBefore(sentence, number))
      found.push({ value: number.value, start: number.start - 1, end: number.end });
  }
  return found;
}

function signAfter(sentence: Sentence, index: number): number | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  if (SIGNS.has(word.text)) return index + 1;
  const phrase = PHRASES.find((texts) =>
    texts.every((text, offset) => sentence.words[index + offset]?.text === text),
  );
  return phrase === undefined ? null : index + phrase.length;
}

/** «%15», as right-to-left keyboards write it. */
function isSignBefore(sentence: Sentence, number: NumberFound): boolean {
  const before = sentence.words[number.start - 1];
  const first = sentence.words[number.start];
  if (before === undefined || first === undefined || !SIGNS.has(before.text) || before.token.kind !== "mark")
    return false;
  return (
    before.token.end === first.token.start &&
    numberAt(sentence, number.start) !== null &&
    sentence.words[number.start - 2]?.token.kind !== "digits"
  );
}
