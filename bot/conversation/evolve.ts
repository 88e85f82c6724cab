import { remember } from "./ledger.ts";
import type { ChannelName, Language } from "./message.ts";
import type { Conversation, StageName } from "./state.ts";
import type { ConversationEvent } from "./turn.ts";
import type { Topic } from "./understanding.ts";

/** How many of our own sentences are kept, so that none comes back soon. */
const SENTENCES_KEPT = 40;
const REP_WORDS_KEPT = 10;

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
    repSaid: [],
    stage: "greeting",
    asking: null,
    outcome: null,
    facts: {},
    pains: [],
    urgency: null,
    wishes: [],
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
    case "heard":
      return { ...conversation, heardAt: event.at };
    case "spoke":
      return spoke(conversation, event);
    case "language-set":
      return { ...conversation, language: event.language, register: event.register };
    case "digits-set":
      return { ...conversation, digits: event.digits };
    case "profile-seen":
      return { ...conversation, profileName: event.name };
    case "fact-learned":
    case "fact-contradicted":
      return remember(conversation, event);
    case "pain-named":
      return conversation.pains.includes(event.pain)
        ? conversation
        : { ...conversation, pains: [...conversation.pains, event.pain] };
    case "asked":
      return asked(conversation, event.topic, event.also ?? []);
    case "wish-voiced":
      return conversation.wishes.includes(event.wish)
        ? conversation
        : { ...conversation, wishes: [...conversation.wishes, event.wish] };
    case "not-understood":
      return { ...conversation, misunderstood: conversation.misunderstood + 1 };
    case "understood":
      return { ...conversation, misunderstood: 0 };
    case "stage-entered":
      return { ...conversation, stage: event.stage };
    case "outcome-reached":
      return { ...conversation, outcome: event.outcome };
    default:
      return evolveFurther(conversation, event);
  }
}

type LaterEvent = Exclude<
  ConversationEvent,
  {
    readonly happened:
      | "heard"
      | "spoke"
      | "language-set"
      | "digits-set"
      | "profile-seen"
      | "fact-learned"
      | "fact-contradicted"
      | "pain-named"
      | "asked"
      | "wish-voiced"
      | "not-understood"
      | "understood"
      | "stage-entered"
      | "outcome-reached";
  }
>;

/** The second half of the same switch: bookings, proposals, ownership, consent. */
function evolveFurther(conversation: Conversation, event: LaterEvent): Conversation {
  switch (event.happened) {
    case "times-offered":
      return { ...conversation, offered: event.slots };
    case "time-proposed":
      return { ...conversation, proposed: event.slot };
    case "time-held":
      return { ...conversation, booking: { id: event.bookingId, slot: event.slot, status: "held" } };
    case "meeting-booked":
      return {
        ...conversation,
        booking: { id: event.bookingId, slot: event.slot, status: "confirmed" },
        proposed: null,
        offered: [],
      };
    case "meeting-cancelled":
      return cancelled(conversation, event.bookingId);
    case "proposal-drafted":
      return {
        ...conversation,
        proposal: { id: event.proposalId, version: event.version, status: "draft" },
      };
    case "proposal-changed":
      return proposalChanged(conversation, event.proposalId, event.status);
    case "follow-up-set":
      return { ...conversation, followUp: event.followUp };
    default:
      return evolveOwnership(conversation, event);
  }
}

type OwnershipEvent = Exclude<
  LaterEvent,
  {
    readonly happened:
      | "times-offered"
      | "time-proposed"
      | "time-held"
      | "meeting-booked"
      | "meeting-cancelled"
      | "proposal-drafted"
      | "proposal-changed"
      | "follow-up-set";
  }
>;

function evolveOwnership(conversation: Conversation, event: OwnershipEvent): Conversation {
  switch (event.happened) {
    case "handed-over":
      return { ...conversation, owner: "rep", rep: null, stage: "with-rep", asking: null };
    case "rep-took-over":
      return {
        ...{ ...conversation, owner: "rep", rep: event.rep, stage: "with-rep", asking: null },
        ...(event.rep === null ? { pickedUp: true } : {}),
      };
    case "rep-released":
      return released(conversation);
    case "rep-said":
      return {
        ...conversation,
        spokeAt: event.at,
        repSaid: [...conversation.repSaid, event.text].slice(-REP_WORDS_KEPT),
      };
    case "opted-out":
      return {
        ...conversation,
        consent: { proactive: false, optedOutAt: event.at },
        followUp: null,
      };
    case "opted-in":
      return { ...conversation, consent: { proactive: true, optedOutAt: null } };
    case "erasure-requested":
      return { ...conversation, facts: {}, pains: [], profileName: null, repSaid: [], followUp: null };
  }
}

function spoke(
  conversation: Conversation,
  { at, wordings, letters }: Extract<ConversationEvent, { happened: "spoke" }>,
): Conversation {
  return {
    ...conversation,
    spokeAt: at,
    turns: conversation.turns + 1,
    said: [...conversation.said, ...wordings].slice(-SENTENCES_KEPT),
    ...(letters === undefined ? {} : { lettersInARow: letters }),
  };
}

function asked(conversation: Conversation, topic: Topic | null, also: readonly Topic[]): Conversation {
  const count = { ...conversation.asked };
  for (const each of topic === null ? also : [topic, ...also]) count[each] = (count[each] ?? 0) + 1;
  const isChat = also.length === 0 && conversation.alsoAsking === undefined;
  return { ...conversation, asking: topic, asked: count, ...(isChat ? {} : { alsoAsking: also }) };
}

function cancelled(conversation: Conversation, bookingId: string): Conversation {
  const { booking } = conversation;
  if (booking === null || booking.id !== bookingId) return conversation;
  return { ...conversation, booking: { ...booking, status: "cancelled" }, proposed: null };
}

function proposalChanged(conversation: Conversation, proposalId: string, status: string): Conversation {
  const { proposal } = conversation;
  if (proposal === null || proposal.id !== proposalId) return conversation;
  return { ...conversation, proposal: { ...proposal, status } };
}

function released(conversation: Conversation): Conversation {
  return {
    ...conversation,
    owner: "bot",
    rep: null,
    asking: null,
    misunderstood: 0,
    stage: stageOf(conversation),
    ...(conversation.pickedUp === undefined ? {} : { pickedUp: false }),
  };
}

/** Where a talk stands by what is known of it, for when a rep hands it back or a closed talk opens again. */
export function stageOf(conversation: Conversation): StageName {
  if (conversation.proposal !== null) return "proposing";
  if (conversation.booking !== null && conversation.booking.status !== "cancelled") return "booking";
  return conversation.turns === 0 ? "greeting" : "qualifying";
}
