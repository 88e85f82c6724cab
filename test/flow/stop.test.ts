import { expect, test } from "vitest";
import type { Lanes } from "../../bot/contracts/lanes.ts";
import { onBothEngines } from "../support/database.ts";
import { mindOf, storyOn } from "../support/story.ts";
import { text } from "../support/talk.ts";

onBothEngines((engine) => {
  test("a stop waits for the lanes that a claim under way brings, and for what is said in them", async () => {
    const plain = mindOf();
    // Longer than a worker that waits for nothing needs to end its rounds.
    const understand: typeof plain.understand = async (...asked) => {
      await new Promise((thought) => setTimeout(thought, 1_500));
      return await plain.understand(...asked);
    };
    const story = await storyOn(await engine.fresh(), { mind: { ...plain, understand } });
    await story.inbox.message(text("1"));
    const { lanes } = story.store;
    const claimed = Promise.withResolvers<void>();
    // Granted, but the answer is long on its way.
    const claim: Lanes["claim"] = async (...asked) => {
      const granted = await lanes.claim(...asked);
      if (granted.length > 0) {
        claimed.resolve();
        await new Promise((answer) => setTimeout(answer, 200));
      }
      return granted;
    };
    const worker = story.work({ store: { ...story.store, lanes: { ...lanes, claim } } });
    await claimed.promise;
    await worker.stop();
    expect(story.platform.textsTo("+966500000001")).toEqual(["re: 1"]);
    expect((await story.pool.query("select state from outbox")).rows).toEqual([{ state: "sent" }]);
    expect(
      (await story.pool.query("select from lanes where lease_owner is not null or due_at is not null"))
        .rowCount,
    ).toBe(0);
    expect(story.reports).toEqual([]);
    await story.stop();
  });
});
