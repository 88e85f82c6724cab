import type { Database } from "./connect.ts";

/** The tables that every message writes to. */
const BUSY_TABLES = "conversations, lanes, messages, outbox, deliveries, turns, facts, timers, addresses";

const FIRST = 200;
const EMBEDDED_MOST = 10_000;

/**
 * Answers what to call with the number of rows just stored. PostgreSQL has its autovacuum, and its plans do not depend
 * on figures of sizes (see `FEW` and the planning of `way`). The embedded engine has none: what updates left behind is
 * cleared, and the figures are renewed, each time that the tables have doubled.
 */
export function tidier({ kind, pool }: Pick<Database, "kind" | "pool">): (stored: number) => void {
  if (kind !== "embedded") return () => undefined;
  let since = 0;
  let next = FIRST;
  let tidying = false;
  return (stored) => {
    since += stored;
    if (since < next || tidying) return;
    since = 0;
    next = Math.min(next * 2, EMBEDDED_MOST);
    tidying = true;
    pool
      .query(`vacuum analyze ${BUSY_TABLES}`)
      // Only speed depends on it; the next doubling tries again.
      .catch(() => undefined)
      .finally(() => {
        tidying = false;
      });
  };
}
