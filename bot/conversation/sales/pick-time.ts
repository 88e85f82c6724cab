import type { TimeSlot } from "../state.ts";
import type { Entity, FactValues, Moment } from "../understanding.ts";
import { words } from "./cues.ts";
import { MINUTE, riyadhDate, riyadhInstant, riyadhMinutes, weekdayOf } from "./riyadh.ts";

/** What the words of a person say about a time: one that was offered, several that fit, or one they would rather have. */
export type TimeChoice =
  | { readonly kind: "one"; readonly slot: TimeSlot }
  | { readonly kind: "several"; readonly slots: readonly TimeSlot[] }
  | { readonly kind: "wants"; readonly window: Window };

/** A stretch of time they would like; epoch ms. `exact` = they named the very minute it should begin. */
export interface Window {
  readonly from: number;
  readonly to: number | null;
  readonly exact: boolean;
}

export interface TimeWords {
  readonly text: string;
  readonly choice: string | null;
  readonly entities: readonly Entity[];
  readonly appointment: FactValues["appointment"] | null;
}

/** Reads a choice: a tapped id, a number or order word, a day or hour that tells one offer from the others, or a free time. */
export function choiceOf(said: TimeWords, offered: readonly TimeSlot[]): TimeChoice | null {
  const tapped = offered.find((slot) => slot.id === said.choice);
  if (tapped !== undefined) return { kind: "one", slot: tapped };
  const placed = byPlace(said, offered);
  if (placed !== null) return { kind: "one", slot: placed };
  const moments = momentsOf(said);
  const fitting = offered.filter(
    (slot) => moments.length > 0 && moments.every((moment) => fits(slot, moment)),
  );
  const namesNext = NEXT.test(words(said.text).join(" "));
  const byName = namesNext ? [] : offered.filter((slot) => sameWeekdayAndTime(slot, moments));
  const nearDay = fitting.length > 0 ? fitting : byName;
  if (nearDay.length === 1 && nearDay[0] !== undefined) return { kind: "one", slot: nearDay[0] };
  if (nearDay.length > 1) return { kind: "several", slots: nearDay };
  const window = windowOf(said, moments, offered);
  return window === null ? null : { kind: "wants", window };
}

/** "Next Sunday" is not the Sunday on the table. */
const NEXT = /(?:^| )(?:الجاي|الجايه|القادم|القادمه|المقبل|الثاني بعده|اللي بعده|next)(?: |$)/u;

/** «٢», «الثاني», "second one", «الأخير», "the later one". */
function byPlace(said: TimeWords, offered: readonly TimeSlot[]): TimeSlot | null {
  const spoken = words(said.text);
  if (offered.length === 0 || spoken.length === 0 || spoken.length > 5) return null;
  const bare = spoken.length === 1 ? Number(spoken[0]) : Number.NaN;
  if (Number.isInteger(bare)) return offered[bare - 1] ?? null;
  const joined = ` ${spoken.join(" ")} `;
  const place = PLACES.find(([pattern]) => pattern.test(joined))?.[1];
  if (place === undefined) return null;
  return offered.at(place) ?? null;
}

const PLACES: readonly (readonly [RegExp, number])[] = [
  [/ (?:ال?اخير|اخر واحد|اخرها|last|latest|later one|later) /u, -1],
  [/ (?:ال?ثاني|الثانيه|التاني|second|2nd|option 2|رقم 2|two) /u, 1],
  [/ (?:ال?ثالث|الثالثه|التالت|third|3rd|option 3|رقم 3|three) /u, 2],
  [/ (?:ال?اول|الاولي|اول واحد|ابدر|first|1st|earliest|earlier one|earlier|option 1|رقم 1|one) /u, 0],
];

function momentsOf(said: TimeWords): readonly Moment[] {
  const moments = said.entities.flatMap((entity) => (entity.kind === "datetime" ? [entity.value] : []));
  const usable = moments.filter((moment) => moment.day || isTimed(moment));
  if (usable.length > 0 || said.appointment === null) return usable;
  const { from, to, exact } = said.appointment;
  return [{ from, to, grain: exact ? "minute" : "daypart", day: true, hour: exact, alternatives: [] }];
}

