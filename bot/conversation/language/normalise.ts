/**
 * One spelling for what people write in many: Arabic letter variants, digits, harakat, elongation, invisible marks.
 * Every unit of the result remembers which units of the raw text it stands for, so that a span found in the plain
 * text can always be quoted from the raw one.
 */
export interface Normalised {
  readonly raw: string;
  /** Lower case, one form for each letter, digits 0-9, spaces plain; never longer in meaning than the raw text. */
  readonly text: string;
  /** Where the unit `index` of `text` begins in the raw text, in UTF-16 units. */
  readonly at: (index: number) => number;
  /** Where a span of `text` that ends before `index` ends in the raw text, in UTF-16 units. */
  readonly endAt: (index: number) => number;
}

/** Letters that are written differently and mean the same; add a pair here to make two spellings one. */
const SAME_LETTER: Readonly<Record<string, string>> = {
  ٱ: "ا",
  ى: "ي",
  ة: "ه",
  گ: "ك",
  ک: "ك",
  ی: "ي",
  ې: "ي",
  ے: "ي",
  پ: "ب",
  ڤ: "ف",
  چ: "ج",
  ہ: "ه",
  ھ: "ه",
  ە: "ه",
  "٫": ".",
  "٬": ",",
  "‚": ",",
  "；": ";",
  "’": "'",
  "‘": "'",
  "´": "'",
  "`": "'",
  "′": "'",
  "‐": "-",
  "‑": "-",
  "–": "-",
  "—": "-",
  "−": "-",
  "⁓": "~",
  "〜": "~",
  "﷼": "ريال",
  "\u20c1": "ريال",
  "\r": "\n",
  "\u2028": "\n",
  "\u2029": "\n",
};

/** Stands for half of a pair. */
const UNREADABLE = 0xfffd;

/** The plain form of each UTF-16 unit, filled as units are met; an empty string means the unit is dropped. */
const plainOf: (string | undefined)[] = [];

const MARKS = /\p{M}/gu;
const INVISIBLE = /^[\p{Cf}\p{Cc}ـ]$/u;
const SPACE = /^\s$/u;

/** Says how `text` reads in plain form, with the way back to the raw units. Total: any string, lone surrogates too. */
export function normalise(raw: string): Normalised {
  const same = unitByUnit(raw, false);
  if (same !== null) return { raw, text: same, at: whole(raw), endAt: whole(raw) };
  const map: OffsetMap = { text: "", last: "", starts: [], ends: [] };
  let index = 0;
  while (index < raw.length) {
    const width = isPair(raw, index) ? 2 : 1;
    const plain = width === 2 ? plainForm(raw.slice(index, index + 2)) : plainUnit(raw, index);
    if (plain === "") drop(map, raw.charCodeAt(index), index + 1);
    else if (repeats(map.last, plain, raw, index)) stretch(map, index + width);
    else append(map, plain, index, index + width);
    index += width;
  }
  const { text, starts, ends } = map;
  return {
    raw,
    text,
    at: (at) => (at < 0 ? 0 : (starts[at] ?? raw.length)),
    endAt: (at) => (at <= 0 ? 0 : (ends[at - 1] ?? raw.length)),
  };
}

/** Each unit of the plain text stands where its raw unit does. */
function whole(raw: string): (index: number) => number {
  return (index) => (index < 0 ? 0 : Math.min(index, raw.length));
}

/**
 * The plain form of a text in which each unit has a plain form of one unit, as in nearly all texts, or is dropped where
 * that is allowed; null of any other.
 */
function unitByUnit(raw: string, mayDrop: boolean): string | null {
  let text = "";
  let copied = 0;
  let last = 0;
  let run = 1;
  for (let index = 0; index < raw.length; index++) {
    const plain = plainUnit(raw, index);
    if (plain === "" && mayDrop) {
      text += raw.slice(copied, index);
      copied = index + 1;
      continue;
    }
    const unit = unitOf(plain);
    run = unit === last ? run + 1 : 1;
    if (unit === UNREADABLE || isTooLong(run, unit)) return null;
    last = unit;
    if (unit === raw.charCodeAt(index)) continue;
    // What stays as it is is copied in one piece: a text grown letter by letter is slow to read later.
    text += raw.slice(copied, index) + plain;
    copied = index + 1;
  }
  return copied === 0 ? raw : text + raw.slice(copied);
}

/** The one unit of a plain form; none can be told of a longer one. */
function unitOf(plain: string): number {
  return plain.length === 1 ? plain.charCodeAt(0) : UNREADABLE;
}

/** A run of letters that people stretch for sound, of which some are left out. */
function isTooLong(run: number, unit: number): boolean {
  return run > 2 && isStretchable(unit);
}

interface OffsetMap {
  text: string;
  /** The last unit of `text`; asking the growing text for it would copy it every time. */
  last: string;
  readonly starts: number[];
  readonly ends: number[];
}

