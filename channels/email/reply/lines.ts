import { OPENERS, QUOTING, SEPARATORS, WROTE } from "../lexicon/attributions.ts";
import { FOOTER_THING, FOOTERS, NOTICES } from "../lexicon/footers.ts";
import { HEADER_LABELS } from "../lexicon/header-labels.ts";

/** What a line of a mail is, before its neighbours are looked at. */
export type LineKind =
  | "empty"
  | "delimiter"
  | "footer"
  | "attribution"
  | "header-from"
  | "header"
  | "quote"
  | "text";

/** A line and what it is; `kind` is refined while its neighbours are looked at. */
export interface Line {
  readonly words: string;
  kind: LineKind;
}

const ARABIC_VOWELS = /[\u064b-\u0652\u0670\u0640]/g;

/** For comparing words only: lower case, no vowel signs, one alef, Western digits, single spaces. */
export function fold(line: string): string {
  return line
    .toLowerCase()
    .replace(ARABIC_VOWELS, "")
    .replace(/[أإآٱ]/g, "ا")
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/\s+/g, " ")
    .trim();
}

const DECORATION = /^[\s>*_#|-]+|[\s*_|-]+$/g;
const WROTE_WORD = new RegExp(`(?:^|[\\s,،>"'”»)\\]/.]|\\d)(?:${WROTE.join("|")})(?=$|[\\s:：,،"“«<(\\]/-])`);
const CJK_WROTE = /写道|寫道|写了|書きました|のメール|작성/;
const OPENER = new RegExp(`^(?:${OPENERS.join("|")})(?=[\\s,،:\\d])`);
const ADDRESS = /[^\s<>"'()[\]]{1,80}@[^\s<>"'()[\]]{2,120}/;
const DATE_OR_TIME =
  /\b\d{1,2}[:.]\d{2}\b|\b(?:19|20)\d{2}\b|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b14\d\d\b|\d{1,2}月|\d{1,2}년/;
const DATE_START =
  /^(?:\d{1,4}[\s./年-]|\p{L}{2,4}\.?\s\d{1,2}\.?\s\p{L}{3}|\p{L}{2,12}\.?,\s+(?:den\s+)?(?:\d{1,2}|\p{L}{3,10}\.?)\s|["“<]|\S+@|\p{L}+(?:\s\p{L}+){0,3}\s<)/u;
/** What every introduction holds: of a date, of an address or of quoting. Most lines hold none, and cost next to nothing. */
const MAY_INTRODUCE = /[\d٠-٩@]|quot|zitat|citando|citat|selon|citer/i;
const LONGEST_ATTRIBUTION = 400;

/**
 * Whether these words introduce a quoted message: when and by whom it was written. Without an address and not above a
 * quote, "wrote" must come last: "On 3 May I wrote to Ali about prices:" is content.
 */
export function isAttribution(words: string, aboveQuote: boolean): boolean {
  return MAY_INTRODUCE.test(words) && introduces(fold(words).replace(DECORATION, ""), aboveQuote);
}

function introduces(line: string, aboveQuote: boolean): boolean {
  if (line.length < 6 || line.length > LONGEST_ATTRIBUTION) return false;
  const addressed = isAddressed(line);
  if (QUOTING.test(line)) return aboveQuote || addressed;
  const dated = DATE_OR_TIME.test(line);
  if (!(dated || addressed) || !opens(line)) return false;
  if (!WROTE_WORD.test(line) && !CJK_WROTE.test(line)) return dated && endsWithAddress(line);
  const introduced = addressed || aboveQuote || isTimedElsewhere(line);
  return introduced ? endsLikeAttribution(line) : WROTE_AT_END.test(line);
}

const isAddressed = (line: string): boolean => line.includes("@") && ADDRESS.test(line);

function opens(line: string): boolean {
  return OPENER.test(line) || DATE_START.test(line);
}

/** "2016-10-18 0:17 GMT+03:00 Sara <sara@example.com>:" needs no verb. */
function endsWithAddress(line: string): boolean {
  return line.length < 200 && /<[^<>@\s]{1,80}@[^<>\s]{2,120}>\s?[:：]?$/.test(line);
}

/** Day and time and "wrote", not in English (there a person writes so, too): enough without an address. */
function isTimedElsewhere(line: string): boolean {
  return (
    line.length < 120 &&
    OPENER.test(line) &&
    /\b\d{1,2}[:.]\d{2}\b/.test(line) &&
    !/\b(?:wrote|writes)\b/.test(line)
  );
}

const WROTE_AT_END = new RegExp(`(?:${WROTE.join("|")})\\W{0,4}$`);

function endsLikeAttribution(line: string): boolean {
  return /[:：]["”»]?$/.test(line) || WROTE_AT_END.test(line) || /[>)]\s?[.,]?$/.test(line);
}

/** "Sara via Example wrote:" has neither date nor address: it counts only directly above a quote. */
export function isBareAttribution(words: string): boolean {
  const line = fold(words).replace(DECORATION, "");
  return line.length < 120 && /[:：]$/.test(line) && WROTE_AT_END.test(line);
}

const WROTE_ONLY = new RegExp(`^(?:${WROTE.join("|")})\\W{0,4}$`);

/** A line that holds nothing but "wrote:", left over when an introduction was wrapped. */
export function isWroteAlone(words: string): boolean {
  return words.length < 40 && WROTE_ONLY.test(fold(words));
}

const SEPARATOR = new RegExp(`^(?:${SEPARATORS.join("|")})(?: (?:from|by|von|de) .{1,60})?\\s?[:：]?$`);

function isSeparator(folded: string): boolean {
  const bare = folded.replace(/^[\s>*_#|=~<[({—–-]+|[\s*_|=~>\])}—–-]+$/g, "");
  return bare.length < 120 && SEPARATOR.test(bare);
}

const FROM = labelPattern(HEADER_LABELS.from);
const OTHER = labelPattern(HEADER_LABELS.other);

function labelPattern(labels: readonly string[]): RegExp {
  return new RegExp(`^[\\s*_]*(?:${labels.join("|")})[\\s*_]*[:：][\\s*_]*(?:\\S|$)`);
}

const DELIMITER = /^[ \t]*[-_,=+~#*\u1427\u2014\u2013]{2,}[ \t]*$|^[ \t]*[\u1427\u2014_][ \t]*$/;

/** What one line is when seen alone. */
export function kindOfLine(line: string): LineKind {
  if (line.trim() === "") return "empty";
  if (/^[ \t]*>/.test(line)) return "quote";
  if (DELIMITER.test(line)) return "delimiter";
  const folded = fold(line);
  if (folded.length > 300) return "text";
  if (isFooter(folded)) return "footer";
  if (isSeparator(folded)) return "attribution";
  if (FROM.test(folded)) return "header-from";
  return OTHER.test(folded) ? "header" : "text";
}

/** "Sent from Example<https://…": a link to the app tells an unknown app's footer from content. */
const APP_WITH_LINK =
  /^(?:sent (?:from|via|with|by)|get|مرسل من|ارسلت من) .{1,40}[<([]?https?:\/\/\S{1,100}$/;

function isFooter(folded: string): boolean {
  const bare = folded.replace(/^[<([\s*_—–-]+|[>)\]\s*_]+$/g, "");
  if (bare.length > 140) return false;
  return (
    APP_WITH_LINK.test(bare) ||
    (FOOTER_THING.test(bare) && FOOTERS.some((footer) => footer.test(bare))) ||
    NOTICES.some((notice) => notice.test(bare))
  );
}
