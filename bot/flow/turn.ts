import type { Lane, TurnRecord } from "../contracts/lanes.ts";
import type { TimeSlot } from "../conversation/state.ts";
import type { Turn } from "../conversation/turn.ts";
import { recordOf } from "./carry-out.ts";
import type { Mind } from "./mind.ts";
import { type Occasion, openTurn, readingContext, triggerOf } from "./occasion.ts";

/** Enough free times to find three good ones of different days and dayparts. */
const SLOTS_TO_CHOOSE_FROM = 400;

/**
 * One turn of one conversation: what was heard is understood, the policy decides, what became true is remembered,
 * and all of it becomes one record to save. Nothing is stored or sent here. `openSlots` are handed in when a time
 * that an earlier try wanted was gone at its save.
 */
export async function takeTurn(
  lane: Lane,
  occasion: Occasion,
  mind: Mind,
  signal: AbortSignal,
  openSlots: readonly TimeSlot[] | null = null,
): Promise<TurnRecord> {
  const { conversation } = lane;
  const company = await mind.company();
  const now = mind.now();

  const pace = mind.paceOf?.(conversation.channel) ?? "chat";
  const context = readingContext(conversation, now, pace);
  const understandings = await Promise.all(
    occasion.hearing.heard.map((message) => mind.understand(message, context, signal)),
  );

  const turn: Turn = {
    ...openTurn(conversation, mind, now),
    ...{ company, pace },
    trigger: triggerOf(occasion, understandings),
    openSlots,
  };
  const first = mind.decide(conversation, turn);
  const decision =
    first.needs === null || openSlots !== null
      ? first
      : mind.decide(conversation, {
          ...turn,
          openSlots: await mind.calendar.openSlots(first.needs, SLOTS_TO_CHOOSE_FROM),
        });

  const after = decision.events.reduce(mind.evolve, conversation);
  return recordOf({ lane, occasion, understandings, decision, after, company, now }, mind);
}
