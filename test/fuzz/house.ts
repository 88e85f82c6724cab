import { readFileSync, rmSync } from "node:fs";
import { startGraph } from "../support/graph-stand-in.ts";
import {
  ADMIN_KEY,
  dataFolder,
  houseEnvironment,
  type Json,
  PHONE_NUMBER_ID,
  type RunningHouse,
  startHouseProcess,
} from "../support/house.ts";
import { canRunPostgres, freePort, startPostgres } from "../support/postgres.ts";
import { apiTarget } from "./api.ts";
import { chatTarget } from "./chat.ts";
import { DOOR_ENVIRONMENT, doorTargets } from "./doors.ts";
import { CHAT_SECRET, linkTarget, pageTarget } from "./links.ts";
import { rawTarget } from "./raw.ts";
import type { FuzzTarget } from "./target.ts";
import { startVendor } from "./vendor.ts";

/** The program as its operator runs it: one process on PostgreSQL, all doors open, stand-ins for the platforms. */
export interface FuzzedHouse extends RunningHouse {
  readonly storage: "PostgreSQL" | "the embedded engine";
  /** Where its tables can be asked; null = the embedded engine, which answers nobody but its own program. */
  readonly database: string | null;
  /** null while it runs; else how it ended. */
  ended(): string | null;
  /** Megabytes of the process; NaN where nobody can tell. */
  resident(): number;
  /** Seconds of computing so far. */
  computed(): number;
  /** Megabytes that its objects take, garbage included; NaN where it does not tell. */
  objects(): Promise<number>;
  /** What it counts of its own turns and sends since its start. */
  counted(): Promise<Counted>;
}

/** Counters of GET /metrics. */
export interface Counted {
  /** Turns that threw and were tried again. */
  readonly failedTurns: number;
  /** What was set aside after five such tries. */
  readonly parked: number;
}

/** What every house is given that is to be fuzzed. */
export function fuzzEnvironment(vendorUrl: string): Readonly<Record<string, string>> {
  return {
    ...DOOR_ENVIRONMENT,
    ...{
      CHAT_SECRET: CHAT_SECRET.reveal(),
      PUBLIC_URL: "https://majlis.example",
      RESEND_BASE_URL: vendorUrl,
    },
  };
}

/** Starts it; `more` variables win. On a machine without PostgreSQL the embedded engine serves, and it is said. */
export async function startFuzzedHouse(more: Readonly<Record<string, string>> = {}): Promise<FuzzedHouse> {
  const postgres = canRunPostgres() ? await startPostgres() : null;
  const [graph, vendor] = [await startGraph(PHONE_NUMBER_ID), await startVendor()];
  const folder = await dataFolder();
  const database = await postgres?.newDatabase();
  const port = await freePort();
  const house = await startHouseProcess({
    ...houseEnvironment(graph.url, folder, port, database),
    ...fuzzEnvironment(vendor.url),
    ...more,
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    ...{ url, graph, storage: postgres === null ? "the embedded engine" : "PostgreSQL" },
    database: database ?? null,
    get errors() {
      return house.log().split("\n").filter(Boolean);
    },
    ended: () => {
      const { exitCode, signalCode } = house.child;
      return exitCode === null && signalCode === null ? null : `ended by ${signalCode ?? exitCode}`;
    },
    resident: () => residentOf(house.child.pid ?? 0),
    computed: () => computedBy(house.child.pid ?? 0),
    objects: async () => (await figureOf(url, "nodejs_heap_size_used_bytes")) / 1_048_576,
    counted: async () => ({
      failedTurns: await figureOf(url, "failed_turns_total"),
      parked: await figureOf(url, "parked_total"),
    }),
    close: async () => {
      await house.stop();
      await Promise.all([graph.close(), vendor.close()]);
      postgres?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Everything of the house that can be spoken to. */
export async function houseTargets(url: string): Promise<readonly FuzzTarget[]> {
  const ids = await knownIds(url);
  const targets = [
    ...doorTargets(url),
    await apiTarget(url, ids),
    chatTarget(url),
    linkTarget(url, ids),
    pageTarget(url),
    rawTarget(url),
  ];
  return targets as readonly FuzzTarget[];
}

/** Ids of leads, conversations and contacts that are there. */
async function knownIds(url: string): Promise<readonly string[]> {
  const headers = { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" };
  for (const [at, company] of ["شركة النخيل", "Ofuq LLC"].entries()) {
    const body = JSON.stringify({ company, name: "خالد", email: `k${at}@example.com`, source: "website" });
    await (await fetch(`${url}/api/v1/leads`, { method: "POST", headers, body })).arrayBuffer();
  }
  const leads = (await (await fetch(`${url}/api/v1/leads`, { headers })).json()) as Json;
  return leads.data.flatMap((lead: Json) => [lead.id, lead.contactId ?? lead.id, ...lead.conversationIds]);
}

function residentOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1_024;
  } catch {
    return Number.NaN; // it has ended, which is told elsewhere, or this is no Linux
  }
}

function computedBy(pid: number): number {
  try {
    const figures = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /u, "")
      .split(" ");
    return (Number(figures[11]) + Number(figures[12])) / 100;
  } catch {
    return Number.NaN; // as above
  }
}

/** One of the program's own figures; NaN where it tells none of that name. */
async function figureOf(url: string, name: string): Promise<number> {
  const headers = { authorization: `Bearer ${ADMIN_KEY}` };
  const text = await (await fetch(`${url}/metrics`, { headers })).text();
  return Number(new RegExp(`^majlis_${name} ([\\d.e+]+)`, "m").exec(text)?.[1]);
}
