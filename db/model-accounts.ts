import type pg from "pg";
import type { ModelAccounts, ModelCallEntry, ModelFigures } from "../bot/contracts/model-accounts.ts";
import { iso, json, rowsOf, type Statement, untilNoDeadlock } from "./statement.ts";

/** Budgets are counted by the Saudi calendar. */
const MONTH = "to_char($at at time zone 'Asia/Riyadh', 'YYYY-MM')";

/**
 * A talk that was erased meanwhile is not named again: the lock waits for an erasure under way, which then leaves
 * nothing to find. The month's sum grows in the same statement, so that it cannot differ from its calls.
 */
const RECORD: Statement = {
  name: "model-record",
  text: `
with entry as (
  select e.* from rows from (jsonb_to_recordset($1::jsonb) as ("conversationId" text, turn int, task text, provider text,
    model text, outcome text, fallback boolean, milliseconds int, "tokensIn" int, "tokensOut" int,
    "tokensCached" int, "costUsd" numeric, "left" jsonb)) with ordinality as e(conversation_id, turn, task, provider,
    model, outcome, fallback, milliseconds, tokens_in, tokens_out, tokens_cached, cost_usd, data_left, place)
), talk as materialized (
  select id from conversations where id = any (array(select conversation_id from entry)) order by id for key share
), stored as (
  insert into model_calls (conversation_id, turn, task, provider, model, outcome, fallback, milliseconds, tokens_in,
    tokens_out, tokens_cached, cost_usd, data_left)
  select t.id, e.turn, e.task, e.provider, e.model, e.outcome, e.fallback, e.milliseconds, e.tokens_in, e.tokens_out,
    e.tokens_cached, e.cost_usd, e.data_left
    from entry e left join talk t on t.id = e.conversation_id order by e.place
  returning cost_usd
)
insert into model_spending (month, cost_usd)
select ${MONTH.replace("$at", "now()")}, sum(cost_usd) from stored having sum(cost_usd) > 0
on conflict (month) do update set cost_usd = model_spending.cost_usd + excluded.cost_usd`,
};

const SPENT: Statement = {
  name: "model-spent",
  text: `
select coalesce((select cost_usd from model_spending where month = ${MONTH.replace("$at", "$2::timestamptz")}), 0)::float8 as month,
       coalesce((select sum(cost_usd) from model_calls where conversation_id = $1), 0)::float8 as talk`,
};

const FIGURES: Statement = {
  name: "model-figures",
  text: `
with part as (
  select provider, task, outcome, count(*) as calls, count(*) filter (where fallback) as fallbacks,
    sum(tokens_in) as tokens_in, sum(tokens_out) as tokens_out, sum(tokens_cached) as tokens_cached, sum(cost_usd) as cost,
    percentile_cont(array[0.5, 0.95]) within group (order by milliseconds) as took
   from model_calls where created_at >= $1::timestamptz group by 1, 2, 3
)
select provider, task,
  coalesce(sum(calls) filter (where outcome <> 'cached'), 0)::int8 as calls,
  coalesce(sum(calls) filter (where outcome = 'cached'), 0)::int8 as cached,
  coalesce(jsonb_object_agg(outcome, calls) filter (where outcome not in ('answered', 'cached')), '{}') as errors,
  coalesce(sum(fallbacks) filter (where outcome <> 'cached'), 0)::int8 as fallbacks,
  sum(tokens_in)::int8 as "tokensIn", sum(tokens_out)::int8 as "tokensOut", sum(tokens_cached)::int8 as "tokensCached",
  sum(cost)::float8 as "costUsd",
  max(round(took[1])) filter (where outcome = 'answered')::int as p50,
  max(round(took[2])) filter (where outcome = 'answered')::int as p95
  from part group by 1, 2 order by sum(cost) desc, 1, 2`,
};

const TALKS: Statement = {
  name: "model-talks",
  text: `
select count(distinct conversation_id) as count, coalesce(sum(cost_usd), 0)::float8 as "costUsd"
  from model_calls where created_at >= $1::timestamptz and conversation_id is not null`,
};

const CALLS = `
select conversation_id as "conversationId", turn, task, provider, model, outcome, fallback, milliseconds,
  tokens_in as "tokensIn", tokens_out as "tokensOut", tokens_cached as "tokensCached", cost_usd::float8 as "costUsd",
  data_left as "left", created_at as at
  from model_calls where conversation_id = $1`;

const CALLS_OF: Statement = { name: "model-calls-of", text: `${CALLS} order by number` };

const CALLS_IN: Statement = {
  name: "model-calls-in",
  text: `${CALLS} and turn = any ($2::int[]) order by number`,
};

/** The accounts of model calls over one database. `report` is told of entries that could not be stored. */
export function modelAccountsOn(
  pool: pg.Pool,
  report: (what: string, cause: unknown) => void,
): ModelAccounts {
  return {
    record: async (entries) => {
      if (entries.length === 0) return;
      try {
        await untilNoDeadlock(() => rowsOf(pool, RECORD, [json(entries)]));
      } catch (cause) {
        report(`${entries.length} model calls could not be written to the accounts`, cause);
      }
    },
    spent: async (conversationId, at) => {
      const [row] = await rowsOf<{ talk: number; month: number }>(pool, SPENT, [conversationId, iso(at)]);
      return { talk: row?.talk ?? 0, month: row?.month ?? 0 };
    },
    figures: (since) => rowsOf<ModelFigures>(pool, FIGURES, [iso(since)]),
    callsOf: async (conversationId) => (await rowsOf<CallRow>(pool, CALLS_OF, [conversationId])).map(callOf),
    talks: async (since) => {
      const [row] = await rowsOf<{ count: number; costUsd: number }>(pool, TALKS, [iso(since)]);
      return row ?? { count: 0, costUsd: 0 };
    },
  };
}

/** A stored call as the trace tells it. */
export type StoredCall = ModelCallEntry & { readonly at: string };
type CallRow = ModelCallEntry & { readonly at: Date };

/** The calls of these turns of a conversation, oldest first. */
export async function callsInTurns(
  pool: pg.Pool,
  conversationId: string,
  turns: readonly number[],
): Promise<readonly StoredCall[]> {
  if (turns.length === 0) return [];
  return (await rowsOf<CallRow>(pool, CALLS_IN, [conversationId, turns])).map(callOf);
}

function callOf(row: CallRow): StoredCall {
  return { ...row, at: row.at.toISOString() };
}
