import type { NumberFound } from "./number-found.ts";
import { arabicTail } from "./numbers-arabic.ts";
import { englishTail } from "./numbers-english.ts";
import { glued } from "./tokens.ts";
import type { Sentence, Word } from "./words.ts";

/** Digits with their groups and decimals: 50,000 · 1.5 · 12,34,567.89 · ٩,٢٣ · 1e10 · 2.5^-1. */
const LITERAL = /\d+(?:[,.]\d+)*(?:e[+-]?\d+|x10\^-?\d+|\^[+-]{0,2}\d+(?:\.\d+)?)?/y;
const DECIMAL_ONLY = /[.,](\d+)/y;
const SIGN = /[-+]/;

/** Digits longer than this are no number anybody reads; looking further would only cost time. */
const LONGEST = 60;
const FAR = 2_000;

interface Literal {
  readonly value: number;
  /** Index in the plain text. */
  readonly end: number;
}

/** Whether a word begins with a digit: digits alone, 1e10, and Latin words like 3afwan. */
export function startsLikeLiteral(text: string): boolean {
  const unit = text.charCodeAt(0);
  return unit >= 48 && unit <= 57;
}

/** A number that begins with digits (or a sign or point before them) at word `index`, with its scale word; or null. */
export function literalAt(sentence: Sentence, index: number): NumberFound | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  const signed = SIGN.test(word.text) && word.token.kind === "mark" ? signAt(sentence, index) : null;
  if (signed !== null) return signed;
  const literal = readLiteral(sentence, word);
  if (literal === null) return null;
  if (literal.end < word.token.end) return null;
  const end = wordAfter(sentence, index, literal.end);
  const mixed = fractionAfterOrAlone(sentence, literal.value, index, end);
  if (mixed !== null) return digitsFound(mixed.value, index, mixed.end);
  return scaled(sentence, literal.value, index, end);
}

function digitsFound(value: number, start: number, end: number): NumberFound {
  return { value, start, end, form: "digits", scale: 1, definite: false, mantissa: value };
}

/** A minus belongs to the number when a space, the text's start or a bracket stands before it. */
function signAt(sentence: Sentence, index: number): NumberFound | null {
  const sign = sentence.words[index];
  const before = sentence.words[index - 1];
  if (sign === undefined || (before !== undefined && glued(before.token, sign.token))) return null;
  const next = sentence.words[index + 1];
  if (next === undefined || (next.token.kind === "word" && !startsLikeLiteral(next.text))) return null;
  if (!glued(sign.token, next.token) && before !== undefined) return null;
  const found = literalAt(sentence, index + 1);
  if (found === null || sign.text === "+") return null;
  return { ...found, value: -found.value, mantissa: -found.mantissa, start: index };
}

function readLiteral(sentence: Sentence, word: Word): Literal | null {
  const { text } = sentence.normalised;
  if (word.text === "." || word.text === ",") {
    DECIMAL_ONLY.lastIndex = word.token.start;
    const match = DECIMAL_ONLY.exec(text);
    if (match === null || isDigitAt(text, word.token.start - 1)) return null;
    return { value: Number(`0.${match[1]}`), end: DECIMAL_ONLY.lastIndex };
  }
  LITERAL.lastIndex = word.token.start;
  const match = LITERAL.exec(text.length > FAR ? text.slice(0, word.token.start + LONGEST) : text);
  if (match === null) return null;
  const whole = withoutList(match[0], text.charAt(word.token.start - 1) === ",");
  const grouped = spaceGroups(text, whole, word.token.start + whole.length);
  const value = literalValue(grouped.text);
  return Number.isFinite(value) ? { value, end: grouped.end } : null;
}

/** "22,24,26,31" is four numbers: several commas group thousands only when the last group has three digits. */
function withoutList(text: string, afterComma: boolean): string {
  const parts = text.split(",");
  if (parts.length <= 2) return afterComma ? (parts[0] ?? text) : text;
  const inner = parts.slice(1, -1).every((part) => part.length === 3 || part.length === 2);
  const isGrouped = inner && /^\d{3}(\.\d+)?$/.test(parts.at(-1) ?? "");
  const isMixed = parts.slice(1, -1).every((part) => part.length === 3);
  return isGrouped || isMixed ? text : (parts[0] ?? text);
}

const SPACE_GROUP = /((?: \d{3}(?!\d))+)(\.\d+)?/y;

/** «1 234 567» and «40 000» are one number; «300 212» is two. */
function spaceGroups(text: string, head: string, end: number): { text: string; end: number } {
  if (!/^\d{1,3}$/.test(head)) return { text: head, end };
  SPACE_GROUP.lastIndex = end;
  const match = SPACE_GROUP.exec(text);
  const groups = match?.[1] ?? "";
  if (match === null || (groups.length < 8 && !groups.endsWith("000"))) return { text: head, end };
  return { text: head + groups.replaceAll(" ", "") + (match[2] ?? ""), end: SPACE_GROUP.lastIndex };
}

