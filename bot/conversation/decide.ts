import type { Conversation } from "./state.ts";
import type { Decision, Turn } from "./turn.ts";

export type {
  Action,
  ConversationEvent,
  Decision,
  Heard,
  ProposalDraft,
  ProposalLine,
  Say,
  SlotQuery,
  TimerKind,
  Trigger,
  Turn,
} from "./turn.ts";

/** The heart: same conversation and turn, same decision. No clock, no network, no chance. */
export function decide(conversation: Conversation, turn: Turn): Decision {
  return {
    events: [],
    actions: [],
    because: `nothing to do for ${turn.trigger.kind} in ${conversation.stage}`,
    needs: null,
  };
}
