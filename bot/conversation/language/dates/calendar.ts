/** A day counted from 1 January 1970; wall time is milliseconds of such days as a clock on the wall shows them. */
export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;

export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** What a moment is counted from: the wall clock of the person and the customs of their place. */
export interface Here {
  /** Wall time now, in milliseconds. */
  readonly now: number;
  readonly today: number;
  readonly offsetMinutes: number;
  /** 0 in the Kingdom (Sunday), 1 elsewhere (Monday). */
  readonly firstWeekday: number;
  /** The day the weekend begins: Friday in the Kingdom, Saturday elsewhere. */
  readonly weekendStart: number;
  readonly city: string;
  /** A meeting is being set: an hour that has passed today means the next one. */
  readonly forward: boolean;
}

/** The day number of a date, or null when there is no such date (31 April, 29 February 2027). */
export function dayNumber(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) return null;
  return firstOfMonth(year, month) + day - 1;
}

/** The day number of the first of a month; months outside 1 to 12 roll into other years. */
export function firstOfMonth(year: number, month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, 1);
  return Math.round(date.getTime() / DAY_MS);
}

/** How many days the month has. */
export function monthLength(year: number, month: number): number {
  return firstOfMonth(year, month + 1) - firstOfMonth(year, month);
}

/** The date of a day number. */
export function civil(day: number): CivilDate {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** 0 Sunday to 6 Saturday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** The first day of the week that holds `day`. */
export function weekStart(day: number, firstWeekday: number): number {
  return day - ((weekdayOf(day) - firstWeekday + 7) % 7);
}

/** The same day of another month, held back to that month's last day. */
export function addMonths(day: number, months: number): number {
  const date = civil(day);
  const first = firstOfMonth(date.year, date.month + months);
  const target = civil(first);
  return first + Math.min(date.day, monthLength(target.year, target.month)) - 1;
}

/** Wall time as ISO 8601 with the offset of the place. */
export function isoOf(wall: number, offsetMinutes: number): string {
  const date = new Date(wall);
  const year = date.getUTCFullYear();
  const sign = offsetMinutes < 0 ? "-" : "+";
  const offset = Math.abs(offsetMinutes);
  return (
    `${pad(year, 4)}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}` +
    `T${pad(date.getUTCHours(), 2)}:${pad(date.getUTCMinutes(), 2)}:${pad(date.getUTCSeconds(), 2)}` +
    `${sign}${pad(Math.floor(offset / 60), 2)}:${pad(offset % 60, 2)}`
  );
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
