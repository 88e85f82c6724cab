import { openFront } from "./front.ts";
import { until } from "./moments.ts";
import { PORTS } from "./ports.ts";
import type { Scenario, Verdict } from "./scenario.ts";
import { type Meanwhile, type Stage, sleep } from "./stage.ts";
import { verdictOf } from "./verdict.ts";

const LONGEST_LEAVE_MS = { fast: 30_000, whole: 10_000 };
const WORKERS = 2;

async function pair(stage: Stage): Promise<void> {
  await Promise.all([
    stage.start("web", "web"),
    stage.start("other", "web", {}, PORTS.secondWeb),
    stage.start("one", "worker"),
    stage.start("two", "worker"),
  ]);
}

const LOCKED =
  "lanes where lease_owner is not null and lease_owner not in (select id from workers where alive_until > now())";

/** How many lanes are locked by the dead and stay so: a worker that lives may be late with a word of life. */
async function lockedFor(stage: Stage): Promise<number> {
  for (const until = performance.now() + 15_000; performance.now() < until; await sleep(500))
    if ((await stage.count(LOCKED)) === 0) return 0;
  return await stage.count(LOCKED);
}

/** Loads both web processes through a balancer, with trouble meanwhile: nobody is told that something failed. */
async function unnoticed(stage: Stage, trouble: Meanwhile, leaves: readonly number[] = []): Promise<Verdict> {
  await pair(stage);
  const front = await openFront(PORTS.front, [PORTS.web, PORTS.secondWeb]);
  const rate = stage.fast ? 100 : 200;
  const load = { rate, messages: rate * 10, target: `http://127.0.0.1:${PORTS.front}` };
  const result = await stage.load(load, trouble).finally(() => front.close());
  // A crowded machine keeps storage waiting for two seconds, which is answered 503; the short selection only counts those.
  const bad = front.answers.filter(({ status }) => status >= 500 && !(stage.fast && status === 503)).length;
  const slow = front.answers.filter(({ status }) => status === 503).length;
  const left = await lockedFor(stage);
  const slowest = Math.round(Math.max(0, ...leaves));
  const leaving = leaves.length > 0 ? `, slowest leave ${slowest} ms of ${leaves.length}` : "";
  const note = `${bad} × 5xx${slow > bad ? `, ${slow} × 503` : ""}, ${front.dropped} connections dropped${front.drops === "" ? "" : ` (${front.drops})`}, ${left} lanes left locked${leaving}`;
  const kept =
    bad === 0 &&
    left === 0 &&
    slowest <= LONGEST_LEAVE_MS[stage.fast ? "fast" : "whole"] &&
    front.dropped <= result.sent / (stage.fast ? 5 : 20);
  return verdictOf(result, { note, faults: kept ? [] : [note] });
}

/** Once a worker is gone nothing tells of it: no word that it lives, and no lane that others would wait for. */
async function leaveNothing(stage: Stage, name: string): Promise<number> {
  const ids = async () =>
    (await stage.rows<{ readonly id: string }>("select id from workers")).map(({ id }) => id);
  let before: readonly string[] = [];
  await until(async () => {
    before = await ids();
    return before.length >= WORKERS;
  });
  const ms = await stage.leave(name);
  const after = await ids();
  const gone = before.filter((id) => !after.includes(id));
  if (gone.length !== 1) stage.breaks(`${name} ended, and ${gone.length} workers took leave`);
  for (const id of gone) {
    const kept = await stage.count(`lanes where lease_owner = '${id}'`);
    if (kept > 0) stage.breaks(`${name} ended and kept ${kept} lanes`);
  }
  return ms;
}

async function restarts(stage: Stage, leaves: number[]): Promise<void> {
  const order = ["web", "one", "other", "two", "web"];
  for (const name of order) {
    await sleep(500);
    const isWeb = name === "web" || name === "other";
    leaves.push(await (isWeb ? stage.leave(name) : leaveNothing(stage, name)));
    stage.again(name);
    // It has failed; the rest would only wait as long.
    if (stage.broken.length > 0) return;
    // Until it is there again, as a rolling restart waits for readiness.
    await (isWeb ? stage.untilOpen(name === "web" ? PORTS.web : PORTS.secondWeb) : sleep(1_500));
  }
}

async function migrates(stage: Stage): Promise<void> {
  await sleep(2_000);
  await stage.rows("alter table messages add column chaos_note text not null default 'none'");
  await sleep(1_000);
  await stage.rows("create index concurrently chaos_messages on messages (sent_at)");
  await sleep(500);
  await stage.rows("alter table lanes add column chaos_weight int not null default 1");
}

/** The slowest leave there is: every send in hand is left without an answer. */
const hanging: Scenario = {
  name: "restart: while the platform answers nothing",
  play: async (stage) => {
    await stage.start("all", "all");
    let [ms, hung, kept] = [0, 0, 0];
    const result = await stage.load({ messages: 500 }, async (graph) => {
      await sleep(1_500);
      const before = graph.stats.faults;
      graph.setFail("hang");
      await until(() => graph.stats.faults > before);
      // Sends begin to hang until the very last moment: none is near the end of its own time.
      await sleep(200);
      hung = graph.stats.faults - before;
      ms = await stage.leave("all");
      // There is no other worker that would have freed them.
      kept = await stage.count("lanes where lease_owner is not null");
      graph.setFail("");
      stage.again("all");
    });
    const note = `${hung} sends hung, it left after ${Math.round(ms)} ms and kept ${kept} lanes`;
    const good = hung > 0 && kept === 0 && ms <= LONGEST_LEAVE_MS.whole;
    return verdictOf(result, { note, faults: good ? [] : [note] });
  },
};

export const restart: readonly Scenario[] = [
  {
    name: "restart: one after another, with SIGTERM",
    fast: true,
    play: (stage) => {
      const leaves: number[] = [];
      return unnoticed(stage, () => restarts(stage, leaves), leaves);
    },
  },
  {
    name: "restart: a migration under load",
    play: (stage) => unnoticed(stage, () => migrates(stage)),
  },
  hanging,
];
