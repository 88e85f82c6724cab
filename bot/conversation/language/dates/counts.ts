import { numberAt } from "../numbers.ts";
import { joinedIndex } from "../numbers-arabic-group.ts";
import { arabicFractionAt } from "../numbers-arabic-parts.ts";
import { glued } from "../tokens.ts";
import type { Sentence, Word } from "../words.ts";

/** So many of a unit: «ثلاثة أيام», «يومين», "half an hour", «ساعة ونص». */
export interface Count {
  readonly amount: number;
  readonly unit: string;
  readonly end: number;
  /** The number was said, not only the unit («بعد شهر»). */
  readonly counted: boolean;
}

/** The count that begins at word `index`, or null. */
export function countAt(sentence: Sentence, index: number): Count | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  const { dualUnit } = word.lexeme;
  if (dualUnit !== undefined)
    return withFraction(sentence, { amount: 2, unit: dualUnit, end: index + 1, counted: true });
  return fractionFirst(sentence, index) ?? counted(sentence, index) ?? single(sentence, index, word);
}

/** Several counts added up: "a day and 5 hours", «شهر و ٢١ يوم». */
export function countsAt(sentence: Sentence, index: number): Count[] {
  const counts: Count[] = [];
  let at: number | null = index;
  while (at !== null && counts.length < 4) {
    const count = countAt(sentence, at);
    if (count === null) break;
    counts.push(count);
    at =
      joinedIndex(sentence, count.end) ?? (sentence.words[count.end]?.text === "and" ? count.end + 1 : null);
  }
  return counts;
}

/** «نص ساعة», «ثلاثة أرباع الساعة», "half an hour", "a quarter of an hour", "1/2 h". */
function fractionFirst(sentence: Sentence, index: number): Count | null {
  const word = sentence.words[index];
  const isHalf = word?.lexeme.fraction !== undefined && word.stem !== "خمس";
  const fraction = isHalf
    ? { value: word.lexeme.fraction ?? 0, end: index + 1 }
    : arabicFractionAt(sentence, index);
  const piece = fraction ?? englishFraction(sentence, index);
  if (piece === null) return null;
  const at = skipWords(sentence, piece.end, ["of", "an", "a", "the"]);
  const unit = unitOf(sentence.words[at]);
  return unit === undefined ? null : { amount: piece.value, unit, end: at + 1, counted: true };
}

function englishFraction(sentence: Sentence, index: number): { value: number; end: number } | null {
  const top = sentence.words[index];
  if (
    top?.text !== "half" &&
    top?.text !== "a" &&
    top?.lexeme.enCardinal === undefined &&
    top?.token.kind !== "digits"
  )
    return null;
  const number = numberAt(sentence, index);
  return number !== null && number.value > 0 && number.value < 1 ? number : shortFraction(sentence, index);
}

/** "1/2 hour", where a bare 1/2 would be a date. */
function shortFraction(sentence: Sentence, index: number): { value: number; end: number } | null {
  const [top, slash, bottom] = sentence.words.slice(index, index + 3);
  if (slash?.text !== "/" || top?.token.kind !== "digits" || bottom?.token.kind !== "digits") return null;
  const value = Number(top.text) / Number(bottom.text);
  return value > 0 && value < 1 ? { value, end: index + 3 } : null;
}

function counted(sentence: Sentence, index: number): Count | null {
  const number = numberAt(sentence, index);
  if (number === null || number.value <= 0 || number.value > 100_000) return null;
  const article = sentence.words[index]?.text;
  if (number.value < 1 && sentence.words[number.end - 1]?.text === "quarters")
    return wholeQuarters(sentence, index);
  let at = skipWords(sentence, number.end, ["more", "full", "of"]);
  if (sentence.words[at]?.text === "-") at++;
  const unit = unitOf(sentence.words[at]);
  if (unit === undefined || article === "/" || sentence.words[at]?.and === true) return null;
  if (isPer(sentence.words[at]) || (unit === "year" && number.value > MOST_YEARS)) return null;
  if (isLooseLetter(sentence, at)) return null;
  return withFraction(sentence, { amount: number.value, unit, end: at + 1, counted: true });
}

/** "Twenty thousand years" is money or a slip, never a date. */
const MOST_YEARS = 200;

/** «٢٠ ألف بالسنة», «٥٠٠ للشهر»: so much in a unit of time, not so many of it. */
function isPer(word: Word | undefined): boolean {
  return word?.article === true && (word.prep === "ب" || word.prep === "ل");
}

/** "three quarters" of a year, when no hour follows. */
function wholeQuarters(sentence: Sentence, index: number): Count | null {
  const amount = sentence.words[index]?.lexeme.enCardinal;
  return amount === undefined ? null : { amount, unit: "quarter", end: index + 2, counted: true };
}

/** "1990 s": a letter is a unit only when written onto the digits. */
function isLooseLetter(sentence: Sentence, at: number): boolean {
  const word = sentence.words[at];
  return word?.text.length === 1 && !glued(sentence.words[at - 1]?.token, word.token);
}

/** «شهر», "a minute", "an hour", "a couple of minutes": one, or a few. */
function single(sentence: Sentence, index: number, word: Word): Count | null {
  if (word.text === "a" || word.text === "an") {
    const loose = LOOSE.get(sentence.words[index + 1]?.text ?? "");
    const at = loose === undefined ? index + 1 : skipWords(sentence, index + 2, ["of"]);
    const unit = unitOf(sentence.words[at]);
    return unit === undefined ? null : { amount: loose ?? 1, unit, end: at + 1, counted: true };
  }
  const { unit } = word.lexeme;
  if (unit === undefined || word.article) return null;
  const isOne = sentence.words[index + 1]?.lexeme.cardinal === 1 && sentence.words[index + 1]?.and === false;
  return withFraction(sentence, { amount: 1, unit, end: isOne ? index + 2 : index + 1, counted: isOne });
}

const LOOSE = new Map([
  ["couple", 2],
  ["pair", 2],
  ["few", 3],
]);

/** «ساعة ونص», «شهر وربع». */
function withFraction(sentence: Sentence, count: Count): Count {
  const at = joinedIndex(sentence, count.end);
  const word = at === null ? undefined : sentence.words[at];
  const value = word?.lexeme.fraction;
  if (at === null || value === undefined || word?.lexeme.cardinal !== undefined) return count;
  if (sentence.words[at + 1]?.lexeme.unit !== undefined) return count;
  return { ...count, amount: count.amount + value, end: at + 1, counted: true };
}

/** The unit the word names; short Latin letters count only right after digits, which the caller has seen. */
function unitOf(word: Word | undefined): string | undefined {
  return word?.lexeme.unit ?? (word?.lexeme.enOrdinal === 2 ? "second" : undefined);
}

function skipWords(sentence: Sentence, index: number, texts: readonly string[]): number {
  let at = index;
  while (texts.includes(sentence.words[at]?.text ?? "")) at++;
  return at;
}