function literalValue(text: string): number {
  const power = text.indexOf("^");
  if (power > 0 && !text.includes("x")) {
    const exponent = text
      .slice(power + 1)
      .replace("--", "")
      .replace("+", "");
    const sign = text.includes("^--") ? 1 : 1;
    return plainValue(text.slice(0, power)) ** (sign * Number(exponent));
  }
  const scientific = /^(.*?)(?:e|x10\^)([+-]?\d+)$/.exec(text);
  if (scientific !== null) return plainValue(scientific[1] ?? "") * 10 ** Number(scientific[2]);
  return plainValue(text);
}

/** Commas group thousands when three digits follow each; otherwise the last comma or point parts the decimals. */
function plainValue(text: string): number {
  if (!text.includes(",")) {
    const parts = text.split(".");
    if (parts.length <= 2) return Number(text);
    return parts.slice(1).every((part) => part.length === 3) ? Number(parts.join("")) : Number.NaN;
  }
  const last = Math.max(text.lastIndexOf(","), text.lastIndexOf("."));
  const tail = text.slice(last + 1);
  const commas = text.split(",").length - 1;
  const groups = text.charAt(last) === "," && tail.length === 3 && !text.includes(".");
  const leadingZero = commas === 1 && text.startsWith("0,");
  if (groups && !leadingZero) return Number(text.replace(/[,.]/g, ""));
  return Number(`${text.slice(0, last).replace(/[,.]/g, "")}.${tail}`);
}

function isDigitAt(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 48 && unit <= 57;
}

/** The index of the first word that begins at or after `end` in the plain text. */
function wordAfter(sentence: Sentence, index: number, end: number): number {
  let next = index + 1;
  while ((sentence.words[next]?.token.start ?? Number.POSITIVE_INFINITY) < end) next++;
  return next;
}

/** «2 1/4», «١/٤ ٢», «½», and a bare "20/100" that cannot be a day and a month. */
function fractionAfterOrAlone(
  sentence: Sentence,
  whole: number,
  start: number,
  end: number,
): Fraction | null {
  const after = fractionAt(sentence, end);
  if (after !== null && after.value < 1 && Number.isInteger(whole))
    return { value: whole + after.value, end: after.end };
  const alone = fractionAt(sentence, start);
  if (alone === null || (!alone.sure && isDayAndMonth(sentence, start))) return null;
  return alone;
}

function isDayAndMonth(sentence: Sentence, index: number): boolean {
  const top = Number(sentence.words[index]?.text);
  const bottom = Number(sentence.words[index + 2]?.text);
  return (top >= 1 && top <= 31 && bottom >= 1 && bottom <= 12) || (top <= 12 && bottom <= 31);
}

interface Fraction {
  readonly value: number;
  readonly end: number;
}

/** A fraction of two short digit runs «4/5», or null. */
export function fractionAt(
  sentence: Sentence,
  index: number,
): (Fraction & { readonly sure: boolean }) | null {
  const slash = sentence.words[index + 1];
  if (slash?.text !== "/" && slash?.text !== "⁄") return null;
  const [top, , bottom, more] = sentence.words.slice(index, index + 4);
  if (top?.token.kind !== "digits" || bottom?.token.kind !== "digits") return null;
  if (more?.text === "/" || sentence.words[index - 1]?.text === "/") return null;
  const denominator = Number(bottom.text);
  if (denominator === 0 || top.text.length > 3 || bottom.text.length > 3) return null;
  return { value: Number(top.text) / denominator, end: index + 3, sure: slash.text === "⁄" };
}

/** Digits with a scale: 50k, ٥٠ الف, ٣ مئة و ٢١, 2 مليون ونص. */
function scaled(sentence: Sentence, value: number, start: number, end: number): NumberFound {
  const next = sentence.words[end];
  const last = sentence.words[end - 1];
  const isGlued = glued(last?.token, next?.token);
  const gluedScale = next?.lexeme.gluedScale;
  if (isGlued && gluedScale !== undefined && !hidesUnit(next, value)) {
    return { ...digitsFound(value * gluedScale, start, end + 1), scale: gluedScale, mantissa: value };
  }
  if (next?.lexeme.enScale !== undefined || next?.text === "and")
    return englishTail(sentence, value, start, end);
  return arabicTail(sentence, value, start, end);
}

/** «٤م» is an hour: «م» after a small whole number is left to the clock. */
function hidesUnit(next: Word | undefined, value: number): boolean {
  return next?.text === "م" && Number.isInteger(value) && value <= 12;
}
