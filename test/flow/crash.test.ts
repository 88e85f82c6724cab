import { expect, test } from "vitest";
import type { Receipt } from "../../bot/contracts/channel.ts";
import { onBothEngines } from "../support/database.ts";
import { mortal } from "../support/mortal.ts";
import { Platform } from "../support/platform.ts";
import { storyOn, until } from "../support/story.ts";
import { text } from "../support/talk.ts";

const FOREVER = 2 ** 31 - 1;

function receiptOf(sent: { readonly id: string; readonly platformId: string }): Receipt {
  return {
    ...{ channel: "whatsapp", account: "1065", platformId: sent.platformId, ourId: sent.id },
    ...{ status: "sent", failure: null, at: Date.now(), billable: null },
  };
}

onBothEngines((engine) => {
  const begin = async (platform = new Platform()) => {
    const story = await storyOn(await engine.fresh(), { platform });
    const first = mortal(story.store);
    return { story, platform, first };
  };

  test("killed after the claim: another worker answers within five seconds", async () => {
    const { story, platform, first } = await begin();
    story.workUntilKilled({ store: { ...first.store, lanes: first.killAfter(first.store.lanes, "claim") } });
    await story.inbox.message(text("1"));
    await until(
      async () => (await story.pool.query("select from lanes where lease_owner is not null")).rowCount === 1,
    );
    const killedAt = performance.now();
    const second = story.work();
    await until(() => platform.arrived.length === 1);
    expect(performance.now() - killedAt).toBeLessThan(5_000);
    expect(second.counters.freedLanes).toBe(1);
    expect(platform.textsTo("+966500000001")).toEqual(["re: 1"]);
    await story.stop();
  });

  const QUICK = { aliveMs: 400 };

  test("killed between save and send: sent once the doubt is over, and only once", async () => {
    const { story, platform, first } = await begin();
    // This platform does tell of messages; so that it does not tell of this one means something.
    await story.inbox.news([{ kind: "receipt", receipt: receiptOf({ id: "other", platformId: "other" }) }]);
    story.workUntilKilled({
      store: { ...first.store, lanes: first.killAfter(first.store.lanes, "save") },
      ...QUICK,
    });
    await story.inbox.message(text("1"));
    await until(
      async () => (await story.pool.query("select from outbox where state = 'sending'")).rowCount === 1,
    );
    story.work(QUICK);
    await story.inbox.message(text("2"));
    await until(() => platform.arrived.length === 2, 12_000);
    expect(platform.textsTo("+966500000001")).toEqual(["re: 1", "re: 2"]);
    await story.stop();
  });

  test("killed between send and settle: the receipt settles it, and nothing is sent twice", async () => {
    const { story, platform, first } = await begin();
    story.workUntilKilled({ store: first.store, doubtWaitMs: 60_000, ...QUICK });
    platform.fate = () => ({});
    const send = platform.send.bind(platform);
    platform.send = async (message) => {
      const result = await send(message);
      first.kill();
      platform.send = send;
      return result;
    };
    await story.inbox.message(text("1"));
    await until(() => platform.arrived.length === 1);
    story.work({ doubtWaitMs: 60_000 });
    await story.inbox.message(text("2"));
    await until(
      async () => (await story.pool.query("select from outbox where state = 'doubtful'")).rowCount === 1,
    );
    expect(platform.arrived).toHaveLength(1);
    for (const sent of platform.arrived.slice(0, 1))
      await story.inbox.news([{ kind: "receipt", receipt: receiptOf(sent) }]);
    await until(() => platform.arrived.length === 2);
    expect(platform.textsTo("+966500000001")).toEqual(["re: 1", "re: 2"]);
    const { rows } = await story.pool.query("select state from outbox order by number");
    expect(rows[0]).toEqual({ state: "sent" });
    await story.stop();
  });

  test.each([
    ["has no receipts", new Platform({ settlesByReceipt: false })],
    ["never told of any message", new Platform()],
  ])(
    "a platform that %s: a doubtful message is never sent again, a rep is told, the talk goes on",
    async (_, without) => {
      const { story, platform, first } = await begin(without);
      platform.fate = ({ text: said }) => (said === "re: 1" ? { afterMs: FOREVER } : {});
      story.workUntilKilled({ store: first.store, ...QUICK });
      await story.inbox.message(text("1"));
      await until(
        async () => (await story.pool.query("select from outbox where state = 'sending'")).rowCount === 1,
      );
      first.kill();
      story.work({ ...QUICK, doubtWaitMs: 300 });
      await story.inbox.message(text("2"));
      await until(() => platform.arrived.length === 1, 12_000);
      expect(platform.textsTo("+966500000001")).toEqual(["re: 2"]);
      expect((await story.pool.query("select kind from tasks")).rows).toEqual([{ kind: "doubtful-send" }]);
      await story.stop();
    },
  );

  test("a connection that breaks after the message arrived: the receipt settles it", async () => {
    const { story, platform } = await begin();
    platform.fate = ({ text: said }) => ({ lost: said === "re: 1" });
    story.work({ doubtWaitMs: 60_000 });
    await story.inbox.message(text("1"));
    await until(
      async () => (await story.pool.query("select from outbox where state = 'doubtful'")).rowCount === 1,
    );
    for (const sent of platform.arrived)
      await story.inbox.news([{ kind: "receipt", receipt: receiptOf(sent) }]);
    await story.inbox.message(text("2"));
    await until(() => platform.arrived.length === 2);
    expect(platform.textsTo("+966500000001")).toEqual(["re: 1", "re: 2"]);
    await story.stop();
  });

  test("a turn that somebody overtook leaves nothing unsent of the turn before it", async () => {
    const story = await storyOn(await engine.fresh());
    const { lanes } = story.store;
    let saves = 0;
    const save: typeof lanes.save = async (batch) => {
      saves += 1;
      return saves === 2 ? batch.map(() => "stale") : await lanes.save(batch);
    };
    await story.inbox.message(text("1"));
    await story.inbox.message(text("2"));
    story.work({ store: { ...story.store, lanes: { ...lanes, save } }, doubtWaitMs: 60_000 });
    await until(() => story.platform.arrived.length === 2);
    expect(saves).toBe(3);
    expect(story.platform.textsTo("+966500000001")).toEqual(["re: 1", "re: 2"]);
    await story.stop();
  });

  test.each([
    ["while others are worked on", true],
    ["together with the one before it, whose answer is not left behind", false],
  ])(
    "a message that makes its turn throw is set aside after five tries; it came %s",
    async (_, atWork) => {
      const story = await storyOn(await engine.fresh());
      const { mind } = story.parts;
      const decide: typeof mind.decide = (conversation, turn) => {
        if (
          turn.trigger.kind === "messages" &&
          turn.trigger.heard.some(({ message }) => message.text === "poison")
        )
          throw new Error("cannot be decided");
        return mind.decide(conversation, turn);
      };
      const begin = () => story.work({ mind: { ...mind, decide } });
      const early = atWork ? begin() : null;
      await story.inbox.message(text("before"));
      if (atWork) await until(() => story.platform.arrived.length === 1);
      await story.inbox.message(text("poison"));
      await story.inbox.message(text("after"));
      await story.inbox.message(text("somebody else", { by: "+966500000002" }));
      const worker = early ?? begin();
      await until(() => story.platform.arrived.length === 3, 30_000);
      expect(story.platform.textsTo("+966500000001")).toEqual(["re: before", "re: after"]);
      expect(worker.counters.parked).toBe(1);
      expect((await story.pool.query("select status from messages where text = 'poison'")).rows).toEqual([
        { status: "parked" },
      ]);
      expect((await story.pool.query("select kind from tasks")).rows).toEqual([{ kind: "parked-message" }]);
      await story.stop();
    },
    40_000,
  );
});
