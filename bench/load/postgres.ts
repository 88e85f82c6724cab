import { execFile, execFileSync, spawn } from "node:child_process";
import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PORTS } from "./ports.ts";

export interface RunningPostgres {
  readonly pid: number;
  /** Where the server keeps its files. */
  readonly data: string;
  /** Ends it as a crash would, and starts it again after so many milliseconds; resolves once it answers. */
  crash(downMs: number): Promise<void>;
  /** Makes an empty database, or a copy of one that nobody is connected to, and answers its URL. */
  create(name: string, copyOf?: string): string;
  /**
   * Brings it to where it is minutes after its start: dead rows gone, figures for the planner there, and log files of earlier
   * writes to write to again. A server without those makes each of 16 MB while all who commit wait, 50 ms for each.
   */
  tidy(): void;
  /** Drops every database that was made, and writes all that waits to be written: it would fall on whoever is measured next. */
  clear(): void;
  /** What the last of these statements answers, as text. */
  ask(database: string, sql: string): string;
  run(database: string, sqlFile: string): void;
  stop(): void;
}

/** A throw-away PostgreSQL with fsync on and 1 GB of shared buffers, owned by the system's postgres user. */
export async function startPostgres(
  own: {
    readonly port?: number;
    /** An empty folder; a new one under the system's temporary folder when unset. */
    readonly folder?: string;
    readonly settings?: readonly string[];
    readonly environment?: Readonly<Record<string, string>>;
  } = {},
): Promise<RunningPostgres> {
  const port = own.port ?? PORTS.postgres;
  const folder = own.folder ?? mkdtempSync(join(tmpdir(), "majlis-bench-pg-"));
  const owner = Number(execFileSync("id", ["-u", "postgres"], { encoding: "utf8" }));
  chownSync(folder, owner, owner);
  const data = join(folder, "data");
  asPostgres("initdb", ["-D", data, "-A", "trust", "-U", "postgres", "--locale=C.UTF-8", "-E", "UTF8"]);
  const settings = ["shared_buffers=1GB", "max_connections=300", `unix_socket_directories=${folder}`];
  const wanted = [...settings, ...(own.settings ?? [])];
  const args = ["-D", data, "-p", String(port), ...wanted.flatMap((set) => ["-c", set])];
  const start = () =>
    spawn("runuser", ["-u", "postgres", "--", join(newestBin(), "postgres"), ...args], {
      stdio: "ignore",
      env: { ...process.env, ...own.environment },
    });
  let server = start();
  await untilReady(() => {
    // For a moment some outgoing connection may have had the port.
    if (server.exitCode !== null) server = start();
    mustServe(port, data);
  });
  return {
    pid: server.pid ?? 0,
    data,
    crash: async (downMs) => {
      process.kill(Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
      await new Promise((resolve) => setTimeout(resolve, downMs));
      // Until the last of its children has gone, it refuses to start. Whoever loads the program from here goes on meanwhile.
      for (let tries = 0; tries < 400; tries += 1) {
        start();
        await new Promise((resolve) => setTimeout(resolve, 300));
        if (await doesAnswer(port)) return;
      }
      throw new Error(`PostgreSQL did not come back on port ${port}`);
    },
    create: (name, copyOf = "template1") => {
      psql(port, "postgres", [
        "-c",
        `drop database if exists ${name} with (force)`,
        "-c",
        `create database ${name} template ${copyOf}`,
      ]);
      return `postgres://postgres@127.0.0.1:${port}/${name}`;
    },
    tidy: () => {
      asPostgres("vacuumdb", [
        ...["-h", "127.0.0.1", "-p", String(port), "-U", "postgres"],
        ...["--all", "--analyze", "--quiet"],
      ]);
      psql(port, "postgres", ["-c", "checkpoint"]);
    },
    clear: () => clear(port),
    ask: (database, sql) => psql(port, database, ["-At", "-v", "ON_ERROR_STOP=1", "-c", sql]).trim(),
    run: (database, sqlFile) => void psql(port, database, ["-f", sqlFile]),
    stop: () => {
      asPostgres("pg_ctl", ["-D", data, "-m", "immediate", "stop"]);
      rmSync(data, { recursive: true, force: true });
      if (own.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function asPostgres(program: string, args: readonly string[]): void {
  execFileSync("runuser", ["-u", "postgres", "--", join(newestBin(), program), ...args], { stdio: "pipe" });
}

function psql(port: number, database: string, args: readonly string[]): string {
  const where = ["-q", "-h", "127.0.0.1", "-p", String(port), "-U", "postgres", "-d", database];
  return execFileSync("psql", [...where, ...args], { stdio: "pipe", encoding: "utf8" });
}

function clear(port: number): void {
  const made = "select datname from pg_database where not datistemplate and datname <> 'postgres'";
  const names = psql(port, "postgres", ["-At", "-c", made]).split("\n").filter(Boolean);
  for (const name of names) psql(port, "postgres", ["-c", `drop database "${name}" with (force)`]);
  psql(port, "postgres", ["-c", "checkpoint"]);
}

/** Two runs at once on one port: what one of them clears away would be the other's. Throws as long as it is not ours that answers. */
function mustServe(port: number, data: string): void {
  const whose = psql(port, "postgres", ["-At", "-c", "show data_directory"]).trim();
  if (whose !== data)
    throw new Error(`another PostgreSQL listens on port ${port}: BENCH_PORT chooses other ports`);
}

function doesAnswer(port: number): Promise<boolean> {
  const args = ["-q", "-h", "127.0.0.1", "-p", String(port), "-U", "postgres", "-c", "select 1"];
  return new Promise((answer) => execFile("psql", args, (problem) => answer(problem === null)));
}

function newestBin(): string {
  const versions = readdirSync("/usr/lib/postgresql").sort((one, other) => Number(other) - Number(one));
  return join("/usr/lib/postgresql", versions[0] ?? "", "bin");
}

async function untilReady(probe: () => void): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      probe();
      return;
    } catch (problem) {
      if (tries > 400) throw problem;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** What became of the messages of a database of ours, in one line: told where a run lost or repeated something. */
export function leftBehind(postgres: RunningPostgres, database = "majlis"): string {
  const states =
    "select coalesce(string_agg(state || ' ' || n, ', '), 'none') from (select state, count(*) n";
  const said = postgres.ask(database, `${states} from outbox group by 1) x`);
  const heard = postgres.ask(
    database,
    `${states} from (select status as state from messages) m group by 1) x`,
  );
  return `messages: ${heard}; answers: ${said}`;
}
