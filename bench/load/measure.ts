import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** What one run of ../shared/bench/load.mjs found; times in milliseconds. */
export interface Measured {
  readonly label: string;
  readonly ackedPerSec: number;
  readonly repliedPerSec: number;
  readonly ack: { readonly p50: number; readonly p99: number };
  readonly e2e: { readonly p50: number; readonly p99: number };
  readonly lost: number;
  readonly duplicates: number;
  readonly outOfOrder: number;
  readonly unmatched: number;
  readonly sent: number;
  readonly answered: number;
  readonly proc?: { readonly rssMaxMb: number; readonly rssEndMb: number; readonly cpuMsPerMsg: number };
  readonly db?: { readonly cpuMsPerMsg: number };
  readonly machine?: { readonly foreignPct: number };
}

export type Run = (options: Readonly<Record<string, unknown>>) => Promise<Measured>;

/** Starts the bot's processes, loads them and kills them at seeded moments (../shared/bench/chaos.mjs). */
export type RunChaos = (
  chaos: Readonly<Record<string, unknown>>,
  options: Readonly<Record<string, unknown>>,
) => Promise<Measured & { readonly kills: readonly { readonly proc: string; readonly atMs: number }[] }>;

/** Loads the generator that lies beside the project; null when it does not. */
export async function loadGenerator(): Promise<Run | null> {
  return (await fromShared<{ readonly runLoad: Run }>("load.mjs"))?.runLoad ?? null;
}

/** Loads the crash harness that lies beside the project; null when it does not. */
export async function chaosHarness(): Promise<RunChaos | null> {
  return (await fromShared<{ readonly runChaos: RunChaos }>("chaos.mjs"))?.runChaos ?? null;
}

async function fromShared<Module>(file: string): Promise<Module | null> {
  const path = resolve("../shared/bench", file);
  try {
    return (await import(pathToFileURL(path).href)) as Module;
  } catch (problem) {
    process.stderr.write(`bench: ${path} cannot be loaded (${String(problem)})\n`);
    return null;
  }
}
