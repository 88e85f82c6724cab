import type { ModelErasure, ModelErasures } from "../bot/contracts/model-erasures.ts";
import type { Database } from "./connect.ts";
import { rowsOf, type Statement } from "./statement.ts";

const statement = (name: string, text: string): Statement => ({ name: `model-erasures-${name}`, text });

const WITHIN = statement(
  "within",
  `select conversation_id as "conversationId" from model_erasures
    where erased_at > now() - $1::float8 * interval '1 ms'`,
);
const CLAIM = statement(
  "claim",
  `with due as (
     select conversation_id from model_erasures where due_at <= now() and passes < 2
      order by due_at limit $1 for update skip locked
   )
   update model_erasures e set due_at = now() + $2::float8 * interval '1 ms', tries = tries + 1
     from due where e.conversation_id = due.conversation_id
   returning e.conversation_id as "conversationId", e.turns, e.tries`,
);
const DELETED = statement(
  "deleted",
  `update model_erasures set passes = passes + 1, tries = 0, due_at = now() + $2::float8 * interval '1 ms'
    where conversation_id = $1`,
);
const AGAIN = statement(
  "again",
  `with later as (
     update model_erasures set due_at = now() + $2::float8 * interval '1 ms' where conversation_id = $1
   )
   insert into notices (channel, severity, what, detail)
   select 'models', 'alarm', 'traces of an erased person could not be deleted yet', $1 || ': ' || $3
    where $3::text is not null`,
);

/** Talks of erased people in one database. */
export function modelErasuresOn({ pool }: Pick<Database, "pool">): ModelErasures {
  return {
    within: async (ms) =>
      (await rowsOf<{ conversationId: string }>(pool, WITHIN, [ms])).map((row) => row.conversationId),
    claim: (limit, leaseMs) => rowsOf<ModelErasure>(pool, CLAIM, [limit, leaseMs]),
    deleted: async (conversationId, onceMoreMs) => {
      await rowsOf(pool, DELETED, [conversationId, onceMoreMs]);
    },
    again: async (conversationId, afterMs, notice) => {
      await rowsOf(pool, AGAIN, [conversationId, afterMs, notice]);
    },
  };
}
