import { type Lexeme, lexemeOf } from "./lexemes.ts";
import type { Normalised } from "./normalise.ts";
import { type Token, tokenise } from "./tokens.ts";

/** A token with what is known of it: its meaning, and the little words written onto its front. */
export interface Word {
  readonly token: Token;
  readonly text: string;
  /** What is left when «و», «ب», «ال» and their like are taken off. */
  readonly stem: string;
  readonly lexeme: Lexeme;
  /** «و» or «ف» stands before it. */
  readonly and: boolean;
  readonly article: boolean;
  /** «ه» as in «هالأسبوع»: this one. */
  readonly near: boolean;
  /** «ب», «ل», «ك», «ع» or "" when none. */
  readonly prep: string;
}

const NOTHING: Lexeme = Object.freeze({});

/** A text taken apart for the grammars of numbers, money and dates. */
export interface Sentence {
  readonly normalised: Normalised;
  readonly words: readonly Word[];
  /** What the number grammar has found at each word so far, so that it reads each place once. */
  readonly numbers: unknown[];
}

/** A longer text is read up to here: no prospect writes so much in one message. */
const MOST_WORDS = 800;

/** Takes a text apart once, so that every grammar reads the same words; `tokens` are its own, where they are known. */
export function sentenceOf(
  normalised: Normalised,
  tokens: readonly Token[] = tokenise(normalised, MOST_WORDS),
): Sentence {
  return { normalised, words: tokens.slice(0, MOST_WORDS).map(analyse), numbers: [] };
}

/** What was found of words before; a language has few words and says them often. */
const analysed = new Map<string, Word>();
const MOST_REMEMBERED = 20_000;

function analyse(token: Token): Word {
  const known = analysed.get(token.text);
  if (known !== undefined) {
    const { text, stem, lexeme, and, article, near, prep } = known;
    return { token, text, stem, lexeme, and, article, near, prep };
  }
  const word = readWord(token);
  if (analysed.size >= MOST_REMEMBERED) analysed.clear();
  if (token.text.length <= 20) analysed.set(token.text, word);
  return word;
}

function readWord(token: Token): Word {
  const whole = lexemeOf(token.text);
  if (whole !== undefined || token.kind !== "word") return plainWord(token, whole ?? NOTHING);
  const first = token.text.charCodeAt(0);
  return first < 0x620 || first > 0x64a ? englishWord(token) : peeled(token);
}

function plainWord(token: Token, lexeme: Lexeme): Word {
  return {
    token,
    text: token.text,
    stem: token.text,
    lexeme,
    and: false,
    article: isDefinite(token.text),
    near: false,
    prep: "",
  };
}

/** Whole entries such as «الاحد» and «اليوم» carry their own article; «ألفين» only looks so. */
function isDefinite(text: string): boolean {
  return text.length > 4 && text.startsWith("ال") && !text.startsWith("الف");
}

function englishWord(token: Token): Word {
  const bare = token.text.endsWith("'s") ? token.text.slice(0, -2) : token.text;
  return { ...plainWord(token, lexemeOf(bare) ?? NOTHING), stem: bare };
}

/** The little words that may stand on the front of an Arabic word, longest first within each turn. */
interface Front {
  readonly text: string;
  readonly and?: true;
  readonly article?: true;
  readonly near?: true;
  readonly prep?: string;
}

const FRONTS: readonly Front[] = [
  { text: "ال", article: true },
  { text: "و", and: true },
  { text: "لل", prep: "ل", article: true },
  { text: "ب", prep: "ب" },
  { text: "ل", prep: "ل" },
  { text: "عال", prep: "ع", article: true },
  { text: "هال", near: true, article: true },
  { text: "ه", near: true },
  { text: "ع", prep: "ع" },
  { text: "ف", and: true },
  { text: "ك", prep: "ك" },
];

interface Peel {
  readonly stem: string;
  readonly lexeme: Lexeme;
  readonly fronts: readonly Front[];
}

/** Whole words that only look like a number or a day with something on its front. */
const NOT_PEELED = new Set("لست ليست وست الست كست بست".split(" "));

function peeled(token: Token): Word {
  if (NOT_PEELED.has(token.text)) return plainWord(token, NOTHING);
  const peel = peelOff(token.text, []);
  if (peel === undefined) return plainWord(token, NOTHING);
  const { stem, lexeme, fronts } = peel;
  return {
    token,
    text: token.text,
    stem,
    lexeme,
    and: fronts.some((front) => front.and === true),
    article: isDefinite(stem) || fronts.some((front) => front.article === true),
    near: fronts.some((front) => front.near === true),
    prep: fronts.find((front) => front.prep !== undefined)?.prep ?? "",
  };
}

function peelOff(text: string, fronts: readonly Front[]): Peel | undefined {
  const near = FRONTS.filter((front) => text.startsWith(front.text) && text.length - front.text.length >= 2);
  for (const front of near) {
    const stem = text.slice(front.text.length);
    const lexeme = lexemeOf(stem);
    const fits = lexeme !== undefined && (front.and === true || !isTieOnly(lexeme));
    if (fits) return { stem, lexeme, fronts: [...fronts, front] };
  }
  return fronts.length >= 2 ? undefined : peelDeeper(text, near, fronts);
}

function peelDeeper(text: string, near: readonly Front[], fronts: readonly Front[]): Peel | undefined {
  for (const front of near) {
    const found = peelOff(text.slice(front.text.length), [...fronts, front]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** «ومن» is still «من»; «بمن» or «كمن» is another word. */
function isTieOnly(lexeme: Lexeme): boolean {
  return lexeme.tie !== undefined && Object.keys(lexeme).length === 1;
}
