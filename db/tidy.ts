import type { Database } from "./connect.ts";

/** The tables that every message writes to. */
const BUSY_TABLES = "conversations, lanes, messages, outbox, deliveries, turns, facts, timers, addresses";

const FIRST = 200;
const EMBEDDED_MOST = 10_000;

/** Each message is written twice, when it comes and when it is heard: true once about half as many again have come. */
const OUTGROWN = `select pg_stat_get_mod_since_analyze(oid) >= reltuples as outgrown
  from pg_class where oid = 'messages'::regclass`;

/**
 * Answers what to call with the number of rows just stored. PostgreSQL plans a prepared statement once, for the
 * sizes it knew then: so the figures are renewed as the tables grow, and not only when autovacuum comes by. A process that
 * starts on a long history leaves them: renewing them reads up to 30,000 blocks of each table.
 * The embedded engine has no autovacuum at all: there it also clears what updates left behind.
 */
export function tidier({ kind, pool }: Pick<Database, "kind" | "pool">): (stored: number) => void {
  let since = 0;
  let next = FIRST;
  let tidying = false;
  const tidy = async () => {
    if (kind === "embedded") {
      next = Math.min(next * 2, EMBEDDED_MOST);
      await pool.query(`vacuum analyze ${BUSY_TABLES}`);
      return;
    }
    const { rows } = await pool.query<{ outgrown: boolean }>(OUTGROWN);
    if (rows[0]?.outgrown !== true) return;
    next *= 2;
    await pool.query(`analyze ${BUSY_TABLES}`);
  };
  return (stored) => {
    since += stored;
    if (since < next || tidying) return;
    since = 0;
    tidying = true;
    tidy()
      // Only speed depends on it; the next time tries again.
      .catch(() => undefined)
      .finally(() => {
        tidying = false;
      });
  };
}
