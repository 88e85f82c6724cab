import { PGlite } from "@electric-sql/pglite";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
import { PglitePgConnection } from "@electric-sql/pglite/node-postgres";
import pg from "pg";
import { numbersAsNumbers } from "./types.ts";

/** Opens the embedded PostgreSQL in a folder, or in memory (null); `copyOf` starts it from a dump. */
export async function openPglite(folder: string | null, copyOf?: Blob): Promise<PGlite> {
  return await PGlite.create({
    ...(folder === null ? {} : { dataDir: folder }),
    ...(copyOf === undefined ? {} : { loadDataDir: copyOf }),
    extensions: { btree_gist },
    // A tenth of the default: the file cache of the system does the rest, and 100 MB less are resident.
    startParams: [...PGlite.defaultStartParams, "-c", "shared_buffers=16MB", "-c", "jit=off"],
  });
}

/** PGlite's connection takes only lists of parameter types, and hangs on the parser table that pg hands to it. */
class Connection extends PglitePgConnection {
  override parse(query: { readonly types?: unknown }): void {
    super.parse({ ...query, types: Array.isArray(query.types) ? query.types : undefined });
  }
}

/**
 * One pg.Pool over PGlite, so that both engines are used through the same driver. It has one client: a query
 * outside a transaction's own client, awaited while that transaction is open, waits for ever.
 */
export function poolOver(pglite: PGlite): pg.Pool {
  class Client extends pg.Client {
    constructor(config?: pg.ClientConfig) {
      const connection = new Connection({ pglite });
      const place = { user: "postgres", database: "postgres", password: "none", host: "localhost" };
      // pg knows `connection`, its types do not.
      super({ ...config, ...place, connection } as pg.ClientConfig);
    }
  }
  const clean = async (client: pg.ClientBase): Promise<void> => {
    await client.query("ROLLBACK");
    // Not DISCARD ALL: it would also end every LISTEN of the one session that all share.
    await client.query("DEALLOCATE ALL");
  };
  const settings = { Client, max: 1, idleTimeoutMillis: 0, onConnect: clean, types: numbersAsNumbers };
  const pool = new pg.Pool(settings as pg.PoolConfig);
  pool.on("error", () => undefined);
  return pool;
}
