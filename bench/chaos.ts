import { existsSync } from "node:fs";
import { backlogs } from "./chaos/backlog.ts";
import { clock } from "./chaos/clock.ts";
import { crowd } from "./chaos/crowd.ts";
import { graphFaults } from "./chaos/graph-faults.ts";
import { kills } from "./chaos/kills.ts";
import { readOptions } from "./chaos/options.ts";
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
 * seeds; exits 1 when a promise was broken, and when nothing was played. `--fast` runs the short selection, `--only=word` what has
 * the word in its name, `--seed=N` other moments, `--seeds=N` each scenario that often, `--crowded=N` beside so many processes
 * that never rest.
 */

const options = readOptions(process.argv.slice(2));
if (typeof options === "string") refuse(options);
const { fast, only, seed: firstSeed, seeds, crowded } = options;

const begun = performance.now();

const scenarios: readonly Scenario[] = [
  ...[...kills, ...repeats, ...graphFaults, ...points, ...poison, ...clock],
  ...[...storage, ...redis, ...restart, ...reminders, ...backlogs],
];
/** Where the whole run plays a scenario with several seeds. */
const OFTEN: Readonly<Record<string, number>> = { "kills: everything mixed": 5 };

/** What was not played has kept no promise. */
function refuse(why: string): never {
  process.stderr.write(`chaos: ${why}\n`);
  process.exit(1);
}

function leave(why: string): never {
  process.stdout.write(`chaos: SKIPPED, ${why}\n`);
  process.exit(0);
}

const wanted = scenarios.filter((one) =>
  only === undefined ? !fast || one.fast === true : one.name.includes(only),
);
const chosen = fast ? kindByKind(wanted) : wanted;
if (chosen.length === 0 && only !== "races") refuse(`nothing has "${only}" in its name`);

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
const LOOK_S = 2;

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
  const verdict = await (fast ? Promise.race([playing, cutShort(stage)]) : playing).catch(
    // The others are played all the same.
    (problem: unknown): Verdict => {
      const fault = `it could not be played: ${problem instanceof Error ? problem.message : String(problem)}`;
      return { ...skipped("an error"), faults: [fault] };
    },
  );
  await stage.clear();
  const ends = scenario.ends === true ? 0 : stage.endedByThemselves;
  const byThemselves = ends === 0 ? [] : [`a process ended by itself ${ends} time(s)`];
  return { ...verdict, faults: [...verdict.faults, ...byThemselves, ...stage.broken] };
}

/**
 * On a machine as slow as that nothing can be said of what was not answered yet, as long as something moves; what stands still is
 * no slow machine's fault, and what came twice came twice.
 */
async function cutShort(stage: Stage): Promise<Verdict> {
  const rest = (seconds: number) => seconds * 1_000 - (performance.now() - begun);
  await sleep(rest(FAST_WAITS_UNTIL_S));
  const seen = new Set<string | null>();
  for (; onStage === stage && rest(FAST_ENDS_S) > 0; await sleep(LOOK_S * 1_000))
    seen.add(await stage.progress());
  const { arrived, twice } = stage;
  const [last = null] = seen;
  const still = seen.size === 1 && last !== null;
  const faults = [
    ...(twice > 0 ? [`${twice} sent twice`] : []),
    ...(still ? [`nothing moved for ${FAST_ENDS_S - FAST_WAITS_UNTIL_S} s: ${last}`] : []),
  ];
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
let verdicts = 0;
let unsaid = 0;
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
      verdicts += 1;
      if (verdict.faults.length > 0) failed += 1;
      else if (verdict.note.startsWith("SKIPPED")) unsaid += 1;
      process.stdout.write(line(scenario, seed, verdict, (performance.now() - start) / 1_000));
    }
  }
} finally {
  disperse();
  postgres.stop();
}
const unplayed = chosen.slice(played).map(({ name }) => name);
if (unplayed.length > 0) process.stdout.write(`\nno time was left for: ${unplayed.join("; ")}\n`);
const kept = `every promise was kept${unsaid > 0 ? `, of ${unsaid} runs nothing can be said` : ""}`;
process.stdout.write(
  `\nplayed ${played} ways to break it, ${verdicts} runs in ${seconds()} s: ${failed === 0 ? kept : `${failed} runs broke a promise`}\n`,
);
if (verdicts === 0) refuse("nothing was played");
const racedWell = fast || only !== undefined || (await playRaces(false));
process.exit(failed > 0 || !racedWell ? 1 : 0);
