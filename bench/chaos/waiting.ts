/** What the program has not worked off yet, by its own tables. */
export interface Waiting {
  /** Heard by nobody so far. */
  readonly messages: number;
  /** Not sent, or sent with a receipt still awaited. */
  readonly answers: number;
  /** The lanes of both: free and due, with a worker that lives, with one that does not, and due only later. */
  readonly due: number;
  readonly held: number;
  readonly orphaned: number;
  readonly later: number;
  /** Nothing wakes them: a lane that would sleep for good. */
  readonly asleep: number;
  readonly workers: number;
  /** Waits no more, and a person was told: messages set aside, answers that cannot leave, answers given up. */
  readonly parked: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Of what failed: how much in which state, and what is noted there. */
  readonly why: string;
  /** Messages that are in the table at all. */
  readonly stored: number;
}

export const WAITING = `
with heard as (select conversation_id from messages where status = 'received' and handled_turn is null),
     said as (select conversation_id from outbox where purpose = 'answer'
               and (state in ('waiting', 'sending') or (state = 'doubtful' and due_at is not null))),
     given_up as (select state, coalesce(detail, 'nothing noted') as detail, count(*) as n from outbox
                   where state = 'failed' or (state = 'doubtful' and due_at is null) group by 1, 2),
     lane as (select l.*, l.lease_owner in (select id from workers where alive_until > now()) as alive from lanes l
               where conversation_id in (select conversation_id from heard union select conversation_id from said))
select (select count(*) from heard)::int as messages, (select count(*) from said)::int as answers,
       count(*) filter (where lease_owner is null and due_at <= now())::int as due,
       count(*) filter (where lease_owner is not null and alive)::int as held,
       count(*) filter (where lease_owner is not null and not alive)::int as orphaned,
       count(*) filter (where lease_owner is null and due_at > now())::int as later,
       count(*) filter (where lease_owner is null and due_at is null)::int as asleep,
       (select count(*) from workers where alive_until > now())::int as workers,
       (select count(*) from messages where status = 'parked')::int as parked,
       (select coalesce(sum(n), 0) from given_up)::int as failed,
       (select coalesce(string_agg(n || ' ' || state || ': ' || detail, ', '), '') from given_up) as why,
       (select count(*) from outbox where state = 'cancelled')::int as cancelled,
       (select count(*) from messages)::int as stored
  from lane`;

/** What may be waited for: nothing that waits has moved for so long. Longer than a receipt is awaited in any scenario. */
const NOTHING_MOVES_MS = 45_000;
/** Within this something moves, also while receipts are awaited in the short selection. */
const MOVES_MS = 20_000;
const LOOK_MS = 500;

interface Looked {
  readonly until: number;
  readonly arrived: number;
  /** The embedded engine answers nobody but its own program. */
  readonly database: string | null;
  waiting(): Promise<Waiting | null>;
}

/**
 * Resolves when all is worked off, when nothing moves any more, or when the time is over (`moves`): only the program's own tables
 * tell what is late on a crowded machine from what is lost.
 */
export async function untilWorkedOff(
  stage: Looked,
): Promise<{ readonly waiting: Waiting | null; readonly moves: boolean }> {
  if (stage.database === null) return { waiting: null, moves: false };
  let last = "";
  for (let movedAt = performance.now(); ; await new Promise((later) => setTimeout(later, LOOK_MS))) {
    const waiting = await stage.waiting();
    if (waiting !== null && waiting.messages + waiting.answers === 0) return { waiting, moves: false };
    const now = performance.now();
    const seen = [waiting?.messages, waiting?.answers, stage.arrived].join(" ");
    if (seen !== last) movedAt = now;
    last = seen;
    if (now - movedAt > NOTHING_MOVES_MS) return { waiting, moves: false };
    const moves = now - movedAt < MOVES_MS && waiting?.asleep === 0;
    if (now > stage.until) return { waiting, moves };
  }
}

export function inWords(waiting: Waiting | null): string {
  if (waiting === null) return "its tables could not be asked";
  const { messages, answers, workers, parked, failed, cancelled, why, stored, ...lanes } = waiting;
  const reasons = why === "" ? "" : ` (${why})`;
  const over = `${stored} stored, ${parked} set aside, ${failed} failed${reasons}, ${cancelled} cancelled`;
  if (messages + answers === 0) return `nothing waits any more: ${over}`;
  const where = Object.entries(lanes).flatMap(([name, count]) => (count > 0 ? [`${count} ${name}`] : []));
  return `${messages} unheard, ${answers} unsent; lanes: ${where.join(", ") || "none"}; ${workers} workers`;
}
