import { createInterface } from "node:readline";
import { understand } from "../bot/conversation/language/understand.ts";
import type { ReadingContext, Topic } from "../bot/conversation/understanding.ts";
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
    return JSON.stringify(
      typeof request === "string" ? { error: request } : understand(request.text, request.context),
    );
  } catch {
    return JSON.stringify({ error: "not a line of JSON" });
  }
}

function readRequest(given: unknown, started: number): { text: string; context: ReadingContext } | string {
  if (typeof given !== "object" || given === null) return "expected an object";
  const { text, asked, now, profileName } = given as Record<string, unknown>;
  if (typeof text !== "string") return "text must be a string";
  const topic = asked === undefined || asked === null ? null : TOPICS.find((each) => each === asked);
  if (topic === undefined) return `asked must be one of ${TOPICS.join(", ")}`;
  const clock = now === undefined || now === null ? started : clockOf(String(now));
  if (Number.isNaN(clock)) return "now must be an ISO time";
  const name = typeof profileName === "string" ? profileName : null;
  return { text, context: contextOf(topic, clock, name, offsetOf(now)) };
}

/** Minutes east of UTC that the time was given in, so that answers come back on the same wall clock. */
function offsetOf(now: unknown): number {
  const match = /([+-])(\d\d):?(\d\d)$/.exec(String(now));
  if (match === null) return String(now).endsWith("Z") ? 0 : RIYADH_MINUTES;
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/** A time without an offset is a wall clock in Riyadh. */
function clockOf(now: string): number {
  return Date.parse(/T[\d:.]+$/.test(now) ? `${now}+03:00` : now);
}

const RIYADH_MINUTES = 180;

function contextOf(
  asked: Topic | null,
  now: number,
  profileName: string | null,
  offsetMinutes: number,
): ReadingContext {
  return { asked, now, offsetMinutes, profileName, language: null, city: null };
}

await recognise();
