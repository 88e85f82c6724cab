import { parseArgs } from "node:util";
import { apiTarget } from "../test/fuzz/api.ts";
import { DOOR_ENVIRONMENT, doorTargets } from "../test/fuzz/doors.ts";
import { fuzzPosts } from "../test/fuzz/posts.ts";
import { type FuzzRun, type FuzzTarget, runTarget } from "../test/fuzz/target.ts";
import { fuzzWebhook } from "../test/fuzz/webhook.ts";
import { pumps, words } from "../test/fuzz/words.ts";
import { openRealHouse } from "../test/support/house.ts";

/** Bad input of every kind, `--count` of each, repeatable by `--seed`; `--only` one target, `--at` one try. Exit 1 on a fault. */
async function main(): Promise<void> {
  const options = { count: { type: "string" }, seed: { type: "string" }, only: { type: "string" } } as const;
  const { values } = parseArgs({ options: { ...options, at: { type: "string" } } });
  const count = wholeNumber("--count", values.count ?? "20000");
  const seed = wholeNumber("--seed", values.seed ?? "20261122");
  const at = values.at === undefined ? undefined : wholeNumber("--at", values.at);
  const wants = (name: string) => values.only === undefined || values.only === name;
  console.log(`count ${count}, seed ${seed}`);
  for (const target of [words, pumps] as readonly FuzzTarget[]) {
    if (!wants(target.name)) continue;
    const report = await runTarget(target, { count: Math.ceil(count * target.share), seed, at });
    show(target.name, report, report.faults.length);
  }
  if (wants("read")) {
    const read = fuzzWebhook(count, seed);
    show("webhook bodies read", read, read.failures.length);
  }
  if (!["words", "pumps", "read"].includes(values.only ?? "")) await houseTargets({ count, seed, at }, wants);
}

async function houseTargets(run: FuzzRun, wants: (name: string) => boolean): Promise<void> {
  const house = await openRealHouse({ environment: DOOR_ENVIRONMENT });
  const before = process.memoryUsage().rss;
  try {
    for (const target of [...doorTargets(house.url), await apiTarget(house.url)]) {
      if (!wants(target.name)) continue;
      const report = await runTarget(target, { ...run, count: Math.ceil(run.count * target.share) });
      show(target.name, report, report.faults.length);
    }
    if (wants("people")) {
      const posts = await fuzzPosts(run.count, run.seed, house);
      show("people", posts, posts.faults.length + posts.asked - posts.answered);
    }
    if (house.errors.length > 0)
      console.log(`the house logged ${house.errors.length} errors, the first: ${house.errors[0]}`);
    const grown = Math.round((process.memoryUsage().rss - before) / 1_048_576);
    console.log(`memory grew by ${grown} MB (house, stand-in and sender in one process)`);
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
