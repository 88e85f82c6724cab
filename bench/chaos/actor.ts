import { type ChildProcess, spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { NODE_ENVIRONMENT } from "../load/programs.ts";
import { sleep } from "./moments.ts";

/** On a crowded machine a process takes many times as long to begin as on a quiet one. */
const START_WITHIN_MS = 120_000;
/** What any supervisor waits before it starts again what fell. */
const AGAIN_AFTER_MS = 500;

interface ActorParts {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What Node is told to run. */
  readonly program: readonly string[];
  /** Where its standard error goes. */
  readonly log: number;
  /** It ended although nobody ended it. */
  fell(): void;
  /** Nothing is started any more. */
  isOver(): boolean;
}

/** One process of a scenario, which is started again whenever it falls. */
export class Actor {
  readonly name: string;
  readonly program: readonly string[];
  environment: Readonly<Record<string, string>>;
  readonly #parts: ActorParts;
  #child: ChildProcess | null = null;
  /** Ended on purpose: nobody starts it again but the scenario. */
  #held = false;
  /** When it was started last, while it has not said that it is at work. */
  #beganAt: number | null = null;

  constructor(parts: ActorParts) {
    this.#parts = parts;
    this.name = parts.name;
    this.program = parts.program;
    this.environment = parts.environment;
  }

  get isUp(): boolean {
    return this.#child !== null;
  }

  /** It was started and has not said yet that it is at work, though it may still. */
  get isBeginning(): boolean {
    return this.#beganAt !== null && performance.now() - this.#beganAt < START_WITHIN_MS;
  }

  launch(): void {
    this.#held = false;
    if (this.#child !== null || this.#parts.isOver()) return;
    const child = spawn("node", [...this.program], {
      env: { ...process.env, ...NODE_ENVIRONMENT, ...this.environment },
      stdio: ["ignore", "pipe", this.#parts.log],
    });
    this.#child = child;
    this.#beganAt = performance.now();
    child.stdout?.once("data", () => {
      this.#beganAt = null;
    });
    child.stdout?.resume();
    child.once("exit", () => {
      this.#child = null;
      this.#beganAt = null;
      if (this.#held || this.#parts.isOver()) return;
      this.#parts.fell();
      setTimeout(() => {
        if (!this.#held) this.launch();
      }, AGAIN_AFTER_MS);
    });
  }

  /** Resolves with the program's first words: it is at work. */
  async said(): Promise<void> {
    const late = sleep(START_WITHIN_MS).then(() => "late");
    const said = new Promise<string>((done) => this.#child?.stdout?.once("data", () => done("open")));
    if ((await Promise.race([said, late])) === "late")
      throw new Error(
        `${this.name} did not start within ${START_WITHIN_MS / 1_000} s; see ${tmpdir()}/majlis-chaos.log`,
      );
  }

  /** `kill -9`; it stays dead until `launch`. */
  async kill(): Promise<void> {
    this.#held = true;
    const gone = this.#gone();
    this.#child?.kill("SIGKILL");
    await gone;
  }

  /** SIGTERM; answers how it ended ("code 0"), and null when it had to be killed after so many milliseconds. */
  async end(withinMs: number): Promise<string | null> {
    this.#held = true;
    const gone = this.#gone();
    this.#child?.kill("SIGTERM");
    const how = await Promise.race([gone, sleep(withinMs).then(() => null)]);
    if (how === null) await this.kill();
    return how;
  }

  /** Resolves with how it ended; one that is down has ended well. */
  #gone(): Promise<string> {
    const child = this.#child;
    if (child === null) return Promise.resolve("code 0");
    return new Promise((resolve) =>
      child.once("exit", (code, signal) => resolve(signal ?? `code ${code ?? "unknown"}`)),
    );
  }
}
