import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ModelCallEntry } from "../../bot/contracts/model-accounts.ts";
import { embedded } from "../../db/connect.ts";
import { openPglite } from "../../db/embedded.ts";
import { lanesOn } from "../../db/lanes.ts";
import { migrate } from "../../db/migrate.ts";
import { modelAccountsOn } from "../../db/model-accounts.ts";
import { createRecords } from "../../db/records/records.ts";
import { onBothEngines } from "../support/database.ts";
import { demoCompany } from "../support/demo-company.ts";
import { laneOf, turnOf } from "../support/stored-talk.ts";
import { arrival, nextId, text } from "../support/talk.ts";

function entry(change: Partial<ModelCallEntry> = {}): ModelCallEntry {
  return {
    conversationId: null,
    turn: null,
    task: "understanding",
    provider: "glm",
    model: "glm-5.2",
    outcome: "answered",
    fallback: false,
    milliseconds: 400,
    tokensIn: 1200,
    tokensOut: 80,
    tokensCached: 1000,
    costUsd: 0.000_892_4,
    left: ["phone: masked"],
    ...change,
  };
}

onBothEngines((engine) => {
  const begin = async () => {
    const database = await engine.fresh();
    const reported: string[] = [];
    const ledger = modelAccountsOn(database.pool, (what) => reported.push(what));
    const records = createRecords(database.pool, demoCompany());
    return { ...lanesOn(database, nextId), ledger, records, reported, pool: database.pool };
  };
  const talk = async ({ arrivals }: Awaited<ReturnType<typeof begin>>, by = "+966500000001") => {
    const [accepted] = await arrivals.accept([arrival(text("السلام عليكم", { by }))]);
    return accepted?.conversationId ?? "";
  };

  test("what was recorded comes back as it was, oldest first", async () => {
    const house = await begin();
    const id = await talk(house);
    const entries = [
      entry({ conversationId: id, turn: 1, outcome: "timed-out", costUsd: 0, provider: "groq", left: [] }),
      entry({ conversationId: id, turn: 1, fallback: true, left: ["name: sent", "phone: masked"] }),
    ];
    await house.ledger.record(entries);
    await house.ledger.record([entry()]);
    const calls = await house.ledger.callsOf(id);
    expect(calls.map(({ at: _at, ...call }) => call)).toEqual(entries);
    expect(Date.parse(calls[0]?.at ?? "")).toBeGreaterThan(Date.now() - 60_000);
  });

  test("what a talk and a month cost is the exact sum of a thousand tiny calls", async () => {
    const house = await begin();
    const id = await talk(house);
    const batch = Array.from({ length: 500 }, () => entry({ conversationId: id, costUsd: 0.000_000_14 }));
    await Promise.all([house.ledger.record(batch), house.ledger.record(batch)]);
    await house.ledger.record([entry({ costUsd: 2 })]);
    expect(await house.ledger.spent(id, Date.now())).toEqual({ talk: 0.000_14, month: 2.000_14 });
    expect(await house.ledger.spent(null, Date.now())).toEqual({ talk: 0, month: 2.000_14 });
    const { rows } = await house.pool.query("select sum(cost_usd)::float8 as sum from model_calls");
    expect(rows).toEqual([{ sum: 2.000_14 }]);
  });

  test("a month begins at midnight in Riyadh", async () => {
    const { ledger, pool } = await begin();
    await pool.query("insert into model_spending values ('2026-11', 7), ('2026-12', 0.5)");
    expect((await ledger.spent(null, Date.parse("2026-11-30T20:59:59Z"))).month).toBe(7);
    expect((await ledger.spent(null, Date.parse("2026-11-30T21:00:00Z"))).month).toBe(0.5);
    expect((await ledger.spent(null, Date.parse("2027-01-01T00:00:00Z"))).month).toBe(0);
  });

  test("figures are sums of provider and task, with errors by kind and the times of answers only", async () => {
    const house = await begin();
    const id = await talk(house);
    const other = await talk(house, "+966500000002");
    await house.ledger.record([
      ...[100, 200, 300].map((milliseconds) => entry({ milliseconds, conversationId: id, costUsd: 0.1 })),
      entry({ outcome: "timed-out", milliseconds: 9000, conversationId: other, costUsd: 0 }),
      entry({ outcome: "timed-out", fallback: true, costUsd: 0 }),
      entry({ outcome: "wrong-schema", costUsd: 0.25 }),
      entry({ outcome: "cached", tokensIn: 0, tokensOut: 0, tokensCached: 0, costUsd: 0, milliseconds: 1 }),
      entry({ provider: "groq", task: "triage", costUsd: 0, outcome: "overloaded" }),
    ]);
    const [glm, groq] = await house.ledger.figures(Date.now() - 60_000);
    expect(glm).toEqual({
      provider: "glm",
      task: "understanding",
      calls: 6,
      cached: 1,
      errors: { "timed-out": 2, "wrong-schema": 1 },
      fallbacks: 1,
      tokensIn: 7200,
      tokensOut: 480,
      tokensCached: 6000,
      costUsd: 0.55,
      p50: 200,
      p95: 290,
    });
    expect(groq).toMatchObject({
      provider: "groq",
      calls: 1,
      cached: 0,
      errors: { overloaded: 1 },
      p50: null,
    });
    expect(await house.ledger.talks(Date.now() - 60_000)).toEqual({ count: 2, costUsd: 0.3 });
    expect(await house.ledger.figures(Date.now() + 60_000)).toEqual([]);
    expect(await house.ledger.talks(Date.now() + 60_000)).toEqual({ count: 0, costUsd: 0 });
  });

  test("the trace names the calls of each turn", async () => {
    const house = await begin();
    const id = await talk(house);
    const lane = await laneOf(house.lanes, id);
    await house.lanes.save([turnOf(lane, ["وعليكم السلام"])]);
    const [turn] = (await house.records.conversations.trace(id, { limit: 9, cursor: null })).data;
    await house.ledger.record([
      entry({ conversationId: id, turn: turn?.turn ?? null }),
      entry({ conversationId: id, turn: (turn?.turn ?? 0) + 1 }),
    ]);
    const { data } = await house.records.conversations.trace(id, { limit: 9, cursor: null });
    expect(data.map(({ modelCalls }) => modelCalls)).toMatchObject([
      [{ provider: "glm", model: "glm-5.2", outcome: "answered", milliseconds: 400, costUsd: 0.000_892_4 }],
    ]);
    const { turns } = await house.records.conversations.recent(id, 5);
    expect(turns[0]?.modelCalls).toHaveLength(1);
  });

  test("a person's export shows the calls about them, and after the erasure nothing leads back", async () => {
    const house = await begin();
    const id = await talk(house);
    const state = await house.records.conversations.get(id);
    const contact = state?.state.contactId ?? "";
    await house.ledger.record([entry({ conversationId: id, turn: 1 })]);
    const everything = await house.records.exportContact(contact);
    expect(everything?.modelCalls).toMatchObject([
      { provider: "glm", turn: 1, dataLeft: ["phone: masked"], conversationId: id },
    ]);
    expect(await house.desk.erase(contact, "admin")).toBe(true);
    // A call that was in flight during the erasure is written afterwards.
    await house.ledger.record([entry({ conversationId: id, turn: 2, costUsd: 1 })]);
    const { rows } = await house.pool.query(
      "select conversation_id, cost_usd::float8 as cost from model_calls",
    );
    expect(rows).toEqual([
      { conversation_id: null, cost: 0.000_892_4 },
      { conversation_id: null, cost: 1 },
    ]);
    expect((await house.ledger.spent(null, Date.now())).month).toBe(1.000_892_4);
  });

  test("an entry that cannot be stored is reported, never thrown", async () => {
    const { ledger, reported } = await begin();
    await ledger.record([entry({ milliseconds: Number.NaN })]);
    expect(reported).toEqual(["1 model calls could not be written to the accounts"]);
    await ledger.record([]);
    expect(reported).toHaveLength(1);
  });
});

