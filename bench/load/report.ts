import { execFileSync } from "node:child_process";
import { cpus, totalmem } from "node:os";
import type { Measured } from "./measure.ts";
import type { Kept } from "./memory.ts";
import type { Verdict } from "./verdicts.ts";
import { WAYS, type Way, type WayName } from "./ways.ts";

/** Everything one run found, as `--json=file` writes it and `npm run bench:figures` reads it. */
export interface Report {
  readonly at: string;
  readonly machine: string;
  /** Share of the messages that a whole run sends. */
  readonly scale: number;
  readonly rounds: number;
  readonly ways: Partial<Record<WayName, readonly Measured[]>>;
  readonly memory: readonly Kept[];
  readonly verdicts: readonly Verdict[];
}

/** Where it ran, in one line. */
export function machineLine(): string {
  const version = execFileSync("psql", ["--version"], { encoding: "utf8" }).replace(/^psql \(\S+\) /u, "");
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GB`;
  const cores = `${cpus().length} cores (${cpus()[0]?.model.trim()})`;
  return `${cores}, ${memory}, Node ${process.versions.node}, PostgreSQL ${version.split(" ")[0]?.trim()}; load, stand-ins and database on the same cores`;
}

const show = (value: number | undefined | null, digits = 1) =>
  value === undefined || value === null ? "–" : value.toFixed(digits);
const ratio = (value: number, of: number) => `${(value / of).toFixed(2)}x`;

const HEAD =
  "| who | measured | ratio to the first | lost / twice / out of order | CPU ms a message, app + db | RSS MB, most | others used |\n|---|---|---|---|---|---|---|\n";

/** What stands above the rows of one way. */
export function headOf(name: WayName): string {
  const { means, warm, text: _, ...options }: Way = WAYS[name];
  return `\n### ${name}: ${means}\n\n${JSON.stringify(options)}, after ${warm.messages} messages to warm up\n\n${HEAD}`;
}

/** One contender's row; CPU of the database is what PostgreSQL used meanwhile. */
export function rowOf(name: WayName, one: Measured, first: Measured): string {
  const isOpen = WAYS[name].mode === "open";
  const speed = name === "acks" ? "ackedPerSec" : "repliedPerSec";
  const cells = [
    one.label,
    isOpen
      ? `ack p50 ${show(one.ack.p50)} p99 ${show(one.ack.p99)}, e2e p50 ${show(one.e2e.p50)} p99 ${show(one.e2e.p99)} ms`
      : `${show(one[speed], 0)}/s`,
    isOpen
      ? `ack p99 ${ratio(one.ack.p99, first.ack.p99)}, e2e p99 ${ratio(one.e2e.p99, first.e2e.p99)}`
      : ratio(one[speed], first[speed]),
    name === "acks" ? "–" : `${one.lost} / ${one.duplicates} / ${one.outOfOrder}`,
    `${show(one.proc?.cpuMsPerMsg, 2)} + ${show(one.db?.cpuMsPerMsg, 2)}`,
    `${show(one.proc?.rssMaxMb, 0)}`,
    `${show(one.machine?.foreignPct, 0)} %`,
  ];
  return `| ${cells.join(" | ")} |\n`;
}

/** Every target with what was measured. */
export function verdictTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ id, what, target, measured, met }) => {
    const word = met === null ? "not measured" : met ? "met" : "MISSED";
    return `| ${id} | ${what} | ${target} | ${measured} | ${word} |\n`;
  });
  return `| id | what | target | measured | |\n|---|---|---|---|---|\n${rows.join("")}`;
}
