import type { Database } from "./connect.ts";

/** The tables that every message writes to. */
const BUSY_TABLES = "conversations, lanes, messages, outbox, deliveries, turns, facts, timers, addresses";

const FIRST = 200;
const EMBEDDED_MOST = 10_000;

/**
 * Answers what to call with the number of rows just stored. PostgreSQL plans a prepared statement once, for the
 * sizes it knew then: so the figures are renewed each time the tables have doubled, and not only when autovacuum
 * comes by. The embedded engine has no autovacuum at all: there it also clears what updates left behind.
 */
export function tidier({ kind, pool }: Pick<Database, "kind" | "pool">): (stored: number) => void {
  let since = 0;
  let next = FIRST;
  let tidying = false;
  return (stored) => {
    since += stored;
    if (since < next || tidying) return;
    since = 0;
    next = kind === "embedded" ? Math.min(next * 2, EMBEDDED_MOST) : next * 2;
    tidying = true;
    pool
      .query(`${kind === "embedded" ? "vacuum analyze" : "analyze"} ${BUSY_TABLES}`)
      // Only speed depends on it; the next doubling tries again.
      .catch(() => undefined)
      .finally(() => {
        tidying = false;
      });
  };
}