function append(map: OffsetMap, plain: string, start: number, end: number): void {
  map.text += plain;
  map.last = plain.charAt(plain.length - 1);
  for (let unit = 0; unit < plain.length; unit++) {
    map.starts.push(start);
    map.ends.push(end);
  }
}

/** Harakat and tatweel belong to the letter before them, so a quote takes them along; invisible marks do not. */
function drop(map: OffsetMap, unit: number, end: number): void {
  const belongs = unit === 0x640 || (unit >= 0x300 && unit <= 0x36f) || (unit >= 0x610 && unit <= 0x6ed);
  if (belongs && map.ends.length > 0) stretch(map, end);
}

function stretch(map: OffsetMap, end: number): void {
  map.ends[map.ends.length - 1] = end;
}

/** The plain form of one word or phrase, for looking it up in a table that is written in plain form. */
export function plainText(raw: string): string {
  if (raw.length > LONGEST_KNOWN) return textOf(raw);
  const known = plainTexts.get(raw);
  if (known !== undefined) return known;
  if (plainTexts.size >= MOST_KNOWN) plainTexts.clear();
  const plain = textOf(raw);
  plainTexts.set(raw, plain);
  return plain;
}

/** The plain form alone: what is dropped needs no way back. */
function textOf(raw: string): string {
  return unitByUnit(raw, true) ?? normalise(raw).text;
}

/** One turn asks for the plain form of the same words a dozen times. */
const plainTexts = new Map<string, string>();
const MOST_KNOWN = 500;
const LONGEST_KNOWN = 1_000;

function isPair(raw: string, index: number): boolean {
  const unit = raw.charCodeAt(index);
  if (unit < 0xd800 || unit > 0xdbff) return false;
  const next = raw.charCodeAt(index + 1);
  return next >= 0xdc00 && next <= 0xdfff;
}

function plainUnit(raw: string, index: number): string {
  const unit = raw.charCodeAt(index);
  const known = plainOf[unit];
  if (known !== undefined) return known === "،" ? comma(raw, index) : known;
  const plain =
    unit >= 0xd800 && unit <= 0xdfff ? String.fromCharCode(UNREADABLE) : plainForm(raw.charAt(index));
  plainOf[unit] = plain;
  return plain === "،" ? comma(raw, index) : plain;
}

/** The Arabic comma between two digits groups thousands; elsewhere it parts clauses. */
function comma(raw: string, index: number): string {
  return isDigit(raw.charCodeAt(index - 1)) && isDigit(raw.charCodeAt(index + 1)) ? "," : "،";
}

function isDigit(unit: number): boolean {
  return (unit >= 48 && unit <= 57) || (unit >= 0x660 && unit <= 0x669) || (unit >= 0x6f0 && unit <= 0x6f9);
}

function plainForm(character: string): string {
  const same = SAME_LETTER[character];
  if (same !== undefined) return same;
  if (character === "\n") return "\n";
  if (SPACE.test(character)) return " ";
  if (INVISIBLE.test(character)) return "";
  let plain = "";
  for (const part of character.normalize("NFKD").replace(MARKS, "").toLowerCase()) {
    plain += SAME_LETTER[part] ?? digitOf(part) ?? part;
  }
  const bare = plain.replace(MARKS, "");
  return bare.length > 1 && bare.includes("⁄") ? ` ${bare}` : bare;
}

function digitOf(character: string): string | undefined {
  const unit = character.charCodeAt(0);
  if (unit >= 0x660 && unit <= 0x669) return String(unit - 0x660);
  if (unit >= 0x6f0 && unit <= 0x6f9) return String(unit - 0x6f0);
  return undefined;
}

/** True for the second and later letters of a run of three or more of the same letter («تماااام», "heyyy"). */
function repeats(last: string, plain: string, raw: string, index: number): boolean {
  if (plain.length !== 1 || !isStretchable(plain.charCodeAt(0))) return false;
  if (last !== plain) return false;
  return sameAround(raw, index, plain);
}

function sameAround(raw: string, index: number, plain: string): boolean {
  let before = index - 1;
  let after = index + 1;
  let run = 1;
  while (run < 3 && before >= 0 && index - before < 8 && continues(raw, before, plain)) {
    if (plainUnit(raw, before) === plain) run++;
    before--;
  }
  while (run < 3 && after < raw.length && after - index < 8 && continues(raw, after, plain)) {
    if (plainUnit(raw, after) === plain) run++;
    after++;
  }
  return run >= 3;
}

function continues(raw: string, index: number, plain: string): boolean {
  const other = plainUnit(raw, index);
  return other === plain || other === "";
}

function isStretchable(unit: number): boolean {
  return (unit >= 97 && unit <= 122 && unit !== 119) || (unit >= 0x620 && unit <= 0x64a);
}
