import { SIGN_OFFS } from "../lexicon/sign-offs.ts";
import { fold, type Line } from "./lines.ts";

/** The lines that are the person's words, and those that are the signature below them. */
export interface Signed {
  readonly text: readonly Line[];
  readonly signature: readonly Line[];
}

const MOST_SIGNATURE_LINES = 14;
const LONGEST_SIGNATURE_LINE = 110;
const LONGEST_TAIL = 15;

/** Splits the signature off. A mail that is nothing but a closing ("تحياتي") keeps it as its words. */
export function splitSignature(lines: readonly Line[]): Signed {
  const delimiter = whereDelimited(lines);
  const above = (delimiter === null ? lines : lines.slice(0, delimiter)).filter(
    ({ kind }) => kind !== "footer",
  );
  const below = delimiter === null ? [] : lines.slice(delimiter).filter(({ kind }) => kind !== "footer");
  const signOff = whereSignedOff(above);
  if (signOff === null) return { text: above, signature: below };
  return { text: above.slice(0, signOff), signature: [...above.slice(signOff), ...below] };
}

/** "-- " and its kin end the words; a longer rule does when little follows it (else it only structures the text). */
function whereDelimited(lines: readonly Line[]): number | null {
  let below = lines.filter(({ kind }) => kind === "text").length;
  const all = below;
  for (const [at, line] of lines.entries()) {
    if (line.kind === "text") below -= 1;
    if (line.kind !== "delimiter" || below === all) continue;
    const rule = line.words.trim().length;
    if (rule > 3 && lines[at - 1]?.kind === "text" && lines[at + 1]?.kind === "text") continue; // underlines a heading
    if (rule <= 3 || below <= LONGEST_TAIL) return at;
  }
  return null;
}

function hasWords(lines: readonly Line[]): boolean {
  return lines.some(({ kind }) => kind === "text");
}

function whereSignedOff(lines: readonly Line[]): number | null {
  let seen = 0;
  let found: number | null = null;
  for (let at = lines.length - 1; at > 0 && seen < MOST_SIGNATURE_LINES; at -= 1) {
    const line = lines[at];
    if (line === undefined || line.kind === "empty") continue;
    if (line.kind === "quote" || line.words.length > LONGEST_SIGNATURE_LINE) break;
    seen += 1;
    if (signsOff(line.words, lines.slice(at + 1)) && hasWords(lines.slice(0, at))) found = at;
  }
  return found;
}

const CONTACT = /@|https?:|www\.|\+?\d[\d\s().-]{6,}|\b(?:tel|mob|phone|fax|ext)\b|هاتف|جوال|تحويلة/i;

/** An Arabic closing always begins the signature; a Latin one ("Best regards") when a business card follows it. */
function signsOff(words: string, below: readonly Line[]): boolean {
  const after = below.filter(({ kind }) => kind !== "empty");
  if (after.some(({ words: each }) => /[?؟]\s*$/.test(each) || each.length > LONGEST_SIGNATURE_LINE))
    return false;
  const [closing = "", ...rest] = fold(words)
    .replace(/[.!؛…\s]+$/, "")
    .split(/[,،:-]/);
  const name = rest.join(" ").trim();
  if (name.split(" ").length > 5) return false;
  if (SIGN_OFFS.ar.test(fold(words).replace(/[.!،,:؛…\s-]+$/, "")) || SIGN_OFFS.ar.test(closing.trim()))
    return true;
  if (!SIGN_OFFS.latin.test(closing.trim())) return false;
  return after.length >= 3 || after.some(({ words: each }) => CONTACT.test(each));
}
