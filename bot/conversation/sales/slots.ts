import type { Company, Rep } from "../company.ts";
import type { SlotQuery } from "../decide.ts";
import type { TimeSlot } from "../state.ts";
import { remembered } from "./remembered.ts";
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
  /** The search ends with the first day that brings it to so many; absent = at the horizon. */
  readonly enough?: number;
}

/**
 * Every time at which a rep can still start a meeting, on the half hour, soonest first: inside working hours, no
 * Friday, no holiday, with the company's notice, horizon and buffer. Of several reps free at one moment the one with
 * fewest meetings that week comes first, and ties take turns. Times near a prayer are included, because a person who
 * names three o'clock means it; `chooseThree` does not offer them unasked.
 */
export function freeSlots(search: SlotSearch): readonly TimeSlot[] {
  const { company, query, now, enough = Number.POSITIVE_INFINITY } = search;
  const reps = company.reps.filter((rep) => query.rep === null || rep.id === query.rep);
  const diaries = reps.map((rep) => diaryOf(rep, search));
  const earliest = Math.max(now + company.meeting.noticeMinutes * MINUTE, instantOr(query.from, 0));
  const latest = Math.min(
    riyadhInstant(addDays(riyadhDate(now), company.meeting.horizonDays + 1), 0) - 1,
    query.to === null ? Number.POSITIVE_INFINITY : Date.parse(query.to) - 1,
  );
  const slots: TimeSlot[] = [];
  let date = riyadhDate(earliest);
  for (; riyadhInstant(date, 0) <= latest && slots.length < enough; date = addDays(date, 1))
    slots.push(...slotsOn(date, diaries, company, { from: earliest, to: latest + 1 }));
  return slots;
}

/** The slot of a rep at a moment; its id is stable, so a button tapped days later still names it. */
export function slotOf(rep: string, at: number, minutes: number): TimeSlot {
  return meetingsOf(rep)(minutes)(at);
}

/** The same few hundred times are looked for in every talk: each is written once, not a third of all that a turn writes. */
const meetingsOf = remembered((rep: string) =>
  remembered((minutes: number) =>
    remembered((at: number): TimeSlot => {
      const from = riyadhIso(at);
      return { id: `${rep}@${from.slice(0, 16)}`, rep, from, to: riyadhIso(at + minutes * MINUTE) };
    }),
  ),
);

const GRID_MINUTES = 30;
const FRIDAY = 5;

/** One rep and what fills his time, in epoch ms. */
interface Diary {
  readonly rep: Rep;
  readonly busy: readonly DayWindow[];
}

/** A diary opened at one day: hours worked in minutes, meetings of that day and its neighbours, meetings that week. */
interface DayDiary {
  readonly meetingAt: (at: number) => TimeSlot;
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
      meetingAt: meetingsOf(rep.id)(company.meeting.minutes),
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
  const { meeting } = company;
  const slots: TimeSlot[] = [];
  const midnight = riyadhInstant(date, 0);
  for (let minute = 0; minute < 1440; minute += GRID_MINUTES) {
    const at = midnight + minute * MINUTE;
    if (at < within.from || at >= within.to) continue;
    const free = opened.filter(
      (diary) => contains(diary.window, minute, meeting) && isFree(diary.busy, at, meeting),
    );
    for (const { meetingAt } of byLoad(free, at)) slots.push(meetingAt(at));
  }
  return slots;
}

function isFree(busy: readonly DayWindow[], at: number, meeting: Company["meeting"]): boolean {
  if (busy.length === 0) return true;
  const wanted = {
    from: at - meeting.bufferMinutes * MINUTE,
    to: at + (meeting.minutes + meeting.bufferMinutes) * MINUTE,
  };
  return !busy.some((time) => overlap(time, wanted));
}

/** Least load first; where it is the same, another one begins with every half hour. */
function byLoad(diaries: readonly DayDiary[], at: number): readonly DayDiary[] {
  if (diaries.length < 2) return diaries;
  const turned = Math.floor(at / (GRID_MINUTES * MINUTE)) % diaries.length;
  const first = (diaries.length - turned) % diaries.length;
  const inTurn = [...diaries.slice(first), ...diaries.slice(0, first)];
  return inTurn.sort((one, other) => one.load - other.load);
}

function overlap(one: DayWindow, other: DayWindow): boolean {
  return one.from < other.to && other.from < one.to;
}

function contains(window: DayWindow, minute: number, { minutes }: Company["meeting"]): boolean {
  return window.from <= minute && minute + minutes <= window.to;
}

function instantOr(iso: string | null, otherwise: number): number {
  return iso === null ? otherwise : Date.parse(iso);
}
