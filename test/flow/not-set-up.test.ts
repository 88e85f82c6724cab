import { expect, test } from "vitest";
import { onBothEngines } from "../support/database.ts";
import { Platform } from "../support/platform.ts";
import { storyOn, until } from "../support/story.ts";
import { text } from "../support/talk.ts";

onBothEngines((engine) => {
  test("what was to be sent on a channel that is not set up here any more is a task for the team", async () => {
    const story = await storyOn(await engine.fresh(), { channels: [new Platform({}, "telegram" as never)] });
    await story.inbox.message(text("1"));
    story.work();
    await until(
      async () => (await story.pool.query("select from outbox where state = 'failed'")).rowCount === 1,
    );
    const { rows } = await story.pool.query("select kind, reason from tasks");
    expect(rows).toEqual([{ kind: "undelivered", reason: "not-set-up" }]);
    await story.stop();
  });
});
