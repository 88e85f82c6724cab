import { plainText } from "../language/normalise.ts";
import type { Reading } from "../reading.ts";
import type { Reply } from "../reply.ts";
import { within } from "../sales/choose-times.ts";
import { hijriInWords } from "../sales/date-words.ts";
import { choiceOf, type TimeChoice } from "../sales/pick-time.ts";
import { DAY, MINUTE, riyadhDate } from "../sales/riyadh.ts";
import type { TimeSlot } from "../state.ts";
import type { Decision } from "../turn.ts";
import { leadTime, meetingLength } from "../wording/amounts.ts";
import { askNextDetail } from "./details.ts";
import { comeBackOn } from "./endings.ts";
import { offerTimes, queryFor, repeatTimes } from "./offer-times.ts";
import { releaseHold, stopTimers, timeInTheirWords } from "./steps.ts";

/** How long a picked time is kept for a yes: nobody answers a letter within a quarter of an hour. */
const HOLD = 15 * MINUTE;
const HOLD_BY_LETTER = DAY;

/** What they say about times, or null when this turn is not about a time. */
export function bookingStep(reply: Reply, reading: Reading): Decision | null {
  const { before } = reply;
  if (before.asking === "confirm" && before.proposed !== null)
    return atConfirm(reply, reading, before.proposed);
  if (before.offered.length > 0) return atOffer(reply, reading);
  return null;
}

/** They asked for a meeting, perhaps at a time of their own. */
export function wantsMeeting(reply: Reply, reading: Reading): Decision {
  reply.note({ happened: "wish-voiced", wish: "meeting" });
  const choice = timeChoice(reading, []);
  if (choice?.kind === "wants") return atWantedTime(reply, choice);
  const { asking, offered } = reply.before;
  if (asking === "appointment" && offered.length > 0) {
    repeatTimes(reply, "times.again", offered);
    return reply.finish("they asked for a meeting and times are on the table");
  }
  if (!reply.speaks) reply.say("meeting.sure", {});
  return offerTimes(reply, { lead: "times.three", window: null, without: [] }, "they asked for a meeting");
}

/** We invite them: to the time they named when they named one, else to one of three. */
export function inviteToMeet(reply: Reply, reading: Reading): Decision {
  const namesTime = reading.facts.some(({ fact }) => fact.about === "appointment");
  const choice = namesTime ? timeChoice(reading, []) : null;
  if (choice?.kind === "wants") return atWantedTime(reply, choice);
  reply.say("meeting.suggest", { minutes: meetingLength(reply.company, reply.now.language) });
  return offerTimes(
    reply,
    { lead: "times.three", window: null, without: [] },
    "the office invites them to meet",
  );
}

/** The office agreed on this time with them: booked and confirmed at once. */
export function promise(reply: Reply, slot: TimeSlot): Decision {
  return book(reply, slot);
}

/** Moves a booked meeting: to the time they named, or to one they choose. The old one stands until the new is confirmed. */
export function reschedule(reply: Reply, reading: Reading): Decision {
  const choice = timeChoice(reading, reply.before.offered);
  if (choice !== null) return follow(reply, choice);
  reply.say("reschedule", {});
  return offerTimes(
    reply,
    { lead: "times.three", window: null, without: [...reply.before.offered, ...current(reply)] },
    "they want another time for the meeting",
  );
}

/** Cancels what is booked or held; says so when there is nothing. */
export function cancelMeeting(reply: Reply): Decision {
  const { booking } = reply.now;
  if (booking?.status !== "confirmed") return cancelUnbooked(reply);
  const when = timeInTheirWords(reply, booking.slot);
  reply.note({ happened: "meeting-cancelled", bookingId: booking.id });
  reply.act({ do: "cancel-booking", bookingId: booking.id });
  reply.setTimer("reminder", null);
  if (reply.now.outcome === "booked") reply.note({ happened: "outcome-reached", outcome: null });
  reply.note({ happened: "times-offered", slots: [] }, { happened: "stage-entered", stage: "qualifying" });
  reply.say("cancelled", { when });
  return reply.finish("they cancelled the meeting");
}

function cancelUnbooked(reply: Reply): Decision {
  const wasOpen = reply.now.proposed !== null || reply.now.offered.length > 0;
  releaseHold(reply);
  if (reply.now.offered.length > 0) reply.note({ happened: "times-offered", slots: [] });
  reply.say(wasOpen ? "cancelled.release" : "cancelled.nothing", {});
  return reply.finish(
    wasOpen ? "they let the proposed meeting go" : "they want to cancel but nothing is booked",
  );
}

