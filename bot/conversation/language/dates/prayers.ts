import { CalculationMethod, Coordinates, PrayerTimes } from "adhan";
import { CITY_PLACES } from "../lexicon/date-events.ts";
import { civil, DAY_MS, MINUTE_MS } from "./calendar.ts";

/** Minutes after midnight, Riyadh time, of each call to prayer. */
export interface PrayerMinutes {
  readonly dawn: number;
  readonly sunrise: number;
  readonly noon: number;
  readonly asr: number;
  readonly maghrib: number;
  readonly isha: number;
}

const times = new Map<string, PrayerMinutes>();

/** The prayer times of a day in a city by the Umm al-Qura method; an unknown city is read as Riyadh. */
export function prayerMinutes(city: string, day: number): PrayerMinutes {
  const key = `${city}/${day}`;
  const known = times.get(key);
  if (known !== undefined) return known;
  const place = new Map(Object.entries(CITY_PLACES)).get(city) ?? [24.7136, 46.6753];
  const date = civil(day);
  const prayer = new PrayerTimes(
    new Coordinates(place[0], place[1]),
    new Date(date.year, date.month - 1, date.day),
    CalculationMethod.UmmAlQura(),
  );
  const minutes = (at: Date) => Math.round((at.getTime() + 180 * MINUTE_MS - day * DAY_MS) / MINUTE_MS);
  const found = {
    dawn: minutes(prayer.fajr),
    sunrise: minutes(prayer.sunrise),
    noon: minutes(prayer.dhuhr),
    asr: minutes(prayer.asr),
    maghrib: minutes(prayer.maghrib),
    isha: minutes(prayer.isha),
  };
  if (times.size > 1_000) times.clear();
  times.set(key, found);
  return found;
}
