import type { SentRecord } from "../load/measure.ts";
import { until } from "./moments.ts";
import type { Scenario, Verdict } from "./scenario.ts";
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
/** The platform takes so long to answer that whoever looks for a reminder on its way finds one. */
const GRAPH_MS = 1_500;

/** A reminder answers nobody's message; everything else that is said here does. */
const REMINDERS =
  "outbox o join lanes l on l.conversation_id = o.conversation_id where o.in_reply_to is null";
const ON_THEIR_WAY = `${REMINDERS} and o.state = 'sending'`;
const OPEN = `${REMINDERS} and (o.state in ('waiting', 'sending') or (o.state = 'doubtful' and o.due_at is not null))`;
const KILLS = 3;

/** A worker by its name on the stage, and by the one it has in the tables until it is killed. */
interface Mortal {
  readonly name: string;
  readonly id: string;
}

/** Who works now. One joins at a time: whoever is new in the tables is the one that was started last. */
class Crew {
  readonly alive: Mortal[] = [];
  readonly #stage: Stage;
  readonly #seen = new Set<string>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async join(name: string): Promise<void> {
    await until(async () => {
      const workers = await this.#stage.rows<{ readonly id: string }>("select id from workers");
      const found = workers.find(({ id }) => !this.#seen.has(id));
      if (found === undefined) return false;
      this.#seen.add(found.id);
      this.alive.push({ name, id: found.id });
      return true;
    });
  }

  /** Whoever has a reminder on its way; null when there is none to be sent any more. */
  async sender(): Promise<Mortal | null> {
    let found: Mortal | null = null;
    await until(async () => {
      const owners = await this.#stage.rows<{ readonly id: string }>(
        `select distinct l.lease_owner as id from ${ON_THEIR_WAY}`,
      );
      found = this.alive.find((one) => owners.some(({ id }) => id === one.id)) ?? null;
      return found !== null || !(await areUnsent(this.#stage));
    });
    return found;
  }

  /** `kill -9`; answers how many reminders it left on their way. */
  async kill(victim: Mortal): Promise<number> {
    await this.#stage.kill(victim.name, null);
    this.alive.splice(this.alive.indexOf(victim), 1);
    return await this.#stage.count(`${ON_THEIR_WAY} and l.lease_owner = '${victim.id}'`);
  }
}

/** Whether there are reminders that have not left, or of which it is not known. */
async function areUnsent(stage: Stage): Promise<boolean> {
  return (await stage.count("timers where kind = 'reminder'")) + (await stage.count(OPEN)) > 0;
}

/** Kills whoever sends reminders, again and again; answers how many were on their way each time. */
async function killedAtWork(stage: Stage, crew: Crew): Promise<readonly number[]> {
  const met: number[] = [];
  let joining = Promise.resolve();
  while (met.length < KILLS) {
    const victim = await crew.sender();
    if (victim === null) break;
    await sleep(stage.random() * 300);
    met.push(await crew.kill(victim));
    await joining;
    await sleep(300);
    stage.again(victim.name);
    joining = crew.join(victim.name);
    // Told below, not as an unheard rejection.
    joining.catch(() => undefined);
  }
  await joining;
  return met;
}

/** Everybody's reminder in the same minute, while the workers that send them are killed. */
async function remind(stage: Stage) {
  const people = stage.fast ? 60 : 200;
  const crew = new Crew(stage);
  await stage.start("web", "web");
  for (const name of ["one", "two"]) {
    await stage.start(name, "worker");
    await crew.join(name);
  }
  await stage.load({ messages: people, users: people });
  const known = await stage.rows<{ readonly handle: string }>("select handle from conversations");
  await stage.rows(MEETINGS);
  await stage.rows(TIMERS);
  let records: readonly SentRecord[] = [];
  let met: readonly number[] = [];
  const load = { messages: 1, users: 1, userOffset: SOMEBODY_ELSE, graphLatency: GRAPH_MS };
  const result = await stage.load(load, async (graph) => {
    ({ records } = graph.stats);
    met = await killedAtWork(stage, crew);
    await until(async () => !(await areUnsent(stage)));
  });
  // Not the one more: their answer has no mark by which it could be told from a reminder.
  const times = known.map(({ handle }) => records.filter(({ to }) => handle.endsWith(to)).length);
  return {
    ...{ result, people, met },
    once: times.filter((n) => n > 0).length,
    twice: times.reduce((sum, n) => sum + Math.max(0, n - 1), 0),
  };
}

/** Killed workers that had nothing on its way prove nothing; and only what was on its way may be listed as missed. */
async function play(stage: Stage): Promise<Verdict> {
  const { result, people, met, once, twice } = await remind(stage);
  const listed = await stage.count(
    "outbox where state in ('failed', 'cancelled') or (state = 'doubtful' and due_at is null)",
  );
  const caught = met.reduce((sum, count) => sum + count, 0);
  // To the load reminders are words that it did not wait for.
  const counted = { sent: people, answered: once, duplicates: twice, unmatched: 0 };
  return verdictOf(
    { ...result, ...counted },
    {
      note: `${met.join(" + ")} were on their way when a worker was killed, ${listed} listed as missed`,
      told: listed,
      faults: [
        ...(caught === 0 ? ["no kill met a reminder"] : []),
        ...(listed > caught ? [`${listed} listed as missed, and only ${caught} were on their way`] : []),
      ],
    },
  );
}

export const reminders: readonly Scenario[] = [
  { name: "reminders: workers killed at the due minute", fast: true, play },
];
