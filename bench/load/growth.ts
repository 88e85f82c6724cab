import { MAJLIS_PATH } from "./contenders.ts";
import { harmOf, type Measured, type Run } from "./measure.ts";
import { PORTS } from "./ports.ts";
import type { RunningPostgres } from "./postgres.ts";
import { startMajlis } from "./programs.ts";
import { timePages } from "./reads.ts";
import { BLOCK } from "./seed.ts";
import type { Verdict } from "./verdicts.ts";
import { PATIENCE, WARM } from "./ways.ts";

/** What one kind of load cost on one size of history. */
export interface Grown {
  readonly size: number;
  readonly load: LoadName;
  readonly round: number;
  readonly perSecond: number;
  /** End to end, milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly app: number;
  readonly database: number;
  /** Blocks of 8 kB that PostgreSQL touched for each message, in all and by statement. */
  readonly blocks: number;
  readonly statements: Readonly<Record<string, number>>;
  readonly harm: number;
  readonly others: number;
}

/** Everything one run of bench/history.ts found. */
export interface HistoryReport {
  readonly at: string;
  readonly machine: string;
  readonly grown: readonly Grown[];
  readonly pages: Readonly<Record<number, Readonly<Record<string, number>>>>;
  readonly verdicts: readonly Verdict[];
}

type LoadName = "few" | "spread" | "new" | "steady";

const WAITING = { mode: "closed", wait: "reply", concurrency: 32, replyTimeout: 15, duration: 60 };

/** Who writes. On every size the same 64 people (a block of the seed); people from all over the history; people nobody knows. */
const loads = (
  messages: number,
  round: number,
): Readonly<Record<LoadName, Readonly<Record<string, unknown>>>> => ({
  few: { ...WAITING, users: BLOCK, messages },
  spread: { ...WAITING, userOffset: BLOCK + round * 2000, users: 2000, messages },
  new: { ...WAITING, userOffset: 2_000_000 + round * 10_000, users: 2000, messages },
  steady: {
    ...{ mode: "open", rate: 100, users: BLOCK, messages: Math.min(1000, messages) },
    statuses: "sent,delivered,read",
  },
});

/** Loads one size of history in every way that it has people for. */
export async function growth(
  run: Run,
  postgres: RunningPostgres,
  { size, round, messages }: { readonly size: number; readonly round: number; readonly messages: number },
): Promise<{ readonly grown: readonly Grown[]; readonly pages: Readonly<Record<string, number>> }> {
  const name = `history_${size}`;
  const url = `postgres://postgres@127.0.0.1:${PORTS.postgres}/${name}`;
  const at = {
    target: `http://127.0.0.1:${PORTS.web}`,
    path: MAJLIS_PATH,
    graphPort: PORTS.graph,
    quiet: true,
  };
  const common = { ...at, text: "كم السعر؟ {token}", drain: PATIENCE };
  postgres.ask(name, "create extension if not exists pg_stat_statements");
  const program = await startMajlis({ roles: ["all"], database: url });
  const grown: Grown[] = [];
  let pages: Readonly<Record<string, number>> = {};
  try {
    await run({
      ...common,
      ...WAITING,
      userOffset: 5_000_000 + round * 10_000,
      users: 1000,
      messages: WARM.warm.messages,
    });
    for (const [load, options] of Object.entries(loads(messages, round)) as [LoadName, object][]) {
      if (load === "spread" && size < 100_000) continue;
      postgres.ask(name, "checkpoint");
      postgres.ask(name, "select pg_stat_statements_reset()");
      const watched = { pid: program.pids.join(","), dbPid: String(postgres.pid) };
      const measured = await run({ ...common, ...options, ...watched, label: load });
      grown.push(grownBy(measured, { size, load, round, statements: touched(postgres, name, measured) }));
    }
    pages = await timePages();
  } finally {
    await program.stop();
  }
  return { grown, pages };
}

function grownBy(one: Measured, known: Pick<Grown, "size" | "load" | "round" | "statements">): Grown {
  return {
    ...known,
    perSecond: one.repliedPerSec,
    ...{ p50: one.e2e.p50, p99: one.e2e.p99 },
    app: one.proc?.cpuMsPerMsg ?? 0,
    database: one.db?.cpuMsPerMsg ?? 0,
    blocks: Object.values(known.statements).reduce((sum, blocks) => sum + blocks, 0),
    harm: harmOf(one),
    others: one.machine?.foreignPct ?? 0,
  };
}

