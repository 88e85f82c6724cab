import { oneWordFact } from "../one-word.ts";
import type { Entity, Fact, ReadingContext, Topic, Understanding } from "../understanding.ts";
import { ar } from "../wording/ar.ts";
import { en } from "../wording/en.ts";
import { plainText } from "./normalise.ts";

/** A letter without the lines it quotes: those are our own words. */
export function ownWords(text: string): string {
  const lines = text.split("\n");
  const own = lines.filter((line) => !QUOTED.test(line));
  return own.length === lines.length ? text : own.join("\n").trim();
}

/** A piece of a letter, and which of our questions it stands behind; null = none in particular. */
export interface AnswerPart {
  readonly text: string;
  /** UTF-16 units into the whole letter. */
  readonly start: number;
  readonly asked: Topic | null;
}

type ReadWhole = (text: string, context: ReadingContext) => Understanding;

/**
 * Reads a letter that answers up to three questions in one turn: by our numbers, between our quoted questions, or in
 * free words. Each piece is read as the answer to its own question.
 */
export function understandLetter(raw: string, context: ReadingContext, readWhole: ReadWhole): Understanding {
  const topics = context.asked === null ? [] : [context.asked, ...(context.alsoAsked ?? [])];
  const parts = answersApart(raw, topics);
  const whole = readWhole(ownWords(raw), context);
  if (parts.every(({ asked }) => asked === null))
    return withFreeAnswers(whole, ownWords(raw), context, readWhole);
  const read = parts.map((part) => readPart(part, context, readWhole));
  return {
    ...whole,
    acts: read.flatMap(({ acts }) => acts),
    facts: read.flatMap(({ facts }) => facts),
    entities: read.flatMap(({ entities }) => entities),
  };
}

/** The letter in pieces, in order. */
export function answersApart(raw: string, topics: readonly Topic[]): readonly AnswerPart[] {
  const parts: Growing[] = [];
  let behind: Behind = START;
  let start = 0;
  for (const line of raw.split("\n")) {
    behind = QUOTED.test(line)
      ? { asked: topicOfQuote(line, topics) ?? behind.asked, quoted: true, filled: false }
      : takeLine(parts, line, { start, behind, topics });
    start += line.length + 1;
  }
  return parts;
}

type Growing = { text: string; start: number; asked: Topic | null };

/** The question that the next words stand behind, and whether any stand there already. */
interface Behind {
  readonly asked: Topic | null;
  readonly quoted: boolean;
  readonly filled: boolean;
}

/** Adds a line of theirs; an empty one ends an answer, but not the gap between our question and their words. */
function takeLine(
  parts: Growing[],
  line: string,
  { start, behind, topics }: { start: number; behind: Behind; topics: readonly Topic[] },
): Behind {
  if (line.trim() === "") return behind.filled || !behind.quoted ? START : behind;
  const numbered = numberedAnswers(line, topics);
  for (const piece of numbered) parts.push({ ...piece, start: start + piece.start });
  const last = numbered.at(-1);
  if (last !== undefined) return { asked: last.asked, quoted: false, filled: true };
  addLine(parts, { text: line, start, asked: behind.asked });
  return { ...behind, filled: true };
}

const START: Behind = { asked: null, quoted: false, filled: false };

const QUOTED = /^\s*>/u;

/** Lines that stand behind the same question are one piece, so that a sentence may go over the end of a line. */
function addLine(parts: { text: string; start: number; asked: Topic | null }[], line: AnswerPart): void {
  const last = parts.at(-1);
  const follows =
    last !== undefined && last.asked === line.asked && last.start + last.text.length + 1 === line.start;
  if (follows) last.text += `\n${line.text}`;
  else parts.push({ ...line });
}

const MARK = /(?:^|(?<=\s))(?:([1-9١-٩])\s?[.)\-–:ـ](?![\d٠-٩])|(أولا|اولا|ثانيا|ثالثا)[ًا]?\s?[:،,-])\s*/gu;

