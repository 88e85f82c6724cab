import type { NumberFound } from "./number-found.ts";
import { numberAt } from "./numbers.ts";
import { joinedIndex, type Piece } from "./numbers-arabic-group.ts";
import { glued } from "./tokens.ts";
import type { Sentence, Word } from "./words.ts";

/** An order number of a text: words `start` to `end` (not included). */
export interface OrdinalFound {
  readonly value: number;
  readonly start: number;
  readonly end: number;
  /** True for «الثالث», false for «ثالث». */
  readonly definite: boolean;
}

/** Every order number of the sentence: «الحادي عشر», «الخامس والعشرين», «المئة», "21st", "twenty first". */
export function findOrdinals(sentence: Sentence): OrdinalFound[] {
  const found: OrdinalFound[] = [];
  let index = 0;
  while (index < sentence.words.length) {
    const ordinal = ordinalAt(sentence, index) ?? definiteNumberAt(sentence, index);
    if (ordinal !== null) found.push(ordinal);
    index = ordinal?.end ?? index + 1;
  }
  return found;
}

/** The order number that begins at word `index`, or null. */
export function ordinalAt(sentence: Sentence, index: number): OrdinalFound | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  if (word.token.kind === "digits") return suffixedAt(sentence, index);
  if (word.lexeme.ordinal !== undefined) return arabicAt(sentence, index, word, word.lexeme.ordinal);
  return englishAt(sentence, index, word);
}

function arabicAt(sentence: Sentence, index: number, word: Word, unit: number): OrdinalFound | null {
  const base = withTens(sentence, { value: unit, end: index + 1 });
  const bound = word.stem.startsWith("حادي");
  if (bound && base.end === index + 1) return null;
  const whole = afterHundreds(sentence, base);
  return { value: whole.value, start: index, end: whole.end, definite: word.article };
}

/** «الثالث عشر», «الخامس والعشرون». */
function withTens(sentence: Sentence, unit: Piece): Piece {
  const next = sentence.words[unit.end];
  if (next?.lexeme.cardinal === 10 && !next.and && next.prep === "")
    return { value: unit.value + 10, end: unit.end + 1 };
  const at = joinedIndex(sentence, unit.end);
  const tens = at === null ? 0 : (sentence.words[at]?.lexeme.cardinal ?? 0);
  if (at === null || tens < 20) return unit;
  return { value: unit.value + tens, end: at + 1 };
}

/** «الأول بعد المئة». */
function afterHundreds(sentence: Sentence, base: Piece): Piece {
  if (sentence.words[base.end]?.text !== "بعد") return base;
  const rest = numberAt(sentence, base.end + 1);
  return rest?.definite && rest.value >= 100 ? { value: base.value + rest.value, end: rest.end } : base;
}

/** «العشرون», «المئتان», «المئة والخامسة والعشرون»: a number with «ال» that names a place in a row. */
function definiteNumberAt(sentence: Sentence, index: number): OrdinalFound | null {
  const word = sentence.words[index];
  if (word?.article !== true || word.token.kind !== "word") return null;
  const number = numberAt(sentence, index);
  if (number === null || number.form !== "words" || number.value < 11 || !Number.isInteger(number.value))
    return null;
  return {
    value: number.value + joinedOrdinal(sentence, number).value,
    start: index,
    end: joinedOrdinal(sentence, number).end,
    definite: true,
  };
}

function joinedOrdinal(sentence: Sentence, number: NumberFound): Piece {
  const at = joinedIndex(sentence, number.end);
  const rest = at === null ? null : ordinalAt(sentence, at);
  return rest === null ? { value: 0, end: number.end } : { value: rest.value, end: rest.end };
}

const SUFFIXES = new Set(["st", "nd", "rd", "th"]);

/** 1st, 22nd, 15 th. */
function suffixedAt(sentence: Sentence, index: number): OrdinalFound | null {
  const digits = sentence.words[index];
  const suffix = sentence.words[index + 1];
  if (digits === undefined || suffix === undefined || !SUFFIXES.has(suffix.text)) return null;
  if (!glued(digits.token, suffix.token) || digits.text.length > 9) return null;
  return { value: Number(digits.text), start: index, end: index + 2, definite: false };
}

function englishAt(sentence: Sentence, index: number, word: Word): OrdinalFound | null {
  if (word.lexeme.enOrdinal !== undefined) {
    return isUnitSecond(sentence, index, word)
      ? null
      : { value: word.lexeme.enOrdinal, start: index, end: index + 1, definite: false };
  }
  const tens = word.lexeme.enCardinal ?? 0;
  if (tens < 20) return null;
  const at = sentence.words[index + 1]?.text === "-" ? index + 2 : index + 1;
  const unit = sentence.words[at]?.lexeme.enOrdinal;
  if (unit === undefined || unit > 9) return null;
  return { value: tens + unit, start: index, end: at + 1, definite: false };
}

/** "a second", "one second" is time. */
function isUnitSecond(sentence: Sentence, index: number, word: Word): boolean {
  if (word.text !== "second") return false;
  const before = sentence.words[index - 1];
  return (
    before?.text === "a" ||
    before?.text === "per" ||
    before?.lexeme.enCardinal !== undefined ||
    before?.token.kind === "digits"
  );
}
