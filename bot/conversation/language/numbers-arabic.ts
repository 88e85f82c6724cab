import type { NumberFound } from "./number-found.ts";
import { groupAt, joinedIndex, plainDigitsAt } from "./numbers-arabic-group.ts";
import { arabicFractionAt, type Piece } from "./numbers-arabic-parts.ts";
import type { Sentence, Word } from "./words.ts";

/** One term of a sum: a group times its scales («خمسين ألف»), with the size of its last scale. */
interface Term extends Piece {
  readonly scale: number;
  readonly mantissa: number;
}

/** The longest Arabic number in words that begins at `index`: «مئتين وخمسين ألف», «مليون ونص», «سالب ثلاثة». */
export function arabicNumberAt(sentence: Sentence, index: number): NumberFound | null {
  const first = sentence.words[index];
  if (first === undefined) return null;
  const vague = vagueAt(sentence, index);
  if (vague !== null) return vague;
  const fraction = arabicFractionAt(sentence, index);
  if (fraction !== null) return fractionOfScale(sentence, fraction, index);
  const term = termAt(sentence, index, first.article);
  if (term === null || isLoneHomograph(first, term, index)) return null;
  return finish(sentence, index, term, "words", first.article);
}

/** What follows digits: scale words and sums («٣ مئة و ٢١», «2 مليون ونص»). */
export function arabicTail(sentence: Sentence, value: number, start: number, end: number): NumberFound {
  const term = withScales(sentence, { value, end }, false);
  const collective = sentence.words[end]?.lexeme.collective;
  if (collective !== undefined) {
    return {
      value: value * collective,
      start,
      end: end + 1,
      form: "digits",
      scale: 1,
      definite: false,
      mantissa: value,
    };
  }
  if (term.scale === 1) {
    return finishDecimals(sentence, {
      value,
      start,
      end,
      form: "digits",
      scale: 1,
      definite: false,
      mantissa: value,
    });
  }
  return finish(sentence, start, term, "digits", false);
}

/** «كم وسبعين»: some number from 71 to 79, counted as its ten. */
function vagueAt(sentence: Sentence, index: number): NumberFound | null {
  if (sentence.words[index]?.text !== "كم") return null;
  const at = joinedIndex(sentence, index + 1);
  if (at === null) return null;
  const tens = sentence.words[at]?.lexeme.cardinal ?? 0;
  if (tens < 20) return null;
  const term = withScales(sentence, { value: tens, end: at + 1 }, false);
  const unit = term.value / tens;
  return {
    ...found(index, term, "words", false),
    vague: { min: (tens + 1) * unit, max: (tens + 9) * unit },
  };
}

function found(start: number, term: Term, form: "digits" | "words", definite: boolean): NumberFound {
  const { value, end, scale, mantissa } = term;
  return { value, start, end, form, scale, definite, mantissa };
}

/** «نص مليون», «ثلاث ارباع المليون»; alone it is the fraction itself. */
function fractionOfScale(sentence: Sentence, fraction: Piece, start: number): NumberFound {
  const next = sentence.words[fraction.end];
  const scale = next !== undefined && !next.and && next.prep === "" ? next.lexeme.scale : undefined;
  const definite = sentence.words[start]?.article ?? false;
  if (scale === undefined)
    return found(start, { ...fraction, scale: 1, mantissa: fraction.value }, "words", definite);
  const term = { value: fraction.value * scale, end: fraction.end + 1, scale, mantissa: fraction.value };
  return found(start, term, "words", definite);
}

function termAt(sentence: Sentence, index: number, definite: boolean): Term | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  const { dualScale, scale } = word.lexeme;
  const isDual =
    dualScale !== undefined && word.stem !== "الفا" && word.stem !== "مليونا" && word.stem !== "مليارا";
  if (isDual || (dualScale !== undefined && isBeforeCounted(sentence, index))) {
    return { value: dualScale, end: index + 1, scale: dualScale / 2, mantissa: 2 };
  }
  if (scale !== undefined) return withScales(sentence, { value: scale, end: index + 1 }, definite, scale);
  const group = groupAt(sentence, index, definite);
  return group === null ? null : withScales(sentence, group, definite);
}

/** «ألفا ريال» is two thousand; «مئة ألفاً» is the accusative of one. */
function isBeforeCounted(sentence: Sentence, index: number): boolean {
  const raw = sentence.words[index]?.token;
  if (raw === undefined) return false;
  return sentence.normalised.raw.slice(raw.rawStart, raw.rawEnd).endsWith("ا");
}

