import type { Company } from "../company.ts";
import { known } from "../ledger.ts";
import type { Conversation, TimeSlot } from "../state.ts";
import type { Window } from "./pick-time.ts";
import { DAY, riyadhDate, riyadhMinutes } from "./riyadh.ts";

/** How many times are on the table at once. */
export const TIMES_SHOWN = 3;
const NOON = 720;

/** The times worth showing: one a moment, of reps who take this sector while there are any. */
export function suitable(
  open: readonly TimeSlot[],
  conversation: Pick<Conversation, "facts">,
  company: Company,
): readonly TimeSlot[] {
  const sector = known(conversation.facts, "sector");
  const takers = company.reps
    .filter((rep) => sector !== null && rep.sectors.includes(sector))
    .map((rep) => rep.id);
  const general = company.reps.filter((rep) => rep.sectors.length === 0).map((rep) => rep.id);
  const groups = [takers, general].map((ids) => open.filter((slot) => ids.includes(slot.rep)));
  const preferred = groups.find((slots) => slots.length > 0) ?? open;
  return oncePerMoment(preferred);
}

/** At every moment one slot, soonest first. */
export function oncePerMoment(slots: readonly TimeSlot[]): readonly TimeSlot[] {
  const seen = new Set<number>();
  return [...slots]
    .sort((one, other) => Date.parse(one.from) - Date.parse(other.from))
    .filter((slot) => {
      const at = Date.parse(slot.from);
      if (seen.has(at)) return false;
      seen.add(at);
      return true;
    });
}

/** Three times on different days, mornings and afternoons in turn; fewer days give several of one day. */
export function spreadOver(slots: readonly TimeSlot[]): readonly TimeSlot[] {
  const days = [...new Set(slots.map(dayOf))];
  const chosen: TimeSlot[] = [];
  for (const day of days) {
    const ofDay = slots.filter((slot) => dayOf(slot) === day);
    const wantsAfternoon = chosen.length % 2 === 1;
    const pick = ofDay.find((slot) => isAfternoon(slot) === wantsAfternoon) ?? ofDay[0];
    if (pick !== undefined && chosen.length < TIMES_SHOWN) chosen.push(pick);
  }
  const rest = slots.filter((slot) => !chosen.includes(slot) && farFromAll(slot, chosen));
  return inOrder([...chosen, ...rest.slice(0, TIMES_SHOWN - chosen.length)]);
}

/** Slots inside the window; with an exact start only that one counts. */
export function within(slots: readonly TimeSlot[], window: Window): readonly TimeSlot[] {
  const end = window.to ?? window.from + (window.exact ? 1 : DAY);
  return slots.filter((slot) => {
    const at = Date.parse(slot.from);
    return window.exact ? at === window.from : at >= window.from && at < end;
  });
}

/** The three slots nearest to a moment, in the order of the clock. */
export function nearest(slots: readonly TimeSlot[], moment: number): readonly TimeSlot[] {
  const byDistance = [...slots].sort(
    (one, other) => Math.abs(Date.parse(one.from) - moment) - Math.abs(Date.parse(other.from) - moment),
  );
  return inOrder(byDistance.slice(0, TIMES_SHOWN));
}

function inOrder(slots: readonly TimeSlot[]): readonly TimeSlot[] {
  return [...slots].sort((one, other) => Date.parse(one.from) - Date.parse(other.from));
}

function dayOf(slot: TimeSlot): string {
  return riyadhDate(Date.parse(slot.from));
}

function isAfternoon(slot: TimeSlot): boolean {
  return riyadhMinutes(Date.parse(slot.from)) >= NOON;
}

/** Two hours apart from what is already shown, so that the choice is one. */
function farFromAll(slot: TimeSlot, chosen: readonly TimeSlot[]): boolean {
  const at = Date.parse(slot.from);
  return chosen.every((other) => Math.abs(Date.parse(other.from) - at) >= 2 * 3_600_000);
}
