import {
  ABOUT_WORDS,
  AT_LEAST_PHRASES,
  AT_MOST_PHRASES,
  MONEY_CUES,
  PERIOD_PHRASES,
} from "./lexicon/money-words.ts";
import { type Amount, amountAt } from "./money-amount.ts";
import { plainText } from "./normalise.ts";
import { phraseAt, phraseBefore, phrasesOf } from "./phrases.ts";
import type { Sentence } from "./words.ts";

/** An amount of money, or a stretch between two, in words `start` to `end` (not included) of the sentence. */
export interface MoneyFound {
  readonly min: number | null;
  readonly max: number | null;
  /** ISO 4217 */
  readonly currency: string;
  /** No currency was said: riyals are assumed. */
  readonly currencyAssumed: boolean;
  readonly approximate: boolean;
  readonly period: "once" | "month" | "year" | null;
  readonly start: number;
  readonly end: number;
}

/** What the reader knows before: a bare number is money when the bot has just asked for the budget. */
export interface MoneyContext {
  readonly askedBudget: boolean;
}

const CUES = new Set(MONEY_CUES.split(" ").map(plainText));
const ABOUT = new Set(ABOUT_WORDS.split(" ").map(plainText));
const BOUNDS = phrasesOf<"least" | "most">([
  ["least", AT_LEAST_PHRASES],
  ["most", AT_MOST_PHRASES],
]);
const PERIODS = phrasesOf(PERIOD_PHRASES);

/** Every amount of money of the sentence in order: with a currency, or bare with a cue («ميزانيتنا ٥٠ ألف»). */
export function findMoney(sentence: Sentence, context: MoneyContext): MoneyFound[] {
  const found: MoneyFound[] = [];
  let index = 0;
  while (index < sentence.words.length) {
    const money = moneyAt(sentence, index, context, found.at(-1)?.end ?? 0);
    if (money !== null) found.push(money);
    index = money?.end ?? index + 1;
  }
  return found;
}

function moneyAt(sentence: Sentence, index: number, context: MoneyContext, from: number): MoneyFound | null {
  const first = amountAt(sentence, index);
  if (first === null) return null;
  const second = secondOfRange(sentence, first, index);
  const currency = first.currency ?? second?.currency ?? null;
  if (currency === null && !isBareMoney(sentence, second ?? first, index, context)) return null;
  const core = second === null ? single(first) : range(first, second);
  return dressed(
    sentence,
    { ...core, currency: currency ?? "SAR", currencyAssumed: currency === null },
    from,
  );
}

type Core = Pick<MoneyFound, "min" | "max" | "start" | "end" | "approximate">;

function single(amount: Amount): Core {
  const { vague } = amount.number;
  const { start, end } = amount;
  if (vague !== undefined) return { min: vague.min, max: vague.max, start, end, approximate: true };
  return { min: amount.value, max: amount.value, start, end, approximate: false };
}

/** A scale said only on the right belongs to both: «بين ٥٠ و ٧٠ ألف». */
function range(first: Amount, second: Amount): Core {
  const scale = second.number.scale;
  const shares = first.number.scale === 1 && scale > 1 && first.value < second.value / scale;
  const low = shares ? first.value * scale : first.value;
  return {
    min: Math.min(low, second.value),
    max: Math.max(low, second.value),
    start: first.start,
    end: second.end,
    approximate: false,
  };
}

const RANGE_TIES = new Set(["-", "~", "الي", "لين", "حتي", "ل", "to", "till", "until", "او", "or"]);

/** The right end of «من X إلى Y», «بين X و Y», "X-Y", «X أو Y», when one follows. */
function secondOfRange(sentence: Sentence, first: Amount, index: number): Amount | null {
  const tie = sentence.words[first.end];
  if (tie === undefined) return null;
  const opening = sentence.words[index - 1]?.text ?? "";
  const isBetween = opening === "بين" || opening === "مابين" || opening === "between";
  if (RANGE_TIES.has(tie.text)) return rising(first, amountAt(sentence, first.end + 1));
  if (isBetween && (tie.text === "و" || tie.text === "and"))
    return rising(first, amountAt(sentence, first.end + 1));
  const joined = (isBetween && tie.and) || tie.prep === "ل";
  return joined ? rising(first, amountAt(sentence, first.end)) : null;
}

