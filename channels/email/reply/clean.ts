/** Databases refuse NUL, and nobody types the others. */
const CONTROLS = /(?![\n\t])\p{Cc}/gu;
const BIDI_AND_INVISIBLE = /[\u200b\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\u00ad]/g;

/** The text with one kind of line end and without marks that only steer its display. */
export function clean(text: string): string {
  return text
    .replace(/\r\n?|\u2028|\u2029|\u0085/g, "\n")
    .replace(CONTROLS, "")
    .toWellFormed()
    .replace(BIDI_AND_INVISIBLE, "")
    .replace(/[\u00a0\u2007\u202f]/g, " ")
    .replace(/^-----BEGIN PGP SIGNED MESSAGE-----\n(?:Hash:[^\n]*\n)?\n?/m, "")
    .replace(/^-----BEGIN PGP SIGNATURE-----[\s\S]{0,10000}?-----END PGP SIGNATURE-----$/m, "");
}

/** Other ways to mark a quoted line ("Sara> …", "| …") written as "> …". */
export function plainQuotes(line: string): string {
  const marks = /^(?:[ \t]{0,4}(?:\p{L}{1,12}>|>|\|(?=[ >|]|$)))+/u.exec(line);
  if (marks === null || !/[>|]/.test(marks[0])) return line;
  if (/^\s*\|.*\|\s*$/.test(line)) return line; // a row of a table
  return marks[0].replace(/\p{L}*>|\|/gu, ">") + line.slice(marks[0].length);
}

/** One line that any database stores: no control characters, no halves of characters. */
export function cleanLine(line: string): string {
  return line.replace(CONTROLS, "").toWellFormed().trim();
}
