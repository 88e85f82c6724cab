import { globSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startPostgres } from "../load/postgres.ts";
import { PORTS } from "./ports.ts";
import type { Scenario, Verdict } from "./scenario.ts";
import { type Stage, sleep } from "./stage.ts";
import { type Played, skipped, verdictOf } from "./verdict.ts";

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

type Whose = "program" | "database";

/** What the moved clock says: the database's when it is asked, the program's by the turn it dated furthest away. */
const SAYS: Readonly<Record<Whose, string>> = {
  database: "select extract(epoch from now())::float8 as seconds",
  program: `
select extract(epoch from at)::float8 as seconds from turns
 order by abs(extract(epoch from at) - extract(epoch from now())) desc limit 1`,
};
/** A scenario is over within this, so whatever was dated in it lies this near to the jump. */
const NEAR_H = 0.25;

/** How far the moved clock is from this process's own, in hours; NaN where it says nothing. */
async function awayHours(stage: Stage, whose: Whose): Promise<number> {
  const [row] = await stage.rows<{ readonly seconds: number }>(SAYS[whose]);
  return ((row?.seconds ?? Number.NaN) * 1_000 - Date.now()) / 3_600_000;
}

const jumps = (whose: Whose, hours: number, fast = false): Scenario => ({
  name: `clock: the ${whose}'s jumps by ${offsetOf(hours)}`,
  fast,
  play: async (stage) => {
    if (LIBRARY === undefined) return skipped("Debian's faketime is not installed");
    const file = join("/tmp", `majlis-chaos-clock-${process.pid}`);
    const environment = faked(LIBRARY, file);
    const server =
      whose === "program"
        ? null
        : await startPostgres({
            port: PORTS.secondDatabase,
            environment,
            settings: ["shared_buffers=128MB"],
          });
    try {
      if (server !== null) stage.database = server.create("majlis");
      return await play(stage, { whose, hours, file, environment: server === null ? environment : {} });
    } finally {
      await stage.clear();
      server?.stop();
      rmSync(file, { force: true });
    }
  },
});

function offsetOf(hours: number): string {
  return `${hours > 0 ? "+" : ""}${hours}h`;
}

interface Jump {
  readonly whose: Whose;
  readonly hours: number;
  readonly file: string;
  /** Of the program's processes. */
  readonly environment: Readonly<Record<string, string>>;
}

async function play(stage: Stage, jump: Jump): Promise<Verdict> {
  await stage.start("web", "web", jump.environment);
  await stage.start("one", "worker", jump.environment);
  await stage.start("two", "worker", jump.environment);
  const result = await stage.load({ messages: stage.fast ? 400 : 600, burst: 2 }, async () => {
    await sleep(2_000);
    writeFileSync(jump.file, offsetOf(jump.hours));
  });
  return await judged(stage, jump, result);
}

async function judged(stage: Stage, { whose, hours }: Jump, result: Played): Promise<Verdict> {
  const away = await awayHours(stage, whose);
  const parked = await stage.count("messages where status = 'parked'");
  const told = await stage.count("tasks where kind = 'undelivered' and reason = 'outside-window'");
  const asleep = await stage.count("lanes where due_at > now() + interval '10 minutes'");
  // Only by a program's clock that is a day ahead has the platform's window for answers closed: then a person is told of each
  // that cannot leave.
  const closes = whose === "program" && hours >= 24;
  const held = Math.max(0, result.sent - result.answered);
  return verdictOf(result, {
    told: closes ? told : 0,
    note: `its clock ${away.toFixed(1)} h away, ${parked} set aside, ${asleep} talks asleep, a person told of ${told}`,
    faults: [
      ...(Math.abs(away - hours) < NEAR_H ? [] : ["the clock did not jump"]),
      ...(parked > 0 ? [`${parked} set aside`] : []),
      ...(asleep > 0 ? [`${asleep} talks sleep for as long as the clock went back`] : []),
      ...(closes && told === 0 ? ["the window closed for nobody"] : []),
      ...(told > (closes ? held : 0)
        ? [`a person told of ${told}, of which ${closes ? held : 0} were held back`]
        : []),
    ],
  });
}

export const clock: readonly Scenario[] = [
  jumps("program", 25),
  jumps("program", -1),
  jumps("database", 25),
  jumps("database", -1, true),
];
