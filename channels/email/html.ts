import { convert } from "html-to-text";

const DEEPEST = 400;
const HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({
  selector,
  options: { uppercase: false },
}));

/** Four times what the largest letters hold without their styles; the library takes 50 ms for it at the most. */
const MOST_HTML = 250_000;

/** The words of an HTML body, one line per line, quotes marked with "> ", no link targets and no pictures. */
export function htmlToWords(whole: string): string {
  const html = withoutHidden(whole).slice(0, MOST_HTML);
  if (isTooDeep(html)) return withoutTags(html);
  return convert(html.replace(/<\/t[dh]>/gi, "\t$&"), {
    wordwrap: false,
    limits: { maxDepth: DEEPEST, maxInputLength: html.length * 2 + 1 },
    selectors: [
      ...HEADINGS,
      { selector: "a", options: { ignoreHref: true } },
      { selector: "img", format: "skip" },
      { selector: "title", format: "skip" },
      { selector: "p", options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
      { selector: "hr", options: { length: 40 } },
      { selector: "table", format: "block" },
      { selector: "tr", format: "block" },
    ],
  });
}

const HIDDEN = /<(?:!--|style\b|script\b)/gi;
const ENDS = { "<!--": /-->/g, "<style": /<\/style[^>]{0,100}>/gi, "<script": /<\/script[^>]{0,100}>/gi };

/** Without comments, styles and scripts, which nobody reads. In one pass: what never ends is left as it is. */
function withoutHidden(html: string): string {
  const kept: string[] = [];
  let from = 0;
  HIDDEN.lastIndex = 0;
  for (let begin = HIDDEN.exec(html); begin !== null; begin = HIDDEN.exec(html)) {
    const ends = ENDS[begin[0].toLowerCase() as keyof typeof ENDS];
    ends.lastIndex = begin.index;
    if (ends.exec(html) === null) break;
    kept.push(html.slice(from, begin.index));
    from = ends.lastIndex;
    HIDDEN.lastIndex = from;
  }
  return `${kept.join("")}${html.slice(from)}`;
}

const NEVER_NEST =
  /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|wbr|p|li|dt|dd|option|tr|td|th|thead|tbody|tfoot)$/i;

/** The library's time grows with the square of the nesting, so the nesting is counted first, in one pass. */
function isTooDeep(html: string): boolean {
  let depth = 0;
  for (const [, closing, name = ""] of html.matchAll(/<(\/?)([a-z][a-z0-9:]{0,30})/gi)) {
    if (NEVER_NEST.test(name)) continue;
    depth = closing === "/" ? Math.max(0, depth - 1) : depth + 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

function withoutTags(html: string): string {
  const [first = "", ...tagged] = html.split("<");
  return [first, ...tagged.map((piece) => piece.slice(piece.indexOf(">") + 1))].join(" ").trim();
}
