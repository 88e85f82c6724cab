import { numberAt } from "../numbers.ts";
import type { Sentence, Word } from "../words.ts";
import { skip, textAt } from "./reading.ts";
import type { Atom, Slots } from "./slots.ts";

const YEAR_NOUN = new Set([
  "عام",
  "سنه",
  "لعام",
  "لسنه",
  "العام",
  "السنه",
  ",",
  "،",
  "of",
  "in",
  "من",
  "/",
  "-",
  "year",
  "the",
  "في",
  ".",
]);

/** Adds the year that follows: ٢٠٢٧, "'15", «عام ألفين وثمانية عشر», ١٤٤٨ هـ. */
export function withYear(sentence: Sentence, slots: Slots, end: number): Atom {
  const at = skip(sentence, end, YEAR_NOUN);
  const year = yearAt(sentence, at, "dom" in slots);
  if (year === null) return { slots, end };
  const isHijri = year.hijri || (slots.hijri === true && year.value < 1600);
  return {
    slots: { ...slots, year: year.value, ...(isHijri ? { hijri: true as const } : {}) },
    end: year.end,
  };
}

/** A year number at word `index`: four digits, words like «ألفين وعشرين», "nineteen eighty six", or two digits after a day and month. */
export function yearAt(
  sentence: Sentence,
  index: number,
  shortAllowed: boolean,
): { value: number; end: number; hijri: boolean } | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  if (word.token.kind === "digits") return digitYear(sentence, index, word, shortAllowed);
  const spoken = spokenYear(sentence, index) ?? numberAt(sentence, index);
  if (spoken === null || spoken.value < 1300 || spoken.value > 2200 || !Number.isInteger(spoken.value))
    return null;
  return { value: spoken.value, end: spoken.end, hijri: false };
}

const HIJRI_MARKS = new Set(["ه", "هجري", "هجريه"]);

function digitYear(sentence: Sentence, index: number, word: Word, shortAllowed: boolean) {
  const value = Number(word.text);
  const next = sentence.words[index + 1];
  if (word.text.length === 2) return shortYear(sentence, index, value, shortAllowed);
  const isHijri = next !== undefined && HIJRI_MARKS.has(next.text);
  const isYear = word.text.length === 4 && value >= 1300 && value <= 2200;
  if (!isYear || (!isHijri && isNotYear(next))) return null;
  return { value, end: isHijri ? index + 2 : index + 1, hijri: isHijri || value < 1600 };
}

/** "14th April 15", "April of 87". */
function shortYear(sentence: Sentence, index: number, value: number, shortAllowed: boolean) {
  const next = sentence.words[index + 1];
  const isAllowed = shortAllowed || textAt(sentence, index - 1) === "'";
  const isHour = next?.text === ":" || next?.lexeme.meridiem !== undefined;
  if (!isAllowed || isHour || index === 0 || !isYearSeat(sentence, index)) return null;
  return { value: value + (value < 50 ? 2000 : 1900), end: index + 1, hijri: false };
}

/** Two digits are a year only right after the month, a comma or "of". */
function isYearSeat(sentence: Sentence, index: number): boolean {
  const next = sentence.words[index + 1];
  const isLast =
    next === undefined || next.token.kind === "mark" || next.lexeme.tie !== undefined || next.text === "was";
  return isLast && textAt(sentence, index - 1) !== "-";
}

function isNotYear(next: Word | undefined): boolean {
  return (
    next?.lexeme.scale !== undefined ||
    next?.text === "%" ||
    (next?.lexeme.unit !== undefined && next.lexeme.unit !== "quarter")
  );
}

/** "nineteen eighty six", "twenty twenty", "seventeen hundred thirty three". */
function spokenYear(sentence: Sentence, index: number): { value: number; end: number } | null {
  const first = sentence.words[index]?.lexeme.enCardinal ?? 0;
  if (first < 13 || first > 20) return null;
  const rest = numberAt(sentence, index + 1);
  if (
    rest === null ||
    rest.value < 10 ||
    rest.value > 99 ||
    sentence.words[index + 1]?.lexeme.enCardinal === undefined
  )
    return null;
  return { value: first * 100 + rest.value, end: rest.end };
}
