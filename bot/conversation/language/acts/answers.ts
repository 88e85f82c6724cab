import type { FoundAct, ReadingContext } from "../../understanding.ts";
import { ANSWER_PHRASES, ANSWER_WORDS, SIGNS } from "../lexicon/act-answers.ts";
import { ACT_WORDS } from "../lexicon/act-words.ts";
import type { Found } from "../patterns.ts";
import { PhraseBook } from "../patterns.ts";
import type { Clause, Reading, Word } from "../reading.ts";
import { quoteOf } from "../reading.ts";

type AnswerKey = keyof typeof ANSWER_PHRASES;

const answers = new PhraseBook<AnswerKey>(ACT_WORDS);
for (const key of ["neither", "yes", "soft-yes", "no", "short-no"] as const)
  answers.add(key, ANSWER_PHRASES[key]);
const around = new Set(ANSWER_WORDS.around);
const LEAD: ReadonlySet<string> = new Set([
  "والله",
  "انا",
  "احنا",
  "حنا",
  "نحن",
  "يعني",
  "طيب",
  "اخوي",
  "well",
  "hmm",
  "hm",
  "um",
  "uh",
  "oh",
  "ah",
  "هممم",
  "امم",
  "اوه",
]);

/** The plain yes or no a message gives: the first one counts, a firm "that is not right" beats a mild yes. */
export function findAnswer(reading: Reading, context: ReadingContext): FoundAct | null {
  let mild: FoundAct | null = null;
  for (const [index, clause] of reading.clauses.entries()) {
    const found = answerIn(reading, clause, index, context);
    if (found && mild) return found.answer.act === "no" && isFirm(reading, clause) ? found.answer : mild;
    if (found && !found.mild) return found.answer;
    mild ??= found?.answer ?? null;
  }
  return mild;
}

interface Answer {
  readonly answer: FoundAct;
  readonly mild: boolean;
}

function answerIn(reading: Reading, clause: Clause, index: number, context: ReadingContext): Answer | null {
  const sign = signIn(reading, clause, context);
  if (sign) return { answer: sign, mild: false };
  for (let at = clause.from; at < clause.to; at++) {
    const place = answers.findAt(reading.words, at, { ...clause, from: at })[0];
    const answer = place ? judge(reading, clause, place, index, context) : null;
    if (answer) return answer;
    if (place?.key === "neither" || !isLead(reading.words[at], place)) return null;
  }
  return null;
}

/** "طيب لا", "والله ما ابي": what may stand before the answer itself. */
function isLead(word: Word | undefined, place: Found<AnswerKey> | undefined): boolean {
  if (!word) return false;
  return word.kind === "mark" || LEAD.has(word.fold) || place?.key === "soft-yes";
}

function judge(
  reading: Reading,
  clause: Clause,
  place: Found<AnswerKey>,
  index: number,
  context: ReadingContext,
): Answer | null {
  if (place.key === "neither" || (clause.asks && onlyAround(reading, place.to, clause.to))) return null;
  const quote = quoteOf(reading, place.from, place.to);
  const isYes = place.key === "yes" || place.key === "soft-yes";
  const answer: FoundAct = { act: isYes ? "yes" : "no", quote };
  if (place.key === "yes" || place.key === "no") return { answer, mild: isMild(reading, place) };
  if (!onlyAround(reading, place.to, clause.to)) return null;
  if (place.key === "short-no") return { answer, mild: false };
  return followedByDoubt(reading, index, context) ? null : { answer, mild: false };
}

function isMild(reading: Reading, place: Found<AnswerKey>): boolean {
  return ["اتفق", "متفق", "agree"].includes(reading.words[place.from]?.fold ?? "");
}

function isFirm(reading: Reading, clause: Clause): boolean {
  return reading.words
    .slice(clause.from, clause.to)
    .some((word) => /^(?:ليس|ليست|مو|مب|غير|not|isnt)$/.test(word.fold));
}

function onlyAround(reading: Reading, from: number, to: number): boolean {
  return reading.words
    .slice(from, to)
    .every((word) => word.kind === "mark" || word.forms.some((form) => around.has(form)));
}

function followedByDoubt(reading: Reading, index: number, context: ReadingContext): boolean {
  const rest = reading.clauses.slice(index + 1);
  if (rest[0]?.turns) return true;
  if (context.asked === "confirm" || context.asked === "appointment") return false;
  return rest.some((clause) => clause.asks || (context.asked === null && clause.to - clause.from > 3));
}

function signIn(reading: Reading, clause: Clause, context: ReadingContext): FoundAct | null {
  const word = reading.words[clause.from];
  if (word?.kind !== "emoji") return null;
  const said = reading.words.filter((each) => each.kind === "word" || each.kind === "number").length;
  const confirms = context.asked === "confirm" || context.asked === "appointment";
  if (said > 3) return null;
  if (SIGNS.yes.includes(word.fold) || (confirms && SIGNS.warm.includes(word.fold)))
    return { act: "yes", quote: quoteOf(reading, clause.from, clause.to) };
  return SIGNS.no.includes(word.fold) ? { act: "no", quote: quoteOf(reading, clause.from, clause.to) } : null;
}
