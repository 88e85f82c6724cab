import { type Count, countAt } from "./dates/counts.ts";
import type { Sentence } from "./words.ts";

/** A length of time: words `start` to `end` (not included) of the sentence. */
export interface DurationFound {
  /** ISO 8601, as «PT1H30M», "P3D". */
  readonly iso: string;
  readonly seconds: number;
  readonly start: number;
  readonly end: number;
}

const SECONDS: ReadonlyMap<string, number> = new Map([
  ["second", 1],
  ["minute", 60],
  ["hour", 3_600],
  ["day", 86_400],
  ["week", 604_800],
  ["fortnight", 1_209_600],
  ["month", 2_592_000],
  ["quarter", 7_776_000],
  ["year", 31_536_000],
  ["decade", 315_360_000],
]);

/** Every length of time that a number or a dual says: «ثلاثة أيام», «ساعتين», "2.5 hours", «سنة ونص». */
export function findDurations(sentence: Sentence): DurationFound[] {
  const found: DurationFound[] = [];
  let index = 0;
  while (index < sentence.words.length) {
    const count = mayCount(sentence, index) ? countAt(sentence, index) : null;
    const duration = count === null ? null : durationOf(sentence, count, index);
    if (duration !== null) found.push(duration);
    index = duration?.end ?? index + 1;
  }
  return found;
}

function mayCount(sentence: Sentence, index: number): boolean {
  const word = sentence.words[index];
  if (word === undefined) return false;
  if (word.token.kind === "digits") return true;
  for (const _key in word.lexeme) return true;
  return word.text === "a" || word.text === "an" || word.text === "half";
}

function durationOf(sentence: Sentence, count: Count, start: number): DurationFound | null {
  const length = SECONDS.get(count.unit);
  const isSaid =
    count.counted || sentence.words[start - 1]?.text === "لمده" || sentence.words[start - 1]?.text === "مده";
  if (length === undefined || !isSaid) return null;
  const seconds = Math.round(count.amount * length);
  return { iso: isoDuration(count.amount, count.unit), seconds, start, end: count.end };
}

const LETTERS: ReadonlyMap<string, string> = new Map([
  ["day", "D"],
  ["week", "W"],
  ["month", "M"],
  ["year", "Y"],
]);

function isoDuration(amount: number, unit: string): string {
  const letter = LETTERS.get(unit);
  if (letter !== undefined && Number.isInteger(amount)) return `P${amount}${letter}`;
  if (unit === "fortnight") return `P${amount * 2}W`;
  if (unit === "quarter") return `P${amount * 3}M`;
  if (unit === "decade") return `P${amount * 10}Y`;
  if (unit === "year") return `P${Math.round(amount * 12)}M`;
  const total = Math.round(amount * (SECONDS.get(unit) ?? 1));
  const [days, hours, minutes, seconds] = [
    Math.floor(total / 86_400),
    Math.floor((total % 86_400) / 3_600),
    Math.floor((total % 3_600) / 60),
    total % 60,
  ];
  const time = `${part(hours, "H")}${part(minutes, "M")}${part(seconds, "S")}`;
  return `P${part(days, "D")}${time === "" ? "" : `T${time}`}`;
}

function part(value: number, letter: string): string {
  return value === 0 ? "" : `${value}${letter}`;
}
