import { writeFileSync } from "node:fs";
import {
  type Contender,
  EXPRESS_FLOOR,
  majlis,
  majlisDatabase,
  n8n,
  peer,
  REFERENCE,
} from "./load/contenders.ts";
import { loadGenerator, type Measured, type Run } from "./load/measure.ts";
import { type Kept, measureMemory } from "./load/memory.ts";
import { middleBy } from "./load/middle.ts";
import { INSTALL_PEERS, installedPeers } from "./load/peers.ts";
import { leftBehind, type RunningPostgres, startPostgres } from "./load/postgres.ts";
import type { Program } from "./load/programs.ts";
import { headOf, machineLine, type Report, rowOf, verdictTable } from "./load/report.ts";
import { together } from "./load/slices.ts";
import { broken, judge, OURS, WITH_TWO, WITH_WORKER } from "./load/verdicts.ts";
import { loadAlong, type Slice, type Target, WAYS, type WayName, warmUp } from "./load/ways.ts";

/*
 * The project against its floors in one run on one machine: the reference bot of ../shared/bench does no more than store, claim,
 * send and mark; Majlis also understands, decides and keeps its reasons. Ratios mean something, absolute numbers little.
 *
 * --only=acks,replies,steady,receipts,scale,memory,peers,plain chooses · --peers adds what others make · --rounds=3 sends three times
 * as much (where the rate is given: takes each contender's middle run) · --json=file keeps everything. Exit 1 when a run of ours lost, repeated or swapped a message, not for
 * a missed target.
 */

const SCALE = Number(process.env.BENCH_SCALE ?? "1");
const option = (name: string) =>
  process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
const only = option("only")?.split(",");
const ROUNDS = Number(option("rounds") ?? "1");
/** So many slices make what a way sends in one round. */
const SLICES = 4;

const ALL = majlis(OURS, ["all"]);
const WORKER_APART = majlis(WITH_WORKER, ["web", "worker"]);
const TWO_WORKERS = majlis(WITH_TWO, ["web", "worker", "worker"]);
const EMBEDDED = majlis("majlis embedded", ["all"], true);
const PLAN: Readonly<Partial<Record<WayName, readonly Contender[]>>> = {
  acks: [EXPRESS_FLOOR, majlis("majlis web", ["web"])],
  replies: [REFERENCE, ALL, WORKER_APART, TWO_WORKERS, EMBEDDED],
  steady: [REFERENCE, ALL, EMBEDDED],
  receipts: [REFERENCE, ALL],
  scale: [1, 2, 4].map((count) =>
    majlis(`majlis web + ${count} worker${count > 1 ? "s" : ""}`, ["web", ...Array(count).fill("worker")]),
  ),
};

function beside(): readonly Contender[] {
  const { libraries, n8n: n8nThere } = installedPeers();
  if (!libraries) process.stdout.write(`\nlibraries not installed: ${INSTALL_PEERS} libraries\n`);
  if (!n8nThere) process.stdout.write(`\nn8n not installed: ${INSTALL_PEERS} n8n\n`);
  return [
    ALL,
    WORKER_APART,
    TWO_WORKERS,
    ...(libraries
      ? [
          peer("whatsapp-api-js (stores nothing)", "whatsapp-api-js.mjs"),
          peer("whatsapp-api-js + PostgreSQL", "whatsapp-api-js.mjs", { KEEP: "yes" }),
          peer("Chat SDK + PostgreSQL", "chat-sdk.mjs"),
        ]
      : []),
    ...(n8nThere ? [n8n("n8n + PostgreSQL")] : []),
    REFERENCE,
  ];
}

interface Seat {
  readonly contender: Contender;
  readonly program: Program;
  readonly target: Target;
  readonly database: string;
}

async function seat(contender: Contender, number: number, postgres: RunningPostgres): Promise<Seat> {
  const program = await contender.start(postgres, number);
  const at = { path: contender.path, port: program.port, pids: program.pids, databasePid: postgres.pid };
  return {
    ...{ contender, program, database: majlisDatabase(number) },
    target: { label: contender.name, ...at },
  };
}

function tellOfHarm(
  { contender, database }: Seat,
  { lost, duplicates }: Measured,
  postgres: RunningPostgres,
) {
  if (contender.ours && contender !== EMBEDDED && lost + duplicates > 0)
    process.stdout.write(`${leftBehind(postgres, database)}\n`);
}

/** Starts and warms them all, lets the database be tidied, and ends them after `work`. */
async function seated<Result>(
  run: Run,
  name: WayName,
  contenders: readonly Contender[],
  postgres: RunningPostgres,
  work: (seats: readonly Seat[]) => Promise<Result>,
): Promise<Result> {
  const seats: Seat[] = [];
  try {
    for (const [number, contender] of contenders.entries()) {
      const one = await seat(contender, number, postgres);
      seats.push(one);
      await warmUp(run, WAYS[name], one.target, SCALE);
    }
    postgres.tidy();
    return await work(seats);
  } finally {
    for (const { program } of seats) await program.stop();
    postgres.clear();
  }
}

