import { readFileSync } from "node:fs";
import type { Contender } from "./contenders.ts";
import { harmOf, type Measured, type Run } from "./measure.ts";
import { PORTS } from "./ports.ts";
import { leftBehind, type RunningPostgres } from "./postgres.ts";
import { PATIENCE, WAYS } from "./ways.ts";

const FEW = 5_000;
const MANY = 40_000;

/** How much memory one process kept, in MB: after 5,000 messages, after 40,000 more, and at most. */
export interface Kept {
  readonly setup: string;
  readonly role: string;
  readonly early: number;
  readonly late: number;
  readonly most: number;
  readonly answered: number;
  readonly harm: number;
}

/** Prints and answers what each process of each contender kept while 45,000 messages were answered. */
export async function measureMemory(
  run: Run,
  postgres: RunningPostgres,
  setups: readonly { readonly contender: Contender; readonly roles: readonly string[] }[],
  scale: number,
): Promise<Kept[]> {
  process.stdout.write(
    "\n### memory: 45,000 messages as fast as they are answered, in the same processes\n\n| setup | process | answered | after 5,000: MB | after 45,000: MB | ratio | most: MB | refused + lost + twice + out of order + to nobody |\n|---|---|---|---|---|---|---|---|\n",
  );
  const all: Kept[] = [];
  for (const { contender, roles } of setups) {
    const program = await contender.start(postgres);
    try {
      const few = await answer(run, contender, FEW * scale);
      const early = program.pids.map((pid) => residentMegabytes(pid, "VmRSS"));
      const many = await answer(run, contender, MANY * scale);
      const harm = harmOf(few) + harmOf(many);
      if (harm > 0) process.stdout.write(`${leftBehind(postgres)}\n`);
      for (const [place, role] of roles.entries()) {
        const pid = program.pids[place] ?? 0;
        const late = residentMegabytes(pid, "VmRSS");
        const most = residentMegabytes(pid, "VmHWM");
        const at = { early: early[place] ?? 0, late, most };
        const kept = { setup: contender.name, role, ...at, answered: few.answered + many.answered, harm };
        all.push(kept);
        process.stdout.write(rowOf(kept));
      }
    } finally {
      await program.stop();
    }
  }
  return all;
}

function rowOf({ setup, role, early, late, most, answered, harm }: Kept): string {
  const megabytes = [early.toFixed(0), late.toFixed(0), `${(late / early).toFixed(2)}x`, most.toFixed(0)];
  return `| ${setup} | ${role} | ${answered} | ${megabytes.join(" | ")} | ${harm} |\n`;
}

async function answer(run: Run, { path }: Contender, messages: number): Promise<Measured> {
  const { means: _, warm: __, ...options } = WAYS.replies;
  const where = { target: `http://127.0.0.1:${PORTS.web}`, path, graphPort: PORTS.graph, quiet: true };
  // Everybody waits for the answer: a web process alone stores far faster than one worker answers.
  const waiting = { wait: "reply", concurrency: 64, replyTimeout: 60, drain: PATIENCE };
  // Five minutes at most, which is 130 a second: a crowded machine is slow, and must still send them all.
  return await run({ ...options, ...where, ...waiting, messages: Math.round(messages), duration: 300 });
}

function residentMegabytes(pid: number, which: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`${which}:\\s+(\\d+) kB`, "u").exec(status)?.[1] ?? 0) / 1024;
}
