import { readFileSync } from "node:fs";
import type { Run } from "./measure.ts";
import type { RunningPostgres } from "./postgres.ts";
import { startMajlis } from "./programs.ts";

const FEW = 5_000;
const MANY = 40_000;
const ROLES = [["all"], ["web", "worker"]] as const;

/** Prints how much memory each process keeps: after 5,000 messages, and after 40,000 more in the same process. */
export async function measureMemory(
  run: Run,
  postgres: RunningPostgres,
  { port, scale, load }: { readonly port: number; readonly scale: number; readonly load: object },
): Promise<void> {
  process.stdout.write(
    "| process | after 5,000: MB | after 45,000: MB (target 250) | ratio (target 1.15x) | lost / twice / out of order |\n|---|---|---|---|---|\n",
  );
  for (const roles of ROLES) {
    const program = await startMajlis({ roles, database: postgres.create("majlis"), port });
    const after = async (messages: number) => {
      const { lost, duplicates, outOfOrder } = await run({ ...load, messages: Math.round(messages * scale) });
      return {
        harm: `${lost} / ${duplicates} / ${outOfOrder}`,
        megabytes: program.pids.map(residentMegabytes),
      };
    };
    try {
      const early = await after(FEW);
      const late = await after(MANY);
      for (const [place, role] of roles.entries()) {
        const [then = 0, now = 0] = [early, late].map(({ megabytes }) => megabytes[place] ?? 0);
        const cells = [role, then.toFixed(0), now.toFixed(0), `${(now / then).toFixed(2)}x`];
        process.stdout.write(`| ${cells.join(" | ")} | ${early.harm}, then ${late.harm} |\n`);
      }
    } finally {
      await program.stop();
    }
  }
}

function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}
