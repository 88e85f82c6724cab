import type { Company } from "./company.ts";
import { evolve } from "./evolve.ts";
import type { Choice } from "./message.ts";
import type { Conversation } from "./state.ts";
import type { Action, ConversationEvent, Decision, Say, SlotQuery, TimerKind, Turn } from "./turn.ts";
import type { Topic } from "./understanding.ts";
import type { WordingKey, WordingValues } from "./wording/keys.ts";
import { type Manner, type Sentence, sentence } from "./wording/say.ts";
import { withoutEmoji, written } from "./wording/script.ts";

/**
 * One decision in the making. `now` is the conversation as it stands after the events noted so far; everything is
 * written down here and handed over at the end, nothing leaves it before.
 */
export class Reply {
  readonly before: Conversation;
  readonly turn: Turn;
  readonly company: Company;
  now: Conversation;
  private readonly events: ConversationEvent[] = [];
  private readonly actions: Action[] = [];
  private readonly lines: Sentence[][] = [];
  private readonly facts: string[] = [];
  private readonly marks: string[] = [];
  private choices: readonly Choice[] = [];
  private icsOf: string | null = null;
  private asks: Topic | null = null;
  private keeps = false;
  private purpose: Say["purpose"] = "answer";

  constructor(conversation: Conversation, turn: Turn) {
    this.before = conversation;
    this.now = conversation;
    this.turn = turn;
    this.company = turn.company;
  }

  get manner(): Manner {
    const { language, register, digits, said } = this.now;
    const justSaid = this.lines.flat().map(({ id }) => id);
    return {
      language,
      register,
      digits,
      said: [...said, ...justSaid],
      seed: this.turn.seed + this.now.turns,
    };
  }

  get speaks(): boolean {
    return this.lines.length > 0;
  }

  note(...events: readonly ConversationEvent[]): void {
    for (const event of events) {
      this.events.push(event);
      this.now = evolve(this.now, event);
    }
  }

  act(...actions: readonly Action[]): void {
    this.actions.push(...actions);
  }

  setTimer(timer: TimerKind, at: number | null): void {
    this.act({ do: "set-timer", timer, at });
  }

  /** A fixed sentence on a line of its own. */
  say<Key extends WordingKey>(key: Key, values: WordingValues[Key]): void {
    this.lines.push([sentence(key, values, this.manner)]);
  }

  /** A fixed sentence on the line of the one before. */
  add<Key extends WordingKey>(key: Key, values: WordingValues[Key]): void {
    const spoken = sentence(key, values, this.manner);
    const line = this.lines.at(-1);
    if (line === undefined) this.lines.push([spoken]);
    else line.push(spoken);
  }

  /** Words the company approved, with the id of the claim or price that carries them. */
  quote(text: string, factId: string): void {
    this.lines.push([{ text, id: factId }]);
    this.facts.push(factId);
  }

  /** Remembers that this was said, beside the sentence that said it. */
  mark(id: string): void {
    this.marks.push(id);
    this.facts.push(id);
  }

  /** How many lines are written so far. */
  get lineCount(): number {
    return this.lines.length;
  }

  /** Names an approved fact that a sentence just said rests on. */
  restsOn(factId: string): void {
    this.facts.push(factId);
  }

  offer(choices: readonly Choice[]): void {
    this.choices = choices;
  }

  attachInvitation(bookingId: string): void {
    this.icsOf = bookingId;
  }

  /** This message asks about the topic: one question a message, the last one counts. */
  ask(topic: Topic): void {
    this.asks = topic;
  }

  /** We write first: it waits for the clock. */
  speakFirst(): void {
    this.purpose = "proactive";
  }

  /** The decision with what was noted, done and said, or said nothing. */
  finish(because: string): Decision {
    const say = this.message();
    if (say !== null) {
      this.note({ happened: "spoke", at: this.turn.now, wordings: say.wordings });
      const staysOpen = this.asks === null && (this.keeps || this.now.asking === null);
      if (!staysOpen) this.note({ happened: "asked", topic: this.asks });
      this.actions.push(say);
    }
    return this.decision(because);
  }

  /** All that was noted and is to be done so far. */
  decision(because: string): Decision {
    return { events: this.events, actions: this.actions, because, needs: null };
  }

  /** What was asked before is still open though this message does not repeat it. */
  keepAsking(): void {
    this.keeps = true;
  }

  /** The question about this topic is open again, without counting as asked once more. */
  keepAskingAbout(topic: Topic): void {
    this.keeps = true;
    if (this.now.asking !== topic) this.note({ happened: "asked", topic });
  }

  /** Free times are needed first: nothing else of this decision counts. */
  needs(query: SlotQuery): Decision {
    return { events: [], actions: [], because: "free times are needed to decide", needs: query };
  }

  private message(): Say | null {
    if (this.lines.length === 0) return null;
    const { language } = this.now;
    const gap = language === "ar" ? "، " : ". ";
    const text = this.lines
      .map((line) => line.map(({ text }) => text).reduce((whole, next) => join(whole, next, gap)))
      .join("\n");
    const wordings = [...new Set([...this.marks, ...this.lines.flat().map(({ id }) => id)])];
    const emojiFits = this.now.channel !== "email" && this.now.register === "white" && !this.emojiLately();
    return {
      do: "say",
      text: written(emojiFits ? text : withoutEmoji(text), this.manner),
      language,
      choices: this.choices,
      choicesLabel: null,
      wordings,
      facts: this.facts,
      purpose: this.purpose,
      icsOf: this.icsOf,
    };
  }

  /** At most one emoji in several turns. */
  private emojiLately(): boolean {
    return this.now.said.slice(-8).some((id) => id.startsWith("booked#"));
  }
}

function join(whole: string, next: string, gap: string): string {
  return /[.!؟?:]$/u.test(whole) ? `${whole} ${next}` : `${whole}${gap}${next}`;
}
