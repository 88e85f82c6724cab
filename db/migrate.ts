import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { fillCompanyKeys } from "./company-keys.ts";

interface Journal {
  readonly entries: readonly { readonly tag: string; readonly when: number }[];
}

const FOLDER = join(import.meta.dirname, "migrations");

/** Any fixed number: processes that start together wait for each other here. */
const LOCK = 7_266_301;

/**
 * Runs the migrations that have not run yet, all or none. Reads what drizzle-kit writes and keeps drizzle's own
 * table, so drizzle's tools still work; drizzle's migrator itself would cost half a second and 200 MB at each start.
 */
export async function migrate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    await client.query(`CREATE SCHEMA IF NOT EXISTS drizzle`);
    await client.query(
      `CREATE TABLE IF NOT EXISTS drizzle.__drizzle_migrations
         (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)`,
    );
    const done = await client.query<{ latest: number | null }>(
      "SELECT max(created_at) AS latest FROM drizzle.__drizzle_migrations",
    );
    await runAfter(client, done.rows[0]?.latest ?? 0);
    await client.query("COMMIT");
    client.release();
  } catch (cause) {
    await client.query("ROLLBACK").catch(() => undefined);
    client.release(true);
    throw cause;
  }
}

/** What a migration needs that SQL cannot say, in the same transaction. */
const AFTER: Readonly<Record<string, (client: pg.PoolClient) => Promise<void>>> = {
  "0011_tasks-and-company-keys": fillCompanyKeys,
};

async function runAfter(client: pg.PoolClient, latest: number): Promise<void> {
  const journal = JSON.parse(readFileSync(join(FOLDER, "meta/_journal.json"), "utf8")) as Journal;
  for (const { tag, when } of journal.entries) {
    if (when <= latest) continue;
    const text = readFileSync(join(FOLDER, `${tag}.sql`), "utf8");
    for (const statement of text.split("--> statement-breakpoint")) await client.query(statement);
    await AFTER[tag]?.(client);
    await client.query("INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ($1, $2)", [
      createHash("sha256").update(text).digest("hex"),
      when,
    ]);
  }
}
