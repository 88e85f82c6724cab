import { numberAt } from "../numbers.ts";
import { ordinalAt } from "../ordinals.ts";
import { glued } from "../tokens.ts";
import type { Sentence, Word } from "../words.ts";
import { followsUnit, meridiemAt, partFollows, zoneAt } from "./clock-around.ts";
import { type Hour, hourAt } from "./clock-hour.ts";
import { hasNamedMinutes, withMinutesAfter } from "./clock-minutes.ts";
import { skip, textAt } from "./reading.ts";
import type { Atom, Clock } from "./slots.ts";

/** What the grammar has read before: a bare number is an hour after a day, or in a range of hours. */
export interface ClockContext {
  /** A bare number counts as an hour. */
  readonly bareAllowed: boolean;
}

const MARKERS = new Set([
  "الساعه",
  "ساعه",
  "at",
  "@",
  "عند",
  "عالساعه",
  "للساعه",
  "بالساعه",
  "والساعه",
  "o'clock",
]);
const SOFT_MARKERS = new Set("علي ع around about حوالي حدود بحدود تقريبا by the is في".split(" "));
const CLOCK_WORDS = new Set(["o'clock", "oclock"]);
const TAILS = new Set(["o'clock", "oclock", "بالضبط", "تماما", "sharp", "تقريبا", "ish"]);

/** An hour: «الساعة ثلاثة ونص العصر», «خمسة إلا ربع», "half past three pm", «٩ص», 15:30; or null. */
export function clockAt(sentence: Sentence, index: number, context: ClockContext): Atom | null {
  return englishPast(sentence, index) ?? hourPhrase(sentence, index, context);
}

function hourPhrase(sentence: Sentence, index: number, context: ClockContext): Atom | null {
  const lead = leadAt(sentence, index);
  const bare = hourAt(sentence, lead.end, lead.isMarked);
  if (bare === null) return null;
  const hour = withMinutesAfter(sentence, bare, lead.isMarked || context.bareAllowed);
  const end = skip(sentence, hour.end, TAILS);
  const half = meridiemAt(sentence, end, hour.end);
  const isMarked = lead.isMarked || hour.sure || half !== null || CLOCK_WORDS.has(textAt(sentence, hour.end));
  const isHour = isMarked || partFollows(sentence, end) || isSoft(sentence, lead, hour, context);
  if (!isHour || isOtherNumber(sentence, lead.end, end, hour)) return null;
  return atomOf(sentence, hour, half, end);
}

function atomOf(
  sentence: Sentence,
  hour: Hour,
  half: { half: "am" | "pm"; end: number } | null,
  end: number,
): Atom | null {
  if (half?.half === "am" && hour.hour > 12) return null;
  const zone = zoneAt(sentence, half?.end ?? end);
  const settled = half?.half ?? (hour.set ? "set" : "open");
  const clock: Clock = {
    hour: hour.hour,
    minute: hour.minute,
    second: hour.second,
    half: settled,
    grain: hour.grain,
    ...(zone === null ? {} : { zone: zone.minutes }),
  };
  return { slots: { clock }, end: zone?.end ?? half?.end ?? end };
}

interface Lead {
  readonly end: number;
  readonly isMarked: boolean;
  readonly isSoft: boolean;
}

function leadAt(sentence: Sentence, index: number): Lead {
  let at = index;
  let isMarked = false;
  let isSoft = false;
  while (at - index < 4) {
    const text = textAt(sentence, at);
    if (!MARKERS.has(text) && !SOFT_MARKERS.has(text)) break;
    isMarked ||= MARKERS.has(text);
    isSoft ||= SOFT_MARKERS.has(text);
    at++;
  }
  return { end: at, isMarked, isSoft };
}

/** «على ستة ونص», «الثامنة والنصف»: named minutes make an hour; a bare number needs the caller's leave. */
function isSoft(sentence: Sentence, lead: Lead, hour: Hour, context: ClockContext): boolean {
  if (followsUnit(sentence, hour.end)) return false;
  if (context.bareAllowed) return true;
  const first = sentence.words[lead.end];
  if (first === undefined) return false;
  const isOrder = first.lexeme.ordinal !== undefined;
  if (hour.grain === "minute" && hasNamedMinutes(sentence, hour.end)) {
    return isOrder || lead.isSoft || first.prep === "ل" || sentence.words[hour.end - 1]?.stem === "نص";
  }
  return lead.isSoft && isOrder && isFeminine(first) && !followsNoun(sentence, hour.end);
}

