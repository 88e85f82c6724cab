import { type ChildProcess, spawn } from "node:child_process";
import {
  copyFileSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { majlisEnvironment, WHATSAPP } from "./environment.ts";
import { PEERS_FOLDER } from "./peers.ts";
import { PORTS } from "./ports.ts";

export interface Program {
  /** Where it takes webhooks. */
  readonly port: number;
  readonly pids: readonly number[];
  stop(): Promise<void>;
}

/** The reference bot of ../shared/bench/floors on our PostgreSQL; its imports are found in this project's node_modules. */
export async function startFloor(
  environment: Readonly<Record<string, string>>,
  port: number,
): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), "majlis-floor-"));
  const source = readFileSync(resolve("../shared/bench/floors/app.mjs"), "utf8");
  writeFileSync(join(folder, "app.mjs"), source.replaceAll("55432", String(PORTS.postgres)));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  const child = launch(
    [join(folder, "app.mjs")],
    { PORT: String(port), SECRET: WHATSAPP.secret, GRAPH: WHATSAPP.graph, ...environment },
    "floor",
  );
  await portOpens(port);
  return program(port, [child], () => rmSync(folder, { recursive: true, force: true }));
}

/** Another maker's library with the same small bot around it (bench/peers), from the folder that `installLibraries` filled. */
export async function startPeer(
  file: string,
  database: string,
  settings: Readonly<Record<string, string>>,
  port: number,
): Promise<Program> {
  const environment = { PORT: String(port), SECRET: WHATSAPP.secret, GRAPH: WHATSAPP.graph };
  copyFileSync(resolve("bench/peers", file), join(PEERS_FOLDER, file));
  const more = { PHONE: WHATSAPP.phoneId, DATABASE: database };
  const child = launch([join(PEERS_FOLDER, file)], { ...environment, ...more, ...settings }, "peer");
  await portOpens(port);
  return program(port, [child], () => undefined);
}

const startsWith = (file: string) =>
  JSON.parse(readFileSync(new URL(`../../scripts/${file}`, import.meta.url), "utf8"));

/** As `npm start` runs Node. */
export const NODE_FLAGS: readonly string[] = startsWith("node-flags.json");

/** The variables that `npm start` gives to Node. */
export const NODE_ENVIRONMENT: Readonly<Record<string, string>> = startsWith("node-environment.json");

/** Majlis as its operator runs it: one process a role, on the given database or on the embedded engine. */
export async function startMajlis(options: {
  readonly roles: readonly ("all" | "web" | "worker")[];
  readonly database: string | null;
  /** `PORTS.web` when absent. */
  readonly port?: number;
}): Promise<Program> {
  const port = options.port ?? PORTS.web;
  const folder = mkdtempSync(join(tmpdir(), "majlis-bench-"));
  const children: ChildProcess[] = [];
  for (const role of options.roles) {
    const environment = majlisEnvironment({
      ...{ role, port },
      dataDir: folder,
      database: options.database,
    });
    const whole = { ...NODE_ENVIRONMENT, ...environment };
    children.push(launch([...NODE_FLAGS, "bot/main.ts"], whole, `majlis-${role}`));
    if (role !== "worker") await portOpens(port);
  }
  return program(port, children, () => rmSync(folder, { recursive: true, force: true }));
}

/** A Node process that writes its log to a file of this name in the temporary folder. */
export function launch(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  name: string,
  node = "node",
): ChildProcess {
  const log = openSync(join(tmpdir(), `majlis-bench-${name}.log`), "a");
  return spawn(node, args, { env: { ...process.env, ...environment }, stdio: ["ignore", log, log] });
}

/** These processes as one program that is ended together. */
export function program(port: number, children: readonly ChildProcess[], clean: () => void): Program {
  return {
    port,
    pids: children.map((child) => child.pid ?? 0),
    stop: async () => {
      await Promise.all(children.map(ended));
      clean();
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), 12_000);
  await gone;
  clearTimeout(late);
}

async function portOpens(port: number): Promise<void> {
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    const open = await new Promise<boolean>((answer) => {
      const socket = connect(port, "127.0.0.1", () => answer(true)).on("error", () => answer(false));
      socket.on("connect", () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing listens on port ${port} after 60 s; see ${tmpdir()}/majlis-bench-*.log`);
}
