import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, openSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { majlisEnvironment } from "../load/environment.ts";
import type { Graph, LoadModule, LoadResult } from "../load/measure.ts";
import type { RunningPostgres } from "../load/postgres.ts";
import { NODE_FLAGS } from "../load/programs.ts";
import type { Verdict } from "./scenario.ts";

/**
 * Below those that the system gives to whoever connects (from 32,768): a load that knocks at a killed process is otherwise given
 * that very port one day, is connected to itself, and nobody can listen there again.
 */
export const PORTS = {
  web: 28_950,
  graph: 28_951,
  secondWeb: 28_952,
  front: 28_953,
  slowGraph: 28_954,
  redis: 28_955,
  secondDatabase: 28_956,
  database: 28_957,
} as const;

export type Role = "all" | "web" | "worker";

/** What happens beside the load: everything it starts must have ended when it resolves. */
export type Meanwhile = (graph: Graph) => Promise<void>;

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((done) => setTimeout(done, milliseconds));

/** The same numbers for the same seed (mulberry32), between 0 and 1. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Actor {
  readonly name: string;
  environment: Readonly<Record<string, string>>;
  readonly port: number | null;
  child: ChildProcess | null;
  /** Ended on purpose: nobody starts it again but the scenario. */
  held: boolean;
}

interface StageParts {
  readonly postgres: RunningPostgres;
  readonly load: LoadModule;
  readonly seed: number;
  readonly fast: boolean;
}

/** The program's processes, its database, the load and the platform's stand-in of one scenario. */
export class Stage {
  readonly seed: number;
  readonly fast: boolean;
  readonly random: () => number;
  readonly postgres: RunningPostgres;
  readonly folder = mkdtempSync(join(tmpdir(), "majlis-chaos-"));
  /** Processes that ended although nobody ended them. */
  endedByThemselves = 0;
  database: string | null;
  readonly #load: LoadModule;
  readonly #actors = new Map<string, Actor>();
  readonly #log = openSync(join(tmpdir(), "majlis-chaos.log"), "a");
  #over = false;

  constructor({ postgres, load, seed, fast }: StageParts) {
    this.seed = seed;
    this.fast = fast;
    this.random = chance(seed);
    this.postgres = postgres;
    this.#load = load;
    this.database = postgres.create("majlis");
  }

  /** Starts a process of the program; resolves once it says that it is at work. */
  async start(
    name: string,
    role: Role,
    more: Readonly<Record<string, string>> = {},
    port: number = PORTS.web,
  ): Promise<void> {
    const environment = {
      ...majlisEnvironment({ role, port, dataDir: this.folder, database: this.database }),
      WHATSAPP_BASE_URL: `http://127.0.0.1:${PORTS.graph}`,
      // Receipts must have their time on a crowded machine too: without them a send in doubt goes out again.
      DOUBT_WAIT_MS: this.fast ? "15000" : "25000",
      ...more,
    };
    const actor: Actor = {
      name,
      environment,
      port: role === "worker" ? null : port,
      child: null,
      held: false,
    };
    this.#actors.set(name, actor);
    this.#launch(actor);
    await this.#said(actor);
  }

