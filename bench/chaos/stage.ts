import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { majlisEnvironment } from "../load/environment.ts";
import type { Graph, LoadModule } from "../load/measure.ts";
import type { RunningPostgres } from "../load/postgres.ts";
import { NODE_ENVIRONMENT, NODE_FLAGS } from "../load/programs.ts";
import { chance, untilOpen } from "./moments.ts";
import { PORTS } from "./ports.ts";
import { type LateReceipt, lateReceipts, type Receipts } from "./sent-again.ts";
import type { Played } from "./verdict.ts";
import { untilWorkedOff, WAITING, type Waiting } from "./waiting.ts";

/** The program under its supervisor, as `npm start` runs it. */
export const SUPERVISED: readonly string[] = ["scripts/run.mjs"];

export type Role = "all" | "web" | "worker";

/** What happens beside the load: everything it starts must have ended when it resolves. */
export type Meanwhile = (graph: Graph) => Promise<void>;

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((done) => setTimeout(done, milliseconds));

/** On a crowded machine a process takes many times as long to begin as on a quiet one. */
const START_WITHIN_MS = 120_000;

interface Actor {
  readonly name: string;
  environment: Readonly<Record<string, string>>;
  readonly program: readonly string[];
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
  /** When the time of the whole run is over, by `performance.now`. */
  readonly until: number;
  readonly receipts: Receipts;
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
  /** By whatever the scenario starts with; a scenario may want another one. */
  doubtWaitMs: number;
  readonly until: number;
  readonly #load: LoadModule;
  readonly #receipts: Receipts;
  /** The stand-in of the load that goes on, or went on last. */
  #graph: Graph | null = null;
  readonly #actors = new Map<string, Actor>();
  readonly #log = openSync(join(tmpdir(), "majlis-chaos.log"), "a");
  #over = false;

  constructor({ postgres, load, seed, fast, until, receipts }: StageParts) {
    this.seed = seed;
    this.fast = fast;
    this.random = chance(seed);
    this.postgres = postgres;
    this.until = until;
    // Receipts must have their time on a crowded machine too: without them a send in doubt goes out again.
    this.doubtWaitMs = fast ? 15_000 : 25_000;
    this.#load = load;
    this.#receipts = receipts;
    this.database = postgres.create("majlis");
  }

  /** Starts a process of the program; resolves once it says that it is at work. */
  async start(
    name: string,
    role: Role,
    more: Readonly<Record<string, string>> = {},
    port: number = PORTS.web,
    program: readonly string[] = [...NODE_FLAGS, "bot/main.ts"],
  ): Promise<void> {
    const environment = {
      ...majlisEnvironment({ role, port, dataDir: this.folder, database: this.database }),
      WHATSAPP_BASE_URL: `http://127.0.0.1:${PORTS.graph}`,
      DOUBT_WAIT_MS: String(this.doubtWaitMs),
      ...more,
    };
    const actor: Actor = {
      name,
      environment,
      program,
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
    const late = sleep(START_WITHIN_MS).then(() => "late");
    const said = new Promise<string>((done) => child?.stdout?.once("data", () => done("open")));
    if ((await Promise.race([said, late])) === "late")
      throw new Error(
        `${name} did not start within ${START_WITHIN_MS / 1_000} s; see ${tmpdir()}/majlis-chaos.log`,
      );
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
    return untilOpen(port);
  }

  isUp(name: string): boolean {
    return this.#actor(name).child !== null;
  }

  /**
   * Loads the program, with faults meanwhile; ends when all is answered, or when nothing that waits moves any more. With bursts
   * there must be a person for each: the load would send a person's second burst in between the first one while that is being
   * refused, and then miss the order that it had in mind.
   */
  async load(options: Readonly<Record<string, unknown>>, meanwhile?: Meanwhile): Promise<Played> {
    let beside: Promise<void> = Promise.resolve();
    let waiting: Waiting | null = null;
    let moves = false;
    const wanted = {
      ...{ mode: "open", retry: true, rate: 100, users: 400, drain: 45, graphLatency: 150 },
      ...{ messages: this.fast ? 600 : 1500, statuses: "sent,delivered", text: "كم السعر؟ {token}" },
      ...{ target: `http://127.0.0.1:${PORTS.web}`, path: "/api/v1/webhooks/whatsapp" },
      graphPort: PORTS.graph,
      ...options,
    };
    const result = await this.#load.runLoad(wanted, {
      ready: ({ graph }) => {
        this.#graph = graph;
        return Promise.resolve();
      },
      started: () => {
        if (meanwhile !== undefined && this.#graph !== null) beside = meanwhile(this.#graph);
        // Told when the load has ended, not as an unheard rejection.
        beside.catch(() => undefined);
        return Promise.resolve();
      },
      finished: async () => {
        await beside;
        if (options.noReplies !== true) ({ waiting, moves } = await untilWorkedOff(this));
      },
    });
    this.#receipts.drop();
    return { ...result, waiting, moves, late: this.lateReceipts() };
  }

  /** How much has come to the platform so far: grows as long as anything moves. */
  get arrived(): number {
    return (this.#graph?.stats.records.length ?? 0) + (this.#graph?.stats.faults ?? 0);
  }

  /** What came to the platform twice because its receipt was late. */
  lateReceipts(): readonly LateReceipt[] {
    return lateReceipts(this.#graph?.stats.records ?? [], this.#receipts.acknowledged, this.doubtWaitMs);
  }

  /** What came to the platform twice and should not have, so far. */
  get twice(): number {
    const records = this.#graph?.stats.records ?? [];
    return (
      records.length -
      new Set(records.map(({ opaque, wamid }) => opaque ?? wamid)).size -
      this.lateReceipts().length
    );
  }

  /** Null where the tables cannot be asked. */
  async waiting(): Promise<Waiting | null> {
    if (this.database === null) return null;
    const rows = await this.rows<Waiting>(WAITING).catch(() => []);
    return rows[0] ?? null;
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
    for (const { child, program } of this.#actors.values()) {
      if (child === null) continue;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      // A supervisor takes its program along, within twelve seconds.
      child.kill(program === SUPERVISED ? "SIGTERM" : "SIGKILL");
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
    const child = spawn("node", [...actor.program], {
      env: { ...process.env, ...NODE_ENVIRONMENT, ...actor.environment },
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
