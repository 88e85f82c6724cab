import type { Company } from "../../bot/conversation/company.ts";
import { decide } from "../../bot/conversation/decide.ts";
import { begin, evolve } from "../../bot/conversation/evolve.ts";
import { understand } from "../../bot/conversation/language/understand.ts";
import type { ChannelName, InboundMessage, MessageKind } from "../../bot/conversation/message.ts";
import { riyadhIso } from "../../bot/conversation/sales/riyadh.ts";
import { freeSlots } from "../../bot/conversation/sales/slots.ts";
import type { Conversation, TimeSlot } from "../../bot/conversation/state.ts";
import type {
  Action,
  ConversationEvent,
  Decision,
  Heard,
  Say,
  SlotQuery,
  TimerKind,
  Trigger,
} from "../../bot/conversation/turn.ts";
import type { Fact, ReadingContext, Understanding } from "../../bot/conversation/understanding.ts";
import { readingContext } from "../../bot/flow/occasion.ts";

/** What one step of a talk brought. */
export interface Heeded {
  /** The text of each message the bot sent, usually one. */
  readonly said: readonly string[];
  readonly says: readonly Say[];
  readonly state: Conversation;
  readonly actions: readonly Action[];
  readonly events: readonly ConversationEvent[];
  readonly because: string;
}

export interface TalkStart {
  readonly company: Company;
  /** ISO with offset, or epoch ms. */
  readonly now: string | number;
  readonly channel?: ChannelName;
  readonly profileName?: string | null;
  readonly seed?: number;
  /** Free times instead of the company's own calendar. */
  readonly slots?: readonly TimeSlot[];
  /** Another reader than the rules. */
  readonly understand?: (text: string, context: ReadingContext) => Understanding;
}

/** One bubble: words, or a message of another kind. */
export type Bubble =
  | string
  | {
      readonly kind: MessageKind;
      readonly text?: string;
      readonly choice?: string | null;
      readonly about?: string;
    };

/** A talk in memory: understand, decide, evolve, with a clock that only moves when told and a calendar of its own. */
export interface Talk {
  readonly state: Conversation;
  readonly now: number;
  /** One turn of one or more bubbles. */
  hear(...bubbles: readonly Bubble[]): Heeded;
  /** Taps the choice with this number (first = 1), or whose label contains these words. */
  tap(choice: number | string): Heeded;
  /** Time passes; timers that come due ring, oldest first. */
  wait(milliseconds: number): Heeded;
  ring(timer: TimerKind): Heeded;
  lead(facts: readonly Fact[], ...bubbles: readonly Bubble[]): Heeded;
  repTakes(rep?: string): Heeded;
  repSays(text: string, rep?: string): Heeded;
  repReleases(): Heeded;
  /** Somebody else takes this time. */
  take(slot: TimeSlot): void;
  note(event: ConversationEvent): void;
}

/** Begins a talk that nobody has written in yet. */
export function talk(start: TalkStart): Talk {
  return new MemoryTalk(start);
}

class MemoryTalk implements Talk {
  state: Conversation;
  now: number;
  private readonly start: TalkStart;
  private readonly timers = new Map<TimerKind, number>();
  private readonly busy = new Map<string, TimeSlot>();
  private lastSay: Say | null = null;
  private count = 0;

  constructor(start: TalkStart) {
    this.start = start;
    this.now = typeof start.now === "number" ? start.now : Date.parse(start.now);
    const channel = start.channel ?? "whatsapp";
    this.state = begin({ id: "talk", channel, contactId: "person", language: "ar" });
  }

  hear(...bubbles: readonly Bubble[]): Heeded {
    return this.turn({ kind: "messages", heard: this.heard(bubbles) });
  }

  tap(choice: number | string): Heeded {
    const choices = this.lastSay?.choices ?? [];
    const tapped =
      typeof choice === "number" ? choices[choice - 1] : choices.find(({ label }) => label.includes(choice));
    if (tapped === undefined) throw new Error(`nothing to tap for ${choice}`);
    return this.hear({ kind: "choice", text: tapped.label, choice: tapped.id });
  }

  wait(milliseconds: number): Heeded {
    const until = this.now + milliseconds;
    const all: Heeded[] = [];
    for (let due = this.nextTimer(until); due !== null; due = this.nextTimer(until)) {
      this.now = Math.max(this.now, due.at);
      this.timers.delete(due.timer);
      all.push(this.ring(due.timer));
    }
    this.now = until;
    return merged(all, this.state);
  }

  ring(timer: TimerKind): Heeded {
    return this.turn({ kind: "timer", timer });
  }

  lead(facts: readonly Fact[], ...bubbles: readonly Bubble[]): Heeded {
    return this.turn({ kind: "lead", facts, heard: this.heard(bubbles) });
  }

  repTakes(rep = "sara"): Heeded {
    this.note({ happened: "rep-took-over", rep });
    return merged([], this.state);
  }

