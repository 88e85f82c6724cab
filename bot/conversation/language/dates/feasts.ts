import { DAY_MS, firstOfMonth, weekdayOf } from "./calendar.ts";
import { newMoonAfter, phaseAt, starSunAt } from "./moon.ts";

/** Hours of India against universal time, and of China, as part days. */
const INDIA = 5.5 / 24;
const CHINA = 8 / 24;

/** What the sun does after sunset is kept the next day. */
const EVENING = 6 / 24;

/** The first day of a feast of the Indian moon year, the Hebrew year or the Chinese one in a solar year; null when the key is of another kind. */
export function moonFeast(key: string, year: number): number | null {
  const kind = key.slice(0, key.indexOf(":"));
  const rest = key.slice(kind.length + 1);
  if (kind === "he") return hebrewEve(rest, year);
  if (kind === "in") return indianDay(rest, year);
  if (kind === "sun") return sunEntry(Number.parseInt(rest, 10), year);
  return key === "chinese-new-year"
    ? Math.floor(newMoonAfter(firstOfMonth(year, 1) + 20 - CHINA) + CHINA)
    : null;
}

/** "M07-15": the evening before that day, when the feast begins. */
function hebrewEve(rest: string, year: number): number {
  const monthCode = rest.slice(0, 3);
  const isAutumn = monthCode < "M04";
  const date = Temporal.PlainDate.from({
    calendar: "hebrew",
    year: year + (isAutumn ? 3761 : 3760),
    monthCode,
    day: Number(rest.slice(4, 6)),
  });
  return Date.parse(`${date.withCalendar("iso8601").toString()}T00:00:00Z`) / DAY_MS - 1;
}

/** "07-30-18": the day on which the 30th moon day of the 7th month (Chaitra is the 1st) holds at 18 o'clock in India. */
function indianDay(rest: string, year: number): number | null {
  const [month = 1, moonDay = 1, hour = 6] = rest.split("-").map(Number.parseFloat);
  const start = indianMonth(month, month > 9 ? year - 1 : year);
  const guess = Math.floor(start + INDIA + (moonDay - 1) * 0.984) - 2;
  for (let day = guess; day < guess + 6; day++) {
    const since = (phaseAt(day + hour / 24 - INDIA) - (moonDay - 1) * 12 + 360) % 360;
    if (since < 24) return since < 12 ? day : day - 1;
  }
  return null;
}

/** The new moon that opens a month, in the year that begins in spring; of a doubled month the second one. */
function indianMonth(month: number, year: number): number {
  const sign = (month + 10) % 12;
  const first = newMoonAfter(firstOfMonth(year, 3) + 12 + (month - 1) * 30.44);
  const second = newMoonAfter(first + 20);
  return Math.floor(starSunAt(second) / 30) === sign ? second : first;
}

/** The day the sun reaches a degree against the stars, as seen in India. */
function sunEntry(degree: number, year: number): number {
  const target = firstOfMonth(year, 1) + ((degree - 256 + 360) % 360) * 1.01;
  let at = target;
  for (let step = 0; step < 4; step++) at -= (((starSunAt(at) - degree + 540) % 360) - 180) / 0.9856;
  return Math.floor(at + INDIA + EVENING);
}

/** The Parsi New Year of the calendar without leap days. */
export function parsiNewYear(year: number): number {
  const known = firstOfMonth(2018, 8) + 16;
  return known + 365 * (year - 2018);
}

/** The fifteenth of April, or the next day that is neither a weekend nor the capital's Emancipation Day. */
export function taxDay(year: number): number {
  const start = firstOfMonth(year, 4) + 14;
  const emancipation = emancipationLeave(start + 1);
  let day = start;
  while (weekdayOf(day) === 0 || weekdayOf(day) === 6 || day === emancipation) day++;
  return day;
}

function emancipationLeave(day: number): number {
  return weekdayOf(day) === 6 ? day - 1 : weekdayOf(day) === 0 ? day + 1 : day;
}
