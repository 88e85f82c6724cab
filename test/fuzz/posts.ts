import { setTimeout as sleep } from "node:timers/promises";
import { postWebhook, type RunningHouse } from "../support/house.ts";
import { Prospect } from "../support/prospect.ts";
import { Dice, mutated } from "./mutate.ts";
import { webhookBodies } from "./webhook.ts";

export interface PostFuzzReport {
  readonly posts: number;
  readonly seconds: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** People who wrote a proper message among the broken ones, and how many of them were answered. */
  readonly asked: number;
  readonly answered: number;
  readonly slowestMs: number;
  /** Each can be sent again by hand. */
  readonly faults: readonly string[];
}

const AT_ONCE = 16;
/** One proper message after so many broken ones. */
const A_PERSON_EVERY = 250;
const ALLOWED = new Set([200, 413, 503]);

/** Sends `count` broken posts, properly signed, to the running house; people who write in between must be answered. */
export async function fuzzPosts(count: number, seed: number, house: RunningHouse): Promise<PostFuzzReport> {
  const dice = new Dice(seed);
  const bodies = webhookBodies();
  const statuses: Record<string, number> = {};
  const faults: string[] = [];
  const people: Prospect[] = [];
  const started = performance.now();
  let left = count;
  let slowestMs = 0;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      if (left % A_PERSON_EVERY === 0) people.push(await somebody(house));
      const body = mutated(dice.pick(bodies), bodies, dice);
      const sent = performance.now();
      const status = await postWebhook(house.url, body).catch((problem: unknown) => String(problem));
      slowestMs = Math.max(slowestMs, performance.now() - sent);
      statuses[status] = (statuses[status] ?? 0) + 1;
      const isFault = typeof status === "string" || !ALLOWED.has(status);
      if (isFault && faults.length < 20) faults.push(`${status}: ${body.toString("base64").slice(0, 4_000)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const seconds = (performance.now() - started) / 1_000;
  const answered = await allAnswered(people);
  return { posts: count, seconds, statuses, asked: people.length, answered, slowestMs, faults };
}

async function somebody(house: RunningHouse): Promise<Prospect> {
  const person = new Prospect(house, "نورة");
  await person.writes("السلام عليكم، كم أسعاركم؟");
  return person;
}

/** How many have an answer; waits for the last of them for half a minute. */
async function allAnswered(people: readonly Prospect[]): Promise<number> {
  const answered = () => people.filter((person) => person.inbox.length > 0).length;
  for (const end = Date.now() + 30_000; Date.now() < end && answered() < people.length; ) await sleep(100);
  return answered();
}
