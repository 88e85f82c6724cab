import type { Sentence, Word } from "../words.ts";

/** No phrase holds more small words in a row; a longer run is noise and must not cost time. */
const MOST_SKIPPED = 6;

/** The index after any of the texts that stand at `index`. */
export function skip(sentence: Sentence, index: number, texts: ReadonlySet<string>): number {
  const last = index + MOST_SKIPPED;
  let at = index;
  while (at < last && texts.has(sentence.words[at]?.text ?? "")) at++;
  return at;
}

/** The word's text at `index`, or "" past the end. */
export function textAt(sentence: Sentence, index: number): string {
  return sentence.words[index]?.text ?? "";
}

/** True when the words from `index` read as `texts`. */
export function reads(sentence: Sentence, index: number, ...texts: string[]): boolean {
  return texts.every((text, offset) => sentence.words[index + offset]?.text === text);
}

/** A pointing word and the word after it. */
export interface Shift {
  readonly shift: number;
  readonly end: number;
}

/** A shift written after a noun: «الجاي» 1, «اللي راح» -1, «هذا» 0, «بعد القادم» 2; with the word after it. */
export function shiftAfter(sentence: Sentence, index: number): Shift | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  if (word.text === "اللي" || word.text === "الي") return relativeClause(sentence, index + 1);
  if (word.text === "بعد" || word.text === "after") return afterNext(sentence, index + 1);
  if (word.and || word.prep !== "") return null;
  if (word.lexeme.shift !== undefined && isAfterNoun(word))
    return { shift: word.lexeme.shift, end: index + 1 };
  return THIS_AFTER.has(word.text) ? { shift: 0, end: index + 1 } : null;
}

/** «بعد القادم», "after next". */
function afterNext(sentence: Sentence, index: number): Shift | null {
  const next = sentence.words[index];
  const isNext = next?.lexeme.shift === 1 && (next.article || next.text === "next");
  return isNext ? { shift: 2, end: index + 1 } : null;
}

/** English shifts stand before their noun. */
function isAfterNoun(word: Word): boolean {
  return word.text.charCodeAt(0) > 0x600;
}

const THIS_AFTER = new Set(["هذا", "هاذا", "هذي", "هاذي", "هذه", "ذا", "ذي", "هاذه"]);

const CLAUSES = new Map([
  ["راح", -1],
  ["راحت", -1],
  ["فات", -1],
  ["فاتت", -1],
  ["مضي", -1],
  ["مضت", -1],
  ["طاف", -1],
  ["طافت", -1],
  ["جاي", 1],
  ["جايه", 1],
  ["يجي", 1],
  ["تجي", 1],
  ["بيجي", 1],
  ["بعد", 1],
  ["بعده", 1],
  ["بعدها", 1],
  ["قبل", -1],
  ["قبله", -1],
  ["قبلها", -1],
  ["احنا", 0],
  ["حنا", 0],
]);

/** «اللي راح», «اللي بعده», «اللي بعد الجاي». */
function relativeClause(sentence: Sentence, index: number): Shift | null {
  const shift = CLAUSES.get(textAt(sentence, index));
  if (shift === undefined) return null;
  const next = sentence.words[index + 1];
  if (shift === 1 && next?.lexeme.shift === 1) return { shift: 2, end: index + 2 };
  return { shift, end: index + 1 };
}

/** A shift written before a noun: "next" 1, "this" 0, «هذا» 0, «هال» 0; with the word after it. */
export function shiftBefore(sentence: Sentence, index: number): Shift | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  if (word.lexeme.shift !== undefined && !isAfterNoun(word))
    return { shift: word.lexeme.shift, end: index + 1 };
  return word.lexeme.pointing === true ? { shift: 0, end: index + 1 } : null;
}
