import { expect, test } from "vitest";
import { gather } from "../../bot/flow/gather.ts";
import { onBothEngines } from "../support/database.ts";
import { echoing, mindOf, storyOn, until } from "../support/story.ts";
import { text } from "../support/talk.ts";

const STOP = "+966500000009";

onBothEngines((engine) => {
  test("a turn whose rare part cannot be stored takes nothing from those that were stored beside it", async () => {
    const mind = mindOf({
      decide: (conversation, turn) => {
        const heard = turn.trigger.kind === "messages" ? turn.trigger.heard : [];
        const decision = echoing(conversation, turn);
        return heard.some(({ message }) => message.text === "stop")
          ? { ...decision, actions: [{ do: "opt-out" }, ...decision.actions] }
          : decision;
      },
    });
    const story = await storyOn(await engine.fresh(), { mind, doubtWaitMs: 60_000 });
    await story.pool.query("alter table consents rename to away");
    const plain = Array.from({ length: 20 }, (_, place) => `+9665000001${10 + place}`);
    // All are due before anybody works, so one claim takes them and their turns end together.
    await Promise.all([
      ...plain.map((by) => story.inbox.message(text("1", { by }))),
      story.inbox.message(text("stop", { by: STOP })),
    ]);
    const worker = story.work();
    await until(() => worker.counters.failedTurns > 0);
    await story.pool.query("alter table away rename to consents");
    await until(() => story.platform.arrived.length === plain.length + 1);
    for (const by of plain) expect(story.platform.textsTo(by)).toEqual(["re: 1"]);
    expect(story.platform.textsTo(STOP)).toEqual(["re: stop"]);
    await until(
      async () => (await story.pool.query("select from outbox where state <> 'sent'")).rowCount === 0,
    );
    expect(worker.counters.staleTurns).toBe(0);
    const { rows } = await story.pool.query("select count(*) as kept from consents");
    expect(rows).toEqual([{ kept: 1 }]);
    await story.stop();
  }, 60_000);
});

test("gathered one at a time: in their order, none before the one before it has ended, each failing alone", async () => {
  let underWay = 0;
  let most = 0;
  const done: number[] = [];
  const ask = gather(async (items: readonly number[]) => {
    underWay += items.length;
    most = Math.max(most, underWay);
    await new Promise((next) => setImmediate(next));
    underWay -= items.length;
    if (items.includes(3)) throw new Error("three");
    done.push(...items);
    return items;
  }, 1);
  const asked = await Promise.allSettled([1, 2, 3, 4].map(ask));
  expect(asked.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  expect([most, done]).toEqual([1, [1, 2, 4]]);
});
