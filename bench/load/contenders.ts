import { resolve } from "node:path";
import { startN8n } from "./n8n.ts";
import { PORTS, SEAT } from "./ports.ts";
import type { RunningPostgres } from "./postgres.ts";
import { type Program, startFloor, startMajlis, startPeer } from "./programs.ts";

/** Something that answers webhooks: ours, a floor, or what another maker offers. */
export interface Contender {
  readonly name: string;
  readonly ours: boolean;
  readonly path: string;
  /** Starts it on an empty database of its own; resolves once it listens. Several may run at once, each on a seat of its own. */
  start(postgres: RunningPostgres, seat?: number): Promise<Program>;
}

/** Where Majlis takes the platform's webhooks. */
export const MAJLIS_PATH = "/api/v1/webhooks/whatsapp";

const portOf = (seat: number) => PORTS.web + seat * SEAT;
/** The database of ours on a seat. */
export const majlisDatabase = (seat: number) => (seat === 0 ? "majlis" : `majlis_${seat}`);

export type Role = "all" | "web" | "worker";

/** The bot of ../shared/bench/floors in one of its modes. */
export const floor = (name: string, environment: Readonly<Record<string, string>>): Contender => ({
  ...{ name, ours: false, path: "/webhook" },
  start: async (postgres, seat = 0) => {
    postgres.create("bench");
    postgres.run("bench", resolve("../shared/bench/floors/schema.sql"));
    return await startFloor(environment, portOf(seat));
  },
});

/** Majlis as so many processes of these roles. */
export const majlis = (name: string, roles: readonly Role[], embedded = false): Contender => ({
  ...{ name, ours: true, path: MAJLIS_PATH },
  start: async (postgres, seat = 0) =>
    await startMajlis({
      roles,
      database: embedded ? null : postgres.create(majlisDatabase(seat)),
      port: portOf(seat),
    }),
});

/** A small bot on another maker's library: a file of bench/peers. */
export const peer = (
  name: string,
  file: string,
  settings: Readonly<Record<string, string>> = {},
): Contender => ({
  ...{ name, ours: false, path: "/webhook" },
  start: async (postgres, seat = 0) =>
    await startPeer(file, postgres.create(`peer_${seat}`), settings, portOf(seat)),
});

/** The same small bot as an n8n workflow. */
export const n8n = (name: string): Contender => ({
  ...{ name, ours: false, path: "/webhook/whatsapp" },
  start: async (postgres, seat = 0) => await startN8n(postgres.create("n8n"), portOf(seat)),
});

/** Stores, claims, sends and marks in batches, and does nothing else: what Majlis is held against. */
export const REFERENCE = floor("reference: batch worker", {
  MODE: "coalesce",
  ...{ WORKER: "batch", CONC: "400", RECONCILE: "status" },
});
export const EXPRESS_FLOOR = floor("floor: coalesced Express", {
  MODE: "coalesce",
  ...{ FW: "express", CONVROW: "1" },
});
