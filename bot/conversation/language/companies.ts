import { CITY_TABLE } from "./lexicon/business-cities.ts";
import {
  COMPANY_DESCRIPTIONS,
  COMPANY_HEADS,
  COMPANY_STOPS,
  COMPANY_SUFFIXES,
} from "./lexicon/people-companies.ts";
import { NOT_NAMES } from "./lexicon/people-names.ts";
import { plainText } from "./normalise.ts";
import { PhraseBook } from "./patterns.ts";
import type { Word } from "./reading.ts";
import { quoteOf } from "./reading.ts";
import type { PlacedFact, Stretch, Text } from "./text.ts";
import { claim, overlaps, whole } from "./text.ts";

const setOf = (list: string) => new Set(plainText(list).split(/\s+/));
const PLAIN = setOf(COMPANY_HEADS.plain);
const KEPT = setOf(COMPANY_HEADS.kept);
const DESCRIBES = setOf(COMPANY_DESCRIPTIONS);
const SUFFIXES = setOf(COMPANY_SUFFIXES);
const STOPS = setOf(COMPANY_STOPS);
const COMMON = setOf(NOT_NAMES);
/** Kinds of business without the article: "شركة نقل" describes, "شركة النقل السريع" names. */
const KIND = setOf(
  "نقل شحن مقاولات برمجيات اتصالات تسويق توصيل مطاعم عطور تجاره صناعه بلاستيك ملابس اثاث سيارات تمويل تامين استثمار اغذيه ادويه لوجستيه استقدام مواد تموين اعلان دعايه انتاج تصميم حجوزات تقنيه تقنية حلول طباعه ديكور عقارات",
);

/** "بجدة", "بالرياض", "للدمام": where it is, not what it is called. */
const PLACES: ReadonlySet<string> = new Set(
  CITY_TABLE.flatMap((city) => city.ar.map((name) => plainText(name))).flatMap((name) => [
    `ب${name}`,
    `ل${name}`,
    `لل${name.replace(/^ال/, "")}`,
  ]),
);

const cues = new PhraseBook<"named" | "at">({})
  .add("named", [
    "شركتنا|شركتي|موسستنا|موسستي|متجرنا|متجري|محلنا|مصنعنا|مكتبنا|المتجر|الشركه|الموسسه|المحل|المكتب|المصنع|المطعم|العياده|نشاطنا اسمها|اسمه|هي|هو",
    "اسم الشركه|شركتنا|شركتي|الموسسه|موسستنا|المنشاه|المتجر|المحل|الجهه هو|هي?",
    "شركتنا|شركتي|موسستنا|موسستي",
    "^ الشركه|الموسسه|المنشاه|الجهه :",
    "اسمها|اسمه",
    "our|my|the company is called|named?",
    "company name is?",
    "^ company|organization|organisation|business|employer :",
    "company called|named",
  ])
  .add("at", [
    "اشتغل|اعمل|نعمل|اشتغلت|موظف|موظفه|شغال في|لدي|مع|ب|عند",
    "i? work|working at|for|in|with",
    "on behalf of",
    "represent|representing",
    "we are|re",
    "from",
    "at",
  ]);

/** The person's own company, by its legal word, by a cue, by its suffix, or as the answer when asked. */
export function findCompany(text: Text, name: Stretch | null): PlacedFact | null {
  return (
    byCue(text, name, "named") ??
    byHead(text) ??
    bySuffix(text) ??
    byCue(text, name, "at") ??
    fromAfterName(text, name) ??
    (text.context.asked === "company" ? answered(text) : null)
  );
}

function company(text: Text, place: Stretch, confidence: number): PlacedFact {
  const quote = quoteOf(text.reading, place.from, place.to);
  const first = text.reading.words[place.from]?.fold ?? "";
  const isGlued = /^[بل]./u.test(first) && !KEPT.has(first) && KEPT.has(first.slice(1));
  return claim(text, "company", isGlued ? quote.slice(1) : quote, place, confidence);
}

