import { CITIES } from "../language/cities.ts";
import { plainText } from "../language/normalise.ts";
import { isPlaceOrDay } from "../language/places.ts";
import { SECTORS } from "../language/sectors.ts";
import { understand } from "../language/understand.ts";
import type { Conversation } from "../state.ts";
import type { Heard } from "../turn.ts";
import type { Fact, FactState, ReadingContext } from "../understanding.ts";
import type { ModelFact, ModelReading } from "./model-reading.ts";
import { literally, wordsIn } from "./quotes.ts";
import { DECLINES, SELF, SUBJECT_SIGNS, TO_THE_MACHINE } from "./signs.ts";

/** Where a turn stands when a model's reading of it is weighed. */
export interface MergeScene {
  readonly conversation: Conversation;
  readonly context: ReadingContext;
  /** Names of our own company, which are nobody else's. */
  readonly ours: readonly string[];
}

/** Sure enough to be learned, never enough to take the place of what was plainly said. */
const CONFIDENCE = 0.7;
const LONGEST_NEED = 200;
/** No honest turn tells more; whatever a model piles up beyond is not looked at. */
const MOST_FACTS = 40;
const MOST_NEEDS = 6;

/** The facts of a model about one bubble that may be believed, each with its words exactly as they stand there. */
export function believable(heard: Heard, reading: ModelReading, scene: MergeScene): readonly Fact[] {
  const needs = reading.pains.map(({ quote }): ModelFact => {
    return { about: "need", state: "claimed", value: null, quote };
  });
  return [...needs.slice(0, MOST_NEEDS), ...reading.facts.slice(0, MOST_FACTS)].flatMap((proposed) => {
    const quote = literally(heard.message.text, proposed.quote)?.trim() ?? null;
    if (quote === null || TO_THE_MACHINE.test(plainText(quote))) return [];
    const fact = factOf(proposed, quote, heard, scene);
    return fact === null ? [] : [fact];
  });
}

function factOf(proposed: ModelFact, quote: string, heard: Heard, scene: MergeScene): Fact | null {
  const { about } = proposed;
  if (!isOpenToModels(about)) return null;
  if (proposed.state !== "claimed") return declined(about, proposed.state, quote, scene);
  switch (about) {
    case "need":
      return needOf(quote);
    case "name":
    case "company":
      return named(about, proposed.value, quote, scene);
    case "role": {
      const title = inside(quote, proposed.value, 6);
      return title === null ? null : claimed({ about, value: { title }, quote });
    }
    case "sector":
    case "city":
      return keyed(about, proposed.value, quote, heard, scene);
    default:
      return readByRules(about, quote, scene);
  }
}

type OpenSubject =
  | "need"
  | "name"
  | "company"
  | "role"
  | "sector"
  | "city"
  | "budget"
  | "companySize"
  | "timeline"
  | "authority";
const OPEN: ReadonlySet<string> = new Set<OpenSubject>([
  ...(["need", "name", "company", "role", "sector"] as const),
  ...(["city", "budget", "companySize", "timeline", "authority"] as const),
]);

/** Addresses, registration numbers and appointments are read by rules alone. */
function isOpenToModels(about: string): about is OpenSubject {
  return OPEN.has(about);
}

function claimed(fact: Pick<Fact, "about" | "value" | "quote">): Fact {
  return { ...fact, state: "claimed", confidence: CONFIDENCE } as Fact;
}

/** A need is its own words; a model's summary of it would be ours, not theirs. */
function needOf(quote: string): Fact | null {
  const words = wordsIn(quote).filter((word) => /\p{L}/u.test(word));
  if (words.length < 2 || quote.length > LONGEST_NEED) return null;
  return claimed({ about: "need", value: quote, quote });
}

function named(
  about: "name" | "company",
  value: string | null,
  quote: string,
  { ours }: MergeScene,
): Fact | null {
  const name = inside(quote, value, about === "name" ? 4 : 6);
  // Somebody who says that a city is their name is understood by the rules.
  if (name === null || (about === "name" && (/\p{N}/u.test(name) || isPlaceOrDay(name)))) return null;
  const isOurs = ours.some((own) => plainText(own) === plainText(name));
  return isOurs ? null : claimed({ about, value: name, quote });
}

/** The value as it stands in the quote, when it is no longer than `most` words. */
function inside(quote: string, value: string | null, most: number): string | null {
  const found = value === null ? null : literally(quote, value);
  const words = found === null ? 0 : wordsIn(found).length;
  return found !== null && words > 0 && words <= most && /\p{L}/u.test(found) ? found : null;
}

/** One of our own keys, for words the rules do not know: when it was asked, or they speak of their own company. */
function keyed(
  about: "sector" | "city",
  value: string | null,
  quote: string,
  { message }: Heard,
  { context }: MergeScene,
): Fact | null {
  const known = about === "sector" ? SECTORS : CITIES;
  if (value === null || !Object.hasOwn(known, value) || wordsIn(quote).length > 8) return null;
  if (context.asked !== about && !SELF.test(plainText(message.text))) return null;
  return claimed({ about, value, quote });
}

/** A sum, a number, a date or who decides: never what the model says it is, only what the rules read in its quote. */
function readByRules(
  about: "budget" | "companySize" | "timeline" | "authority",
  quote: string,
  { context }: MergeScene,
): Fact | null {
  const isNamed = SUBJECT_SIGNS[about]?.test(plainText(quote)) ?? false;
  const asked = isNamed ? about : context.asked;
  const found = understand(quote, { ...context, asked }).facts.find((fact) => fact.about === about);
  return found === undefined ? null : { ...found, quote };
}

const UNSAID: ReadonlySet<string> = new Set<FactState>(["refused", "unknown", "open"]);

/** Refused, not known, or without limit: believed of what was asked or is named, in words that decline. */
function declined(about: OpenSubject, state: string, quote: string, { context }: MergeScene): Fact | null {
  if (!UNSAID.has(state) || wordsIn(quote).length < 2) return null;
  const plain = plainText(quote);
  const isMeant = context.asked === about || (SUBJECT_SIGNS[about]?.test(plain) ?? false);
  if (!isMeant || !DECLINES.test(plain)) return null;
  return { about, state, value: null, quote, confidence: CONFIDENCE } as Fact;
}

/** Whether a model may speak on this subject at all here: what rules read or we know already stands. */
export function mayAdd(fact: Fact, rules: readonly Fact[], { conversation, context }: MergeScene): boolean {
  if (fact.about === "need") return true;
  if (rules.some((one) => one.about === fact.about)) return false;
  const before = conversation.facts[fact.about];
  return before === undefined || before.value === null || context.asked === fact.about;
}

/** Subjects a talk knows only with words of the person. */
export function overlap(one: string, other: string): boolean {
  return literally(one, other) !== null || literally(other, one) !== null || shares(one, other);
}

function shares(one: string, other: string): boolean {
  const words = new Set(wordsIn(plainText(one)));
  const common = wordsIn(plainText(other)).filter((word) => words.has(word)).length;
  return common >= 3 || (common > 0 && common >= words.size / 2);
}
