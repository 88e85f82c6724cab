import { expect, test } from "vitest";
import type { Database } from "../../db/connect.ts";
import { tidier } from "../../db/tidy.ts";
import { onBothEngines } from "../support/database.ts";

const store = async ({ pool }: Database, from: number, to: number) => {
  const client = await pool.connect();
  await client.query(
    `insert into messages (conversation_id, channel, account, platform_id, kind, text, payload, sent_at)
     select 'c', 'webform', 'a', n::text, 'text', '', '{}', now() from generate_series(${from}::int, ${to}::int) n`,
  );
  // Otherwise what was written is counted up to a second later.
  await client.query("select pg_stat_force_next_flush()");
  client.release();
};
const figures = async ({ pool }: Database): Promise<number> => {
  const known = "select reltuples::int as rows from pg_class where oid = 'messages'::regclass";
  const { rows } = await pool.query<{ rows: number }>(known);
  return rows[0]?.rows ?? 0;
};

onBothEngines((engine) => {
  test.skipIf(engine.name !== "PGlite")(
    "the embedded engine's figures of the tables are renewed as they grow",
    async () => {
      const database = await engine.fresh();
      await store(database, 1, 200);
      const stored = tidier(database);
      stored(200);
      await expect.poll(() => figures(database), { timeout: 10_000 }).toBe(200);
      await store(database, 201, 1000);
      stored(800);
      await expect.poll(() => figures(database), { timeout: 10_000 }).toBe(1000);
    },
  );

  test.skipIf(engine.name === "PGlite")(
    "the figures of a server are left to its autovacuum, and the statements of the way are planned without them",
    async () => {
      const database = await engine.fresh();
      const before = await figures(database);
      tidier(database)(5000);
      await store(database, 1, 5000);
      expect(await figures(database)).toBe(before);
      const { rows } = await database.way.query("show plan_cache_mode");
      expect(rows).toEqual([{ plan_cache_mode: "force_generic_plan" }]);
    },
  );
});
