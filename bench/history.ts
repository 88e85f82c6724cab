import { writeFileSync } from "node:fs";
import {
  type Grown,
  growth,
  growthTable,
  type HistoryReport,
  sizeRows,
  statementTable,
} from "./load/growth.ts";
import { loadGenerator, type Run } from "./load/measure.ts";
import { type RunningPostgres, startPostgres } from "./load/postgres.ts";
import { pageTable } from "./load/reads.ts";
import { machineLine, verdictTable } from "./load/report.ts";
import { holdTalks, multiply } from "./load/seed.ts";

/*
 * Whether an answer costs the same however much has been said before: talks are held with the running house, copied until so
 * many messages are stored (1,000, 100,000 and 1,000,000, or `npm run bench:history -- --sizes=…`), and the same load is measured on
 * each size in turn. PostgreSQL counts what each statement touches, so that growth shows on a crowded machine too.
 * --rounds=2 · --json=file · BENCH_MESSAGES=4000. Exit 1 when a message was lost, repeated or swapped, not for a missed target.
 */

const option = (name: string) =>
  process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
const SIZES = (option("sizes") ?? "1000,100000,1000000").split(",").map(Number);
const ROUNDS = Number(option("rounds") ?? "2");
const MESSAGES = Number(process.env.BENCH_MESSAGES ?? "4000");

const SETTINGS = [
  "max_wal_size=16GB",
  "shared_preload_libraries=pg_stat_statements",
  "pg_stat_statements.max=2000",
  // Its cost is spread over days of real life, and would fall on one size by chance.
  "autovacuum=off",
];

function seed(postgres: RunningPostgres): void {
  for (const size of SIZES) {
    const begun = performance.now();
    postgres.create(`history_${size}`, "seed");
    multiply(postgres, `history_${size}`, size);
    const stored = postgres.ask(
      `history_${size}`,
      "select (select count(*) from messages) || ' messages of ' || (select count(*) from conversations) || ' people, ' || pg_database_size(current_database()) / 1048576 || ' MB'",
    );
    process.stdout.write(`${stored}, made in ${((performance.now() - begun) / 1000).toFixed(0)} s\n`);
  }
}

const pages = new Map<number, Readonly<Record<string, number>>>();

async function measureAll(run: Run, postgres: RunningPostgres): Promise<Grown[]> {
  const all: Grown[] = [];
  await holdTalks(run, postgres, "seed");
  seed(postgres);
  process.stdout.write(`\n${growthTable}`);
  for (let round = 0; round < ROUNDS; round++)
    for (const size of SIZES) {
      const { grown, pages: timed } = await growth(run, postgres, { size, round, messages: MESSAGES });
      pages.set(size, timed);
      all.push(...grown);
      process.stdout.write(sizeRows(grown));
    }
  return all;
}

const run = await loadGenerator();
if (run === null) process.exit(1);
const postgres = await startPostgres({ settings: SETTINGS });
let all: Grown[];
try {
  all = await measureAll(run, postgres);
} finally {
  postgres.stop();
}
const { text, verdicts } = statementTable(all, SIZES);
process.stdout.write(
  `\n${text}\n${pageTable(pages)}\n### verdicts\n\n${machineLine()}\n\n${verdictTable(verdicts)}`,
);
const report: HistoryReport = {
  at: new Date().toISOString(),
  machine: machineLine(),
  grown: all,
  pages: Object.fromEntries(pages),
  verdicts,
};
const file = option("json");
if (file !== undefined) writeFileSync(file, `${JSON.stringify(report, null, 1)}\n`);
process.exit(all.some(({ harm }) => harm > 0) ? 1 : 0);
