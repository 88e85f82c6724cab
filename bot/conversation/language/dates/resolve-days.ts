import { addMonths, civil, dayNumber, firstOfMonth, type Here, weekdayOf, weekStart } from "./calendar.ts";
import { type Days, point, stretch } from "./days.ts";
import { eventDays, firstDayAfter, nthWeekday } from "./events.ts";
import { hijriDay, hijriYearOf } from "./hijri.ts";
import { edgeOfDays } from "./resolve-edges.ts";
import type { DaySpan, Edge, Grain, PeriodUnit, Slots } from "./slots.ts";

/** Which days the slots name: null when they name none, "impossible" when no such day exists. */
export function resolveDays(slots: Slots, here: Here, hasFutureHour: boolean): Days | null | "impossible" {
  const isDated = slots.offset === 0 && slots.dom !== undefined;
  if (slots.offset !== undefined && !isDated) return point(here.today + slots.offset);
  if (slots.event !== undefined) return eventOf(slots, slots.event, here);
  if (slots.nth !== undefined) return nthOf(slots, slots.nth, here);
  if (slots.edge !== undefined) return edged(slots, slots.edge, here);
  if (slots.dom !== undefined) return weekAround(slots, dayOfMonth(slots, slots.dom, here), here);
  if (slots.weekday !== undefined) return weekdayDays(slots, slots.weekday, here, hasFutureHour);
  return stretchDays(slots, here);
}

/** «أسبوع ١٦ سبتمبر»: the week that holds the day. */
function weekAround(slots: Slots, days: Days | "impossible", here: Here): Days | "impossible" {
  if (slots.weekOf === undefined || days === "impossible") return days;
  const from = weekStart(days.from, here.firstWeekday);
  return stretch({ from, to: from + 7 }, "week");
}

function eventOf(slots: Slots, key: string, here: Here): Days | "impossible" | null {
  if (slots.eventShift === -1) return pastEvent(key, here);
  const year =
    slots.year ?? (slots.period === "year" ? civil(here.today).year + (slots.periodShift ?? 0) : null);
  const span = eventDays(key, here, year);
  if (span === null) return null;
  if (slots.eventSide === "after") return point(firstDayAfter(key, span));
  if (slots.eventSide === "before")
    return stretch({ from: Math.min(here.today, span.from), to: span.from }, "day");
  return span.to - span.from === 1 ? point(span.from) : stretch(span, key === "ramadan" ? "month" : "day");
}

/** "last easter": the latest one that is over. */
function pastEvent(key: string, here: Here): Days | null {
  const { year } = civil(here.today);
  const spans = [year, year - 1].map((at) => eventDays(key, here, at));
  const span = spans.find((found) => found !== null && found.to <= here.today);
  return span === undefined || span === null ? null : point(span.from);
}

/** Month, quarter, half, year, week and the like, said alone or of one another. */
function stretchDays(slots: Slots, here: Here): Days | null | "impossible" {
  if (slots.quarter !== undefined) return partOfYear(slots, slots.quarter, 3, here);
  if (slots.half !== undefined) return partOfYear(slots, slots.half, 6, here);
  if (slots.month !== undefined) return monthDays(slots, slots.month, here);
  if (slots.year !== undefined) return yearDays(slots, slots.year);
  return slots.period === undefined ? null : periodDays(slots.period, slots.periodShift ?? 0, here);
}

function yearDays(slots: Slots, year: number): Days | null {
  if (slots.hijri !== true)
    return stretch({ from: firstOfMonth(year, 1), to: firstOfMonth(year + 1, 1) }, "year");
  const from = hijriDay(year, 1, 1);
  const to = hijriDay(year + 1, 1, 1);
  return from === null || to === null ? null : stretch({ from, to }, "year");
}

function partOfYear(slots: Slots, part: number, months: number, here: Here): Days {
  const current = civil(here.today).year;
  const year = slots.year ?? (slots.period === "year" ? current + (slots.periodShift ?? 0) : null);
  const start = (part - 1) * months + 1;
  const passed = firstOfMonth(current, start + months) <= here.today;
  const at = year ?? (passed ? current + 1 : current);
  const grain = months === 3 ? "quarter" : "month";
  return stretch({ from: firstOfMonth(at, start), to: firstOfMonth(at, start + months) }, grain);
}

function monthDays(slots: Slots, month: number, here: Here): Days | null {
  if (slots.hijri === true) return hijriMonthDays(slots, month, here);
  const year = yearOfMonth(slots, month, here);
  return stretch({ from: firstOfMonth(year, month), to: firstOfMonth(year, month + 1) }, "month");
}

