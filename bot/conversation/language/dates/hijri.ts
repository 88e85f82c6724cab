import { ANNOUNCED } from "../lexicon/date-events.ts";
import { DAY_MS } from "./calendar.ts";

interface Announced {
  readonly ramadan: number;
  readonly eidFitr: number;
  readonly arafah: number;
}

const announced: ReadonlyMap<number, Announced> = new Map(
  ANNOUNCED.map(([days, year]) => [
    Number(year),
    { ramadan: dayOfIso(days.ramadan), eidFitr: dayOfIso(days.eidFitr), arafah: dayOfIso(days.arafah) },
  ]),
);

function dayOfIso(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

const days = new Map<string, number | null>();

/** The day number of a date of the moon year, by announcement where there was one; null when there is no such date. */
export function hijriDay(year: number, month: number, day: number): number | null {
  if (year < 1300 || year > 1600 || month < 1 || month > 12 || day < 1 || day > 30) return null;
  const known = announced.get(year);
  if (known !== undefined && month === 9)
    return known.ramadan + day <= known.eidFitr ? known.ramadan + day - 1 : null;
  if (known !== undefined && month === 10 && day === 1) return known.eidFitr;
  if (known !== undefined && month === 12 && day >= 9 && day <= 13) return known.arafah + day - 9;
  const key = `${year}-${month}-${day}`;
  const cached = days.get(key);
  if (cached !== undefined) return cached;
  const found = computed(year, month, day);
  if (days.size > 2_000) days.clear();
  days.set(key, found);
  return found;
}

function computed(year: number, month: number, day: number): number | null {
  const date = Temporal.PlainDate.from({ calendar: "islamic-umalqura", year, month, day });
  return date.day === day ? dayOfIso(date.withCalendar("iso8601").toString()) : null;
}

let yearOfDay: { readonly day: number; readonly year: number } | null = null;

/** The moon year that holds a day. */
export function hijriYearOf(day: number): number {
  if (yearOfDay?.day === day) return yearOfDay.year;
  const iso = new Date(day * DAY_MS).toISOString().slice(0, 10);
  const { year } = Temporal.PlainDate.from(iso).withCalendar("islamic-umalqura");
  yearOfDay = { day, year };
  return year;
}
