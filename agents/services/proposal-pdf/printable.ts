/**
 * A text without what the page font cannot print: control and direction marks, emoji, other scripts. They would come
 * out as boxes, and the compiler aborts on some of them (U+202E; another font's letter after an Arabic digit).
 */
export function printable(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[^\S\n]+/gu, " ")
    .replace(NOT_IN_FONT, "")
    .replace(/ +/gu, " ")
    .trim();
}

/** Everything but basic Latin, Latin letters with accents, Arabic, and the punctuation of both. */
const NOT_IN_FONT =
  /[^\n\u0020-\u007e\u00a1-\u00ac\u00ae-\u017f\u0600-\u0603\u0606-\u061b\u061e-\u06ff–—‘’“”•…]/gu;