function current(reply: Reply): readonly TimeSlot[] {
  const { booking, proposed } = reply.now;
  return [booking?.slot, proposed].flatMap((slot) => slot ?? []);
}

function atConfirm(reply: Reply, reading: Reading, proposed: TimeSlot): Decision | null {
  const others = reply.before.offered.filter((slot) => slot.id !== proposed.id);
  const choice = timeChoice(reading, [proposed, ...others]);
  const isAnother = choice?.kind === "one" ? choice.slot.id !== proposed.id : choice !== null;
  // «١» after three times were shown still counts in the order shown.
  const placed = timeChoice(reading, reply.before.offered);
  if (placed?.kind === "one" && placed.slot.id !== proposed.id && !reading.acts.has("yes")) {
    return readBack(reply, placed.slot);
  }
  if (choice !== null && isAnother && choice.kind !== "several") return follow(reply, choice);
  if (isYes(reading) || (choice?.kind === "one" && !reading.acts.has("no"))) return book(reply, proposed);
  if (!reading.acts.has("no") && !reading.acts.has("reschedule")) return null;
  return otherTimes(reply, [proposed, ...reply.before.offered]);
}

function atOffer(reply: Reply, reading: Reading): Decision | null {
  const { offered, asking } = reply.before;
  const choice = timeChoice(reading, offered);
  // «الأول» and then «تمام» in the next bubble is a choice and its yes.
  if (choice?.kind === "one" && reading.endsInYes) return book(reply, choice.slot);
  if (choice !== null && (asking === "appointment" || choice.kind !== "wants")) return follow(reply, choice);
  if (asking !== "appointment") return null;
  const [only] = offered;
  if (isYes(reading) && offered.length === 1 && only !== undefined) return readBack(reply, only);
  if (reading.acts.has("no") || reading.acts.has("reschedule")) return otherTimes(reply, offered);
  if (isYes(reading) && reading.acts.size <= 1) {
    repeatTimes(reply, "times.which", offered);
    return reply.finish("yes to several times does not say which");
  }
  return null;
}

/** Words that only mean yes to a time read back. */
const CONFIRMS =
  /^(?:اكد|اكدي|اكدوا|اعتمد|اعتمدوه|ثبت|ثبته|ثبتيه|ثبتوه|احجز|احجزه|احجزي|نوكد|مناسب|يناسب|confirm|confirmed|book it|go ahead|that works|works|perfect|great)/u;

function isYes(reading: Reading): boolean {
  if (reading.bubbles.some(({ text }) => CONFIRMS.test(plainText(text).trim())) && !reading.acts.has("no"))
    return true;
  return (reading.acts.has("yes") || reading.reaction === "yes") && !reading.acts.has("no");
}

/** After this many rounds of times we stop pressing. */
const MOST_ROUNDS = 4;

function otherTimes(reply: Reply, without: readonly TimeSlot[]): Decision {
  releaseHold(reply);
  if ((reply.now.asked.appointment ?? 0) >= MOST_ROUNDS) {
    reply.note({ happened: "times-offered", slots: [] });
    reply.say("later.open", {});
    return reply.finish("no time suited after several rounds, so we stop pressing");
  }
  return offerTimes(reply, { lead: "times.others", window: null, without }, "the times did not suit them");
}

function timeChoice(reading: Reading, offered: readonly TimeSlot[]): TimeChoice | null {
  const choices = reading.bubbles.map((bubble) => choiceOf(bubble, offered));
  return choices.findLast((choice) => choice !== null) ?? null;
}

function follow(reply: Reply, choice: TimeChoice): Decision {
  if (choice.kind === "one") return readBack(reply, choice.slot);
  if (choice.kind === "wants") return atWantedTime(reply, choice);
  repeatTimes(reply, "times.which", choice.slots);
  return reply.finish("more than one offered time fits their words");
}

/** A time of their own: read back when it is free, else the nearest free ones. */
function atWantedTime(reply: Reply, { window }: Extract<TimeChoice, { kind: "wants" }>): Decision {
  const { openSlots, now } = reply.turn;
  const isFarAway = window.from > now + (reply.company.meeting.horizonDays + 1) * DAY;
  if (isFarAway && reply.now.booking?.status !== "confirmed")
    return comeBackOn(reply, riyadhDate(window.from));
  if (openSlots === null) return reply.needs(queryFor(window));
  const [exact] = window.exact ? within(openSlots, window) : [];
  if (exact !== undefined) return readBack(reply, exact);
  return offerTimes(reply, { lead: "times.three", window, without: [] }, "they named a time of their own");
}

