import { joinedIndex, type Piece } from "./numbers-arabic-group.ts";
import type { Sentence, Word } from "./words.ts";

export type { Piece } from "./numbers-arabic-group.ts";

/** Words that are a fraction only in company: «خمس» is five and a fifth, «ثمن» a price and an eighth, «نص» also a text. */
const NEEDS_COMPANY = new Set(["خمس", "ثمن", "نص"]);

/** A fraction in words at `index`: «نص», «ثلاثة أرباع», «ثلثين»; or null. */
export function arabicFractionAt(sentence: Sentence, index: number): Piece | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  const counted = countedParts(sentence, index);
  if (counted !== null) return counted;
  if (word.lexeme.collective !== undefined) return { value: word.lexeme.collective, end: index + 1 };
  const { fraction } = word.lexeme;
  if (fraction === undefined || (NEEDS_COMPANY.has(word.stem) && !hasCompany(sentence, index, word)))
    return null;
  return { value: fraction, end: index + 1 };
}

function countedParts(sentence: Sentence, index: number): Piece | null {
  const count = sentence.words[index]?.lexeme.cardinal;
  const parts = sentence.words[index + 1];
  if (count === undefined || parts === undefined || parts.and) return null;
  if (parts.lexeme.collective !== undefined)
    return { value: count * parts.lexeme.collective, end: index + 2 };
  if (parts.lexeme.parts === undefined) return null;
  return { value: count / parts.lexeme.parts, end: index + 2 };
}

function hasCompany(sentence: Sentence, index: number, word: Word): boolean {
  const next = sentence.words[index + 1];
  if (next?.lexeme.scale !== undefined && !next.and) return word.stem !== "خمس" || next.article;
  if (word.stem === "نص") return word.and || joinedIndex(sentence, index) !== null || isUnitOfTime(next);
  const previous = sentence.words[index - 1];
  if (word.stem === "ثمن")
    return sentence.words.length === 1 || (index === 0 && next?.text.startsWith("ال") === true);
  const isOfNoun =
    next?.text.startsWith("ال") === true &&
    next.lexeme.daypart === undefined &&
    next.lexeme.shift === undefined;
  return isOfNoun && previous?.lexeme.tie !== "at" && next?.text !== "الاف";
}

function isUnitOfTime(word: Word | undefined): boolean {
  return word?.lexeme.unit !== undefined;
}
