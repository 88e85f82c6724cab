import type { Sentence, Word } from "../words.ts";
import { shiftAfter, shiftBefore, skip, textAt } from "./reading.ts";
import type { Atom, DayPart, Slots } from "./slots.ts";

const PART_POINTERS = new Set([
  "في",
  "the",
  "in",
  "of",
  "ال",
  "وقت",
  "فتره",
  "من",
  "this",
  "هذا",
  "هذي",
  "هذه",
  "هاذا",
  "هاذي",
  "صلاه",
]);
const DAY_POINTERS = new Set(["يوم", "هذا", "هذه", "هذي", "of", "on", "the"]);
const BEFORE_EDGE = new Set(["في", "عند", "وقت"]);

/** Parts that stand alone without «ال» or a tie: «صباحا», «الليلة», "tonight". */
const ADVERBS = new Set(
  "صباحا مساءا مساء مسا مسايا ظهرا عصرا فجرا ليلا ضحي مغربا عشيه الليله هالليله tonight tonite 2nite noon midday afternoon evening morning".split(
    " ",
  ),
);

/** Parts that are something else unless a tie leads them or a day stands beside them (Morocco, dinner, era, lunch). */
const NEEDS_TIE = new Set(["maghrib", "isha", "lunch", "breakfast", "dinner", "eve"]);

const LEADS = new Set([
  "في",
  "ب",
  "the",
  "in",
  "at",
  "during",
  "وقت",
  "فتره",
  "من",
  "صلاه",
  "this",
  "on",
  "for",
  "every",
  "each",
  "a",
  "one",
]);

/** A part of the day: «الصبح», «بعد الظهر», «قبل المغرب», «بعد صلاة العشاء», "late morning"; or null. */
export function partAt(sentence: Sentence, index: number): Atom | null {
  return (
    shiftedPart(sentence, index) ??
    sided(sentence, index) ??
    midPart(sentence, index) ??
    plainPart(sentence, index)
  );
}

const SHIFTED_PARTS = new Set(["night", "morning", "evening", "afternoon"]);

/** "last night", "next evening", «الليلة الماضية»: that part of yesterday or tomorrow. */
function shiftedPart(sentence: Sentence, index: number): Atom | null {
  const before = sentence.words[index]?.lexeme.shift === undefined ? null : shiftBefore(sentence, index);
  const english = before === null ? undefined : sentence.words[before.end];
  if (
    before !== null &&
    before.shift !== 0 &&
    SHIFTED_PARTS.has(english?.lexeme.daypart ?? "") &&
    english !== undefined
  ) {
    const name = partName(english.lexeme.daypart ?? "", english);
    return { slots: { offset: before.shift, part: { name, side: "at" } }, end: before.end + 1 };
  }
  const after = sentence.words[index]?.text === "الليله" ? shiftAfter(sentence, index + 1) : null;
  if (after === null || after.shift === 0) return null;
  return { slots: { offset: after.shift, part: { name: "night", side: "at" } }, end: after.end };
}

const SIDES: ReadonlyMap<string, "after" | "before"> = new Map([
  ["بعد", "after"],
  ["عقب", "after"],
  ["after", "after"],
  ["قبل", "before"],
  ["before", "before"],
]);
const BEFORE_PRAYER = new Set(["صلاه", "ال", "the", "وقت"]);
const SIDED = new Set(["dawn", "noon", "asr", "maghrib", "isha", "lunch", "breakfast", "dinner"]);

/** «بعد العصر», «قبل الظهر», "before lunch", "after work". */
function sided(sentence: Sentence, index: number): Atom | null {
  const edge = edgeBefore(sentence, index);
  const side = SIDES.get(sentence.words[edge.end]?.stem ?? "");
  if (side === undefined) return null;
  const at = skip(sentence, edge.end + 1, BEFORE_PRAYER);
  const word = sentence.words[at];
  if (word === undefined || word.and || isMeridiemOnly(word)) return null;
  const isPrayer = textAt(sentence, at - 1) === "صلاه";
  const isFriday =
    word.stem === "جمعه" && (isPrayer || (word.article && at === edge.end + 1 && side === "after"));
  if (isFriday) return { slots: { part: { name: "friday-prayer", side } }, end: at + 1 };
  return sidedPart(word, side, isPrayer, edge.edge, afterPointer(sentence, at + 1));
}

