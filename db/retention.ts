import type { Expiring, Retention, Swept } from "../bot/contracts/retention.ts";
import type { Database } from "./connect.ts";
import { rowsOf, type Statement } from "./statement.ts";

/** An alarm stands while what it tells of is so: a lead that the CRM refuses, a person not yet forgotten there or in the traces. */
const STANDS = `severity = 'alarm' and split_part(detail, ':', 1) in (
        select lead_id from crm_jobs where dead
        union all select contact_id from crm_erasures
        union all select conversation_id from model_erasures where passes < 2)`;

/*
 * Numbers are given in the order of time, so that the old rows are the first of their table: a step reads so many rows by
 * the primary key, however many there are, and no index is kept for it alone. Who comes second leaves what the first has.
 */
const sweepOf = (what: Expiring, kept: string): Statement => ({
  name: `sweep-${what}`,
  text: `
with page as materialized (
  select number, created_at < now() - $1::float8 * interval '1 day' as old
    from ${what} where number > $2 order by number limit $3
), free as (
  select number from ${what} where number in (select number from page where old) and not (${kept}) for update skip locked
), gone as (
  delete from ${what} t using free where t.number = free.number returning t.number
)
select (select count(*) from gone)::int as gone,
       (select max(number) from page having bool_and(old) and count(*) = $3)::float8 as next`,
});

const SWEEP: Readonly<Record<Expiring, Statement>> = {
  model_calls: sweepOf("model_calls", "false"),
  agent_runs: sweepOf("agent_runs", "false"),
  notices: sweepOf("notices", STANDS),
};

/** See `Retention`. */
export function retentionOn({ kind, pool }: Pick<Database, "kind" | "pool">): Retention {
  return {
    sweep: async (what, days, after, limit) => {
      const [swept] = await rowsOf<Swept>(pool, SWEEP[what], [days, after, limit]);
      return swept ?? { gone: 0, next: null };
    },
    tidy: async (what) => {
      // PostgreSQL's autovacuum does it; the embedded engine has none (see `tidier`).
      if (kind === "embedded") await pool.query(`vacuum ${what}`);
    },
  };
}
