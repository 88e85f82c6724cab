import type { Scenario } from "./scenario.ts";
import { type Stage, sleep } from "./stage.ts";

/** Confirmed meetings in two hours, with a reminder due now: as they stand after a booking talk. */
const MEETINGS = `
update conversations set state = jsonb_set(state::jsonb, '{booking}', jsonb_build_object('id', 'b-' || id, 'status', 'confirmed',
  'slot', jsonb_build_object('id', 'r@' || id, 'rep', 'r', 'from', to_char((now() + interval '2 hours') at time zone 'Asia/Riyadh', 'YYYY-MM-DD"T"HH24:MI:SS"+03:00"'),
    'to', to_char((now() + interval '3 hours') at time zone 'Asia/Riyadh', 'YYYY-MM-DD"T"HH24:MI:SS"+03:00"'))))::json`;
const TIMERS = `
insert into timers (conversation_id, kind, due_at, rung) select id, 'reminder', now() + interval '3 seconds', false from conversations
on conflict (conversation_id, kind) do update set due_at = excluded.due_at, rung = false`;

/** Everybody's reminder in the same minute, while the workers that send them are killed. */
async function remind(stage: Stage, trouble: () => Promise<void>) {
  const people = stage.fast ? 60 : 200;
  await stage.start("web", "web");
  await stage.start("one", "worker");
  await stage.start("two", "worker");
  const first = await stage.load({ messages: people, users: people });
  await stage.rows(MEETINGS);
  await stage.rows(TIMERS);
  // The load's stand-in has gone: one more message of somebody else keeps another one open meanwhile.
  const seen = new Map<string, number>();
  await stage.load({ messages: 1, users: 1, userOffset: 5_000, drain: 1 }, async (graph) => {
    await trouble();
    // Whoever wrote meanwhile was answered, with the mark of their message, and is not one of those to be reminded.
    const reminded = () => {
      const { records } = graph.stats;
      const wrote = new Set(records.filter(({ text }) => text.includes("#")).map(({ to }) => to));
      return records.filter(({ to }) => !wrote.has(to));
    };
    let quietSince = Date.now();
    for (let last = -1; Date.now() - quietSince < 20_000 && reminded().length < people; await sleep(100)) {
      if (reminded().length !== last) quietSince = Date.now();
      last = reminded().length;
    }
    await sleep(1_500);
    for (const { to } of reminded()) seen.set(to, (seen.get(to) ?? 0) + 1);
  });
  const counts = [...seen.values()];
  return {
    people,
    first,
    once: counts.filter((n) => n === 1).length,
    more: counts.filter((n) => n > 1).length,
  };
}

const scenario = (name: string, fast: boolean, trouble: (stage: Stage) => Promise<void>): Scenario => ({
  name: `reminders: ${name}`,
  fast,
  play: async (stage) => {
    const { people, once, more } = await remind(stage, () => trouble(stage));
    const listed = await stage.count(
      "outbox where state in ('failed', 'cancelled') or (state = 'doubtful' and due_at is null)",
    );
    const missed = Math.max(0, people - once - more - listed);
    return {
      ...{ sent: people, answered: once, lost: missed, twice: more, outOfOrder: 0 },
      note: `${listed} listed as missed`,
      faults: [
        ...(missed > 0 ? [`${missed} missed and not listed`] : []),
        ...(more > 0 ? [`${more} reminded twice`] : []),
      ],
    };
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
