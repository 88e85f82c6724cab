import { plainText } from "../language/normalise.ts";
import type { Learned } from "../learn.ts";
import { entryOf, known } from "../ledger.ts";
import type { Reading } from "../reading.ts";
import type { Reply } from "../reply.ts";
import { bantOf } from "../sales/bant.ts";
import { gatesOf } from "../sales/gates.ts";
import {
  MOST_QUESTIONS,
  mayAsk,
  nextQuestion,
  QUALIFYING_TOPICS,
  type QualifyingTopic,
  questionsAsked,
} from "../sales/next-question.ts";
import type { Decision } from "../turn.ts";
import type { Act } from "../understanding.ts";
import { grouped, meetingLength } from "../wording/amounts.ts";
import { askNextDetail } from "./details.ts";
import { notAFit } from "./endings.ts";
import { offerTimes, repeatTimes } from "./offer-times.ts";
import { draftOwed, owedProposal } from "./propose.ts";
import { handOver, timeInTheirWords } from "./steps.ts";

/** What this turn brought, for whatever comes next. */
export interface TurnSoFar {
  readonly reading: Reading;
  readonly learned: readonly Learned[];
  /** Lines that answered a question of theirs. */
  readonly answered: number;
}

/** The next step after whatever was answered: finish the booking, offer times, or ask the one question worth asking. */
export function goOn(reply: Reply, turn: TurnSoFar): Decision {
  if (!isUnderstood(turn)) return unclear(reply);
  if (reply.now.misunderstood > 0) reply.note({ happened: "understood" });
  if (isDoubtfulSum(reply, turn)) return askThousands(reply);
  if (reply.now.booking?.status === "confirmed") return afterBooking(reply, turn);
  return atFit(reply, turn);
}

/** Fit first: a prospect we cannot serve is told so; with all others the talk moves on. */
function atFit(reply: Reply, turn: TurnSoFar): Decision {
  const { outcome } = reply.now;
  const gates = gatesOf(reply.now, reply.company);
  if (gates.cannotFit)
    return outcome === "not-a-fit" && turn.answered > 0 ? answeredOnly(reply) : notAFit(reply);
  if (outcome === "not-a-fit") reply.note({ happened: "outcome-reached", outcome: null });
  if (isOnlyThanks(turn)) return welcome(reply);
  if (owedProposal(reply)) draftOwed(reply, turn.reading);
  const pending = repeatPending(reply);
  if (pending !== null) return pending;
  return isReady(reply, gates.mayBook) ? suggestMeeting(reply) : askNext(reply);
}

/** "Carry on" after a break says nothing new and is clear all the same. */
const GOES_ON =
  /(?:^|\s)(?:كمل|كملوا|نكمل|كملي|اكمل|نستمر|تفضل|تفضلوا|continue|carry on|go on|go ahead)(?:\s|$)/u;

function isUnderstood({ reading, learned, answered }: TurnSoFar): boolean {
  if (answered > 0 || learned.length > 0 || reading.isOpening || GOES_ON.test(plainText(reading.text)))
    return true;
  return (
    reading.acts.size > 0 || reading.facts.length > 0 || reading.bubbles.some(({ choice }) => choice !== null)
  );
}

/** Thanks and nothing else: a kind word, no pressing. */
function isOnlyThanks({ reading, learned, answered }: TurnSoFar): boolean {
  const { acts } = reading;
  return acts.has("thanks") && acts.size === 1 && learned.length === 0 && answered === 0;
}

function welcome(reply: Reply): Decision {
  reply.say("welcome", {});
  reply.keepAsking();
  return reply.finish("they said thanks, so a kind word and no pressing");
}

/** A bare "fifty" to the budget question, read with doubt. */
function isDoubtfulSum(reply: Reply, { learned }: TurnSoFar): boolean {
  const told = learned.find(({ fact }) => fact.about === "budget")?.fact;
  if (told?.about !== "budget" || told.value === null || told.confidence >= 0.5) return false;
  const most = told.value.max ?? told.value.min ?? 0;
  return most > 0 && most < 1000 && (reply.now.asked.budget ?? 0) <= 2;
}

function askThousands(reply: Reply): Decision {
  const budget = known(reply.now.facts, "budget");
  reply.say("thousands", { amount: grouped(budget?.max ?? budget?.min ?? 0) });
  reply.keepAskingAbout("budget");
  return reply.finish("a bare small number as a budget: asked whether thousands are meant");
}

function answeredOnly(reply: Reply): Decision {
  return reply.finish("answered their question; the fit has not changed");
}

/** A time being read back or times on the table are what is open: asked again in other words. */
function repeatPending(reply: Reply): Decision | null {
  const { asking, proposed, offered } = reply.before;
  if (asking === "confirm" && proposed !== null) {
    reply.say("confirm.again", { when: timeInTheirWords(reply, proposed) });
    reply.ask("confirm");
    return reply.finish("the time read back still waits for their yes");
  }
  if (asking !== "appointment" || offered.length === 0) return null;
  if ((reply.now.asked.appointment ?? 0) >= MOST_OFFERED) return null;
  repeatTimes(reply, "times.again", offered);
  return reply.finish("the offered times still wait for their choice");
}

const MOST_OFFERED = 4;

