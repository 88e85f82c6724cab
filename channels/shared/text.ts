/** Cutting words to what a platform carries. Lengths are UTF-16 units: no platform counts more than that. */

const letters = new Intl.Segmenter("und", { granularity: "grapheme" });
const sentenceEnd = /[.!?؟。…۔]["'»”)\]]*\s/g;

/** The text in pieces of at most `longest`, broken at a paragraph, else a sentence, else a word, never inside a letter. */
export function splitText(text: string, longest: number): readonly string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest.length > longest) {
    const at = breakingPoint(rest, longest);
    const piece = rest.slice(0, at).trimEnd();
    if (piece !== "") pieces.push(piece);
    rest = rest.slice(at).trimStart();
  }
  if (rest !== "" || pieces.length === 0) pieces.push(rest);
  return pieces;
}

/** At most `longest` units, whole letters only, with "…" at the end when something had to go. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, letterBoundary(text, longest - 1)).trimEnd()}…`;
}

function breakingPoint(text: string, longest: number): number {
  const window = text.slice(0, longest + 1);
  // A very short first piece reads worse than a sentence that goes on in the next one.
  const earliest = Math.floor(longest * 0.4);
  const candidates = [
    window.lastIndexOf("\n\n"),
    lastSentenceEnd(window),
    window.lastIndexOf("\n"),
    lastSpace(window),
  ];
  return candidates.find((at) => at > earliest) ?? (letterBoundary(text, longest) || 2); // one letter, even where only half of it fits
}

function lastSentenceEnd(window: string): number {
  let last = -1;
  for (const match of window.matchAll(sentenceEnd)) last = match.index + match[0].length - 1;
  return last;
}

function lastSpace(window: string): number {
  for (let at = window.length - 1; at >= 0; at--) if (/\s/.test(window.charAt(at))) return at;
  return -1;
}

/** The last place at or before `longest` where no letter (with its marks, joiners and surrogates) is cut. */
function letterBoundary(text: string, longest: number): number {
  // A letter longer than this is no letter but an attack, and may be cut.
  const from = Math.max(0, longest - 64);
  let boundary = 0;
  for (const { index } of letters.segment(text.slice(from, longest + 64))) {
    if (from + index > longest) break;
    boundary = from + index;
  }
  if (boundary > from) return boundary;
  const low = text.charCodeAt(longest);
  return low >= 0xdc00 && low <= 0xdfff ? longest - 1 : longest;
}
