import type { NumberFound } from "./number-found.ts";
import { literalAt, startsLikeLiteral } from "./number-literals.ts";
import { arabicNumberAt } from "./numbers-arabic.ts";
import { englishNumberAt } from "./numbers-english.ts";
import { glued } from "./tokens.ts";
import type { Sentence, Word } from "./words.ts";

/** The longest number that begins at word `index`, or null. */
export function numberAt(sentence: Sentence, index: number): NumberFound | null {
  const known = sentence.numbers[index] as NumberFound | null | undefined;
  if (known !== undefined) return known;
  const found = readNumber(sentence, index);
  sentence.numbers[index] = found;
  return found;
}

function readNumber(sentence: Sentence, index: number): NumberFound | null {
  const word = sentence.words[index];
  if (word === undefined || !mayCount(word)) return null;
  if (word.lexeme.minus === true) return negativeAt(sentence, index);
  const number = wholeAt(sentence, index, word);
  return number === null ? null : (quotientAfter(sentence, number) ?? number);
}

/** Cheap first look: digits, a sign, or a word with some meaning of number. */
function mayCount(word: Word): boolean {
  if (word.token.kind !== "word") return word.token.kind === "digits" || NUMBER_MARKS.has(word.text);
  const { cardinal, boundOne, hundred, scale, dualScale, fraction, collective, minus } = word.lexeme;
  const isArabic =
    cardinal !== undefined || hundred !== undefined || scale !== undefined || fraction !== undefined;
  if (
    isArabic ||
    boundOne !== undefined ||
    dualScale !== undefined ||
    collective !== undefined ||
    minus === true
  )
    return true;
  const { enCardinal, enScale } = word.lexeme;
  return (
    enCardinal !== undefined ||
    enScale !== undefined ||
    ENGLISH_STARTS.has(word.text) ||
    isOddStart(word.text)
  );
}

const NUMBER_MARKS = new Set(["-", "+", ".", ","]);

function isOddStart(text: string): boolean {
  return text === "كم" || startsLikeLiteral(text);
}

function wholeAt(sentence: Sentence, index: number, word: Word): NumberFound | null {
  if (word.token.kind !== "word" || startsLikeLiteral(word.text)) return literalAt(sentence, index);
  const { lexeme } = word;
  if (lexeme.enCardinal !== undefined || lexeme.enScale !== undefined || ENGLISH_STARTS.has(word.text)) {
    return englishNumberAt(sentence, index);
  }
  return arabicNumberAt(sentence, index);
}

function negativeAt(sentence: Sentence, index: number): NumberFound | null {
  const found = numberAt(sentence, index + 1);
  if (found === null || found.value < 0) return null;
  return { ...found, value: -found.value, mantissa: -found.mantissa, start: index };
}

/** Words between the two halves of a division; «من» and "in" only between numbers in words. */
const DIVIDERS: ReadonlyMap<string, "any" | "words"> = new Map([
  ["علي", "any"],
  ["over", "any"],
  ["من", "words"],
  ["in", "words"],
]);

/** «واحد على ٢٠», «واحد من مئة», "one over twenty", "two out of five hundred". */
function quotientAfter(sentence: Sentence, top: NumberFound): NumberFound | null {
  const divider = dividerAt(sentence, top.end);
  if (divider === null || Math.abs(top.value) > 1000) return null;
  const below = sentence.words[divider.end];
  if (below === undefined || below.article) return null;
  const bottom = wholeAt(sentence, divider.end, below);
  if (bottom === null || !divides(top, bottom, divider.kind)) return null;
  const value = top.value / bottom.value;
  return { ...top, value, mantissa: value, scale: 1, end: bottom.end };
}

function dividerAt(sentence: Sentence, index: number): { kind: "any" | "words"; end: number } | null {
  const text = sentence.words[index]?.text ?? "";
  if (text === "out" && sentence.words[index + 1]?.text === "of") return { kind: "words", end: index + 2 };
  const kind = DIVIDERS.get(text);
  return kind === undefined ? null : { kind, end: index + 1 };
}

function divides(top: NumberFound, bottom: NumberFound, kind: "any" | "words"): boolean {
  if (bottom.value <= 1 || bottom.value <= top.value) return false;
  if (kind === "any") return top.form === "words" || top.value === 1;
  return bottom.form === "words" && (top.form === "words" || top.value === 1);
}

/** Every number of the sentence in order, without overlaps. */
export function findNumbers(sentence: Sentence): NumberFound[] {
  const found: NumberFound[] = [];
  let index = 0;
  while (index < sentence.words.length) {
    const number = numberAt(sentence, index);
    if (
      number !== null &&
      !isOtherWord(sentence, number) &&
      !repeatsInBrackets(sentence, found.at(-1), number)
    ) {
      found.push(number);
    }
    index = number?.end ?? index + 1;
  }
  return found;
}

/** "forty-five (45)" says one number twice. */
function repeatsInBrackets(sentence: Sentence, last: NumberFound | undefined, number: NumberFound): boolean {
  if (last === undefined || last.value !== number.value || number.start - last.end !== 1) return false;
  return sentence.words[last.end]?.text === "(";
}

/** Measures written onto a number make it a size, not a count: 180ml, 29km. */
const MEASURES = new Set(
  "ml km kg cm mm gb mb tb kw mg mah inch ft مل ميلي كم كلم كجم سم مم كغ جرام كيلو لتر".split(" "),
);

/** Words before «واحد» and "one" that make it "someone" or "which". */
const SOMEONE_BEFORE = new Set(
  "اي كل ولا كم which that this any each every no some the last next past".split(" "),
);

/** True when the words look like a number but say something else: "which one", 180ml, 4th. */
function isOtherWord(sentence: Sentence, number: NumberFound): boolean {
  if (isSlogan(sentence, number)) return true;
  const first = sentence.words[number.start];
  const last = sentence.words[number.end - 1];
  const next = sentence.words[number.end];
  if (number.form === "digits" && glued(last?.token, next?.token) && next !== undefined) {
    return MEASURES.has(next.text) || ORDINAL_ENDINGS.has(next.text);
  }
  if (number.form === "digits" && last?.text === "m" && Number.isInteger(number.mantissa)) return true;
  if (number.end - number.start !== 1) return false;
  if (first?.text === "وحده" || first?.text === "لوحده") return true;
  const isOne = first?.text === "واحد" || first?.text === "one";
  return isOne && SOMEONE_BEFORE.has(sentence.words[number.start - 1]?.text ?? "");
}

/** "24/7" and «رؤية 2030» count nothing. */
function isSlogan(sentence: Sentence, number: NumberFound): boolean {
  const [before, next] = [sentence.words[number.start - 1], sentence.words[number.end]];
  if (number.value === 2030) return before?.stem === "رويه" || before?.text === "vision";
  if (number.value === 24) return next?.text === "/" && sentence.words[number.end + 1]?.text === "7";
  return number.value === 7 && before?.text === "/" && sentence.words[number.start - 2]?.text === "24";
}

const ORDINAL_ENDINGS = new Set(["st", "nd", "rd", "th"]);

const ENGLISH_STARTS = new Set(["a", "an", "half", "quarter"]);
