import type { ChannelName, MessageKind } from "../../bot/conversation/message.ts";
import { TOPICS } from "../../bot/conversation/understanding.ts";
import { type Expectation, parseExpectation } from "./expectation.ts";
import { type ModelTurn, NOTHING_FOUND, withModelLine } from "./model-lines.ts";

/** One dialogue as a salesperson wrote it (docs/dialogue.md says how). Times are epoch milliseconds. */
export interface Dialogue {
  readonly file: string;
  readonly title: string;
  readonly now: number;
  readonly channel: ChannelName;
  readonly profile: string | null;
  /** What their signature block says: name, company, phone, role. */
  readonly signature: Readonly<Record<string, string>>;
  /** What brought the person, such as `ad: …`; null when nothing is known. */
  readonly origin: string | null;
  /** What this person answers when asked about a topic, each a turn of one or more bubbles. */
  readonly answers: Readonly<Record<string, readonly Bubble[]>>;
  readonly steps: readonly Step[];
  /** Whether a model has a part in it: then it is asked where the assistant would ask one. */
  readonly hasModel: boolean;
  /** What must hold when the talk is over. */
  readonly ends: readonly Expectation[];
}

export type Step = {
  readonly line: number;
  /** What must hold right after this step. */
  readonly expected: readonly Expectation[];
} & Happening;

export type Happening =
  | { readonly kind: "says"; readonly bubbles: readonly Bubble[]; readonly model?: ModelTurn }
  /** A number (first = 1) or a part of the label. */
  /** Answers whatever is asked from `answers`; with `until`, again and again until that is what the bot asks. */
  | { readonly kind: "answers"; readonly until: string | null }
  | { readonly kind: "taps"; readonly choice: string }
  /** Opens the link beside a time in our letter, by its number. */
  | { readonly kind: "clicks"; readonly choice: number }
  | { readonly kind: "unsubscribes" }
  | { readonly kind: "waits"; readonly milliseconds: number }
  | { readonly kind: "rep-takes" }
  | { readonly kind: "rep-says"; readonly text: string }
  | { readonly kind: "rep-releases" };

export interface Bubble {
  readonly kind: MessageKind;
  readonly text: string;
  /** The platform does not prove who wrote. */
  readonly unproven?: boolean;
}

/** Reads one dialogue file; throws `<file>:<line>: what is wrong` so that whoever wrote it finds the place. */
export function parseDialogue(file: string, source: string): Dialogue {
  const reader = new Reader(file);
  source.split(/\r?\n/).forEach((line, index) => {
    reader.read(line.trim(), index + 1);
  });
  return reader.dialogue();
}

const CHANNELS: readonly ChannelName[] = ["whatsapp", "email", "webform", "telegram", "linkedin"];
const BUBBLE_KINDS: readonly MessageKind[] = [
  "voice",
  "audio",
  "image",
  "video",
  "document",
  "sticker",
  "location",
  "contacts",
  "reaction",
  "unsupported",
];
const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

type Mutable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };
type Draft = { line: number; expected: Expectation[] } & (
  | { kind: "says"; bubbles: Bubble[]; model?: ModelTurn }
  | Exclude<Happening, { kind: "says" }>
);

class Reader {
  readonly file: string;
  readonly header: Mutable<Pick<Dialogue, "title" | "now" | "channel" | "profile" | "origin">>;
  readonly answers: Record<string, readonly Bubble[]> = {};
  readonly signature: Record<string, string> = {};
  readonly steps: Draft[] = [];
  readonly ends: Expectation[] = [];
  private bubblesOpen = false;
  private lastLine = 0;

