import type { Category, Hidden } from "./hidden.ts";
import { findIdentifiers } from "./identifiers.ts";
import { type NameFinder, nameFinder } from "./known-names.ts";
import type { ProviderName } from "./models.ts";
import { PROVIDERS } from "./models.ts";
import type { MaskFor } from "./parts.ts";

/**
 * ⟦PHONE_1⟧, and ⟦PHONE_1V2⟧ for a second spelling of the same number. The brackets are letters nobody types and no
 * JSON escapes; where a model drops them, writes other digits or escapes the line, it is still recognised.
 */
const NAMES = "PHONE|EMAIL|ID|IBAN|CARD|CR|VAT|NUMBER|NAME|TEXT";
const DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9";
const BODY = `(${NAMES})\\\\?_([${DIGITS}]{1,4})(?:[vV]([${DIGITS}]{1,4}))?`;
/** Whatever a placeholder could be read from, wherever it stands: in a text that comes in, somebody typed it. */
const TYPED = new RegExp(`⟦?(?:${NAMES})\\\\?_[${DIGITS}]+(?:V[${DIGITS}]+)?⟧?`, "giu");
const PLACEHOLDER = new RegExp(`⟦${BODY}⟧|⟦?(?<![A-Za-z0-9_])${BODY}(?![A-Za-z0-9_])⟧?`, "giu");

/**
 * Masks for the providers' eyes. Phones, emails, national ids, IBANs, cards, register and tax numbers never leave; the
 * names of people and companies stay back where `maskNames` (the setting MODEL_MASK_NAMES) names the provider.
 */
export function createMaskFor(maskNames: ReadonlySet<ProviderName>): MaskFor {
  return (provider, names) => {
    const left = new Set<string>();
    const book = placeholders();
    const find = nameFinder(names);
    const hidesNames = maskNames.has(provider);
    return {
      hide: (text) => {
        const typed = [...text.matchAll(TYPED)].map(typedOf);
        const hidden = withNames(text, [...typed, ...findIdentifiers(text, typed)], find);
        for (const { category } of hidden) left.add(wordOf(category, hidesNames));
        left.delete("");
        return replaced(
          text,
          hidden.filter(({ category }) => hidesNames || category !== "NAME"),
          book.placeholder,
        );
      },
      restore: (text) => text.replace(PLACEHOLDER, book.original),
      get left() {
        return [...left].toSorted();
      },
    };
  };
}

/** The text without numbers and addresses that identify a person, for records that nothing is put back into. */
export function redacted(text: string): string {
  const found = withNames(text, findIdentifiers(text), () => []);
  return replaced(text, found, ({ category }) => `⟦${category}⟧`);
}

/** Reads MODEL_MASK_NAMES: names of providers with commas, or `all`; null = none. Throws a sentence naming the wrong word. */
export function readMaskNames(written: string | null): ReadonlySet<ProviderName> {
  const words = (written ?? "")
    .toLowerCase()
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  if (words.includes("all")) return new Set(PROVIDERS);
  const known = new Set<string>(PROVIDERS);
  const wrong = words.find((word) => !known.has(word));
  if (wrong !== undefined)
    throw new Error(`MODEL_MASK_NAMES knows no "${wrong}": use all, or ${PROVIDERS.join(", ")}`);
  return new Set(words as ProviderName[]);
}

function typedOf(match: RegExpExecArray): Hidden {
  return { category: "TEXT", start: match.index, end: match.index + match[0].length, key: match[0] };
}

/** What was found first keeps its place; names are looked for in what is left. */
function withNames(text: string, found: readonly Hidden[], find: NameFinder): readonly Hidden[] {
  const taken = new Uint8Array(text.length);
  const kept = [...found, ...find(text)].filter(({ start, end }) => {
    const isFree = !taken.subarray(start, end).includes(1);
    if (isFree) taken.fill(1, start, end);
    return isFree;
  });
  return kept.sort((one, other) => one.start - other.start);
}

function replaced(
  text: string,
  hidden: readonly Hidden[],
  placeholder: (one: Hidden, spelling: string) => string,
): string {
  let result = "";
  let from = 0;
  for (const one of hidden) {
    result += text.slice(from, one.start) + placeholder(one, text.slice(one.start, one.end));
    from = one.end;
  }
  return result + text.slice(from);
}

function wordOf(category: Category, hidesNames: boolean): string {
  if (category === "TEXT") return "";
  if (category === "NAME") return hidesNames ? "name: masked" : "name: sent";
  return `${category.toLowerCase()}: masked`;
}

/** Which placeholder stands for what, within one call. */
function placeholders() {
  const numbers = new Map<string, { readonly number: number; readonly spellings: string[] }>();
  const counts = new Map<Category, number>();
  const originals = new Map<string, string>();
  return {
    placeholder: ({ category, key }: Hidden, spelling: string): string => {
      const known = numbers.get(`${category} ${key}`) ?? { number: next(counts, category), spellings: [] };
      numbers.set(`${category} ${key}`, known);
      if (!known.spellings.includes(spelling)) known.spellings.push(spelling);
      const variant = known.spellings.indexOf(spelling) + 1;
      const name = `${category}_${known.number}${variant === 1 ? "" : `V${variant}`}`;
      originals.set(name, spelling);
      return `⟦${name}⟧`;
    },
    original: (match: string, ...groups: (string | undefined)[]): string => {
      const [category, number, variant] = groups[0] === undefined ? groups.slice(3, 6) : groups;
      const written = `${category?.toUpperCase()}_${plain(number ?? "")}`;
      const name = variant === undefined ? written : `${written}V${plain(variant)}`;
      return originals.get(name) ?? match;
    },
  };
}

function next(counts: Map<Category, number>, category: Category): number {
  const number = (counts.get(category) ?? 0) + 1;
  counts.set(category, number);
  return number;
}

function plain(digits: string): string {
  return digits.replace(/[^0-9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}
