import type pg from "pg";
import type { AgentRuns } from "../bot/contracts/agent-runs.ts";
import { iso } from "./statement.ts";

/** A lead that was erased meanwhile must not make its run fail. */
const RECORD = `
insert into agent_runs (agent, lead_id, ok, milliseconds, error, created_at)
values ($1, (select id from leads where id = $2), $3, $4, $5, $6)`;

/** See `AgentRuns`. */
export function agentRunsOn(pool: pg.Pool): AgentRuns {
  return {
    async record({ agent, leadId, ok, milliseconds, error, at }) {
      await pool.query(RECORD, [agent, leadId, ok, Math.round(milliseconds), error, iso(at)]);
    },
  };
}
