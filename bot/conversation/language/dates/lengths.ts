import type { Sentence } from "../words.ts";
import { type Count, countsAt } from "./counts.ts";
import { textAt } from "./reading.ts";

/** How long something lasts, said beside when it begins: words `start` to `end` (not included). */
export interface Length {
  readonly counts: readonly Count[];
  readonly start: number;
  readonly end: number;
}

const FOR_WORDS = new Set(["for", "لمده", "مده", "ولمده"]);

/** «لمدة ساعتين», "for 7 hours" at word `index`, or null. */
export function lengthAfter(sentence: Sentence, index: number): Length | null {
  if (!FOR_WORDS.has(textAt(sentence, index))) return null;
  const counts = countsAt(sentence, index + 1);
  const last = counts.at(-1);
  return last === undefined ? null : { counts, start: index, end: last.end };
}

const STARTING = new Set(["from", "starting", "beginning", "on", "at", ",", "يبدا", "تبدا", "من", "بدايه"]);
const SURE_START = new Set(["from", "starting", "beginning", "يبدا", "تبدا"]);
const FARTHEST = 7;

/** "for 3 days starting from" just before word `index`, or null. */
export function lengthBefore(sentence: Sentence, index: number): Length | null {
  let at = index - 1;
  let isSure = false;
  while (STARTING.has(textAt(sentence, at))) {
    isSure ||= SURE_START.has(textAt(sentence, at));
    at--;
  }
  if (!isSure) return null;
  for (let start = Math.max(0, at - FARTHEST); start <= at; start++) {
    if (!FOR_WORDS.has(textAt(sentence, start)) && textAt(sentence, start) !== "last") continue;
    const found = lengthAfter(sentence, start);
    if (found !== null && found.end === at + 1) return found;
  }
  return null;
}
