import { expect, test } from "vitest";
import { onBothEngines } from "../support/database.ts";
import { storyOn, until } from "../support/story.ts";
import { text } from "../support/talk.ts";

onBothEngines((engine) => {
  test("a message is answered once, quoting it, and nothing is left to do", async () => {
    const story = await storyOn(await engine.fresh());
    story.work();
    const message = text("السلام عليكم");
    expect(await story.inbox.message(message)).toBe("new");
    expect(await story.inbox.message(message)).toBe("repeat");
    await until(() => story.platform.arrived.length === 1);
    await until(
      async () => (await story.pool.query("select from lanes where lease_owner is not null")).rowCount === 0,
    );
    expect(story.platform.arrived[0]).toMatchObject({ text: "re: السلام عليكم", inReplyTo: message.id });
    const { rows } = await story.pool.query("select state, platform_ids, attempts from outbox");
    expect(rows).toEqual([{ state: "sent", platform_ids: ["out-whatsapp-1"], attempts: 1 }]);
    expect(
      (
        await story.pool.query(
          "select version, due_at, attempts from conversations join lanes on conversation_id = id",
        )
      ).rows,
    ).toEqual([{ version: 1, due_at: null, attempts: 0 }]);
    expect((await story.pool.query("select because from turns")).rows).toEqual([{ because: "it was asked" }]);
    await story.stop();
    expect(story.reports).toEqual([]);
  });

  test("two workers keep the order within each talk, and answer each message once", async () => {
    const story = await storyOn(await engine.fresh());
    story.platform.fate = () => ({ afterMs: Math.random() * 8 });
    story.work();
    story.work();
    const people = Array.from({ length: 12 }, (_, place) => `+96650000${1000 + place}`);
    await Promise.all(
      people.map(async (by) => {
        for (let place = 0; place < 10; place += 1) await story.inbox.message(text(String(place), { by }));
      }),
    );
    await until(() => story.platform.arrived.length >= 120, 30_000);
    await story.stop();
    for (const by of people)
      expect(story.platform.textsTo(by)).toEqual(Array.from({ length: 10 }, (_, place) => `re: ${place}`));
    expect(story.reports).toEqual([]);
  }, 40_000);

  test("bubbles within the wait are one turn, ordered by the platform's clock", async () => {
    const story = await storyOn(await engine.fresh(), { bubbleWaitMs: 120 });
    story.work();
    const now = Date.now();
    await story.inbox.message(text("ثاني", { sentAt: now - 1_000 }));
    await story.inbox.message(text("أول", { sentAt: now - 2_000 }));
    await until(() => story.platform.arrived.length === 1);
    expect(story.platform.arrived[0]?.text).toBe("re: أول + ثاني");
    await story.inbox.message(text("متأخر بساعة قديمة؟", { sentAt: now - 60_000 }));
    await until(() => story.platform.arrived.length === 2);
    expect(story.platform.arrived[1]?.text).toBe("re: متأخر بساعة قديمة؟");
    await story.stop();
  });
});
