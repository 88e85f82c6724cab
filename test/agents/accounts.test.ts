import { expect, test } from "vitest";
import { createAccounts } from "../../agents/router/accounts.ts";
import type { AttemptReport, CallContext, CallReport } from "../../agents/router/models.ts";
import { createPrices, readPrices } from "../../agents/router/prices.ts";
import type { ModelAccounts, ModelCallEntry } from "../../bot/contracts/model-accounts.ts";
import { createFigures } from "../../bot/http/figures.ts";
import { modelAccountsOn } from "../../db/model-accounts.ts";
import { embeddedDatabase } from "../support/database.ts";

const TALK: CallContext = { conversationId: "talk", turn: 3 };
const OUTSIDE: CallContext = { conversationId: null, turn: null };
const NOON = Date.parse("2026-11-22T12:00:00Z");

function attempt(change: Partial<AttemptReport> = {}): AttemptReport {
  return {
    ...{ provider: "glm", model: "glm-5.2", outcome: "answered", milliseconds: 420.4 },
    ...{ tokensIn: 1000, tokensOut: 100, tokensCached: 400, costUsd: 0.002 },
    ...change,
  } as AttemptReport;
}

function callOf(...attempts: readonly AttemptReport[]): CallReport {
  const last = attempts.at(-1);
  return {
    provider: last?.provider ?? null,
    model: last?.model ?? null,
    milliseconds: 500,
    costUsd: attempts.reduce((sum, { costUsd }) => sum + costUsd, 0),
    fromCache: false,
    attempts,
  };
}

const sumOf = (entries: readonly ModelCallEntry[]) => entries.reduce((sum, { costUsd }) => sum + costUsd, 0);

/** A ledger of what was stored and of what others spent, which the test sets, and a clock it moves. */
function house(budgets = { month: 10, conversation: 1 }) {
  const stored: ModelCallEntry[] = [];
  const reported: string[] = [];
  const spent = { talk: 0, month: 0 };
  const clock = { at: NOON };
  const ledger = {
    readings: 0,
    broken: false,
    record: async (entries: readonly ModelCallEntry[]) => {
      if (ledger.broken) throw new Error("away");
      stored.push(...entries);
    },
    spent: async (id: string | null) => {
      ledger.readings += 1;
      if (ledger.broken) throw new Error("away");
      const talk = stored.filter(({ conversationId }) => conversationId === id);
      return { talk: spent.talk + sumOf(talk), month: spent.month + sumOf(stored) };
    },
  };
  const report = (what: string) => reported.push(what);
  const accounts = createAccounts({ ledger, budgets, now: () => clock.at, report });
  return { accounts, stored, reported, spent, clock, ledger };
}

test("each attempt is an entry, and a later provider's attempts are fallbacks", async () => {
  const { accounts, stored } = house();
  const first = attempt({
    provider: "groq",
    model: "openai/gpt-oss-120b",
    outcome: "circuit-open",
    costUsd: 0,
  });
  accounts.finished("understanding", TALK, callOf(first, attempt({ outcome: "wrong-schema" }), attempt()), [
    "phone: masked",
  ]);
  await accounts.flush();
  expect(stored.map(({ provider, outcome, fallback, left }) => [provider, outcome, fallback, left])).toEqual([
    ["groq", "circuit-open", false, []],
    ["glm", "wrong-schema", true, ["phone: masked"]],
    ["glm", "answered", true, ["phone: masked"]],
  ]);
  expect(stored[2]).toEqual({
    ...{ conversationId: "talk", turn: 3, task: "understanding", provider: "glm", model: "glm-5.2" },
    ...{ outcome: "answered", fallback: true, milliseconds: 420, tokensIn: 1000, tokensOut: 100 },
    ...{ tokensCached: 400, costUsd: 0.002, left: ["phone: masked"] },
  });
});

test("an answer from the cache is told and costs nothing; a call nobody took leaves no entry", async () => {
  const { accounts, stored } = house();
  accounts.finished(
    "phrasing",
    TALK,
    { ...callOf(), provider: "glm", model: "glm-5.2", fromCache: true },
    [],
  );
  accounts.finished("phrasing", TALK, callOf(), []);
  await accounts.flush();
  expect(stored).toMatchObject([{ outcome: "cached", provider: "glm", costUsd: 0, tokensIn: 0 }]);
});

