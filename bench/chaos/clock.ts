import { globSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startPostgres } from "../load/postgres.ts";
import { PORTS } from "./ports.ts";
import type { Scenario } from "./scenario.ts";
import { type Stage, sleep } from "./stage.ts";
import { skipped, verdictOf } from "./verdict.ts";

/** Debian's faketime: without it no clock can be moved. */
const [LIBRARY] = globSync("/usr/lib/*/faketime/libfaketime.so.1");

function faked(library: string, file: string): Readonly<Record<string, string>> {
  writeFileSync(file, "+0");
  return {
    ...{ LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: "1" },
    // Waits are counted by the monotonic clock, which never jumps.
    ...{ DONT_FAKE_MONOTONIC: "1", FAKETIME_DONT_FAKE_MONOTONIC: "1" },
  };
}

const jumps = (whose: "program" | "database", offset: string, fast = false): Scenario => ({
  name: `clock: the ${whose}'s jumps by ${offset}`,
  fast,
  play: async (stage) => {
    if (LIBRARY === undefined) return skipped("Debian's faketime is not installed");
    const file = join("/tmp", `majlis-chaos-clock-${process.pid}`);
    const environment = faked(LIBRARY, file);
    if (whose === "program") return await play(stage, file, offset, environment);
    const server = await startPostgres({
      port: PORTS.secondDatabase,
      environment,
      settings: ["shared_buffers=128MB"],
    });
    try {
      stage.database = server.create("majlis");
      return await play(stage, file, offset, {});
    } finally {
      await stage.clear();
      server.stop();
    }
  },
});

async function play(
  stage: Stage,
  file: string,
  offset: string,
  environment: Readonly<Record<string, string>>,
) {
  await stage.start("web", "web", environment);
  await stage.start("one", "worker", environment);
  await stage.start("two", "worker", environment);
  const result = await stage.load({ messages: stage.fast ? 400 : 600, burst: 2 }, async () => {
    await sleep(2_000);
    writeFileSync(file, offset);
  });
  const parked = await stage.count("messages where status = 'parked'");
  // By a clock a day ahead the platform's window for answers has closed: then a person is told of each that cannot leave.
  const told = await stage.count("tasks where kind = 'undelivered' and reason = 'outside-window'");
  const asleep = await stage.count("lanes where due_at > now() + interval '10 minutes'");
  return verdictOf(result, {
    told,
    note: `${parked} set aside, ${asleep} talks asleep, a person told of ${told}`,
    faults: [
      ...(parked > 0 ? [`${parked} set aside`] : []),
      ...(asleep > 0 ? [`${asleep} talks sleep for as long as the clock went back`] : []),
    ],
  });
}

export const clock: readonly Scenario[] = [
  jumps("program", "+25h"),
  jumps("program", "-1h"),
  jumps("database", "+25h"),
  jumps("database", "-1h", true),
];
