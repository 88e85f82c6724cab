import { topicsAsked } from "./asked.ts";
import { type Learned, learn } from "./learn.ts";
import { INTRODUCED } from "./ledger.ts";
import { nameShown } from "./letter.ts";
import { type Reading, read } from "./reading.ts";
import { Reply } from "./reply.ts";
import { gatesOf } from "./sales/gates.ts";
import { acknowledge } from "./stages/acknowledge.ts";
import { answer, answerAside } from "./stages/answers.ts";
import {
  bookingStep,
  cancelMeeting,
  inviteToMeet,
  promise,
  reschedule,
  wantsMeeting,
} from "./stages/book.ts";
import { onClick } from "./stages/clicks.ts";
import {
  asksToSubscribe,
  eraseData,
  goodbye,
  later,
  notInterested,
  optIn,
  optOut,
  reopen,
  wantsToTalk,
  wrongNumber,
} from "./stages/endings.ts";
import { onTimer, watchSilence } from "./stages/follow-up.ts";
import { greet } from "./stages/greet.ts";
import { stopLoop } from "./stages/loop-guard.ts";
import { mediaStep, sayWhatWasHeard } from "./stages/media.ts";
import { asksForProposal, draftForRep, propose } from "./stages/propose.ts";
import { askNext, goOn } from "./stages/qualify.ts";
import { timeInTheirWords } from "./stages/steps.ts";
import { guardUnproven, refuseErase } from "./stages/unproven.ts";
import { callPerson, withRep } from "./stages/with-rep.ts";
import type { Conversation } from "./state.ts";
import type { Decision, Heard, Trigger, Turn } from "./turn.ts";

export type {
  Action,
  ConversationEvent,
  Decision,
  ProposalDraft,
  ProposalLine,
  Say,
  SlotQuery,
  Trigger,
  Turn,
} from "./turn.ts";

/** The heart: same conversation and turn, same decision. No clock, no network, no chance. */
export function decide(conversation: Conversation, turn: Turn): Decision {
  const reply = new Reply(conversation, turn);
  const { trigger } = turn;
  switch (trigger.kind) {
    case "timer":
      return onTimer(reply, trigger.timer);
    case "messages":
      return hear(reply, trigger.heard);
    case "lead":
      return takeIn(reply, trigger);
    case "click":
      return onClick(reply, trigger.click);
  }
}

/** A posted lead: its facts are known before its message is heard; then what the office wants done. */
function takeIn(reply: Reply, trigger: Extract<Trigger, { kind: "lead" }>): Decision {
  const messageId = trigger.heard[0]?.message.id ?? "lead";
  for (const fact of trigger.facts)
    if (trigger.unproven !== true || reply.before.facts[fact.about] === undefined)
      reply.note({ happened: "fact-learned", fact, messageId });
  const { meeting = null, proposal = false } = trigger.office ?? {};
  if (meeting !== null && meeting !== "offer") return promise(reply, meeting);
  const isErrand = trigger.office !== undefined && trigger.facts.length === 0 && trigger.heard.length === 0;
  const decision = isErrand ? errand(reply) : hear(reply, trigger.heard);
  if (decision.needs !== null || !proposal || !draftForRep(reply)) return decision;
  return reply.decision(`${decision.because}; a draft of a proposal waits for a rep`);
}

/** Nobody said anything: only what the office wants is done. */
function errand(reply: Reply): Decision {
  const { owner, consent } = reply.before;
  if (owner === "rep" || consent.optedOutAt !== null || !isInvited(reply))
    return reply.finish("the office wants nothing that may be said now");
  const silence = read([], reply.turn.pace ?? "chat");
  greet(reply, silence);
  return inviteToMeet(reply, silence);
}

function hear(reply: Reply, heard: readonly Heard[]): Decision {
  const reading = read(heard, reply.turn.pace ?? "chat");
  notice(reply, heard, reading);
  const decision = whatAlwaysHolds(reply, reading) ?? converse(reply, reading);
  if (decision.needs !== null) return decision;
  const stopped = stopLoop(reply, decision, heard, (quiet) => notice(quiet, heard, reading));
  if (stopped !== null) return stopped;
  watchSilence(reply);
  return reply.decision(decision.because);
}

/** What the turn shows beside its words: who, when, in which language and digits. */
function notice(reply: Reply, heard: readonly Heard[], reading: Reading): void {
  const { now } = reply;
  const messageIds = heard.map(({ message }) => message.id);
  if (messageIds.length > 0) reply.note({ happened: "heard", at: reply.turn.now, messageIds });
  noticeName(reply, heard);
  const language = reading.language ?? now.language;
  const register = reply.isLetter ? "formal" : (reading.register ?? now.register);
  if (language !== now.language || register !== now.register) {
    reply.note({ happened: "language-set", language, register });
  }
  if (reading.digits !== null && reading.digits !== now.digits) {
    reply.note({ happened: "digits-set", digits: reading.digits });
  }
}

/** The name that a platform shows; beside a mail's address it is a name to go by, until they tell another. */
function noticeName(reply: Reply, heard: readonly Heard[]): void {
  const message = heard.findLast((one) => one.message.senderName !== null)?.message;
  const name = message?.senderName ?? null;
  const mayName = reply.now.profileName === null || message?.proven !== false;
  if (name !== null && name !== reply.now.profileName && mayName)
    reply.note({ happened: "profile-seen", name });
  if (reply.isLetter) introduceByMail(reply, message?.id ?? "");
}

