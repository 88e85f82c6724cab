import type { Normalised } from "./normalise.ts";
import { normalise } from "./normalise.ts";
import { edition, openedBy, sketchOf } from "./openings.ts";
import type { Token } from "./tokens.ts";
import { tokenise } from "./tokens.ts";

/** How the lexicon spells a word. */
export interface Spelling {
  /** Lower case, one letter shape, Western digits, no marks. */
  readonly fold: string;
  /** `fold` and what is left of it after peeling clitics; for lookup only. */
  readonly forms: readonly string[];
  /** The books that may have a phrase beginning with it, as bits. */
  readonly opens: number;
  /** What forms it may share with another, as bits. */
  readonly sketch: number;
}

/** One word, number, emoji or mark of a text. `start` and `end` are UTF-16 units of the raw text. */
export interface Word extends Spelling {
  readonly start: number;
  readonly end: number;
  readonly kind: "word" | "number" | "emoji" | "mark";
  /** Written with a capital first letter. */
  readonly caps: boolean;
}

/** A stretch between two pauses. `from` and `to` index `words`. */
export interface Clause {
  readonly from: number;
  readonly to: number;
  /** Ends in a question mark. */
  readonly asks: boolean;
  /** Opens with "but". */
  readonly turns: boolean;
}

/** A text taken apart for lookup, with the way back to the raw words. */
export interface Reading {
  readonly raw: string;
  readonly words: readonly Word[];
  readonly clauses: readonly Clause[];
}

/** A reading of a text in its own words, with what it was read from: other grammars need not take it apart again. */
export interface PlainReading extends Reading {
  readonly normalised: Normalised;
  readonly tokens: readonly Token[];
}

const EMOJI = /\p{Extended_Pictographic}/u;
const TURNS: ReadonlySet<string> = new Set(["بس", "لكن", "ولكن", "لاكن", "but", "however", "though", "bas"]);
const ENDS = new Set([".", "!", "?", "؟", "،", ",", "؛", ";", ":", "\n", "…", "|", "•", "۔", "(", ")", "·"]);
/** Words whose first letter only looks like a clitic. */
const WHOLE: ReadonlySet<string> = new Set([
  "واحد",
  "وحده",
  "واحده",
  "وكيل",
  "وكاله",
  "وزاره",
  "والد",
  "بلوك",
  "بكره",
  "باكر",
  "لحظه",
  "كذلك",
  "كثير",
  "ولكن",
]);

/** Two-letter words that "and" may be written onto. */
const AND_SMALL: ReadonlySet<string> = new Set([
  "وما",
  "ومن",
  "وفي",
  "وكم",
  "ومو",
  "ولو",
  "وبس",
  "ومب",
  "وهو",
  "وهي",
  "وعن",
]);

/** Takes any string apart; never fails. */
export function read(raw: string): PlainReading {
  const normalised = normalise(raw);
  const tokens = tokenise(normalised);
  const words = split(tokens, raw);
  return { raw, words, clauses: clausesOf(words), normalised, tokens };
}

/** The same text with other words for it: spelled in Arabic, or typed on the other keyboard. */
export function reread(raw: string, words: readonly Word[]): Reading {
  return { raw, words, clauses: clausesOf(words) };
}

/** The raw words from word `from` up to, not including, word `to`. */
export function quoteOf(reading: Reading, from: number, to: number): string {
  const first = reading.words[from];
  const last = reading.words[to - 1];
  return first && last ? reading.raw.slice(first.start, last.end) : "";
}

/** Negations written together with what they negate: read as two words that share one place. */
const GLUED: ReadonlyMap<string, readonly string[]> = new Map(
  "ابي ابغى ابغا نبي نبغى نبغا ودي ودنا عندي عندنا فيه في احتاج نحتاج اقدر نقدر اعرف نعرف ادري ندري اريد ينفع يناسب يناسبني يصلح يهمني"
    .split(" ")
    .flatMap((word) => {
      const fold = word.replace("ى", "ي");
      return [fold, fold.replace(/^ا/, "")].map((tail) => [`ما${tail}`, ["ما", fold]] as const);
    }),
);

function split(tokens: readonly Token[], raw: string): Word[] {
  const words: Word[] = [];
  for (const token of tokens) {
    const code = token.text.codePointAt(0) ?? 0;
    if (isSkinTone(code)) continue;
    const word = wordOf(token, code, raw);
    const parts = GLUED.get(word.fold);
    if (parts) for (const part of parts) words.push({ ...word, ...peel(part) });
    else words.push(word);
  }
  return words;
}

function isSkinTone(code: number): boolean {
  return code >= 0x1f3fb && code <= 0x1f3ff;
}

function wordOf(token: Token, code: number, raw: string): Word {
  const { text } = token;
  const first = raw.charCodeAt(token.rawStart);
  const { rawStart: start, rawEnd: end } = token;
  const caps = first >= 65 && first <= 90;
  if (token.kind === "digits") {
    const forms = [text];
    return { fold: text, forms, opens: NO_BOOK, sketch: sketchOf(forms), start, end, caps, kind: "number" };
  }
  const { fold, forms, opens, sketch } = peel(
    token.kind !== "mark" && code < LATIN_END ? text.replaceAll("'", "") : text,
  );
  if (token.kind !== "mark") return { fold, forms, opens, sketch, start, end, caps, kind: "word" };
  const kind = code > 0x2190 && EMOJI.test(text) ? "emoji" : "mark";
  return { fold, forms, opens, sketch, start, end, caps, kind };
}

