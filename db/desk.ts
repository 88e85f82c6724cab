import type { Desk } from "../bot/contracts/desk.ts";
import type { Database } from "./connect.ts";
import { erase } from "./erase.ts";
import { taskNumber } from "./records/tasks.ts";
import { iso, json, rowsOf, type Statement } from "./statement.ts";

const PUT_SETTING: Statement = {
  name: "put-setting",
  text: "insert into settings (name, value, by) values ($1, $2, $3)",
};

/** A hold that ran out is free again, whether or not anybody has marked it so. */
const BUSY: Statement = {
  name: "busy",
  text: `
select rep, to_char(starts at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as from,
       to_char(ends at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as to
  from bookings
 where starts < $2 and ends > $1
   and (status = 'confirmed' or status = 'held' and held_until > now())
 order by starts`,
};

const ERASE_WANTED: Statement = {
  name: "erase-wanted-since",
  text: "select contact_id from erasures where done_at is null and requested_at < $1 order by requested_at limit 100",
};

const FINISH_TASK: Statement = {
  name: "finish-task",
  text: `
with done as (
  update tasks set done_at = now(), done_by = $2 where number = $1 and done_at is null
)
select number from tasks where number = $1`,
};

const NOTE_FOR_REP: Statement = {
  name: "note-for-rep",
  text: `
with called as (
  select number from turns
   where conversation_id = $1 and actions::jsonb @> '[{"do":"call-rep"}]' order by number desc limit 1
), traced as (
  update turns t set actions = (t.actions::jsonb || jsonb_build_array(jsonb_build_object('do', 'note-for-rep', 'note', $2::text)))::json
    from called where t.conversation_id = $1 and t.number = called.number
)
update tasks set summary = summary || E'\\n\\n' || $2
 where number = (select max(number) from tasks
                  where conversation_id = $1 and kind = 'call-rep' and done_at is null)`,
};

/** The office over one database. */
export function deskOn({ pool }: Database): Desk {
  return {
    putSetting: async (name, value, by) => {
      await rowsOf(pool, PUT_SETTING, [name, json(value), by]);
    },
    busy: (from, to) => rowsOf(pool, BUSY, [iso(from), iso(to)]),
    finishTask: async (id, by) =>
      taskNumber(id) !== null && (await rowsOf(pool, FINISH_TASK, [taskNumber(id), by])).length > 0,
    noteForRep: async (conversationId, note) => {
      await rowsOf(pool, NOTE_FOR_REP, [conversationId, note]);
    },
    erase: (contactId, by) => erase(pool, contactId, by),
    eraseWanted: async (before) => {
      const rows = await rowsOf<{ contact_id: string }>(pool, ERASE_WANTED, [iso(before)]);
      return rows.map((row) => row.contact_id);
    },
  };
}
