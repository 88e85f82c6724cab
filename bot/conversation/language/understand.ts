import type { Act, Fact, ReadingContext, Understanding } from "../understanding.ts";
import { findActs } from "./acts/find.ts";
import { inArabic, isArabizi } from "./arabizi.ts";
import { businessFacts } from "./business.ts";
import { findCity } from "./cities.ts";
import { contactFacts } from "./contacts.ts";
import { contrasts } from "./corrections.ts";
import { detectLanguage, replyLanguage } from "./detect.ts";
import { findEntities } from "./entity-finder.ts";
import { fixLayout } from "./layout.ts";
import { understandLetter } from "./letters.ts";
import { peopleFacts } from "./people.ts";
import { read } from "./reading.ts";
import type { PlacedFact, Text } from "./text.ts";
import { overlaps } from "./text.ts";

/** What stands further back in a very long text is not read, so that no text takes long. */
const LONGEST = 3000;

/** Facts are looked for among so many numbers and times; no honest message has more. */
const MOST = 80;

/** What a text means, by rules alone. Total: any string gives an understanding, in bounded time. */
export function understand(raw: string, context: ReadingContext): Understanding {
  if (context.alsoAsked === undefined) return understandWhole(raw, context);
  return understandLetter(raw.slice(0, LONGEST), context, understandWhole);
}

function understandWhole(raw: string, context: ReadingContext): Understanding {
  const written = read(raw.slice(0, LONGEST));
  const meant = isArabizi(written) ? written : (fixLayout(written) ?? written);
  const language = detectLanguage(meant);
  const reading = language === "arabizi" ? inArabic(meant) : meant;
  const { entities, counts } = findEntities(reading, written, context);
  const text: Text = {
    reading,
    entities: entities.slice(0, MOST),
    counts: counts.slice(0, MOST),
    context,
  };
  const acts = findActs(reading, context);
  const facts = factsOf(text, acts);
  return {
    language,
    replyLanguage: replyLanguage(language, meant, context),
    acts,
    facts: mended(raw, text, acts, facts),
    entities,
  };
}

/** A bare number is the least sure of all answers. */
const SURE = 0.5;

/** "No, I meant eighty thousand", after we have gone on to the next question: read as an answer to the one before. */
function mended(raw: string, text: Text, acts: Understanding["acts"], facts: readonly Fact[]) {
  const says = (wanted: Act) => acts.some(({ act }) => act === wanted);
  const corrects = (says("correction") || contrasts(text)) && !says("question");
  if (!corrects || facts.some(({ confidence }) => confidence >= SURE)) return facts;
  for (const topic of text.context.told ?? []) {
    const again = understandWhole(raw, { ...text.context, asked: topic, told: [] });
    const found = again.facts.filter(({ about }) => about === topic);
    if (found.length > 0) return found;
  }
  return facts;
}

function factsOf(text: Text, acts: Understanding["acts"]): Fact[] {
  const contacts = contactFacts(text);
  const cities = findCity(text, []);
  const people = peopleFacts(text, cities ? [cities.place] : []);
  const inside = people
    .filter((each) => each.fact.about === "company" || each.fact.about === "name")
    .map((each) => each.place);
  const city =
    cities && inside.some((place) => overlaps(place, cities.place)) ? findCity(text, inside) : cities;
  const known: PlacedFact[] = [...people, ...(city ? [city] : []), ...contacts];
  return [...known, ...businessFacts(text, known, acts)].map((each) => each.fact);
}