function hijriMonthDays(slots: Slots, month: number, here: Here): Days | null {
  const current = hijriYearOf(here.today);
  const years = slots.year === undefined ? [current, current + 1] : [slots.year];
  for (const year of years) {
    const from = hijriDay(year, month, 1);
    const to = month === 12 ? hijriDay(year + 1, 1, 1) : hijriDay(year, month + 1, 1);
    if (from !== null && to !== null && (to > here.today || slots.year !== undefined)) {
      return stretch({ from, to }, "month");
    }
  }
  return null;
}

/** The year of a month: as said, else the present or next time it comes. */
function yearOfMonth(slots: Slots, month: number, here: Here): number {
  const today = civil(here.today);
  if (slots.year !== undefined) return slots.year;
  if (slots.period === "year") return today.year + (slots.periodShift ?? 0);
  const coming = month >= today.month ? today.year : today.year + 1;
  const shift = slots.monthShift;
  if (shift === undefined || shift === 0) return coming;
  if (shift === -1) return month < today.month ? today.year : today.year - 1;
  const next = month > today.month ? today.year : today.year + 1;
  return next + shift - 1;
}

/** A day number with its month, or with the month that comes next. */
function dayOfMonth(slots: Slots, dom: number, here: Here): Days | "impossible" {
  if (slots.hijri === true) return hijriDate(slots, dom, here);
  if (slots.month !== undefined) return datedDay(slots, dom, slots.month, here);
  if (slots.period === "month") {
    const first = addMonths(civilFirst(here.today), slots.periodShift ?? 0);
    return dayIn(civil(first).year, civil(first).month, dom);
  }
  return bareDay(slots, dom, here);
}

function civilFirst(day: number): number {
  const date = civil(day);
  return firstOfMonth(date.year, date.month);
}

function dayIn(year: number, month: number, dom: number): Days | "impossible" {
  const day = dayNumber(year, month, dom);
  return day === null ? "impossible" : point(day);
}

function datedDay(slots: Slots, dom: number, month: number, here: Here): Days | "impossible" {
  if (slots.year !== undefined || slots.period === "year" || slots.monthShift !== undefined) {
    return dayIn(yearOfMonth(slots, month, here), month, dom);
  }
  const { year } = civil(here.today);
  const candidates = [0, 1, 2, 3, 4, 5, 6, 7, 8]
    .map((ahead) => dayNumber(year + ahead, month, dom))
    .filter((day) => day !== null && day >= here.today);
  const first = candidates[0];
  if (first === undefined || first === null) return "impossible";
  const onWeekday = candidates.slice(0, 3).find((day) => day !== null && weekdayOf(day) === slots.weekday);
  return point(onWeekday ?? first);
}

/** «يوم ١٥», "the 21st", "Tuesday the 19th": this month's or the next one's; a weekday chooses among months. */
function bareDay(slots: Slots, dom: number, here: Here): Days | "impossible" {
  const today = civil(here.today);
  const days: number[] = [];
  for (let ahead = 0; ahead < 12; ahead++) {
    const first = civil(firstOfMonth(today.year, today.month + ahead));
    const day = dayNumber(first.year, first.month, dom);
    if (day !== null) days.push(day);
  }
  const matching =
    slots.weekday === undefined ? undefined : days.find((day) => weekdayOf(day) === slots.weekday);
  const coming = matching ?? days.find((day) => day >= here.today);
  return coming === undefined ? "impossible" : point(coming);
}

function hijriDate(slots: Slots, dom: number, here: Here): Days | "impossible" {
  const month = slots.month ?? 1;
  const current = hijriYearOf(here.today);
  const years = slots.year === undefined ? [current, current + 1] : [slots.year];
  const days = years.map((year) => hijriDay(year, month, dom));
  const day =
    slots.year === undefined ? days.find((found) => found !== null && found >= here.today) : days[0];
  return day === undefined || day === null ? "impossible" : point(day);
}