function byCue(text: Text, name: Stretch | null, key: "named" | "at"): PlacedFact | null {
  const { reading } = text;
  const starts = reading.clauses
    .filter((clause) => key === "named" || !clause.asks)
    .flatMap((clause) => cues.find(reading, clause))
    .filter((cue) => cue.key === key && !isLooseName(text, cue))
    .map((cue) => afterColon(reading.words, cue.to));
  for (const start of starts) {
    const place = nameFrom(text, start);
    if (place && fits(text, place, name, key)) return company(text, place, key === "named" ? 0.9 : 0.75);
  }
  return null;
}

/** "اسمه" alone may name anything; after a company word it names the company. */
function isLooseName(text: Text, cue: Stretch): boolean {
  const { words } = text.reading;
  if (!/^(?:اسمه|اسمها)$/.test(words[cue.from]?.fold ?? "")) return false;
  return !words
    .slice(0, cue.from)
    .some((word) =>
      word.forms.some((form) => PLAIN.has(form) || KEPT.has(form) || /^(?:متجر|موسس|شرك)/.test(form)),
    );
}

function fits(text: Text, place: Stretch, name: Stretch | null, key: "named" | "at"): boolean {
  if (name && overlaps(place, name)) return false;
  return key === "named" || isProper(text.reading.words, place);
}

