import { normalise, plainText } from "../language/normalise.ts";

/**
 * The words of `text` that `quote` repeats, exactly as they stand there; null when they do not stand there. Spelling
 * variants, harakat and spaces do not matter; a piece of a longer word is no quote of it.
 */
export function literally(text: string, quote: string): string | null {
  const wanted = wordsIn(plainText(quote));
  if (wanted.length === 0) return null;
  const plain = normalise(text);
  const pattern = new RegExp(wanted.map(escaped).join("[^\\p{L}\\p{N}]+"), "gu");
  for (const match of plain.text.matchAll(pattern)) {
    const end = match.index + match[0].length;
    if (isWhole(plain.text, match.index, end)) return text.slice(plain.at(match.index), plain.endAt(end));
  }
  return null;
}

/** The words of a text in plain form, without marks. */
export function wordsIn(plain: string): readonly string[] {
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");
}

/** An Arabic word may follow the particles that are glued to it («بالرياض» quotes «الرياض»). */
const GLUED = /(?:^|[^\p{L}\p{N}])[وفبلك]{0,2}$/u;

function isWhole(plain: string, start: number, end: number): boolean {
  if (/[\p{L}\p{N}]/u.test(plain.charAt(end))) return false;
  const before = plain.slice(Math.max(0, start - 3), start);
  if (!/[\p{L}\p{N}]$/u.test(before)) return true;
  return /\p{Script=Arabic}/u.test(plain.charAt(start)) && GLUED.test(before);
}