test("the conversation's budget ends its questions and no other's", async () => {
  const { accounts } = house();
  expect(await accounts.mayAsk(TALK)).toBe(true);
  accounts.finished("understanding", TALK, callOf(attempt({ costUsd: 0.6 })), []);
  expect(await accounts.mayAsk(TALK)).toBe(true);
  accounts.finished("understanding", TALK, callOf(attempt({ costUsd: 0.4 })), []);
  expect(await accounts.mayAsk(TALK)).toBe(false);
  expect(await accounts.mayAsk({ conversationId: "other", turn: 1 })).toBe(true);
  expect(await accounts.mayAsk(OUTSIDE)).toBe(true);
});

test("the month's budget ends everybody's questions until the month ends in Riyadh", async () => {
  const { accounts, spent, clock } = house();
  spent.month = 9.5;
  expect(await accounts.mayAsk(OUTSIDE)).toBe(true);
  accounts.finished("bulk", OUTSIDE, callOf(attempt({ costUsd: 0.5 })), []);
  expect(await accounts.mayAsk(OUTSIDE)).toBe(false);
  expect(await accounts.mayAsk({ conversationId: "fresh", turn: 1 })).toBe(false);
  spent.month = -0.5;
  clock.at = Date.parse("2026-11-30T21:00:00Z");
  expect(await accounts.mayAsk(OUTSIDE)).toBe(true);
});

test("what other processes spent is seen within ten seconds, and a budget of nothing asks nobody", async () => {
  const { accounts, spent, clock, ledger } = house();
  await Promise.all(Array.from({ length: 50 }, () => accounts.mayAsk(TALK)));
  expect(ledger.readings).toBe(1);
  spent.talk = 1;
  clock.at += 9_999;
  expect(await accounts.mayAsk(TALK)).toBe(true);
  clock.at += 1;
  expect(await accounts.mayAsk(TALK)).toBe(false);
  expect(ledger.readings).toBe(2);
  expect(await house({ month: 0, conversation: 1 }).accounts.mayAsk(OUTSIDE)).toBe(false);
});

test("own calls count at once and once, however readings and calls interleave", async () => {
  const { accounts, clock, stored } = house({ month: 100, conversation: 100 });
  for (let round = 0; round < 20; round += 1) {
    const asked = [TALK, OUTSIDE, { conversationId: `t${round}`, turn: 1 }].map((about) =>
      accounts.mayAsk(about),
    );
    accounts.finished("bulk", TALK, callOf(attempt({ costUsd: 1 })), []);
    await Promise.all(asked);
    clock.at += 4_000;
    await accounts.flush();
  }
  expect(stored).toHaveLength(20);
  clock.at += 60_000;
  expect(await accounts.mayAsk(TALK)).toBe(true);
  accounts.finished("bulk", TALK, callOf(attempt({ costUsd: 79.5 })), []);
  expect(await accounts.mayAsk(TALK)).toBe(true);
  accounts.finished("bulk", TALK, callOf(attempt({ costUsd: 0.5 })), []);
  expect(await accounts.mayAsk(TALK)).toBe(false);
});

test("with the ledger away nothing rejects, own spending still counts, and it is reported", async () => {
  const { accounts, ledger, reported, clock } = house();
  expect(await accounts.mayAsk(TALK)).toBe(true);
  ledger.broken = true;
  accounts.finished("bulk", TALK, callOf(attempt({ costUsd: 0.9 })), []);
  clock.at += 20_000;
  expect(await accounts.mayAsk(TALK)).toBe(true);
  accounts.finished("bulk", TALK, callOf(attempt({ costUsd: 0.1 })), []);
  expect(await accounts.mayAsk(TALK)).toBe(false);
  await accounts.close();
  expect(new Set(reported)).toEqual(
    new Set([
      "what models cost so far could not be read",
      "model calls could not be written to the accounts",
    ]),
  );
});

