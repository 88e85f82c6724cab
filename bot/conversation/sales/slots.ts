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
    for (const slot of slotsOn(date, diaries, company)) {
      const start = Date.parse(slot.from);
      if (start >= earliest && start <= latest) slots.push(slot);
    }
  }
  return slots;
}

/** The slot of a rep at a moment; its id is stable, so a button tapped days later still names it. */
export function slotOf(rep: string, at: number, minutes: number): TimeSlot {
  const from = riyadhIso(at);
  return { id: `${rep}@${from.slice(0, 16)}`, rep, from, to: riyadhIso(at + minutes * MINUTE) };
}

const GRID_MINUTES = 30;
const FRIDAY = 5;

/** One rep and what fills his time. */
interface Diary {
  readonly rep: Rep;
  readonly busy: readonly DayWindow[];
}

function diaryOf(rep: Rep, search: SlotSearch): Diary {
  const busy = search.busy
    .filter((time) => time.rep === rep.id)
    .map((time) => ({ from: Date.parse(time.from), to: Date.parse(time.to) }));
  return { rep, busy };
}

function slotsOn(
  date: string,
  diaries: readonly Diary[],
  company: SlotSearch["company"],
): readonly TimeSlot[] {
  if (weekdayOf(date) === FRIDAY) return [];
  const windows = diaries.map(({ rep }) =>
    workingWindow(date, rep.hours ?? company.hours, company.hours.closed),
  );
  const slots: TimeSlot[] = [];
  for (let minute = 0; minute < 1440; minute += GRID_MINUTES) {
    const meeting = { from: minute, to: minute + company.meeting.minutes };
    const at = riyadhInstant(date, minute);
    const free = diaries.filter((diary, index) => {
      const window = windows[index] ?? null;
      return window !== null && contains(window, meeting) && isFree(diary, at, company.meeting);
    });
    for (const { rep } of byLoad(free, at)) slots.push(slotOf(rep.id, at, company.meeting.minutes));
  }
  return slots;
}

function isFree(diary: Diary, at: number, meeting: Company["meeting"]): boolean {
  const wanted = {
    from: at - meeting.bufferMinutes * MINUTE,
    to: at + (meeting.minutes + meeting.bufferMinutes) * MINUTE,
  };
  return !diary.busy.some((time) => overlap(time, wanted));
}

function byLoad(diaries: readonly Diary[], at: number): readonly Diary[] {
  if (diaries.length < 2) return diaries;
  const sunday = riyadhInstant(addDays(riyadhDate(at), -weekdayOf(riyadhDate(at))), 0);
  const week = { from: sunday, to: sunday + 7 * DAY };
  const load = ({ busy }: Diary) => busy.filter((time) => overlap(time, week)).length;
  const turn = Math.floor(at / (GRID_MINUTES * MINUTE));
  return diaries
    .map((diary, index) => ({ diary, load: load(diary), place: (index + turn) % diaries.length }))
    .toSorted((one, other) => one.load - other.load || one.place - other.place)
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
