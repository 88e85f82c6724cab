import type { Sentence, Word } from "./words.ts";

/** A value and the word after it. */
export interface Piece {
  readonly value: number;
  readonly end: number;
}

/** Where the word after «و» stands, when a «و» (joined or spaced) is at `index`; else null. */
export function joinedIndex(sentence: Sentence, index: number): number | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  if (word.text === "و") return sentence.words[index + 1] === undefined ? null : index + 1;
  return word.and && word.prep === "" ? index : null;
}

/** Digits without sign or scale at `index`. */
export function plainDigitsAt(sentence: Sentence, index: number): Piece | null {
  const word = sentence.words[index];
  if (word?.token.kind !== "digits" || word.text.length > 15) return null;
  const [, dot, decimals] = sentence.words.slice(index, index + 3);
  if (
    (dot?.text === "." || dot?.text === ",") &&
    decimals?.token.kind === "digits" &&
    isTight(word, dot, decimals)
  ) {
    const isGroup = dot.text === "," && decimals.text.length === 3;
    return { value: Number(`${word.text}${isGroup ? "" : "."}${decimals.text}`), end: index + 3 };
  }
  return { value: Number(word.text), end: index + 1 };
}

function isTight(first: Word, dot: Word, decimals: Word): boolean {
  return first.token.end === dot.token.start && dot.token.end === decimals.token.start;
}

/** 0 to 999 in words: «خمسة وعشرين», «ثلاث مية وستة عشر», «احدعش». */
export function groupAt(sentence: Sentence, index: number, definite: boolean): Piece | null {
  const hundreds = hundredsAt(sentence, index, definite);
  if (hundreds === null) return belowHundredAt(sentence, index, definite);
  const at = joinedIndex(sentence, hundreds.end);
  if (at === null || isFractionCount(sentence, at)) return hundreds;
  const word = sentence.words[at];
  if (word?.article === true && !definite) return hundreds;
  const rest = belowHundredAt(sentence, at, definite);
  return rest === null ? hundreds : { value: hundreds.value + rest.value, end: rest.end };
}

function hundredsAt(sentence: Sentence, index: number, definite: boolean): Piece | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  if (word.lexeme.hundred !== undefined) return { value: word.lexeme.hundred, end: index + 1 };
  const unit = word.lexeme.cardinal ?? word.lexeme.boundOne;
  const next = sentence.words[index + 1];
  if (unit === undefined || unit < 3 || unit > 9 || next === undefined) return null;
  if (next.lexeme.hundred !== 100 || !continues(next, definite)) return null;
  return { value: unit * 100, end: index + 2 };
}

function continues(next: Word, definite: boolean): boolean {
  return !next.and && next.prep === "" && (!next.article || definite);
}

function belowHundredAt(sentence: Sentence, index: number, definite: boolean): Piece | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  const { cardinal, boundOne } = word.lexeme;
  const value = cardinal ?? boundOne;
  if (value === undefined) return null;
  if (value >= 1 && value <= 9) {
    const longer =
      teenAt(sentence, index, value, definite) ?? unitAndTensAt(sentence, index, value, definite);
    if (longer !== null) return longer;
  }
  return cardinal === undefined ? null : { value: cardinal, end: index + 1 };
}

function teenAt(sentence: Sentence, index: number, unit: number, definite: boolean): Piece | null {
  const next = sentence.words[index + 1];
  if (next === undefined || next.lexeme.cardinal !== 10 || !continues(next, definite)) return null;
  return { value: 10 + unit, end: index + 2 };
}

function unitAndTensAt(sentence: Sentence, index: number, unit: number, definite: boolean): Piece | null {
  const at = joinedIndex(sentence, index + 1);
  if (at === null) return null;
  const tens = sentence.words[at];
  const value = tens?.lexeme.cardinal ?? 0;
  if (value < 20 || tens === undefined || (tens.article && !definite)) return null;
  return { value: unit + value, end: at + 1 };
}

/** «وثلاثة أرباع»: the three belongs to the quarters, not to the hundred before it. */
function isFractionCount(sentence: Sentence, at: number): boolean {
  const next = sentence.words[at + 1];
  return next?.lexeme.parts !== undefined && sentence.words[at]?.lexeme.cardinal !== undefined;
}