  constructor(file: string) {
    this.file = file;
    this.header = {
      title: file.replace(/^.*\//, "").replace(/\.txt$/, ""),
      now: Date.parse("2026-11-22T10:00:00+03:00"),
      channel: "whatsapp",
      profile: null,
      origin: null,
    };
  }

  read(line: string, number: number): void {
    this.lastLine = number;
    if (line === "") this.bubblesOpen = false;
    if (line === "" || line.startsWith("#")) return;
    if (this.ends.length > 0 && !line.startsWith("=")) {
      this.fail(number, "nothing may follow the closing = lines");
    }
    if (line.startsWith(">")) this.bubble(line.slice(1).trim(), number);
    else this.other(line, number);
  }

  dialogue(): Dialogue {
    if (this.steps.length === 0) this.fail(this.lastLine, "no step: begin with a > line");
    if (this.ends.length === 0) this.fail(this.lastLine, "no closing = line: say how the talk must end");
    return {
      file: this.file,
      ...this.header,
      answers: this.answers,
      signature: this.signature,
      steps: this.steps,
      hasModel: this.steps.some((step) => step.kind === "says" && step.model !== undefined),
      ends: this.ends,
    };
  }

  private other(line: string, number: number): void {
    this.bubblesOpen = false;
    if (line.startsWith("?")) this.expectation(line.slice(1).trim(), number);
    else if (line.startsWith("=")) this.ends.push(this.parsed(line.slice(1).trim(), number));
    else if (line === "release") this.step({ kind: "rep-releases" }, number);
    else if (line === "answers") this.step({ kind: "answers", until: null }, number);
    else if (line === "unsubscribes") this.step({ kind: "unsubscribes" }, number);
    else if (line === "takeover") this.step({ kind: "rep-takes" }, number);
    else this.named(line, number);
  }

  private bubble(words: string, number: number): void {
    const unproven = words.startsWith("[unproven]");
    const marked = unproven ? null : /^\[(\w+)\]\s*(.*)$/u.exec(words);
    const kind = marked ? BUBBLE_KINDS.find((known) => known === marked[1]) : "text";
    if (kind === undefined) {
      this.fail(number, `unknown kind of message [${marked?.[1]}]; known: ${BUBBLE_KINDS.join(", ")}`);
    }
    const said = unproven ? words.slice("[unproven]".length).trim() : words;
    const bubble = { kind, text: marked ? (marked[2] ?? "") : said, ...(unproven ? { unproven } : {}) };
    const last = this.steps.at(-1);
    if (this.bubblesOpen && last?.kind === "says") last.bubbles.push(bubble);
    else this.steps.push({ kind: "says", bubbles: [bubble], line: number, expected: [] });
    this.bubblesOpen = true;
  }

  private expectation(text: string, number: number): void {
    const last = this.steps.at(-1);
    if (last === undefined) this.fail(number, "an expectation needs a step before it");
    last.expected.push(this.parsed(text, number));
  }

  private parsed(text: string, number: number): Expectation {
    const result = parseExpectation(text, number);
    if ("unreadable" in result) this.fail(number, result.unreadable);
    return result;
  }

  private named(line: string, number: number): void {
    const match = /^([a-z]+(?: [A-Za-z]+)?):\s*(.*)$/u.exec(line);
    if (match === null) this.fail(number, `cannot read "${line}"; a prospect's line begins with >`);
    const [, key = "", value = ""] = match;
    if (key === "tap") this.step({ kind: "taps", choice: value }, number);
    else if (key === "click") this.step({ kind: "clicks", choice: Number(value) }, number);
    else if (key === "wait") this.step({ kind: "waits", milliseconds: this.duration(value, number) }, number);
    else if (key === "answers until")
      this.step({ kind: "answers", until: this.topic(value, number) }, number);
    else if (key === "model") this.model(value, number);
    else if (key === "rep") this.step({ kind: "rep-says", text: value }, number);
    else this.heading(key, value, number);
  }

  private model(line: string, number: number): void {
    const last = this.steps.at(-1);
    if (last?.kind !== "says") this.fail(number, "a model: line follows the > lines it reads");
    const turn = withModelLine(last.model ?? NOTHING_FOUND, line);
    if (turn === null)
      this.fail(number, `cannot read "model: ${line}"; docs/dialogue.md says how it is written`);
    last.model = turn;
  }

  private heading(key: string, value: string, number: number): void {
    if (this.steps.length > 0) this.fail(number, `"${key}:" belongs above the first > line, or is misspelt`);
    if (key.startsWith("signature ")) this.signature[key.slice("signature ".length)] = value;
    else if (key.startsWith("answer ")) this.answer(key.slice(7), value, number);
    else if (key === "title") this.header.title = value;
    else if (key === "profile") this.header.profile = value;
    else if (key === "origin") this.header.origin = value;
    else if (key === "now") this.header.now = this.moment(value, number);
    else if (key === "channel") this.header.channel = this.channel(value, number);
    else
      this.fail(number, `unknown heading "${key}:"; known: title, now, channel, profile, origin, answer …`);
  }

  private answer(topic: string, value: string, number: number): void {
    const bubbles = value.split(" / ").map((text): Bubble => ({ kind: "text", text: text.trim() }));
    if (value === "") this.fail(number, `"answer ${topic}:" needs the words of the answer`);
    this.answers[this.topic(topic, number)] = bubbles;
  }

  private topic(value: string, number: number): string {
    const topic = TOPICS.find((known) => known === value);
    if (topic === undefined) this.fail(number, `unknown topic "${value}"; known: ${TOPICS.join(", ")}`);
    return topic;
  }

  private moment(value: string, number: number): number {
    const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})$/.exec(value);
    const moment = Date.parse(`${match?.[1]}T${match?.[2]}:00+03:00`);
    if (Number.isNaN(moment))
      this.fail(number, `"${value}" is no moment; write 2026-11-22 10:00 (Riyadh time)`);
    return moment;
  }

  private channel(value: string, number: number): ChannelName {
    const channel = CHANNELS.find((known) => known === value);
    if (channel === undefined) this.fail(number, `unknown channel "${value}"; known: ${CHANNELS.join(", ")}`);
    return channel;
  }

  private duration(value: string, number: number): number {
    const match = /^(\d+) (minute|hour|day)s?$/.exec(value);
    const unit = UNITS[match?.[2] ?? ""];
    if (match === null || unit === undefined) {
      this.fail(number, `"${value}" is no duration; write 20 minutes, 3 hours or 2 days`);
    }
    return Number(match[1]) * unit;
  }

  private step(happening: Exclude<Happening, { kind: "says" }>, line: number): void {
    this.steps.push({ ...happening, line, expected: [] });
  }

  private fail(line: number, problem: string): never {
    throw new Error(`${this.file}:${line}: ${problem}`);
  }
}
