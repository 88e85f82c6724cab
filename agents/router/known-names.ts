import { CITY_TABLE } from "../../bot/conversation/language/lexicon/business-cities.ts";
import {
  COMPANY_DESCRIPTIONS,
  COMPANY_HEADS,
  COMPANY_SUFFIXES,
} from "../../bot/conversation/language/lexicon/people-companies.ts";
import { NAME_BINDERS, NOT_NAMES, TITLES } from "../../bot/conversation/language/lexicon/people-names.ts";
import { normalise, plainText } from "../../bot/conversation/language/normalise.ts";
import type { Hidden } from "./hidden.ts";

/** Finds the places of known names in a text. */
export type NameFinder = (text: string) => readonly Hidden[];

const wordsIn = (list: string): string[] =>
  plainText(list)
    .split(/[\s-]+/)
    .filter(Boolean);
const LEGAL = new Set([COMPANY_HEADS.plain, COMPANY_HEADS.kept, COMPANY_SUFFIXES].flatMap(wordsIn));
const DESCRIBES = new Set(wordsIn(COMPANY_DESCRIPTIONS));
const CITIES = CITY_TABLE.flatMap(({ ar, en }) => [ar, en].flat().map((city) => plainText(city)));
/** Words that are part of many names and name nobody alone. */
const COMMON = new Set([
  ...CITIES,
  ...[NOT_NAMES, NAME_BINDERS, TITLES].flatMap(wordsIn),
  ...wordsIn(
    "gulf saudi arabia arabian national international middle east tech technology solutions digital systems services new the and for first general smart السعوديه العربيه الوطنيه العالميه الاولي الخليج الحديثه",
  ),
]);

/**
 * A finder for these names: whole, and for people each of their names alone; with و، ف، ب، ل، ك before them, in any
 * case and any Arabic spelling. What a company is called without its legal word ("شركة الأفق" → "الأفق") counts too.
 */
export function nameFinder(names: readonly string[]): NameFinder {
  const forms = names.flatMap((name, at) => formsOf(name).map((form) => ({ form, key: `name ${at}` })));
  if (forms.length === 0) return () => [];
  // A longer form first: the whole name rather than a part of it.
  forms.sort((one, other) => other.form.length - one.form.length);
  const keys = new Map<string, string>();
  for (const { form, key } of forms) if (!keys.has(tight(form))) keys.set(tight(form), key);
  const any = forms.map(({ form }) => patternOf(form)).join("|");
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])([وف]?[بلك]?)(${any})(?![\\p{L}\\p{N}])`, "gu");
  return (text) => {
    const { text: plain, at, endAt } = normalise(text);
    return [...plain.matchAll(pattern)].map((match) => {
      const found = match[2] ?? "";
      const start = match.index + (match[1]?.length ?? 0);
      const key = keys.get(tight(found.replace(/^لل/u, "ال"))) ?? keys.get(tight(found)) ?? found;
      return { category: "NAME", key, start: at(start), end: endAt(start + found.length) };
    });
  };
}

function tight(form: string): string {
  return form.replace(/[\s-]+/gu, "");
}

/** «الأفق» is also met as «للأفق»; spaces between words come and go. */
function patternOf(form: string): string {
  const spaced = form
    .split(/\s+/u)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/gu, "\\$&"))
    .join("[\\s-]*")
    .replace(/عبد(?=ال)/gu, "عبد[\\s-]*");
  return /^ال/u.test(spaced) ? `[ال]ل${spaced.slice(2)}` : spaced;
}

function formsOf(name: string): readonly string[] {
  const words = wordsIn(name);
  const own = words.filter((word) => !LEGAL.has(word));
  const core = withoutDescription(own);
  const isCompany = own.length < words.length || core.length < own.length;
  const parts = isCompany ? [] : own.filter((word) => word.length >= 3);
  const forms = [own.join(" "), core.join(" "), ...parts].filter(
    (form) => form.length >= 2 && !COMMON.has(form) && !DESCRIBES.has(form),
  );
  // "بنك الرياض": what is left without the legal word is a city, so only the whole name is a name.
  return forms.length > 0 || words.length < 2 ? [...new Set(forms)] : [words.join(" ")];
}

/** "الأفق للتجارة" is mostly called "الأفق". */
function withoutDescription(words: readonly string[]): readonly string[] {
  const end = words.findIndex((word, at) => at > 0 && (/^لل/u.test(word) || DESCRIBES.has(word)));
  return end < 1 ? words : words.slice(0, end);
}
