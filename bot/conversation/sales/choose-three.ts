import type { TimeSlot } from "../state.ts";
import { prayersOn } from "./prayer-times.ts";
import { remembered } from "./remembered.ts";
import { MINUTE, riyadhDate, riyadhMinutes, weekdayOf } from "./riyadh.ts";
import type { DayWindow } from "./saudi-days.ts";

/** The time a person would like; ISO with offset. `to` null = that very moment. */
export interface WantedTime {
  readonly from: string;
  readonly to: string | null;
}

/**
 * The three free times to offer, in the order to show. Without a wish: soon, and spread over days and parts of the
 * day. With a window: times inside it first, spread the same way, then the nearest outside. With one moment: the
 * nearest two and the nearest on another day. Nothing within 20 minutes of a prayer and nothing after 15:00 on a
 * Thursday while there is anything else, unless it is the very moment named. Fewer than three when there are fewer.
 */
export function chooseThree(slots: readonly TimeSlot[], wanted: WantedTime | null): readonly TimeSlot[] {
  // Of several reps free at one moment the first is offered: `freeSlots` puts the least busy one there.
  const seen = new Set<string>();
  const moments = slots.filter(({ from }) => !seen.has(from) && seen.add(from));
  const candidates = moments.map(placed);
  const chosen = wanted === null ? byTime(spread(candidates, [])) : nearWish(candidates, wanted);
  return chosen.map((place) => place.slot);
}

const HOW_MANY = 3;

interface Placed {
  readonly slot: TimeSlot;
  readonly at: number;
  readonly date: string;
  readonly daypart: "morning" | "noon" | "afternoon" | "evening";
  readonly comfortable: boolean;
}

const AROUND_PRAYER = 20;
const THURSDAY = 4;
const THURSDAY_END = 15 * 60;

/** Whether a meeting leaves room for the prayers and the weekend. */
function isComfortable(at: number, until: number): boolean {
  const date = riyadhDate(at);
  const from = riyadhMinutes(at);
  const to = from + (until - at) / MINUTE;
  if (weekdayOf(date) === THURSDAY && to > THURSDAY_END) return false;
  return prayerBreaks(date).every((prayer) => from >= prayer.to || to <= prayer.from);
}

/** Twenty minutes on both sides of dhuhr and asr; after a working day's end, only the prayer itself. */
const prayerBreaks = remembered((date: string): readonly DayWindow[] => {
  const { dhuhr, asr, maghrib, isha } = prayersOn(date, null);
  return [
    { from: dhuhr - AROUND_PRAYER, to: dhuhr + AROUND_PRAYER },
    { from: asr - AROUND_PRAYER, to: asr + AROUND_PRAYER },
    { from: maghrib, to: maghrib + AROUND_PRAYER },
    { from: isha, to: isha + AROUND_PRAYER },
  ];
});

/** The calendar hands out the same slots again and again. */
const places = new WeakMap<TimeSlot, Placed>();

function placed(slot: TimeSlot): Placed {
  const before = places.get(slot);
  if (before !== undefined) return before;
  const place = placeOf(slot);
  places.set(slot, place);
  return place;
}

function placeOf(slot: TimeSlot): Placed {
  const at = Date.parse(slot.from);
  const comfortable = isComfortable(at, Date.parse(slot.to));
  const hour = riyadhMinutes(at) / 60;
  const daypart = hour < 12 ? "morning" : hour < 15 ? "noon" : hour < 18 ? "afternoon" : "evening";
  return { slot, at, date: riyadhDate(at), daypart, comfortable };
}

function nearWish(candidates: readonly Placed[], wanted: WantedTime): readonly Placed[] {
  const from = Date.parse(wanted.from);
  if (wanted.to === null) return byTime(nearMoment(candidates, from));
  const to = Date.parse(wanted.to);
  const inside = spread(
    candidates.filter(({ at }) => at >= from && at < to),
    [],
  );
  const outside = candidates.filter(({ at }) => at < from || at >= to);
  const nearby = nearest(outside, (at) => (at < from ? from - at : at - to));
  return [...byTime(inside), ...byTime(nearby.slice(0, HOW_MANY - inside.length))];
}

function nearMoment(candidates: readonly Placed[], moment: number): readonly Placed[] {
  const two = nearest(candidates, (at) => Math.abs(at - moment), moment).slice(0, 2);
  const rest = candidates.filter((place) => !two.includes(place));
  const elsewhere = rest.filter(({ date }) => two.every((place) => place.date !== date));
  // Another day is worth offering at the same hour: a whole day away counts as little as two hours on the clock.
  const apart = (at: number) =>
    Math.abs(at - moment) / 12 + Math.abs(riyadhMinutes(at) - riyadhMinutes(moment)) * MINUTE;
  return [...two, ...nearest(elsewhere.length > 0 ? elsewhere : rest, apart).slice(0, 1)];
}

function byTime(places: readonly Placed[]): readonly Placed[] {
  return places.toSorted((one, other) => one.at - other.at);
}

/** Nearest first; uncomfortable times come last, but for the `named` moment itself. */
function nearest(
  candidates: readonly Placed[],
  distance: (at: number) => number,
  named: number | null = null,
): readonly Placed[] {
  const rank = (place: Placed) => (place.comfortable || place.at === named ? 0 : 1);
  return candidates.toSorted(
    (one, other) => rank(one) - rank(other) || distance(one.at) - distance(other.at) || one.at - other.at,
  );
}

/** Takes again and again the earliest time that is comfortable, adds a new day, else a new part of the day. */
function spread(candidates: readonly Placed[], taken: readonly Placed[]): readonly Placed[] {
  const free = candidates.filter((place) => !taken.includes(place));
  if (taken.length === HOW_MANY || free.length === 0) return taken;
  const news = (place: Placed) =>
    (place.comfortable ? 4 : 0) +
    (taken.some(({ date }) => date === place.date) ? 0 : 2) +
    (taken.some(({ daypart }) => daypart === place.daypart) ? 0 : 1);
  const most = Math.max(...free.map(news));
  const next = free.find((place) => news(place) === most);
  return next === undefined ? taken : spread(candidates, [...taken, next]);
}
