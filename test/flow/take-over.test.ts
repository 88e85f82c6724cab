import { expect, test } from "vitest";
import type { Actor } from "../../bot/contracts/commands.ts";
import { release, repWrites, type TakeOverParts, takeOver } from "../../bot/flow/take-over.ts";
import { lanesOn } from "../../db/lanes.ts";
import { onBothEngines } from "../support/database.ts";
import { storyOn, until } from "../support/story.ts";
import { nextId, text } from "../support/talk.ts";

const NOURA: Actor = { id: "noura", role: "rep" };
const FAHAD: Actor = { id: "fahad", role: "rep" };

onBothEngines((engine) => {
  const begin = async () => {
    const story = await storyOn(await engine.fresh());
    const parts: TakeOverParts = {
      ...{
        arrivals: story.store.arrivals,
        lanes: story.store.lanes,
        mind: story.parts.mind,
        repIdleMs: 60_000,
      },
      announce: (id, what) => story.wake.announce([id], what),
    };
    return { story, parts };
  };

  test("two hundred take-overs at random moments: no word of the bot's after one was confirmed", async () => {
    const { story, parts } = await begin();
    const { platform } = story;
    platform.fate = () => ({ afterMs: Math.random() * 6 });
    story.work();
    story.work();
    const confirmed = new Map<string, number>();
    const one = async (place: number): Promise<void> => {
      const by = `+96651${String(place).padStart(7, "0")}`;
      const from = { channel: "whatsapp" as const, account: "1065", handle: by };
      const first = await story.store.arrivals.conversationOf({
        ...{
          channel: from.channel,
          account: from.account,
          handles: [by],
          name: null,
          language: "ar",
          source: "test",
        },
        elsewhere: [],
      });
      const talking = (async () => {
        for (let word = 0; word < 3; word += 1) await story.inbox.message(text(String(word), { by }));
      })();
      await new Promise((moment) => setTimeout(moment, Math.random() * 150));
      expect(await takeOver(first.conversationId, NOURA, parts)).toMatchObject({ ok: true });
      confirmed.set(by, performance.now());
      await talking;
    };
    for (let round = 0; round < 10; round += 1)
      await Promise.all(Array.from({ length: 20 }, (_, place) => one(round * 20 + place)));
    await until(
      async () => (await story.pool.query("select from messages where handled_turn is null")).rowCount === 0,
      60_000,
    );
    await new Promise((moment) => setTimeout(moment, 100));
    const late = platform.arrived.filter(
      ({ to, at }) => at > (confirmed.get(to.handle) ?? Number.POSITIVE_INFINITY),
    );
    expect(late.map(({ text: said }) => said)).toEqual([]);
    expect(confirmed.size).toBe(200);
    expect(platform.arrived.length).toBeGreaterThan(20);
    await story.stop();
  }, 120_000);

  test("another rep is refused, the same one is not, and a release gives the talk back knowing what was said", async () => {
    const { story, parts } = await begin();
    story.work();
    await story.inbox.message(text("مرحبا"));
    await until(() => story.platform.arrived.length === 1);
    const [{ id }] = (await story.pool.query<{ id: string }>("select id from conversations")).rows as [
      { id: string },
    ];
    expect(await repWrites(id, { text: "معك نورة", messageId: null }, NOURA, parts)).toMatchObject({
      ok: true,
    });
    await until(() => story.platform.arrived.length === 2);
    expect(await takeOver(id, FAHAD, parts)).toMatchObject({ ok: false, problem: "conflict" });
    expect(await repWrites(id, { text: "أنا فهد", messageId: null }, FAHAD, parts)).toMatchObject({
      ok: false,
      problem: "conflict",
    });
    expect(await release(id, FAHAD, parts)).toMatchObject({ ok: false, problem: "conflict" });
    expect(await takeOver(id, NOURA, parts)).toMatchObject({ ok: true });
    await story.inbox.message(text("شكرا يا نورة"));
    await until(
      async () => (await story.pool.query("select from messages where handled_turn is null")).rowCount === 0,
    );
    expect(await release(id, NOURA, parts)).toMatchObject({ ok: true });
    expect((await story.store.lanes.read(id))?.conversation).toMatchObject({
      owner: "bot",
      repSaid: ["معك نورة"],
    });
    await story.inbox.message(text("عندي سؤال"));
    await until(() => story.platform.arrived.length === 3);
    expect(story.platform.textsTo("+966500000001")).toEqual(["re: مرحبا", "معك نورة", "re: عندي سؤال"]);
    expect(await takeOver("nobody", NOURA, parts)).toMatchObject({ ok: false, problem: "not-found" });
    await story.stop();
  });

  test("a rep's words with an id go out once: at once from two processes, after a release, while another rep holds the talk", async () => {
    const { story, parts } = await begin();
    const { pool, platform } = story;
    // Another process on the same storage.
    const beside: TakeOverParts = { ...parts, lanes: lanesOn(story.database, nextId).lanes };
    await story.inbox.message(text("مرحبا"));
    const [{ id }] = (await pool.query<{ id: string }>("select id from conversations")).rows as [
      { id: string },
    ];
    const words = { text: "معك نورة", messageId: "once" };
    const written = { ok: true, value: { messageId: "once", conversationId: id } };
    const both = Array.from({ length: 8 }, (_, place) =>
      repWrites(id, words, NOURA, place % 2 === 0 ? parts : beside),
    );
    expect(await Promise.all(both)).toEqual(both.map(() => written));
    story.work();
    await until(() => platform.arrived.length === 1);
    expect(await release(id, NOURA, parts)).toMatchObject({ ok: true });
    const { version } = (await story.store.lanes.read(id))?.conversation ?? {};
    expect(await repWrites(id, words, NOURA, beside)).toEqual(written);
    expect((await story.store.lanes.read(id))?.conversation).toMatchObject({ owner: "bot", version });
    for (const other of [
      { ...words, text: "شيء آخر" },
      { ...words, text: "معك نورة " },
    ])
      expect(await repWrites(id, other, NOURA, parts)).toMatchObject({ ok: false, problem: "invalid" });
    expect(await repWrites(id, words, FAHAD, parts)).toMatchObject({ ok: false, problem: "invalid" });
    expect(await takeOver(id, FAHAD, parts)).toMatchObject({ ok: true });
    expect(await repWrites(id, words, NOURA, parts)).toEqual(written);
    expect((await pool.query("select id from outbox where author = 'rep'")).rows).toEqual([{ id: "once" }]);
    expect(platform.textsTo("+966500000001").filter((said) => said === words.text)).toHaveLength(1);
    expect((await pool.query("select from turns where because = 'a rep wrote'")).rowCount).toBe(1);
    await story.stop();
  });

  test("a waiting word of the bot's is cancelled by a take-over", async () => {
    const { story, parts } = await begin();
    story.platform.fate = () => ({
      result: { ok: false, failure: { kind: "retry", afterMs: 150, scope: "message" }, detail: "too fast" },
    });
    story.work();
    await story.inbox.message(text("مرحبا"));
    await until(
      async () =>
        (await story.pool.query("select from outbox where state = 'waiting' and attempts > 0")).rowCount ===
        1,
    );
    const { rows } = await story.pool.query<{ id: string }>("select id from conversations");
    await takeOver(rows[0]?.id ?? "", NOURA, parts);
    story.platform.fate = () => ({});
    await new Promise((moment) => setTimeout(moment, 500));
    expect(story.platform.arrived).toEqual([]);
    expect((await story.pool.query("select state from outbox")).rows).toEqual([{ state: "cancelled" }]);
    await story.stop();
  });
});
