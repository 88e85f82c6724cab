import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";

const LONGEST_MS = 8_000;

/** Resolves once so many statements of this database wait for a lock. */
export async function waitersIn(pool: pg.Pool, many: number): Promise<void> {
  const end = performance.now() + LONGEST_MS;
  while (performance.now() < end) {
    const { rows } = await pool.query<{ count: number }>(
      "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if ((rows[0]?.count ?? 0) >= many) return;
    await sleep(20);
  }
  throw new Error(`never did ${many} statements wait for a lock`);
}
