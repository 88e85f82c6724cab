import type { Lane } from "../contracts/lanes.ts";
import type { TurnRecord } from "../contracts/turn-record.ts";
import type { TimeSlot } from "../conversation/state.ts";
import type { Turn } from "../conversation/turn.ts";
import { recordOf } from "./carry-out.ts";
import type { Mind } from "./mind.ts";
import { type Occasion, openTurn, triggerOf } from "./occasion.ts";
import { perceive } from "./perceive.ts";
import { reword } from "./reword.ts";
import { understandTurn } from "./understand-turn.ts";

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
  const advice = mind.advisor?.begin({ conversation, company }, signal) ?? null;

  const pace = mind.paceOf?.(conversation.channel) ?? "chat";
  const scene = { conversation, company, now, pace, advice };
  const sensed = await perceive(occasion, { conversation, company }, mind);
  const { heard, trace, remark } = await understandTurn(sensed.occasion.hearing.heard, scene, mind, signal);

  const outside = openTurn(conversation, mind, now);
  const turn: Turn = { ...outside, company, pace, trigger: triggerOf(sensed.occasion, heard), openSlots };
  const first = mind.decide(conversation, turn);
  const needed =
    first.needs === null || openSlots !== null
      ? null
      : await mind.calendar.openSlots(first.needs, SLOTS_TO_CHOOSE_FROM);
  const decided = needed === null ? first : mind.decide(conversation, { ...turn, openSlots: needed });

  const after = decided.events.reduce(mind.evolve, conversation);
  const decision = await reword(
    decided,
    { lane, heard, after, company, pace, advice, remark: sensed.remark + remark },
    mind,
  );
  return recordOf(
    { lane, occasion: sensed.occasion, understood: trace, decision, after, company, now },
    mind,
  );
}
