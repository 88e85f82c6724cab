import type { Company } from "../company.ts";
import { FILLERS } from "../language/lexicon/fillers.ts";
import { plainText } from "../language/normalise.ts";
import type { MessageKind } from "../message.ts";
import { claimsAsked, offersNamed } from "../sales/offer.ts";
import type { Heard } from "../turn.ts";
import type { Act, Topic } from "../understanding.ts";
import { wordsIn } from "./quotes.ts";

/** Acts that settle the whole turn by rules: a model could add nothing to them. */
const SETTLED: readonly Act[] = ["opt-out", "erase-data", "ask-human", "wrong-number"];

/** Kinds whose text a person wrote or said. */
const SPOKEN: ReadonlySet<MessageKind> = new Set([
  ...(["text", "voice", "audio", "image", "video", "document", "form", "edit"] as const),
]);

/** So many words that the rules made nothing of are worth a model's look; fewer when nothing else was understood. */
const WORTH = 3;
const WORTH_WHEN_LOST = 2;

/**
 * Whether a model could add anything to what the rules read in these bubbles. No for taps, bare yes or no, thanks,
 * greetings, plain numbers, dates and addresses, for what settles the turn, and for whatever was read to the last word.
 */
export function needsModel(heard: readonly Heard[], asked: Topic | null, company: Company): boolean {
  const spoken = heard.filter(
    ({ message }) => SPOKEN.has(message.kind) && message.choice === null && message.text.trim() !== "",
  );
  const acts = new Set(spoken.flatMap(({ understanding }) => understanding.acts.map(({ act }) => act)));
  if (spoken.length === 0 || SETTLED.some((act) => acts.has(act))) return false;
  const unread = spoken.reduce((sum, one) => sum + unreadWords(one, asked).length, 0);
  if (isOpenQuestion(spoken, acts, company)) return unread > 0;
  const isLost = acts.size === 0 && spoken.every(({ understanding }) => understanding.facts.length === 0);
  return unread >= (isLost ? WORTH_WHEN_LOST : WORTH);
}

/** They ask something that no cue of ours answers, and that is about no time, price or person. */
function isOpenQuestion(spoken: readonly Heard[], acts: ReadonlySet<Act>, company: Company): boolean {
  const text = spoken.map(({ message }) => message.text).join("\n");
  if (!acts.has("question") && !/[?؟]/u.test(text)) return false;
  if (ANSWERED.some((act) => acts.has(act))) return false;
  const answered = claimsAsked(text, company, ["answer", "objection", "aside"]).length > 0;
  return !answered && offersNamed(text, company).length === 0;
}

const ANSWERED: readonly Act[] = ["ask-price", "ask-identity", "ask-meeting", "reschedule", "cancel"];

/** The words of a bubble that no fact, act or entity covers and that are no mere filler. */
export function unreadWords({ message, understanding }: Heard, asked: Topic | null): readonly string[] {
  const { acts, facts, entities } = understanding;
  const read = [
    ...facts.filter((fact) => !isGuess(fact, asked)).map(({ quote }) => quote),
    ...acts.filter(({ act }) => act !== "question").map(({ quote }) => quote),
    ...entities.map(({ text }) => text),
  ];
  const covered = new Set(read.flatMap((quote) => wordsIn(plainText(quote))));
  return wordsIn(plainText(message.text)).filter(
    (word) => word.length > 1 && !/^\d+$/u.test(word) && !covered.has(word) && !FILLERS.has(word),
  );
}

/** A long answer to "what do you need?" is taken whole by the rules; a model can tell what in it hurts. */
function isGuess(fact: Heard["understanding"]["facts"][number], asked: Topic | null): boolean {
  return (
    fact.about === "need" && asked === "need" && fact.confidence <= 0.7 && wordsIn(fact.quote).length > 5
  );
}
