import { normalise, plainText } from "../language/normalise.ts";

/**
 * The words of `text` that `quote` repeats, exactly as they stand there; null when they do not stand there. Spelling
 * variants, harakat and spaces do not matter; a piece of a longer word is no quote of it.
 */
export function literally(text: string, quote: string): string | null {
  const [first, ...rest] = wordsIn(plainText(quote));
  if (first === undefined) return null;
  const plain = normalise(text);
  // Compared word by word: a pattern of so many words takes longer to build than the text to read.
  const words = [...plain.text.matchAll(WORDS)];
  for (const [place, { 0: word, index }] of words.entries()) {
    if (!word.endsWith(first) || !rest.every((next, step) => words[place + 1 + step]?.[0] === next)) continue;
    const start = index + word.length - first.length;
    const last = words[place + rest.length];
    const end = last === undefined ? start : last.index + last[0].length;
    if (isWhole(plain.text, start)) return text.slice(plain.at(start), plain.endAt(end));
  }
  return null;
}

const WORDS = /[\p{L}\p{N}]+/gu;

/** The words of a text in plain form, without marks. */
export function wordsIn(plain: string): readonly string[] {
  return plain.match(WORDS) ?? [];
}

/** An Arabic word may follow the particles that are glued to it («بالرياض» quotes «الرياض»). */
const GLUED = /(?:^|[^\p{L}\p{N}])[وفبلك]{0,2}$/u;

function isWhole(plain: string, start: number): boolean {
  const before = plain.slice(Math.max(0, start - 3), start);
  if (!/[\p{L}\p{N}]$/u.test(before)) return true;
  return /\p{Script=Arabic}/u.test(plain.charAt(start)) && GLUED.test(before);
}
