import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

/** A real PostgreSQL server for one test run. */
export interface Server {
  /** The URL of a new, empty database. */
  newDatabase(): Promise<string>;
  stop(): void;
  readonly folder: string;
  readonly port: number;
}

/** The newest server programs on this machine, null when there are none. */
function programs(): string | null {
  const root = "/usr/lib/postgresql";
  const found = existsSync(root)
    ? readdirSync(root).filter((version) => existsSync(join(root, version, "bin/initdb")))
    : [];
  const newest = found.toSorted((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? null : join(root, newest, "bin");
}

/** PostgreSQL refuses to run as root: there it runs as the system's own postgres user. */
function run(program: string, args: readonly string[]): void {
  const root = process.getuid?.() === 0;
  execFileSync(root ? "runuser" : program, root ? ["-u", "postgres", "--", program, ...args] : [...args], {
    stdio: "ignore",
    timeout: 60_000,
  });
}

/** Whether a server can be started here; says so on stderr when not. */
export function canRunPostgres(): boolean {
  if (programs() !== null) return true;
  process.stderr.write("SKIPPED on PostgreSQL: no server programs under /usr/lib/postgresql\n");
  return false;
}

/** Starts a server with fsync on, in a folder of its own. */
export async function startPostgres(): Promise<Server> {
  const bin = programs();
  if (bin === null) throw new Error("no PostgreSQL here; ask canRunPostgres first");
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "majlis-pg-"));
  if (process.getuid?.() === 0) execFileSync("chown", ["postgres", folder]);
  const data = join(folder, "data");
  run(join(bin, "initdb"), ["-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale"]);
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=120`;
  run(join(bin, "pg_ctl"), ["-D", data, "-o", options, "-l", join(folder, "log"), "-w", "start"]);
  return serverAt(bin, folder, port);
}

function serverAt(bin: string, folder: string, port: number): Server {
  let made = 0;
  const data = join(folder, "data");
  const stop = (): void => {
    process.removeListener("exit", stop);
    run(join(bin, "pg_ctl"), ["-D", data, "-m", "immediate", "-w", "stop"]);
    execFileSync("rm", ["-rf", folder]);
  };
  process.once("exit", stop);
  return {
    folder,
    port,
    stop,
    newDatabase: async () => {
      made += 1;
      const admin = new pg.Client({ connectionString: `postgres://postgres@127.0.0.1:${port}/postgres` });
      await admin.connect();
      await admin.query(`CREATE DATABASE test_${made}`);
      await admin.end();
      return `postgres://postgres@127.0.0.1:${port}/test_${made}`;
    },
  };
}

/** A port that nobody listens on just now. */
export function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer().once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => found(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
