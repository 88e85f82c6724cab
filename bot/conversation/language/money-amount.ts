import { areKin, type CurrencyFound, currencyAt, type SubunitFound, subunitAt } from "./currency.ts";
import type { NumberFound } from "./number-found.ts";
import { numberAt } from "./numbers.ts";
import { joinedIndex } from "./numbers-arabic-group.ts";
import { arabicFractionAt } from "./numbers-arabic-parts.ts";
import type { Sentence } from "./words.ts";

/** One amount: a number with the currency said before or after it, or none. */
export interface Amount {
  readonly value: number;
  /** ISO 4217, or null when no currency was said. */
  readonly currency: string | null;
  readonly number: NumberFound;
  readonly start: number;
  readonly end: number;
}

/** The amount that begins at word `index`: "SAR 50,000", «عشرين ألف ريال واثنتا عشرة هللة», «٥٠ ألف»; or null. */
export function amountAt(sentence: Sentence, index: number): Amount | null {
  return prefixed(sentence, index) ?? counted(sentence, index);
}

function prefixed(sentence: Sentence, index: number): Amount | null {
  const currency = currencyAt(sentence, index);
  if (currency === null) return loneCurrency(sentence, index, currency);
  const at = sentence.words[currency.end]?.text === "." ? currency.end + 1 : currency.end;
  const number = positiveNumberAt(sentence, at);
  const isJoined = sentence.words[at]?.and === true;
  if (number === null || isJoined || endsEarlier(sentence, index, number))
    return loneCurrency(sentence, index, currency);
  const value = number.value * (currency.million ? 1e6 : 1);
  return withParts(sentence, { value, currency: currency.code, number, start: index, end: number.end });
}

/** «دولار ٥٠ دولار»: the first word belongs to what came before, so the number keeps its own. */
function endsEarlier(sentence: Sentence, index: number, number: NumberFound): boolean {
  const hasOwn = currencyAt(sentence, number.end) !== null;
  return hasOwn && sentence.words[index]?.token.kind !== "mark";
}

/** «ريالين» is two riyals without a number. */
function loneCurrency(sentence: Sentence, index: number, currency: CurrencyFound | null): Amount | null {
  if (currency === null || !currency.dual) return null;
  const number: NumberFound = {
    value: 2,
    start: index,
    end: currency.end,
    form: "words",
    scale: 1,
    definite: false,
    mantissa: 2,
  };
  return withParts(sentence, { value: 2, currency: currency.code, number, start: index, end: currency.end });
}

function positiveNumberAt(sentence: Sentence, index: number): NumberFound | null {
  const number = numberAt(sentence, index);
  return number === null || number.value < 0 || !Number.isFinite(number.value) ? null : number;
}

function counted(sentence: Sentence, index: number): Amount | null {
  const number = positiveNumberAt(sentence, index) ?? articleOne(sentence, index);
  if (number === null) return null;
  const hyphen = sentence.words[number.end]?.text === "-" ? 1 : 0;
  const currency =
    currencyAt(sentence, number.end) ?? (hyphen === 1 ? hyphenated(sentence, number.end + 1) : null);
  if (currency === null) return centsOnly(sentence, number) ?? bare(number);
  if (belongsToNext(sentence, currency)) return bare(number);
  const scale = sentence.words[currency.end]?.lexeme.enScale;
  const scaled = scale !== undefined && scale > 100 && number.scale === 1;
  const value = number.value * (currency.million ? 1e6 : 1) * (scaled ? scale : 1);
  const end = scaled ? currency.end + 1 : currency.end;
  return withParts(sentence, { value, currency: currency.code, number, start: number.start, end });
}

/** "one-yen": the currency word glued by a hyphen. */
function hyphenated(sentence: Sentence, index: number): CurrencyFound | null {
  const word = sentence.words[index];
  return word?.token.kind === "word" ? currencyAt(sentence, index) : null;
}

