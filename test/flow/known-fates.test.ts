import { expect, test } from "vitest";
import type { Arrivals } from "../../bot/contracts/arrivals.ts";
import { onBothEngines } from "../support/database.ts";
import { Platform } from "../support/platform.ts";
import { COMPANY, mindOf, storyOn, until } from "../support/story.ts";
import { text } from "../support/talk.ts";

const HANDLE = "+966500000001";
const away = () => Object.assign(new Error("canceling statement due to lock timeout"), { code: "55P03" });

onBothEngines((engine) => {
  const begin = async (platform: Platform, change: Parameters<typeof storyOn>[1] = {}) => {
    const story = await storyOn(await engine.fresh(), { platform, doubtWaitMs: 60_000, ...change });
    const rows = async (query: string) => (await story.pool.query<Record<string, unknown>>(query)).rows;
    return { story, rows };
  };

  test("a letter whose company could not be read after its fence is no letter in doubt: it goes later", async () => {
    const platform = new Platform({ letters: true, settlesByReceipt: false });
    let asked = 0;
    const company = async () => {
      asked += 1;
      // The turn reads it first, then the letter.
      if (asked === 2) throw away();
      return COMPANY;
    };
    const { story, rows } = await begin(platform, { mind: mindOf({ company }) });
    await story.inbox.message(text("1"));
    story.work();
    await until(() => platform.arrived.length === 1);
    expect(platform.textsTo(HANDLE)).toEqual(["re: 1"]);
    await until(async () => (await rows("select from outbox where state = 'sent'")).length === 1);
    expect(await rows("select kind from tasks")).toEqual([]);
    await story.stop();
  });

  test("that somebody wants nothing more is stored in the end, and so is what became of the send", async () => {
    const platform = new Platform();
    platform.fate = () => ({ result: { ok: false, failure: { kind: "opted-out" }, detail: "131050" } });
    let tried = 0;
    const { story, rows } = await begin(platform);
    const { arrivals } = story.store;
    const prefer: Arrivals["prefer"] = async (news) => {
      tried += 1;
      if (tried < 3) throw away();
      await arrivals.prefer(news);
    };
    story.work({ store: { ...story.store, arrivals: { ...arrivals, prefer } } });
    await story.inbox.message(text("1"));
    await until(async () => (await rows("select from outbox where state = 'failed'")).length === 1);
    expect(await rows("select opted_out_at is not null as out from contacts")).toEqual([{ out: true }]);
    expect(tried).toBe(3);
    // Told of once, not with each of the tries.
    expect(story.reports).toHaveLength(1);
    await story.stop();
  });

  test("an alarm that cannot be stored takes nothing from what became of the send", async () => {
    const platform = new Platform();
    platform.fate = () => ({ result: { ok: false, failure: { kind: "misconfigured" }, detail: "190" } });
    const { story, rows } = await begin(platform);
    const notice: Arrivals["notice"] = () => Promise.reject(away());
    const arrivals = { ...story.store.arrivals, notice };
    story.work({ store: { ...story.store, arrivals } });
    await story.inbox.message(text("1"));
    await until(async () => (await rows("select from outbox where state = 'waiting'")).length === 1);
    expect(await rows("select detail from outbox")).toEqual([{ detail: "190" }]);
    expect(story.reports).toMatchObject([["an alarm could not be stored", { code: "55P03" }]]);
    await story.stop();
  });
});
