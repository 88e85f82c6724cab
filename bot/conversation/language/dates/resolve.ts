import type { Moment } from "../../understanding.ts";
import { DAY_MS, type Here, isoOf, MINUTE_MS } from "./calendar.ts";
import type { Days } from "./days.ts";
import { resolveDays } from "./resolve-days.ts";
import { resolveClock, windowOf } from "./resolve-hours.ts";
import { type Clock, type Fixed, type Grain, hasTime, type Slots } from "./slots.ts";

/** A moment in wall time, before it is written as text. */
export interface Resolved {
  readonly from: number;
  readonly to: number | null;
  readonly grain: Grain;
  readonly day: boolean;
  readonly hour: boolean;
  readonly alternatives: readonly number[];
}

/** What the slots mean here and now; null when they mean nothing or a day that does not exist. */
export function resolve(slots: Slots, here: Here): Resolved | null {
  if (slots.event !== undefined && slots.fixed !== undefined) return eventThen(slots, slots.fixed, here);
  if (slots.fixed !== undefined) return fixedMoment(slots, slots.fixed, here);
  const days = resolveDays(slots, here, isStillToday(slots, here));
  if (days === "impossible") return null;
  if (!hasTime(slots)) return days === null ? null : wholeDays(slots, days, here);
  const day = days?.from ?? defaultDay(slots, here);
  const timed = timeOf(slots, here, day);
  if (timed === null) return null;
  const others = (days?.alternatives ?? []).map((other) => timed.from + (other - day) * DAY_MS);
  return { ...timed, day: days !== null, alternatives: [...others, ...timed.alternatives] };
}

/** Writes wall time as the outside contract wants it. */
export function momentOf(resolved: Resolved, here: Here): Moment {
  const iso = (wall: number) => isoOf(wall, here.offsetMinutes);
  const { from, to, grain, day, hour, alternatives } = resolved;
  return {
    from: iso(from),
    to: to === null ? null : iso(to),
    grain,
    day,
    hour,
    alternatives: alternatives.map(iso),
  };
}

function wholeDays(slots: Slots, days: Days, here: Here): Resolved {
  const isSaudiWeekend = slots.period === "weekend" && here.firstWeekday === 0;
  const from = days.from * DAY_MS + (isSaudiWeekend ? 17 * 60 * MINUTE_MS : 0);
  return {
    from,
    to: days.isPoint ? null : days.to * DAY_MS,
    grain: days.grain,
    day: days.isPoint,
    hour: false,
    alternatives: days.alternatives.map((day) => day * DAY_MS),
  };
}

/** "christmas in two years": the next one after that day. */
function eventThen(slots: Slots, fixed: Fixed, here: Here): Resolved | null {
  const { fixed: _fixed, ...rest } = slots;
  return resolve(rest, { ...here, today: Math.floor(fixed.from / DAY_MS) });
}

/** Counted from now; an hour said beside it («بعد يومين الساعة ٣») takes that day. */
function fixedMoment(slots: Slots, fixed: Fixed, here: Here): Resolved | null {
  if (hasTime(slots) && fixed.grain === "day") {
    const timed = timeOf(slots, here, Math.floor(fixed.from / DAY_MS));
    return timed === null ? null : { ...timed, day: true };
  }
  const isClock = fixed.grain === "minute" || fixed.grain === "hour";
  return { ...fixed, day: fixed.to === null || isClock, hour: isClock, alternatives: [] };
}

/** True when the hour said has not passed yet today. */
function isStillToday(slots: Slots, here: Here): boolean {
  const timed = hasTime(slots) ? timeOf(slots, here, here.today) : null;
  return timed !== null && (timed.to ?? timed.from) > here.now;
}

/** Today, or tomorrow when that part of the day is over (or, while a meeting is being set, that hour). */
function defaultDay(slots: Slots, here: Here): number {
  const timed = timeOf(slots, here, here.today);
  const isPassed = timed !== null && (timed.to ?? timed.from) <= here.now;
  const mayRoll = here.forward || slots.clock === undefined;
  return isPassed && mayRoll ? here.today + 1 : here.today;
}

type Timed = Pick<Resolved, "from" | "to" | "grain" | "day" | "hour" | "alternatives">;

function timeOf(slots: Slots, here: Here, day: number): Timed | null {
  const { clock, part } = slots;
  const midnight = day * DAY_MS;
  if (clock !== undefined) return clockOf(clock, slots, here, midnight);
  if (part === undefined) return null;
  const window = windowOf(part, here, part.name === "friday-prayer" ? nextFriday(slots, here, day) : day);
  const base = part.name === "friday-prayer" ? nextFriday(slots, here, day) * DAY_MS : midnight;
  return {
    from: base + window.from * MINUTE_MS,
    to: base + window.to * MINUTE_MS,
    grain: "daypart",
    day: false,
    hour: false,
    alternatives: [],
  };
}

function nextFriday(slots: Slots, here: Here, day: number): number {
  const hasDay = slots.offset !== undefined || slots.weekday !== undefined || slots.dom !== undefined;
  return hasDay ? day : here.today + ((5 - ((((here.today + 4) % 7) + 7) % 7) + 7) % 7);
}

function clockOf(clock: Clock, slots: Slots, here: Here, midnight: number): Timed {
  const found = resolveClock(clock, slots.part);
  const shift = clock.zone === undefined ? 0 : here.offsetMinutes - clock.zone;
  const wall = (minutes: number) => midnight + (minutes + shift) * MINUTE_MS;
  const isMidnight =
    clock.hour === 0 && clock.minute === 0 && clock.half === "set" && slots.part === undefined;
  const from = wall(found.minutes) + clock.second * 1000;
  const isTonight = isMidnight && midnight === here.today * DAY_MS && slots.offset === undefined;
  return {
    from: isTonight ? from + DAY_MS : from,
    to: null,
    grain: "minute",
    day: false,
    hour: true,
    alternatives: found.alternatives.map(wall),
  };
}
