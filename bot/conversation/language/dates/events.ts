import {
  EID_LEAVE_DAYS,
  ENGLISH_EVENTS,
  MOON_EVENTS,
  SAUDI_EVENTS,
  WORLD_EVENTS,
} from "../lexicon/date-events.ts";
import { phraseAt, phrasesOf } from "../phrases.ts";
import type { Sentence } from "../words.ts";
import { civil, dayNumber, firstOfMonth, type Here, monthLength, weekdayOf } from "./calendar.ts";
import { moonFeast, parsiNewYear, taxDay } from "./feasts.ts";
import { hijriDay, hijriYearOf } from "./hijri.ts";
import { shiftAfter, shiftBefore, skip, textAt } from "./reading.ts";
import type { Atom, DaySpan, Slots } from "./slots.ts";
import { withYear } from "./years.ts";

const EVENTS = phrasesOf([...SAUDI_EVENTS, ...WORLD_EVENTS, ...ENGLISH_EVENTS, ...MOON_EVENTS]);

/** True when some event begins with this word. */
export function isEventStart(text: string): boolean {
  return EVENTS.byFirst.has(text);
}

/** Events that are plain words unless «قبل» or «بعد» leads them. */
const NEEDS_SIDE = new Set(["school-break", "school-start", "eid", "hajj"]);

/** Words that may stand between the pointing word and the name. */
const EVENT_FILLERS = new Set(["اجازه", "موسم", "the", "شهر", "day", "of"]);

/** A named day or season with its side: «بعد رمضان», «قبل الحج», «اليوم الوطني», "easter 2018"; or null. */
export function eventAt(sentence: Sentence, index: number): Atom | null {
  const side = sideAt(sentence, index);
  const shift = side === null ? shiftBefore(sentence, index) : null;
  const first = shift?.end ?? (side === null ? index : index + 1);
  const found = bestPhrase(sentence, skip(sentence, first, EVENT_FILLERS)) ?? bestPhrase(sentence, first);
  if (found === null || isBirthday(sentence, found.end, found.value)) return null;
  if (side === null && isOtherThing(sentence, index, found.value)) return null;
  const after = shift ?? shiftAfter(sentence, found.end);
  const slots: Slots = { event: found.value, eventSide: side ?? "at" };
  if (after === null) return withYear(sentence, slots, found.end);
  const pointed: Slots = { ...slots, eventShift: after.shift };
  return { slots: pointed, end: Math.max(after.end, found.end) };
}

/** Without «قبل» or «بعد» some names are other words: the feast in general, a man called Ramadan. */
function isOtherThing(sentence: Sentence, index: number, key: string): boolean {
  if (NEEDS_SIDE.has(key)) return !isLed(sentence, index, key);
  return key === "ramadan" && isNameOrMonth(sentence, index);
}

/** An event named without the words that make it sure, where a tie before it has done that. */
export function bareEventAt(sentence: Sentence, index: number): Atom | null {
  const found = bestPhrase(sentence, index);
  return found === null ? null : { slots: { event: found.value, eventSide: "at" }, end: found.end };
}

function bestPhrase(sentence: Sentence, index: number) {
  const exact = phraseAt(EVENTS, sentence, index);
  if (exact !== null) return exact;
  const word = sentence.words[index];
  const isPeelable =
    word !== undefined &&
    (word.prep === "ب" || word.prep === "ل" || word.and) &&
    word.lexeme.hijriMonth === 9;
  return isPeelable ? { value: "ramadan", start: index, end: index + 1 } : null;
}

function sideAt(sentence: Sentence, index: number): "after" | "before" | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  if (word.stem === "بعد" || word.stem === "عقب" || word.text === "after") return "after";
  return word.stem === "قبل" || word.text === "before" ? "before" : null;
}

/** «عيد ميلاد» is a birthday, «عيد زواج» an anniversary. */
function isBirthday(sentence: Sentence, end: number, key: string): boolean {
  const next = textAt(sentence, end);
  return (
    key === "eid" &&
    (next.startsWith("ميلاد") ||
      next.startsWith("زواج") ||
      next.startsWith("الزواج") ||
      next.startsWith("الميلاد"))
  );
}

function isLed(sentence: Sentence, index: number, key: string): boolean {
  const before = textAt(sentence, index - 1);
  return (
    key === "eid" &&
    (before === "في" || before === "خلال" || before === "اجازه" || sentence.words.length <= 2) &&
    textAt(sentence, index) !== "عيد"
  );
}