/** A day of the week: nearest; «الجاي» the nearest after today; inside a named week, exactly that one. */
function weekdayDays(slots: Slots, weekday: number, here: Here, hasFutureHour: boolean): Days {
  if (slots.period === "week") {
    const start = weekStart(here.today, here.firstWeekday) + 7 * (slots.periodShift ?? 0);
    return point(start + ((weekday - here.firstWeekday + 7) % 7));
  }
  const ahead = (weekday - weekdayOf(here.today) + 7) % 7;
  const shift = slots.weekdayShift;
  if (shift === undefined) return bareWeekday(here, ahead, hasFutureHour);
  if (shift === 0) return point(here.today + ahead);
  if (shift < 0) return point(here.today - (ahead === 0 ? 7 : 7 - ahead) + 7 * (shift + 1));
  const strict = here.today + (ahead === 0 ? 7 : ahead);
  if (shift >= 2) return point(strict + 7 * (shift - 1));
  const isThisWeek = strict < weekStart(here.today, here.firstWeekday) + 7;
  return isThisWeek ? point(strict, [strict + 7]) : point(strict);
}

function bareWeekday(here: Here, ahead: number, hasFutureHour: boolean): Days {
  if (ahead > 0) return point(here.today + ahead);
  return hasFutureHour ? point(here.today, [here.today + 7]) : point(here.today + 7, [here.today]);
}

/** A named week, month, quarter or year counted from the present one. */
function periodDays(unit: PeriodUnit, shift: number, here: Here): Days | null {
  if (unit === "week") {
    const from = weekStart(here.today, here.firstWeekday) + 7 * shift;
    return stretch({ from, to: from + 7 }, "week", here.firstWeekday === 0 ? [from + 1] : []);
  }
  if (unit === "weekend") return weekendDays(shift, here);
  const months = MONTHS_IN.get(unit);
  if (months === undefined) return null;
  const date = civil(here.today);
  const base = Math.floor((date.year * 12 + date.month - 1) / months) + shift;
  const from = firstOfMonth(0, base * months + 1);
  return stretch({ from, to: firstOfMonth(0, (base + 1) * months + 1) }, grainOf(unit));
}

const MONTHS_IN = new Map<PeriodUnit, number>([
  ["month", 1],
  ["quarter", 3],
  ["half", 6],
  ["year", 12],
  ["decade", 120],
]);

function grainOf(unit: PeriodUnit): Grain {
  return unit === "month" || unit === "quarter" ? unit : "year";
}

/** In the Kingdom from Thursday (its evening) to the end of Saturday; elsewhere Saturday and Sunday. */
function weekendDays(shift: number, here: Here): Days {
  const week = weekStart(here.today, here.firstWeekday) + 7 * shift;
  const from = week + (here.firstWeekday === 0 ? 4 : 5);
  return stretch({ from, to: week + 7 }, "day");
}

/** The count-th day, weekday or week of a month or year. */
function nthOf(slots: Slots, nth: number, here: Here): Days | "impossible" | null {
  const whole = containerOf(slots, here);
  if (whole === null) return null;
  if (slots.nthOf === "day") return pointIn(whole, nth > 0 ? whole.from + nth - 1 : whole.to + nth);
  if (slots.nthOf === "weekday") return pointIn(whole, nthWeekdayIn(whole, slots.weekday ?? 0, nth));
  const start =
    nth > 0 ? weekStart(whole.from + 3, 1) + 7 * (nth - 1) : weekStart(whole.to - 4, 1) + 7 * (nth + 1);
  if (slots.nthOf === "weekend") return stretch({ from: start + 5, to: start + 7 }, "day");
  const first = here.firstWeekday === 0 ? start - 1 : start;
  return stretch({ from: first, to: first + 7 }, "week");
}

function nthWeekdayIn(whole: DaySpan, weekday: number, nth: number): number {
  const { year, month } = civil(nth > 0 ? whole.from : whole.to - 1);
  return nthWeekday(year, month, weekday, nth);
}

function pointIn(whole: DaySpan, day: number): Days | "impossible" {
  return day < whole.from || day >= whole.to ? "impossible" : point(day);
}

function containerOf(slots: Slots, here: Here): DaySpan | null {
  const { nth: _nth, nthOf: _of, weekday: _weekday, ...rest } = slots;
  const whole = stretchDays(rest, here);
  if (whole === "impossible" || whole !== null) return whole === "impossible" ? null : whole;
  return null;
}

/** The beginning, middle or end of a stretch. */
function edged(slots: Slots, edge: Edge, here: Here): Days | null {
  const { edge: _edge, ...rest } = slots;
  const whole = stretchDays(rest, here);
  if (whole === null || whole === "impossible") return null;
  if (edge === "rest") return stretch({ from: Math.max(whole.from, here.today), to: whole.to }, "day");
  return edgeOfDays(whole, edge, slots.month !== undefined);
}
