import { existsSync } from "node:fs";
import { backlogs } from "./chaos/backlog.ts";
import { clock } from "./chaos/clock.ts";
import { crowd } from "./chaos/crowd.ts";
import { graphFaults } from "./chaos/graph-faults.ts";
import { kills } from "./chaos/kills.ts";
import { points } from "./chaos/points.ts";
import { poison } from "./chaos/poison.ts";
import { PORTS } from "./chaos/ports.ts";
import { playRaces } from "./chaos/races.ts";
import { redis } from "./chaos/redis.ts";
import { reminders } from "./chaos/reminders.ts";
import { repeats } from "./chaos/repeats.ts";
import { restart } from "./chaos/restart.ts";
import type { Scenario, Verdict } from "./chaos/scenario.ts";
import { lateAndNoted, type Receipts } from "./chaos/sent-again.ts";
import { Stage, sleep } from "./chaos/stage.ts";
import { storage } from "./chaos/storage.ts";
import { skipped } from "./chaos/verdict.ts";
import { type LoadModule, loadModule } from "./load/measure.ts";
import { type RunningPostgres, startPostgres } from "./load/postgres.ts";

/*
 * Majlis under load while things are broken on purpose: nothing lost, nothing twice, nothing out of order. Prints the
 * seeds; exits 1 when a promise was broken. `--fast` runs the short selection, `--only=word` what has the word in its
 * name, `--seed=N` other moments, `--seeds=N` each scenario that often, `--crowded=N` beside so many processes that never rest.
 */

const word = (name: string): string | undefined =>
  process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);
const fast = process.argv.includes("--fast");
const only = word("only");
const firstSeed = Number(word("seed") ?? "1");
const seeds = Number(word("seeds") ?? "1");
const crowded = Number(word("crowded") ?? "0");

const begun = performance.now();

const scenarios: readonly Scenario[] = [
  ...[...kills, ...repeats, ...graphFaults, ...points, ...poison, ...clock],
  ...[...storage, ...redis, ...restart, ...reminders, ...backlogs],
];
/** Where the whole run plays a scenario with several seeds. */
const OFTEN: Readonly<Record<string, number>> = { "kills: everything mixed": 5 };

function leave(why: string): never {
  process.stdout.write(`chaos: SKIPPED, ${why}\n`);
  process.exit(0);
}

if (!existsSync("../shared/bench/load.mjs")) leave("there is no ../shared/bench beside the project");
if (!existsSync("/usr/lib/postgresql")) leave("there are no PostgreSQL server programs here");
if (process.getuid?.() !== 0) leave("only root can start PostgreSQL as its own user here");
if (only === "races") process.exit((await playRaces(fast)) ? 0 : 1);
const load = await loadModule();
if (load === null) process.exit(1);

/** The short selection ends within five minutes also where other work is going on: no scenario begins later than this. */
const FAST_BEGINS_WITHIN_S = 225;
/** When a scenario of the short selection stops waiting for what is still being worked off, and when it is cut short. */
const FAST_WAITS_UNTIL_S = 265;
const FAST_ENDS_S = 285;

let onStage: Stage | null = null;

async function play(
  scenario: Scenario,
  seed: number,
  parts: { postgres: RunningPostgres; load: LoadModule; receipts: Receipts },
) {
  const until = fast ? begun + FAST_WAITS_UNTIL_S * 1_000 : Number.POSITIVE_INFINITY;
  const stage = new Stage({ ...parts, seed, fast, until });
  onStage = stage;
  const playing = scenario.play(stage);
  // Told below, if at all: what is cut short may still fail afterwards.
  playing.catch(() => undefined);
  try {
    const verdict = await (fast ? Promise.race([playing, cutShort(stage)]) : playing);
    const ends = stage.endedByThemselves;
    if (ends === 0 || scenario.ends === true) return verdict;
    return { ...verdict, faults: [...verdict.faults, `a process ended by itself ${ends} time(s)`] };
  } catch (problem) {
    // The others are played all the same.
    const fault = `it could not be played: ${problem instanceof Error ? problem.message : String(problem)}`;
    return { ...skipped("an error"), faults: [fault] };
  } finally {
    await stage.clear();
  }
}

/** On a machine as slow as that nothing can be said of what was not answered; what came twice came twice. */
async function cutShort(stage: Stage): Promise<Verdict> {
  await sleep(FAST_ENDS_S * 1_000 - (performance.now() - begun));
  const { arrived, twice } = stage;
  const faults = twice > 0 ? [`${twice} sent twice`] : [];
  return { ...skipped(`cut short, ${arrived} had arrived`), answered: arrived, twice, faults };
}

function line(scenario: Scenario, seed: number, verdict: Verdict, seconds: number): string {
  const { sent, answered, lost, twice, outOfOrder, note, faults } = verdict;
  const cells = [scenario.name, seed, sent, answered, lost, twice, outOfOrder, note, Math.round(seconds)];
  return `| ${cells.join(" | ")} |${faults.length > 0 ? `  FAILED: ${faults.join("; ")}` : ""}\n`;
}

/** One of each kind first, then the second ones: where time runs out, every kind of trouble was there. */
function kindByKind(all: readonly Scenario[]): readonly Scenario[] {
  const kinds = Map.groupBy(all, ({ name }) => name.split(":")[0]);
  const most = Math.max(...[...kinds.values()].map((kind) => kind.length));
  return Array.from({ length: most }, (_, place) =>
    [...kinds.values()].flatMap((kind) => kind.slice(place, place + 1)),
  ).flat();
}

const wanted = scenarios.filter((one) =>
  only === undefined ? !fast || one.fast === true : one.name.includes(only),
);
const chosen = fast ? kindByKind(wanted) : wanted;
const receipts = await lateAndNoted();
const postgres = await startPostgres({ port: PORTS.database, settings: ["shared_buffers=256MB"] });
const disperse = crowd(crowded);
// Whoever ends this run ends what it started.
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    disperse();
    const end = () => {
      postgres.stop();
      process.exit(1);
    };
    (onStage?.clear() ?? Promise.resolve()).then(end, end);
  });
let failed = 0;
let played = 0;
const seconds = (): number => Math.round((performance.now() - begun) / 1_000);
process.stdout.write(
  "| scenario | seed | messages | answered | lost | twice | out of order | measured | s |\n|---|---|---|---|---|---|---|---|---|\n",
);
try {
  for (const scenario of chosen) {
    if (fast && seconds() > FAST_BEGINS_WITHIN_S) break;
    played += 1;
    const times = fast ? 1 : Math.max(seeds, OFTEN[scenario.name] ?? 1);
    for (let seed = firstSeed; seed < firstSeed + times; seed += 1) {
      const start = performance.now();
      const verdict = await play(scenario, seed, { postgres, load, receipts });
      if (verdict.faults.length > 0) failed += 1;
      process.stdout.write(line(scenario, seed, verdict, (performance.now() - start) / 1_000));
    }
  }
} finally {
  disperse();
  postgres.stop();
}
const unplayed = chosen.slice(played).map(({ name }) => name);
if (unplayed.length > 0) process.stdout.write(`\nno time was left for: ${unplayed.join("; ")}\n`);
process.stdout.write(
  `\nplayed ${played} ways to break it in ${seconds()} s: ${failed === 0 ? "every promise was kept" : `${failed} runs broke a promise`}\n`,
);
const racedWell = fast || only !== undefined || (await playRaces(false));
process.exit(failed > 0 || !racedWell ? 1 : 0);
