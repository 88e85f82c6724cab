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
  readonly acked: number;
  /** Sent, and no delivery of it was taken: refused, or not answered in time. `lost` counts among `acked` only. */
  readonly unacked: number;
  readonly answered: number;
  /** Messages a second, where the rate was given. */
  readonly rate?: number;
  readonly graph?: { readonly statusesSent: number; readonly statusesFailed: number };
  readonly proc?: { readonly rssMaxMb: number; readonly rssEndMb: number; readonly cpuMsPerMsg: number };
  readonly db?: { readonly cpuMsPerMsg: number };
  readonly machine?: { readonly foreignPct: number };
  /** Messages a second in each slice. */
  readonly slices?: readonly number[];
}

/** How many messages were refused, lost, answered twice, out of order or to nobody; 0 = the figures mean something. */
export function harmOf({ unacked, lost, duplicates, outOfOrder, unmatched }: Measured): number {
  return unacked + lost + duplicates + outOfOrder + unmatched;
}

export type Run = (options: Readonly<Record<string, unknown>>) => Promise<Measured>;

/** What one run under faults found, beside the figures. */
export interface LoadResult extends Measured {
  readonly non2xx: number;
  readonly errors: number;
  readonly statusKinds: Readonly<Record<string, number>>;
}

/** A message that came to the stand-in of the Graph API; its time is that of `process.hrtime`, in milliseconds. */
export interface SentRecord {
  readonly t: number;
  readonly to: string;
  readonly text: string;
  /** Our own id of it, which came along. */
  readonly opaque?: string;
  readonly wamid: string;
}

/** The stand-in of the Graph API, while a run goes on. */
export interface Graph {
  readonly stats: {
    readonly records: readonly SentRecord[];
    readonly faults: number;
  };
  setFail(kinds: string): void;
  setLatency(milliseconds: number): void;
}

interface Hooks {
  ready(parts: { readonly graph: Graph | null }): Promise<void>;
  started(): Promise<void>;
  finished(): Promise<void>;
}

/** ../shared/bench/load.mjs, with what may happen beside the load. */
export interface LoadModule {
  runLoad(options: Readonly<Record<string, unknown>>, hooks?: Hooks): Promise<LoadResult>;
}

/** Loads the generator that lies beside the project; null when it does not. */
export async function loadGenerator(): Promise<Run | null> {
  return (await loadModule())?.runLoad ?? null;
}

/** The same with its hooks. */
export async function loadModule(): Promise<LoadModule | null> {
  return await fromShared<LoadModule>("load.mjs");
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
