import { needsModel } from "../../bot/conversation/advice/needs-model.ts";
import { faultsIn, linesOf, reworded } from "../../bot/conversation/advice/rewording.ts";
import type { Company } from "../../bot/conversation/company.ts";
import {
  type Action,
  type ConversationEvent,
  type Decision,
  decide,
  type Say,
  type Trigger,
} from "../../bot/conversation/decide.ts";
import { begin, evolve } from "../../bot/conversation/evolve.ts";
import { understand } from "../../bot/conversation/language/understand.ts";
import { merge } from "../../bot/conversation/merge.ts";
import type { InboundMessage, Introduction } from "../../bot/conversation/message.ts";
import { withoutQuotes } from "../../bot/conversation/reading.ts";
import { bantOf } from "../../bot/conversation/sales/bant.ts";
import { fitOf } from "../../bot/conversation/sales/icp.ts";
import { type BusyTime, freeSlots } from "../../bot/conversation/sales/slots.ts";
import type { Conversation } from "../../bot/conversation/state.ts";
import type { Click, Heard, Pace, TimerKind } from "../../bot/conversation/turn.ts";
import type { ReadingContext, Understanding } from "../../bot/conversation/understanding.ts";
import { readingContext } from "../../bot/flow/occasion.ts";
import type { Bubble, Dialogue, Happening, Step } from "./dialogue-file.ts";
import type { Expectation, Seen } from "./expectation.ts";
import { type ModelTurn, NOTHING_FOUND } from "./model-lines.ts";
import { brokenLaws, type PlayedTurn } from "./talk-laws.ts";

/** What happened in one turn, for those who read the whole talk. */
export interface Played extends PlayedTurn {
  readonly at: number;
  readonly who: "prospect" | "rep" | "timer";
  readonly because: string;
  readonly actions: readonly Action[];
  readonly events: readonly ConversationEvent[];
  readonly understood: readonly Understanding[];
  /** Calls to a model that this turn would make, whether or not the file has one. */
  readonly calls: { readonly understanding: number; readonly phrasing: number };
}

export interface Outcome {
  readonly turns: readonly Played[];
  /** Each with file and line; empty when all holds. */
  readonly problems: readonly string[];
}

/** Plays a dialogue against the heart, in memory, with its own clock and calendar, and says what does not hold. */
export function playDialogue(dialogue: Dialogue, company: Company): Outcome {
  const talk = new Talk(dialogue, company);
  for (const step of dialogue.steps) talk.step(step);
  talk.check(dialogue.ends, 0);
  return { turns: talk.turns, problems: talk.problems };
}

const MOST_ANSWERS = 9;
const SECONDS_A_TURN = 40_000;

class Talk {
  readonly turns: Played[] = [];
  readonly problems: string[] = [];
  private readonly dialogue: Dialogue;
  private readonly company: Company;
  private conversation: Conversation;
  private now: number;
  private line = 0;
  private messages = 0;
  private heardSoFar = "";
  private lastSay: Say | null = null;
  private wasAsked = false;
  private wasWorded = false;
  private readonly busy = new Map<string, BusyTime>();
  private readonly timers = new Map<TimerKind, number>();

  constructor(dialogue: Dialogue, company: Company) {
    this.dialogue = dialogue;
    this.company = company;
    this.now = dialogue.now;
    this.conversation = begin({
      id: dialogue.file,
      channel: dialogue.channel,
      contactId: "contact",
      language: "ar",
    });
  }

  step(step: Step): void {
    this.line = step.line;
    const first = this.turns.length;
    this.happen(step);
    this.check(step.expected, first);
  }

  check(expected: readonly Expectation[], first: number): void {
    const since = this.turns.slice(first);
    const seen: Seen = {
      conversation: this.conversation,
      said: since.flatMap((turn) => turn.said),
      actions: since.flatMap((turn) => turn.actions),
      bant: bantOf(this.conversation.facts).known,
      tier: fitOf(this.conversation, this.company).tier,
    };
    for (const expectation of expected) {
      const problem = expectation.problem(seen);
      if (problem !== null) this.problem(expectation.line, `${expectation.text} — ${problem}`);
    }
  }

  private happen(happening: Happening): void {
    if (happening.kind === "says") this.hear(happening.bubbles, null, happening.model);
    else if (happening.kind === "taps") this.tap(happening.choice);
    else if (happening.kind === "clicks") this.click(happening.choice);
    else if (happening.kind === "unsubscribes") this.decide(clicked({ what: "unsubscribe" }), []);
    else if (happening.kind === "answers") this.answer(happening.until);
    else if (happening.kind === "waits") this.wait(happening.milliseconds);
    else this.rep(happening);
  }

  private click(choice: number): void {
    this.now += SECONDS_A_TURN;
    const slot = this.conversation.offered[choice - 1];
    if (slot === undefined) this.problem(this.line, `click: ${choice} — no such time on the table`);
    else this.decide(clicked({ what: "book", slot }), []);
  }

