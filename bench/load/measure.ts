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
  readonly proc?: { readonly rssMaxMb: number; readonly rssEndMb: number; readonly cpuMsPerMsg: number };
  readonly db?: { readonly cpuMsPerMsg: number };
  readonly machine?: { readonly foreignPct: number };
}

type Run = (options: Readonly<Record<string, unknown>>) => Promise<Measured>;

/** Loads the generator that lies beside the project; null when it does not. */
export async function loadGenerator(): Promise<Run | null> {
  const path = resolve("../shared/bench/load.mjs");
  try {
    const generator = (await import(pathToFileURL(path).href)) as { readonly runLoad: Run };
    return generator.runLoad;
  } catch (problem) {
    process.stderr.write(`bench: ${path} cannot be loaded (${String(problem)})\n`);
    return null;
  }
}
