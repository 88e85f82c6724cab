import { parseArgs } from "node:util";
import { fuzzHouse } from "../test/fuzz/siege.ts";
import { type FuzzRun, type FuzzTarget, runTarget } from "../test/fuzz/target.ts";
import { signatureTiming } from "../test/fuzz/timing.ts";
import { fuzzWebhook } from "../test/fuzz/webhook.ts";
import { pumps, words } from "../test/fuzz/words.ts";

const USAGE = `npm run fuzz -- [--count=20000] [--seed=20261122] [--only=NAME] [--at=TRY] [--house]
  --count   bodies sent to the running program; the readers of texts get a part of as many
  --only    words, pumps, read, timing, or one door of the house: ${"whatsapp, form, rest, chat, mail, links, raw"} …
  --at      one try alone, as a fault names it
  --house   the running program only
`;

/** Bad input of every kind, repeatable by `--seed`. Exit 1 on a fault. */
async function main(): Promise<void> {
  const option = { type: "string" } as const;
  const { values } = parseArgs({
    options: {
      ...{ count: option, seed: option, only: option, at: option },
      ...{ house: { type: "boolean" }, help: { type: "boolean" } },
    },
  });
  if (values.help === true) return console.log(USAGE);
  const count = wholeNumber("--count", values.count, 20_000);
  const seed = wholeNumber("--seed", values.seed, 20_261_122);
  const at = wholeNumber("--at", values.at, undefined);
  const wants = (name: string) => (values.only === undefined ? values.house !== true : values.only === name);
  const began = performance.now();
  console.log(`count ${count}, seed ${seed}`);
  await readers({ count, seed, at }, wants);
  if (!["words", "pumps", "timing", "read"].includes(values.only ?? "")) {
    const isWell = await fuzzHouse({ count, seed, at }, values.only ?? null, (line) => console.log(line));
    if (!isWell) process.exitCode = 1;
  }
  console.log(
    `${process.exitCode === 1 ? "WRONG" : "ok"}: ${Math.round((performance.now() - began) / 1_000)} s`,
  );
}

/** The functions that are given words of others, in this process. */
async function readers(run: FuzzRun, wants: (name: string) => boolean): Promise<void> {
  for (const target of [words, pumps] as readonly FuzzTarget[]) {
    if (!wants(target.name)) continue;
    const report = await runTarget(target, { ...run, count: Math.ceil(run.count * target.share) });
    show(target.name, report, report.faults.length);
  }
  if (wants("timing")) {
    const timing = signatureTiming(100_000, run.seed);
    show("timing", timing, Math.abs(timing.t) < 4.5 ? 0 : 1);
  }
  if (!wants("read")) return;
  const read = fuzzWebhook(Math.ceil(run.count / 4), run.seed);
  show("read", read, read.failures.length);
}

function show(what: string, report: object, faults: number): void {
  console.log(`${faults === 0 ? "ok   " : "WRONG"} ${what}: ${JSON.stringify(report)}`);
  if (faults > 0) process.exitCode = 1;
}

function wholeNumber<None>(name: string, written: string | undefined, none: None): number | None {
  if (written === undefined) return none;
  if (/^\d{1,9}$/.test(written)) return Number(written);
  console.error(`${name} must be a whole number\n${USAGE}`);
  process.exit(1);
}

await main();