  private hear(lines: readonly Bubble[], choice: string | null = null, model = NOTHING_FOUND): void {
    this.now += SECONDS_A_TURN;
    const { conversation, pace } = this;
    const bubbles = pace === "letter" ? asOneLetter(lines) : lines;
    const context = {
      ...readingContext(conversation, this.now, pace),
      profileName: this.dialogue.profile,
    };
    const byRules = bubbles.map((bubble) => ({
      message: this.message(bubble, choice),
      understanding: understand(bubble.text, context),
    }));
    const heard = this.readWith(model, byRules, context);
    for (const bubble of bubbles) this.heardSoFar += `${bubble.text}\n`;
    this.decide(
      { kind: "messages", heard },
      bubbles.map((bubble) => bubble.text || `[${bubble.kind}]`),
      model,
    );
  }

  /** The bubbles as rules and the file's model read them together, when one would be asked. */
  private readWith(model: ModelTurn, heard: readonly Heard[], context: ReadingContext): readonly Heard[] {
    const { conversation, company } = this;
    const own = this.pace === "letter" ? heard.map(withoutQuotes) : heard;
    this.wasAsked = conversation.owner === "bot" && needsModel(own, conversation.asking, company);
    if (!this.wasAsked && model.reading !== NOTHING_FOUND.reading)
      this.problem(this.line, "the file has a model's reading, but no model would be asked here");
    if (!this.wasAsked || !this.dialogue.hasModel) return heard;
    const merged = merge(own, model.reading, { conversation, company, context });
    return heard.map((one, place) => ({
      ...one,
      understanding: merged[place]?.understanding ?? one.understanding,
    }));
  }

  private callsOf({ kind }: Trigger): Played["calls"] {
    const isHeard = kind === "messages";
    return { understanding: Number(isHeard && this.wasAsked), phrasing: Number(isHeard && this.wasWorded) };
  }

  /** The decision in the words of the file's model, where they may be said. */
  private wordedBy(model: ModelTurn, decision: Decision, heard: readonly Heard[]): Decision {
    const said = decision.actions.find((action) => action.do === "say");
    const lines =
      said === undefined || this.pace === "letter" ? null : linesOf(said, this.conversation, heard);
    this.wasWorded = lines !== null;
    if (model.says.length === 0) return decision;
    if (said === undefined || lines === null) {
      this.problem(this.line, "the file has a model's words, but nothing said here may be worded");
      return decision;
    }
    const words = [...model.says];
    const candidate = lines.map(({ text, free }) => (free ? (words.shift() ?? text) : text));
    const faults = faultsIn(candidate, lines, this.conversation);
    if (faults.length > 0) return { ...decision, because: `${decision.because}; kept: ${faults.join(", ")}` };
    const spoken = { ...said, text: reworded(candidate, lines, this.conversation) };
    return { ...decision, actions: decision.actions.map((action) => (action === said ? spoken : action)) };
  }

  private tap(choice: string): void {
    const choices = this.lastSay?.choices ?? [];
    const tapped = /^\d+$/.test(choice)
      ? choices[Number(choice) - 1]
      : choices.find((one) => one.label.includes(choice));
    if (tapped === undefined) {
      const shown = choices.map((one) => one.label).join(" | ");
      this.problem(this.line, `tap: ${choice} — no such choice; shown: [${shown}]`);
      return;
    }
    this.hear([{ kind: "choice", text: tapped.label }], tapped.id);
  }

  private answer(until: string | null): void {
    const most = until === null ? 1 : MOST_ANSWERS;
    for (let count = 0; count < most && this.conversation.asking !== until; count++) {
      const { asking } = this.conversation;
      const bubbles = asking === null ? undefined : this.dialogue.answers[asking];
      if (bubbles === undefined) {
        this.problem(this.line, `the bot asks ${asking ?? "nothing"}; the file has no answer for that`);
        return;
      }
      this.hear(bubbles);
    }
    if (until !== null && this.conversation.asking !== until) {
      this.problem(this.line, `after ${most} answers the bot asks ${this.conversation.asking}, not ${until}`);
    }
  }

  private wait(milliseconds: number): void {
    const end = this.now + milliseconds;
    for (let due = this.nextTimer(end); due !== null; due = this.nextTimer(end)) {
      const [timer, at] = due;
      this.timers.delete(timer);
      this.now = Math.max(this.now, at);
      this.decide({ kind: "timer", timer }, []);
    }
    this.now = end;
  }

  private nextTimer(end: number): readonly [TimerKind, number] | null {
    const due = [...this.timers].filter(([, at]) => at <= end).toSorted(([, one], [, other]) => one - other);
    return due[0] ?? null;
  }

