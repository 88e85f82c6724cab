import type { NumberFound } from "./number-found.ts";
import { plainDigitsAt } from "./numbers-arabic-group.ts";
import type { Sentence, Word } from "./words.ts";

interface Piece {
  readonly value: number;
  readonly end: number;
}

/** The longest English number in words at `index`: "two hundred and fifty thousand", "one and a half", "minus five". */
export function englishNumberAt(sentence: Sentence, index: number): NumberFound | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  const special = fractionOrCollective(sentence, index);
  if (special !== null) return found(index, special, 1);
  const whole = sumAt(sentence, index);
  if (whole === null) return null;
  const decimals = decimalsAfter(sentence, whole);
  const fraction = fractionAfter(sentence, decimals, whole.scale);
  return found(index, fraction ?? decimals, whole.scale);
}

function found(start: number, piece: Piece, scale: number): NumberFound {
  const { value, end } = piece;
  return { value, start, end, form: "words", scale, definite: false, mantissa: value / scale };
}

/** What follows digits: "3 hundred and 21", "2.5 million", "3 million and a half". */
export function englishTail(sentence: Sentence, value: number, start: number, end: number): NumberFound {
  const first = scaledTerm(sentence, { value, end });
  const whole = restOfSum(sentence, first);
  const fraction = fractionAfter(sentence, whole, whole.scale);
  return { ...found(start, fraction ?? whole, whole.scale), form: "digits" };
}

/** "half a million", "a quarter million", "two thirds", "a dozen", "three dozens", "a few". */
function fractionOrCollective(sentence: Sentence, index: number): Piece | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  const counted = isArticle(word) ? { value: 1, end: index + 1 } : smallAt(sentence, index);
  const at = skipHyphen(sentence, counted?.end ?? index);
  const head = sentence.words[at];
  if (head === undefined) return null;
  if (counted === null) return isBareFraction(head) ? partsOf(sentence, { value: 1, end: at }, head) : null;
  const collective = head.lexeme.collective;
  if (collective !== undefined) return { value: counted.value * collective, end: at + 1 };
  if (word.text === "a" && LOOSE_COUNTS.has(head.text)) return looseCount(sentence, head, at + 1);
  return isOrdinalOnly(sentence, counted, head, at + 1)
    ? null
    : partsOf(sentence, { ...counted, end: at }, head);
}

function partsOf(sentence: Sentence, counted: Piece, head: Word): Piece | null {
  const parts = head.lexeme.enParts;
  return parts === undefined
    ? null
    : ofScale(sentence, { value: counted.value / parts, end: counted.end + 1 });
}

const LOOSE_COUNTS = new Map([
  ["few", 3],
  ["couple", 2],
  ["pair", 2],
]);

function looseCount(sentence: Sentence, head: Word, end: number): Piece {
  return { value: LOOSE_COUNTS.get(head.text) ?? 2, end: sentence.words[end]?.text === "of" ? end + 1 : end };
}

function isArticle(word: Word): boolean {
  return word.text === "a" || word.text === "an" || word.text === "one";
}

function isBareFraction(word: Word | undefined): boolean {
  return word?.text === "half" || word?.text === "quarter";
}

/** "a third", "one fourth" are fractions; "a second" and "twenty fifth" are not. */
function isOrdinalOnly(sentence: Sentence, counted: Piece, head: Word, end: number): boolean {
  if (head.text.endsWith("s") || isBareFraction(head)) return false;
  return counted.value !== 1 || sentence.words[end]?.lexeme.unit !== undefined;
}

function ofScale(sentence: Sentence, fraction: Piece): Piece {
  let { end } = fraction;
  const first = sentence.words[end];
  if (first?.text === "a" || (first?.text === "of" && sentence.words[end + 1]?.text === "a"))
    end += first.text === "a" ? 1 : 2;
  const head = sentence.words[end];
  const scale = head?.lexeme.enScale ?? head?.lexeme.collective;
  return scale === undefined ? fraction : { value: fraction.value * scale, end: end + 1 };
}

function skipHyphen(sentence: Sentence, index: number): number {
  return sentence.words[index]?.text === "-" ? index + 1 : index;
}

interface Sum extends Piece {
  readonly scale: number;
}

/** "two hundred and two thousand three hundred": groups below a thousand times falling scales. */
function sumAt(sentence: Sentence, index: number): Sum | null {
  const first = termAt(sentence, index, true);
  return first === null ? null : restOfSum(sentence, first);
}

