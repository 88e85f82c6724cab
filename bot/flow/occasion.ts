import type { Lane, WaitingMessage } from "../contracts/lanes.ts";
import { topicsAsked } from "../conversation/asked.ts";
import type { Conversation } from "../conversation/state.ts";
import type { Click, Heard, OfficeWish, Pace, TimerKind, Trigger, Turn } from "../conversation/turn.ts";
import type { Fact, ReadingContext, Topic } from "../conversation/understanding.ts";
import { type Hearing, hear } from "./hear.ts";
import type { Mind } from "./mind.ts";

/** Why a turn is taken. */
export type Occasion = { readonly hearing: Hearing } & (
  | { readonly kind: "messages" }
  | { readonly kind: "timer"; readonly timer: TimerKind }
  | {
      readonly kind: "lead";
      readonly facts: readonly Fact[];
      readonly unproven?: boolean;
      readonly office?: OfficeWish;
    }
  | { readonly kind: "click"; readonly click: Click }
);

/** Nobody said anything. */
export const NOTHING_HEARD: Hearing = { heard: [], handled: [] };

/** A claim after a failed one takes its first message alone: so the one that does the harm is found. */
const ALONE_FROM_ATTEMPT = 2;

/** One turn for all; where several people write letters in one talk, one for each in turn, for an answer goes to one of them. */
function byWriter(waiting: readonly WaitingMessage[]): readonly (readonly WaitingMessage[])[] {
  const groups: WaitingMessage[][] = [];
  for (const one of waiting) {
    const last = groups.at(-1);
    const writer = last?.at(-1)?.message.from.handle ?? null;
    const isOther = writer === null || (one.message.mail !== undefined && one.message.from.handle !== writer);
    if (last === undefined || isOther) groups.push([one]);
    else last.push(one);
  }
  return groups;
}

/** The turns that a claimed lane calls for, in order: its messages together (or each alone), then its timers. */
export function occasionsOf(lane: Lane, merge: boolean): readonly Occasion[] {
  const { waiting, timers, attempts } = lane;
  const groups =
    waiting.length === 0
      ? []
      : attempts >= ALONE_FROM_ATTEMPT
        ? [waiting.slice(0, 1)]
        : merge
          ? byWriter(waiting)
          : hear(waiting).handled.map(({ number }) => waiting.filter((one) => one.number === number));
  return [
    ...groups.map((group): Occasion => ({ kind: "messages", hearing: hear(group) })),
    ...timers.map((timer): Occasion => ({ kind: "timer", timer, hearing: NOTHING_HEARD })),
  ];
}

/** What the heart is told of the occasion. */
export function triggerOf(occasion: Occasion, heard: readonly Heard[]): Trigger {
  switch (occasion.kind) {
    case "messages":
      return { kind: "messages", heard };
    case "timer":
      return { kind: "timer", timer: occasion.timer };
    case "lead":
      return {
        ...{ kind: "lead", facts: occasion.facts, heard },
        ...(occasion.unproven === true ? { unproven: true } : {}),
        ...(occasion.office === undefined ? {} : { office: occasion.office }),
      };
    case "click":
      return { kind: "click", click: occasion.click, heard };
  }
}

/** What the reader of a text may lean on. */
export function readingContext(conversation: Conversation, now: number, pace: Pace = "chat"): ReadingContext {
  const [asked = null, ...alsoAsked] = topicsAsked(conversation);
  return {
    asked,
    ...(pace === "letter" ? { alsoAsked } : {}),
    told: toldOf(conversation),
    now,
    profileName: conversation.profileName,
    language: conversation.turns === 0 ? null : conversation.language,
    city: conversation.facts.city?.value ?? null,
  };
}

const COUNTED = ["budget", "companySize", "timeline"] as const satisfies readonly Topic[];

/** What stands in the ledger in numbers or dates; it is written in the order in which it was told. */
function toldOf({ facts }: Conversation): readonly Topic[] {
  return Object.keys(facts)
    .toReversed()
    .flatMap((about) => COUNTED.find((topic) => topic === about) ?? []);
}

/** The parts of a turn that come from outside the talk: clock, chance and new ids. */
export function openTurn(
  conversation: Conversation,
  mind: Mind,
  now: number,
): Pick<Turn, "now" | "seed" | "newIds"> {
  return {
    now,
    seed: seedOf(`${conversation.id} ${conversation.version}`),
    newIds: { booking: mind.newId(), proposal: mind.newId() },
  };
}

/** FNV-1a: the same text, the same number, on every machine. */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1)
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193) >>> 0;
  return hash;
}
