import { phoneNumber } from "../../bot/conversation/language/contacts.ts";
import type { Hidden } from "./hidden.ts";

/**
 * Numbers and addresses that say who somebody is, wherever they stand in a text of any length. What is `taken` already
 * is passed over as if it were not there: of two that overlap none is lost.
 */
export function findIdentifiers(text: string, taken: readonly Hidden[] = []): readonly Hidden[] {
  let plain = without(withPlainDigits(text), taken);
  const found: Hidden[] = [];
  for (const search of SEARCHES) {
    const these: Hidden[] = [];
    for (const one of search(plain)) these.push(withItsDigits(plain, one, these.at(-1)?.end ?? 0));
    found.push(...these);
    plain = without(plain, these);
  }
  return found;
}

/** The surest first. */
const SEARCHES: readonly ((plain: string) => Iterable<Hidden>)[] = [
  (plain) => matches(plain, EMAIL, "EMAIL"),
  (plain) => matches(plain, IBAN, "IBAN"),
  (plain) => [...plain.matchAll(NUMBERS)].flatMap((run) => [...numbersIn(plain, run)]),
  (plain) => matches(plain, SPOKEN, "NUMBER"),
];

/** Digits that touch it may be the rest of it, or of a number that nobody could tell apart; those of the one before it are not. */
function withItsDigits(plain: string, one: Hidden, from: number): Hidden {
  let { start, end } = one;
  while (start > from && isDigit(plain.charCodeAt(start - 1))) start -= 1;
  while (isDigit(plain.charCodeAt(end))) end += 1;
  return start === one.start && end === one.end ? one : { ...one, start, end };
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

/** As long as before, with a line's end in each of these places: nothing reads across it. */
function without(plain: string, places: readonly Hidden[]): string {
  let left = "";
  let from = 0;
  for (const { start, end } of places.toSorted((one, other) => one.start - other.start)) {
    left += plain.slice(from, start) + "\n".repeat(Math.max(0, end - Math.max(from, start)));
    from = Math.max(from, end);
  }
  return left + plain.slice(from);
}

const EMAIL =
  /[\p{L}\p{N}._%+'-]{1,64}\s?(?:@|\((?:at|@)\)|\[(?:at|@)\])\s?[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/giu;

/** Whatever people and keyboards put between the digits of one number; invisible marks of direction among it. */
const BETWEEN =
  "[ \\t\u00a0\u202f\u2000-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c()./\\-\u2010-\u2015\u2212_ـ·•*]{0,4}";
const NUMBERS = new RegExp(`\\+?${BETWEEN}\\d(?:${BETWEEN}\\d){6,}\\+?`, "gu");
const IBAN = new RegExp(
  `(?<![A-Za-z0-9])(?:S${BETWEEN}A(?:${BETWEEN}\\d){2}(?:${BETWEEN}[A-Za-z0-9]){20}|[A-Z]{2}\\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,4})?(?![A-Za-z0-9]))`,
  "giu",
);

const DIGIT_WORDS =
  "صفر|واحد|واحده|اثنين|إثنين|اثنان|ثنين|ثلاثة|ثلاثه|ثلاث|أربعة|اربعة|اربعه|اربع|خمسة|خمسه|خمس|ستة|سته|ست|سبعة|سبعه|سبع|ثمانية|ثمانيه|ثمان|تسعة|تسعه|تسع|zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple";
/** A number told digit by digit. */
const SPOKEN = new RegExp(
  `(?<![\\p{L}])(?:${DIGIT_WORDS})(?:[\\s,،-]{1,3}و?(?:${DIGIT_WORDS})(?![\\p{L}])){6,}`,
  "giu",
);

function* matches(plain: string, pattern: RegExp, category: Hidden["category"]): Iterable<Hidden> {
  for (const match of plain.matchAll(pattern)) {
    const key = match[0].replace(/[^\p{L}\p{N}@.]/gu, "").toLowerCase();
    yield { category, key, start: match.index, end: match.index + match[0].length };
  }
}

const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19]/gu;

/** The same text, unit by unit, with all digits 0-9. */
function withPlainDigits(text: string): string {
  return text.replace(OTHER_DIGITS, (digit) => {
    const unit = digit.charCodeAt(0);
    return String((unit >= 0x966 && unit <= 0x96f ? unit - 0x966 : unit & 0xf) % 10);
  });
}

/** Digits that stand together in a run of numbers. */
interface Group {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
}

/** The identifiers in one run of digits and what is between them: from each place the longest that is one. */
function* numbersIn(plain: string, run: RegExpExecArray): Iterable<Hidden> {
  const groups = groupsOf(run);
  for (let from = 0; from < groups.length; ) {
    const found = longestFrom(plain, groups, from);
    if (found !== null) yield found.hidden;
    from = found?.next ?? from + 1;
  }
}

/** A date keeps its digits to itself. */
const PART =
  /(?<!\d)(?:(?:(?:19|20|1[34])\d\d([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01]))|(?:(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|1[0-2])\2(?:19|20|1[34])?\d\d))(?!\d)|\d+/gu;

function groupsOf(run: RegExpExecArray): readonly Group[] {
  return [...run[0].matchAll(PART)].map(({ 0: digits, index }) => ({
    digits,
    start: run.index + index,
    end: run.index + index + digits.length,
  }));
}

const LEAST_DIGITS = 7;
const MOST_DIGITS = 19;

function longestFrom(plain: string, groups: readonly Group[], from: number) {
  let found: { readonly hidden: Hidden; readonly next: number } | null = null;
  for (const joined of joinedFrom(groups, from)) {
    const number = numberOf(plain, joined);
    const category: Hidden["category"] | null = categoryOf(number) ?? (found ? null : guessOf(number));
    if (category !== null) found = { hidden: hiddenNumber(number, category), next: from + joined.length };
  }
  return found;
}

/** One group, two groups, … as long as they could be one number; a date ends it. */
function* joinedFrom(groups: readonly Group[], from: number): Iterable<readonly Group[]> {
  let length = 0;
  for (let to = from; to < groups.length; to += 1) {
    const digits = groups[to]?.digits ?? "";
    length += digits.length;
    if (/\D/u.test(digits) || (length > MOST_DIGITS && to > from)) return;
    if (length >= LEAST_DIGITS) yield groups.slice(from, to + 1);
  }
}

function hiddenNumber(number: Written, category: Hidden["category"]): Hidden {
  return { category, key: keyOf(number), start: number.start, end: number.end };
}

/** A number as it is written, and what stands around it. */
interface Written {
  readonly digits: string;
  readonly sizes: readonly number[];
  readonly hasPlus: boolean;
  /** All that stands between the groups. */
  readonly between: string;
  readonly before: string;
  readonly after: string;
  readonly start: number;
  readonly end: number;
  /** Every group ends with a nought, as amounts do. */
  readonly round: boolean;
}

function numberOf(plain: string, groups: readonly Group[]): Written {
  const digits = groups.map((group) => group.digits).join("");
  const first = groups[0]?.start ?? 0;
  const end = groups.at(-1)?.end ?? first;
  const lead = /\+[^\d+]{0,4}$/u.exec(plain.slice(Math.max(0, first - 5), first))?.[0] ?? "";
  const hasPlus = lead !== "" || plain.charAt(end) === "+";
  return {
    ...{ digits, hasPlus, end },
    start: first - lead.length,
    sizes: groups.map((group) => group.digits.length),
    between: plain.slice(first, end).replace(/\d/gu, ""),
    before: plain.slice(Math.max(0, first - 40), first),
    after: plain.slice(end, end + 12),
    round: groups.every((group) => group.digits.endsWith("0")),
  };
}

/** One number in all its spellings. */
function keyOf({ digits, hasPlus }: Written): string {
  return phoneNumber(hasPlus ? `+${digits}` : digits) ?? digits;
}

const MONEY_AFTER =
  /^\s{0,2}(?:ريال|ر\.?\s?س|﷼|\u20c1|sar\b|sr\b|riyal|دولار|usd\b|\$|درهم|aed\b|جنيه|دينار|يورو|eur|€|مليون|مليار|هلل|الف|ألف)/iu;
const MONEY_BEFORE =
  /(?:sar|sr|\$|usd|aed|eur|€|﷼|\u20c1|ريال|بمبلغ|مبلغ|ميزانية|ميزانيتنا|budget)[:\s]{0,3}$/iu;
const REGISTER =
  /(?:سجل\S*(?:\s*التجاري\S*)?|س\s?\.\s?ت|الموحد|\bcr\b|commercial regist\S*|unified number)[^\n\d]{0,20}$/iu;
const CALL_ME =
  /(?:جوال\S*|هاتف\S*|تلفون\S*|موبايل\S*|رقمي|واتس\S*|اتصل\S*|كلمني|فاكس|phone|mobile|cell|tel|call(?: me)?|whats ?app|fax)[^\n\d]{0,15}$/iu;

function categoryOf(number: Written): Hidden["category"] | null {
  const { digits, before } = number;
  if (/^3\d{13}3$/u.test(digits)) return "VAT";
  const isAmount = MONEY_AFTER.test(number.after) || MONEY_BEFORE.test(before);
  if (isPhone(number, isAmount)) return "PHONE";
  if (isAmount || isDecimal(number)) return null;
  return isCard(number) ? "CARD" : registered(number);
}

/** What is written as one number and is too long for an amount. */
function registered(number: Written): Hidden["category"] | null {
  const { digits, sizes, before } = number;
  if (sizes.length > 1 && sizes.some((size) => size > 1) && !isHyphened(number)) return null;
  if (/^[4-7]\d{9}$/u.test(digits) || (digits.length === 10 && REGISTER.test(before))) return "CR";
  if (/^[12]\d{9}$/u.test(digits)) return "ID";
  return digits.length >= 9 ? "NUMBER" : null;
}

/** A plus or a word such as "call me" makes a phone of a number that no country knows. */
function guessOf(number: Written): "PHONE" | null {
  const { digits, before, hasPlus } = number;
  if (digits.length > 15) return null;
  const isAmount = MONEY_AFTER.test(number.after) || isDecimal(number);
  if (hasPlus || ABROAD.test(digits)) return "PHONE";
  return CALL_ME.test(before) && !number.round && !isAmount ? "PHONE" : null;
}

const ABROAD = /^00[1-9]/u;
/** Country codes of the neighbourhood, met without a plus. */
const NEIGHBOUR = /^(?:966|971|973|974|965|968|967|962|961|964|970)\d{7,10}$/u;

function isPhone(number: Written, isAmount: boolean): boolean {
  const { digits, hasPlus, sizes } = number;
  if (hasPlus || ABROAD.test(digits)) return phoneNumber(`+${digits.replace(/^00/u, "")}`) !== null;
  if (isAmount) return false;
  if (digits.length < 9 || digits.length > 13) return false;
  if (phoneNumber(digits) !== null) return !(number.round && sizes.length > 1);
  return NEIGHBOUR.test(digits) && phoneNumber(`+${digits}`) !== null;
}

function isCard({ digits, sizes, round }: Written): boolean {
  if (digits.length < 13 || digits.length > 19) return false;
  const shape = sizes.join("-");
  return (
    sizes.length === 1 || (!round && /^(?:4-4-4-[1-4](?:-[1-3])?|4-6-[45])$/u.test(shape) && luhn(digits))
  );
}

function luhn(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

function isDecimal({ between, sizes }: Written): boolean {
  return sizes.length === 2 && between === "." && (sizes[1] ?? 0) <= 3;
}

function isHyphened({ between, sizes }: Written): boolean {
  return sizes.length >= 3 && /^[-\u2010-\u2015]+$/u.test(between);
}
