import type { Sentence } from "../words.ts";
import { numericDateAt } from "./atoms-numeric.ts";
import { type Here, weekdayOf } from "./calendar.ts";
import { textAt } from "./reading.ts";
import { resolveDays } from "./resolve-days.ts";
import type { Atom, Slots } from "./slots.ts";

/** A date in digits; "tomorrow 9-11" are hours, and "sunday 9-11" unless the date that comes next is a Sunday. */
export function dateBeside(sentence: Sentence, index: number, here: Here, slots: Slots): Atom | null {
  const date = numericDateAt(sentence, index);
  if (date === null || date.slots.year !== undefined || textAt(sentence, index + 1) !== "-") return date;
  if (slots.offset !== undefined && slots.offset !== 0) return null;
  if (slots.weekday === undefined) return date;
  const days = resolveDays(date.slots, here, false);
  const isFitting = days === null || days === "impossible" || weekdayOf(days.from) === slots.weekday;
  return isFitting ? date : null;
}

/** True for the "9-11" of "sunday 9-11": it looks like a date, and the day read before it makes it two hours. */
export function areHoursAfterDay(sentence: Sentence, index: number, here: Here, before: Slots): boolean {
  const isDated = numericDateAt(sentence, index) !== null;
  return isDated && dateBeside(sentence, index, here, before) === null;
}