const NAME_CUES = new Set([
  "اسمي",
  "انا",
  "معك",
  "معاك",
  "استاذ",
  "الاستاذ",
  "ابو",
  "بو",
  "السيد",
  "اخوك",
  "مع",
]);

/** «رمضان» is also a man's name, and a month after a day number. */
function isNameOrMonth(sentence: Sentence, index: number): boolean {
  const before = sentence.words[index - 1];
  if (before === undefined) return false;
  return NAME_CUES.has(before.text) || before.token.kind === "digits";
}

/** Moon feasts: which days they take in a moon year. */
const MOON_SPANS: ReadonlyMap<string, (year: number) => DaySpan | null> = new Map([
  ["ramadan", (year: number) => between(hijriDay(year, 9, 1), hijriDay(year, 10, 1))],
  ["eid-fitr", (year: number) => lasting(hijriDay(year, 10, 1), 1)],
  ["eid-adha", (year: number) => lasting(hijriDay(year, 12, 10), 1)],
  ["hajj", (year: number) => between(hijriDay(year, 12, 8), hijriDay(year, 12, 13))],
]);

function between(from: number | null, to: number | null): DaySpan | null {
  return from === null || to === null ? null : { from, to };
}

function lasting(from: number | null, length: number): DaySpan | null {
  return from === null ? null : { from, to: from + length };
}

/** The days an event takes: in `year` (solar or moon) when said, else the next time it comes; null when unknown. */
export function eventDays(key: string, here: Here, year: number | null): DaySpan | null {
  if (key === "eid") return nearest([eventDays("eid-fitr", here, year), eventDays("eid-adha", here, year)]);
  const moon = MOON_SPANS.get(key) ?? (key.startsWith("h:") ? moonDay(key) : undefined);
  if (moon !== undefined) return moonSpan(moon, here, year);
  const solar = (at: number) => lasting(solarDay(key, at), solarLength(key));
  if (year !== null) return solar(year);
  const current = civil(here.today).year;
  const first = solar(current);
  return first !== null && first.to > here.today ? first : solar(current + 1);
}

function nearest(spans: readonly (DaySpan | null)[]): DaySpan | null {
  return spans.reduce(
    (best, span) => (span !== null && (best === null || span.from < best.from) ? span : best),
    null,
  );
}

function moonDay(key: string): (year: number) => DaySpan | null {
  const [month = 1, day = 1] = key.slice(2).split("-").map(Number);
  return (year) => lasting(hijriDay(year, month, day), 1);
}

function moonSpan(span: (year: number) => DaySpan | null, here: Here, year: number | null): DaySpan | null {
  if (year !== null && year < 1600) return span(year);
  if (year !== null) return moonInSolarYear(span, year);
  const first = hijriYearOf(here.today);
  for (const candidate of [first, first + 1]) {
    const found = span(candidate);
    if (found !== null && found.to > here.today) return found;
  }
  return null;
}

function moonInSolarYear(span: (year: number) => DaySpan | null, year: number): DaySpan | null {
  const middle = hijriYearOf(firstOfMonth(year, 7));
  for (const candidate of [middle, middle - 1, middle + 1]) {
    const found = span(candidate);
    if (found !== null && civil(found.from).year === year) return found;
  }
  return null;
}

const LENGTHS = new Map([
  ["school-break", 60],
  ["school-start", 14],
  ["lent", 46],
]);

function solarLength(key: string): number {
  const [, days] = key.split("*");
  return LENGTHS.get(key) ?? (days === undefined ? 1 : Number(days));
}

function solarDay(key: string, year: number): number | null {
  const fixed = /^(\d\d)-(\d\d)(?:\*\d+)?$/.exec(key);
  if (fixed !== null) return dayNumber(year, Number(fixed[1]), Number(fixed[2]));
  const nth = /^nth:(\d\d)-(\d)-(-?\d)$/.exec(key);
  if (nth !== null) return nthWeekday(year, Number(nth[1]), Number(nth[2]), Number(nth[3]));
  const easter = /^(easter|orthodox)\+(-?\d+)$/.exec(key);
  if (easter !== null)
    return (easter[1] === "easter" ? easterDay(year) : orthodoxEaster(year)) + Number(easter[2]);
  return moonFeast(key, year) ?? keyedDay(key, year);
}