/** Blocks a message by statement, most first. */
function touched(postgres: RunningPostgres, name: string, { answered }: Measured): Record<string, number> {
  const rows = postgres.ask(
    name,
    `select json_agg(json_build_object('query', query, 'blocks', blocks) order by blocks desc) from (
       select query, sum(shared_blks_hit + shared_blks_read) as blocks
         from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database())
          and query not like '%pg_stat_statements%'
        group by 1) x where blocks > 0`,
  );
  const found = JSON.parse(rows) as readonly { readonly query: string; readonly blocks: number }[];
  const sums: Record<string, number> = {};
  for (const { query, blocks } of found) {
    const name = query
      .replace(/\s+/gu, " ")
      .replace(/'[^']*'|\$\d+|\b\d+\b/gu, "?")
      .slice(0, 110);
    sums[name] = (sums[name] ?? 0) + blocks / Math.max(1, answered);
  }
  return sums;
}

/** The head of the rows that `sizeRows` makes. */
export const growthTable =
  "few: the same 64 people on every size · spread: 2,000 people from all over the history · new: 2,000 strangers · steady: few, at 100/s, with three receipts for each answer. In all but steady 32 people wait for their answers.\n\n| history | load | replies/s | e2e p50 / p99 ms | CPU ms a message, app + db | blocks a message | refused + lost + twice + out of order + to nobody | others used |\n|---|---|---|---|---|---|---|---|\n";

/** One line for each load. */
export function sizeRows(all: readonly Grown[]): string {
  return all
    .map((one) => {
      const cells = [
        String(one.size),
        one.load,
        one.perSecond.toFixed(0),
        `${one.p50.toFixed(1)} / ${one.p99.toFixed(1)}`,
        `${one.app.toFixed(2)} + ${one.database.toFixed(2)}`,
        one.blocks.toFixed(0),
        String(one.harm),
        `${one.others.toFixed(0)} %`,
      ];
      return `| ${cells.join(" | ")} |\n`;
    })
    .join("");
}

const SHOWN = 12;

/** What the statements that touch most, or grow most, touch on each size; and whether the targets were met. */
export function statementTable(all: readonly Grown[], sizes: readonly number[]) {
  const [least = 0, most = 0] = [sizes[0], sizes.at(-1)];
  const last = all.filter(({ round }) => round === Math.max(...all.map((one) => one.round)));
  const of = (size: number, load: LoadName) => last.find((one) => one.size === size && one.load === load);
  const [small, large] = [of(least, "few"), of(most, "few")];
  const names = [
    ...new Set([...Object.keys(small?.statements ?? {}), ...Object.keys(large?.statements ?? {})]),
  ];
  const size = (name: string) => Math.max(small?.statements[name] ?? 0, large?.statements[name] ?? 0);
  const rows = names
    .sort((one, other) => size(other) - size(one))
    .slice(0, SHOWN)
    .map((name) => {
      const cells = sizes.map((each) => (of(each, "few")?.statements[name] ?? 0).toFixed(1));
      return `| ${name.replaceAll("|", "\\|")} | ${cells.join(" | ")} | ${(of(most, "spread")?.statements[name] ?? 0).toFixed(1)} |\n`;
    });
  const head = `| statement | ${sizes.join(" | ")} | ${most}, spread |\n|---|${sizes.map(() => "---|").join("")}---|\n`;
  return {
    text: `### blocks a message by statement, few\n\n${head}${rows.join("")}`,
    verdicts: (["few", "spread"] as const).flatMap((load) => judged(all, least, most, load)),
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function judged(all: readonly Grown[], least: number, most: number, load: "few" | "spread"): Verdict[] {
  const small = all.filter((one) => one.size === least && one.load === "few");
  const large = all.filter((one) => one.size === most && one.load === load);
  const times = (value: (one: Grown) => number) => mean(large.map(value)) / mean(small.map(value));
  const who = load === "few" ? "the same people" : "people from all over it";
  const row = (what: string, target: string, value: number, met: boolean): Verdict => ({
    ...{ id: "P6", what: `${what}, ${most} stored beside ${least}, ${who}`, target },
    ...(large.length === 0 ? { measured: "–", met: null } : { measured: `${value.toFixed(2)}x`, met }),
  });
  const rate = times((one) => one.perSecond);
  const cpu = times((one) => one.database);
  const blocks = times((one) => one.blocks);
  return [
    row("replies/s", ">= 0.8x", rate, rate >= 0.8),
    row("CPU of the database a message", "<= 1.4x", cpu, cpu <= 1.4),
    // A tree of a million rows is one or two levels deeper than one of a thousand; anything more would be a scan.
    row("blocks a message", "<= 2x", blocks, blocks <= 2),
  ];
}
