import { plainText } from "../language/normalise.ts";
import { understand } from "../language/understand.ts";
import type { Language } from "../message.ts";
import { stems } from "../sales/cues.ts";
import type { Conversation } from "../state.ts";
import type { Heard, Say } from "../turn.ts";
import { en } from "../wording/en.ts";
import type { WordingKey } from "../wording/keys.ts";
import { COMMITTING, PLAIN_WORDS } from "../wording/plain-words.ts";
import { variantsOf } from "../wording/say.ts";
import { written } from "../wording/script.ts";
import type { SaidLine } from "./model-reading.ts";
import { wordsIn } from "./quotes.ts";

/** Sentences that only hear or ask. All others carry facts, promises, names of ours or law, and stay as they are. */
const MAY_CHANGE =
  /^(?:ack\.(?:plain|need|needQuoted|sector|city|timeline|decides|shared|refused|unknown|open)|(?:ask|again)\.(?:need|sector|companySize|city|budget|authority|timeline)|unclear\.(?:first|second)|welcome)$/;

/** So few words are a nod or an answer in one word: what is said to them needs no other words. */
const REAL_WORDS = 4;

/**
 * The lines of a say, each with whether a model may word it; null when nothing in it may be, or when the turn was no
 * free talk (taps, short answers), or when it books, confirms, ends or comes unasked.
 */
export function linesOf(say: Say, after: Conversation, heard: readonly Heard[]): readonly SaidLine[] | null {
  const isFreeTalk = heard.some(
    ({ message }) => message.choice === null && wordsIn(message.text).length >= REAL_WORDS,
  );
  const isPlain = say.purpose === "answer" && say.choices.length === 0 && say.icsOf === null;
  if (!isFreeTalk || !isPlain || after.owner === "rep" || after.stage === "closed") return null;
  const lines = say.text.split("\n").map((text): SaidLine => {
    const free = isFree(text, say, after);
    return { text, free, asks: ASKS.test(text) };
  });
  return lines.some(({ free }) => free) ? lines : null;
}

const ASKS = /[?؟]/u;

/** A line is free when fixed sentences that may change are all there is in it, and no figure or address is. */
function isFree(line: string, say: Say, { register }: Conversation): boolean {
  const plain = plainText(line);
  if (/[\d@/]/u.test(plain)) return false;
  const rest = say.wordings.reduce((left, id) => {
    const [key = "", index] = id.split("#");
    if (!MAY_CHANGE.test(key)) return left;
    const template = variantsOf(key as WordingKey, { language: say.language, register })[Number(index)];
    return template === undefined ? left : left.replace(patternOf(template), " ");
  }, plain);
  return wordsIn(rest).length === 0;
}

function patternOf(template: string): RegExp {
  const parts = template
    .split(/\{\w+\}/u)
    .map((part) => plainText(part).replace(/[.*+?^${}()|[\]\\]/gu, "\\$&"));
  return new RegExp(parts.join(".{1,80}?"), "u");
}

/** What is wrong with a model's lines, each in a word; empty = they may be said in place of ours. */
export function faultsIn(
  candidate: readonly string[],
  lines: readonly SaidLine[],
  after: Conversation,
): readonly string[] {
  if (candidate.length !== lines.length) return ["another number of lines"];
  const vocabulary = vocabularyOf(lines, after);
  return lines.flatMap((line, place) =>
    line.free ? faultsOf(candidate[place] ?? "", line, vocabulary, after) : [],
  );
}

