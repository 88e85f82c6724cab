import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Scenario } from "./scenario.ts";
import { type Stage, SUPERVISED, sleep } from "./stage.ts";
import { verdictOf } from "./verdict.ts";

/** Stored messages that no code of ours could have written. */
const SHAPES = ["null", "42", "{}", '{"text": 5, "id": null}', '{"id": "x", "text": null, "from": 7}'];

/** What a worker's process does at the message of this number, beside everybody else's. */
const BURNING = "n50.";

/** A message is set aside when so many readers have died of it. */
const MOST_TRIES = 5;

function burning(more: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const file = pathToFileURL("bench/chaos/burn.ts").href;
  return { NODE_OPTIONS: `--import=${file}`, BURN_AT: BURNING, ...more };
}

async function poisoned(stage: Stage, more: Readonly<Record<string, string>>) {
  const notes = join(stage.folder, "tries");
  const environment = burning({ ...more, BURN_NOTES: notes });
  await stage.start("web", "web");
  await stage.start("one", "worker", environment);
  await stage.start("two", "worker", environment);
  const result = await stage.load({ messages: 300, users: 50, text: "كم السعر؟ {token} n{n}.", drain: 45 });
  return { result, tries: triesIn(notes), waited: await stage.count("messages where status = 'parked'") };
}

/** How often the one message was read, by what its readers noted. */
function triesIn(notes: string): number {
  return existsSync(notes) ? statSync(notes).size : 0;
}

const holdsUp: Scenario = {
  name: "poison: one message holds its worker up for six seconds",
  play: async (stage) => {
    const { result, tries, waited } = await poisoned(stage, { BURN_MS: "6000" });
    const note = `held up ${tries} time(s), slowest answer ${Math.round(result.e2e.p99)} ms (p99), ${waited} set aside`;
    return verdictOf(result, { note, faults: tries === 0 || waited > 0 ? [note] : [] });
  },
};

/** It alone is set aside, although a whole hand of talks dies with it each time. */
const kills: Scenario = {
  name: "poison: one message ends the process that reads it",
  ends: true,
  play: async (stage) => {
    const { result, tries, waited } = await poisoned(stage, {});
    const told = await stage.count("tasks where kind = 'parked-message'");
    const { endedByThemselves: ended } = stage;
    const note = `${tries} tries, ${ended} processes ended, ${waited} set aside, ${told} tasks`;
    const answered = result.answered + waited === result.sent && waited === 1 && told === 1;
    const tried = tries > 0 && tries <= MOST_TRIES && ended === tries;
    return verdictOf(result, { note, told: waited, faults: answered && tried ? [] : [note] });
  },
};

/** How long the person who wrote what was set aside waited for the answer to their next message. */
const NEXT = `
select extract(epoch from min(o.sent_at) - n.sent_at) as waited
  from messages p
 cross join lateral (select * from messages where conversation_id = p.conversation_id and number > p.number order by number limit 1) n
  left join outbox o on o.in_reply_to = n.platform_id
 where p.status = 'parked' group by n.sent_at`;
const LONGEST_S = 60;

/** What is known afterwards of the one message, in words, and whether all of it is as promised. */
async function setAside(stage: Stage, notes: string) {
  const aside = await stage.count("messages where status = 'parked'");
  const told = await stage.count("tasks where kind = 'parked-message'");
  const [next] = await stage.rows<{ readonly waited: number | null }>(NEXT);
  const waited = Math.round(Number(next?.waited ?? Number.NaN));
  const tries = triesIn(notes);
  const note = `${tries} tries, ${aside} set aside, ${told} tasks; the same person's next answer after ${waited} s`;
  const good = tries > 0 && tries <= MOST_TRIES && aside === 1 && told === 1 && waited <= LONGEST_S;
  return { aside, note, faults: good ? [] : [note] };
}

/** Under the supervisor that `npm start` runs: nobody else ends a process that hangs, or starts one that fell. */
function survived(
  name: string,
  more: Readonly<Record<string, string>>,
  workers: readonly string[],
): Scenario {
  return {
    name: `poison: ${name}, ${workers.length === 1 ? "one process" : "two workers"}`,
    play: async (stage) => {
      const notes = join(stage.folder, "tries");
      const environment = { ...burning({}), ...more, BURN_NOTES: notes };
      if (workers.length > 1) await stage.start("web", "web");
      for (const worker of workers)
        await stage.start(worker, workers.length > 1 ? "worker" : "all", environment, undefined, SUPERVISED);
      const text = "كم السعر؟ {token} n{n}.";
      const result = await stage.load({ messages: 300, users: 50, text, drain: 60, retryFor: 90 });
      const { aside, note, faults } = await setAside(stage, notes);
      const doubts = await neverKnown(stage);
      const shown = doubts === 0 ? "" : `; a person told of ${doubts} sends that nothing was ever heard of`;
      return verdictOf(result, { note: note + shown, told: aside + doubts, faults });
    },
  };
}

/**
 * Sends that were under way when the process hung and did not come to the platform, each shown to a person: before the first
 * receipt of an account was heard, nobody may conclude from a missing one that it can be sent again (`docs/operating.md`).
 */
async function neverKnown(stage: Stage): Promise<number> {
  const shown = await stage.rows<{ readonly id: string }>(SHOWN);
  return shown.filter(({ id }) => !stage.came(id)).length;
}

const SHOWN = `
select o.id from outbox o join tasks t using (conversation_id)
 where o.state = 'doubtful' and o.due_at is null and t.kind = 'doubtful-send' group by o.id`;

const HEAP = { BURN_HEAP: "yes", NODE_OPTIONS: `--max-old-space-size=512 ${burning({}).NODE_OPTIONS}` };

/** As many people as shapes wrote; what they wrote is made impossible before a worker sees it; then they write again. */
export const poison: readonly Scenario[] = [
  {
    name: "poison: stored messages of impossible shape",
    fast: true,
    play: async (stage) => {
      await stage.start("web", "web");
      await stage.load({ messages: SHAPES.length, users: SHAPES.length, noReplies: true, drain: 1 });
      for (const [place, shape] of SHAPES.entries())
        await stage.rows(
          "update messages set payload = $1::json where number = (select number from messages order by number offset $2 limit 1)",
          [shape, place],
        );
      await stage.start("worker", "worker");
      // The same people again, in the middle of everybody else.
      const result = await stage.load({ messages: 200, users: 50, drain: 45 });
      const waited = await parked(stage, SHAPES.length);
      const told = await stage.count("tasks where kind = 'parked-message'");
      const note = `${waited} of ${SHAPES.length} set aside, ${told} tasks`;
      const good = waited === SHAPES.length && told === waited;
      return verdictOf(result, { note, faults: good ? [] : [note] });
    },
  },
  holdsUp,
  kills,
  ...[["one"], ["one", "two"]].flatMap((workers) => [
    survived("one message never ends", { BURN_MS: "Infinity" }, workers),
    survived("one message eats the heap", HEAP, workers),
  ]),
];

async function parked(stage: Stage, most: number): Promise<number> {
  let count = 0;
  for (const until = Date.now() + 20_000; Date.now() < until && count < most; await sleep(250))
    count = await stage.count("messages where status = 'parked'");
  return count;
}