function introduceByMail(reply: Reply, messageId: string): void {
  const shown = nameShown(reply.now.profileName);
  if (shown === null || reply.now.facts.name !== undefined || reply.before.owner === "rep") return;
  const fact = {
    about: "name",
    state: "claimed",
    value: shown,
    quote: shown,
    confidence: INTRODUCED,
  } as const;
  reply.note({ happened: "fact-learned", fact, messageId });
}

/** Rules that hold at every stage and whoever holds the talk; null when none applies. */
function whatAlwaysHolds(reply: Reply, reading: Reading): Decision | null {
  const { acts } = reading;
  if (acts.has("erase-data")) return reading.isProven ? eraseData(reply) : refuseErase(reply);
  if (acts.has("opt-out")) return optOut(reply);
  if (reading.isProven && asksToSubscribe(reading)) return optIn(reply);
  if (reply.before.owner === "rep") {
    learn(reply, reading);
    return withRep(reply);
  }
  if (reading.isEmpty && reply.turn.trigger.kind === "messages") {
    return reply.finish("nothing was said that needs an answer");
  }
  if (isBareNod(reading) && reply.before.asking !== "confirm") {
    return reply.finish("a thumb on one of our messages, where no yes was asked for, needs no answer");
  }
  return null;
}

function isBareNod({ reaction, text, media }: Reading): boolean {
  return reaction !== null && text === "" && media === null;
}

function converse(reply: Reply, reading: Reading): Decision {
  const { acts } = reading;
  const learned = learn(reply, reading);
  if (acts.has("ask-human") || acts.has("complaint")) {
    greet(reply, reading);
    return callPerson(reply, reading);
  }
  if (acts.has("wrong-number")) return wrongNumber(reply);
  if (reply.before.stage === "closed") {
    const ending = endingStep(reply, reading);
    if (ending !== null) return ending;
    const isOut = reply.before.consent.optedOutAt !== null;
    if (!wantsToTalk(reply, reading)) {
      return isOut
        ? reply.finish("they opted out, so only a question of theirs is answered")
        : goodbye(reply, reading);
    }
    reopen(reply);
  }
  return mediaStep(reply, reading) ?? talkOn(reply, reading, learned);
}

function talkOn(reply: Reply, reading: Reading, learned: readonly Learned[]): Decision {
  greet(reply, reading);
  sayWhatWasHeard(reply, reading);
  const ending = endingStep(reply, reading);
  if (ending !== null) return ending;
  if (answerAside(reply, reading, learned))
    return reply.finish("not a matter for this line: said so, nothing asked");
  const answered = answer(reply, reading);
  const guarded = guardUnproven(reply, reading, answered);
  if (guarded !== null) return guarded;
  const booking = meetingStep(reply, reading);
  if (booking !== null) return booking;
  if (answered === 0 || learned.some(({ how }) => how === "corrected")) acknowledge(reply, learned);
  const invited = isInvited(reply) ? inviteToMeet(reply, reading) : null;
  if (invited !== null) return invited;
  if (!asksForProposal(reading)) return goOn(reply, { reading, learned, answered });
  const result = propose(reply, reading);
  if (result === "more") return askNext(reply);
  return goOn(reply, { reading, learned, answered: answered + 1 });
}

/** The office wants times offered, the fit allows it, and nothing is agreed or on the table yet. */
function isInvited({ turn: { trigger }, now, company }: Reply): boolean {
  if (trigger.kind !== "lead" || trigger.office?.meeting !== "offer") return false;
  const isOpen = now.booking?.status !== "confirmed" && now.offered.length === 0 && now.proposed === null;
  return isOpen && gatesOf(now, company).mayBook;
}

/** They want to stop here, unless they ask something in the same breath. */
function endingStep(reply: Reply, reading: Reading): Decision | null {
  const { acts } = reading;
  if (reply.now.booking?.status === "confirmed") return null;
  if (
    (["ask-price", "ask-meeting", "question", "reschedule", "cancel"] as const).some((act) => acts.has(act))
  ) {
    return null;
  }
  if (acts.has("not-interested")) return notInterested(reply);
  const answersWhen =
    topicsAsked(reply.before).includes("timeline") &&
    reading.facts.some(({ fact }) => fact.about === "timeline");
  return acts.has("later") && !answersWhen ? later(reply, reading) : null;
}

/** Whatever concerns the meeting itself: cancel, move, choose, confirm, ask for one. */
function meetingStep(reply: Reply, reading: Reading): Decision | null {
  const { acts } = reading;
  const isBooked = reply.before.booking?.status === "confirmed";
  if (acts.has("cancel")) return cancelMeeting(reply);
  if (acts.has("reschedule") && isBooked && reply.before.asking !== "confirm")
    return reschedule(reply, reading);
  const choosing = bookingStep(reply, reading);
  if (choosing !== null) return choosing;
  if (!acts.has("ask-meeting")) return null;
  if (isBooked && reply.speaks && !reading.facts.some(({ fact }) => fact.about === "appointment"))
    return null;
  if (isBooked) return alreadyBooked(reply, reading);
  if (gatesOf(reply.now, reply.company).mayBook) return wantsMeeting(reply, reading);
  reply.note({ happened: "wish-voiced", wish: "meeting" });
  return null;
}

function alreadyBooked(reply: Reply, reading: Reading): Decision {
  const namesTime = reading.facts.some(({ fact }) => fact.about === "appointment");
  if (namesTime) return reschedule(reply, reading);
  const slot = reply.now.booking?.slot;
  if (slot !== undefined) reply.say("booked.already", { when: timeInTheirWords(reply, slot) });
  return reply.finish("they ask for a meeting and one is booked already");
}
