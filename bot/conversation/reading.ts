import { ownWords } from "./language/letters.ts";
import { plainText } from "./language/normalise.ts";
import { INTRODUCED } from "./ledger.ts";
import type { InboundMessage, Language } from "./message.ts";
import { isUnsure } from "./sensed.ts";
import type { Conversation } from "./state.ts";
import type { Heard, Pace } from "./turn.ts";
import type { Act, Entity, Fact, FactValues, Understanding } from "./understanding.ts";

/** What all bubbles of one turn say together. */
export interface Reading {
  /** The words that could be read, a bubble a line. */
  readonly text: string;
  /** Words of a recording that were not surely heard; null when all of them were. */
  readonly unsure: string | null;
  readonly acts: ReadonlySet<Act>;
  readonly facts: readonly HeardFact[];
  readonly entities: readonly Entity[];
  readonly bubbles: readonly BubbleRead[];
  /** Ids of approved texts that answer what they ask, where their words name none; and a question that none answers. */
  readonly answers: readonly string[];
  readonly unanswered: string | null;
  /** Words that say yes, no, thanks or "cancel it": never a name or a company, whatever was asked. */
  readonly nods: readonly string[];
  /** What came without words that we can read. */
  readonly media: Media | null;
  /** An emoji put on one of our messages: 👍 and its like count as yes where a yes was asked for. */
  readonly reaction: "yes" | "other" | null;
  /** The person only opened the talk; no word yet. */
  readonly isOpening: boolean;
  /** Nothing was said that could be answered. */
  readonly isEmpty: boolean;
  readonly language: Language | null;
  readonly register: Conversation["register"] | null;
  readonly digits: Conversation["digits"] | null;
  readonly lastMessageId: string;
  /** Whether the platform proves who wrote; nothing may be shown or changed on an unproven word. */
  readonly isProven: boolean;
  /** The last of several bubbles is a yes to what the ones before it said. */
  readonly endsInYes: boolean;
}

/** One bubble by itself, for what must not be read across bubbles. */
export interface BubbleRead {
  readonly messageId: string;
  readonly text: string;
  /** The id of the button tapped. */
  readonly choice: string | null;
  readonly entities: readonly Entity[];
  readonly appointment: FactValues["appointment"] | null;
}

export interface HeardFact {
  readonly fact: Fact;
  readonly messageId: string;
  /** They corrected themselves in the same words. */
  readonly corrects: boolean;
  /** It stands in their signature block, not in their words. */
  readonly introduced?: boolean;
}

export type Media = "voice" | "file" | "place" | "contact" | "other";

/** Puts the bubbles of a turn together, oldest first. A letter's quotes are our own words and not read; its sentences are its bubbles. */
export function read(all: readonly Heard[], pace: Pace): Reading {
  const heard = pace === "letter" ? all.map(withoutQuotes) : all;
  const readable = heard.filter(({ message }) => isReadable(message));
  const text = readable.map(({ message }) => message.text).join("\n");
  const reaction = reactionOf(heard);
  const media = readable.length === 0 ? mediaOf(heard) : null;
  const isOpening = readable.length === 0 && heard.some(({ message }) => OPENINGS.has(message.kind));
  return {
    text,
    unsure: readable.findLast(({ message }) => isUnsure(message))?.message.text ?? null,
    acts: new Set(readable.flatMap(actsOf)),
    facts: heard.flatMap(factsOf),
    entities: readable.flatMap(({ understanding }) => understanding.entities),
    bubbles: pace === "letter" ? readable.flatMap(sentencesRead) : readable.map(bubbleRead),
    answers: readable.flatMap(({ understanding }) => understanding.answers ?? []),
    unanswered:
      readable.findLast(({ understanding }) => understanding.unanswered)?.understanding.unanswered ?? null,
    nods: readable.flatMap(nodsOf),
    media,
    reaction,
    isOpening,
    isEmpty: readable.length === 0 && media === null && reaction !== "yes" && !isOpening,
    language: readable.at(-1)?.understanding.replyLanguage ?? null,
    register: registerOf(text),
    digits: digitsOf(text),
    lastMessageId: heard.at(-1)?.message.id ?? "",
    isProven: heard.every(({ message }) => message.proven !== false),
    endsInYes: readable.length > 1 && isBareYes(readable.at(-1)),
  };
}

const NODS: ReadonlySet<Act> = new Set(["yes", "no", "thanks", "greeting", "cancel", "reschedule"]);

function nodsOf({ understanding }: Heard): string[] {
  return understanding.acts.filter(({ act }) => NODS.has(act)).map(({ quote }) => quote.trim().toLowerCase());
}

function bubbleRead({ message, understanding }: Heard): BubbleRead {
  const appointment = appointmentIn(understanding, () => true);
  const { id: messageId, text, choice } = message;
  return { messageId, text, choice, entities: understanding.entities, appointment };
}

/** A letter by its own words: what it quotes is ours. */
export function withoutQuotes({ message, understanding }: Heard): Heard {
  return { message: { ...message, text: ownWords(message.text) }, understanding };
}

