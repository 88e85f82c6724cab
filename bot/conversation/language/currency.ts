import { COUNTRY_OF_CURRENCY, CURRENCIES, SUBUNITS } from "./lexicon/money-words.ts";
import { plainText } from "./normalise.ts";
import { glued } from "./tokens.ts";
import type { Sentence, Word } from "./words.ts";

/** A currency named at some words of a text. */
export interface CurrencyFound {
  /** ISO 4217 */
  readonly code: string;
  readonly end: number;
  /** Two of it in one word: «ريالين». */
  readonly dual: boolean;
  /** Millions said on the code: "30 MUSD". */
  readonly million: boolean;
}

/** Part of a currency: `per` of them make one. */
export interface SubunitFound {
  readonly code: string;
  readonly per: number;
  readonly end: number;
}

/** Currencies that share a name, which a country then tells apart. */
const FAMILIES: readonly (readonly string[])[] = [
  ["SAR", "QAR", "OMR", "YER", "IRR"],
  ["KWD", "BHD", "JOD", "IQD", "TND", "DZD"],
  ["EGP", "GBP", "LBP", "TRY"],
  ["USD", "CAD", "AUD", "HKD"],
  ["AED", "MAD"],
];

function familyOf(code: string): string {
  return FAMILIES.find((codes) => codes.includes(code))?.[0] ?? code;
}

const currencies = new Map<string, string>();
const countries = new Map<string, { readonly of: string; readonly code: string }[]>();
const subunits = new Map<string, { readonly code: string; readonly per: number }>();

for (const [code, forms] of CURRENCIES) {
  for (const form of forms.split(" ")) currencies.set(plainText(form), code);
}
for (const [key, forms] of COUNTRY_OF_CURRENCY) {
  const [unit = "", code = ""] = key.split("=");
  const of = familyOf(currencies.get(plainText(unit)) ?? unit);
  for (const form of forms.split(" ")) {
    const word = plainText(form);
    countries.set(word, [...(countries.get(word) ?? []), { of, code }]);
  }
}
for (const [key, forms] of SUBUNITS) {
  const [code = "", per = "1"] = key.split("/");
  for (const form of forms.split(" ")) subunits.set(plainText(form), { code, per: Number(per) });
}

/** Currency words that are other words of English unless they stand in capitals or beside digits. */
const CAPITALS_ONLY = new Set(["le", "re", "rm", "mad", "try", "all"]);

/** The currency named at word `index`: «ريال», «ر.س», "us $", «دينار كويتي», "120 MEUR"; or null. */
export function currencyAt(sentence: Sentence, index: number): CurrencyFound | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  const dotted = dottedAt(sentence, index);
  if (dotted !== null) return dotted;
  const code = codeOf(word.stem) ?? codeOf(word.text);
  if (code !== undefined && !isOtherWord(sentence, index, word)) {
    const sign = DOLLAR_CODES.test(code) && sentence.words[index + 1]?.text === "$" ? 1 : 0;
    const named = withCountryAfter(sentence, index + 1 + sign, code);
    return { code: named.code, end: named.end, dual: isDual(word), million: false };
  }
  return countryFirst(sentence, index, word) ?? millionCode(word, index);
}

/** True when both are coins of one kind of currency («دينار» and «مليم»). */
export function areKin(left: string, right: string): boolean {
  return familyOf(left) === familyOf(right);
}

/** The part of a currency named at word `index`: «هللة», "cents", "43c". */
export function subunitAt(sentence: Sentence, index: number): SubunitFound | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  const found = subunits.get(word.stem) ?? subunits.get(word.text);
  if (found === undefined) return null;
  const isLetter = word.text.length === 1 && word.text !== "¢";
  if (isLetter && !glued(sentence.words[index - 1]?.token, word.token)) return null;
  if (isLetter && sentence.words[index - 2]?.text === ":") return null;
  return { ...found, end: index + 1 };
}

const DOLLAR_CODES = /^(?:USD|CAD|AUD|HKD|SGD|NZD|MXN|TWD)$/;

function codeOf(text: string): string | undefined {
  return currencies.get(text);
}

