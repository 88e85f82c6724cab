import type { Company } from "./company.ts";
import { evolve } from "./evolve.ts";
import { INTRODUCED } from "./ledger.ts";
import { join, letter, MOST_IN_A_LETTER, nameToGreet } from "./letter.ts";
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
  private asks: readonly Topic[] = [];
  private readonly questions: Sentence[] = [];
  private salutes: "none" | "plain" | "salam" = "none";
  private introduces = false;
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
      register: this.isLetter ? "formal" : register,
      digits,
      said: [...said, ...justSaid],
      seed: this.turn.seed + this.now.turns,
    };
  }

  get speaks(): boolean {
    return this.lines.length > 0 || this.questions.length > 0;
  }

  /** Letters, not a chat: a property of the channel, handed in with the turn. */
  get isLetter(): boolean {
    return this.turn.pace === "letter";
  }

  /** Whether everything heard in this turn came from a sender that the platform proves. */
  get isProven(): boolean {
    const { trigger } = this.turn;
    return !("heard" in trigger) || trigger.heard.every(({ message }) => message.proven !== false);
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

  /** A letter's own greeting, for one that begins with salam or otherwise. */
  salute(how: "plain" | "salam", introduces: boolean): void {
    this.salutes = how;
    this.introduces = introduces;
  }

  /** Asks about a topic: the last thing said in a chat, a numbered line of a letter. */
  question<Key extends WordingKey>(topic: Topic, key: Key, values: WordingValues[Key]): void {
    this.ask(topic);
    if (this.isLetter) this.questions.push(sentence(key, values, this.manner));
    else this.say(key, values);
  }

  /** Whether this message may ask for one thing more. */
  get mayAskMore(): boolean {
    return this.isLetter && this.asks.length > 0 && this.asks.length < MOST_IN_A_LETTER;
  }

  /** What this message asks for so far. */
  get asksFor(): readonly Topic[] {
    return this.asks;
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

  /** How many automatic letters in a row this one would make; 1 when this turn brought something new. */
  get lettersInARow(): number {
    return this.events.some(isProgress) ? 1 : (this.before.lettersInARow ?? 0) + 1;
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

  /** This message asks about the topic: one a message, the last one counts; a letter takes up to three. */
  ask(topic: Topic): void {
    const alone = !this.isLetter || topic === "appointment" || topic === "confirm";
    this.asks = alone ? [topic] : [...this.asks.filter((each) => each !== topic), topic];
  }

  /** We write first: it waits for the clock. */
  speakFirst(): void {
    this.purpose = "proactive";
  }

  /** The decision with what was noted, done and said, or said nothing. */
  finish(because: string): Decision {
    const say = this.message();
    if (say !== null) {
      const letters = this.isLetter ? { letters: this.lettersInARow } : {};
      this.note({ happened: "spoke", at: this.turn.now, wordings: say.wordings, ...letters });
      const [asks = null, ...also] = this.asks;
      const staysOpen = asks === null && (this.keeps || this.now.asking === null);
      if (!staysOpen) this.note({ happened: "asked", topic: asks, ...(this.isLetter ? { also } : {}) });
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
    if (!this.speaks) return null;
    const { language } = this.now;
    const text = this.isLetter ? this.onPaper() : this.inABubble();
    const spoken = [...this.lines.flat(), ...this.questions];
    const wordings = [...new Set([...this.marks, ...spoken.map(({ id }) => id)])];
    const emojiFits = !this.isLetter && this.now.register === "white" && !this.emojiLately();
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

  private inABubble(): string {
    const gap = this.now.language === "ar" ? "، " : ". ";
    return this.lines
      .map((line) => line.map(({ text }) => text).reduce((whole, next) => join(whole, next, gap)))
      .join("\n");
  }

  private onPaper(): string {
    const { lines, questions, introduces } = this;
    const name = nameToGreet(this.now, this.isProven);
    const parts = { salam: this.salutes === "salam", introduces, lines, questions, name };
    return letter(parts, this.company, this.manner);
  }

  /** At most one emoji in several turns. */
  private emojiLately(): boolean {
    return this.now.said.slice(-8).some((id) => id.startsWith("booked#"));
  }
}

/** Something of theirs moved the talk on: a fact, a time, a meeting. A need alone does not, for any text reads as one. */
function isProgress(event: ConversationEvent): boolean {
  switch (event.happened) {
    case "fact-learned":
      return event.fact.about !== "need" && event.fact.confidence > INTRODUCED;
    case "time-proposed":
    case "time-held":
    case "meeting-booked":
    case "meeting-cancelled":
    case "proposal-drafted":
    case "opted-in":
      return true;
    default:
      return false;
  }
}