/** Each sentence by itself, with what was found in it: a letter says several things. */
function sentencesRead(heard: Heard): BubbleRead[] {
  const { message, understanding } = heard;
  const sentences = message.text.split(/(?<=[.!؟?])\s+|\n+/u).filter((part) => part.trim() !== "");
  if (sentences.length < 2 || message.choice !== null) return [bubbleRead(heard)];
  return sentences.map((text) => ({
    messageId: message.id,
    text,
    choice: null,
    entities: understanding.entities.filter((entity) => text.includes(entity.text)),
    appointment: appointmentIn(understanding, (quote) => text.includes(quote)),
  }));
}

function appointmentIn(
  { facts }: Understanding,
  counts: (quote: string) => boolean,
): FactValues["appointment"] | null {
  const fact = facts.findLast(({ about, quote }) => about === "appointment" && counts(quote));
  return fact?.about === "appointment" ? fact.value : null;
}

function isBareYes(heard: Heard | undefined): boolean {
  const acts = heard?.understanding.acts ?? [];
  const isShort = (heard?.message.text.trim().split(/\s+/u).length ?? 0) <= 3;
  return isShort && acts.length > 0 && acts.every(({ act }) => act === "yes");
}

const OPENINGS: ReadonlySet<InboundMessage["kind"]> = new Set(["welcome", "system"]);
const IGNORED: ReadonlySet<InboundMessage["kind"]> = new Set(["reaction", "revoke", "system", "welcome"]);

/** Their text is made by us from a map's place or an address card: nobody said those words. */
const NOT_SAID: ReadonlySet<InboundMessage["kind"]> = new Set(["location", "contacts"]);

function isReadable(message: InboundMessage): boolean {
  if (IGNORED.has(message.kind) || NOT_SAID.has(message.kind)) return false;
  return message.text.trim() !== "" || message.choice !== null;
}

/** Nobody is forgotten on a word that may have been another. */
function actsOf({ message, understanding }: Heard): Act[] {
  const acts = understanding.acts.map(({ act }) => act);
  return isUnsure(message) ? acts.filter((act) => act !== "erase-data") : acts;
}

function factsOf({ message, understanding }: Heard): HeardFact[] {
  // An edited message replaces what it said before.
  const corrects = message.kind === "edit" || understanding.acts.some(({ act }) => act === "correction");
  const facts = isReadable(message) ? understanding.facts : [];
  const told = facts.map((fact) => ({ fact: asSureAs(message, fact), messageId: message.id, corrects }));
  const introduced = (message.introduces ?? []).map((fact) => ({
    fact: { ...fact, confidence: Math.min(fact.confidence, INTRODUCED) },
    messageId: message.id,
    corrects: false,
    introduced: true,
  }));
  return [...told, ...introduced];
}

/** What was heard in a recording is no surer than the hearing was. */
function asSureAs({ sensed }: InboundMessage, fact: Fact): Fact {
  if (sensed?.how !== "heard" || fact.confidence <= sensed.confidence) return fact;
  return { ...fact, confidence: sensed.confidence };
}

function reactionOf(heard: readonly Heard[]): Reading["reaction"] {
  const last = heard.at(-1)?.message;
  if (last?.kind !== "reaction") return null;
  return /^[👍👌✅🤝💯]/u.test(last.text) ? "yes" : "other";
}

const MEDIA: Readonly<Partial<Record<InboundMessage["kind"], Media>>> = {
  voice: "voice",
  audio: "voice",
  image: "file",
  video: "file",
  document: "file",
  location: "place",
  contacts: "contact",
  unsupported: "other",
  order: "other",
};

function mediaOf(heard: readonly Heard[]): Media | null {
  const kinds = heard.flatMap(({ message }) => MEDIA[message.kind] ?? []);
  return kinds.includes("voice") ? "voice" : (kinds.at(-1) ?? null);
}

/** Words that only one of the two registers uses, in plain spelling. */
const FORMAL =
  /(?:^|\s)(?:اود|نود|ارغب|نرغب|يرجي|نرجو|ارجو|لدينا|لدي|هل|سوف|الاستفسار|سعادتكم|حضرتكم|معاليكم|تحيه طيبه|يسرنا|نامل|نفيدكم|بخصوص|كما)(?=\s|$|[،.؟?])/u;
const EVERYDAY =
  /(?:^|\s)(?:وش|ايش|ابي|ابغي|نبي|نبغي|ابغا|شلون|كيفك|الحين|دحين|عندنا|عندكم|عندي|هلا|تمام|ايه|ايوه|بكره|مو|مب|ليش|وين|كذا|شوي|حنا|احنا|طيب|يعطيك|عشان|بس|اللي|لسا|عطني|خلاص)(?=\s|$|[،.؟?])/u;

function registerOf(text: string): Conversation["register"] | null {
  const plain = plainText(text);
  if (EVERYDAY.test(plain)) return "white";
  return FORMAL.test(plain) ? "formal" : null;
}

function digitsOf(text: string): Conversation["digits"] | null {
  if (/[٠-٩]/u.test(text)) return "arabic-indic";
  if (!/\d/.test(text)) return null;
  const words = text.split(/\s+/u);
  return words.some((word) => /\d/u.test(word) && !/[@/+]/u.test(word)) ? "latin" : null;
}