function restOfSum(sentence: Sentence, first: Sum): Sum {
  let { value, end } = first;
  let ceiling = first.scale;
  while (ceiling > 1) {
    const at = afterAnd(sentence, end);
    if (at > end && fractionOrCollective(sentence, at) !== null) break;
    const term =
      termAt(sentence, at, false) ?? (at > end || first.scale === 100 ? digitsTerm(sentence, at) : null);
    if (term === null || term.value >= ceiling) break;
    value += term.value;
    end = term.end;
    ceiling = term.scale;
  }
  return { value, end, scale: first.scale };
}

function digitsTerm(sentence: Sentence, index: number): Sum | null {
  const digits = plainDigitsAt(sentence, index);
  return digits === null ? null : { ...digits, scale: 1 };
}

function afterAnd(sentence: Sentence, index: number): number {
  return sentence.words[index]?.text === "and" ? index + 1 : index;
}

function termAt(sentence: Sentence, index: number, isFirst: boolean): Sum | null {
  const group = groupAt(sentence, index, isFirst);
  if (group === null) return null;
  const decimals = decimalsAfter(sentence, group);
  const isScaled = decimals.end !== group.end && sentence.words[decimals.end]?.lexeme.enScale !== undefined;
  return scaledTerm(sentence, isScaled ? decimals : group);
}

function scaledTerm(sentence: Sentence, group: Piece): Sum {
  let { value, end } = group;
  let scale = 1;
  for (;;) {
    const by = sentence.words[end]?.lexeme.enScale;
    if (by === undefined || by < scale) break;
    value *= by;
    scale = Math.max(scale, by);
    end++;
  }
  return { value, end, scale };
}

/** 0 to 999: "three hundred and five", "ninety-nine"; "a hundred" only at the front. */
function groupAt(sentence: Sentence, index: number, isFirst: boolean): Piece | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  if (word.text === "a" || word.text === "an") {
    return isFirst && sentence.words[index + 1]?.lexeme.enScale !== undefined
      ? { value: 1, end: index + 1 }
      : null;
  }
  if (isFirst && word.lexeme.enScale !== undefined && word.text !== "k") return { value: 1, end: index };
  const head = smallAt(sentence, index);
  if (head === null) return null;
  if (sentence.words[head.end]?.lexeme.enScale !== 100) return head;
  const hundreds = { value: head.value * 100, end: head.end + 1 };
  const rest = smallAt(sentence, afterAnd(sentence, hundreds.end));
  return rest === null ? hundreds : { value: hundreds.value + rest.value, end: rest.end };
}

/** 0 to 99: "twenty", "twenty-one", "fifty - two". */
function smallAt(sentence: Sentence, index: number): Piece | null {
  const value = sentence.words[index]?.lexeme.enCardinal;
  if (value === undefined) return null;
  if (value < 20) return { value, end: index + 1 };
  const at = skipHyphen(sentence, index + 1);
  const unit = sentence.words[at]?.lexeme.enCardinal;
  if (unit !== undefined && unit >= 1 && unit <= 9) return { value: value + unit, end: at + 1 };
  return { value, end: index + 1 };
}

/** "two point three four", "point zero eight" after a whole. */
function decimalsAfter(sentence: Sentence, whole: Piece): Piece {
  if (sentence.words[whole.end]?.text !== "point") return whole;
  let end = whole.end + 1;
  let digits = "";
  for (let piece = smallAt(sentence, end); piece !== null; piece = smallAt(sentence, end)) {
    digits += String(piece.value);
    end = piece.end;
  }
  return digits === "" || digits.length > 12 ? whole : { value: Number(`${whole.value}.${digits}`), end };
}

/** "one and a half", "3 million and a quarter" (of the million), "forty two and a third". */
function fractionAfter(sentence: Sentence, whole: Piece, scale: number): Piece | null {
  const tail = englishFractionTail(sentence, whole.end);
  if (tail === null) return null;
  if (tail.value >= 1) return { value: whole.value + tail.value, end: tail.end };
  const isOfScale = scale >= 1e5;
  return { value: whole.value + tail.value * (isOfScale ? scale : 1), end: tail.end };
}

/** "and a half", "and three quarters" after a number, digits too. */
function englishFractionTail(sentence: Sentence, index: number): Piece | null {
  if (sentence.words[index]?.text !== "and") return null;
  const fraction = fractionOrCollective(sentence, index + 1);
  return fraction;
}
