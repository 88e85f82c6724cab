import type { Conversation } from "../state.ts";
import type { Manner } from "./say.ts";

/** The last touch on a text: digits as the person writes them, Latin runs that read right inside Arabic, no emoji where it is out of place. */
export function written(text: string, manner: Pick<Manner, "language" | "digits">): string {
  if (manner.language === "en") return text;
  return text
    .split("\n")
    .map((line) => isolated(inTheirDigits(line, manner.digits)))
    .join("\n");
}

/** Drops emoji and the gap they leave, for formal talks and email. */
export function withoutEmoji(text: string): string {
  return text
    .replace(/^\p{Extended_Pictographic}\uFE0F? ?| ?\p{Extended_Pictographic}\uFE0F?/gmu, "")
    .trimStart();
}

/** Arabic-Indic digits with their own separators; addresses, numbers to call and words with Latin letters stay. */
function inTheirDigits(text: string, digits: Conversation["digits"]): string {
  if (digits === "latin") return text;
  return text.replace(/\S+/gu, (token) => (KEEPS_LATIN.test(token) ? token : indic(token)));
}

const KEEPS_LATIN = /[A-Za-z@/+]/u;

function indic(token: string): string {
  return token
    .replace(/(\d),(?=\d{3})/gu, "$1٬")
    .replace(/(\d)\.(?=\d)/gu, "$1٫")
    .replace(/(\d)%/gu, "$1٪")
    .replace(/\d/gu, (digit) => "٠١٢٣٤٥٦٧٨٩".charAt(Number(digit)));
}

/**
 * A run of several Latin words, or one with digits or marks at its edge, is wrapped so that its parts keep their order;
 * a line that begins with Latin gets a mark so that it still reads from the right.
 */
function isolated(line: string): string {
  if (!LATIN.test(line) || !/\p{Script=Arabic}/u.test(line)) return line;
  const wrapped = line.replace(LATIN_RUN, (run) => (PLAIN_WORD.test(run) ? run : `\u2066${run}\u2069`));
  return /^[^\p{L}]*[A-Za-z]/u.test(line) ? `\u200f${wrapped}` : wrapped;
}

/** Without one of these there is no run: most lines are looked at once. */
const LATIN = /[A-Za-z0-9]/;
const LATIN_RUN =
  /\+?[A-Za-z0-9][A-Za-z0-9@:/._+&'-]*(?:[ ,]+[A-Za-z0-9@/+&'-][A-Za-z0-9@:/._+&'-]*)*[A-Za-z0-9/+]|\+\d[\d ]+\d/gu;
/** One word of letters only, or a plain number: the bidi algorithm gets these right by itself. */
const PLAIN_WORD = /^(?:[A-Za-z]+|[\d.,:]+)$/u;
