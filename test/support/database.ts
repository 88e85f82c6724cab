import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { type Database, embedded, openDatabase } from "../../db/connect.ts";
import { openPglite } from "../../db/embedded.ts";
import { migrate } from "../../db/migrate.ts";
import { canRunPostgres, type Server, startPostgres } from "./postgres.ts";

/** An embedded database in memory with all tables: a copy of one made once per set of migrations. */
export async function embeddedDatabase(): Promise<Database> {
  return embedded(await openPglite(null, await template()));
}

async function template(): Promise<Blob> {
  const folder = join(import.meta.dirname, "../../db/migrations");
  const hash = createHash("sha256");
  for (const file of readdirSync(folder).toSorted())
    if (file.endsWith(".sql")) hash.update(readFileSync(join(folder, file)));
  const path = join(tmpdir(), `majlis-template-${hash.digest("hex").slice(0, 16)}.tar`);
  if (!existsSync(path)) {
    const pglite = await openPglite(null);
    const database = embedded(pglite);
    await migrate(database.pool);
    const dump = await pglite.dumpDataDir("none");
    writeFileSync(`${path}.${process.pid}`, Buffer.from(await dump.arrayBuffer()));
    renameSync(`${path}.${process.pid}`, path);
    await database.close();
  }
  return new Blob([readFileSync(path)]);
}

/** One engine under test: `fresh` gives an empty, migrated database that closes when the tests end. */
export interface Engine {
  readonly name: "PGlite" | "PostgreSQL";
  fresh(): Promise<Database>;
}

/** Runs the same facts on the embedded engine and on a real server; says plainly when there is no server. */
export function onBothEngines(facts: (engine: Engine) => void): void {
  describe("on PGlite", () => {
    // One for the whole file, emptied for each test: opening one costs more than most tests.
    let shared: Promise<Database> | null = null;
    afterAll(async () => {
      await (await shared)?.close();
    });
    facts({
      name: "PGlite",
      fresh: async () => {
        shared ??= embeddedDatabase();
        return await emptied(await shared);
      },
    });
  });
  describe.skipIf(!canRunPostgres())("on PostgreSQL", () => {
    const open: Database[] = [];
    let server: Server;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(async () => {
      await closeAll(open);
      server.stop();
    });
    facts({
      name: "PostgreSQL",
      fresh: async () => opened(open, await openDatabase({ url: await server.newDatabase(), dataDir: null })),
    });
  });
}

async function emptied(database: Database): Promise<Database> {
  const { rows } = await database.pool.query<{ name: string }>(
    "select quote_ident(tablename) as name from pg_tables where schemaname = 'public'",
  );
  await database.pool.query(`truncate ${rows.map(({ name }) => name).join(", ")} restart identity cascade`);
  return database;
}

function opened(open: Database[], database: Database): Database {
  open.push(database);
  return database;
}

async function closeAll(open: readonly Database[]): Promise<void> {
  for (const database of open) await database.close();
}
