import { expect, onTestFinished, test, vi } from "vitest";
import type { Expiring } from "../../bot/contracts/retention.ts";
import { startRetention, sweepAll } from "../../bot/flow/retention.ts";
import type { Database } from "../../db/connect.ts";
import { retentionOn } from "../../db/retention.ts";
import { onBothEngines } from "../support/database.ts";

const FILL: Readonly<Record<Expiring, string>> = {
  model_calls: `insert into model_calls (task, provider, model, outcome, milliseconds, created_at)
    select 'understanding', 'groq', 'm', 'answered', 1, now() - d * interval '1 day' from unnest($1::int[]) d`,
  agent_runs: `insert into agent_runs (agent, ok, milliseconds, created_at)
    select 'intake', true, 1, now() - d * interval '1 day' from unnest($1::int[]) d`,
  notices: `insert into notices (channel, severity, what, detail, created_at)
    select 'email', 'warning', 'x', 'y', now() - d * interval '1 day' from unnest($1::int[]) d`,
};
const ALL = Object.keys(FILL) as Expiring[];

async function ages({ pool }: Database, what: Expiring): Promise<number[]> {
  const text = `select round(extract(epoch from now() - created_at) / 86400)::int as days from ${what} order by number`;
  return (await pool.query<{ days: number }>(text)).rows.map(({ days }) => days);
}

async function alarm({ pool }: Database, detail: string): Promise<void> {
  const text =
    "insert into notices (channel, severity, what, detail, created_at) values ('crm', 'alarm', 'x', $1, now() - interval '1 year')";
  await pool.query(text, [detail]);
}

onBothEngines(({ fresh }) => {
  test("what was kept long enough goes, the rest stays, and 0 days are for ever", async () => {
    const database = await fresh();
    for (const what of ALL) await database.pool.query(FILL[what], [[500, 400, 91, 89, 1]]);
    const days = { model_calls: 396, agent_runs: 0, notices: 90 };
    await sweepAll({ retention: retentionOn(database), days }, () => true);
    expect(await ages(database, "model_calls")).toEqual([91, 89, 1]);
    expect(await ages(database, "agent_runs")).toEqual([500, 400, 91, 89, 1]);
    expect(await ages(database, "notices")).toEqual([89, 1]);
  });

  test("an alarm stays as long as what it tells of is so, and hides nothing behind it", async () => {
    const database = await fresh();
    const { pool } = database;
    await pool.query(
      "insert into crm_jobs (lead_id, contact_id, due_at, dead) values ('l1', 'c1', now(), true)",
    );
    await pool.query("insert into crm_erasures (contact_id) values ('c2')");
    await pool.query(
      "insert into model_erasures (conversation_id, turns, due_at, passes) values ('t1', 1, now(), 0), ('t2', 1, now(), 2)",
    );
    for (const id of ["l1", "c2", "t1", "t2", "l9"]) await alarm(database, `${id}: refused`);
    await pool.query(FILL.notices, [[100]]);
    const retention = retentionOn(database);
    // Smaller steps than there are standing alarms.
    for (let after: number | null = 0; after !== null; )
      after = (await retention.sweep("notices", 90, after, 2)).next;
    const left = "select detail from notices order by number";
    expect((await pool.query(left)).rows.map(({ detail }) => detail)).toEqual([
      "l1: refused",
      "c2: refused",
      "t1: refused",
    ]);
    await pool.query("update crm_jobs set dead = false");
    await retention.sweep("notices", 90, 0, 9);
    expect((await pool.query(left)).rowCount).toBe(2);
  });

  test("a step takes no more than it may, and those who sweep at once are in nobody's way", async () => {
    const database = await fresh();
    const days = Array.from({ length: 1_200 }, () => 500);
    await database.pool.query(FILL.model_calls, [[...days, 3]]);
    const retention = retentionOn(database);
    expect(await retention.sweep("model_calls", 396, 0, 100)).toEqual({ gone: 100, next: 100 });
    const parts = { retention, days: { model_calls: 396, agent_runs: 396, notices: 90 } };
    await Promise.all(Array.from({ length: 3 }, () => sweepAll(parts, () => true)));
    expect(await ages(database, "model_calls")).toEqual([3]);
  });
});

test("it sweeps a while after the start and each hour, also after a round that failed; closed, it is gone at once", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const swept: Expiring[] = [];
  const told: string[] = [];
  const { stop } = startRetention({
    retention: {
      sweep: async (what) => {
        swept.push(what);
        if (swept.length === 1) throw new Error("storage is away");
        return { gone: 0, next: null };
      },
      tidy: () => Promise.reject(new Error("nothing went")),
    },
    days: { model_calls: 1, agent_runs: 0, notices: 1 },
    report: (what) => told.push(what),
  });
  await vi.advanceTimersByTimeAsync(59_000);
  expect(swept).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(swept).toEqual(["model_calls"]);
  expect(told).toEqual(["what was kept long enough is still there; the next hour tries again"]);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(swept.slice(1)).toEqual(["model_calls", "notices"]);
  await stop();
  await vi.advanceTimersByTimeAsync(9_000_000);
  expect(swept).toHaveLength(3);
});
