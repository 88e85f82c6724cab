import type { Learned } from "../learn.ts";
import { entryOf, known } from "../ledger.ts";
import type { Reply } from "../reply.ts";
import { claimsAsked, offerFor } from "../sales/offer.ts";
import type { Fact, FactSubject } from "../understanding.ts";
import { budgetInWords, sizeInWords } from "../wording/amounts.ts";
import { cityInWords, nameInWords } from "../wording/names.ts";

/** Shows with its own content that the most telling new fact was heard. One sentence, or nothing. */
export function acknowledge(reply: Reply, learned: readonly Learned[]): void {
  const corrected = learned.find(({ how, fact }) => how === "corrected" && shortValue(reply, fact) !== null);
  if (corrected !== undefined) {
    reply.say("ack.corrected", { value: shortValue(reply, corrected.fact) ?? "" });
    return;
  }
  const fresh = learned.filter(({ how }) => how !== "contradicted").map(({ fact }) => fact);
  if (reply.isLetter && fresh.length > 1 && fresh.every(({ about }) => about !== "need")) {
    reply.say("letter.thanks", {});
    return;
  }
  const ordered = ORDER.flatMap((about) => fresh.filter((fact) => fact.about === about));
  const heard = ordered.find((fact) => sayHeard(reply, fact));
  if (heard === undefined && fresh.length > 0) reply.say("ack.plain", {});
}

/** The most telling first. */
const ORDER: readonly FactSubject[] = [
  "need",
  "budget",
  "name",
  "companySize",
  "authority",
  "timeline",
  "sector",
  "company",
  "city",
];

/** Says that this fact was heard, or returns false when there is nothing to say about it. */
function sayHeard(reply: Reply, fact: Fact): boolean {
  if (fact.state === "refused") return said(() => reply.say("ack.refused", {}));
  if (fact.state === "unknown") return said(() => reply.say("ack.unknown", {}));
  if (fact.state === "open") return said(() => reply.say("ack.open", {}));
  if (fact.value === null) return false;
  switch (fact.about) {
    case "need":
      return sayNeed(reply, fact.quote);
    case "authority":
      return said(() =>
        reply.say(
          fact.value?.needsApproval === true || fact.value?.decides === false ? "ack.shared" : "ack.decides",
          {},
        ),
      );
    case "sector":
      return sayCase(reply, fact.quote);
    case "timeline":
      return isShort(fact.quote, 4) && said(() => reply.say("ack.timeline", { quote: fact.quote.trim() }));
    default:
      return sayValue(reply, fact);
  }
}

function sayValue(reply: Reply, fact: Fact): boolean {
  const value = shortValue(reply, fact);
  if (value === null) return false;
  if (fact.about === "budget") reply.say("ack.budget", { budget: value });
  else if (fact.about === "companySize") reply.say("ack.companySize", { size: value });
  else if (fact.about === "city") reply.say("ack.city", { city: value });
  else if (fact.about === "name") reply.say("ack.name", { name: value });
  else if (fact.about === "company") reply.say("ack.company", { company: value });
  else return false;
  return true;
}

/** A value in a few words, or null when it is better not repeated. */
function shortValue(reply: Reply, fact: Fact): string | null {
  const { language } = reply.now;
  if (fact.value === null) return null;
  switch (fact.about) {
    case "budget":
      return budgetInWords(fact.value, language);
    case "companySize":
      return sizeInWords(fact.value, language);
    case "city":
      return cityInWords(fact.value, fact.quote, language);
    case "name":
      return nameInWords(fact.value, language);
    case "company":
      return isShort(fact.value, 5) ? fact.value : null;
    default:
      return null;
  }
}

/** The offer that cures it, else their own words. */
function sayNeed(reply: Reply, quote: string): boolean {
  const { language } = reply.now;
  const offer = offerFor(reply.now, reply.company);
  if (offer !== null && !reply.now.said.includes(`offer:${offer.id}`)) {
    reply.say("ack.needOffer", { offer: offer.name[language], summary: offer.summary[language] });
    reply.mark(`offer:${offer.id}`);
    return true;
  }
  const words = quote.trim().replace(/^و(?=نب|نح|نر|اب|أب|عند|ال)/u, "");
  if (isShort(words, 6)) reply.say("ack.needQuoted", { quote: words });
  else reply.say("ack.need", {});
  return true;
}

/** An approved case from their own field, once. */
function sayCase(reply: Reply, quote: string): boolean {
  const sector = entryOf(reply.now.facts, "sector");
  const [fitting] = claimsAsked(`${quote}\n${sector?.quote ?? ""}`, reply.company, ["case"]);
  const isNews = fitting !== undefined && !reply.now.said.includes(`claim:${fitting.id}`);
  // A case speaks to a need; before that it is a boast.
  if (!isNews || known(reply.now.facts, "need") === null) return false;
  reply.quote(fitting.text[reply.now.language], `claim:${fitting.id}`);
  return true;
}

function isShort(text: string, words: number): boolean {
  return text.trim().split(/\s+/u).length <= words && !text.includes("\n") && text.length <= 50;
}

function said(speak: () => void): true {
  speak();
  return true;
}
