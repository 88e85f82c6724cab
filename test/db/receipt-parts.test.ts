import { expect, test } from "vitest";
import type { Receipt } from "../../bot/contracts/channel.ts";
import { mayLeave } from "../../bot/flow/may-leave.ts";
import { lanesOn } from "../../db/lanes.ts";
import { onBothEngines } from "../support/database.ts";
import { Platform } from "../support/platform.ts";
import { outboxRow, turnOf } from "../support/stored-talk.ts";
import { arrival, nextId, text } from "../support/talk.ts";

/*
 * A message of several parts, and a process that was killed while it sent them: how many went, only receipts tell, and they
 * come one by one and in any order.
 */

function receipt(part: number, status: Receipt["status"] = "sent"): Receipt {
  return {
    ...{ channel: "whatsapp", account: "1065", platformId: `p-${part}`, ourId: "ours", part, status },
    ...{ failure: null, at: Date.now(), billable: null },
  };
}

onBothEngines((engine) => {
  /** What another worker makes of a row that it finds half sent. */
  const killed = async () => {
    const database = await engine.fresh();
    const { arrivals, lanes } = lanesOn(database, nextId);
    await arrivals.accept([arrival(text("1"))]);
    const [lane] = await lanes.claim("w", 1);
    if (lane === undefined) throw new Error("nothing was due");
    const row = outboxRow("re", 1, { id: "ours" });
    await lanes.save([turnOf(lane, [], { record: { outbox: [row] } })]);
    const now = Date.now();
    const leave = mayLeave(row, {
      ...{ now, clockAllows: now, accountRestsUntil: 0, template: null, doubtWaitMs: 60_000 },
      ...{ limits: new Platform().limits, lane: { lastInboundAt: now, optedOutAt: null } },
    });
    if (leave.may !== "change") throw new Error("it was not orphaned");
    const conversationId = lane.conversation.id;
    const fate = { ...leave.outcome, attempt: 1, found: row.state, platformIds: [], task: null };
    await lanes.settle(
      [{ ...fate, outboxId: "ours", conversationId }],
      [{ conversationId, worker: "w", againInMs: 60_000, endedWell: true }],
    );
    const proven = async () => {
      const [stored] = (await lanes.read(conversationId))?.unsent ?? [];
      return { state: stored?.state, waits: stored?.dueAt != null, parts: stored?.platformIds.length };
    };
    return { arrivals, lanes, proven, pool: database.pool };
  };

  test("one part's receipt does not end the doubt: those behind it may have gone as well", async () => {
    const { arrivals, lanes, proven } = await killed();
    await arrivals.receipts([receipt(0)]);
    expect(await proven()).toEqual({ state: "doubtful", waits: true, parts: 1 });
    await arrivals.receipts([receipt(1)]);
    expect(await proven()).toEqual({ state: "doubtful", waits: true, parts: 2 });
    await arrivals.receipts([receipt(0, "delivered"), receipt(1, "delivered")]);
    expect(await proven()).toEqual({ state: "doubtful", waits: true, parts: 2 });
    expect(await lanes.claim("w", 1)).toEqual([]);
  });

  test("a part that is proven is left out, also while nothing is heard of those before it", async () => {
    const { arrivals, proven, pool } = await killed();
    await arrivals.receipts([receipt(2)]);
    expect(await proven()).toEqual({ state: "doubtful", waits: true, parts: 3 });
    await arrivals.receipts([receipt(0)]);
    await arrivals.receipts([receipt(2, "delivered")]);
    expect(await proven()).toEqual({ state: "doubtful", waits: true, parts: 3 });
    await arrivals.receipts([receipt(1)]);
    expect(await proven()).toEqual({ state: "doubtful", waits: true, parts: 3 });
    const { rows } = await pool.query<{ ids: string[] }>("select platform_ids as ids from outbox");
    expect(rows[0]?.ids.toSorted()).toEqual(["p-0", "p-1", "p-2"]);
  });

  test("a receipt for the whole message ends the doubt as before", async () => {
    const { arrivals, pool } = await killed();
    const { part: _, ...whole } = receipt(0);
    await arrivals.receipts([whole]);
    expect((await pool.query("select state, platform_ids from outbox")).rows).toEqual([
      { state: "sent", platform_ids: ["p-0"] },
    ]);
  });
});
