import { afterAll, beforeAll, expect, test } from "vitest";
import type { ModelCallEntry } from "../../bot/contracts/model-accounts.ts";
import { type Database, openDatabase } from "../../db/connect.ts";
import { modelAccountsOn } from "../../db/model-accounts.ts";
import { type ApiDocument, readDocument } from "../support/api-document.ts";
import { type House, openHouse } from "../support/http-house.ts";
import { call, REP_KEY } from "../support/http-server.ts";

let house: House;
let document: ApiDocument;
const NOON = Date.parse("2026-11-22T12:00:00Z");

function entry(change: Partial<ModelCallEntry>): ModelCallEntry {
  return {
    ...{ conversationId: null, turn: null, task: "understanding", provider: "glm", model: "glm-5.2" },
    ...{ outcome: "answered", fallback: false, milliseconds: 300, tokensIn: 1000, tokensOut: 50 },
    ...{ tokensCached: 200, costUsd: 0.002, left: ["phone: masked"] },
    ...change,
  };
}

const ledgerOf = ({ pool }: Database) =>
  modelAccountsOn(pool, (_what, cause) => {
    throw cause;
  });

beforeAll(async () => {
  let database: Database | null = null;
  house = await openHouse(
    (opened) => {
      database = opened.database;
      return {};
    },
    {
      now: () => NOON,
      modelReport: async (since) => {
        const ledger = ledgerOf(database ?? (await openDatabase({ url: null, dataDir: null })));
        const [figures, talks] = await Promise.all([ledger.figures(since), ledger.talks(since)]);
        return {
          ...{ figures, talks, conversationBudgetUsd: 1 },
          month: { spentUsd: (await ledger.spent(null, Date.now())).month, budgetUsd: 0.005 },
        };
      },
    },
  );
  document = await readDocument(house.url);
});
afterAll(() => house.close());

async function read(path: string, key = REP_KEY) {
  const response = await call(`${house.url}${path}`, { key });
  const body = await response.json();
  expect(document.complaints("get", path.split("?")[0] ?? path, response.status, body)).toEqual([]);
  // biome-ignore lint/suspicious/noExplicitAny: bodies are looked into freely here, and checked against the document
  return { status: response.status, body: body as any };
}

test("with nothing spent the figures are empty and the whole budget is left", async () => {
  const { status, body } = await read("/api/v1/analytics/llm");
  expect(status).toBe(200);
  expect(body).toMatchObject({
    since: "2026-10-31T21:00:00.000Z",
    totals: { calls: 0, costUsd: 0, errors: {} },
    data: [],
    budgets: { month: { spentUsd: 0, leftUsd: 0.005 }, conversation: { budgetUsd: 1 } },
    perConversation: { conversations: 0, averageUsd: null },
  });
});

test("figures by provider and task, their totals, and what is left of the budget", async () => {
  const ledger = ledgerOf(house.database);
  const [one, two] = [await house.hear("السلام عليكم"), await house.hear("hello", "+966500000002")];
  await ledger.record([
    entry({ conversationId: one }),
    entry({ conversationId: one, outcome: "timed-out", provider: "groq", costUsd: 0 }),
    entry({ conversationId: two, fallback: true, costUsd: 0.004 }),
    entry({ task: "bulk", costUsd: 0.01 }),
  ]);
  const { body } = await read("/api/v1/analytics/llm?since=2026-01-01T00:00:00Z");
  expect(body.totals).toMatchObject({
    ...{ calls: 4, fallbacks: 1, tokensIn: 4000, tokensOut: 200, tokensCached: 800, costUsd: 0.016 },
    errors: { "timed-out": 1 },
  });
  expect(
    body.byProvider.map((each: { provider: string; calls: number }) => [each.provider, each.calls]),
  ).toEqual([
    ["glm", 3],
    ["groq", 1],
  ]);
  expect(body.data).toHaveLength(3);
  expect(body.budgets.month).toEqual({ budgetUsd: 0.005, spentUsd: 0.016, leftUsd: 0 });
  expect(body.perConversation).toEqual({ conversations: 2, averageUsd: 0.003 });
  expect((await read("/api/v1/analytics/llm?since=yesterday")).status).toBe(422);
});

test("why a turn ended as it did names its model calls with what they cost and what left", async () => {
  const id = await house.hear("عندنا عيادة", "+966500000003");
  await house.turn(id, ["أهلاً"]);
  const [turn] = (await read(`/api/v1/conversations/${id}/trace`)).body.data;
  expect(turn.modelCalls).toEqual([]);
  await ledgerOf(house.database).record([
    entry({ conversationId: id, turn: turn.turn, outcome: "rate-limited", provider: "groq", costUsd: 0 }),
    entry({ conversationId: id, turn: turn.turn, fallback: true }),
  ]);
  const [explained] = (await read(`/api/v1/conversations/${id}/trace`)).body.data;
  expect(explained.modelCalls).toEqual([
    expect.objectContaining({ provider: "groq", outcome: "rate-limited", fallback: false, costUsd: 0 }),
    {
      at: expect.any(String),
      ...{ task: "understanding", provider: "glm", model: "glm-5.2", outcome: "answered", fallback: true },
      ...{ milliseconds: 300, tokensIn: 1000, tokensOut: 50, tokensCached: 200, costUsd: 0.002 },
      left: ["phone: masked"],
    },
  ]);
});