/** «بعد الظهر» and «قبل الظهر» are parts of the day of their own, unless the prayer is meant. */
function sidedPart(
  word: Word,
  side: "after" | "before",
  isPrayer: boolean,
  edge: "early" | "late" | undefined,
  end: number,
): Atom | null {
  const name = word.lexeme.daypart;
  if (name === "noon" && isArabic(word) && !isPrayer) {
    return {
      slots: withEdge({ name: side === "after" ? "afternoon" : "before-noon", side: "at" }, edge),
      end,
    };
  }
  return name !== undefined && SIDED.has(name) ? { slots: { part: { name, side } }, end } : null;
}

function withEdge(part: DayPart, edge: "early" | "late" | undefined): Slots {
  return { part: edge === undefined ? part : { ...part, edge } };
}

function isArabic(word: Word): boolean {
  return word.text.charCodeAt(0) > 0x600;
}

function isMeridiemOnly(word: Word): boolean {
  return word.text.length === 1;
}

/** «بعد الظهر هذا», «الظهرية هاذي»: the pointing word belongs to the part. */
function afterPointer(sentence: Sentence, end: number): number {
  const next = sentence.words[end];
  return next?.lexeme.pointing === true && isArabic(next) && next.text !== "ه" && !pointsOn(sentence, end)
    ? end + 1
    : end;
}

/** «هذا اليوم»: the pointing word belongs to what follows. */
function pointsOn(sentence: Sentence, index: number): boolean {
  const next = sentence.words[index + 1];
  return (
    next !== undefined &&
    (next.lexeme.unit !== undefined || next.lexeme.weekday !== undefined || next.text === "اليوم")
  );
}

/** «نص الليل», «منتصف النهار», "midnight", "mid night": hours with a name. */
function midPart(sentence: Sentence, index: number): Atom | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  if (word.text === "midnight") return clockNamed(0, index + 1);
  const isMiddle = word.stem === "نص" || word.stem === "منتصف" || word.stem === "نصف" || word.text === "mid";
  if (!isMiddle) return null;
  const at = textAt(sentence, index + 1) === "-" ? index + 2 : index + 1;
  const next = sentence.words[at];
  if (next?.text === "النهار" || next?.text === "day") return clockNamed(12, at + 1);
  if (next?.lexeme.daypart === "night") return clockNamed(0, at + 1);
  if (next?.lexeme.daypart === "morning") return clockNamed(10, at + 1);
  return next?.lexeme.daypart === "noon" || next?.lexeme.daypart === "afternoon"
    ? clockNamed(14, at + 1)
    : null;
}

function clockNamed(hour: number, end: number): Atom {
  return { slots: { clock: { hour, minute: 0, second: 0, half: "set", grain: "hour" } }, end };
}

function plainPart(sentence: Sentence, index: number): Atom | null {
  const edge = edgeBefore(sentence, index);
  const led = skip(sentence, edge.end, PART_POINTERS);
  const word = sentence.words[led];
  const name = word?.lexeme.daypart;
  if (word === undefined || name === undefined || isMeridiemOnly(word)) return null;
  if (!isTimeWord(sentence, index, led, word, name) || isGreeting(sentence, led, word)) return null;
  const after = edgeAfter(sentence, led + 1);
  const part: DayPart = { name: partName(name, word), side: "at" };
  const slots = withEdge(part, edge.edge ?? after.edge);
  const end = afterPointer(sentence, after.end);
  const isTonight = name === "tonight" || (word.near && name === "eve");
  return {
    slots: isTonight
      ? { ...withEdge({ ...part, name: "night" }, edge.edge), offset: 0 }
      : pointedToday(sentence, led, slots),
    end,
  };
}

/** "this morning", «هذا المساء»: today. */
function pointedToday(sentence: Sentence, led: number, slots: Slots): Slots {
  const before = sentence.words[led - 1];
  const isThis = before?.lexeme.pointing === true || sentence.words[led]?.near === true;
  return isThis ? { ...slots, offset: 0 } : slots;
}

