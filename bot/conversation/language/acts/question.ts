import type { Act, FoundAct } from "../../understanding.ts";
import { NO_QUESTION, QUESTION_PHRASES } from "../lexicon/act-question.ts";
import { PhraseBook } from "../patterns.ts";
import type { Clause, Reading } from "../reading.ts";
import { quoteOf } from "../reading.ts";
import { asksForLanguage } from "../switch.ts";

const book = new PhraseBook<"asks" | "not">({}).add("asks", QUESTION_PHRASES).add("not", NO_QUESTION);
/** Acts that already say what is asked. */
const SPECIFIC: readonly Act[] = [
  "ask-price",
  "ask-meeting",
  "ask-human",
  "ask-identity",
  "erase-data",
  "objection",
  "reschedule",
  "cancel",
  "complaint",
  "opt-out",
  "wrong-number",
];

/** A question that no more specific act covers: something about the product, the company, the terms. */
export function findQuestion(reading: Reading, found: ReadonlyMap<Act, FoundAct>): FoundAct | null {
  for (const clause of reading.clauses) {
    if (!asks(reading, clause)) continue;
    const quote = quoteOf(reading, clause.from, clause.to);
    if (![...found.values()].some((act) => covers(act, quote))) return { act: "question", quote };
  }
  return null;
}

function covers(act: FoundAct, quote: string): boolean {
  if (!quote.includes(act.quote)) return false;
  return SPECIFIC.includes(act.act) || (act.act === "greeting" && quote.length - act.quote.length < 10);
}

function asks(reading: Reading, clause: Clause): boolean {
  const found = book.find(reading, clause);
  if (found.some((place) => place.key === "not") || asksForLanguage(reading, clause)) return false;
  return clause.asks || found.length > 0;
}
