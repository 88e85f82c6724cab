import { stageOf } from "../evolve.ts";
import type { Reply } from "../reply.ts";
import { DAY } from "../sales/riyadh.ts";
import type { Decision, TimerKind } from "../turn.ts";
import { isPickedUp, timeInTheirWords } from "./steps.ts";

/** A timer of ours rang: what it meant may have passed since, so every one looks again before it speaks. */
export function onTimer(reply: Reply, timer: TimerKind): Decision {
  switch (timer) {
    case "follow-up":
      return followUp(reply);
    case "reminder":
      return remind(reply);
    case "hold-expired":
      return holdExpired(reply);
    case "rep-idle":
      return repIdle(reply);
  }
}

function followUp(reply: Reply): Decision {
  const { followUp, owner, consent, booking } = reply.now;
  if (followUp === null) return reply.finish("the follow-up was called off");
  reply.note({ happened: "follow-up-set", followUp: null });
  if (consent.optedOutAt !== null) return reply.finish("they opted out, so no follow-up");
  if (owner === "rep") return reply.finish("a rep holds the talk, so no follow-up");
  if (booking?.status === "confirmed") return reply.finish("a meeting is booked, so no follow-up");
  if (followUp.reason === "asked-for-later") return asAgreed(reply);
  if (!consent.proactive) return reply.finish("silent, but we have no consent to write first");
  return afterSilence(reply, followUp.step);
}

function asAgreed(reply: Reply): Decision {
  reply.speakFirst();
  reply.say("followUp.later", {});
  return reply.finish("they asked to be contacted at this time");
}

function afterSilence(reply: Reply, step: number): Decision {
  const { followUpDays } = reply.company;
  const next = followUpDays[step + 1];
  reply.speakFirst();
  reply.say(next === undefined ? "followUp.last" : step === 0 ? "followUp.first" : "followUp.next", {});
  reply.keepAsking();
  if (next !== undefined) scheduleSilence(reply, step + 1, next - (followUpDays[step] ?? 0));
  return reply.finish(`silent since our last word, follow-up ${step + 1}`);
}

function scheduleSilence(reply: Reply, step: number, days: number): void {
  const at = reply.turn.now + days * DAY;
  reply.note({ happened: "follow-up-set", followUp: { at, step, reason: "silent" } });
  reply.setTimer("follow-up", at);
}

/** After each word of ours an open talk gets its follow-up, if they allowed us to write first. */
export function watchSilence(reply: Reply): void {
  const { owner, stage, outcome, consent, followUp } = reply.now;
  const [days] = reply.company.followUpDays;
  const isOpen = owner === "bot" && stage !== "closed" && outcome === null && consent.proactive;
  if (reply.speaks && isOpen && days !== undefined) scheduleSilence(reply, 0, days);
  else if (followUp?.reason === "silent") {
    reply.note({ happened: "follow-up-set", followUp: null });
    reply.setTimer("follow-up", null);
  }
}

/** Promised when the meeting was booked, so it is an answer and does not wait for the clock. */
function remind(reply: Reply): Decision {
  const { booking, consent } = reply.now;
  if (booking?.status !== "confirmed") return reply.finish("the meeting was called off, so no reminder");
  if (Date.parse(booking.slot.from) <= reply.turn.now)
    return reply.finish("the meeting has begun, so no reminder");
  if (consent.optedOutAt !== null) return reply.finish("they opted out, so no reminder");
  const when = timeInTheirWords(reply, booking.slot);
  if (isPickedUp(reply.now)) {
    reply.act({ do: "ask-team", question: `Their meeting is near, please remind them: ${when}` });
    return reply.finish("the meeting is near and a rep holds the talk, so the rep reminds them");
  }
  reply.say("reminder", { when, place: reply.company.meeting.place[reply.now.language] });
  reply.restsOn(`booking:${booking.id}`);
  return reply.finish("the meeting is near, reminded as promised");
}

/** The hold ends; they are told only when it was their turn to speak. A late yes still books the time if it is free. */
function holdExpired(reply: Reply): Decision {
  const { booking, proposed, asking, owner, consent } = reply.now;
  if (booking?.status !== "held") return reply.finish("nothing is held any more");
  const slot = booking.slot;
  reply.note({ happened: "meeting-cancelled", bookingId: booking.id });
  reply.act({ do: "cancel-booking", bookingId: booking.id });
  const isWaiting =
    asking === "confirm" && proposed !== null && owner === "bot" && consent.optedOutAt === null;
  if (!isWaiting) return reply.finish("the hold ran out; they were not waiting for it");
  reply.note({ happened: "time-proposed", slot });
  reply.say("hold.expired", { when: timeInTheirWords(reply, slot) });
  reply.keepAsking();
  return reply.finish("the hold ran out before they confirmed, said kindly");
}

/** No rep wrote for the set time: the talk comes back to the bot, which speaks only when they are waiting. */
function repIdle(reply: Reply): Decision {
  const { owner, heardAt, spokeAt, consent } = reply.now;
  if (owner === "bot") return reply.finish("the talk is with the bot already");
  reply.note({ happened: "rep-released" }, { happened: "stage-entered", stage: stageOf(reply.now) });
  const isWaiting = heardAt !== null && (spokeAt === null || heardAt > spokeAt);
  if (!isWaiting || consent.optedOutAt !== null)
    return reply.finish("the rep was idle, so the bot takes the talk back");
  reply.say("resumed", {});
  return reply.finish("the rep was idle and they are waiting, so the bot goes on");
}