const LATIN_END = 0x250;
/** No phrase begins with a number. */
const NO_BOOK = 0;

/** People say the same words again and again; the same word is peeled once, and its forms are one list. */
const peeled = new Map<string, Spelling>();
const MOST_PEELED = 20_000;
const LONGEST_PEELED = 30;
let peeledWith = 0;

/** An Arabic word and what remains of it without conjunction, preposition, article and possessive. */
export function peel(fold: string): Spelling {
  if (peeled.size >= MOST_PEELED || peeledWith !== edition()) {
    peeled.clear();
    peeledWith = edition();
  }
  const known = peeled.get(fold);
  if (known !== undefined) return known;
  const forms = formsOf(fold);
  const spelling = { fold, forms, opens: openedBy(forms), sketch: sketchOf(forms) };
  if (fold.length <= LONGEST_PEELED) peeled.set(fold, spelling);
  return spelling;
}

function formsOf(fold: string): readonly string[] {
  if (fold.length === 3 && AND_SMALL.has(fold)) return [fold, fold.slice(1)];
  if (fold.length < 4 || fold.charCodeAt(0) < LATIN_END || WHOLE.has(fold)) return [fold];
  const forms = [fold];
  const add = (form: string) => {
    if (form.length >= 2 && !forms.includes(form)) forms.push(form);
  };
  const short = fold.replace(/([اوي])\1/g, "$1");
  if (short !== fold) add(short);
  for (const form of heads(fold)) add(form);
  for (const form of [...forms]) for (const base of bases(form)) add(base);
  return forms;
}

function heads(fold: string): string[] {
  const found: string[] = [];
  let rest = fold;
  if ((rest[0] === "و" || rest[0] === "ف") && rest.length >= 4) {
    rest = rest.slice(1);
    found.push(rest);
  }
  const article = /^(?:[بكعه]?ال|لل)(?=..)/.exec(rest);
  if (article) found.push(rest.slice(article[0].length), `ال${rest.slice(article[0].length)}`);
  else if (rest.length >= 4 && (rest[0] === "ب" || rest[0] === "ل" || rest[0] === "ك"))
    found.push(rest.slice(1));
  return found;
}

function bases(form: string): string[] {
  const suffix = /(?:نا|كم|ها|هم|ي|ك|ه)$/.exec(form);
  if (!suffix || form.length - suffix[0].length < 3) return [];
  const base = form.slice(0, -suffix[0].length);
  return base.endsWith("ت") ? [base, `${base.slice(0, -1)}ه`] : [base];
}

/** A run without any pause is cut here, so that no text takes long. */
const LONGEST_CLAUSE = 60;

function breaks(word: Word, length: number): boolean {
  return length >= LONGEST_CLAUSE || TURNS.has(word.fold);
}

function clausesOf(words: readonly Word[]): Clause[] {
  const clauses: Clause[] = [];
  let from = 0;
  let turns = false;
  const close = (to: number, asks: boolean, next: number) => {
    for (const clause of parted(words, { from, to, asks, turns })) clauses.push(clause);
    turns = false;
    from = next;
  };
  for (const [at, word] of words.entries()) {
    if (word.kind === "emoji") {
      close(at, false, at + 1);
      clauses.push({ from: at, to: at + 1, asks: false, turns: false });
    } else if (word.kind === "mark" && pauses(words, at)) {
      close(at, /[?؟]/.test(word.fold), at + 1);
    } else if (at > from && breaks(word, at - from)) {
      const but = TURNS.has(word.fold);
      close(at, false, but ? at + 1 : at);
      turns = but;
    }
  }
  close(words.length, false, words.length);
  return clauses;
}

/** A clause without what is empty, and with the telling parted from the asking. */
function parted(words: readonly Word[], clause: Clause): Clause[] {
  const { from, to, asks, turns } = clause;
  const split = asks ? questionIn(words, from, to) : from;
  const told = { from, to: split, asks: false, turns };
  const asked = { from: split, to, asks, turns: turns && split === from };
  return [told, asked].filter((part) => part.to > part.from);
}

const OPENS_QUESTION: ReadonlySet<string> = new Set(
  "كم بكم وكم وبكم وش ايش هل وهل متى متي كيف وكيف وين ليش ليه مين شلون ممكن what how when where why who which can could do does would is are".split(
    " ",
  ),
);

/** Where the asking begins in a long run that ends in "?": what was told before it is no question. */
function questionIn(words: readonly Word[], from: number, to: number): number {
  for (let at = to - 1; at > from + 3; at--) if (OPENS_QUESTION.has(words[at]?.fold ?? "")) return at;
  return from;
}

/** A mark between two touching letters or digits ("5,000", "a.b", "3:30") belongs to what it joins. */
function pauses(words: readonly Word[], at: number): boolean {
  const mark = words[at];
  if (!mark || !ENDS.has(mark.fold)) return false;
  const before = words[at - 1];
  const after = words[at + 1];
  if (mark.fold === "\n" || mark.fold === "؟" || mark.fold === "?" || !before || !after) return true;
  const touching = before.end === mark.start && after.start === mark.end;
  return !(
    touching &&
    before.kind !== "mark" &&
    after.kind !== "mark" &&
    (before.kind === "number" || /[.]/.test(mark.fold))
  );
}
