import type { Act, FoundAct } from "../../understanding.ts";
import { QUESTION_PHRASES } from "../lexicon/act-question.ts";
import { PhraseBook } from "../patterns.ts";
import type { Clause, Reading } from "../reading.ts";
import { quoteOf } from "../reading.ts";

const book = new PhraseBook<"asks">({}).add("asks", QUESTION_PHRASES);
/** Acts that already say what is asked. */
const SPECIFIC: readonly Act[] = ["ask-price", "ask-meeting", "ask-human", "ask-identity"];

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
  return (SPECIFIC.includes(act.act) || act.act === "greeting") && quote.includes(act.quote);
}

function asks(reading: Reading, clause: Clause): boolean {
  const words = clause.to - clause.from;
  return (clause.asks && words > 0) || book.find(reading, clause).length > 0;
}
