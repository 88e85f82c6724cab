import type { Entity, FactValues, FoundAct } from "../understanding.ts";
import { START_CUES, URGENCY } from "./lexicon/business-phrases.ts";
import { PhraseBook } from "./patterns.ts";
import type { Clause } from "./reading.ts";
import type { PlacedFact, Stretch, Text } from "./text.ts";
import { claim, overlaps, wordsOf } from "./text.ts";

type Urgency = FactValues["timeline"]["urgency"];
type Time = Extract<Entity, { readonly kind: "datetime" }>;
type Duration = Extract<Entity, { readonly kind: "duration" }>;

const DAY = 86_400_000;
const urgency = new PhraseBook<Urgency>({});
for (const key of ["exploring", "now", "later", "soon"] as const) urgency.add(key, URGENCY[key]);
const start = new PhraseBook<true>({}).add(true, START_CUES);

/** When the project should run, and when they would like to meet. */
export function timingFacts(text: Text, acts: readonly FoundAct[]): PlacedFact[] {
  const times = text.entities.filter((entity): entity is Time => entity.kind === "datetime");
  const appointment = findAppointment(text, times, acts);
  const left = times.filter(
    (time) => !(appointment && overlaps(wordsOf(text.reading, time), appointment.place)),
  );
  const timeline = findTimeline(text, left, acts);
  return [appointment, timeline].filter((each) => each !== null);
}

function has(acts: readonly FoundAct[], ...wanted: string[]): boolean {
  return acts.some((act) => wanted.includes(act.act));
}

function findAppointment(text: Text, times: readonly Time[], acts: readonly FoundAct[]): PlacedFact | null {
  const { asked } = text.context;
  const meets = asked === "appointment" || asked === "confirm" || has(acts, "ask-meeting", "reschedule");
  if (!meets) return null;
  const near = times.filter(
    (time) =>
      !isOfProject(text, time) &&
      (time.value.grain !== "month" || asked === "appointment") &&
      (asked === "appointment" || asked === "confirm" || !isStart(text, time)),
  );
  const best = near.find((time) => time.value.hour) ?? near.find((time) => time.value.day) ?? near[0];
  if (!best) return null;
  const { value } = best;
  const exact = value.to === null && value.hour && (value.grain === "minute" || value.grain === "hour");
  return claim(
    text,
    "appointment",
    { from: value.from, to: value.to, exact },
    wordsOf(text.reading, best),
    value.alternatives.length > 0 ? 0.7 : 0.9,
  );
}

/** "Next quarter" and "before Ramadan" are answers about the project, whatever was asked: nobody meets for a season. */
function isSeason({ value }: Time): boolean {
  if (value.grain === "year" || value.grain === "quarter") return true;
  return value.to !== null && Date.parse(value.to) - Date.parse(value.from) > 45 * DAY;
}

/** When it should run, said while we ask when to meet: a season, or a month in which they want to start. */
function isOfProject(text: Text, time: Time): boolean {
  return isSeason(time) || (time.value.grain === "month" && isStart(text, time));
}

function isStart(text: Text, time: Time): boolean {
  const place = wordsOf(text.reading, time);
  const clause = clauseOf(text, place);
  return (
    clause !== undefined &&
    start
      .find(text.reading, clause)
      .some((cue) =>
        /^(?:نبدا|نبدي|نطلق|ننطلق|نشغل|التسليم|launch|start|begin|golive)/.test(
          text.reading.words[cue.from]?.fold ?? "",
        ),
      )
  );
}