const KEYED_DAYS: ReadonlyMap<string, (year: number) => number | null> = new Map([
  ["grandparents", (year: number) => nthWeekday(year, 9, 1, 1) + 6],
  ["cyber-monday", (year: number) => nthWeekday(year, 11, 4, 4) + 4],
  ["small-business", (year: number) => nthWeekday(year, 11, 4, 4) + 2],
  ["lent", (year: number) => easterDay(year) - 46],
  ["black-friday", (year: number) => nthWeekday(year, 11, 4, 4) + 1],
  ["boss-day", (year: number) => workingNearest(firstOfMonth(year, 10) + 15)],
  ["school-break", (year: number) => dayNumber(year, 6, 25)],
  ["school-start", (year: number) => dayNumber(year, 8, 24)],
  ["kings-day", (year: number) => notSunday(firstOfMonth(year, 4) + 26)],
  ["administrators", (year: number) => nthWeekday(year, 4, 6, -1) - 3],
  ["military-spouse", (year: number) => nthWeekday(year, 5, 0, 2) - 2],
  ["election-day", (year: number) => nthWeekday(year, 11, 1, 1) + 1],
  [
    "victoria-day",
    (year: number) => firstOfMonth(year, 5) + 23 - ((weekdayOf(firstOfMonth(year, 5) + 23) + 6) % 7),
  ],
  ["advent", (year: number) => firstOfMonth(year, 12) + 24 - weekdayOf(firstOfMonth(year, 12) + 24) - 21],
  ["holi", (year: number) => feastAfter("in:12-15-18.5", year)],
  ["parsi-new-year", parsiNewYear],
  ["tax-day", taxDay],
]);

function feastAfter(key: string, year: number): number | null {
  const day = moonFeast(key, year);
  return day === null ? null : day + 1;
}

function notSunday(day: number): number {
  return weekdayOf(day) === 0 ? day - 1 : day;
}

function keyedDay(key: string, year: number): number | null {
  return KEYED_DAYS.get(key)?.(year) ?? null;
}

function workingNearest(day: number): number {
  return weekdayOf(day) === 6 ? day - 1 : weekdayOf(day) === 0 ? day + 1 : day;
}

/** The count-th weekday of a month; -1 the last. */
export function nthWeekday(year: number, month: number, weekday: number, count: number): number {
  const first = firstOfMonth(year, month);
  if (count > 0) return first + ((weekday - weekdayOf(first) + 7) % 7) + (count - 1) * 7;
  const last = first + monthLength(year, month) - 1;
  return last - ((weekdayOf(last) - weekday + 7) % 7) + (count + 1) * 7;
}

/** Easter Sunday by the Gregorian computus. */
function easterDay(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const epact =
    (century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25) + 19 * golden + 15) % 30;
  const moon =
    epact - Math.floor(epact / 28) * (1 - Math.floor(29 / (epact + 1)) * Math.floor((21 - golden) / 11));
  const weekday = (year + Math.floor(year / 4) + moon + 2 - century + Math.floor(century / 4)) % 7;
  const offset = moon - weekday;
  const month = 3 + Math.floor((offset + 40) / 44);
  return firstOfMonth(year, month) + offset + 28 - 31 * Math.floor(month / 4) - 1;
}

/** Easter Sunday of the eastern churches, as a Gregorian day (Julian computus, 13 days behind in our centuries). */
function orthodoxEaster(year: number): number {
  const moon = (19 * (year % 19) + 15) % 30;
  const weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7;
  const month = Math.floor((moon + weekday + 114) / 31);
  return firstOfMonth(year, month) + ((moon + weekday + 114) % 31) + 13;
}

/** The first working day when people are back after the event: after the leave for an Eid, the next day for others. */
export function firstDayAfter(key: string, span: DaySpan): number {
  const isFitr = key === "ramadan" || key === "eid-fitr";
  const isAdha = key === "hajj" || key === "eid-adha" || key === "eid";
  const leaveStart =
    key === "ramadan"
      ? span.to
      : key === "eid-adha"
        ? span.from - 1
        : key === "hajj"
          ? span.from + 1
          : span.from;
  let day = isFitr || isAdha ? leaveStart + EID_LEAVE_DAYS : span.to;
  while (weekdayOf(day) === 5 || weekdayOf(day) === 6) day++;
  return day;
}
