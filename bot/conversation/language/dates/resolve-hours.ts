import type { Here } from "./calendar.ts";
import { prayerMinutes } from "./prayers.ts";
import type { Clock, DayPart } from "./slots.ts";

/** Minutes after midnight of the day (24 h and more belong to the next day), with other readings. */
export interface HourFound {
  readonly minutes: number;
  readonly alternatives: readonly number[];
}

const NOON = 720;
const DAY = 1440;

/** The hour a clock says, settled by the part of the day beside it or by business custom. */
export function resolveClock(clock: Clock, part: DayPart | undefined): HourFound {
  const { hour, minute } = clock;
  const at = (value: number) => value * 60 + minute;
  if (clock.half === "set" || hour > 12) return { minutes: at(hour), alternatives: [] };
  if (clock.half === "am") return { minutes: at(hour % 12), alternatives: [] };
  if (clock.half === "pm") return { minutes: at((hour % 12) + 12), alternatives: [] };
  if (part !== undefined) return inPart(hour, at, part.name);
  const morning = at(hour % 12);
  const evening = at((hour % 12) + 12);
  const isMorning = hour >= 7 && hour <= 11;
  return isMorning
    ? { minutes: morning, alternatives: [evening] }
    : { minutes: evening, alternatives: [morning] };
}

/** «تسعة الصبح» 09:00, «وحدة الظهر» 13:00, «اثنعش الليل» midnight. */
function inPart(hour: number, at: (hour: number) => number, name: string): HourFound {
  const early = at(hour % 12);
  const late = at((hour % 12) + 12);
  if (MORNING_PARTS.has(name)) return { minutes: early, alternatives: [] };
  if (name === "noon" || name === "midday" || name === "lunch") {
    return { minutes: hour === 11 || hour === 10 ? at(hour) : late, alternatives: [] };
  }
  if (name === "night" || name === "eve") return atNight(hour, at);
  return { minutes: late, alternatives: hour === 12 ? [at(24)] : [] };
}

const MORNING_PARTS = new Set(["dawn", "morning", "forenoon", "before-noon", "breakfast"]);

/** Six to eleven at night are before midnight, twelve is midnight, one to five are the small hours. */
function atNight(hour: number, at: (hour: number) => number): HourFound {
  if (hour === 12) return { minutes: at(24), alternatives: [] };
  return hour >= 6
    ? { minutes: at(hour + 12), alternatives: [] }
    : { minutes: at(hour), alternatives: [at(hour + 12)] };
}

/** A stretch of the day in minutes after midnight. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

const WINDOWS: ReadonlyMap<string, Window> = new Map([
  ["morning", { from: 8 * 60, to: NOON }],
  ["forenoon", { from: 9 * 60, to: 11 * 60 + 30 }],
  ["before-noon", { from: 10 * 60, to: NOON }],
  ["noon", { from: NOON, to: 14 * 60 }],
  ["midday", { from: NOON, to: 14 * 60 }],
  ["afternoon", { from: 13 * 60, to: 16 * 60 }],
  ["english-afternoon", { from: NOON, to: 16 * 60 }],
  ["evening", { from: 17 * 60, to: 21 * 60 }],
  ["night", { from: 18 * 60, to: DAY }],
  ["eve", { from: 18 * 60, to: DAY }],
  ["lunch", { from: NOON, to: 14 * 60 }],
  ["breakfast", { from: 8 * 60, to: 10 * 60 }],
  ["dinner", { from: 19 * 60, to: 21 * 60 }],
]);

/** When a part of the day is, on that day in that city. */
export function windowOf(part: DayPart, here: Here, day: number): Window {
  const plain = wholeWindow(part, here, day);
  if (part.edge === undefined) return plain;
  const middle = part.name === "morning" ? 10 * 60 : Math.round((plain.from + plain.to) / 2);
  return part.edge === "early" ? { from: plain.from, to: middle } : { from: middle, to: plain.to };
}

function wholeWindow(part: DayPart, here: Here, day: number): Window {
  const known = WINDOWS.get(part.name);
  if (part.name === "friday-prayer") {
    return part.side === "before" ? { from: 10 * 60, to: 11 * 60 + 30 } : { from: 13 * 60, to: 15 * 60 };
  }
  if (known !== undefined && part.side === "at") return known;
  if (known !== undefined && part.name !== "noon") {
    return part.side === "after"
      ? { from: known.to - 60, to: known.to + 120 }
      : { from: known.from - 120, to: known.from };
  }
  return prayerWindow(part, here, day);
}

/** After a prayer: from 25 to 90 minutes past its call; before: 90 to 15 minutes ahead of it. */
function prayerWindow(part: DayPart, here: Here, day: number): Window {
  const times = prayerMinutes(here.city, day);
  const calls = new Map([
    ["dawn", times.dawn],
    ["noon", times.noon],
    ["asr", times.asr],
    ["maghrib", times.maghrib],
    ["isha", times.isha],
  ]);
  const call = calls.get(part.name) ?? times.noon;
  if (part.side === "after") return { from: call + 25, to: call + 90 };
  if (part.side === "before") return { from: call - 90, to: call - 15 };
  if (part.name === "dawn") return { from: call, to: times.sunrise };
  if (part.name === "asr") return { from: call, to: call + 120 };
  return part.name === "maghrib" ? { from: call, to: times.isha } : { from: call, to: call + 90 };
}
