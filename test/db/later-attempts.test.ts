import { expect, test } from "vitest";
import type { SettledSend } from "../../bot/contracts/lanes.ts";
import type { OutboxRow } from "../../bot/contracts/turn-record.ts";
import { onBothEngines } from "../support/database.ts";
import { talkWith } from "../support/stored-talk.ts";

/* A worker that stalls loses its lanes; what it says of a row when it wakes up is said of a row that another may send. */

const AGAIN = { to: "waiting", dueAt: 0, detail: "no receipt came: sent again" } as const;
const FAILED = { to: "failed", detail: "outside the reply window, and no template fits" } as const;
const TASK = {
  kind: "undelivered",
  reason: "outside-window",
  summary: "Please call them.",
  rep: null,
} as const;

onBothEngines((engine) => {
  const begin = async (row: Partial<OutboxRow>) => {
    const { lanes, id: conversationId, pool } = await talkWith(engine, { id: "ours", ...row });
    const say = (fate: Pick<SettledSend, "to" | "found" | "attempt"> & Partial<SettledSend>) =>
      lanes.settle(
        [{ outboxId: "ours", conversationId, platformIds: [], task: null, ...fate } as SettledSend],
        [],
      );
    const stored = async () => {
      const [{ state, attempts, detail, due_at, platform_ids } = {}] = (
        await pool.query("select state, attempts, detail, due_at, platform_ids from outbox")
      ).rows;
      return { state, attempts, detail, waits: due_at !== null, parts: platform_ids };
    };
    const tasks = async () => Number((await pool.query("select count(*) from tasks")).rows[0]?.count);
    return { lanes, say, stored, tasks };
  };

  test("whoever still finds it doubtful does not take it from the one who sends it again", async () => {
    const { lanes, say, stored } = await begin({ state: "doubtful", attempts: 1, dueAt: 0 });
    await say({ ...AGAIN, found: "doubtful", attempt: 1 });
    expect(await lanes.markSending(["ours"])).toEqual(new Set(["ours"]));
    const sending = { state: "sending", attempts: 2 };
    expect(await stored()).toMatchObject(sending);
    await say({ ...AGAIN, found: "doubtful", attempt: 1, detail: "said late" });
    expect(await stored()).toMatchObject({ ...sending, detail: AGAIN.detail });
    expect(await lanes.markSending(["ours"])).toEqual(new Set());
  });

  test("what was found waiting does not fail while another sends it, and nobody is called", async () => {
    const { lanes, say, stored, tasks } = await begin({ state: "waiting", attempts: 0 });
    await lanes.markSending(["ours"]);
    await say({ ...FAILED, found: "waiting", attempt: 0, task: TASK });
    expect(await stored()).toMatchObject({ state: "sending" });
    expect(await tasks()).toBe(0);
  });

  test("the fate of an attempt is nothing to the next one, but for what went in it", async () => {
    const { lanes, say, stored } = await begin({ state: "waiting", attempts: 1 });
    await lanes.markSending(["ours"]);
    await say({ to: "doubtful", until: 0, detail: "broke", found: null, attempt: 1, platformIds: ["p-0"] });
    expect(await stored()).toEqual({
      state: "sending",
      attempts: 2,
      detail: null,
      waits: false,
      parts: ["p-0"],
    });
    await say({ to: "doubtful", until: 0, detail: "broke", found: null, attempt: 2 });
    expect(await stored()).toMatchObject({ state: "doubtful", detail: "broke", waits: true });
  });

  test("that it went counts, whichever attempt it was", async () => {
    const { lanes, say, stored } = await begin({ state: "waiting", attempts: 1 });
    await lanes.markSending(["ours"]);
    await say({ to: "sent", at: 0, found: null, attempt: 1, platformIds: ["p-0"] });
    expect(await stored()).toMatchObject({ state: "sent", parts: ["p-0"] });
  });
});
