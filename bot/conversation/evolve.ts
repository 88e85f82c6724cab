import type { ConversationEvent } from "./decide.ts";
import type { ChannelName, Language } from "./message.ts";
import type { Conversation } from "./state.ts";

/** A talk before its first word. */
export function begin(start: {
  readonly id: string;
  readonly channel: ChannelName;
  readonly contactId: string;
  readonly language: Language;
}): Conversation {
  return {
    ...start,
    version: 0,
    register: "white",
    digits: "latin",
    profileName: null,
    owner: "bot",
    rep: null,
    stage: "greeting",
    asking: null,
    outcome: null,
    facts: {},
    pains: [],
    urgency: null,
    offered: [],
    proposed: null,
    booking: null,
    proposal: null,
    consent: { proactive: false, optedOutAt: null },
    asked: {},
    said: [],
    misunderstood: 0,
    heardAt: null,
    spokeAt: null,
    turns: 0,
    followUp: null,
  };
}

/** What one event does to what we remember. Total: every event has a case, or the compiler complains. */
export function evolve(conversation: Conversation, event: ConversationEvent): Conversation {
  switch (event.happened) {
    default:
      return conversation;
  }
}