test("two thousand calls are ten statements, and what is spent agrees with the database", async () => {
  const database = await embeddedDatabase();
  let statements = 0;
  const stored = modelAccountsOn(database.pool, (_what, cause) => {
    throw cause;
  });
  const ledger: Pick<ModelAccounts, "record" | "spent"> = {
    spent: stored.spent,
    record: (entries) => {
      statements += 1;
      return stored.record(entries);
    },
  };
  const budgets = { month: 1, conversation: 1 };
  const accounts = createAccounts({ ledger, budgets, now: Date.now, report: () => undefined });
  for (let n = 0; n < 2_000; n += 1)
    accounts.finished("bulk", OUTSIDE, callOf(attempt({ costUsd: 0.0005 })), []);
  await accounts.close();
  expect(statements).toBe(10);
  expect((await stored.spent(null, Date.now())).month).toBe(1);
  expect(await accounts.mayAsk(OUTSIDE)).toBe(false);
  await database.close();
});

test("the figures read as Prometheus wants them", async () => {
  const { accounts } = house();
  accounts.finished(
    "phrasing",
    TALK,
    callOf(attempt({ provider: "groq", outcome: "timed-out" }), attempt()),
    [],
  );
  accounts.finished("phrasing", TALK, callOf(attempt({ costUsd: 1 })), []);
  await accounts.mayAsk(TALK);
  const text = await createFigures().text(accounts.metrics());
  const lines = text.split("\n");
  for (const line of [
    'majlis_model_calls_total{provider="groq",task="phrasing",outcome="timed-out"} 1',
    'majlis_model_calls_total{provider="glm",task="phrasing",outcome="answered"} 2',
    'majlis_model_fallbacks_total{provider="glm",task="phrasing"} 1',
    'majlis_model_tokens_total{provider="glm",task="phrasing",kind="cached"} 800',
    'majlis_model_cost_usd_total{provider="glm",task="phrasing"} 1.002',
    'majlis_model_call_seconds_count{provider="glm",task="phrasing"} 2',
    'majlis_model_call_seconds_sum{provider="glm",task="phrasing"} 0.84',
    'majlis_model_over_budget_total{budget="conversation"} 1',
  ])
    expect(lines).toContain(line);
});

test("a call costs what the list says, with cached tokens at their own price", () => {
  const { costOf, costOfHearing } = createPrices();
  const million = 1_000_000;
  expect(costOf("glm", "glm-5.2", { in: million, out: million, cached: 0 })).toBeCloseTo(5.8, 9);
  expect(costOf("deepseek", "deepseek-v4-pro", { in: 2000, out: 1000, cached: 0 })).toBeCloseTo(0.001_74, 9);
  expect(costOf("anthropic", "claude-sonnet-5-5", { in: million, out: 0, cached: 900_000 })).toBeCloseTo(
    0.57,
    9,
  );
  expect(costOf("anthropic", "claude-haiku-5-5-20261101", { in: million, out: 0, cached: 0 })).toBe(1);
  expect(costOf("groq", "openai/gpt-oss-20b", { in: 0, out: 0, cached: 5 })).toBe(0);
  expect(costOfHearing("whisper-large-v3", 3600)).toBeCloseTo(0.111, 9);
  expect(costOfHearing("whisper-next", 1)).toBeCloseTo((0.111 * 10) / 3600, 9);
});

test("an unknown model costs as much as the dearest of its provider, whatever its name begins with", () => {
  const { costOf } = createPrices();
  const tokens = { in: 1_000_000, out: 1_000_000, cached: 500_000 };
  expect(costOf("anthropic", "claude-next", tokens)).toBe(90);
  expect(costOf("glm", "glm-5.2-ultra", tokens)).toBeCloseTo(5.8, 9);
  expect(costOf("glm", "glm-4.7-flashx", tokens)).toBeCloseTo(5.8, 9);
});

test("MODEL_PRICES overrides, and a wrong one is told by its name", () => {
  const own = readPrices('{"glm-5.2": {"in": 2, "out": 3}, "house-model": {"in": 1, "out": 1, "cached": 0}}');
  const { costOf } = createPrices(own);
  expect(costOf("glm", "glm-5.2", { in: 1_000_000, out: 1_000_000, cached: 1_000_000 })).toBe(5);
  expect(costOf("anthropic", "house-model", { in: 1_000_000, out: 0, cached: 1_000_000 })).toBe(0);
  expect(readPrices(null)).toEqual({});
  for (const wrong of [
    "{",
    '{"x": 1}',
    '{"x": {"in": -1, "out": 2}}',
    '{"x": {"in": 1, "out": 2, "inn": 3}}',
  ])
    expect(() => readPrices(wrong)).toThrow("MODEL_PRICES must be JSON");
});
