import { execFileSync, spawn } from "node:child_process";
import { chownSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The port that the floors of ../shared/bench expect. */
export const POSTGRES_PORT = 55_432;

export interface RunningPostgres {
  readonly pid: number;
  /** Makes an empty database and answers its URL. */
  create(name: string): string;
  run(database: string, sqlFile: string): void;
  stop(): void;
}

/** A throw-away PostgreSQL with fsync on and 1 GB of shared buffers, owned by the system's postgres user. */
export async function startPostgres(): Promise<RunningPostgres> {
  const folder = mkdtempSync(join(tmpdir(), "majlis-bench-pg-"));
  const owner = Number(execFileSync("id", ["-u", "postgres"], { encoding: "utf8" }));
  chownSync(folder, owner, owner);
  const data = join(folder, "data");
  asPostgres("initdb", ["-D", data, "-A", "trust", "-U", "postgres", "--locale=C.UTF-8", "-E", "UTF8"]);
  const settings = ["shared_buffers=1GB", "max_connections=100", `unix_socket_directories=${folder}`];
  const args = ["-D", data, "-p", String(POSTGRES_PORT), ...settings.flatMap((set) => ["-c", set])];
  const server = spawn("runuser", ["-u", "postgres", "--", join(newestBin(), "postgres"), ...args], {
    stdio: "ignore",
  });
  await untilReady(() => psql("postgres", ["-c", "select 1"]));
  return {
    pid: server.pid ?? 0,
    create: (name) => {
      psql("postgres", [
        "-c",
        `drop database if exists ${name} with (force)`,
        "-c",
        `create database ${name}`,
      ]);
      return `postgres://postgres@127.0.0.1:${POSTGRES_PORT}/${name}`;
    },
    run: (database, sqlFile) => psql(database, ["-f", sqlFile]),
    stop: () => {
      asPostgres("pg_ctl", ["-D", data, "-m", "immediate", "stop"]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function asPostgres(program: string, args: readonly string[]): void {
  execFileSync("runuser", ["-u", "postgres", "--", join(newestBin(), program), ...args], { stdio: "pipe" });
}

function psql(database: string, args: readonly string[]): void {
  const where = ["-q", "-h", "127.0.0.1", "-p", String(POSTGRES_PORT), "-U", "postgres", "-d", database];
  execFileSync("psql", [...where, ...args], { stdio: "pipe" });
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
      if (tries > 100) throw problem;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