  repSays(text: string, rep = "sara"): Heeded {
    if (this.state.owner === "bot" || this.state.rep === null) this.repTakes(rep);
    this.note({ happened: "rep-said", at: this.now, text });
    return merged([], this.state);
  }

  repReleases(): Heeded {
    this.note({ happened: "rep-released" });
    return merged([], this.state);
  }

  take(slot: TimeSlot): void {
    this.busy.set(slot.id, slot);
  }

  note(event: ConversationEvent): void {
    this.state = evolve(this.state, event);
  }

  private heard(bubbles: readonly Bubble[]): readonly Heard[] {
    return bubbles.map((bubble) => {
      const message = this.message(typeof bubble === "string" ? { kind: "text", text: bubble } : bubble);
      const read = this.start.understand ?? understand;
      return { message, understanding: read(message.text, readingContext(this.state, this.now)) };
    });
  }

  private message(bubble: Exclude<Bubble, string>): InboundMessage {
    this.count += 1;
    return {
      id: `m${this.count}`,
      from: { channel: this.state.channel, account: "us", handle: "+966500000000" },
      alsoKnownAs: [],
      senderName: this.start.profileName ?? null,
      kind: bubble.kind,
      text: bubble.text ?? "",
      choice: bubble.choice ?? null,
      attachments: [],
      about: bubble.about ?? null,
      origin: null,
      sentAt: this.now,
    };
  }

  private turn(trigger: Trigger): Heeded {
    let openSlots: readonly TimeSlot[] | null = null;
    for (let round = 0; round < 4; round++) {
      const decision = this.decided(trigger, openSlots);
      if (decision.needs !== null) openSlots = this.open(decision.needs);
      else if (this.isRefused(decision)) openSlots = this.open({ from: null, to: null, rep: null });
      else return this.carriedOut(decision);
    }
    throw new Error(`no decision for ${JSON.stringify(trigger)}`);
  }

  private decided(trigger: Trigger, openSlots: readonly TimeSlot[] | null): Decision {
    return decide(this.state, {
      trigger,
      company: this.start.company,
      openSlots,
      now: this.now,
      seed: this.start.seed ?? 7,
      newIds: { booking: `booking-${this.count}`, proposal: `proposal-${this.count}` },
    });
  }

  private open(query: SlotQuery): readonly TimeSlot[] {
    const busy = [...this.busy.values()];
    if (this.start.slots !== undefined) {
      return this.start.slots.filter((slot) => !this.busy.has(slot.id) && Date.parse(slot.from) > this.now);
    }
    return freeSlots({ company: this.start.company, query, busy, now: this.now }).slice(0, 60);
  }

  /** What the database would refuse: a time that somebody else has. */
  private isRefused(decision: Decision): boolean {
    return decision.actions.some(
      (action) =>
        (action.do === "hold-time" || action.do === "book") &&
        this.busy.has(action.slot.id) &&
        this.state.booking?.slot.id !== action.slot.id,
    );
  }

  private carriedOut(decision: Decision): Heeded {
    const cancelled = this.state.booking;
    for (const event of decision.events) this.note(event);
    for (const action of decision.actions) this.carryOut(action, cancelled);
    return heeded(decision, this.state);
  }

  private carryOut(action: Action, before: Conversation["booking"]): void {
    if (action.do === "say") this.lastSay = action;
    else if (action.do === "hold-time" || action.do === "book") this.busy.set(action.slot.id, action.slot);
    else if (action.do === "cancel-booking" && before?.id === action.bookingId)
      this.busy.delete(before.slot.id);
    else if (action.do === "set-timer" && action.at === null) this.timers.delete(action.timer);
    else if (action.do === "set-timer" && action.at !== null) this.timers.set(action.timer, action.at);
  }

  private nextTimer(until: number): { readonly timer: TimerKind; readonly at: number } | null {
    const due = [...this.timers].filter(([, at]) => at <= until).sort(([, one], [, other]) => one - other);
    const [first] = due;
    return first === undefined ? null : { timer: first[0], at: first[1] };
  }
}

function heeded(decision: Decision, state: Conversation): Heeded {
  const says = decision.actions.filter((action) => action.do === "say");
  const { actions, events, because } = decision;
  return { said: says.map(({ text }) => text), says, state, actions, events, because };
}

function merged(steps: readonly Heeded[], state: Conversation): Heeded {
  return {
    said: steps.flatMap((step) => step.said),
    says: steps.flatMap((step) => step.says),
    actions: steps.flatMap((step) => step.actions),
    events: steps.flatMap((step) => step.events),
    because: steps.map((step) => step.because).join("; "),
    state,
  };
}

/** The ISO time with Riyadh's offset of "2026-11-29 15:00". */
export function riyadh(local: string): string {
  return riyadhIso(Date.parse(`${local.replace(" ", "T")}:00+03:00`));
}
