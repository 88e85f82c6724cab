import { type Asked, rowsOf, type Statement } from "./statement.ts";

/** A meeting that was agreed is moved, cancelled and remembered where they write now; one agreed there stands. */
const MEETING: Statement = {
  name: "inherit-meeting",
  text: `
with heir as (
  update conversations g
     set version = g.version + 1, updated_at = now(),
         state = (g.state::jsonb || jsonb_build_object('booking', f.booking, 'version', g.version + 1))::json
    from (select distinct on (c.merged_into) c.merged_into, c.id, c.state::jsonb -> 'booking' as booking
            from conversations c join bookings b on b.id = c.state::jsonb -> 'booking' ->> 'id'
           where c.id = any($1::text[]) and b.status = 'confirmed' order by c.merged_into, b.starts desc) f
   where g.id = f.merged_into and (g.state::jsonb -> 'booking' ->> 'status') is distinct from 'confirmed'
  returning g.id, f.booking ->> 'id' as booking
)
update bookings b set conversation_id = heir.id from heir where b.id = heir.booking`,
};

const TIMERS: Statement = {
  name: "inherit-timers",
  text: `
with gone as (
  delete from timers where conversation_id = any($1::text[]) returning conversation_id, kind, due_at
)
insert into timers (conversation_id, kind, due_at)
select distinct on (c.merged_into, gone.kind) c.merged_into, gone.kind, gone.due_at
  from gone join conversations c on c.id = gone.conversation_id
 where gone.kind = 'reminder' order by c.merged_into, gone.kind, gone.due_at desc
on conflict do nothing`,
};

/** What goes over from talks that have just ended in others: an agreed meeting and its reminder. */
export async function inherit(client: Asked, ended: readonly string[]): Promise<void> {
  if (ended.length === 0) return;
  for (const statement of [MEETING, TIMERS]) await rowsOf(client, statement, [ended]);
}
