import type { Sentence } from "../words.ts";
import { dayOfMonthAt, monthDateAt } from "./atoms-months.ts";
import { numericDateAt } from "./atoms-numeric.ts";
import { periodAt } from "./atoms-periods.ts";
import { skip, textAt } from "./reading.ts";
import type { Atom, Slots } from "./slots.ts";

const BEFORE_DAY = new Set(["يوم", "the", "اليوم", "on"]);
const DAY_TIES = new Set(["من", "of", "في", "day", "the", "in"]);
const WEEK_LEADS = new Set(["of", "starting", "beginning", "on", "commencing", "with", "the", "يوم"]);

/** «أسبوع ١٦ سبتمبر», "the week of october 7th", "w/c Feb 4": the week that holds a day. */
export function weekOfAt(sentence: Sentence, index: number): Atom | null {
  const start = textAt(sentence, index) === "the" ? index + 1 : index;
  const word = sentence.words[start];
  const isShort =
    word?.text === "w" && textAt(sentence, start + 1) === "/" && textAt(sentence, start + 2) === "c";
  if (word === undefined || (!isShort && (word.lexeme.unit !== "week" || word.article || word.text === "w")))
    return null;
  const at = isShort ? start + 3 : skip(sentence, start + 1, WEEK_LEADS);
  const day =
    monthDateAt(sentence, at) ??
    numericDateAt(sentence, at) ??
    (at > start + 2 ? bareDayAt(sentence, at - 1, {}) : null);
  if (day?.slots.dom === undefined || textAt(sentence, at).length === 0) return null;
  return { slots: { ...day.slots, weekOf: true }, end: day.end };
}

/** «العشرين من هذا الشهر», «خمسطعش هذا الشهر», "20th of next month". */
export function dayOfPeriodAt(sentence: Sentence, index: number): Atom | null {
  const start = skip(sentence, index, BEFORE_DAY);
  const word = sentence.words[start];
  if (word === undefined || (word.lexeme.weekday !== undefined && word.lexeme.cardinal === undefined))
    return null;
  const day = dayOfMonthAt(sentence, start);
  if (day === null) return null;
  const at = skip(sentence, day.end, DAY_TIES);
  const period = periodAt(sentence, at) ?? (at > day.end ? periodAt(sentence, at - 1) : null);
  return period?.slots.period === "month"
    ? { slots: { ...period.slots, dom: day.value }, end: period.end }
    : null;
}

const DAY_LEADS = new Set(["يوم", "ليوم", "بيوم", "تاريخ", "بتاريخ"]);
const BARE_DAY_LEADS = new Set([...DAY_LEADS, "the", "on"]);

/** «يوم ١٥», «الثلاثاء التاسع عشر», "the 15th", "on the 21st". */
export function bareDayAt(sentence: Sentence, index: number, slots: Slots): Atom | null {
  const start = skip(sentence, index, BARE_DAY_LEADS);
  const isLed =
    start > index &&
    [...DAY_LEADS].some((lead) => sentence.words.slice(index, start).some(({ text }) => text === lead));
  const day = dayOfMonthAt(sentence, start);
  if (day === null || "month" in slots || "dom" in slots || isAnotherDay(sentence, start)) return null;
  const afterWeekday = "weekday" in slots && !("nth" in slots);
  const before = textAt(sentence, start - 1);
  const isEnglishOrdinal =
    /^(?:st|nd|rd|th)$/.test(textAt(sentence, day.end - 1)) && (before === "the" || before === "on");
  const isSure = isLed || afterWeekday || isEnglishOrdinal;
  if (!isSure || followsNoun(sentence, day.end) || isRangeEnd(sentence, before, day.end)) return null;
  if (!isLed && isHourAfterNext(sentence, start, day, slots)) return null;
  return { slots: { dom: day.value }, end: day.end };
}

/** «ليوم ثاني» is another day; the second is «يوم الثاني» or «يوم ٢». */
function isAnotherDay(sentence: Sentence, at: number): boolean {
  const word = sentence.words[at];
  return word?.stem === "ثاني" && !word.article && word.token.kind !== "digits";
}

/** «الأربعاء الجاي ١١»: which Wednesday is already said, so a bare number on the dial is its hour. */
function isHourAfterNext(
  sentence: Sentence,
  start: number,
  day: { readonly value: number; readonly end: number },
  slots: Slots,
): boolean {
  const isBare = day.end === start + 1 && /^\d+$/.test(textAt(sentence, start));
  return isBare && day.value <= 12 && "weekdayShift" in slots;
}

function followsNoun(sentence: Sentence, end: number): boolean {
  const next = sentence.words[end];
  if (next === undefined) return false;
  const { unit, daypart, meridiem, scale } = next.lexeme;
  if (unit !== undefined || daypart !== undefined || meridiem !== undefined || scale !== undefined)
    return true;
  return DAY_BREAKERS.has(next.text);
}

const RANGE_OPENINGS = new Set(["من", "from", "بين", "between"]);
const RANGE_TIES = new Set(["الي", "to", "لين", "حتي", "till", "until", "-"]);

/** «الأحد من ٩ إلى ١١», "sunday 9 to 5": hours, not the ninth. */
function isRangeEnd(sentence: Sentence, before: string, end: number): boolean {
  if (!RANGE_TIES.has(textAt(sentence, end))) return false;
  const far = sentence.words[end + 1];
  const isDated = sentence.words[end + 2]?.lexeme.month !== undefined;
  return RANGE_OPENINGS.has(before) || (far?.token.kind === "digits" && !isDated);
}

const DAY_BREAKERS = new Set([":", "%", "century", "/", "-"]);
