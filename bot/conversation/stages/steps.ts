import type { Reply } from "../reply.ts";
import { dateInWords, slotInWords } from "../sales/date-words.ts";
import { summaryForRep } from "../sales/lead-summary.ts";
import { MINUTE, riyadhInstant } from "../sales/riyadh.ts";
import type { Conversation, HandoverReason, Outcome, TimeSlot } from "../state.ts";

/** After this time without a rep's word the bot takes the talk back. */
const REP_IDLE = 120 * MINUTE;

/** A time read back in words, in Hijri too when they used it. */
export function timeInTheirWords(reply: Reply, slot: Pick<TimeSlot, "from">): string {
  const { language, digits, register } = reply.now;
  return slotInWords(slot, language, {
    digits,
    register,
    hijri: usesHijri(reply),
    now: reply.turn.now,
    lasting: reply.isLetter,
  });
}

/** A date read back in words. */
export function dateInTheirWords(reply: Reply, date: string): string {
  const { language, digits, register } = reply.now;
  return dateInWords(date, language, {
    digits,
    register,
    hijri: usesHijri(reply),
    now: reply.turn.now,
    lasting: reply.isLetter,
  });
}

function usesHijri(reply: Reply): boolean {
  const quotes = Object.values(reply.now.facts).map((entry) => entry?.quote ?? "");
  const heard =
    "heard" in reply.turn.trigger ? reply.turn.trigger.heard.map(({ message }) => message.text) : [];
  return [...quotes, ...heard].some((text) => HIJRI.test(text));
}

const HIJRI =
  /هجري|\bهـ|[\d٠-٩]\s*هـ|hijri|(?:محرم|صفر|ربيع ال?(?:أول|اول|ثاني|آخر|اخر)|جماد\S* ال?\S+|رجب|شعبان|شوال|ذو القعدة|ذي القعدة|ذو الحجة|ذي الحجة)\s*(?:[\d٠-٩]|هـ|$)/iu;

/** The talk is over for now: no question open, no timer of ours left running. */
export function close(reply: Reply, outcome: Outcome): void {
  stopTimers(reply);
  releaseHold(reply);
  reply.note({ happened: "stage-entered", stage: "closed" }, { happened: "outcome-reached", outcome });
  if (reply.now.asking !== null) reply.note({ happened: "asked", topic: null });
  if (reply.now.offered.length > 0) reply.note({ happened: "times-offered", slots: [] });
}

/** Clears what would make us write first. */
export function stopTimers(reply: Reply): void {
  if (reply.now.followUp !== null) reply.note({ happened: "follow-up-set", followUp: null });
  reply.setTimer("follow-up", null);
}

/** Gives a held time back; a confirmed one stays. */
export function releaseHold(reply: Reply): void {
  const { booking } = reply.now;
  if (reply.now.proposed !== null) reply.note({ happened: "time-proposed", slot: null });
  if (booking?.status !== "held") return;
  reply.note({ happened: "meeting-cancelled", bookingId: booking.id });
  reply.act({ do: "cancel-booking", bookingId: booking.id });
  reply.setTimer("hold-expired", null);
}

/** A person takes over: they are called with all we know, and we are quiet from here. */
export function handOver(reply: Reply, reason: HandoverReason): void {
  const summary = summaryForRep(reply.now, reply.company, reason);
  stopTimers(reply);
  reply.note({ happened: "handed-over", reason }, { happened: "outcome-reached", outcome: "handover" });
  reply.act({ do: "call-rep", reason, summary });
  reply.setTimer("rep-idle", reply.turn.now + REP_IDLE);
}

/** Whether a rep talks with them, and was not only called: then no word of ours comes between theirs. */
export function isPickedUp({ owner, rep, pickedUp }: Conversation): boolean {
  return owner === "rep" && (rep !== null || pickedUp === true);
}

/** Ten in the morning, Riyadh time, of that date. */
export function morningOf(date: string): number {
  return riyadhInstant(date, 600);
}