function withScales(sentence: Sentence, group: Piece, definite: boolean, already = 1): Term {
  let { value, end } = group;
  let last = already;
  for (;;) {
    const word = sentence.words[end];
    const scale = word === undefined ? undefined : scaleOf(word, definite);
    if (scale === undefined || (last > 1 && scale <= last && scale !== 100)) break;
    value *= scale;
    last = Math.max(last, scale);
    end++;
  }
  return { value, end, scale: last, mantissa: last === 1 ? value : value / last };
}

function scaleOf(word: Word, definite: boolean): number | undefined {
  if (word.and || word.prep !== "" || word.near || (word.article && !definite)) return undefined;
  return word.lexeme.scale ?? (word.lexeme.hundred === 100 ? 100 : undefined);
}

/** Adds the smaller terms and fractions that follow «و», then decimals. */
function finish(
  sentence: Sentence,
  start: number,
  first: Term,
  form: "digits" | "words",
  definite: boolean,
): NumberFound {
  let sum: Sum = { total: first.value, last: first, isClosed: false };
  while (!sum.isClosed) sum = withNext(sentence, sum, definite);
  const { total, last } = sum;
  const mantissa = first.scale > 1 && last === first ? first.mantissa : total / first.scale;
  const number = { value: total, start, end: last.end, form, scale: first.scale, definite, mantissa };
  return finishDecimals(sentence, withLoose(sentence, number));
}

interface Sum {
  readonly total: number;
  readonly last: Term;
  readonly isClosed: boolean;
}

/** The sum with the term or fraction after «و», closed when nothing more fits. */
function withNext(sentence: Sentence, sum: Sum, definite: boolean): Sum {
  const { total, last } = sum;
  const at = joinedIndex(sentence, last.end);
  if (at === null) return { ...sum, isClosed: true };
  const fraction = arabicFractionAt(sentence, at);
  if (fraction !== null && !isOrderedQuarter(sentence, at)) {
    const value = fraction.value * (last.scale > 100 ? last.scale : 1);
    return { total: total + value, last: { ...last, end: fraction.end }, isClosed: true };
  }
  const term = smallerTermAt(sentence, at, last.scale, definite);
  return term === null
    ? { ...sum, isClosed: true }
    : { total: total + term.value, last: term, isClosed: false };
}

function smallerTermAt(sentence: Sentence, at: number, below: number, definite: boolean): Term | null {
  const digits = plainDigitsAt(sentence, at);
  if (digits !== null) {
    const term = withScales(sentence, digits, false);
    const fits = term.value < below && (term.value >= 100 || below === 100);
    return fits ? term : null;
  }
  const article = sentence.words[at]?.article ?? false;
  if (article && !definite) return null;
  const term = termAt(sentence, at, article);
  return term !== null && term.value < below && term.value > 0 ? term : null;
}

/** «والربع الثالث» is a quarter of the year, not a fraction. */
function isOrderedQuarter(sentence: Sentence, at: number): boolean {
  const word = sentence.words[at];
  return word?.article === true && sentence.words[at + 1]?.lexeme.ordinal !== undefined;
}

const LOOSE_ENDS = new Set(["وشوي", "وكسور", "وزياده", "وشويه", "ونيف"]);

/** «سبعين وشوي»: seventy or a little more. */
function withLoose(sentence: Sentence, number: NumberFound): NumberFound {
  const next = sentence.words[number.end];
  if (next === undefined || !LOOSE_ENDS.has(next.text)) return number;
  return { ...number, end: number.end + 1, vague: { min: number.value, max: null } };
}

/** «ثلاثة فاصلة واحد أربعة» = 3.14; «1 فاصلة 1» = 1.1. */
function finishDecimals(sentence: Sentence, number: NumberFound): NumberFound {
  if (sentence.words[number.end]?.lexeme.point !== true) return number;
  let end = number.end + 1;
  let digits = "";
  for (;;) {
    const piece = plainDigitsAt(sentence, end) ?? groupAt(sentence, end, false);
    if (piece === null) break;
    digits += String(piece.value);
    end = piece.end;
  }
  if (digits === "" || digits.length > 12) return number;
  const value = Number(`${number.value}.${digits}`);
  return { ...number, value, mantissa: value, end };
}

/** Words that are numbers only inside a longer number. */
const HOMOGRAPHS = new Set(["ميت"]);

function isLoneHomograph(first: Word, term: Term, index: number): boolean {
  return HOMOGRAPHS.has(first.stem) && term.end === index + 1;
}
