import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CRASH_POINTS } from "../bot/config/variables.ts";
import { playRaces } from "./chaos/races.ts";
import { majlisEnvironment } from "./load/environment.ts";
import { chaosHarness, type Measured } from "./load/measure.ts";
import { type RunningPostgres, startPostgres } from "./load/postgres.ts";

/*
 * Majlis under load while its processes are killed with -9 at seeded moments: nothing lost, nothing twice, nothing out of
 * order. Prints the seeds; exits 1 when a scenario fails. `--fast` runs the short selection, `--seed N` repeats one.
 */

const fast = process.argv.includes("--fast");
if (process.argv.includes("--only=races")) process.exit((await playRaces(fast)) ? 0 : 1);
const seedAt = process.argv.indexOf("--seed");
const firstSeed = seedAt > 0 ? Number(process.argv[seedAt + 1]) : 1;
const harness = await chaosHarness();
if (!harness) process.exit(1);

const PORT = 41_950;
const LOG = join(tmpdir(), "majlis-chaos.log");
type Role = "all" | "web" | "worker";

interface Scenario {
  readonly name: string;
  readonly processes: Readonly<Record<string, Role>>;
  readonly kill: readonly string[];
  readonly embedded?: boolean;
  /** Instead of kills from outside: the process ends itself at this point, once. */
  readonly crashAt?: string;
  readonly load: Readonly<Record<string, unknown>>;
}

const redelivered = { redeliver: 3, redeliverParallel: true };
const scenarios: readonly Scenario[] = [
  {
    name: "web and worker killed, redelivered",
    processes: { web: "web", worker: "worker" },
    kill: ["web", "worker"],
    load: redelivered,
  },
  { name: "one process killed", processes: { all: "all" }, kill: ["all"], load: {} },
  {
    name: "two workers killed in turn",
    processes: { web: "web", one: "worker", two: "worker" },
    kill: ["one", "two"],
    load: { burst: 3, users: 100 },
  },
  {
    name: "in-doubt sends while killed",
    processes: { web: "web", worker: "worker" },
    kill: ["worker"],
    load: { graphInDoubt: 0.03 },
  },
  {
    name: "embedded engine killed",
    processes: { all: "all" },
    kill: ["all"],
    embedded: true,
    load: redelivered,
  },
  ...CRASH_POINTS.map(
    (point): Scenario => ({
      name: `points: ${point}, a hundred behind it`,
      processes: { all: "all" },
      kill: [],
      crashAt: `${point}:1`,
      load: { messages: 101, rate: 50, users: 101 },
    }),
  ),
];

function command(
  role: Role,
  port: number,
  folder: string,
  database: string | null,
  crashAt: string | null,
): string {
  const environment = majlisEnvironment({ role, port, dataDir: folder, database });
  const words = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  // Armed by a file that the first start takes away: the process that comes after the crash goes on.
  const armed = join(folder, "armed");
  if (crashAt !== null)
    words.push(`$(rm ${armed} 2>/dev/null && echo CRASH_ON_PURPOSE=yes CRASH_AT=${crashAt})`);
  // The folder as last word marks the process, for `endLeftOvers`.
  return `env ${words.join(" ")} node bot/main.ts ${folder}`;
}

/** How often a process ended itself at a crash point, so far. */
function purposes(): number {
  return existsSync(LOG) ? readFileSync(LOG, "utf8").split("killed on purpose").length - 1 : 0;
}

/** The harness may start a process again just after its end; it would keep the port from the next scenario. */
function endLeftOvers(folder: string): void {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(folder)) process.kill(Number(pid), "SIGKILL");
    } catch (problem) {
      // It ended between the two looks; anything else is a real fault.
      const { code } = problem as NodeJS.ErrnoException;
      if (code !== "ENOENT" && code !== "ESRCH") throw problem;
    }
  }
}

async function play(scenario: Scenario, seed: number, postgres: RunningPostgres): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "majlis-chaos-"));
  const database = scenario.embedded ? null : postgres.create("majlis");
  const { crashAt = null } = scenario;
  const names = Object.entries(scenario.processes);
  const proc = names.map(([name, role]) => `${name}=${command(role, PORT, folder, database, crashAt)}`);
  if (crashAt !== null) writeFileSync(join(folder, "armed"), "");
  try {
    return await (harness as NonNullable<typeof harness>)(
      {
        proc,
        kill: scenario.kill.join(","),
        kills: crashAt === null ? 5 : 0,
        killGap: "1200:2600",
        down: 400,
        settle: 2500,
        seed,
        startTimeout: 60,
        log: LOG,
      },
      {
        target: `http://127.0.0.1:${PORT}`,
        path: "/api/v1/webhooks/whatsapp",
        rate: 100,
        messages: fast ? 900 : 1500,
        users: 400,
        text: "كم السعر؟ {token}",
        graphLatency: 150,
        statuses: "sent,delivered",
        drain: 25,
        ...scenario.load,
      },
    );
  } finally {
    endLeftOvers(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

const named = process.argv.find((word) => word.startsWith("--only="))?.slice(7);
const chosen = scenarios.filter(({ name }, place) => (named ? name.includes(named) : !fast || place < 2));

const postgres = await startPostgres();
let failed = false;
process.stdout.write(
  "| scenario | seed | messages | answered | lost | twice | out of order | e2e p99 ms |\n|---|---|---|---|---|---|---|---|\n",
);
try {
  for (const scenario of chosen) {
    const before = purposes();
    const result = await play(scenario, firstSeed, postgres);
    const good =
      purposes() - before === (scenario.crashAt === undefined ? 0 : 1) &&
      result.answered === result.sent &&
      result.lost === 0 &&
      result.duplicates === 0 &&
      result.outOfOrder === 0 &&
      result.unmatched === 0;
    failed ||= !good;
    const cells = [
      scenario.name,
      firstSeed,
      result.sent,
      result.answered,
      result.lost,
      result.duplicates,
      result.outOfOrder,
      Math.round(result.e2e.p99),
    ];
    process.stdout.write(`| ${cells.join(" | ")} |${good ? "" : "  FAILED"}\n`);
  }
} finally {
  postgres.stop();
}
process.exit(failed ? 1 : 0);