function findTimeline(text: Text, times: readonly Time[], acts: readonly FoundAct[]): PlacedFact | null {
  const asked = text.context.asked === "timeline";
  if (!asked && has(acts, "later", "reschedule", "cancel", "complaint")) return null;
  if (text.context.asked === "appointment" || text.context.asked === "confirm") {
    const far = times.find((time) => isOfProject(text, time));
    return far === undefined ? null : fromTime(text, far, null);
  }
  const words = said(text, asked);
  const dated = times.find((time) => asked || belongs(text, time));
  if (dated) return fromTime(text, dated, words?.key ?? null);
  const duration = text.entities.find(
    (entity): entity is Duration => entity.kind === "duration" && (asked || isDeadline(text, entity)),
  );
  if (duration) return fromDuration(text, duration);
  return words ? claim(text, "timeline", { from: null, to: null, urgency: words.key }, words, 0.85) : null;
}

/** "within 2 months", "خلال شهرين" beside what they want. */
function isDeadline(text: Text, duration: Duration): boolean {
  const { from } = wordsOf(text.reading, duration);
  return (
    /^(?:within|in|خلال|غضون|بحدود)$/.test(text.reading.words[from - 1]?.fold ?? "") &&
    belongs(text, duration)
  );
}

/** A date is the project's when a start or need word shares its clause and it is no single hour. */
function belongs(text: Text, entity: Time | Duration): boolean {
  const place = wordsOf(text.reading, entity);
  const clause = clauseOf(text, place);
  if (!clause || clause.asks) return false;
  if (entity.kind === "datetime" && entity.value.hour) return false;
  return start.find(text.reading, clause).length > 0;
}

function clauseOf(text: Text, place: Stretch): Clause | undefined {
  return text.reading.clauses.find((clause) => overlaps(clause, place));
}

function said(text: Text, asked: boolean): (Stretch & { readonly key: Urgency }) | null {
  const found = text.reading.clauses
    .filter((clause) => !clause.asks)
    .flatMap((clause) => {
      const about = asked || start.find(text.reading, clause).length > 0;
      // "No rush" is about the project by itself; "quickly" may be about our answer.
      return urgency
        .find(text.reading, clause)
        .filter((each) => about || each.key === "exploring" || isAllOf(clause, each));
    });
  const order: readonly Urgency[] = asked ? ["exploring", "now", "later", "soon"] : ["exploring", "now"];
  for (const key of order) {
    const place = found.find((each) => each.key === key);
    if (place) return place;
  }
  return null;
}

/** "As soon as possible" and nothing else: said of nothing in particular, it is said of what we talk about. */
function isAllOf(clause: Clause, { from, to }: Stretch): boolean {
  return from === clause.from && to === clause.to && to - from > 1;
}

function fromTime(text: Text, time: Time, words: Urgency | null): PlacedFact {
  const { value } = time;
  const deadline = value.to ?? value.from;
  const agreed = {
    from: dateOf(value.from),
    to: value.to ? dateOf(value.to) : null,
    urgency:
      words === "now" || words === "exploring" ? words : urgencyOf(text, value.grain, deadline, value.from),
  };
  return claim(text, "timeline", agreed, wordsOf(text.reading, time), 0.9);
}

function fromDuration(text: Text, duration: Duration): PlacedFact {
  const until = text.context.now + duration.value.seconds * 1000;
  const to = new Date(until + 3 * 3_600_000).toISOString().slice(0, 10);
  return claim(
    text,
    "timeline",
    { from: null, to, urgency: byDays(duration.value.seconds / 86_400) },
    wordsOf(text.reading, duration),
    0.75,
  );
}

function dateOf(iso: string): string {
  return iso.slice(0, 10);
}

/** Two weeks are now, a quarter is soon, more is later. A window counts from its end when it opens today. */
function urgencyOf(text: Text, grain: string, deadline: string, from: string): Urgency {
  if (grain === "year") return "later";
  const opens = (Date.parse(from) - text.context.now) / DAY;
  const ends = (Date.parse(deadline) - text.context.now) / DAY;
  return byDays(opens <= 1 ? ends : opens);
}

function byDays(days: number): Urgency {
  if (days <= 15) return "now";
  return days <= 100 ? "soon" : "later";
}
