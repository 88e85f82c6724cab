import { remembered } from "./remembered.ts";

/** The clock of the Kingdom: one fixed offset, no summer time. Dates are "yyyy-mm-dd", instants epoch milliseconds. */

const OFFSET = 3 * 3_600_000;
export const MINUTE = 60_000;
export const DAY = 86_400_000;

/** The date on a Riyadh wall calendar at that instant. */
export function riyadhDate(at: number): string {
  return dateOfDay(Math.floor((at + OFFSET) / DAY));
}

const dateOfDay = remembered((day: number) => new Date(day * DAY).toISOString().slice(0, 10));
/** Days since 1970-01-01; a Thursday. */
const dayOfDate = remembered((date: string) => Date.parse(`${date}T00:00:00Z`) / DAY);
const THURSDAY = 4;

/** Whole minutes since midnight on a Riyadh wall clock at that instant. */
export function riyadhMinutes(at: number): number {
  return Math.floor((((at + OFFSET) % DAY) + DAY) / MINUTE) % 1440;
}

/** The instant at which a Riyadh clock shows `minutes` since midnight of `date`. */
export function riyadhInstant(date: string, minutes: number): number {
  return dayOfDate(date) * DAY - OFFSET + minutes * MINUTE;
}

/** The instant as "2026-11-29T15:00:00+03:00". */
export function riyadhIso(at: number): string {
  const second = Math.floor((((at + OFFSET) % DAY) + DAY) / 1000) % 86_400;
  const [hours, minutes] = [Math.floor(second / 3600), Math.floor(second / 60) % 60];
  return `${riyadhDate(at)}T${two(hours)}:${two(minutes)}:${two(second % 60)}+03:00`;
}

function two(count: number): string {
  return count < 10 ? `0${count}` : `${count}`;
}

/** 0 = Sunday … 6 = Saturday. */
export function weekdayOf(date: string): number {
  return (((dayOfDate(date) + THURSDAY) % 7) + 7) % 7;
}

/** The date `count` days later (earlier when negative). */
export function addDays(date: string, count: number): string {
  return dateOfDay(dayOfDate(date) + count);
}

/** "HH:MM" as minutes since midnight. */
export function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}
