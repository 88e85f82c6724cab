import { understand } from "../../bot/conversation/language/understand.ts";
import type { Introduction } from "../../bot/conversation/message.ts";
import type { Fact, Topic } from "../../bot/conversation/understanding.ts";
import { SIGN_OFFS } from "./lexicon/sign-offs.ts";
import { fold } from "./reply/lines.ts";

const MOST_LINES = 12;
const LONGEST_LINE = 120;
/** With the rules and spaces around it; taking them off a line without end would take without end. */
const LONGEST_DECORATED = 1_000;
/** A signature is old, copied, or a secretary's: half as sure as the same words in the mail itself. */
const BELIEF = 0.6;
const OTHER_LINES = /\b(?:fax|cr|vat)\b|فاكس|سجل تجاري|الرقم الضريبي/i;
const ELECTRONIC = /@|https?:|www\./i;

/** Who signs: name, role, company and phone, each with the words of the signature that say it. */
export function introductions(signature: string, senderName: string): readonly Introduction[] {
  const lines = signature
    .split(/\n|\s[|•·]\s/)
    .filter((line) => line.length <= LONGEST_DECORATED)
    .map(withoutClosing)
    .filter((line) => line !== "" && line.length <= LONGEST_LINE && !isSignOff(line))
    .slice(0, MOST_LINES);
  const cards = lines.map((line) => ({ line, facts: factsIn(line, null) }));
  const found = [
    nameIn(cards.slice(0, 3), senderName),
    firstOf(
      "role",
      lines.filter((line) => !ELECTRONIC.test(line)).map((line) => factsIn(line, "role")),
    ),
    firstOf(
      "company",
      cards.map(({ facts }) => facts),
    ),
    firstOf(
      "phone",
      cards.map(({ line, facts }) => (isOtherLine(line) ? [] : facts)),
    ),
  ];
  return found.filter((one) => one !== null);
}

function withoutClosing(line: string): string {
  const plain = line.replace(/^[\s*_|•·–—-]+|[\s*_|]+$/g, "");
  const [closing = "", ...rest] = plain.split(/[,،]/);
  return rest.length > 0 && isSignOff(closing) ? rest.join(",").trim() : plain;
}

function isSignOff(line: string): boolean {
  const words = fold(line)
    .replace(/[.!،,:؛…\s-]+$/, "")
    .trim();
  return words === "" || SIGN_OFFS.ar.test(words) || SIGN_OFFS.latin.test(words);
}

/** A line of fax and register numbers; one that begins with a phone is read for it. */
function isOtherLine(line: string): boolean {
  const at = line.search(OTHER_LINES);
  return at >= 0 && at < 4;
}

function factsIn(line: string, asked: Topic | null): readonly Fact[] {
  const context = { asked, now: 0, profileName: null, language: null, city: null };
  return understand(line, context).facts;
}

/** The first line that is nothing but a name; a lone word counts when the mail's header knows it too. */
function nameIn(
  cards: readonly { readonly line: string; readonly facts: readonly Fact[] }[],
  senderName: string,
): Introduction | null {
  for (const { line, facts } of cards) {
    if (facts.length > 0 || /[\d@]|https?:|www\./.test(line)) continue;
    const said = factsIn(line, "name").find((fact) => fact.about === "name");
    if (said === undefined || said.quote.length < line.length * 0.6) continue;
    const alone = !said.quote.includes(" ");
    if (alone && !senderName.toLowerCase().includes(said.quote.toLowerCase())) continue;
    if (factsIn(line, "role").some((fact) => fact.about === "role")) continue;
    return introduced(said);
  }
  return null;
}

function firstOf(
  about: "role" | "company" | "phone",
  lines: readonly (readonly Fact[])[],
): Introduction | null {
  for (const facts of lines) {
    const fact = facts.find((one) => one.about === about && one.state === "claimed" && one.value !== null);
    if (fact !== undefined) return introduced(fact);
  }
  return null;
}

function introduced(fact: Fact): Introduction | null {
  const said = {
    state: "claimed",
    quote: fact.quote,
    confidence: Math.round(fact.confidence * BELIEF * 100) / 100,
  } as const;
  if (fact.value === null) return null;
  if (fact.about === "role") return { ...said, about: "role", value: fact.value };
  if (fact.about === "name" || fact.about === "company" || fact.about === "phone")
    return { ...said, about: fact.about, value: fact.value };
  return null;
}