function isDual(word: Word): boolean {
  return word.stem.length > 4 && word.stem.endsWith("ين") && word.stem !== "ين";
}

function isOtherWord(sentence: Sentence, index: number, word: Word): boolean {
  if (word.text === "ين") return false;
  if (!CAPITALS_ONLY.has(word.text)) return false;
  const isNearDigits =
    sentence.words[index - 1]?.token.kind === "digits" || sentence.words[index + 1]?.token.kind === "digits";
  return !isNearDigits;
}

const DOTTED: readonly { readonly letters: readonly string[]; readonly code: string }[] = [
  { letters: ["ر", "س"], code: "SAR" },
  { letters: ["ر", "ق"], code: "QAR" },
  { letters: ["د", "ا"], code: "AED" },
  { letters: ["د", "ك"], code: "KWD" },
  { letters: ["ج", "م"], code: "EGP" },
  { letters: ["s", "r"], code: "SAR" },
  { letters: ["l", "e"], code: "EGP" },
  { letters: ["u", "s"], code: "USD" },
];

/** «ر.س», "S.R.", "L.E", "u.s $": letters parted by points. */
function dottedAt(sentence: Sentence, index: number): CurrencyFound | null {
  const first = sentence.words[index];
  if (first === undefined || first.text.length !== 1 || sentence.words[index + 1]?.text !== ".") return null;
  const second = sentence.words[index + 2];
  const entry = DOTTED.find(({ letters }) => letters[0] === first.text && letters[1] === second?.text);
  if (entry === undefined) return null;
  const after = sentence.words[index + 3];
  const hasPoint = after?.text === "." && glued(second?.token, after.token) && entry.code !== "EGP";
  const end = index + (hasPoint ? 4 : 3);
  if (entry.code !== "USD") return { code: entry.code, end, dual: false, million: false };
  return sentence.words[end]?.text === "$"
    ? { code: "USD", end: end + 1, dual: false, million: false }
    : null;
}

function withCountryAfter(sentence: Sentence, index: number, code: string): { code: string; end: number } {
  const word = sentence.words[index];
  const kin = countries.get(word?.stem ?? "")?.find(({ of }) => of === familyOf(code));
  return kin === undefined || word?.and === true ? { code, end: index } : { code: kin.code, end: index + 1 };
}

/** "us dollars", "kuwaiti dinar", "c $", "hk $", "mxn$", "Mex$", "egyptianpound"; «سعودي» alone after a number. */
function countryFirst(sentence: Sentence, index: number, word: Word): CurrencyFound | null {
  const next = sentence.words[index + 1];
  if (next?.text === "$") {
    const code = DOLLAR_PREFIXES.get(word.text);
    const isSure = word.text.length > 1 || word.text === "c" || glued(word.token, next.token);
    if (code !== undefined && isSure) return { code, end: index + 2, dual: false, million: false };
  }
  const code = next === undefined ? undefined : codeOf(next.stem);
  const kin =
    code === undefined ? undefined : countries.get(word.text)?.find(({ of }) => of === familyOf(code));
  if (kin !== undefined) return { code: kin.code, end: index + 2, dual: false, million: false };
  if (word.text === "سعودي" && sentence.words[index - 1]?.token.kind === "digits") {
    return { code: "SAR", end: index + 1, dual: false, million: false };
  }
  if (word.text === "egyptianpound") return { code: "EGP", end: index + 1, dual: false, million: false };
  return null;
}

const DOLLAR_PREFIXES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    c: "CAD",
    ca: "CAD",
    hk: "HKD",
    us: "USD",
    a: "AUD",
    au: "AUD",
    nz: "NZD",
    s: "SGD",
    mex: "MXN",
    nt: "TWD",
  }),
);

/** "30 MUSD", "MAUD 60": millions written onto the code. */
function millionCode(word: Word, index: number): CurrencyFound | null {
  if (word.text.length !== 4 || !word.text.startsWith("m")) return null;
  const code = codeOf(word.text.slice(1));
  if (code === undefined || code.toLowerCase() !== word.text.slice(1)) return null;
  return { code, end: index + 1, dual: false, million: true };
}