function isReady(reply: Reply, mayBook: boolean): boolean {
  const { now, company } = reply;
  if (!mayBook || (now.asked.appointment ?? 0) >= MOST_OFFERED) return false;
  if (now.wishes.includes("meeting") && now.booking === null && (now.asked.appointment ?? 0) === 0)
    return true;
  if (disputed(reply) !== null) return false;
  const enough = bantOf(now.facts).known >= 3 || questionsAsked(now) >= MOST_QUESTIONS;
  const hasNeed = entryOf(now.facts, "need") !== null || !mayAsk(now, "need");
  return hasNeed && (enough || nextQuestion(now, company) === null);
}

function suggestMeeting(reply: Reply): Decision {
  reply.say("meeting.suggest", { minutes: meetingLength(reply.company, reply.now.language) });
  return offerTimes(
    reply,
    { lead: "times.three", window: null, without: [] },
    "enough is known and the fit is good, so a meeting is offered",
  );
}

/** The open question again, else the one that can change most; none left closes the round kindly. */
export function askNext(reply: Reply): Decision {
  const topic = disputed(reply) ?? openTopic(reply) ?? nextQuestion(reply.now, reply.company);
  if (topic === null) return nothingToAsk(reply);
  askAbout(reply, topic);
  askMore(reply);
  const [, ...also] = reply.asksFor;
  const beside = also.length === 0 ? "" : `, and the letter also asks for ${also.join(" and ")}`;
  return reply.finish(`${topic} is the open question that can change most${beside}`);
}

/** A letter asks for what is worth asking next too, in the same order. */
function askMore(reply: Reply): void {
  while (reply.mayAskMore) {
    const next = nextQuestion(reply.now, reply.company, reply.asksFor);
    if (next === null) return;
    askAbout(reply, next);
  }
}

/** Two answers stand against each other: which one holds comes before anything else. */
function disputed(reply: Reply): QualifyingTopic | null {
  const topic = QUALIFYING_TOPICS.find((each) => reply.now.facts[each]?.state === "contradicted") ?? null;
  return topic !== null && mayAsk(reply.now, topic) ? topic : null;
}

/** What we asked and did not get an answer to, while it may be asked once more. */
function openTopic(reply: Reply): QualifyingTopic | null {
  const { asking } = reply.before;
  const topic = QUALIFYING_TOPICS.find((each) => each === asking) ?? null;
  return topic !== null && mayAsk(reply.now, topic) ? topic : null;
}

/** Asks once in plain words, the second time in others with the reason, and about a dispute which one holds. */
export function askAbout(reply: Reply, topic: QualifyingTopic): void {
  const entry = entryOf(reply.now.facts, topic);
  const stage = reply.now.stage;
  if (stage === "greeting" || stage === "closed")
    reply.note({ happened: "stage-entered", stage: "qualifying" });
  if (entry?.state === "contradicted") {
    const before = entry.history.at(-1)?.quote ?? "";
    reply.question(topic, "which", { before: before.trim(), now: entry.quote.trim() });
    return;
  }
  reply.question(topic, `${(reply.now.asked[topic] ?? 0) > 0 ? "again" : "ask"}.${topic}`, {});
}

function nothingToAsk(reply: Reply): Decision {
  const gates = gatesOf(reply.now, reply.company);
  if (!gates.mayBook) return notAFit(reply);
  if (!reply.speaks) reply.say("later.open", {});
  return reply.finish("nothing is left to ask, and a meeting was offered already");
}

/** The meeting stands: what the invitation still needs, then quiet. */
function afterBooking(reply: Reply, { reading, learned, answered }: TurnSoFar): Decision {
  const isNod = learned.length === 0 && [...reading.acts].every((act) => NODS.has(act));
  if (isNod && answered === 0) return closeWarmly(reply, reading);
  const wasAsked = reply.before.asking !== null;
  if ((wasAsked || answered > 0) && askNextDetail(reply)) {
    return reply.finish("the meeting stands; one detail for the invitation is missing");
  }
  if (reply.speaks) return reply.finish("the meeting stands and their question is answered");
  return closeWarmly(reply, reading);
}

const NODS: ReadonlySet<Act> = new Set(["yes", "thanks", "greeting", "no"]);

function closeWarmly(reply: Reply, reading: Reading): Decision {
  const { booking, said } = reply.before;
  const last = said.at(-1) ?? "";
  if (booking === null || /^(?:booked\.close|welcome)#/u.test(last)) {
    return reply.finish("the meeting stands and was closed warmly already");
  }
  if (reading.acts.has("thanks")) reply.say("welcome", {});
  else reply.say("booked.close", { when: timeInTheirWords(reply, booking.slot) });
  return reply.finish("the meeting stands, so a warm word and no new question");
}

/** Said plainly, asked in other words; the third time in a row a person takes it. */
function unclear(reply: Reply): Decision {
  reply.note({ happened: "not-understood" });
  const { misunderstood } = reply.now;
  if (misunderstood >= 3) {
    reply.say("handover.stuck", {});
    handOver(reply, "not-understood");
    return reply.finish("not understood three times in a row, so a person takes over");
  }
  reply.say(misunderstood === 1 ? "unclear.first" : "unclear.second", {});
  const pending = repeatPending(reply);
  if (pending !== null) return pending;
  return askOpenly(reply);
}

function askOpenly(reply: Reply): Decision {
  const isBooked = reply.now.booking?.status === "confirmed";
  const topic = isBooked ? null : (openTopic(reply) ?? nextQuestion(reply.now, reply.company));
  if (topic !== null) {
    askAbout(reply, topic);
    askMore(reply);
  } else if (!isBooked && isReady(reply, gatesOf(reply.now, reply.company).mayBook))
    return suggestMeeting(reply);
  else reply.say("unclear.open", {});
  return reply.finish("their words were not understood, asked in other words");
}
