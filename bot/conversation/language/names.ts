import { ACT_WORDS } from "./lexicon/act-words.ts";
import { COMPANY_HEADS } from "./lexicon/people-companies.ts";
import { FIRST_NAMES_AR, FIRST_NAMES_EN, NAME_BINDERS, NOT_NAMES, TITLES } from "./lexicon/people-names.ts";
import { plainText } from "./normalise.ts";
import { PhraseBook } from "./patterns.ts";
import { isPlaceOrDay } from "./places.ts";
import type { Word } from "./reading.ts";
import { quoteOf } from "./reading.ts";
import type { PlacedFact, Stretch, Text } from "./text.ts";
import { claim } from "./text.ts";

const setOf = (...lists: string[]) => new Set(lists.flatMap((list) => plainText(list).split(" ")));
const KNOWN = setOf(FIRST_NAMES_AR, FIRST_NAMES_EN);
const TITLE = setOf(TITLES);
const BINDERS = setOf(NAME_BINDERS);
const NOT = setOf(
  NOT_NAMES,
  (ACT_WORDS.want ?? []).join(" "),
  (ACT_WORDS.negator ?? []).join(" "),
  COMPANY_HEADS.plain,
);

/** `strong` always brings a name; `opening` only where the clause begins; `weak` only a name we know. */
const cues = new PhraseBook<"strong" | "opening" | "weak">({})
  .add("strong", [
    "=اسمي|=واسمي|=اسمى",
    "my name is",
    "my names",
    "name is",
    "^ full? name",
    "^ contact name",
    "esmi|ismi",
    "اسمي الكريم",
    "^ الاسم :|هو|كامل|الكامل",
    "^ اسم العميل|المسؤول|المسوول|مقدم",
    "معك|معاك|معكم|معاكم اخوك|اختك|اخوكم|اختكم",
  ])
  .add("opening", [
    "=معك|=معاك|=معكم|=معاكم|=معاكي|=معكي|=معاج",
    "=محدثك|=محدثكم|=محدثتك|=محدثتكم|=يحدثك|=يراسلك|=تراسلك",
    "انا? =اخوك|=اختك|=اخوكم|=اختكم",
    "m3ak|ma3ak|ma3k|m3ik|ma3akom",
    "^ الاسم",
    "^ name|اسم :|-",
  ])
  .add("weak", [
    "=انا|=وانا",
    "=معك|=معاك|=معكم|=معاكم|=محدثك|=اخوك|=اخوكم|=اختك|=اختكم",
    "i am|m",
    "im",
    "this is",
    "its",
    "ana",
    "regards|تحياتي|sincerely|best",
    "المرسل|مقدم_الطلب|من_طرف",
    "الاسم",
  ]);

/** The person's own name, told with a cue, signed, or given when asked. */
export function findName(text: Text): PlacedFact | null {
  return (
    told(text) ??
    (text.context.asked === "name" ? answered(text) : null) ??
    saidBeforeCue(text) ??
    signed(text)
  );
}

function told(text: Text): PlacedFact | null {
  return toldBy(text, "strong") ?? toldBy(text, "opening") ?? toldBy(text, "weak");
}

function toldBy(text: Text, strength: "strong" | "opening" | "weak"): PlacedFact | null {
  const found = text.reading.clauses
    .filter((clause) => strength === "strong" || !clause.asks)
    .flatMap((clause) => cues.find(text.reading, clause).filter((cue) => opens(text, clause, cue)))
    .filter((cue) => cue.key === strength);
  for (const cue of found) {
    const name = nameAt(text.reading.words, cue.to, strength !== "weak");
    if (name && (strength === "strong" || isPerson(text, name)))
      return named(text, name, strength === "weak" ? 0.85 : 0.95);
  }
  return null;
}

const BEFORE_CUE: ReadonlySet<string> = new Set([
  "السلام",
  "عليكم",
  "وعليكم",
  "ورحمه",
  "الله",
  "وبركاته",
  "هلا",
  "اهلا",
  "مرحبا",
  "صباح",
  "مساء",
  "الخير",
  "النور",
  "تمام",
  "طيب",
  "ايه",
  "نعم",
  "hi",
  "hello",
  "salam",
]);

/** An opening cue stands first, or after greetings alone. */
function opens(text: Text, clause: Stretch, cue: Stretch & { readonly key: string }): boolean {
  if (cue.key !== "opening") return true;
  return text.reading.words
    .slice(clause.from, cue.from)
    .every((word) => word.kind === "mark" || BEFORE_CUE.has(word.fold));
}

/** Nobody is called by a city or a day, unless they say that it is their name. */
function isPerson({ reading }: Text, { from, to }: Stretch): boolean {
  return !isPlaceOrDay(quoteOf(reading, from, to));
}

function named(text: Text, place: Stretch, confidence: number): PlacedFact {
  return claim(text, "name", quoteOf(text.reading, place.from, place.to), place, confidence);
}

