import { mkdtempSync, readdirSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getTableColumns, is, Table } from "drizzle-orm";
import { expect, test } from "vitest";
import { openDatabase } from "../../db/connect.ts";
import { migrate } from "../../db/migrate.ts";
import * as crm from "../../db/schema/crm.ts";
import * as house from "../../db/schema/house.ts";
import * as people from "../../db/schema/people.ts";
import * as sales from "../../db/schema/sales.ts";
import * as talks from "../../db/schema/talks.ts";
import { onBothEngines } from "../support/database.ts";
import { canRunPostgres, freePort, startPostgres } from "../support/postgres.ts";

onBothEngines((engine) => {
  test("the migrations make exactly the tables that the schema describes", async () => {
    const { pool } = await engine.fresh();
    const found = await pool.query<{ table_name: string; column_name: string }>(
      "select table_name, column_name from information_schema.columns where table_schema = 'public'",
    );
    const wanted = [people, talks, sales, house, crm]
      .flatMap((file) => Object.values(file))
      .filter((value) => is(value, Table))
      .flatMap((table) =>
        Object.values(getTableColumns(table)).map(
          (column) =>
            `${(table as unknown as Record<symbol, string>)[Symbol.for("drizzle:Name")]}.${column.name}`,
        ),
      );
    expect(found.rows.map((row) => `${row.table_name}.${row.column_name}`).toSorted()).toEqual(
      wanted.toSorted(),
    );
  });

  test("migrating again, and twice at once, changes nothing", async () => {
    const { pool } = await engine.fresh();
    await Promise.all([migrate(pool), migrate(pool)]);
    const done = await pool.query<{ count: number }>("select count(*) from drizzle.__drizzle_migrations");
    const written = readdirSync("db/migrations").filter((name) => name.endsWith(".sql"));
    expect(done.rows[0]?.count).toBe(written.length);
  });

  test("a failed statement leaves the pool usable, and a transaction keeps to its client", async () => {
    const { pool } = await engine.fresh();
    await expect(pool.query("select nothing_like_this")).rejects.toMatchObject({ code: "42703" });
    const client = await pool.connect();
    await client.query("begin");
    await client.query("insert into workers values ('w', now())");
    await client.query("rollback");
    client.release();
    expect((await pool.query("select id from workers")).rows).toEqual([]);
  });

  test("a notification is heard", async () => {
    const database = await engine.fresh();
    const { promise: heard, resolve } = Promise.withResolvers<string>();
    await database.listen("majlis_test", resolve);
    await database.pool.query("select pg_notify('majlis_test', 'word')");
    expect(await heard).toBe("word");
  });
});

test("a second process on one data folder is refused by name, and the folder opens again after", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "majlis-data-"));
  const first = await openDatabase({ url: null, dataDir });
  await first.pool.query("insert into workers values ('kept', now())");
  await expect(openDatabase({ url: null, dataDir })).rejects.toThrow(`data folder ${dataDir} is in use`);
  await first.close();
  const again = await openDatabase({ url: null, dataDir });
  expect((await again.pool.query("select id from workers")).rows).toEqual([{ id: "kept" }]);
  await again.close();
}, 60_000);

test.skipIf(!canRunPostgres())(
  "a server that comes late is waited for, and the wait is told once",
  async () => {
    const server = await startPostgres();
    const url = new URL(await server.newDatabase());
    const late = createServer((near) => {
      const far = connect(Number(url.port), url.hostname);
      near.pipe(far).pipe(near);
      near.on("error", () => far.destroy());
      far.on("error", () => near.destroy());
    });
    const port = await freePort();
    const told: unknown[] = [];
    const patience = { forMs: 20_000, waiting: (cause: unknown) => void told.push(cause) };
    const opening = openDatabase({ url: url.href.replace(url.port, String(port)), dataDir: null, patience });
    await new Promise((again) => setTimeout(again, 1_200));
    await new Promise<void>((open) => late.listen(port, "127.0.0.1", open));
    const database = await opening;
    expect((await database.pool.query("select count(*) from workers")).rows).toEqual([{ count: 0 }]);
    expect(told).toHaveLength(1);
    await database.close();
    late.close();
    server.stop();
    await expect(openDatabase({ url: url.href, dataDir: null })).rejects.toThrow(/ECONNREFUSED/);
  },
);
