import type { SentRecord } from "../load/measure.ts";
import { until } from "./moments.ts";
import type { Scenario } from "./scenario.ts";
import { type Stage, sleep } from "./stage.ts";
import { verdictOf } from "./verdict.ts";

/** Confirmed meetings in two hours, with a reminder due now: as they stand after a booking talk. */
const MEETINGS = `
update conversations set state = jsonb_set(state::jsonb, '{booking}', jsonb_build_object('id', 'b-' || id, 'status', 'confirmed',
  'slot', jsonb_build_object('id', 'r@' || id, 'rep', 'r', 'from', to_char((now() + interval '2 hours') at time zone 'Asia/Riyadh', 'YYYY-MM-DD"T"HH24:MI:SS"+03:00"'),
    'to', to_char((now() + interval '3 hours') at time zone 'Asia/Riyadh', 'YYYY-MM-DD"T"HH24:MI:SS"+03:00"'))))::json`;
const TIMERS = `
insert into timers (conversation_id, kind, due_at, rung) select id, 'reminder', now() + interval '3 seconds', false from conversations
on conflict (conversation_id, kind) do update set due_at = excluded.due_at, rung = false`;

/** Whoever keeps the platform's stand-in open while the others are reminded: one more, and none of those. */
const SOMEBODY_ELSE = 5_000;

/** Everybody's reminder in the same minute, while the workers that send them are killed. */
async function remind(stage: Stage, trouble: () => Promise<void>) {
  const people = stage.fast ? 60 : 200;
  await stage.start("web", "web");
  await stage.start("one", "worker");
  await stage.start("two", "worker");
  await stage.load({ messages: people, users: people });
  const known = await stage.rows<{ readonly handle: string }>("select handle from conversations");
  await stage.rows(MEETINGS);
  await stage.rows(TIMERS);
  let records: readonly SentRecord[] = [];
  const result = await stage.load({ messages: 1, users: 1, userOffset: SOMEBODY_ELSE }, async (graph) => {
    ({ records } = graph.stats);
    await trouble();
    await until(async () => (await stage.count("timers")) === 0);
  });
  // Not the one more: their answer has no mark by which it could be told from a reminder.
  const times = known.map(({ handle }) => records.filter(({ to }) => handle.endsWith(to)).length);
  return {
    result,
    people,
    once: times.filter((n) => n > 0).length,
    twice: times.reduce((sum, n) => sum + Math.max(0, n - 1), 0),
  };
}

const scenario = (name: string, fast: boolean, trouble: (stage: Stage) => Promise<void>): Scenario => ({
  name: `reminders: ${name}`,
  fast,
  play: async (stage) => {
    const { result, people, once, twice } = await remind(stage, () => trouble(stage));
    const listed = await stage.count(
      "outbox where state in ('failed', 'cancelled') or (state = 'doubtful' and due_at is null)",
    );
    // To the load reminders are words that it did not wait for.
    const counted = { sent: people, answered: once, duplicates: twice, unmatched: 0 };
    return verdictOf({ ...result, ...counted }, { note: `${listed} listed as missed`, told: listed });
  },
});

export const reminders: readonly Scenario[] = [
  scenario("workers killed at the due minute", true, async (stage) => {
    for (const name of ["one", "two", "one"]) {
      await sleep(1_600 + stage.random() * 1_000);
      await stage.kill(name, 300);
    }
  }),
];
