import type { Reply } from "../reply.ts";
import { chooseThree } from "../sales/choose-three.ts";
import { suitable, within } from "../sales/choose-times.ts";
import { slotLabel } from "../sales/date-words.ts";
import type { Window } from "../sales/pick-time.ts";
import { DAY, riyadhDate, riyadhInstant, riyadhIso } from "../sales/riyadh.ts";
import type { TimeSlot } from "../state.ts";
import type { Decision } from "../turn.ts";
import { handOver, timeInTheirWords } from "./steps.ts";

type TimesKey =
  | "times.three"
  | "times.one"
  | "times.again"
  | "times.others"
  | "times.near"
  | "times.gone"
  | "times.which";

export interface TimesWanted {
  /** How the times are introduced when they are what was wanted. */
  readonly lead: TimesKey;
  /** The stretch they named; null = any time. */
  readonly window: Window | null;
  /** Times they already turned down. */
  readonly without: readonly TimeSlot[];
}

/** Puts up to three free times on the table, the nearest ones when what they wanted is not free. */
export function offerTimes(reply: Reply, wanted: TimesWanted, because: string): Decision {
  const { openSlots } = reply.turn;
  if (openSlots === null) return reply.needs(queryFor(wanted.window));
  const refused = new Set(wanted.without.map((slot) => slot.id));
  const all = suitable(openSlots, reply.now, reply.company);
  const fresh = all.filter((slot) => !refused.has(slot.id));
  const free = fresh.length > 0 ? fresh : all;
  if (free.length === 0) return noTimes(reply);
  const { slots, key } = chosen(free, wanted);
  putOnTheTable(reply, key, slots);
  return reply.finish(because);
}

/** Says the same times again, in other words. */
export function repeatTimes(
  reply: Reply,
  key: "times.again" | "times.which",
  slots: readonly TimeSlot[],
): void {
  putOnTheTable(reply, key, slots);
}

/** From the morning of the day they named, so that the nearest earlier times are known too. */
export function queryFor(window: Window | null): { from: string | null; to: null; rep: null } {
  if (window === null) return { from: null, to: null, rep: null };
  return { from: riyadhIso(riyadhInstant(riyadhDate(window.from), 0)), to: null, rep: null };
}

function chosen(
  free: readonly TimeSlot[],
  { lead, window }: TimesWanted,
): { readonly slots: readonly TimeSlot[]; readonly key: TimesKey } {
  if (window === null) return withKey(chooseThree(free, null), lead);
  const from = riyadhIso(window.from);
  const isMoment = window.exact || lead === "times.gone";
  const to = isMoment ? null : riyadhIso(window.to ?? window.from + DAY);
  const key = lead === "times.gone" || within(free, window).length > 0 ? lead : "times.near";
  return withKey(chooseThree(free, { from, to }), key);
}

function withKey(slots: readonly TimeSlot[], key: TimesKey) {
  return { slots, key: slots.length === 1 && key === "times.three" ? ("times.one" as const) : key };
}

function putOnTheTable(reply: Reply, key: TimesKey, slots: readonly TimeSlot[]): void {
  const { language, digits } = reply.now;
  const inWords = slots.map((slot) => timeInTheirWords(reply, slot));
  // A letter's channel writes the list itself, with a link beside each time.
  const list = reply.isLetter ? "" : inWords.map((words, index) => `${index + 1}. ${words}`).join("\n");
  reply.say(key, { list });
  const labelOf = (slot: TimeSlot, place: number) =>
    reply.isLetter ? (inWords[place] ?? "") : slotLabel(slot, language, digits);
  reply.offer(slots.map((slot, place) => ({ id: slot.id, label: labelOf(slot, place), description: null })));
  reply.note({ happened: "times-offered", slots }, { happened: "stage-entered", stage: "booking" });
  reply.ask("appointment");
}

function noTimes(reply: Reply): Decision {
  reply.say("times.none", {});
  handOver(reply, "cannot-book");
  return reply.finish("no free time within the horizon, so a colleague arranges the meeting");
}
