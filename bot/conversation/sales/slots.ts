import type { Company, Rep } from "../company.ts";
import type { SlotQuery } from "../decide.ts";
import type { TimeSlot } from "../state.ts";
import { addDays, DAY, MINUTE, riyadhDate, riyadhInstant, riyadhIso, weekdayOf } from "./riyadh.ts";
import { type DayWindow, workingWindow } from "./saudi-days.ts";

/** A time in which a rep can take no meeting; ISO with offset, as in `TimeSlot`. */
export type BusyTime = Pick<TimeSlot, "rep" | "from" | "to">;

export interface SlotSearch {
  readonly company: Pick<Company, "hours" | "meeting" | "reps">;
  readonly query: SlotQuery;
  /** Held and confirmed meetings, and what other calendars add; in any order. */
  readonly busy: readonly BusyTime[];
  /** Epoch ms. */
  readonly now: number;
}

/**
 * Every time at which a rep can still start a meeting, on the half hour, soonest first: inside working hours, no
 * Friday, no holiday, with the company's notice, horizon and buffer. Of several reps free at one moment the one with
 * fewest meetings that week comes first, and ties take turns. Times near a prayer are included, because a person who
 * names three o'clock means it; `chooseThree` does not offer them unasked.
 */
export function freeSlots(search: SlotSearch): readonly TimeSlot[] {
  const { company, query, now } = search;
  const reps = company.reps.filter((rep) => query.rep === null || rep.id === query.rep);
  const diaries = reps.map((rep) => diaryOf(rep, search));
  const earliest = Math.max(now + company.meeting.noticeMinutes * MINUTE, instantOr(query.from, 0));
  const latest = Math.min(
    riyadhInstant(addDays(riyadhDate(now), company.meeting.horizonDays + 1), 0) - 1,
    query.to === null ? Number.POSITIVE_INFINITY : Date.parse(query.to) - 1,
  );
  const slots: TimeSlot[] = [];
  for (let date = riyadhDate(earliest); riyadhInstant(date, 0) <= latest; date = addDays(date, 1)) {
    slots.push(...slotsOn(date, diaries, company, { from: earliest, to: latest + 1 }));
  }
  return slots;
}

/** The slot of a rep at a moment; its id is stable, so a button tapped days later still names it. */
export function slotOf(rep: string, at: number, minutes: number): TimeSlot {
  return slotAt(rep, riyadhIso(at), riyadhIso(at + minutes * MINUTE));
}

function slotAt(rep: string, from: string, to: string): TimeSlot {
  return { id: `${rep}@${from.slice(0, 16)}`, rep, from, to };
}

const GRID_MINUTES = 30;
const FRIDAY = 5;

/** One rep and what fills his time, in epoch ms. */
interface Diary {
  readonly rep: Rep;
  readonly busy: readonly DayWindow[];
}

/** A diary opened at one day: hours worked in minutes, meetings of that day and its neighbours, meetings that week. */
interface DayDiary {
  readonly rep: string;
  readonly window: DayWindow;
  readonly busy: readonly DayWindow[];
  readonly load: number;
}

function diaryOf(rep: Rep, search: SlotSearch): Diary {
  const busy = search.busy
    .filter((time) => time.rep === rep.id)
    .map((time) => ({ from: Date.parse(time.from), to: Date.parse(time.to) }));
  return { rep, busy };
}

function openedAt(date: string, { rep, busy }: Diary, company: SlotSearch["company"]): readonly DayDiary[] {
  const window = workingWindow(date, rep.hours ?? company.hours, company.hours.closed);
  if (window === null) return [];
  const midnight = riyadhInstant(date, 0);
  const sunday = midnight - weekdayOf(date) * DAY;
  const nearby = { from: midnight - DAY, to: midnight + 2 * DAY };
  const week = { from: sunday, to: sunday + 7 * DAY };
  return [
    {
      rep: rep.id,
      window,
      busy: busy.filter((time) => overlap(time, nearby)),
      load: busy.filter((time) => overlap(time, week)).length,
    },
  ];
}

function slotsOn(
  date: string,
  diaries: readonly Diary[],
  company: SlotSearch["company"],
  within: DayWindow,
): readonly TimeSlot[] {
  const opened = weekdayOf(date) === FRIDAY ? [] : diaries.flatMap((diary) => openedAt(date, diary, company));
  if (opened.length === 0) return [];
  const slots: TimeSlot[] = [];
  const midnight = riyadhInstant(date, 0);
  for (let minute = 0; minute < 1440; minute += GRID_MINUTES) {
    const meeting = { from: minute, to: minute + company.meeting.minutes };
    const at = midnight + minute * MINUTE;
    if (at < within.from || at >= within.to) continue;
    const free = opened.filter(
      (diary) => contains(diary.window, meeting) && isFree(diary, at, company.meeting),
    );
    if (free.length === 0) continue;
    const [from, to] = [riyadhIso(at), riyadhIso(at + company.meeting.minutes * MINUTE)];
    for (const { rep } of byLoad(free, at)) slots.push(slotAt(rep, from, to));
  }
  return slots;
}

function isFree(diary: DayDiary, at: number, meeting: Company["meeting"]): boolean {
  const wanted = {
    from: at - meeting.bufferMinutes * MINUTE,
    to: at + (meeting.minutes + meeting.bufferMinutes) * MINUTE,
  };
  return !diary.busy.some((time) => overlap(time, wanted));
}

function byLoad(diaries: readonly DayDiary[], at: number): readonly DayDiary[] {
  if (diaries.length < 2) return diaries;
  const turn = Math.floor(at / (GRID_MINUTES * MINUTE));
  return diaries
    .map((diary, index) => ({ diary, place: (index + turn) % diaries.length }))
    .toSorted((one, other) => one.diary.load - other.diary.load || one.place - other.place)
    .map(({ diary }) => diary);
}

function overlap(one: DayWindow, other: DayWindow): boolean {
  return one.from < other.to && other.from < one.to;
}

function contains(window: DayWindow, meeting: DayWindow): boolean {
  return window.from <= meeting.from && meeting.to <= window.to;
}

function instantOr(iso: string | null, otherwise: number): number {
  return iso === null ? otherwise : Date.parse(iso);
}
