import type { Language } from "../../bot/conversation/message.ts";

/** Who writes: stands at the end of every mail. */
export interface Letterhead {
  readonly company: string;
  readonly website: string | null;
  /** A human contact and how to reach them; null = none is named. */
  readonly human: string | null;
}

/** The parts of a mail that its text and its HTML share. */
export interface LetterWords {
  readonly language: Language;
  /** Those of the words themselves: a list or a date beside them must not mix in the others. */
  readonly digits: "arabic-indic" | "latin";
  readonly greeting: string | null;
  readonly body: string;
  readonly choices: readonly { readonly label: string; readonly link: string | null }[];
  /** null = the words are signed already. */
  readonly letterhead: Letterhead | null;
  readonly unsubscribe: string | null;
  readonly quoted: { readonly introduction: string; readonly text: string } | null;
}

/** The number before a choice, by which it can be answered. `index` counts from 0. */
export function placeIn({ digits }: Pick<LetterWords, "digits">, index: number): string {
  const locale = digits === "latin" ? "en" : "ar-SA-u-nu-arab";
  return `${new Intl.NumberFormat(locale).format(index + 1)}.`;
}
