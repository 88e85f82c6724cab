import { topicsAsked } from "./asked.ts";
import { entryOf, INTRODUCED, known, weigh } from "./ledger.ts";
import { oneWordFact } from "./one-word.ts";
import type { HeardFact, Reading } from "./reading.ts";
import type { Reply } from "./reply.ts";
import { offerCalled } from "./sales/offer-names.ts";
import type { Ledger } from "./state.ts";
import type { Act, Fact, FactSubject } from "./understanding.ts";

/** One fact that changed what we know, and how. */
export interface Learned {
  readonly fact: Fact;
  readonly how: "new" | "corrected" | "confirmed" | "contradicted";
}

/** Writes the facts of a turn into the ledger and says what they changed. */
export function learn(reply: Reply, reading: Reading): readonly Learned[] {
  const { now: start } = reply;
  const answered = reading.facts.some(
    ({ fact, introduced }) => introduced !== true && fact.about === reply.before.asking,
  )
    ? []
    : answerInOneWord(reply, reading);
  const learned: Learned[] = [];
  const nods = new Set(reading.nods);
  const told = reading.facts.filter(
    (heard) =>
      !nods.has(heard.fact.quote.trim().toLowerCase()) &&
      !isStrayNumber(heard, reading.facts) &&
      !isWish(heard, reading),
  );
  const spoken = told.filter(({ introduced }) => introduced !== true);
  for (const heard of [...spoken, ...answered, ...wantedByName(reply, reading)]) {
    if (!reading.isProven && start.facts[heard.fact.about] !== undefined) continue;
    const result = learnOne(reply, heard, learned);
    if (result !== null) learned.push(result);
  }
  introduce(reply, told);
  return learned;
}

/** Who calls one of our offers by its name needs that, unless they said what they need. */
function wantedByName(reply: Reply, reading: Reading): HeardFact[] {
  const isTold = reading.facts.some(({ fact }) => fact.about === "need");
  const isDeclined = ["no", "not-interested", "cancel", "complaint"].some((act) =>
    reading.acts.has(act as Act),
  );
  if (isTold || isDeclined || reply.now.facts.need !== undefined) return [];
  return reading.bubbles
    .flatMap(({ text, messageId }) => {
      const quote = offerCalled(text, reply.company.offers)?.quote;
      if (quote === undefined) return [];
      const fact = { about: "need", state: "claimed", value: quote, quote, confidence: 0.7 } as const;
      return [{ fact, messageId, corrects: false }];
    })
    .slice(0, 1);
}

/** What only a signature says fills gaps, quietly: never in the place of anything said. */
function introduce(reply: Reply, told: readonly HeardFact[]): void {
  for (const { fact, messageId, introduced } of told) {
    if (introduced === true && reply.now.facts[fact.about] === undefined)
      reply.note({ happened: "fact-learned", fact, messageId });
  }
}

/** "Please cancel our meeting" is nobody's name, whatever was asked. */
function isWish({ fact }: HeardFact, { nods }: Reading): boolean {
  if (fact.about !== "name" && fact.about !== "company") return false;
  return nods.some((nod) => nod.includes(" ") && fact.quote.toLowerCase().includes(nod));
}

/** "Eighty staff, not fifty" while a budget is asked: the bare number belongs to what is told beside it. */
function isStrayNumber({ fact, messageId }: HeardFact, all: readonly HeardFact[]): boolean {
  if (fact.about !== "budget" || fact.confidence >= 0.5) return false;
  return all.some((other) => other.messageId === messageId && other.fact.about !== "budget");
}

/** "No, I meant 80 thousand" of a sum told for a year is one for a year. */
function forThePeriodTold({ fact, corrects }: HeardFact, facts: Ledger): Fact {
  if (!corrects || fact.about !== "budget" || fact.value === null || fact.value.period !== null) return fact;
  const period = known(facts, "budget")?.period ?? null;
  return period === null ? fact : { ...fact, value: { ...fact.value, period } };
}

