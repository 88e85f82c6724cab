import { expect, test } from "vitest";
import { openDatabase } from "../../db/connect.ts";
import { isStoreAway } from "../../db/records/store-away.ts";
import { inTransaction } from "../../db/statement.ts";
import { cuttingProxy } from "../support/cutting-proxy.ts";
import { canRunPostgres, startPostgres } from "../support/postgres.ts";

test.skipIf(!canRunPostgres())(
  "a connection that falls silent fails what waits on it, a transaction too, and the next one works",
  async () => {
    const server = await startPostgres();
    const proxy = await cuttingProxy({ host: "127.0.0.1", port: server.port });
    const url = new URL(await server.newDatabase());
    url.port = String(proxy.port);
    const database = await openDatabase({ url: url.href, dataDir: null, connections: 2, silenceMs: 3_000 });
    const one = "select 1 as one";
    for (const pool of [database.pool, database.way]) {
      await pool.query(one);
      proxy.fallSilent();
      const begun = performance.now();
      const cause: unknown = await pool.query(one).then(
        () => null,
        (failed: unknown) => failed,
      );
      expect(isStoreAway(cause)).toBe(true);
      expect(performance.now() - begun).toBeLessThan(6_000);
      expect((await pool.query(one)).rows).toEqual([{ one: 1 }]);
    }
    const whose = async () => (await database.way.query("select pg_backend_pid() as pid")).rows;
    const before = await whose();
    await new Promise((later) => setTimeout(later, 3_500));
    // Asked nothing, it may be silent: a new one costs the next message a process and all plans.
    expect(await whose()).toEqual(before);
    const begun = performance.now();
    const transaction = inTransaction(database.way, async (client) => {
      proxy.fallSilent();
      await client.query(one);
    });
    await expect(transaction).rejects.toThrow("it fell silent");
    // Not once more for the rollback, which nobody would answer either.
    expect(performance.now() - begun).toBeLessThan(6_000);
    expect((await database.way.query(one)).rows).toEqual([{ one: 1 }]);
    await database.close();
    await proxy.close();
    server.stop();
  },
  60_000,
);