function fits(slot: TimeSlot, moment: Moment): boolean {
  const at = Date.parse(slot.from);
  return (!moment.day || sameDay(at, moment)) && sameTime(at, moment);
}

/** A bare weekday means the one on the table, even when the calendar's nearest is another. */
function sameWeekdayAndTime(slot: TimeSlot, moments: readonly Moment[]): boolean {
  const at = Date.parse(slot.from);
  const daily = moments.filter((moment) => moment.day);
  if (daily.length === 0 || daily.some((moment) => moment.to !== null && !isOneDay(moment))) return false;
  return moments.every((moment) => {
    const sameName = weekdayOf(riyadhDate(Date.parse(moment.from))) === weekdayOf(riyadhDate(at));
    return (!moment.day || sameName) && sameTime(at, moment);
  });
}

function sameDay(at: number, moment: Moment): boolean {
  const from = Date.parse(moment.from);
  if (moment.to === null || isOneDay(moment)) return riyadhDate(at) === riyadhDate(from);
  return at >= from && at < Date.parse(moment.to);
}

function isOneDay(moment: Moment): boolean {
  const from = Date.parse(moment.from);
  const last = moment.to === null ? from : Date.parse(moment.to) - MINUTE;
  return riyadhDate(from) === riyadhDate(last);
}

/** Whether it names an hour or a part of the day; otherwise it is about the day alone. */
function isTimed(moment: Moment): boolean {
  return moment.hour || moment.grain === "daypart";
}

/** At that hour, or inside the part of the day that was named. */
function sameTime(at: number, moment: Moment): boolean {
  if (!isTimed(moment)) return true;
  const minutes = riyadhMinutes(at);
  const starts = [moment.from, ...moment.alternatives].map((iso) => riyadhMinutes(Date.parse(iso)));
  if (moment.to === null || moment.grain === "minute") return starts.includes(minutes);
  if (moment.grain === "hour" && starts.includes(minutes)) return true;
  const end = riyadhMinutes(Date.parse(moment.to) - MINUTE);
  return minutes >= (starts[0] ?? 0) && minutes <= end;
}

function windowOf(said: TimeWords, moments: readonly Moment[], offered: readonly TimeSlot[]): Window | null {
  const day = moments.find((moment) => moment.day);
  const hour = moments.find(isTimed);
  const base = hour ?? day;
  if (base === undefined) return null;
  const onTable = alternativeOnTable(day, offered);
  if (onTable !== null) return onTable;
  const isWhole = day !== undefined || offered.length === 0;
  if (said.appointment !== null && isWhole) return fromAppointment(said.appointment);
  return onDay(base, day ?? null, offered);
}

/** An hour alone is meant on the first day on the table. */
function onDay(base: Moment, day: Moment | null, offered: readonly TimeSlot[]): Window {
  const date = riyadhDate(Date.parse((day ?? offered[0] ?? base).from));
  const from = isTimed(base)
    ? riyadhInstant(date, riyadhMinutes(Date.parse(base.from)))
    : Date.parse(base.from);
  const length = base.to === null ? null : Date.parse(base.to) - Date.parse(base.from);
  return { from, to: length === null ? null : from + length, exact: base.hour && base.grain !== "daypart" };
}

/** A day that can be read two ways is the one whose date is on the table. */
function alternativeOnTable(day: Moment | undefined, offered: readonly TimeSlot[]): Window | null {
  if (day === undefined || !day.hour || day.to !== null) return null;
  const dates = offered.map((slot) => riyadhDate(Date.parse(slot.from)));
  const readings = [day.from, ...day.alternatives].filter((iso) => sameClock(iso, day.from));
  const meant = readings.find((iso) => dates.includes(riyadhDate(Date.parse(iso))));
  return meant === undefined ? null : { from: Date.parse(meant), to: null, exact: true };
}

function sameClock(one: string, other: string): boolean {
  return riyadhMinutes(Date.parse(one)) === riyadhMinutes(Date.parse(other));
}

function fromAppointment({ from, to, exact }: FactValues["appointment"]): Window {
  return { from: Date.parse(from), to: to === null ? null : Date.parse(to), exact };
}
