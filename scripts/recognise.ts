import { createInterface } from "node:readline";
import { understand } from "../bot/conversation/language/understand.ts";
import type { Entity, ReadingContext, Topic, Understanding } from "../bot/conversation/understanding.ts";
import { TOPICS } from "../bot/conversation/understanding.ts";

/** Batch understanding: one JSON object per line in, one per line out, in the same order. A bad line answers with its error. */
async function recognise(): Promise<void> {
  const started = Date.now();
  let pending: string[] = [];
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    pending.push(answer(line, started));
    if (pending.length >= 500) {
      process.stdout.write(`${pending.join("\n")}\n`);
      pending = [];
    }
  }
  if (pending.length > 0) process.stdout.write(`${pending.join("\n")}\n`);
}

function answer(line: string, now: number): string {
  try {
    const request = readRequest(JSON.parse(line), now);
    return JSON.stringify(typeof request === "string" ? { error: request } : understood(request));
  } catch {
    return JSON.stringify({ error: "not a line of JSON" });
  }
}

const NAMES_WEEK = /[اأ]سبوع|[اأ]سابيع|ويكند|week/iu;

/**
 * Facts, and the answers to a question of ours, count weeks from Sunday as Saudi offices do. Entities of a text that answers
 * nothing are neutral: their weeks are those of ISO 8601, Monday to Sunday, with the Saudi week among the alternatives.
 * See docs/decisions/weeks.md.
 */
function understood({ text, context }: { text: string; context: ReadingContext }): Understanding {
  const saudi = understand(text, context);
  if (context.asked !== null || !NAMES_WEEK.test(text)) return saudi;
  const neutral = understand(text, { ...context, weekBegins: "monday" });
  return { ...saudi, entities: neutral.entities.map((entity) => withSaudiWeek(entity, saudi.entities)) };
}

function withSaudiWeek(entity: Entity, saudi: readonly Entity[]): Entity {
  if (entity.kind !== "datetime") return entity;
  const twin = saudi.find(({ kind, start }) => kind === "datetime" && start === entity.start);
  if (twin?.kind !== "datetime" || twin.value.from === entity.value.from) return entity;
  const alternatives = [...new Set([...entity.value.alternatives, twin.value.from])];
  return { ...entity, value: { ...entity.value, alternatives } };
}

function readRequest(given: unknown, started: number): { text: string; context: ReadingContext } | string {
  if (typeof given !== "object" || given === null) return "expected an object";
  const { text, asked, now, profileName } = given as Record<string, unknown>;
  if (typeof text !== "string") return "text must be a string";
  const topic = asked === undefined || asked === null ? null : TOPICS.find((each) => each === asked);
  if (topic === undefined) return `asked must be one of ${TOPICS.join(", ")}`;
  const clock = now === undefined || now === null ? started : instantOf(String(now));
  if (Number.isNaN(clock)) return "now must be an ISO time";
  const name = typeof profileName === "string" ? profileName : null;
  const context = contextOf(topic, clock, name, offsetOf(String(now)));
  return { text, context: isPlaceless(String(now)) ? { ...context, weekBegins: "monday" } : context };
}

function contextOf(
  asked: Topic | null,
  now: number,
  profileName: string | null,
  offsetMinutes: number | null,
): ReadingContext {
  const context = { asked, now, profileName, language: null, city: null };
  return offsetMinutes === null ? context : { ...context, offsetMinutes };
}

const OFFSET = /([+-])(\d\d):?(\d\d)$/;
const TIMED = /T\d\d:\d\d/;

/** Epoch milliseconds; a time that names no offset is Riyadh's. */
function instantOf(iso: string): number {
  const named = iso.endsWith("Z") || OFFSET.test(iso) || !TIMED.test(iso);
  return Date.parse(named ? iso : `${iso}+03:00`);
}

/** A time of day without an offset names no place: its weeks are those of the ISO calendar. */
function isPlaceless(iso: string): boolean {
  return TIMED.test(iso) && !OFFSET.test(iso) && !iso.endsWith("Z");
}

/** Minutes east of UTC that a time was written with; null when it names none or is in UTC, as machines write it. */
function offsetOf(iso: string): number | null {
  const [, sign, hours, minutes] = (TIMED.test(iso) && OFFSET.exec(iso)) || [];
  return sign ? (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : null;
}

await recognise();
