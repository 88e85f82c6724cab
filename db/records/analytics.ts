import type pg from "pg";
import type { Analytics } from "../../bot/contracts/records.ts";
import { MOST_SAR } from "../../bot/conversation/sales/deal-worth.ts";

/** How many of the latest talks tell how fast we answer. */
const SAMPLE = 500;

/** See `Records.analytics`. */
export async function readAnalytics(pool: pg.Pool): Promise<Analytics> {
  const leadsByStatus = await counted(pool, "select status as name, count(*) as count from leads group by 1");
  const leadsBySource = await counted(pool, "select source as name, count(*) as count from leads group by 1");
  const leadsBySector = await counted(
    pool,
    "select coalesce(sector, 'unknown') as name, count(*) as count from leads group by 1",
  );
  const conversationsByStage = await counted(
    pool,
    "select stage as name, count(*) as count from conversations group by 1",
  );
  const outcomes = await counted(
    pool,
    "select outcome as name, count(*) as count from conversations where outcome is not null group by 1",
  );
  const [sums] = (await pool.query<Sums>(SUMS)).rows;
  const [speed] = (await pool.query<Speed>(SPEED, [SAMPLE])).rows;
  return {
    leadsTotal: sums?.leads ?? 0,
    leadsByStatus,
    leadsBySource,
    leadsBySector,
    pipelineSar: sums?.pipeline ?? 0,
    conversationsByStage,
    outcomes,
    bookingsTotal: sums?.bookings ?? 0,
    responseTime: { p50: rounded(speed?.p50), p95: rounded(speed?.p95) },
    ...(await agentFigures(pool)),
    funnel: FUNNEL_STEPS.map((step) => ({ step, count: sums?.[step] ?? 0 })),
  };
}

/** Each step counts the leads that came at least that far, whatever became of them later. */
const FUNNEL_STEPS = ["leads", "engaged", "qualified", "booked", "proposed", "won"] as const;

type Sums = Readonly<Record<(typeof FUNNEL_STEPS)[number] | "pipeline" | "bookings", number>>;

const SUMS = `
with step as (
  select l.status, l.value_sar,
    exists (select from conversations c join lanes n on n.conversation_id = c.id
             where c.lead_id = l.id and n.last_inbound_at is not null) as engaged,
    exists (select from bookings b where b.lead_id = l.id and b.status in ('confirmed', 'cancelled')
      and b.held_until is null) as booked,
    exists (select from proposals p where p.lead_id = l.id and p.status not in ('draft', 'superseded')) as proposed
  from leads l
)
select count(*) as leads,
  count(*) filter (where engaged) as engaged,
  count(*) filter (where status in ('qualified', 'proposal', 'negotiation', 'won') or booked or proposed) as qualified,
  count(*) filter (where booked) as booked,
  count(*) filter (where proposed) as proposed,
  count(*) filter (where status = 'won') as won,
  coalesce(sum(least(value_sar, ${MOST_SAR})) filter (
    where value_sar is not null and status not in ('won', 'lost', 'disqualified')), 0)::float8 as pipeline,
  (select count(*) from bookings where status = 'confirmed') as bookings
from step`;

interface Speed {
  readonly p50: number | null;
  readonly p95: number | null;
}

/** From the first bubble a turn heard to the first word it sent. */
const SPEED = `
with talk as (
  select conversation_id as id from lanes where talked_at is not null
   order by talked_at desc nulls last, conversation_id desc nulls last limit $1
), heard as (
  select m.conversation_id, m.handled_turn as turn, min(m.received_at) as at
    from messages m join talk on talk.id = m.conversation_id where m.handled_turn is not null group by 1, 2
), said as (
  select o.conversation_id, o.turn, min(o.sent_at) as at
    from outbox o join talk on talk.id = o.conversation_id
   where o.author = 'bot' and o.purpose = 'answer' and o.sent_at is not null group by 1, 2
), took as (
  select greatest(0, extract(epoch from said.at - heard.at) * 1000)::float8 as ms
    from heard join said using (conversation_id, turn)
)
select percentile_cont(0.5) within group (order by ms) as p50,
       percentile_cont(0.95) within group (order by ms) as p95 from took`;

const RUNS = `
select agent as name, count(*)::int as runs, count(*) filter (where not ok)::int as errors,
       percentile_cont(0.5) within group (order by milliseconds)::float8 as p50
  from agent_runs group by 1 order by 1`;

async function agentFigures(
  pool: pg.Pool,
): Promise<Pick<Analytics, "agentRunsTotal" | "agentRunsErrors" | "agentRuns">> {
  const { rows } = await pool.query<{ name: string; runs: number; errors: number; p50: number | null }>(RUNS);
  return {
    agentRunsTotal: rows.reduce((sum, { runs }) => sum + runs, 0),
    agentRunsErrors: rows.reduce((sum, { errors }) => sum + errors, 0),
    agentRuns: Object.fromEntries(
      rows.map(({ name, runs, errors, p50 }) => [name, { runs, errors, p50: rounded(p50) }]),
    ),
  };
}

async function counted(pool: pg.Pool, text: string): Promise<Readonly<Record<string, number>>> {
  const answer = await pool.query<{ name: string; count: number }>(text);
  return Object.fromEntries(answer.rows.map(({ name, count }) => [name, Number(count)]));
}

function rounded(milliseconds: number | null | undefined): number | null {
  return milliseconds === null || milliseconds === undefined ? null : Math.round(milliseconds);
}
