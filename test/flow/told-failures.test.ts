import { expect, test } from "vitest";
import type { Arrivals } from "../../bot/contracts/arrivals.ts";
import type { Lanes } from "../../bot/contracts/lanes.ts";
import { onBothEngines } from "../support/database.ts";
import { known } from "../support/stored-talk.ts";
import { echoing, mindOf, storyOn, until } from "../support/story.ts";
import { text } from "../support/talk.ts";

const broken = (why: string) => () => Promise.reject(new Error(why));

onBothEngines((engine) => {
  test("why a turn failed is told", async () => {
    let failed = false;
    const mind = mindOf({
      decide: (...asked) => {
        if (failed) return echoing(...asked);
        failed = true;
        throw new Error("a slip of ours");
      },
    });
    const story = await storyOn(await engine.fresh(), { mind });
    await story.inbox.message(text("1"));
    story.work();
    await until(() => story.platform.arrived.length === 1);
    expect(story.reports).toEqual([["a turn failed; its lane comes again", new Error("a slip of ours")]]);
    await story.stop();
  });

  test("that storage does not take what became of a send is told once, and tried until it does", async () => {
    const story = await storyOn(await engine.fresh());
    const { lanes } = story.store;
    let refused = 0;
    const settle: Lanes["settle"] = async (...all) => {
      refused += 1;
      if (refused <= 4) throw new Error("not now");
      await lanes.settle(...all);
    };
    await story.inbox.message(text("1"));
    story.work({ store: { ...story.store, lanes: { ...lanes, settle } } });
    await until(
      async () => (await story.pool.query("select from outbox where state = 'sent'")).rowCount === 1,
    );
    expect(story.reports).toEqual([
      ["what became of a send could not be stored; trying again", new Error("not now")],
    ]);
    await story.stop();
  });

  test("a join that fails is told, and does not give the lane back a second time", async () => {
    const email = known<"email">("noura@example.sa", "noura@example.sa", "named");
    const plain = mindOf();
    const evolve: typeof plain.evolve = (...all) => {
      const after = plain.evolve(...all);
      return { ...after, facts: { ...after.facts, email } };
    };
    const story = await storyOn(await engine.fresh(), { mind: { ...plain, evolve } });
    const { arrivals, lanes } = story.store;
    let given = 0;
    const settle: Lanes["settle"] = async (sends, releases) => {
      given += releases.length;
      await lanes.settle(sends, releases);
    };
    const join: Arrivals["join"] = broken("no join");
    await story.inbox.message(text("1", { id: "named" }));
    const store = { ...story.store, arrivals: { ...arrivals, join }, lanes: { ...lanes, settle } };
    const worker = story.work({ store });
    await until(() => story.reports.length > 0);
    await story.stop();
    expect(story.reports.at(0)).toEqual([
      "two addresses of one person: storage did not take it",
      new Error("no join"),
    ]);
    expect([given, worker.counters.failedTurns]).toEqual([1, 0]);
  });
});