/** The name that begins at a word, after marks and titles; unknown first names only when the cue is strong. */
function nameAt(words: readonly Word[], start: number, strong: boolean): Stretch | null {
  let from = start;
  while (from < words.length && from - start < 5 && (isGapMark(words[from]) || isTitle(words, from))) from++;
  const first = words[from];
  if (!first || !isNamePart(first)) return null;
  const titled = words.slice(start, from).some((word) => word.kind === "word");
  const sure = strong || titled || isKnown(words, from) || isCapital(first);
  return sure ? { from, to: endOfName(words, from) } : null;
}

function isGapMark(word: Word | undefined): boolean {
  return word?.kind === "mark" && /^[:.\-/*]$/.test(word.fold);
}

function isTitle(words: readonly Word[], at: number): boolean {
  const word = words[at];
  if (!word || !TITLE.has(word.fold)) return false;
  const next = words[at + 1];
  if (word.fold.length === 1) return next?.fold === "." || next?.fold === "/";
  return next?.fold === "." || (next !== undefined && isNamePart(next));
}

function isKnown(words: readonly Word[], at: number): boolean {
  const fold = words[at]?.fold ?? "";
  return KNOWN.has(fold) || (BINDERS.has(fold) && words[at + 1]?.kind === "word");
}

function isCapital(word: Word): boolean {
  return /^[a-z]/.test(word.fold) && word.caps;
}

function isNamePart(word: Word): boolean {
  return word.kind === "word" && word.fold.length > 1 && !NOT.has(word.fold) && !/\d/.test(word.fold);
}

function endOfName(words: readonly Word[], from: number): number {
  let to = from + 1;
  while (to < words.length && to - from < 5 && continuesName(words, from, to)) to++;
  while (to > from + 1 && BINDERS.has(words[to - 1]?.fold ?? "")) to--;
  return to;
}

function continuesName(words: readonly Word[], from: number, at: number): boolean {
  const word = words[at];
  const before = words[at - 1]?.fold ?? "";
  if (!word) return false;
  if (word.kind === "mark")
    return word.fold === "-" && /^(?:al|el|abu)$/.test(before) && words[at - 1]?.end === word.start;
  if (!isNamePart(word)) return false;
  if (before === "-" || BINDERS.has(before) || BINDERS.has(word.fold) || KNOWN.has(word.fold)) return true;
  return /^[a-z]/.test(word.fold) ? continuesLatin(word) : continuesArabic(word, at - from);
}

function continuesLatin(word: Word): boolean {
  return word.caps || /^(?:al|el)[a-z]{3}/.test(word.fold);
}

function continuesArabic(word: Word, distance: number): boolean {
  if (/^ال..../.test(word.fold)) return true;
  return distance < 2 && !word.fold.startsWith("و") && !word.forms.some((form) => NOT.has(form));
}

/** A bare name as the answer to "your name?". */
function answered(text: Text): PlacedFact | null {
  const { reading } = text;
  if (/[#@\d]/.test(plainText(reading.raw.slice(0, 200)))) return null;
  for (const clause of reading.clauses) {
    if (clause.asks || clause.turns) continue;
    const name = nameAt(reading.words, clause.from, true);
    const isWhole = name?.to === clause.to || isKnown(reading.words, name?.from ?? -1);
    if (name && isWhole && name.to <= clause.to && isPerson(text, name)) return named(text, name, 0.85);
  }
  return null;
}

/** "محمد معك", "Ahmed here". */
function saidBeforeCue(text: Text): PlacedFact | null {
  const { words, clauses } = text.reading;
  for (const clause of clauses) {
    const name = isKnown(words, clause.from) ? nameAt(words, clause.from, false) : null;
    const next = words[name?.to ?? -1]?.fold ?? "";
    if (name && /^(?:معك|معاك|معكم|معاكم|here|speaking)$/.test(next)) return named(text, name, 0.9);
  }
  return null;
}

const ABOUT_WORK =
  /(?:مدير|مالك|صاحب|شركه|موسسه|مجموعه|مهندس|محاسب|مسوول|manager|ceo|owner|director|founder|engineer|officer|company|\d{7})/;

/** A known name alone on its line or before its title, in a message that also says where the person works. */
function signed(text: Text): PlacedFact | null {
  const { reading } = text;
  const { words } = reading;
  if (reading.clauses.length < 2 && !words.some((word) => word.fold === "-" || word.fold === "|"))
    return null;
  if (!ABOUT_WORK.test(plainText(reading.raw.slice(0, 1000)))) return null;
  for (const clause of reading.clauses) {
    const name = KNOWN.has(words[clause.from]?.fold ?? "") ? nameAt(words, clause.from, false) : null;
    if (name && (name.to === clause.to || words[name.to]?.kind === "mark")) return named(text, name, 0.8);
  }
  return null;
}