function partName(name: string, word: Word): string {
  if (name === "noon" && !isArabic(word)) return "midday";
  if (name === "afternoon") return "english-afternoon";
  return name;
}

function isTimeWord(sentence: Sentence, index: number, led: number, word: Word, name: string): boolean {
  if (name === "tonight") return true;
  const isLed =
    led > index ||
    (name === "night" && word.text.startsWith("ب")) ||
    LEADS.has(textAt(sentence, index - 1)) ||
    word.prep === "ب" ||
    word.prep === "ل" ||
    word.prep === "ع" ||
    word.near;
  if (NEEDS_TIE.has(name)) return isTieStrong(sentence, index, led, name);
  if (ADVERBS.has(word.text)) return true;
  return word.article || isLed || sentence.words.length === 1 || isBesideDay(sentence, led);
}

/** «صباح الخميس», «ظهر اليوم», «ليلة الغد»: the part of a day that follows. */
function isBesideDay(sentence: Sentence, at: number): boolean {
  const next = sentence.words[skip(sentence, at + 1, DAY_POINTERS)];
  if (isPreviousDay(sentence, at)) return true;
  if (next === undefined) return false;
  const { dayWord, weekday } = next.lexeme;
  return dayWord !== undefined || weekday !== undefined || next.lexeme.month !== undefined;
}

function isPreviousDay(sentence: Sentence, at: number): boolean {
  const before = sentence.words[at - 1];
  const { dayWord, weekday, month } = before?.lexeme ?? {};
  return dayWord !== undefined || weekday !== undefined || month !== undefined;
}

function isTieStrong(sentence: Sentence, index: number, led: number, name: string): boolean {
  const before = textAt(sentence, led - 1);
  if (before === "وقت" || before === "صلاه") return true;
  if (sentence.words[led]?.and === true && sentence.words[led - 1]?.lexeme.daypart !== undefined) return true;
  if (name === "eve") return isBesideDay(sentence, led);
  if (name === "maghrib" || name === "isha") return isPreviousDay(sentence, led) && index === led;
  return before === "at" && name === "lunch" ? true : isPreviousDay(sentence, led);
}

/** «صباح الخير», «مساء النور», "good morning": greetings. */
function isGreeting(sentence: Sentence, at: number, word: Word): boolean {
  const next = textAt(sentence, at + 1);
  if (GREETING_NEXT.has(next)) return true;
  const before = textAt(sentence, at - 1);
  return before === "good" || (before === "happy" && !isArabic(word));
}

const GREETING_NEXT = new Set([
  "الخير",
  "النور",
  "الورد",
  "الفل",
  "الياسمين",
  "السعاده",
  "الجمال",
  "الهنا",
  "خير",
  "النورر",
  "الانوار",
  "الرضا",
]);

const EARLY = new Set(["early", "باكر", "مبكر", "بدري", "اول", "باكرا", "مبكرا"]);
const LATE = new Set(["late", "later", "اواخر", "متاخر", "اخر", "متاخرا"]);
const EDGE_FILL = new Set(["وقت", "في", "من", "عند", "in", "the", "of", "this"]);

/** «في وقت مبكر من», "early in the", «أواخر» before a part. */
function edgeBefore(sentence: Sentence, index: number): { edge: "early" | "late" | undefined; end: number } {
  const at = skip(sentence, index, BEFORE_EDGE);
  const text = textAt(sentence, at);
  const edge = EARLY.has(text) ? "early" : LATE.has(text) ? "late" : undefined;
  if (edge === undefined) return { edge, end: index };
  const end = skip(sentence, at + 1, EDGE_FILL);
  return sentence.words[end]?.lexeme.daypart === undefined && textAt(sentence, end) !== "بعد"
    ? { edge: undefined, end: index }
    : { edge, end };
}

/** «الصباح الباكر», «الصبح بدري». */
function edgeAfter(sentence: Sentence, index: number): { edge: "early" | "late" | undefined; end: number } {
  const word = sentence.words[index];
  const text = word === undefined ? "" : word.text;
  if (text === "الباكر" || text === "بدري" || text === "المبكر") return { edge: "early", end: index + 1 };
  return text === "المتاخر" ? { edge: "late", end: index + 1 } : { edge: undefined, end: index };
}