  private rep(step: Extract<Happening, { kind: "rep-takes" | "rep-says" | "rep-releases" }>): void {
    this.now += SECONDS_A_TURN;
    const before = this.conversation;
    const text = step.kind === "rep-says" ? step.text : `[${step.kind}]`;
    const took: ConversationEvent = { happened: "rep-took-over", rep: this.company.reps[0]?.id ?? null };
    const events: readonly ConversationEvent[] =
      step.kind === "rep-releases"
        ? [{ happened: "rep-released" }]
        : [
            took,
            ...(step.kind === "rep-says" ? [{ happened: "rep-said" as const, at: this.now, text }] : []),
          ];
    for (const event of events) this.conversation = evolve(this.conversation, event);
    this.turns.push({
      who: "rep",
      at: this.now,
      before,
      after: this.conversation,
      heard: [text],
      said: [],
      lastSaid: null,
      heardSoFar: this.heardSoFar,
      because: "a rep acted",
      actions: [],
      events,
      understood: [],
      calls: { understanding: 0, phrasing: 0 },
    });
  }

  private decide(trigger: Trigger, heard: readonly string[], model = NOTHING_FOUND): void {
    const before = this.conversation;
    const turn = {
      trigger,
      pace: this.pace,
      company: this.company,
      openSlots: null,
      now: this.now,
      seed: seedOf(`${this.dialogue.file}${this.turns.length}`),
      newIds: { booking: `booking-${this.turns.length}`, proposal: `proposal-${this.turns.length}` },
    };
    let decision = decide(before, turn);
    if (decision.needs !== null) {
      const search = {
        company: this.company,
        query: decision.needs,
        busy: [...this.busy.values()],
        now: this.now,
      };
      decision = decide(before, { ...turn, openSlots: freeSlots(search) });
    }
    for (const event of decision.events) this.conversation = evolve(this.conversation, event);
    const bubbles = trigger.kind === "messages" ? trigger.heard : [];
    decision = this.wordedBy(model, decision, bubbles);
    for (const action of decision.actions) this.carryOut(action);
    const said = decision.actions.filter((action): action is Say => action.do === "say");
    const played: Played = {
      who: trigger.kind === "timer" ? "timer" : "prospect",
      at: this.now,
      before,
      after: this.conversation,
      heard,
      said,
      pace: this.pace,
      lastSaid: this.lastSay?.text ?? null,
      heardSoFar: this.heardSoFar,
      because: decision.because,
      actions: decision.actions,
      events: decision.events,
      calls: this.callsOf(trigger),
      understood: trigger.kind === "messages" ? trigger.heard.map((one) => one.understanding) : [],
    };
    this.turns.push(played);
    this.lastSay = said.at(-1) ?? this.lastSay;
    for (const broken of brokenLaws(played, this.company)) this.problem(this.line, broken);
  }

  private carryOut(action: Action): void {
    if (action.do === "hold-time" || action.do === "book") this.busy.set(action.bookingId, action.slot);
    if (action.do === "cancel-booking") this.busy.delete(action.bookingId);
    if (action.do === "set-timer") {
      if (action.at === null) this.timers.delete(action.timer);
      else this.timers.set(action.timer, action.at);
    }
  }

  private get pace(): Pace {
    return this.dialogue.channel === "email" ? "letter" : "chat";
  }

  private message(bubble: Bubble, choice: string | null): InboundMessage {
    this.messages += 1;
    const { channel, profile, origin } = this.dialogue;
    const first = this.messages === 1 && origin !== null;
    return {
      id: `message-${this.messages}`,
      from: { channel, account: "us", handle: "+966500000001" },
      alsoKnownAs: [],
      senderName: profile,
      kind: bubble.kind,
      text: choice === null ? bubble.text : "",
      choice,
      attachments: [],
      about: null,
      origin: first ? { source: origin } : null,
      sentAt: this.now,
      ...(bubble.unproven === true ? { proven: false } : {}),
      introduces: introduced(this.dialogue.signature),
    };
  }

  private problem(line: number, problem: string): void {
    this.problems.push(`${this.dialogue.file}:${line}: ${problem}`);
  }
}

function clicked(click: Click): Trigger {
  return { kind: "click", click, heard: [] };
}

/** The lines of one turn are one letter. */
function asOneLetter(lines: readonly Bubble[]): readonly Bubble[] {
  const [first] = lines;
  return first === undefined ? [] : [{ ...first, text: lines.map(({ text }) => text).join("\n") }];
}

function introduced(signature: Readonly<Record<string, string>>): readonly Introduction[] {
  return Object.entries(signature).map(
    ([about, value]) =>
      ({
        ...{ about, state: "claimed", quote: value, confidence: 0.8 },
        value: about === "role" ? { title: value } : value,
      }) as Introduction,
  );
}

function seedOf(text: string): number {
  return [...text].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003, 7);
}