test("an older database keeps its calls and knows what they cost", async () => {
  const pglite = await openPglite(null);
  const database = embedded(pglite);
  const folder = join(import.meta.dirname, "../../db/migrations");
  const journal = JSON.parse(readFileSync(join(folder, "meta/_journal.json"), "utf8")) as {
    readonly entries: readonly { readonly tag: string; readonly when: number }[];
  };
  const at = journal.entries.findIndex(({ tag }) => tag.endsWith("_model-accounts"));
  const older = journal.entries.slice(0, at);
  expect(older.length).toBeGreaterThan(3);
  expect(readdirSync(folder)).toContain(`${journal.entries[at]?.tag}.sql`);
  for (const { tag } of older) await pglite.exec(readFileSync(join(folder, `${tag}.sql`), "utf8"));
  await pglite.exec(`create schema drizzle;
    create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
    insert into drizzle.__drizzle_migrations (hash, created_at) values ('', ${older.at(-1)?.when});
    insert into model_calls (conversation_id, task, provider, model, outcome, milliseconds, cost_usd, created_at)
    values ('c', 'phrasing', 'groq', 'm', 'answered', 5, '0.0125', '2026-11-01T01:00:00+03'),
           ('c', 'phrasing', 'groq', 'm', 'answered', 5, '0.5', '2026-10-31T23:00:00+03')`);
  await migrate(database.pool);
  const ledger = modelAccountsOn(database.pool, () => undefined);
  expect(await ledger.spent("c", Date.parse("2026-11-22T12:00:00Z"))).toEqual({
    talk: 0.5125,
    month: 0.0125,
  });
  expect((await ledger.callsOf("c")).map(({ costUsd, left }) => ({ costUsd, left }))).toEqual([
    { costUsd: 0.0125, left: [] },
    { costUsd: 0.5, left: [] },
  ]);
  await database.close();
});
