import { ANSWERS_BELOW } from "../lexicon/attributions.ts";
import { clean, plainQuotes } from "./clean.ts";
import { whereHeadersStand } from "./headers.ts";
import {
  fold,
  isAttribution,
  isBareAttribution,
  isWroteAlone,
  kindOfLine,
  type Line,
  type LineKind,
} from "./lines.ts";
import { splitSignature } from "./signature.ts";

/** One mail's words in three: what the person wrote now, the history below it, the signature. */
export interface Trimmed {
  readonly text: string;
  readonly quoted: string;
  readonly signature: string;
}

const MOST_LINES = 4000;
const LONGEST_LINE = 20_000;
const LONGEST_TAIL = 7;

/**
 * Parts the words of a mail. Every line but a bare introduction is in one of the three (of the first 4,000 lines). Answers
 * between quotes stay in `text`, with the quotes they answer.
 */
export function trimReply(body: string): Trimmed {
  const lines = readLines(body);
  joinAttributions(lines);
  for (const [from, to] of whereHeadersStand(lines)) mark(lines, from, to, "header");
  for (const line of lines) if (line.kind === "header-from") line.kind = "text";
  const { from, to } = whereNewWordsStand(lines);
  const signed = splitSignature(lines.slice(from, to).filter(({ kind }) => kind !== "attribution"));
  return {
    text: wordsOf(signed.text),
    quoted: wordsOf([...lines.slice(0, from), ...lines.slice(to)].filter(({ kind }) => kind !== "footer")),
    signature: wordsOf([...signed.signature, ...lines.filter(({ kind }) => kind === "footer")]),
  };
}

function wordsOf(lines: readonly Line[]): string {
  return lines
    .map(({ words }) => words)
    .join("\n")
    .replace(/^(?:[ \t]*\n)+/, "")
    .trimEnd();
}

function readLines(body: string): Line[] {
  let inCode = false;
  return clean(body)
    .split("\n")
    .slice(0, MOST_LINES)
    .map((line) => {
      const words = plainQuotes(line.slice(0, LONGEST_LINE));
      const fence = /^\s*```/.test(words);
      const kind = inCode || fence ? "text" : kindOfLine(words);
      if (fence) inCode = !inCode;
      return { words, kind };
    });
}

function mark(lines: readonly Line[], from: number, to: number, kind: LineKind): void {
  for (const line of lines.slice(from, to)) line.kind = kind;
}

const MOST_WRAPS = 4;

/** Introductions are often wrapped over up to four lines; each of these lines becomes one. */
function joinAttributions(lines: readonly Line[]): void {
  for (let start = 0; start < lines.length; start += 1) {
    const length = attributionLength(lines, start);
    if (length === 0) continue;
    mark(lines, start, start + length, "attribution");
    start += length - 1;
  }
}

function attributionLength(lines: readonly Line[], start: number): number {
  let joined = "";
  for (let length = 1; length <= MOST_WRAPS; length += 1) {
    const line = lines[start + length - 1];
    if (line === undefined || line.kind === "empty" || line.kind === "footer") return 0;
    joined = `${joined} ${line.words.replace(/^[\s>]+/, "")}`.trim();
    if (joined.length > 500) return 0;
    const aboveQuote = nextKind(lines, start + length) === "quote";
    const bare = length === 1 && aboveQuote && line.kind !== "quote" && isBareAttribution(joined);
    if (bare || isAttribution(joined, aboveQuote)) return length + leftOver(lines[start + length]);
  }
  return 0;
}

function leftOver(next: Line | undefined): 0 | 1 {
  return next !== undefined && isWroteAlone(next.words) ? 1 : 0;
}

function nextKind(lines: readonly Line[], from: number): LineKind | null {
  return lines.slice(from, from + 4).find(({ kind }) => kind !== "empty")?.kind ?? null;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/*
 * The patterns below have one way to match at most: a mail of four thousand lines must not cost the square of that.
 */

/** The lines that hold the person's own words (and, when they answered inside the quote, what they answered). */
function whereNewWordsStand(lines: readonly Line[]): Span {
  const marks = lines.map(({ kind }) => LETTERS[kind]).join("");
  const above = historyAbove(marks);
  if (above > 0) return { from: above, to: lines.length };
  const from = forwardedAbove(marks);
  const to = from + whereHistoryBegins(marks.slice(from), lines.slice(from));
  return { from, to: to - trailingQuotes(marks.slice(from, to)) };
}

const LETTERS: Readonly<Record<LineKind, string>> = {
  empty: "e",
  delimiter: "d",
  footer: "s",
  attribution: "b",
  "header-from": "t",
  header: "h",
  quote: "q",
  text: "t",
};

/** How many lines of introduced history stand above all that was written now; 0 when it stands elsewhere. */
function historyAbove(marks: string): number {
  const above = /^[eds]*b[bqehsd]*/.exec(marks)?.[0] ?? "";
  const quoted = above.includes("q", above.indexOf("b"));
  return quoted && /^t[etds]*$/.test(marks.slice(above.length)) ? above.length : 0;
}

/** How many lines before the first words introduce a forwarded message; 0 when they do not. */
function forwardedAbove(marks: string): number {
  const above = marks.slice(0, Math.max(0, marks.indexOf("t")));
  const introduces = /^[edsb]*$/.test(above) && above.replaceAll("e", "").endsWith("b");
  return introduces || /^[edsb]*h[he]*$/.test(above) ? above.length : 0;
}

function whereHistoryBegins(marks: string, lines: readonly Line[]): number {
  const start = marks.search(/[bh]/);
  if (start < 0 || !marks.slice(0, start).includes("t")) return marks.length;
  const quote = /^b[be]*q[qebhsd]*/.exec(marks.slice(start));
  if (quote === null) return start; // an unquoted history runs to the end
  const tail = marks.slice(start + quote[0].length);
  if (tail === "") return start;
  const above = lines.slice(0, start);
  const lastQuoted = lines
    .slice(start, start + quote[0].length)
    .findLast(({ kind, words }) => kind === "quote" && /[^\s>]/.test(words));
  const inline = tail.includes("q") || tail.replaceAll(/[^t]/g, "").length >= LONGEST_TAIL;
  return inline || announcesAnswers(above) || /[?؟]\s*$/.test(lastQuoted?.words ?? "") ? marks.length : start;
}

function announcesAnswers(lines: readonly Line[]): boolean {
  return lines.some(({ kind, words }) => kind === "text" && ANSWERS_BELOW.test(fold(words.slice(0, 2000))));
}

/** Quotes at the very end that nothing answers, and the rule that stood above the history. */
function trailingQuotes(marks: string): number {
  let from = marks.length;
  while ("eqd".includes(marks[from - 1] ?? "t")) from -= 1;
  return /[qd]/.test(marks.slice(from)) && marks.includes("t") ? marks.length - from : 0;
}
