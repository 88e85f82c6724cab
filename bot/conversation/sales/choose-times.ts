import type { Company } from "../company.ts";
import { known } from "../ledger.ts";
import type { Conversation, TimeSlot } from "../state.ts";
import type { Window } from "./pick-time.ts";
import { DAY } from "./riyadh.ts";

/** The times worth showing: those of reps who take this sector while there are any, else of reps who take any. */
export function suitable(
  open: readonly TimeSlot[],
  conversation: Pick<Conversation, "facts">,
  company: Company,
): readonly TimeSlot[] {
  const sector = known(conversation.facts, "sector");
  const takers = company.reps.filter((rep) => sector !== null && rep.sectors.includes(sector));
  const general = company.reps.filter((rep) => rep.sectors.length === 0);
  const groups = [takers, general].map((reps) =>
    open.filter((slot) => reps.some((rep) => rep.id === slot.rep)),
  );
  return groups.find((slots) => slots.length >= ENOUGH) ?? open;
}

/** Fewer times than this are no choice. */
const ENOUGH = 3;

/** Slots inside the window; with an exact start only that one counts. */
export function within(slots: readonly TimeSlot[], window: Window): readonly TimeSlot[] {
  const end = window.to ?? window.from + (window.exact ? 1 : DAY);
  return slots.filter((slot) => {
    const at = Date.parse(slot.from);
    return window.exact ? at === window.from : at >= window.from && at < end;
  });
}
