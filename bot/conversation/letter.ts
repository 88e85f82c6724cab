import type { Company } from "./company.ts";
import { isPlaceOrDay } from "./language/places.ts";
import { known } from "./ledger.ts";
import type { Conversation } from "./state.ts";
import type { WordingKey } from "./wording/keys.ts";
import { nameInWords } from "./wording/names.ts";
import { type Manner, type Sentence, sentence } from "./wording/say.ts";

/** What a letter is made of, before it is put on paper. */
export interface LetterParts {
  readonly salam: boolean;
  /** The first letter says who writes. */
  readonly introduces: boolean;
  /** Paragraphs, each of one or more sentences. */
  readonly lines: readonly (readonly Sentence[])[];
  readonly questions: readonly Sentence[];
  /** How they are called; null when nobody may be named. */
  readonly name: string | null;
}

/** At most so many things are asked in one letter. */
export const MOST_IN_A_LETTER = 3;

/** So many automatic letters in a row may bring nothing new; then a person looks. */
export const MOST_LETTERS = 3;

/** A Saudi business letter: greeting by name, short paragraphs, what is asked as a numbered list, without the signature, which the channel sets under every letter. */
export function letter(parts: LetterParts, company: Company, manner: Manner): string {
  const framed = frame(manner);
  const greeting =
    parts.name === null
      ? framed(parts.salam ? "letter.salam" : "letter.dearAll", {})
      : framed(parts.salam ? "letter.salamTo" : "letter.dear", {
          name: nameInWords(parts.name, manner.language),
        });
  const opening = parts.introduces
    ? [framed("letter.intro", { company: company.name[manner.language] })]
    : [];
  return [greeting, ...opening, ...paragraphs(parts.lines, manner), ...asked(parts.questions, framed)].join(
    "\n\n",
  );
}

type Framed = (key: WordingKey, values: Readonly<Record<string, string>>) => string;

/** The frame of a letter is not remembered as said: it may come again. */
function frame(manner: Manner): Framed {
  return (key, values) => sentence(key, values as never, { ...manner, said: [] }).text;
}

/** One question stands as a sentence, several as a numbered list. */
function asked(questions: readonly Sentence[], framed: Framed): string[] {
  const [only, ...others] = questions;
  if (only === undefined) return [];
  if (others.length === 0) return [only.text];
  const list = questions.map(({ text }, place) => `${place + 1}. ${text}`).join("\n");
  return [`${framed("letter.questions", {})}\n${list}`];
}

/** Sentences of one line make one paragraph; a price list stays together. */
function paragraphs(lines: readonly (readonly Sentence[])[], { language }: Manner): string[] {
  const gap = language === "ar" ? "، " : ". ";
  const found: string[] = [];
  let before = "";
  for (const line of lines) {
    const text = line
      .map((one) => one.text)
      .reduce((whole, next) => join(whole, next, gap))
      .trimEnd();
    const id = line[0]?.id ?? "";
    const stays = PRICED.test(id) && PRICED.test(before);
    if (stays) found.push(`${found.pop() ?? ""}\n${text}`);
    else found.push(text);
    before = id;
  }
  return found;
}

const PRICED = /^price[.:]/u;

/** Two sentences on one line, with the mark between them that the first one lacks. */
export function join(whole: string, next: string, gap: string): string {
  return /[.!؟?:]$/u.test(whole) ? `${whole} ${next}` : `${whole}${gap}${next}`;
}

/** The name to greet by: what they told, else what their mail shows when it reads like a person's. */
export function nameToGreet(conversation: Conversation, isProven: boolean): string | null {
  const told = isProven ? known(conversation.facts, "name") : null;
  if (told !== null) return told;
  return nameShown(conversation.profileName);
}

/** The name beside a mail's address, when it reads like a person's; null otherwise. */
export function nameShown(profileName: string | null): string | null {
  const shown = profileName?.trim() ?? "";
  const isName = shown !== "" && !/[@\d<>"]/u.test(shown) && shown.split(/\s+/u).length <= 4;
  return isName && !isPlaceOrDay(shown) ? shown : null;
}