/** "a dollar" is one dollar. */
function articleOne(sentence: Sentence, index: number): NumberFound | null {
  if (sentence.words[index]?.text !== "a" || sentence.words[index + 1]?.text === "$") return null;
  const currency = currencyAt(sentence, index + 1);
  if (currency === null || sentence.words[currency.end]?.token.kind === "digits") return null;
  return { value: 1, start: index, end: index + 1, form: "words", scale: 1, definite: false, mantissa: 1 };
}

/** "3 USD50 Cards": the code is written onto the next number, so it is its own. */
function belongsToNext(sentence: Sentence, currency: CurrencyFound): boolean {
  const word = sentence.words[currency.end - 1];
  const next = sentence.words[currency.end];
  const isGlued = word !== undefined && next?.token.kind === "digits" && word.token.end === next.token.start;
  return isGlued && word.text !== "$"
    ? true
    : isGlued && sentence.words[currency.end - 2]?.token.end !== word.token.start;
}

function bare(number: NumberFound): Amount {
  return { value: number.value, currency: null, number, start: number.start, end: number.end };
}

function centsOnly(sentence: Sentence, number: NumberFound): Amount | null {
  const part = subunitAt(sentence, number.end);
  if (part === null) return null;
  return {
    value: rounded(number.value / part.per),
    currency: part.code,
    number,
    start: number.start,
    end: part.end,
  };
}

/** Adds «و ٤٣ هللة», "and 43 cents", "20 rupees 43", «ونص». */
function withParts(sentence: Sentence, amount: Amount): Amount {
  const joined = joinedIndex(sentence, amount.end);
  const fraction = joined === null ? null : arabicFractionAt(sentence, joined);
  if (fraction !== null) return withFraction(amount, fraction);
  const at = joined ?? (sentence.words[amount.end]?.text === "and" ? amount.end + 1 : amount.end);
  const number = positiveNumberAt(sentence, at);
  if (number === null || !Number.isInteger(number.value)) return amount;
  const part = subunitAt(sentence, number.end);
  if (part !== null) return withSubunit(amount, number, part);
  if (!isLooseCents(sentence, amount, number, joined !== null)) return amount;
  return { ...amount, value: rounded(amount.value + number.value / 100), end: number.end };
}

function withSubunit(amount: Amount, number: NumberFound, part: SubunitFound): Amount {
  const isKin = hasOwnCoin(part.code) && areKin(part.code, amount.currency ?? part.code);
  const value = rounded(amount.value + number.value / part.per);
  return { ...amount, currency: isKin ? part.code : amount.currency, value, end: part.end };
}

/** «خمسة ريال ونص», «مليون ريال ونص»: half of one, or half of the scale. */
function withFraction(amount: Amount, fraction: { readonly value: number; readonly end: number }): Amount {
  const scale = amount.number.scale > 100 ? amount.number.scale : 1;
  return { ...amount, value: rounded(amount.value + fraction.value * scale), end: fraction.end };
}

/** «مليم» and «قرش» say which dinar or pound; cents and fils are shared by many. */
function hasOwnCoin(code: string): boolean {
  return code === "TND" || code === "EGP";
}

/** "15 dollars 50", "3 GBP and one": two digits after whole units are hundredths unless they count something else. */
function isLooseCents(sentence: Sentence, amount: Amount, number: NumberFound, isArabic: boolean): boolean {
  if (!Number.isInteger(amount.value) || number.value >= 100 || number.scale > 1 || isArabic) return false;
  if (amount.number.scale > 1) return false;
  const next = sentence.words[number.end];
  if (next === undefined || next.token.kind === "mark") return !isSign(next?.text);
  return next.text === "more" || next.text === "and";
}

function isSign(text: string | undefined): boolean {
  return (
    text === "$" ||
    text === "€" ||
    text === "£" ||
    text === "%" ||
    text === "-" ||
    text === "/" ||
    text === ":"
  );
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
