import type { Hours } from "../company.ts";
import { stageOf } from "../evolve.ts";
import { plainText } from "../language/normalise.ts";
import type { Reading } from "../reading.ts";
import type { Reply } from "../reply.ts";
import { addDays, riyadhDate } from "../sales/riyadh.ts";
import { isWorkingDay } from "../sales/saudi-days.ts";
import type { Decision } from "../turn.ts";
import type { Act } from "../understanding.ts";
import { close, dateInTheirWords, morningOf } from "./steps.ts";

/** Stop: instant, warm, once. */
export function optOut(reply: Reply): Decision {
  const wasOut = reply.before.consent.optedOutAt !== null;
  close(reply, "opted-out");
  reply.setTimer("reminder", null);
  reply.note({ happened: "opted-out", at: reply.turn.now });
  reply.act({ do: "opt-out" });
  if (!wasOut) reply.say("optout.done", {});
  return reply.finish(
    wasOut ? "they opted out before, so nothing more is said" : "they asked for no more messages",
  );
}

/** «اشتراك» or "subscribe" and nothing else: they want to hear from us. */
export function asksToSubscribe({ text }: Reading): boolean {
  return SUBSCRIBES.test(plainText(text).trim());
}

const SUBSCRIBES =
  /^(?:(?:re)?subscribe(?: me)?(?: again)?|opt[ -]?in|start|اشتراك|اشترك|اشتركوني|اعاده الاشتراك|اعد الاشتراك|اعيدوا الاشتراك)[.!]?$/u;

/** The opposite of stop: the talk opens again, and we may write first. */
export function optIn(reply: Reply): Decision {
  reply.note({ happened: "opted-in", at: reply.turn.now });
  reply.act({ do: "opt-in" });
  reopen(reply);
  reply.say("optin.done", {});
  return reply.finish("they asked to hear from us again");
}

/** Their data is erased everywhere; what happens is said once. */
export function eraseData(reply: Reply): Decision {
  const { booking } = reply.now;
  if (booking?.status === "confirmed") {
    reply.note({ happened: "meeting-cancelled", bookingId: booking.id });
    reply.act({ do: "cancel-booking", bookingId: booking.id });
  }
  close(reply, "erased");
  reply.setTimer("reminder", null);
  reply.note({ happened: "erasure-requested" });
  reply.say("erase.done", {});
  reply.act({ do: "erase" });
  return reply.finish("they asked for their data to be deleted");
}

export function wrongNumber(reply: Reply): Decision {
  close(reply, "wrong-number");
  reply.say("wrong.done", {});
  return reply.finish("they say the number is wrong");
}

export function notInterested(reply: Reply): Decision {
  close(reply, "not-interested");
  reply.say("notInterested.done", {});
  return reply.finish("they are not interested");
}

/** Later: a date that was named is read back and kept; without one they come back when they like. */
export function later(reply: Reply, reading: Reading): Decision {
  const named = dateNamed(reading);
  const date = named === null ? null : firstWorkingDay(named, reply.company.hours);
  if (date !== null && morningOf(date) > reply.turn.now) return comeBackOn(reply, date);

  close(reply, "nurture");
  reply.say("later.open", {});
  return reply.finish("they want to come back to it later");
}

/** The date is read back and kept: we write then, because they asked for it. */
export function comeBackOn(reply: Reply, date: string): Decision {
  close(reply, "nurture");
  const followUp = { at: morningOf(date), step: 0, reason: "asked-for-later" as const };
  reply.note({ happened: "follow-up-set", followUp });
  reply.setTimer("follow-up", followUp.at);
  reply.say("later.date", { date: dateInTheirWords(reply, date) });
  return reply.finish(`they asked to be contacted later, on ${date}`);
}

/** The day they named, or the first of the week, month or quarter; "now" in "not now" names none. */
function dateNamed(reading: Reading): string | null {
  const moment = reading.entities.findLast(
    (entity) => entity.kind === "datetime" && (entity.value.grain === "minute" ? !entity.value.hour : true),
  );
  return moment?.kind === "datetime" ? riyadhDate(Date.parse(moment.value.from)) : laterFromFacts(reading);
}

/** Nobody is called back on a Friday or in a holiday. */
function firstWorkingDay(date: string, hours: Hours): string {
  const days = Array.from({ length: 14 }, (_, count) => addDays(date, count));
  return days.find((day) => isWorkingDay(day, hours)) ?? date;
}

function laterFromFacts(reading: Reading): string | null {
  for (const { fact } of [...reading.facts].reverse()) {
    if (fact.about === "timeline" && fact.value !== null) return fact.value.from ?? fact.value.to;
    if (fact.about === "appointment" && fact.value !== null) return fact.value.from.slice(0, 10);
  }
  return null;
}

/** Not even the best outcome would reach the gate: said kindly, once, without more questions. */
export function notAFit(reply: Reply): Decision {
  const { name, about } = reply.company;
  const { language } = reply.now;
  close(reply, "not-a-fit");
  reply.say("notFit", { company: name[language], about: about[language] });
  return reply.finish("even the best that could still turn out is under the booking gate");
}

const WISHES: readonly Act[] = [
  "ask-price",
  "ask-meeting",
  "ask-identity",
  "question",
  "objection",
  "reschedule",
  "cancel",
];

/** Whether a closed talk is opened again: they ask or tell something. A greeting opens it too, but not after an opt-out. */
export function wantsToTalk(reply: Reply, reading: Reading): boolean {
  if (WISHES.some((act) => reading.acts.has(act)) || reading.facts.length > 0) return true;
  return reading.acts.has("greeting") && reply.before.consent.optedOutAt === null;
}

/** The talk goes on where it stood; the old ending no longer holds. */
export function reopen(reply: Reply): void {
  const { outcome } = reply.now;
  if (outcome !== null && outcome !== "booked" && outcome !== "not-a-fit" && outcome !== "won") {
    reply.note({ happened: "outcome-reached", outcome: null });
  }
  if (reply.now.stage === "closed") reply.note({ happened: "stage-entered", stage: stageOf(reply.now) });
  const { followUp } = reply.now;
  if (followUp !== null) {
    reply.note({ happened: "follow-up-set", followUp: null });
    reply.setTimer("follow-up", null);
  }
}

/** A last kind word after the end, once; then quiet. */
export function goodbye(reply: Reply, reading: Reading): Decision {
  const last = reply.before.said.at(-1) ?? "";
  const isDone = last.startsWith("goodbye#") || last.startsWith("welcome#");
  if (isDone) return reply.finish("the talk is over and was closed kindly already");
  reply.say(reading.acts.has("thanks") ? "welcome" : "goodbye", {});
  return reply.finish("a kind word after the end of the talk");
}