function learnOne(reply: Reply, heard: HeardFact, sameTurn: readonly Learned[]): Learned | null {
  const { messageId } = heard;
  const fact = forThePeriodTold(heard, reply.now.facts);
  if (fact.about === "need") return learnNeed(reply, heard);
  const { facts, asking } = reply.now;
  const now = facts[fact.about];
  const before = reply.before.facts[fact.about];
  const twice = sameTurn.some((other) => other.fact.about === fact.about) && !heard.corrects;
  if (twice && DISPUTABLE.has(fact.about)) return dispute(reply, heard);
  const isAsked = asking === fact.about || topicsAsked(reply.before).some((topic) => topic === fact.about);
  const weighed = weigh(facts, fact, heard.corrects || isAsked || twice);
  if (weighed === "ignore") return null;
  if (weighed === "contradict") return dispute(reply, heard);
  const state = weighed === "confirm" ? "confirmed" : fact.state;
  reply.note({ happened: "fact-learned", fact: { ...fact, state }, messageId });
  if (weighed === "confirm") return { fact, how: "confirmed" };
  const corrected =
    before !== undefined &&
    before.confidence > INTRODUCED &&
    now?.value !== null &&
    now !== undefined &&
    fact.value !== null;
  return { fact, how: corrected ? "corrected" : "new" };
}

/** Two sums in one breath cannot both be the budget; two cities or two needs can both be true. */
const DISPUTABLE: ReadonlySet<FactSubject> = new Set(["budget", "companySize"]);

function dispute(reply: Reply, { fact, messageId }: HeardFact): Learned | null {
  const known = reply.now.facts[fact.about];
  if (fact.value === null || JSON.stringify(known?.value) === JSON.stringify(fact.value)) return null;
  reply.note({ happened: "fact-contradicted", fact, messageId });
  return { fact, how: "contradicted" };
}

/** A second need stands beside the first, unless they corrected themselves or we asked for it. */
function learnNeed(reply: Reply, { fact, messageId, corrects }: HeardFact): Learned | null {
  if (fact.about !== "need") return null;
  const { facts, asking } = reply.now;
  const isFirst = facts.need === undefined || facts.need.value === null;
  const isNew = fact.value !== null && !reply.now.pains.includes(fact.value);
  if (fact.value !== null && isNew) {
    reply.note({ happened: "pain-named", pain: fact.value, quote: fact.quote, messageId });
  }
  if (isFirst || corrects || (asking === "need" && isNew)) {
    reply.note({ happened: "fact-learned", fact, messageId });
  }
  return isFirst || isNew ? { fact, how: "new" } : null;
}

/**
 * "Yes" and "no" are answers to what we asked: nobody else decides, or somebody does; "no" to any other question means
 * they have nothing to say about it.
 */
function answerInOneWord(reply: Reply, reading: Reading): HeardFact[] {
  const { asking, said } = reply.before;
  const says = reading.acts.has("no") ? "no" : reading.acts.has("yes") ? "yes" : null;
  if (says === null || reading.text.trim().split(/\s+/u).length > 4) return [];
  const quote = reading.text.trim();
  const isThousands = asking === "budget" && (said.at(-1) ?? "").startsWith("thousands#");
  const fact = isThousands ? budgetAsMeant(reply, says, quote) : oneWordFact(asking, says, quote);
  return fact === null ? [] : [{ fact, messageId: reading.lastMessageId, corrects: false }];
}

/** Yes to "do you mean fifty thousand?" makes it so; no keeps what they wrote. */
function budgetAsMeant(reply: Reply, says: "yes" | "no", quote: string): Fact | null {
  const budget = known(reply.before.facts, "budget");
  const entry = entryOf(reply.before.facts, "budget");
  if (budget === null || entry === null) return null;
  const times = says === "yes" ? 1000 : 1;
  const scaled = (amount: number | null) => (amount === null ? null : amount * times);
  const value = { ...budget, min: scaled(budget.min), max: scaled(budget.max) };
  return { about: "budget", state: "claimed", value, quote: `${entry.quote} (${quote})`, confidence: 0.9 };
}