/** Keeps the time (a quarter of an hour, by letter a day but never past its own beginning) and reads it back for a yes. */
function readBack(reply: Reply, slot: TimeSlot): Decision {
  const { openSlots, now, newIds } = reply.turn;
  if (openSlots !== null && !openSlots.some((open) => open.id === slot.id)) return gone(reply, slot);
  const { booking } = reply.now;
  const isMove = booking?.status === "confirmed";
  const isHeld = booking?.status === "held" && booking.slot.id === slot.id;
  if (!isMove && !isHeld) {
    releaseHold(reply);
    reply.note({ happened: "time-held", bookingId: newIds.booking, slot });
    const until = reply.isLetter ? Math.min(now + HOLD_BY_LETTER, Date.parse(slot.from)) : now + HOLD;
    reply.act({ do: "hold-time", bookingId: newIds.booking, slot, until });
    reply.setTimer("hold-expired", until);
  }
  reply.note({ happened: "time-proposed", slot }, { happened: "stage-entered", stage: "booking" });
  reply.say("confirm.ask", { when: timeInTheirWords(reply, slot) });
  reply.ask("confirm");
  return reply.finish(
    isMove ? "they chose a new time, read back before it is moved" : "they chose a time, held and read back",
  );
}

function gone(reply: Reply, slot: TimeSlot): Decision {
  const from = Date.parse(slot.from);
  if (reply.now.proposed !== null) reply.note({ happened: "time-proposed", slot: null });
  const { booking } = reply.now;
  if (booking?.status === "held") reply.note({ happened: "meeting-cancelled", bookingId: booking.id });
  return offerTimes(
    reply,
    { lead: "times.gone", window: { from, to: null, exact: true }, without: [slot] },
    "the time they chose was taken in the meantime",
  );
}

/** Their yes makes the meeting. */
function book(reply: Reply, slot: TimeSlot): Decision {
  const { openSlots } = reply.turn;
  if (openSlots !== null && !openSlots.some((open) => open.id === slot.id)) return gone(reply, slot);
  return bookNow(reply, slot, "they confirmed the time that was read back");
}

/** Makes the meeting, tells them with the invitation, and asks what it still needs; silent while a rep holds the talk. */
export function bookNow(reply: Reply, slot: TimeSlot, because: string): Decision {
  const { newIds } = reply.turn;
  const { booking } = reply.now;
  const bookingId = booking?.status === "held" ? booking.id : newIds.booking;
  reply.act({ do: "book", bookingId, slot });
  if (booking?.status === "confirmed") {
    reply.note({ happened: "meeting-cancelled", bookingId: booking.id });
    reply.act({ do: "cancel-booking", bookingId: booking.id });
  }
  reply.note(
    { happened: "meeting-booked", bookingId, slot },
    { happened: "outcome-reached", outcome: "booked" },
    { happened: "stage-entered", stage: "booking" },
  );
  const reminds = setTimers(reply, slot);
  if (reply.now.owner === "rep") {
    reply.act({ do: "ask-team", question: `Booked by the person: ${timeInTheirWords(reply, slot)}` });
    return reply.finish(because);
  }
  sayBooked(reply, slot, { bookingId, reminds });
  askNextDetail(reply);
  return reply.finish(because);
}

/** Answers whether a reminder will come: not when its time is past. */
function setTimers(reply: Reply, slot: TimeSlot): boolean {
  const remindAt = Date.parse(slot.from) - reply.company.meeting.remindMinutesBefore * MINUTE;
  const isAhead = remindAt > reply.turn.now;
  stopTimers(reply);
  reply.setTimer("hold-expired", null);
  reply.setTimer("reminder", isAhead ? remindAt : null);
  return isAhead;
}

function sayBooked(
  reply: Reply,
  slot: TimeSlot,
  { bookingId, reminds }: { readonly bookingId: string; readonly reminds: boolean },
): void {
  const { language } = reply.now;
  const { meeting } = reply.company;
  reply.say("booked", { when: timeInTheirWords(reply, slot), place: meeting.place[language] });
  reply.attachInvitation(bookingId);
  reply.restsOn(`booking:${bookingId}`);
  if (reminds) reply.say("booked.reminder", { before: leadTime(reply.company, language) });
}

/** The Hijri date of the meeting, for those who ask for it; false when there is no meeting to date. */
export function sayHijri(reply: Reply): boolean {
  const slot =
    reply.now.proposed ?? (reply.now.booking?.status === "cancelled" ? null : reply.now.booking?.slot);
  if (slot === null || slot === undefined) return false;
  const { language, digits } = reply.now;
  reply.say("hijri", { date: hijriInWords(riyadhDate(Date.parse(slot.from)), language, digits) });
  return true;
}
