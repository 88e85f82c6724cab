import type { FactSubject, FoundAct, Topic } from "../understanding.ts";
import { STANCES, TOPIC_WORDS } from "./lexicon/people-stances.ts";
import { PhraseBook } from "./patterns.ts";
import type { Clause } from "./reading.ts";
import type { PlacedFact, Text } from "./text.ts";
import { stance } from "./text.ts";

type State = keyof typeof STANCES;

const states = new PhraseBook<State>({});
for (const state of ["refused", "unknown", "open"] as const) states.add(state, STANCES[state]);
const topics = new PhraseBook<keyof typeof TOPIC_WORDS>({});
for (const topic of Object.keys(TOPIC_WORDS) as (keyof typeof TOPIC_WORDS)[])
  topics.add(topic, TOPIC_WORDS[topic]);

/** "الميزانية سرية", "مدري", "حسب العرض": a topic answered without a value. */
export function findStances(
  text: Text,
  known: ReadonlySet<FactSubject>,
  acts: readonly FoundAct[],
): PlacedFact[] {
  const found: PlacedFact[] = [];
  for (const clause of text.reading.clauses) {
    const place = longest(states.find(text.reading, clause));
    const topic = place ? topicOf(text, clause) : null;
    if (!place || !topic || known.has(topic) || found.some((each) => each.fact.about === topic)) continue;
    if (clause.asks && place.key !== "refused") continue;
    if (allowed(place.key, topic, acts)) found.push(stance(text, topic, place.key, place));
  }
  return found;
}

function longest<Place extends { readonly from: number; readonly to: number }>(
  places: readonly Place[],
): Place | undefined {
  return [...places].sort((one, other) => other.to - other.from - (one.to - one.from))[0];
}

/** The topic named in the clause, else the one asked. */
function topicOf(text: Text, clause: Clause): FactSubject | null {
  const named = topics.find(text.reading, clause)[0]?.key ?? null;
  const asked = subjectOf(text.context.asked);
  return named && (named === asked || VOLUNTEERED.includes(named)) ? named : asked;
}

/** Topics people decline unasked; "رقمي السري" is no refusal of a phone number. */
const VOLUNTEERED: readonly FactSubject[] = ["budget", "companySize", "timeline"];

function subjectOf(topic: Topic | null): FactSubject | null {
  return topic === "confirm" ? null : topic;
}

const LIMITLESS: readonly FactSubject[] = ["budget", "timeline", "appointment", "companySize"];

function allowed(state: State, topic: FactSubject, acts: readonly FoundAct[]): boolean {
  if (acts.some((act) => act.act === "opt-out" || act.act === "wrong-number" || act.act === "erase-data"))
    return false;
  return state !== "open" || LIMITLESS.includes(topic);
}
