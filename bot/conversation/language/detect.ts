import type { Language } from "../message.ts";
import type { TextLanguage } from "../understanding.ts";
import type { Reading, Word } from "./reading.ts";

const FOREIGN_LETTERS = /[ٹڈڑںےۓژگچپکیۂۃہھۆۇێەڵڕ]/;
const ARABIC = /[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]/;

/** The language of one text. `other` = a language we do not speak, or no words at all. */
export function detectLanguage(reading: Reading): TextLanguage {
  const words = reading.words.filter((word) => word.kind === "word");
  const arabic = words.some((word) => ARABIC.test(word.fold));
  const latin = words.some((word) => /[a-z]/.test(word.fold));
  if (arabic && FOREIGN_LETTERS.test(reading.raw)) return "other";
  if (arabic && latin) return "mixed";
  if (arabic) return "ar";
  return latin ? "en" : "other";
}

/** The language to answer in: the person's last real sentence; an "ok" or a name does not flip it. */
export function replyLanguage(language: TextLanguage, reading: Reading, soFar: Language | null): Language {
  const words = reading.words.filter((word: Word) => word.kind === "word").length;
  if (soFar && (words < 3 || language === "other")) return soFar;
  return language === "en" ? "en" : "ar";
}
