import { parseArgs } from "node:util";
import { fuzzLanguage } from "../test/fuzz/language.ts";
import { fuzzPosts } from "../test/fuzz/posts.ts";
import { fuzzRest } from "../test/fuzz/rest.ts";
import { fuzzWebhook } from "../test/fuzz/webhook.ts";
import { ADMIN_KEY, openRealHouse } from "../test/support/house.ts";

/** Bad input of every kind, `--count` of each (REST a tenth), repeatable by `--seed`; exit 1 on a crash or a 5xx. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { count: { type: "string" }, seed: { type: "string" } } });
  const count = wholeNumber("--count", values.count ?? "20000");
  const seed = wholeNumber("--seed", values.seed ?? "20261122");
  console.log(`count ${count}, seed ${seed}`);
  const read = fuzzWebhook(count, seed);
  show("webhook bodies read", read, read.failures.length);
  const understood = fuzzLanguage(count, seed);
  show("texts understood", understood, understood.faults.length);
  const house = await openRealHouse();
  try {
    const posts = await fuzzPosts(count, seed, house);
    const unanswered = posts.asked - posts.answered;
    for (const complaint of house.graph.complaints.slice(0, 5))
      console.log(`refused by the platform: ${complaint.slice(0, 500)}`);
    show(
      "signed posts to the running house",
      posts,
      posts.faults.length + unanswered + house.graph.complaints.length,
    );
    const rest = await fuzzRest(Math.ceil(count / 10), seed, house.url, ADMIN_KEY);
    show("broken REST requests", rest, rest.faults.length);
    if (house.errors.length > 0)
      console.log(`the house logged ${house.errors.length} errors, the first: ${house.errors[0]}`);
  } finally {
    await house.close();
  }
}

function show(what: string, report: object, faults: number): void {
  console.log(`${faults === 0 ? "ok   " : "WRONG"} ${what}: ${JSON.stringify(report)}`);
  if (faults > 0) process.exitCode = 1;
}

function wholeNumber(name: string, written: string): number {
  if (/^\d{1,9}$/.test(written)) return Number(written);
  console.error(`${name} must be a whole number`);
  process.exit(1);
}

await main();
