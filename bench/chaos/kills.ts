import { until } from "./moments.ts";
import type { Scenario } from "./scenario.ts";
import { RECEIPT_AFTER_MS } from "./sent-again.ts";
import { type Meanwhile, type Role, type Stage, sleep } from "./stage.ts";
import { verdictOf } from "./verdict.ts";

/** The database as a victim, beside the processes. */
const DATABASE = "database";

interface Killing {
  readonly name: string;
  readonly fast?: boolean;
  readonly processes: Readonly<Record<string, Role>>;
  readonly victims: readonly string[];
  readonly embedded?: boolean;
  readonly kills?: number;
  readonly load?: Readonly<Record<string, unknown>>;
}

/** `kill -9` of one of the victims again and again, at seeded moments. */
export function killing(stage: Stage, victims: readonly string[], kills: number, told: string[]): Meanwhile {
  return async () => {
    for (let n = 0; n < kills; n += 1) {
      await sleep(1_200 + stage.random() * 1_400);
      const victim = victims[Math.floor(stage.random() * victims.length)] ?? "";
      told.push(victim);
      if (victim === DATABASE) await stage.postgres.crash(400);
      else if (stage.isUp(victim)) await stage.kill(victim);
    }
  };
}

function scenario(one: Killing): Scenario {
  return {
    name: `kills: ${one.name}`,
    fast: one.fast ?? false,
    play: async (stage) => {
      if (one.embedded) stage.database = null;
      for (const [name, role] of Object.entries(one.processes)) await stage.start(name, role);
      const told: string[] = [];
      const kills = one.kills ?? (stage.fast ? 3 : 5);
      // The embedded engine computes beside the program, and it is one process: the short selection gives it less.
      const less = one.embedded && stage.fast ? { messages: 300, rate: 50 } : {};
      const result = await stage.load({ ...one.load, ...less }, killing(stage, one.victims, kills, told));
      const counts = [...new Set(told)].map((name) => `${name} ${told.filter((one) => one === name).length}`);
      return verdictOf(result, { note: `killed: ${counts.join(", ")}` });
    },
  };
}

const PARALLEL = { redeliver: 3, redeliverParallel: true };
const APART = { web: "web", one: "worker", two: "worker" } as const;

/** A killed worker counts as dead after four seconds, and others look once a second; the short selection is for crowded machines. */
const FREE_WITHIN_MS = { fast: 15_000, whole: 5_000 };

/** A killed worker's talks go on with another one: how long that takes. */
const resume: Scenario = {
  name: "kills: how soon a killed worker's talks go on",
  fast: true,
  play: async (stage) => {
    await stage.start("web", "web");
    await stage.start("one", "worker");
    const known = new Set(await workers(stage, 1));
    await stage.start("two", "worker");
    const second = (await workers(stage, 2)).find((id) => !known.has(id)) ?? "";
    const its = () => stage.count(`lanes where lease_owner = '${second}'`);
    let held = 0;
    let freedAfter = -1;
    // Slow sends, so that it has many lanes in hand.
    const result = await stage.load({ messages: 500, graphLatency: 400 }, async () => {
      await sleep(2_000);
      await until(async () => (await its()) > 0);
      await stage.kill("two", null);
      const killedAt = performance.now();
      held = await its();
      await until(async () => (await its()) === 0);
      freedAfter = performance.now() - killedAt;
    });
    const note = `${held} lanes held, free after ${Math.round(freedAfter)} ms`;
    const good = held > 0 && freedAfter <= FREE_WITHIN_MS[stage.fast ? "fast" : "whole"];
    return verdictOf(result, { note, faults: good ? [] : [note] });
  },
};

async function workers(stage: Stage, count: number): Promise<readonly string[]> {
  let ids: readonly string[] = [];
  await until(async () => {
    const rows = await stage.rows<{ readonly id: string }>("select id from workers").catch(() => []);
    ids = rows.map(({ id }) => id);
    return ids.length >= count;
  });
  return ids;
}

/** How soon answers go out again once a killed PostgreSQL is back. */
const reconnect: Scenario = {
  name: "kills: PostgreSQL, and how soon the program is back",
  play: async (stage) => {
    await stage.start("web", "web");
    await stage.start("worker", "worker");
    const waits: number[] = [];
    const result = await stage.load({}, async (graph) => {
      for (let n = 0; n < (stage.fast ? 2 : 4); n += 1) {
        await sleep(1_500);
        await stage.postgres.crash(400);
        const backAt = Number(process.hrtime.bigint()) / 1e6;
        const answeredSince = () => graph.stats.records.find(({ t }) => t > backAt);
        await until(() => answeredSince() !== undefined);
        waits.push(Math.round((answeredSince()?.t ?? Number.POSITIVE_INFINITY) - backAt));
      }
    });
    const slow = waits.filter((wait) => wait > 5_000);
    return verdictOf(result, {
      note: `first answer ${waits.join(", ")} ms after it was back`,
      faults: slow.length > 0 ? [`back only after ${slow.join(", ")} ms`] : [],
    });
  },
};

/** The first receipts of all meet a server that is away: that they come at all must be known when sends are in doubt. */
const firstReceipts: Scenario = {
  name: "kills: PostgreSQL as the first receipts come, then both workers",
  play: async (stage) => {
    for (const [name, role] of Object.entries(APART)) await stage.start(name, role);
    const result = await stage.load({}, async () => {
      await sleep(RECEIPT_AFTER_MS - 200);
      await stage.postgres.crash(2_500);
      await sleep(1_500);
      await stage.kill("one");
      await stage.kill("two");
    });
    return verdictOf(result);
  },
};

export const kills: readonly Scenario[] = [
  scenario({
    name: "web, redelivered",
    processes: { web: "web", worker: "worker" },
    victims: ["web"],
    load: PARALLEL,
  }),
  scenario({ name: "worker", processes: { web: "web", worker: "worker" }, victims: ["worker"] }),
  scenario({ name: "the one process", processes: { all: "all" }, victims: ["all"] }),
  scenario({
    ...{ name: "two workers in turn", processes: APART, victims: ["one", "two"] },
    load: { burst: 3, users: 500 },
  }),
  scenario({
    ...{ name: "everything mixed", fast: true, processes: APART, victims: ["web", "one", "two", DATABASE] },
    load: { ...PARALLEL, burst: 3, users: 500 },
  }),
  scenario({
    ...{
      name: "the embedded engine",
      fast: true,
      processes: { all: "all" },
      victims: ["all"],
      embedded: true,
    },
    load: PARALLEL,
  }),
  resume,
  reconnect,
  firstReceipts,
];