function isFeminine(word: Word): boolean {
  return word.article && (word.stem.endsWith("ه") || word.stem === "اولي");
}

function followsNoun(sentence: Sentence, end: number): boolean {
  const next = sentence.words[end];
  return next !== undefined && next.token.kind === "word" && next.lexeme.tie === undefined;
}

const NOT_AFTER = new Set(["%", "/", "$"]);
const NOT_BEFORE = new Set(["/", "$", "."]);

/** Numbers that a marker or part beside them does not make an hour: counts, money, percent, parts of a code. */
function isOtherNumber(sentence: Sentence, start: number, end: number, hour: Hour): boolean {
  const next = sentence.words[end];
  const before = sentence.words[start - 1];
  if (next !== undefined && NOT_AFTER.has(next.text)) return true;
  const isCode = before !== undefined && NOT_BEFORE.has(before.text);
  if (isCode && glued(before.token, sentence.words[start]?.token)) return true;
  if (hour.sure) return before?.text === ":";
  return followsUnit(sentence, end) && next?.lexeme.meridiem === undefined && next?.text !== "h";
}

const PAST_LEADS = new Set(["at", "for", "a", "around", "about"]);
const PAST_SIGNS = new Map([
  ["past", 1],
  ["after", 1],
  ["to", -1],
  ["before", -1],
  ["till", -1],
]);

/** "half past three", "a quarter to noon", "10 past 9", "15 minutes past 3pm", "half three". */
function englishPast(sentence: Sentence, index: number): Atom | null {
  const start = skip(sentence, index, PAST_LEADS);
  const minutes = englishMinutes(sentence, start);
  if (minutes === null) return null;
  const sign = PAST_SIGNS.get(textAt(sentence, minutes.end));
  const isShortHalf = sign === undefined && textAt(sentence, start) === "half";
  if (sign === undefined && !isShortHalf) return null;
  const base = noonOr(sentence, isShortHalf ? minutes.end : minutes.end + 1);
  const clock = base?.slots.clock;
  if (base === null || clock === undefined || clock.grain === "minute") return null;
  if (sign === -1 && isHourOfRange(sentence, start, minutes, clock.hour)) return null;
  const total = clock.hour * 60 + (sign ?? 1) * minutes.value;
  const hour = Math.floor((total + 1440) / 60) % 24;
  const settled = hour === 0 && clock.hour === 1 ? 12 : hour;
  const moved: Clock = { ...clock, hour: settled, minute: ((total % 60) + 60) % 60, grain: "minute" };
  return { slots: { clock: moved }, end: base.end };
}

/** "9 to 11", "10 to 12": two hours; "20 to 3", "ten to eleven" and "9 minutes to 11" are one. */
function isHourOfRange(
  sentence: Sentence,
  index: number,
  minutes: { value: number; end: number },
  hour: number,
): boolean {
  const isSaid = minutes.end > index + 1 || sentence.words[index]?.token.kind !== "digits";
  const { value } = minutes;
  return !isSaid && (value % 5 !== 0 || value < hour);
}

function englishMinutes(sentence: Sentence, index: number): { value: number; end: number } | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  if (word.text === "half") return { value: 30, end: index + 1 };
  if (word.text === "quarter") return { value: 15, end: index + 1 };
  const mayCount = word.token.kind === "digits" || word.lexeme.enCardinal !== undefined;
  const number = mayCount ? numberAt(sentence, index) : null;
  if (number === null || number.value < 1 || number.value > 59 || !Number.isInteger(number.value))
    return null;
  const isMinutes = sentence.words[number.end]?.lexeme.unit === "minute";
  return { value: number.value, end: isMinutes ? number.end + 1 : number.end };
}

const NAMED_HOURS = new Map([
  ["noon", 12],
  ["midday", 12],
  ["midnight", 24],
]);

function noonOr(sentence: Sentence, index: number): Atom | null {
  const hour = NAMED_HOURS.get(textAt(sentence, index));
  if (hour === undefined) return hourPhrase(sentence, index, { bareAllowed: true });
  return { slots: { clock: { hour, minute: 0, second: 0, half: "set", grain: "hour" } }, end: index + 1 };
}

/** An hour as a feminine order word is sure beside a day: «الاثنين العاشرة». */
export function ordinalClockAt(sentence: Sentence, index: number): Atom | null {
  const word = sentence.words[index];
  if (word === undefined || !isFeminine(word) || ordinalAt(sentence, index)?.definite !== true) return null;
  return hourPhrase(sentence, index, { bareAllowed: true });
}
