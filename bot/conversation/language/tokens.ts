import { CURRENCIES } from "./lexicon/money-words.ts";
import type { Normalised } from "./normalise.ts";

/** A word, a run of digits, or one mark; spaces are the gaps between tokens. A line end is the mark "\n". */
export interface Token {
  readonly text: string;
  readonly kind: "word" | "digits" | "mark";
  /** Units of the plain text. */
  readonly start: number;
  readonly end: number;
  /** Units of the raw text. */
  readonly rawStart: number;
  readonly rawEnd: number;
}

/** Latin endings that are units when they follow a digit directly ("50k", "4pm", "3rd"); others stay one word ("3afwan"). */
const UNITS_AFTER_DIGITS = new Set(
  (
    "k m mn mm mln mil mio b bn g t tn am pm a p st nd rd th h hr hrs hour hours min mins minute minutes s sec secs d day days " +
    "w wk wks week weeks mo mos month months y yr yrs year years q sr sar rs " +
    "c rm ml km kg cm mm gb mb tb kw mg ish noon percent alf alef riyal riyals ryal x hundred thousand million billion to o'clock oclock " +
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september october november december"
  ).split(" "),
);

/** Latin words that are prefixes of an amount when digits follow directly ("sar50000"). */
const PREFIXES_OF_DIGITS = new Set("sr rs us rm jan feb mar apr jun jul aug sep sept oct nov dec".split(" "));

for (const [code] of CURRENCIES) {
  UNITS_AFTER_DIGITS.add(code.toLowerCase());
  PREFIXES_OF_DIGITS.add(code.toLowerCase());
}

type CharClass = "space" | "latin" | "letter" | "digit" | "mark";

const classes: (CharClass | undefined)[] = [];

/** The words, digit runs and marks of a text in order. Digits part from letters: ٥٠الف, 50k, 4pm, 9ص; names like b2b do not. */
export function tokenise(normalised: Normalised, most = Number.POSITIVE_INFINITY): Token[] {
  const { text } = normalised;
  const tokens: Token[] = [];
  let index = 0;
  while (index < text.length && tokens.length < most) {
    const kind = classOf(text.charCodeAt(index));
    if (kind === "space") {
      index++;
      continue;
    }
    const end = endOf(text, index, kind);
    tokens.push({
      text: text.slice(index, end),
      // A Latin word may begin with a digit: 3afwan.
      kind: kind === "mark" ? "mark" : end === runOf(text, index, "digit") ? "digits" : "word",
      start: index,
      end,
      rawStart: normalised.at(index),
      rawEnd: normalised.endAt(end),
    });
    index = end;
  }
  return tokens;
}

/** True when nothing, not even a space, stands between the two tokens. */
export function glued(left: Token | undefined, right: Token | undefined): boolean {
  return left !== undefined && right !== undefined && left.end === right.start;
}

function classOf(unit: number): CharClass {
  const known = classes[unit];
  if (known !== undefined) return known;
  const found = classify(unit);
  classes[unit] = found;
  return found;
}

function classify(unit: number): CharClass {
  if (unit === 32) return "space";
  if (unit >= 48 && unit <= 57) return "digit";
  const character = String.fromCharCode(unit);
  if (/\p{Script=Latin}/u.test(character)) return "latin";
  return /\p{L}/u.test(character) ? "letter" : "mark";
}

function endOf(text: string, start: number, kind: CharClass): number {
  if (kind === "mark") return start + (isPairAt(text, start) ? 2 : 1);
  if (kind === "letter") return runOf(text, start, "letter");
  if (kind === "latin") return endOfLatin(text, start);
  const end = runOf(text, start, "digit");
  if (end >= text.length || classOf(text.charCodeAt(end)) !== "latin") return end;
  const wordEnd = runOf(text, end, "latin");
  if (UNITS_AFTER_DIGITS.has(text.slice(end, wordEnd))) return end;
  return endOfLatin(text, start);
}

/** A Latin word may hold digits and inner apostrophes: b2b, ab3'a, o'clock. */
function endOfLatin(text: string, start: number): number {
  const letters = runOf(text, start, "latin");
  if (isHourMark(text, start, letters)) return letters;
  if (letters > start && PREFIXES_OF_DIGITS.has(text.slice(start, letters))) return letters;
  let end = start;
  while (end < text.length && (isLatinOrDigit(text, end) || isInnerApostrophe(text, end, start))) end++;
  return end;
}

/** The "h" of 15h30. */
function isHourMark(text: string, start: number, end: number): boolean {
  return (
    end - start === 1 &&
    text.charAt(start) === "h" &&
    start > 0 &&
    classOf(text.charCodeAt(start - 1)) === "digit"
  );
}

function isLatinOrDigit(text: string, index: number): boolean {
  const kind = classOf(text.charCodeAt(index));
  return kind === "latin" || kind === "digit";
}

function isInnerApostrophe(text: string, index: number, start: number): boolean {
  return (
    index > start &&
    text.charCodeAt(index) === 39 &&
    index + 1 < text.length &&
    isLatinOrDigit(text, index + 1)
  );
}

function runOf(text: string, start: number, kind: CharClass): number {
  let end = start;
  while (end < text.length && classOf(text.charCodeAt(end)) === kind) end++;
  return end;
}

function isPairAt(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  if (unit < 0xd800 || unit > 0xdbff || index + 1 >= text.length) return false;
  const next = text.charCodeAt(index + 1);
  return next >= 0xdc00 && next <= 0xdfff;
}
