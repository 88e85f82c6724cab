import { expect, test } from "vitest";
import type { OutboxRow } from "../../bot/contracts/turn-record.ts";
import { onBothEngines } from "../support/database.ts";
import { laneOf, outboxRow, talkWith, turnOf } from "../support/stored-talk.ts";

/*
 * Three things keep the bot silent after a take-over, and each must hold alone: what waits is cancelled, what goes back
 * to waiting is cancelled, and what waits all the same (because two statements did not see each other) does not pass
 * the fence before its send.
 */

onBothEngines((engine) => {
  const begin = async (row: Partial<OutboxRow>) => {
    const { lanes, id, pool } = await talkWith(engine, row);
    const takeOver = async () =>
      await lanes.save([turnOf(await laneOf(lanes, id), [], { record: { fence: true, handled: [] } })]);
    const state = async () => (await pool.query("select id, state from outbox")).rows;
    return { lanes, id, takeOver, state, pool };
  };

  test("a take-over cancels what waits of the bot's, and nothing of a rep's", async () => {
    const { takeOver, state, lanes, id } = await begin({ id: "bot", state: "waiting" });
    expect(await takeOver()).toEqual(["saved"]);
    expect(await state()).toEqual([{ id: "bot", state: "cancelled" }]);
    const rep = outboxRow("أنا نورة", 3, { id: "rep", author: "rep", rep: "noura", state: "waiting" });
    await lanes.save([turnOf(await laneOf(lanes, id), [], { record: { outbox: [rep], handled: [] } })]);
    await takeOver();
    expect(await state()).toContainEqual({ id: "rep", state: "waiting" });
    expect(await lanes.markSending(["bot", "rep"])).toEqual(new Set(["rep"]));
  });

  test("what goes back to waiting after a take-over is cancelled instead", async () => {
    const { takeOver, state, lanes, id } = await begin({ id: "bot", state: "sending" });
    await takeOver();
    expect(await state()).toEqual([{ id: "bot", state: "sending" }]);
    const again = { to: "waiting" as const, dueAt: Date.now(), detail: "too fast", task: null, attempt: 1 };
    await lanes.settle([{ ...again, outboxId: "bot", found: null, conversationId: id, platformIds: [] }], []);
    expect(await state()).toEqual([{ id: "bot", state: "cancelled" }]);
  });

  test("the fence before a send refuses what waits from before a take-over", async () => {
    const { takeOver, state, lanes, pool } = await begin({ id: "bot", state: "waiting" });
    await takeOver();
    // As a send looks that went back to waiting while the take-over was being stored.
    await pool.query("update outbox set state = 'waiting'");
    expect(await lanes.markSending(["bot"])).toEqual(new Set());
    expect(await state()).toEqual([{ id: "bot", state: "waiting" }]);
  });
});
