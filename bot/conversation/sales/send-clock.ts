import type { Company } from "../company.ts";
import type { Say } from "../decide.ts";
import { prayersOn } from "./prayer-times.ts";
import { addDays, DAY, riyadhDate, riyadhInstant, weekdayOf } from "./riyadh.ts";
import { type DayWindow, workingWindow } from "./saudi-days.ts";

/**
 * The first instant, `now` or later, at which a message may leave. An answer may at any time. A proactive one waits
 * for the company's hours on a working day (Ramadan's in Ramadan), 09:00 to 21:00, never on a Friday and never in
 * the 25 minutes after a call to prayer in `city` (English name, null = Riyadh). When a whole year has no such
 * minute, the answer is a year from now: ask again then.
 */
export function nextAllowed(
  now: number,
  purpose: Say["purpose"],
  company: Pick<Company, "hours">,
  city: string | null = null,
): number {
  if (purpose === "answer") return now;
  const today = riyadhDate(now);
  for (let ahead = 0; ahead <= DAYS_TO_SEARCH; ahead += 1) {
    const date = addDays(today, ahead);
    for (const stretch of sendingStretches(date, company, city)) {
      if (now < riyadhInstant(date, stretch.to)) return Math.max(now, riyadhInstant(date, stretch.from));
    }
  }
  return now + DAYS_TO_SEARCH * DAY;
}

const DAYS_TO_SEARCH = 365;
const FRIDAY = 5;
/** CST's rules against intrusive messages are quoted with several windows; this one lies inside all of them. */
const QUIET_BEFORE = 9 * 60;
const QUIET_FROM = 21 * 60;
const PRAYER_MINUTES = 25;

function sendingStretches(
  date: string,
  company: Pick<Company, "hours">,
  city: string | null,
): readonly DayWindow[] {
  const working =
    weekdayOf(date) === FRIDAY ? null : workingWindow(date, company.hours, company.hours.closed);
  if (working === null) return [];
  const window = { from: Math.max(working.from, QUIET_BEFORE), to: Math.min(working.to, QUIET_FROM) };
  let stretches: readonly DayWindow[] = window.from < window.to ? [window] : [];
  for (const adhan of Object.values(prayersOn(date, city)))
    stretches = stretches.flatMap((stretch) => without(stretch, { from: adhan, to: adhan + PRAYER_MINUTES }));
  return stretches;
}

function without(stretch: DayWindow, pause: DayWindow): readonly DayWindow[] {
  const before = { from: stretch.from, to: Math.min(stretch.to, pause.from) };
  const after = { from: Math.max(stretch.from, pause.to), to: stretch.to };
  return [before, after].filter((part) => part.from < part.to);
}
