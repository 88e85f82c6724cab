import type { Hours } from "../company.ts";
import { remembered } from "./remembered.ts";
import { addDays, DAY, minutesOf, weekdayOf } from "./riyadh.ts";

/** Which days and hours Saudi companies work. Dates are "yyyy-mm-dd", minutes count from midnight in Riyadh. */

export type Holiday = "founding-day" | "national-day" | "eid-al-fitr" | "eid-al-adha";

/** A stretch of one day; `to` is the first minute after it. */
export interface DayWindow {
  readonly from: number;
  readonly to: number;
}

/** The private sector's public holiday on that date, null on any other. */
export function holidayOn(date: string): Holiday | null {
  const monthAndDay = date.slice(5);
  if (monthAndDay === "02-22") return "founding-day";
  if (monthAndDay === "09-23") return "national-day";
  const season = seasonOf(date);
  // Leave begins the day after 29 Ramadan whether or not the moon was seen (Labour Law regulations, art. 24).
  if (isWithin(date, addDays(season.ramadan, 29), EID_DAYS)) return "eid-al-fitr";
  return isWithin(date, season.arafah, EID_DAYS) ? "eid-al-adha" : null;
}

/** Whether that date lies in Ramadan, as announced where we know it, else by the Umm al-Qura calendar. */
export function isRamadan(date: string): boolean {
  const season = seasonOf(date);
  return date >= season.ramadan && date < season.eidFitr;
}

/** Whether people with these hours work on that date: their weekday, no public holiday, no closed day of their own. */
export function isWorkingDay(date: string, hours: Hours): boolean {
  return hours.days.includes(weekdayOf(date)) && !hours.closed.includes(date) && holidayOn(date) === null;
}

/**
 * The hours worked on that date, Ramadan's shorter ones included; null on a day off. `closed` are the company's own
 * closed days, which bind a rep with hours of his own as well.
 */
export function workingWindow(date: string, hours: Hours, closed: readonly string[]): DayWindow | null {
  if (closed.includes(date) || !isWorkingDay(date, hours)) return null;
  const { from, to } = isRamadan(date) ? hours.ramadan : hours;
  return { from: minutesOf(from), to: minutesOf(to) };
}

interface Season {
  readonly ramadan: string;
  readonly eidFitr: string;
  readonly arafah: string;
}

/**
 * Ramadan and the Eids are announced by moon sighting and may differ from the computed calendar by a day. When an
 * announcement differs, its date is corrected here; years not listed are computed.
 */
const ANNOUNCED: ReadonlyMap<number, Season> = new Map([
  [1447, { ramadan: "2026-02-18", eidFitr: "2026-03-20", arafah: "2026-05-26" }],
  [1448, { ramadan: "2027-02-08", eidFitr: "2027-03-09", arafah: "2027-05-15" }],
  [1449, { ramadan: "2028-01-28", eidFitr: "2028-02-26", arafah: "2028-05-04" }],
  [1450, { ramadan: "2029-01-16", eidFitr: "2029-02-14", arafah: "2029-04-23" }],
]);

const EID_DAYS = 4;

const seasonOf = remembered((date: string): Season => {
  const year = Temporal.PlainDate.from(date).withCalendar(CALENDAR).year;
  return ANNOUNCED.get(year) ?? computedSeason(year);
});

function computedSeason(year: number): Season {
  return { ramadan: gregorian(year, 9, 1), eidFitr: gregorian(year, 10, 1), arafah: gregorian(year, 12, 9) };
}

function gregorian(year: number, month: number, day: number): string {
  return Temporal.PlainDate.from({ calendar: CALENDAR, year, month, day }).withCalendar("iso8601").toString();
}

const CALENDAR = "islamic-umalqura";

function isWithin(date: string, first: string, days: number): boolean {
  const distance = (Date.parse(date) - Date.parse(first)) / DAY;
  return distance >= 0 && distance < days;
}
