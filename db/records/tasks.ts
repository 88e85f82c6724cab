import type pg from "pg";
import type { Records, TaskRecord } from "../../bot/contracts/records.ts";
import { keyOf, pageOf } from "./cursor.ts";
import { createFilter } from "./filter.ts";

interface TaskRow {
  readonly number: number;
  readonly kind: TaskRecord["kind"];
  readonly reason: string | null;
  readonly summary: string;
  readonly rep: string | null;
  readonly conversation_id: string | null;
  readonly lead_id: string | null;
  readonly created_at: Date;
  readonly done_at: Date | null;
  readonly done_by: string | null;
}

/** A page's talks have few open tasks; more than this are not shown beside them. */
const MOST_BESIDE = 1_000;

/** See `Records.tasks`. */
export function taskRecords(pool: pg.Pool): Records["tasks"] {
  return {
    async list({ state, kind, rep, conversationId, leadId }, page) {
      const filter = createFilter()
        .when(keyOf(page, ["number"])?.[0], (place) => `number < ${place}`)
        .when(state, (place) => `(done_at is null) = (${place} = 'open')`)
        .when(kind, (place) => `kind = ${place}`)
        .when(rep, (place) => `(rep = ${place} or rep is null)`)
        .when(conversationId, (place) => `conversation_id = ${place}`)
        .when(leadId, (place) => `lead_id = ${place}`);
      const answer = await pool.query<TaskRow>(
        `select * from tasks ${filter.where()} order by number desc limit ${filter.place(page.limit + 1)}`,
        [...filter.values],
      );
      return pageOf(answer.rows, page, ({ number }) => [number], taskRecord);
    },
    async get(id) {
      const number = taskNumber(id);
      if (number === null) return null;
      const answer = await pool.query<TaskRow>("select * from tasks where number = $1", [number]);
      return answer.rows[0] ? taskRecord(answer.rows[0]) : null;
    },
    async about({ conversationIds, leadIds }) {
      if (conversationIds.length === 0 && leadIds.length === 0) return [];
      const answer = await pool.query<TaskRow>(
        `select * from tasks
          where (conversation_id = any($1) or lead_id = any($2)) and (done_at is null or kind = 'call-rep')
          order by number desc limit ${MOST_BESIDE}`,
        [conversationIds, leadIds],
      );
      return answer.rows.map(taskRecord);
    },
  };
}

/** The number behind a task's id; null when it cannot be one. */
export function taskNumber(id: string): number | null {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : null;
}

function taskRecord(row: TaskRow): TaskRecord {
  return {
    id: String(row.number),
    kind: row.kind,
    reason: row.reason,
    summary: row.summary,
    rep: row.rep,
    conversationId: row.conversation_id,
    leadId: row.lead_id,
    createdAt: row.created_at.toISOString(),
    doneAt: row.done_at?.toISOString() ?? null,
    doneBy: row.done_by,
  };
}
