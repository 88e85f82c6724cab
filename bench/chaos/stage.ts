import { mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { majlisEnvironment } from "../load/environment.ts";
import type { Graph, LoadModule } from "../load/measure.ts";
import type { RunningPostgres } from "../load/postgres.ts";
import { NODE_FLAGS } from "../load/programs.ts";
import { Actor } from "./actor.ts";
import { chance, sleep, untilOpen } from "./moments.ts";
import { PORTS } from "./ports.ts";
import { type LateReceipt, lateReceipts, type Receipts } from "./sent-again.ts";
import { progressOf } from "./standstill.ts";
import type { Played } from "./verdict.ts";
import { untilWorkedOff, WAITING, type Waiting } from "./waiting.ts";

/** The program under its supervisor, as `npm start` runs it. */
export const SUPERVISED: readonly string[] = ["scripts/run.mjs"];

export type Role = "all" | "web" | "worker";

/** What happens beside the load: everything it starts must have ended when it resolves. */
export type Meanwhile = (graph: Graph) => Promise<void>;

export { sleep };

/** Who was told to end and has not after this never will: more than three times what is promised. */
const END_WITHIN_MS = 35_000;
/** Tables that do not answer within this cannot be asked now. */
const ASK_WITHIN_MS = 3_000;

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
  readonly #broken: string[] = [];
  database: string | null;
  /** By whatever the scenario starts with; a scenario may want another one. */
  doubtWaitMs: number;
  readonly until: number;
  readonly #load: LoadModule;
  readonly #receipts: Receipts;
  /** The stand-in of the load that goes on, or went on last. */
  #graph: Graph | null = null;
  #loading = false;
  #drained = false;
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
    const actor = new Actor({
      ...{ name, environment, program, log: this.#log, isOver: () => this.#over },
      fell: () => {
        this.endedByThemselves += 1;
      },
    });
    this.#actors.set(name, actor);
    actor.launch();
    await actor.said();
  }

  /** `kill -9`, and a new start after so many milliseconds; with null it stays dead until `again`. */
  async kill(name: string, downMs: number | null = 400): Promise<void> {
    await this.#actor(name).kill();
    if (downMs === null) return;
    await sleep(downMs);
    this.again(name);
  }

  again(name: string): void {
    this.#actor(name).launch();
  }

  /**
   * SIGTERM; resolves with how long it took to end, in milliseconds. It stays down until `again`. That it ends in good order is
   * promised: another exit code than 0 is `broken`, and so is whoever must be killed in the end.
   */
  async leave(name: string, withinMs: number = END_WITHIN_MS): Promise<number> {
    const begun = performance.now();
    const how = await this.#actor(name).end(withinMs);
    if (how === null) this.breaks(`${name} did not end within ${withinMs / 1_000} s of SIGTERM`);
    else if (how !== "code 0") this.breaks(`${name} was told to end and ended with ${how}`);
    return performance.now() - begun;
  }

  /** Promises that were seen to break so far: they count also where the scenario is cut short. */
  get broken(): readonly string[] {
    return this.#broken;
  }

  /** Notes a broken promise; of what happens while all is cleared away nothing can be said. */
  breaks(what: string): void {
    if (!this.#over) this.#broken.push(what);
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
    return this.#actor(name).isUp;
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
    const played = this.#load.runLoad(wanted, {
      ready: ({ graph }) => {
        this.#graph = graph;
        return Promise.resolve();
      },
      started: () => {
        this.#loading = true;
        if (meanwhile !== undefined && this.#graph !== null) beside = meanwhile(this.#graph);
        // Told when the load has ended, not as an unheard rejection.
        beside.catch(() => undefined);
        return Promise.resolve();
      },
      finished: async () => {
        this.#drained = true;
        const went = await beside.then(
          () => true,
          () => false,
        );
        if (went && options.noReplies !== true) ({ waiting, moves } = await untilWorkedOff(this));
      },
    });
    const result = await played.finally(() => {
      this.#loading = false;
      this.#drained = false;
    });
    // Only now: the load has closed what it listened on.
    await beside;
    this.#receipts.drop();
    return { ...result, waiting, moves, late: this.lateReceipts() };
  }

  /** How much has come to the platform so far: grows as long as anything moves. */
  get arrived(): number {
    return (this.#graph?.stats.records.length ?? 0) + (this.#graph?.stats.faults ?? 0);
  }

  /** The platform has taken a message that we call so. */
  came(ourId: string): boolean {
    return this.#graph?.stats.records.some(({ opaque }) => opaque === ourId) === true;
  }

  /** How often the platform refused, hung or took a message in doubt so far. */
  get faults(): number {
    return this.#graph?.stats.faults ?? 0;
  }

  /** How far the load has come, see `progressOf`. */
  async progress(): Promise<string | null> {
    const waiting = await Promise.race([this.waiting(), sleep(ASK_WITHIN_MS).then(() => null)]);
    const beginning = [...this.#actors.values()].some(({ isBeginning }) => isBeginning);
    const { arrived } = this;
    return progressOf({ loading: this.#loading, drained: this.#drained, beginning, waiting, arrived });
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
    // A supervisor takes its program along, within twelve seconds.
    for (const actor of this.#actors.values())
      if (actor.program !== SUPERVISED) await actor.kill();
      else if ((await actor.end(END_WITHIN_MS)) === null)
        this.#broken.push(
          `the supervisor of ${actor.name} did not end within ${END_WITHIN_MS / 1_000} s of SIGTERM`,
        );
    rmSync(this.folder, { recursive: true, force: true });
  }

  #actor(name: string): Actor {
    const actor = this.#actors.get(name);
    if (actor === undefined) throw new Error(`nobody is called ${name} here`);
    return actor;
  }
}
