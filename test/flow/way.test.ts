import { expect, test } from "vitest";
import { onBothEngines } from "../support/database.ts";
import { echoing, mindOf, say, storyOn, until } from "../support/story.ts";
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

  test("a message is shown as read while it is answered; with twenty talks in hand only the answers go out", async () => {
    const story = await storyOn(await engine.fresh());
    const crowd = Array.from({ length: 20 }, (_, place) => text("?", { by: `+96650000${2000 + place}` }));
    for (const message of crowd) await story.inbox.message(message);
    story.work();
    await until(() => story.platform.arrived.length === 20);
    expect(story.platform.acknowledged).toEqual([]);
    const alone = text("?");
    await story.inbox.message(alone);
    await until(() => story.platform.arrived.length === 21);
    expect(story.platform.acknowledged).toEqual([alone.id]);
    await story.stop();
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

  test("an answer leaves before the next message of the talk is thought about, and storage knows of it", async () => {
    const story = await storyOn(await engine.fresh());
    const known: unknown[] = [];
    const { settle } = story.store.lanes;
    story.store.lanes.settle = async (sends, releases) => {
      await settle(sends, releases);
      known.push(...sends.map(({ to }) => to));
    };
    const thoughtAfter: unknown[] = [];
    for (const place of [1, 2, 3]) await story.inbox.message(text(String(place)));
    story.work({
      mind: mindOf({
        decide: (conversation, turn) => {
          thoughtAfter.push([story.platform.arrived.length, known.length]);
          return echoing(conversation, turn);
        },
      }),
    });
    await until(() => known.length === 3);
    await story.stop();
    expect(thoughtAfter).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    expect(story.reports).toEqual([]);
  });

  test("what comes behind an answer that the platform refuses for now is heard at once and waits its turn", async () => {
    const story = await storyOn(await engine.fresh());
    const failure = { kind: "retry", afterMs: 300, scope: "message" } as const;
    let tries = 0;
    story.platform.fate = () => {
      tries += 1;
      return tries === 1 ? { result: { ok: false, failure, detail: "slow down" } } : {};
    };
    for (const place of [1, 2, 3]) await story.inbox.message(text(String(place)));
    story.work();
    await until(async () => (await story.pool.query("select from turns")).rowCount === 3);
    expect(story.platform.arrived).toEqual([]);
    await until(() => story.platform.arrived.length === 3);
    await story.stop();
    expect(story.platform.arrived.map(({ text: said }) => said)).toEqual(["re: 1", "re: 2", "re: 3"]);
    expect(story.reports).toEqual([]);
  });

  test("a flood in one talk is answered to its end, though one claim takes only a part of it", async () => {
    const story = await storyOn(await engine.fresh());
    const now = Date.now();
    const flood = Array.from({ length: 150 }, (_, place) => text(String(place), { sentAt: now + place }));
    await Promise.all(flood.map((message) => story.inbox.message(message)));
    story.work();
    await until(() => story.platform.arrived.length === 150, 15_000);
    await story.stop();
    expect(new Set(story.platform.arrived.map(({ text: said }) => said)).size).toBe(150);
    expect(story.reports).toEqual([]);
  }, 30_000);

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

  test("a model that still reads is given up for a newer bubble, and one answer meets both", async () => {
    const story = await storyOn(await engine.fresh(), { bubbleWaitMs: 40 });
    let readings = 0;
    const slow: typeof story.parts.mind.understand = async (message, context, signal) => {
      readings += 1;
      if (readings === 1) await new Promise((done) => signal.addEventListener("abort", done));
      return story.parts.mind.understand(message, context, signal);
    };
    story.work({ mind: { ...story.parts.mind, understand: slow } });
    await story.inbox.message(text("عندي سؤال؟"));
    await until(() => readings === 1);
    await story.inbox.message(text("كم السعر؟"));
    await until(() => story.platform.arrived.length === 1);
    expect(story.platform.textsTo("+966500000001")).toEqual(["re: عندي سؤال؟ + كم السعر؟"]);
    await story.stop();
  });

  test("a timer that rings is a turn of its own; what comes unasked waits for the clock", async () => {
    let clock = Date.now();
    const morning = clock + 8 * 3_600_000;
    const database = await engine.fresh();
    const plain = mindOf();
    const decide: typeof plain.decide = (conversation, turn) =>
      turn.trigger.kind === "timer"
        ? { events: [], actions: [say("تذكير", { purpose: "proactive" })], because: "it rang", needs: null }
        : {
            ...plain.decide(conversation, turn),
            actions: [say("أهلا"), { do: "set-timer", timer: "follow-up", at: turn.now + 3_600_000 }],
          };
    const story = await storyOn(database, {
      mind: { ...plain, decide, now: () => clock },
      clockAllows: (now) => Math.max(now, morning),
    });
    story.work();
    await story.inbox.message(text("مرحبا"));
    await until(() => story.platform.arrived.length === 1);
    clock += 3_600_000;
    await until(
      async () =>
        (await story.pool.query("select from outbox where purpose = 'proactive' and due_at is not null"))
          .rowCount === 1,
    );
    expect((await story.pool.query("select from timers")).rowCount).toBe(0);
    clock = morning;
    await story.pool.query("update lanes set due_at = now()");
    await until(() => story.platform.arrived.length === 2);
    expect(story.platform.textsTo("+966500000001")).toEqual(["أهلا", "تذكير"]);
    await story.stop();
  });

  test("who writes before it leaves is answered at once, and does not hear afterwards what waited for the morning", async () => {
    let clock = Date.now();
    const plain = mindOf();
    const decide: typeof plain.decide = (conversation, turn) =>
      turn.trigger.kind === "timer"
        ? {
            events: [],
            actions: [say("ما زلتم مهتمين؟", { purpose: "proactive" })],
            because: "it rang",
            needs: null,
          }
        : plain.decide(conversation, turn);
    const morning = clock + 8 * 3_600_000;
    const story = await storyOn(await engine.fresh(), {
      mind: { ...plain, decide, now: () => clock },
      clockAllows: (now) => Math.max(now, morning),
    });
    story.work();
    await story.inbox.message(text("1"));
    await until(() => story.platform.arrived.length === 1);
    await story.pool.query(
      "insert into timers (conversation_id, kind, due_at) select id, 'follow-up', now() - interval '1 hour' from conversations",
    );
    const waits =
      "select from outbox where purpose = 'proactive' and state = 'waiting' and due_at is not null";
    await until(async () => (await story.pool.query(waits)).rowCount === 1);
    await story.inbox.message(text("2"));
    await until(() => story.platform.arrived.length === 2);
    expect((await story.pool.query("select detail from outbox where state = 'cancelled'")).rows).toEqual([
      { detail: "they wrote before it left" },
    ]);
    clock = morning;
    await story.inbox.message(text("3"));
    await until(() => story.platform.arrived.length === 3);
    expect(story.platform.textsTo("+966500000001")).toEqual(["re: 1", "re: 2", "re: 3"]);
    await story.stop();
  });

  test("an account that is blocked rests, raises one alarm, and goes on when it works again", async () => {
    const story = await storyOn(await engine.fresh());
    story.platform.fate = () => ({
      result: { ok: false, failure: { kind: "misconfigured" }, detail: "190" },
    });
    story.work();
    await story.inbox.message(text("1"));
    await story.inbox.message(text("1", { by: "+966500000002" }));
    await until(
      async () => (await story.pool.query("select from notices where severity = 'alarm'")).rowCount === 1,
    );
    await until(
      async () => (await story.pool.query("select from outbox where state = 'waiting'")).rowCount === 2,
    );
    expect(story.platform.arrived).toEqual([]);
    expect((await story.pool.query("select from notices")).rowCount).toBe(1);
    await story.stop();
  });
});