async function load(run: Run, name: WayName, one: Seat, postgres: RunningPostgres, slice?: Slice) {
  const measured = await loadAlong(run, WAYS[name], one.target, SCALE, slice);
  tellOfHarm(one, measured, postgres);
  return measured;
}

/** In each round every contender runs once, so that a busy minute of the machine harms all of them alike. */
async function playRounds(
  run: Run,
  name: WayName,
  contenders: readonly Contender[],
  postgres: RunningPostgres,
) {
  const runs = contenders.map((): Measured[] => []);
  for (let round = 0; round < ROUNDS; round++)
    for (const [place, contender] of contenders.entries()) {
      const measured = await seated(run, name, [contender], postgres, async (seats) => {
        const [one] = seats;
        if (one === undefined) throw new Error("nobody was seated");
        return await load(run, name, one, postgres);
      });
      runs[place]?.push(measured);
      const first = runs[0]?.at(-1) ?? measured;
      process.stdout.write(rowOf(name, measured, first));
    }
  return runs.flatMap((of) => middleBy(of, ({ e2e }) => e2e.p99) ?? []);
}

/**
 * All of them run and are warm, and slices of the load go to one after the other: the machine itself may be twice as fast in one minute
 * as in the next, and a slice takes seconds.
 */
async function playInTurns(
  run: Run,
  name: WayName,
  contenders: readonly Contender[],
  postgres: RunningPostgres,
) {
  const runs = contenders.map((): Measured[] => []);
  await seated(run, name, contenders, postgres, async (seats) => {
    for (let number = 0; number < SLICES * ROUNDS; number++)
      for (const [place, one] of seats.entries())
        runs[place]?.push(await load(run, name, one, postgres, { number, of: SLICES }));
  });
  const all = runs.map((slices) => together(slices, name === "acks" ? "ackedPerSec" : "repliedPerSec"));
  for (const one of all) process.stdout.write(rowOf(name, one, all[0] ?? one));
  return all;
}

async function play(run: Run, name: WayName, contenders: readonly Contender[], postgres: RunningPostgres) {
  process.stdout.write(headOf(name));
  const inTurns = WAYS[name].mode === "closed";
  return await (inTurns ? playInTurns : playRounds)(run, name, contenders, postgres);
}

async function playAll(run: Run, postgres: RunningPostgres): Promise<Report> {
  const wanted = (name: string) => only?.includes(name) ?? true;
  const ways: Partial<Record<WayName, readonly Measured[]>> = {};
  const others = process.argv.includes("--peers") || only?.includes("peers") || only?.includes("plain");
  const fellows = others ? beside() : [];
  const plan = { ...PLAN, ...(fellows.length > 2 ? { peers: fellows, plain: fellows } : {}) };
  for (const name of Object.keys(WAYS) as WayName[]) {
    const contenders = plan[name];
    if (contenders !== undefined && wanted(name)) ways[name] = await play(run, name, contenders, postgres);
  }
  const setups = [
    { contender: ALL, roles: ["all"] },
    { contender: majlis("majlis web + worker", ["web", "worker"]), roles: ["web", "worker"] },
  ];
  const memory: Kept[] = wanted("memory") ? await measureMemory(run, postgres, setups, SCALE) : [];
  const where = { at: new Date().toISOString(), machine: machineLine(), scale: SCALE, rounds: ROUNDS };
  return { ...where, ways, memory, verdicts: judge(ways, memory) };
}

const strangers = (only ?? []).filter((name) => name !== "memory" && !(name in WAYS));
const nothing = [...strangers.map((name) => `--only=${name}`), ...(ROUNDS >= 1 ? [] : ["--rounds"])];
if (nothing.length > 0) {
  process.stderr.write(`bench: ${nothing.join(", ")} would measure nothing\n`);
  process.exit(1);
}
const run = await loadGenerator();
if (run === null) process.exit(1);
const postgres = await startPostgres();
let report: Report;
try {
  report = await playAll(run, postgres);
} finally {
  postgres.stop();
}
if (Object.values(report.ways).flat().length + report.memory.length === 0) {
  process.stderr.write("bench: nothing was measured\n");
  process.exit(1);
}
process.stdout.write(`\n### verdicts\n\n${report.machine}\n\n${verdictTable(report.verdicts)}`);
const file = option("json");
if (file !== undefined) writeFileSync(file, `${JSON.stringify(report, null, 1)}\n`);
const harm = broken(report.ways, report.memory);
for (const line of harm) process.stdout.write(`\nBROKEN: ${line}\n`);
process.exit(harm.length > 0 ? 1 : 0);