function rising(first: Amount, second: Amount | null): Amount | null {
  if (second === null) return null;
  const differ = first.currency !== null && second.currency !== null && first.currency !== second.currency;
  return differ || (second.value <= first.value && second.number.scale === first.number.scale)
    ? null
    : second;
}

/** A number without a currency is money after a cue, or as the answer to the budget question. */
function isBareMoney(sentence: Sentence, amount: Amount, index: number, context: MoneyContext): boolean {
  if (isCounted(sentence, amount.end)) return false;
  if (context.askedBudget) return true;
  if (amount.value < 100) return false;
  return cueBefore(sentence, index) || (amount.number.scale >= 1000 && cueRightAfter(sentence, amount.end));
}

const COUNTED = new Set(
  "موظف موظفين موظفه شخص اشخاص فرد افراد نفر عميل عملاء مستخدم مستخدمين فرع فروع سياره سيارات طلب طلبات منتج منتجات متر كيلو مره مرات employees employee people users user branches customers orders times %".split(
    " ",
  ),
);

function isCounted(sentence: Sentence, end: number): boolean {
  const next = sentence.words[end];
  return (
    next !== undefined &&
    (COUNTED.has(next.stem) || next.lexeme.unit !== undefined || next.lexeme.month !== undefined)
  );
}

const CLAUSE_ENDS = new Set([".", "،", ",", "؟", "?", "!", "\n", ";", "؛"]);

function cueBefore(sentence: Sentence, index: number): boolean {
  for (let at = index - 1; at >= Math.max(0, index - 5); at--) {
    const word = sentence.words[at];
    if (word === undefined || CLAUSE_ENDS.has(word.text)) return false;
    if (CUES.has(word.stem) || CUES.has(word.text)) return true;
  }
  return false;
}

function cueRightAfter(sentence: Sentence, end: number): boolean {
  const word = sentence.words[end];
  return word !== undefined && (CUES.has(word.stem) || CUES.has(word.text));
}

/** Reads what stands around the amount: about, at least, at most, how often. */
function dressed(sentence: Sentence, money: Omit<MoneyFound, "period">, from: number): MoneyFound {
  const period = phraseAt(PERIODS, sentence, money.end)?.value ?? null;
  const isAbout = aboutNear(sentence, money.start, from, money.end);
  const plain = { ...money, period, approximate: money.approximate || isAbout };
  if (money.min !== money.max) return plain;
  const before = boundBefore(sentence, money.start);
  if (before !== null && before.start >= from) return bounded(plain, before.value, before.start, money.end);
  const after = phraseAt(BOUNDS, sentence, money.end);
  if (after !== null && isSuffixBound(sentence, after.start, after.end)) {
    return bounded(plain, after.value, money.start, after.end);
  }
  if (sentence.words[money.end]?.text === "+") return bounded(plain, "least", money.start, money.end + 1);
  return plain;
}

function bounded(money: MoneyFound, bound: "least" | "most", start: number, end: number): MoneyFound {
  return bound === "least" ? { ...money, max: null, start, end } : { ...money, min: null, start, end };
}

/** The bound phrase right before the amount, one article or "ال" between allowed. */
function boundBefore(sentence: Sentence, start: number) {
  const loose = sentence.words[start - 1]?.text;
  const at = loose === "ال" || loose === "a" || loose === "about" || loose === "عن" ? start - 1 : start;
  return phraseBefore(BOUNDS, sentence, start) ?? (at === start ? null : phraseBefore(BOUNDS, sentence, at));
}

const SUFFIX_BOUNDS = new Set(
  "كحد اقصى|بحد اقصى|حد اقصى|على الاقل|فما فوق|بالكثير|كثيره|maximum|max|minimum|min|at most|at least|اقصى شي"
    .split("|")
    .map(plainText),
);

function isSuffixBound(sentence: Sentence, start: number, end: number): boolean {
  const text = sentence.words
    .slice(start, end)
    .map((word) => word.text)
    .join(" ");
  return SUFFIX_BOUNDS.has(text);
}

function aboutNear(sentence: Sentence, start: number, from: number, end: number): boolean {
  for (let at = Math.max(from, start - 3); at < start; at++) {
    const word = sentence.words[at];
    if (word !== undefined && (ABOUT.has(word.text) || ABOUT.has(word.stem))) return true;
  }
  const after = sentence.words[end];
  return after !== undefined && ABOUT.has(after.text);
}