function afterColon(words: readonly Word[], at: number): number {
  return words[at]?.kind === "mark" && /^[:\-"'«“]$/.test(words[at]?.fold ?? "") ? at + 1 : at;
}

/** "شركة الأفق للمقاولات", "مجموعة سدير", "مستشفى دله". */
function byHead(text: Text): PlacedFact | null {
  const { words } = text.reading;
  for (let at = 0; at < words.length; at++) {
    const head = headOf(words[at]?.fold ?? "");
    const place =
      head && (head === "plain" || isOwn(text, at)) ? nameFrom(text, afterColon(words, at + 1)) : null;
    if (!place || !namesSomething(words, place)) continue;
    return head === "plain" ? company(text, place, 0.93) : company(text, { from: at, to: place.to }, 0.85);
  }
  return null;
}

const OWN_BEFORE =
  /^(?:من|في|لدي|معك|معاك|معكم|احنا|حنا|نحن|و?انا|اسمنا|باسم|اسم|شركه|:|-|\n|at|from|مدير\S*|صاحب\S*|مالك\S*|مسوول\S*|موظف\S*|مشرف\S*|رييس\S*|دكتور\S*|محاسب\S*|عندي|عندنا)$/;

/** "مطعم الشرق" may be any restaurant; after "من", "مدير" or "نحن", or as the answer, it is theirs. */
function isOwn(text: Text, at: number): boolean {
  const { words, clauses } = text.reading;
  if (text.context.asked === "company" || text.context.asked === "name") return true;
  if (clauses.some((clause) => clause.asks && clause.from <= at && at < clause.to)) return false;
  return OWN_BEFORE.test(words[at - 1]?.fold ?? "");
}

function headOf(fold: string): "plain" | "kept" | null {
  if (PLAIN.has(fold)) return "plain";
  return KEPT.has(fold.replace(/^[وبل](?=...)/, "")) ? "kept" : null;
}

/** The run of words that can be a company's name from a word on, or null. */
function nameFrom(text: Text, start: number): Stretch | null {
  const { words } = text.reading;
  const first = words[start];
  if (first?.kind !== "word" || isNoName(first.fold) || DESCRIBES.has(first.fold)) return null;
  if (PLAIN.has(first.fold)) return nameFrom(text, start + 1);
  const latin = /^[a-z]/.test(first.fold);
  let to = start + 1;
  while (
    to < words.length &&
    to - start < 6 &&
    (latin ? goesOnLatin(words, start, to) : goesOnArabic(words, to))
  )
    to++;
  while (to > start + 1 && /^(?:and|&|of|-)$/.test(words[to - 1]?.fold ?? "")) to--;
  return { from: start, to };
}

function isNoName(fold: string): boolean {
  return (
    STOPS.has(fold) ||
    PLACES.has(fold) ||
    (COMMON.has(fold) && !fold.startsWith("ال") && !KEPT.has(fold) && !PLAIN.has(fold))
  );
}

function goesOnLatin(words: readonly Word[], start: number, at: number): boolean {
  const word = words[at];
  if (!word || word.fold === "\n") return false;
  if (word.kind === "mark") return /^[&\-'’]$/.test(word.fold) && words[at + 1]?.caps === true;
  if (word.kind !== "word") return false;
  const cased = words[start]?.caps === true;
  if (word.fold === "of" || word.fold === "and") return cased && words[at + 1]?.caps === true;
  if (STOPS.has(word.fold)) return false;
  return cased ? word.caps || SUFFIXES.has(word.fold) : at - start < 3;
}

function goesOnArabic(words: readonly Word[], at: number): boolean {
  const word = words[at];
  if (word?.kind !== "word") return false;
  if (
    isNoName(word.fold) ||
    word.forms.some(
      (form) => form !== word.fold && STOPS.has(form) && form.length > 2 && word.fold.startsWith("و"),
    )
  )
    return false;
  if (/^ب(?:ال)?[^ا]/.test(word.fold) && !/^ب(?:در|ن|يت|رج|وابه|حر|ناء|يان|رق|سمه|لاد)/.test(word.fold))
    return false;
  return !/^(?:ي|ن|ت)(?:شتغل|عمل|حتاج|بي|بغ|ريد|قدم|بيع)/.test(word.fold);
}

/** A description ("شركة نقل مبرد") is no name; something definite, foreign or unheard of is. */
function namesSomething(words: readonly Word[], place: Stretch): boolean {
  const own = words.slice(place.from, place.to).filter((word) => word.kind === "word");
  const [first] = own;
  if (!first) return false;
  if (own.some((word) => word.caps || /^(?:ال|لل)...?/.test(word.fold)) && !DESCRIBES.has(first.fold))
    return !(KIND.has(first.fold) && !/^ال/.test(own[1]?.fold ?? ""));
  return !KIND.has(first.fold) && !DESCRIBES.has(first.fold) && !/[يه]ن$/.test(first.fold);
}

function isProper(words: readonly Word[], place: Stretch): boolean {
  const first = words[place.from];
  return (
    first !== undefined &&
    (first.caps || KEPT.has(first.fold) || PLAIN.has(words[place.from - 1]?.fold ?? ""))
  );
}

/** "Gulf Tech Trading LLC", "Nahdi Logistics": a capitalised run that ends in a company word. */
function bySuffix(text: Text): PlacedFact | null {
  const { words } = text.reading;
  for (let at = 1; at < words.length; at++) {
    if (!SUFFIXES.has(words[at]?.fold ?? "") || !words[at]?.caps) continue;
    let from = at;
    while (
      from > 0 &&
      words[from - 1]?.caps &&
      words[from - 1]?.kind === "word" &&
      !STOPS.has(words[from - 1]?.fold ?? "")
    )
      from--;
    const place = nameFrom(text, from);
    if (from < at && place) return company(text, place, 0.85);
  }
  return null;
}

/** "محمد من الأفق", "I'm Sarah from Nahdi": the company when it is no city. */
function fromAfterName(text: Text, name: Stretch | null): PlacedFact | null {
  const { words } = text.reading;
  const at = name?.to ?? -1;
  if (!/^(?:من|from|at|@|with)$/.test(words[at]?.fold ?? "")) return null;
  const first = words[at + 1];
  if (!first || !(first.caps || /^ال..../.test(first.fold))) return null;
  const place = nameFrom(text, at + 1);
  return place ? company(text, place, 0.6) : null;
}

/** A bare name as the answer to "your company?". */
function answered(text: Text): PlacedFact | null {
  const all = whole(text.reading);
  if (text.reading.clauses.some((clause) => clause.asks) || all.to - all.from > 7) return null;
  const place = nameFrom(text, all.from);
  return place && place.to === all.to ? company(text, place, 0.85) : null;
}
