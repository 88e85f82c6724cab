import { convert } from "html-to-text";

const DEEPEST = 200;
const BLOCKS = ["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({
  selector,
  options: { uppercase: false },
}));

/** The words of an HTML body, one line per line, quotes marked with "> ", no link targets and no pictures. */
export function htmlToWords(html: string): string {
  return convert(withoutHidden(html), {
    wordwrap: false,
    limits: { maxDepth: DEEPEST, maxInputLength: html.length + 1, ellipsis: "" },
    selectors: [
      ...BLOCKS,
      { selector: "a", options: { ignoreHref: true } },
      { selector: "img", format: "skip" },
      { selector: "p", options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
      { selector: "hr", options: { length: 40 } },
      { selector: "table", format: "block" },
      { selector: "tr", format: "block" },
    ],
  });
}

/** Preview texts that a mail client never shows, and what Word writes for itself. */
function withoutHidden(html: string): string {
  return html
    .replace(/<!--[\s\S]{0,20000}?-->/g, "")
    .replace(/<(style|script|title)\b[^>]{0,2000}>[\s\S]{0,100000}?<\/\1\s*>/gi, "");
}