  /** The program's first words: it is at work. */
  async #said({ name, child }: Actor): Promise<void> {
    const late = sleep(60_000).then(() => "late");
    const said = new Promise<string>((done) => child?.stdout?.once("data", () => done("open")));
    if ((await Promise.race([said, late])) === "late")
      throw new Error(`${name} did not start within 60 s; see ${tmpdir()}/majlis-chaos.log`);
  }

  /** `kill -9`, and a new start after so many milliseconds; with null it stays dead until `again`. */
  async kill(name: string, downMs: number | null = 400): Promise<void> {
    const actor = this.#actor(name);
    const { child } = actor;
    actor.held = true;
    if (child !== null) {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
    }
    if (downMs === null) return;
    await sleep(downMs);
    this.again(name);
  }

  again(name: string): void {
    const actor = this.#actor(name);
    actor.held = false;
    this.#launch(actor);
  }

  /** SIGTERM; resolves with how long it took to end, in milliseconds. It stays down until `again`. */
  async leave(name: string): Promise<number> {
    const actor = this.#actor(name);
    actor.held = true;
    const { child } = actor;
    if (child === null) return 0;
    const begun = performance.now();
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await gone;
    return performance.now() - begun;
  }

  /** From its next start on, the process does without these variables. */
  disarm(name: string, variables: readonly string[]): void {
    const actor = this.#actor(name);
    const kept = Object.entries(actor.environment).filter(([variable]) => !variables.includes(variable));
    actor.environment = Object.fromEntries(kept);
  }

  /** Resolves once something takes connections there. */
  untilOpen(port: number): Promise<void> {
    return opens(port);
  }

  isUp(name: string): boolean {
    return this.#actor(name).child !== null;
  }

  /**
   * Loads the program, with faults meanwhile; ends when all is answered or nothing came for a while. With bursts there must be
   * a person for each: the load would send a person's second burst in between the first one while that is being refused, and
   * then miss the order that it had in mind.
   */
  async load(options: Readonly<Record<string, unknown>>, meanwhile?: Meanwhile): Promise<LoadResult> {
    let beside: Promise<void> = Promise.resolve();
    let graph: Graph | null = null;
    const result = await this.#load.runLoad(
      {
        ...{ mode: "open", retry: true, rate: 100, users: 400, drain: 45, graphLatency: 150 },
        ...{ messages: this.fast ? 600 : 1500, statuses: "sent,delivered", text: "كم السعر؟ {token}" },
        ...{ target: `http://127.0.0.1:${PORTS.web}`, path: "/api/v1/webhooks/whatsapp" },
        graphPort: PORTS.graph,
        ...options,
      },
      {
        ready: (parts) => {
          graph = parts.graph;
          return Promise.resolve();
        },
        started: () => {
          if (meanwhile !== undefined && graph !== null) beside = meanwhile(graph);
          // Told when the load has ended, not as an unheard rejection.
          beside.catch(() => undefined);
          return Promise.resolve();
        },
        finished: () => beside,
      },
    );
    return result;
  }

  /** Rows of the scenario's own database. */
  async rows<Row>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    const client = new pg.Client({ connectionString: this.database ?? "" });
    await client.connect();
    try {
      return (await client.query(text, [...values])).rows as Row[];
    } finally {
      await client.end();
    }
  }

  async count(from: string): Promise<number> {
    const [row] = await this.rows<{ readonly n: number }>(`select count(*)::int as n from ${from}`);
    return row?.n ?? 0;
  }

  /** Ends everything that was started and waits until it is gone. */
  async clear(): Promise<void> {
    this.#over = true;
    for (const { child } of this.#actors.values()) {
      if (child === null) continue;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  #actor(name: string): Actor {
    const actor = this.#actors.get(name);
    if (actor === undefined) throw new Error(`nobody is called ${name} here`);
    return actor;
  }

  #launch(actor: Actor): void {
    if (actor.child !== null || this.#over) return;
    const child = spawn("node", [...NODE_FLAGS, "bot/main.ts"], {
      env: { ...process.env, ...actor.environment },
      stdio: ["ignore", "pipe", this.#log],
    });
    actor.child = child;
    child.stdout?.resume();
    child.once("exit", () => {
      actor.child = null;
      if (actor.held || this.#over) return;
      this.endedByThemselves += 1;
      // What any supervisor does.
      setTimeout(() => this.#launch(actor), 500);
    });
  }
}

/**
 * The plain promise: everything answered, once, in order. `more` adds faults and words of the scenario's own; of what
 * could not be answered a person was `told` so many.
 */
export function verdictOf(
  result: LoadResult,
  more: {
    readonly note?: string;
    readonly faults?: readonly string[];
    readonly anyOrder?: boolean;
    readonly told?: number;
  } = {},
): Verdict {
  const unanswered = Math.max(0, result.sent - result.answered - (more.told ?? 0));
  const outOfOrder = more.anyOrder === true ? 0 : result.outOfOrder;
  return {
    ...{
      sent: result.sent,
      answered: result.answered,
      lost: Math.min(result.lost, unanswered),
      twice: result.duplicates,
      outOfOrder,
    },
    note: more.note ?? "",
    faults: [
      ...(unanswered > 0 ? [`${unanswered} unanswered`] : []),
      ...(result.duplicates > 0 ? [`${result.duplicates} answered twice`] : []),
      ...(outOfOrder > 0 ? [`${outOfOrder} out of order`] : []),
      ...(result.unmatched > 0 ? [`${result.unmatched} said to nobody`] : []),
      ...(more.faults ?? []),
    ],
  };
}

async function opens(port: number): Promise<void> {
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(50)) {
    const open = await new Promise<boolean>((answer) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.destroy();
        answer(true);
      }).on("error", () => answer(false));
    });
    if (open) return;
  }
  throw new Error(`nothing listens on port ${port} after 60 s; see ${tmpdir()}/majlis-chaos.log`);
}

/** The machine does not allow it: said, and no fault. */
export function skipped(why: string): Verdict {
  return { sent: 0, answered: 0, lost: 0, twice: 0, outOfOrder: 0, note: `SKIPPED: ${why}`, faults: [] };
}