function faultsOf(
  text: string,
  line: SaidLine,
  vocabulary: ReadonlySet<string>,
  after: Conversation,
): readonly string[] {
  const { language, asking } = after;
  const plain = plainText(text);
  const original = plainText(line.text);
  const faults: string[] = [];
  const words = stems(text);
  if (words.length === 0 || text.length > line.text.length * 2 + 60) faults.push("length");
  if (/[\d٠-٩@/\\<>{}[\]`*_#|\n\r]|\p{Extended_Pictographic}|https?|www/u.test(plain))
    faults.push("figures or marks");
  if (!isIn(language, text)) faults.push("language");
  if (!asksLike(text, line.asks)) faults.push("question");
  if (line.asks && !isAbout(asking, words, language)) faults.push("another question");
  if (COMMITTING[language].test(plain) && !COMMITTING[language].test(original)) faults.push("a promise");
  if (hasNewFigures(text, [line.text, ...wordsOfTheirs(after)])) faults.push("new figures");
  const strange = words.filter((word) => !vocabulary.has(rootOf(word)));
  return strange.length === 0 ? faults : [...faults, `words from nowhere: ${strange.join(" ")}`];
}

function isIn(language: Language, text: string): boolean {
  const arabic = (text.match(/\p{Script=Arabic}/gu) ?? []).length;
  const latin = (text.match(/[A-Za-z]/gu) ?? []).length;
  return language === "ar" ? arabic > latin * 2 : arabic === 0;
}

/** One question at the end where ours asks; none where it does not. */
function asksLike(text: string, asks: boolean): boolean {
  const marks = (text.match(/[?؟]/gu) ?? []).length;
  return asks ? marks === 1 && /[?؟]\s*$/u.test(text) : marks === 0;
}

/** A number, a sum or a time in words is one all the same. */
function hasNewFigures(text: string, known: readonly string[]): boolean {
  const figures = (one: string) =>
    understand(one, BARE).entities.map(({ kind, value }) => `${kind} ${JSON.stringify(value)}`);
  const ours = new Set(known.flatMap(figures));
  return figures(text).some((figure) => !ours.has(figure));
}

const BARE = { asked: null, now: 0, profileName: null, language: null, city: null };

/** What a model may speak with: our own ways of hearing and asking, plain words, and the person's own facts. */
function vocabularyOf(lines: readonly SaidLine[], after: Conversation): ReadonlySet<string> {
  const theirs = [...wordsOfTheirs(after), ...lines.map(({ text }) => text)];
  return new Set([...ownWords(after.language), ...theirs.flatMap(stems).map(rootOf)]);
}

/** What the person told of themselves, in their words. */
function wordsOfTheirs({ facts, pains }: Conversation): readonly string[] {
  return [...Object.values(facts).flatMap((entry) => (entry === undefined ? [] : [entry.quote])), ...pains];
}

/** A word without the endings and joined letters in which one word differs from sentence to sentence. */
function rootOf(word: string): string {
  if (/^[a-z']+$/u.test(word)) return word.length > 5 ? word.replace(/(?:ing|ed|es|er|ly)$/u, "") : word;
  const joined = /^[وفلبه](?=.{3})/u.exec(word)?.[0].length ?? 0;
  const bare = word.slice(joined).replace(/^ال(?=.{3})/u, "");
  return bare.replace(/(?<=.{3})(?:ينها|ونها|ينه|ونه|كم|نا|ها|هم|ين|ون|ات|وا|ه|ت)$/u, "");
}

const ownWordsOf: Partial<Record<Language, ReadonlySet<string>>> = {};

function ownWords(language: Language): ReadonlySet<string> {
  const known = ownWordsOf[language];
  if (known !== undefined) return known;
  const keys = (Object.keys(en) as WordingKey[]).filter((key) => MAY_CHANGE.test(key));
  const variants = keys.flatMap((key) => allVariants(key, language));
  const made = new Set([...variants, PLAIN_WORDS[language]].flatMap(stems).map(rootOf));
  ownWordsOf[language] = made;
  return made;
}

function allVariants(key: WordingKey, language: Language): readonly string[] {
  return (["white", "formal"] as const).flatMap((register) => variantsOf(key, { language, register }));
}

/** Whether a question is still about its topic: it has a word that ours about it have, and few others. */
function isAbout(topic: Conversation["asking"], words: readonly string[], language: Language): boolean {
  if (topic === null) return false;
  const own = topicWords(language).get(topic);
  return own !== undefined && words.some((word) => own.has(rootOf(word)));
}

const TOPICS = ["need", "sector", "companySize", "city", "budget", "authority", "timeline"] as const;
const topicWordsOf: Partial<Record<Language, ReadonlyMap<string, ReadonlySet<string>>>> = {};

/** The words by which our questions about a topic are told from those about all others. */
function topicWords(language: Language): ReadonlyMap<string, ReadonlySet<string>> {
  const known = topicWordsOf[language];
  if (known !== undefined) return known;
  const plain = new Set(stems(PLAIN_WORDS[language]).map(rootOf));
  const wordsOf = (topic: (typeof TOPICS)[number]) =>
    new Set(
      [`ask.${topic}`, `again.${topic}`]
        .flatMap((key) => allVariants(key as WordingKey, language))
        .flatMap(stems)
        .map(rootOf),
    );
  const sets = TOPICS.map((topic) => [topic, wordsOf(topic)] as const);
  const made = new Map(
    sets.map(([topic, words]) => {
      const others = sets.filter(([other]) => other !== topic);
      const own = [...words].filter(
        (word) => !plain.has(word) && !others.some(([, theirs]) => theirs.has(word)),
      );
      return [topic, new Set(own)] as const;
    }),
  );
  topicWordsOf[language] = made;
  return made;
}

/** The text with the model's free lines in place of ours, digits and directions set right; kept lines untouched. */
export function reworded(
  candidate: readonly string[],
  lines: readonly SaidLine[],
  after: Conversation,
): string {
  return lines
    .map(({ text, free }, place) => (free ? written((candidate[place] ?? text).trim(), after) : text))
    .join("\n");
}
