import { plainText } from "../language/normalise.ts";
import type { Language } from "../message.ts";
import type { Conversation } from "../state.ts";
import { literally } from "./quotes.ts";
import { TO_THE_MACHINE } from "./signs.ts";

/** What a model makes of a talk for the rep, as it claims it. */
export interface HandoverNote {
  readonly points: readonly { readonly says: string; readonly quote: string }[];
  readonly open: readonly string[];
  readonly mood: Mood;
}

export type Mood = "calm" | "eager" | "hesitant" | "impatient" | "angry";

const MOST_POINTS = 5;
const MOST_OPEN = 3;
const LONGEST = 200;

/**
 * A model's note in plain lines for the rep: only points whose quote the person really wrote and whose figures stand
 * in that quote. Empty when nothing of it holds.
 */
export function checkedNote(
  note: HandoverNote,
  { facts, pains, language }: Pick<Conversation, "facts" | "pains" | "language">,
  heard: readonly string[],
): string {
  const quotes = Object.values(facts).flatMap((entry) => (entry === undefined ? [] : [entry.quote]));
  const theirs = [...heard, ...quotes, ...pains];
  const points = note.points.flatMap(({ says, quote }) => {
    const words = theirs.map((text) => literally(text, quote)).find((one) => one !== null);
    if (words === undefined || words === null || !standsOn(says, words)) return [];
    return [`- ${says.trim()} («${words.trim()}»)`];
  });
  if (points.length === 0) return "";
  const open = note.open.filter((one) => standsOn(one, "")).map((one) => `? ${one.trim()}`);
  return [
    LEADS[language](MOODS[note.mood][language]),
    ...points.slice(0, MOST_POINTS),
    ...open.slice(0, MOST_OPEN),
  ].join("\n");
}

/** Short, not meant for the machine, and without a figure of its own. */
function standsOn(says: string, quote: string): boolean {
  const plain = plainText(says);
  if (plain.trim() === "" || says.length > LONGEST || says.includes("\n") || TO_THE_MACHINE.test(plain))
    return false;
  const known = new Set(plainText(quote).match(/\d+/gu) ?? []);
  return (plain.match(/\d+/gu) ?? []).every((figure) => known.has(figure));
}

const LEADS: Readonly<Record<Language, (mood: string) => string>> = {
  ar: (mood) => `ملخص بصياغة نموذج، وكل نقطة معها كلام العميل. المزاج: ${mood}`,
  en: (mood) => `Summed up by a model, each point with their words. Mood: ${mood}`,
};

const MOODS: Readonly<Record<Mood, Readonly<Record<Language, string>>>> = {
  calm: { ar: "هادئ", en: "calm" },
  eager: { ar: "متحمس", en: "eager" },
  hesitant: { ar: "متردد", en: "hesitant" },
  impatient: { ar: "مستعجل وصبره قليل", en: "impatient" },
  angry: { ar: "غاضب", en: "angry" },
};
