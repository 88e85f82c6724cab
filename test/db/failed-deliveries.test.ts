import { expect, test } from "vitest";
import type { Receipt, SendFailure } from "../../bot/contracts/channel.ts";
import { newCounters } from "../../bot/flow/counters.ts";
import { receiver } from "../../bot/flow/receive.ts";
import { lanesOn } from "../../db/lanes.ts";
import { onBothEngines } from "../support/database.ts";
import { outboxRow, turnOf } from "../support/stored-talk.ts";
import { arrival, nextId, text } from "../support/talk.ts";

function receipt(status: Receipt["status"], change: Partial<Receipt> = {}): Receipt {
  return {
    ...{ channel: "whatsapp", account: "1065", platformId: "p-0", ourId: "ours", status },
    ...{ failure: null, at: Date.UTC(2026, 10, 22), billable: null },
    ...change,
  };
}

const failedFor = (kind: SendFailure["kind"], change: Partial<Receipt> = {}): Receipt =>
  receipt("failed", {
    failure: { failure: { kind } as SendFailure, detail: `because of ${kind}` },
    ...change,
  });

onBothEngines((engine) => {
  const begin = async (settles = true) => {
    const database = await engine.fresh();
    const { arrivals, lanes } = lanesOn(database, nextId);
    await arrivals.accept([arrival(text("1"))]);
    const [lane] = await lanes.claim("w", 1);
    if (lane === undefined) throw new Error("nothing was due");
    await lanes.save([turnOf(lane, [], { record: { outbox: [outboxRow("re", 1, { id: "ours" })] } })]);
    const conversationId = lane.conversation.id;
    const settle = async (platformIds: readonly string[]) => {
      const sent = {
        to: "sent" as const,
        at: Date.now(),
        task: null,
        outboxId: "ours",
        attempt: 1,
        found: null,
      };
      await lanes.settle([{ ...sent, conversationId, platformIds }], []);
    };
    if (settles) await settle(["p-0", "p-1"]);
    let answersLost = 0;
    const changed: string[] = [];
    const inbox = receiver({
      arrivals: {
        ...arrivals,
        receipts: async (batch) => {
          const answer = await arrivals.receipts(batch);
          if (answersLost-- > 0) throw new Error("the connection broke before the answer came");
          return answer;
        },
      },
      wake: { announce: (ids) => void changed.push(...ids), listen: () => () => undefined },
      ...{ channel: () => null, bubbleWaitMs: 0, counters: newCounters() },
      onEcho: () => Promise.resolve(),
    });
    const hear = async (...receipts: Receipt[]): Promise<void> =>
      await inbox.news(receipts.map((one) => ({ kind: "receipt", receipt: one })));
    const rowsOf = async (statement: string) => (await database.pool.query(statement)).rows;
    return {
      ...{ hear, settle, changed, conversationId },
      loseAnswers: (many: number) => {
        answersLost = many;
      },
      tasks: () => rowsOf("select kind, reason from tasks"),
      state: () => rowsOf("select state, detail from outbox"),
      optedOut: () => rowsOf("select opted_out_at is not null as out, proactive from contacts"),
      stops: () => rowsOf("select what from consents"),
      notices: () => rowsOf("select severity, what, detail from notices"),
    };
  };

  test("a failure is told of although the process that heard it died, and once however often it comes", async () => {
    const { hear, loseAnswers, tasks, state, changed, conversationId } = await begin();
    loseAnswers(1);
    const failed = failedFor("unreachable");
    await expect(hear(failed)).rejects.toThrow("the connection broke");
    expect(await tasks()).toEqual([{ kind: "undelivered", reason: "unreachable" }]);
    await hear(failed);
    expect(await tasks()).toHaveLength(1);
    expect(await state()).toEqual([{ state: "failed", detail: "because of unreachable" }]);
    expect(changed).toEqual([]);
    expect(conversationId).not.toBe("");
  });

  test("so is the opt-out that the platform gives as the reason", async () => {
    const { hear, loseAnswers, tasks, optedOut, stops } = await begin();
    loseAnswers(1);
    const failed = failedFor("opted-out");
    await expect(hear(failed)).rejects.toThrow("the connection broke");
    await hear(failed);
    expect(await optedOut()).toEqual([{ out: true, proactive: false }]);
    expect(await stops()).toEqual([{ what: "marketing-stop" }]);
    expect(await tasks()).toEqual([]);
  });

  test("an account at fault raises the alarm, and the person is a task", async () => {
    const { hear, tasks, notices } = await begin();
    await hear(failedFor("misconfigured"));
    await hear(failedFor("misconfigured"));
    expect(await notices()).toEqual([
      { severity: "alarm", what: "delivery refused", detail: "because of misconfigured" },
    ]);
    expect(await tasks()).toEqual([{ kind: "undelivered", reason: "misconfigured" }]);
  });

  test("why it failed is taken from the receipt that says so, whatever else comes with it", async () => {
    const { hear, tasks, optedOut, changed, conversationId } = await begin();
    await hear(failedFor("opted-out"), receipt("sent"));
    expect(await optedOut()).toEqual([{ out: true, proactive: false }]);
    expect(await tasks()).toEqual([]);
    expect(changed).toEqual([conversationId]);
  });

  test("a part that fails is told of although another arrived, once", async () => {
    const { hear, tasks, state } = await begin();
    await hear(receipt("delivered", { part: 0 }));
    const failed = failedFor("rejected", { platformId: "p-1", part: 1 });
    await hear(failed);
    await hear(receipt("read", { part: 0 }), failed);
    await hear(failedFor("rejected", { platformId: "p-2", part: 2 }));
    expect(await tasks()).toEqual([{ kind: "undelivered", reason: "rejected" }]);
    expect(await state()).toMatchObject([{ state: "read" }]);
  });

  test("so is one that fails while the others are still being sent", async () => {
    const { hear, tasks, settle, state } = await begin(false);
    await hear(failedFor("unreachable", { part: 0 }));
    expect(await state()).toMatchObject([{ state: "sending" }]);
    await settle(["p-0", "p-1"]);
    expect(await state()).toMatchObject([{ state: "sent" }]);
    expect(await tasks()).toEqual([{ kind: "undelivered", reason: "unreachable" }]);
    await hear(
      failedFor("unreachable", { part: 0 }),
      failedFor("unreachable", { platformId: "p-1", part: 1 }),
    );
    expect(await tasks()).toEqual([{ kind: "undelivered", reason: "unreachable" }]);
  });

  test("what arrived whole did not fail, and what nobody knows of is harmless", async () => {
    const { hear, tasks, state } = await begin();
    await hear(receipt("read"));
    await hear(failedFor("rejected"), failedFor("rejected", { platformId: "nobody's", ourId: null }));
    expect(await tasks()).toEqual([]);
    expect(await state()).toMatchObject([{ state: "read" }]);
  });
});
