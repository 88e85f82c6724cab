import { Socket } from "node:net";
import { join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { openPglite, poolOver } from "./embedded.ts";
import { lockFolder } from "./folder-lock.ts";
import { migrate } from "./migrate.ts";
import { listenOn } from "./notify.ts";
import { isStoreAway } from "./records/store-away.ts";
import { numbersAsNumbers } from "./types.ts";

/** Storage as the rest of db/ sees it: the same on both engines. */
export interface Database {
  readonly kind: "embedded" | "postgres";
  readonly pool: pg.Pool;
  /**
   * For the statements that every message takes, and for nothing else: each is planned once a connection, whatever
   * its parameters, and a list or a report that takes long never holds one of these. The embedded engine has one line.
   */
  readonly way: pg.Pool;
  /** Hears NOTIFY on a channel, from this process and others; returns how to stop. Reconnects by itself. */
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/**
 * Opens PostgreSQL at `url`, or the embedded one in `dataDir` (null = in memory), and brings its tables up to date.
 * Throws when the folder is in use or the server cannot be reached.
 */
export async function openDatabase(where: {
  readonly url: string | null;
  readonly dataDir: string | null;
  /** How many connections at most; PostgreSQL only. */
  readonly connections?: number;
  /** How long a server that is away may take to come, in milliseconds; 0 when absent. Told of at its first failure. */
  readonly patience?: { readonly forMs: number; readonly waiting: (cause: unknown) => void };
  /** How long a connection may bring nothing before it counts as dead, in milliseconds; 35,000 when absent. */
  readonly silenceMs?: number;
}): Promise<Database> {
  const database =
    where.url === null
      ? await openEmbedded(where.dataDir)
      : openPostgres(where.url, where.connections, where.silenceMs);
  try {
    await patiently(() => migrate(database.pool), where.patience);
  } catch (cause) {
    await database.close();
    throw cause;
  }
  return database;
}

const AGAIN_MS = 500;

/** Programs and their database are often started together: one that is still on its way is waited for. */
async function patiently(
  work: () => Promise<void>,
  patience: { readonly forMs: number; readonly waiting: (cause: unknown) => void } | undefined,
): Promise<void> {
  const end = performance.now() + (patience?.forMs ?? 0);
  for (let tried = 1; ; tried += 1) {
    try {
      await work();
      return;
    } catch (cause) {
      if (!isStoreAway(cause) || performance.now() > end) throw cause;
      if (tried === 1) patience?.waiting(cause);
      await new Promise((again) => setTimeout(again, AGAIN_MS));
    }
  }
}

async function openEmbedded(dataDir: string | null): Promise<Database> {
  const unlock = dataDir === null ? () => undefined : lockFolder(dataDir);
  try {
    const pglite = await openPglite(dataDir === null ? null : join(dataDir, "postgres"));
    return embedded(pglite, unlock);
  } catch (cause) {
    unlock();
    throw cause;
  }
}

/** A database over an open PGlite; `closed` runs after it closed. */
export function embedded(pglite: PGlite, closed: () => void = () => undefined): Database {
  const pool = poolOver(pglite);
  return {
    kind: "embedded",
    ...{ pool, way: pool },
    listen: (channel, heard) => pglite.listen(channel, heard),
    close: async () => {
      await pool.end();
      await pglite.close();
      closed();
    },
  };
}

function openPostgres(url: string, connections = 12, silenceMs = SILENCE_MS): Database {
  const mine = Math.max(1, Math.floor(connections / 2));
  const pool = poolOn(url, connections - mine, PLANNING, silenceMs);
  const way = poolOn(url, mine, `${PLANNING} -c plan_cache_mode=force_generic_plan`, silenceMs);
  const ears = listenOn(url);
  return {
    ...{ kind: "postgres", pool, way },
    listen: ears.listen,
    close: async () => {
      await ears.close();
      await Promise.all([pool.end(), way.end()]);
    },
  };
}

/** Statements are planned once, often on tables still empty, where reading all of a table looks cheap; it never is later. */
const PLANNING = "-c jit=off -c enable_seqscan=off";

const STATEMENT_MS = 30_000;
/** A server that is there has answered by then, if only that the statement took too long. */
const SILENCE_MS = STATEMENT_MS + 5_000;

/**
 * A connection costs a process of the server, and each statement a plan there: the message that has to wait for both comes
 * 20 to 40 ms late. So one that nobody uses is kept, and its line is kept alive for those who forget idle ones in between.
 */
const IDLE_MS = 300_000;
const STILL_THERE_MS = 30_000;

/**
 * A line whose other end vanished without a word would be waited for until TCP gives up, a quarter of an hour. Broken
 * off, it fails its statement at once, and its transaction too, and the pool opens another. Who is asked nothing may be silent.
 */
class WaitedFor extends pg.Client {
  readonly #line: Socket;
  readonly #silenceMs: number;

  constructor(config?: pg.ClientConfig & { readonly silenceMs?: number }) {
    const line = new Socket();
    super({ ...config, stream: () => line });
    line.on("timeout", () => line.destroy(new Error("Connection terminated: it fell silent")));
    this.#line = line;
    this.#silenceMs = config?.silenceMs ?? SILENCE_MS;
    this.mayBeSilent(false);
  }

  mayBeSilent(may: boolean): void {
    this.#line.setTimeout(may ? 0 : this.#silenceMs);
  }
}

function poolOn(url: string, most: number, options: string, silenceMs: number): pg.Pool {
  const settings = {
    ...{ Client: WaitedFor, silenceMs, connectionString: url, max: most, options },
    types: numbersAsNumbers,
    // A webhook must be answered: rather fail, so that the platform sends again, than wait for ever.
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: IDLE_MS,
    statement_timeout: STATEMENT_MS,
    lock_timeout: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: STILL_THERE_MS,
    application_name: "majlis",
  };
  const pool = new pg.Pool(settings);
  // An idle connection that breaks is replaced by the next query; unheard, its error would end the process.
  pool.on("error", () => undefined);
  // So would that of one in use, which its query or transaction is told of anyway.
  pool.on("connect", (client) => client.on("error", () => undefined));
  pool.on("acquire", (client) => client instanceof WaitedFor && client.mayBeSilent(false));
  pool.on("release", (_, client) => client instanceof WaitedFor && client.mayBeSilent(true));
  return pool;
}