/** «1. … 2. …» on one line or on lines of their own; a number that no question of ours has is no answer. */
function numberedAnswers(line: string, topics: readonly Topic[]): AnswerPart[] {
  if (topics.length === 0 || topics[0] === "appointment" || topics[0] === "confirm") return [];
  const marks = [...line.matchAll(MARK)].flatMap((found) => {
    const asked = topics[numberOf(found) - 1];
    return asked === undefined ? [] : [{ asked, from: found.index, start: found.index + found[0].length }];
  });
  if (marks[0] === undefined || line.slice(0, marks[0].from).trim() !== "") return [];
  return marks.map(({ asked, start }, place) => {
    const end = marks[place + 1]?.from ?? line.length;
    return { asked, start, text: line.slice(start, end).trimEnd() };
  });
}

const ORDINALS = ["اولا", "ثانيا", "ثالثا"];

function numberOf([, digit, word]: RegExpMatchArray): number {
  if (digit !== undefined) return /[1-9]/u.test(digit) ? Number(digit) : digit.charCodeAt(0) - 0x0660;
  return ORDINALS.indexOf((word ?? "").replace("أ", "ا")) + 1;
}

/** The question of ours that a quoted line carries: by its number, else by its words. */
function topicOfQuote(line: string, topics: readonly Topic[]): Topic | null {
  const [numbered] = numberedAnswers(line.replace(/^[\s>]+/u, ""), topics);
  if (numbered?.asked != null) return numbered.asked;
  const plain = plainText(line);
  return topics.find((topic) => questionsAbout(topic).some((question) => plain.includes(question))) ?? null;
}

/** Our questions never change, and a letter may quote thousands of lines. */
const questions = new Map<Topic, readonly string[]>();

/** All our questions about a topic, in plain spelling. */
function questionsAbout(topic: Topic): readonly string[] {
  const known = questions.get(topic);
  if (known !== undefined) return known;
  const keys = [`ask.${topic}`, `again.${topic}`].filter((key): key is keyof typeof en => key in en);
  const made = keys.flatMap((key) => [...en[key], ...ar[key].white, ...ar[key].formal]).map(plainText);
  questions.set(topic, made);
  return made;
}

function readPart(
  { text, start, asked }: AnswerPart,
  context: ReadingContext,
  readWhole: ReadWhole,
): Pick<Understanding, "acts" | "facts" | "entities"> {
  const { acts, facts, entities } = readWhole(text, { ...context, asked });
  const shifted = entities.map(
    (entity): Entity => ({ ...entity, start: entity.start + start, end: entity.end + start }),
  );
  if (asked === null) return { acts, facts, entities: shifted };
  const said = oneWord(text, asked, acts, facts);
  // "Later" and "no" behind a question answer that question: they say nothing about the talk as a whole.
  const further = acts.filter(({ act }) => !ANSWERING.has(act));
  return { acts: further, facts: said === null ? facts : [...facts, said], entities: shifted };
}

const ANSWERING: ReadonlySet<string> = new Set(["yes", "no", "later", "not-interested", "objection"]);

function oneWord(
  text: string,
  asked: Topic,
  acts: Understanding["acts"],
  facts: readonly Fact[],
): Fact | null {
  if (facts.some(({ about }) => about === asked) || text.trim().split(/\s+/u).length > 4) return null;
  const says = acts.some(({ act }) => act === "no")
    ? "no"
    : acts.some(({ act }) => act === "yes")
      ? "yes"
      : null;
  return says === null ? null : oneWordFact(asked, says, text.trim());
}

/** In free words every sentence may be the answer to any of the questions: what names its topic is taken for it. */
function withFreeAnswers(
  whole: Understanding,
  text: string,
  context: ReadingContext,
  readWhole: ReadWhole,
): Understanding {
  const facts = [...whole.facts];
  for (const topic of context.alsoAsked ?? []) {
    if (FREE_TEXT.has(topic)) continue;
    const again = readWhole(text, { ...context, asked: topic }).facts.filter(({ about }) => about === topic);
    const isNew = (fact: Fact) =>
      fact.confidence >= SURE &&
      facts.every((other) => other.about !== fact.about && !other.quote.includes(fact.quote));
    facts.push(...again.filter(isNew));
  }
  return { ...whole, facts };
}

/** Below this a free word is not taken for the answer to one question among several. */
const SURE = 0.5;

/** Any words could be these, so they must stand behind their own question. */
const FREE_TEXT: ReadonlySet<Topic> = new Set(["need", "name", "company"]);
