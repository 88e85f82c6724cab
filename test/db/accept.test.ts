import { expect, test } from "vitest";
import { lanesOn } from "../../db/lanes.ts";
import { onBothEngines } from "../support/database.ts";
import { arrival, nextId, text } from "../support/talk.ts";

onBothEngines((engine) => {
  const begin = async () => {
    const database = await engine.fresh();
    const count = async (table: string): Promise<number> => {
      const { rows } = await database.pool.query<{ count: number }>(`select count(*) from ${table}`);
      return rows[0]?.count ?? -1;
    };
    return { ...lanesOn(database, nextId), count, pool: database.pool };
  };

  test("five deliveries of one message, one after the other, are stored once", async () => {
    const { arrivals, lanes, count } = await begin();
    const message = text("السلام عليكم");
    const results = [];
    for (let delivery = 0; delivery < 5; delivery += 1)
      results.push(...(await arrivals.accept([arrival(message)])));
    expect(results.map(({ result }) => result)).toEqual(["new", "repeat", "repeat", "repeat", "repeat"]);
    expect(await count("messages")).toBe(1);
    const [lane] = await lanes.claim("w", 10);
    expect(lane?.waiting.map((waiting) => waiting.message)).toEqual([message]);
  });

  test("five deliveries at once are stored once, also within one batch", async () => {
    const { arrivals, count } = await begin();
    const message = text("hello");
    const results = await Promise.all([
      ...[1, 2, 3].map(() => arrivals.accept([arrival(message)])),
      arrivals.accept([arrival(message), arrival(message)]),
    ]);
    expect(await count("messages")).toBe(1);
    expect(results.flat().filter(({ result }) => result === "new").length).toBeGreaterThan(0);
  });

  test("twenty first messages at once make one contact, one lead, one conversation", async () => {
    const { arrivals, count } = await begin();
    const album = Array.from({ length: 20 }, (_, place) => text(`صورة ${place}`));
    const results = await Promise.all(album.map((message) => arrivals.accept([arrival(message)])));
    expect(new Set(results.flat().map(({ conversationId }) => conversationId)).size).toBe(1);
    for (const table of ["contacts", "addresses", "leads", "conversations"])
      expect(await count(table)).toBe(1);
    expect(await count("messages")).toBe(20);
  });

  test("a phone and a BSUID are one person, whichever comes first", async () => {
    const { arrivals, count } = await begin();
    const phone = "+966500000009";
    const bsuid = "SA.1349";
    const [first] = await arrivals.accept([arrival(text("أهلا", { by: phone }))]);
    const [both] = await arrivals.accept([arrival(text("ثانية", { by: phone, alsoKnownAs: [bsuid] }))]);
    const [second] = await arrivals.accept([arrival(text("من رقم مخفي", { by: bsuid }))]);
    expect([both?.conversationId, second?.conversationId]).toEqual([
      first?.conversationId,
      first?.conversationId,
    ]);
    expect(await count("contacts")).toBe(1);
    expect(await count("addresses")).toBe(2);
  });

  test("two of our numbers are two conversations of one contact and one lead", async () => {
    const { arrivals, count } = await begin();
    const here = text("مرحبا");
    await arrivals.accept([arrival(here)]);
    await arrivals.accept([arrival(text("مرحبا", { from: { ...here.from, account: "2077" } }))]);
    expect([await count("contacts"), await count("leads"), await count("conversations")]).toEqual([1, 1, 2]);
  });

  test("a lane waits for one more bubble, but never longer than the bound from the first", async () => {
    const { arrivals, pool } = await begin();
    const due = async () => {
      const { rows } = await pool.query<{ ms: number; since: number }>(
        `select extract(epoch from due_at - now()) * 1000 as ms, extract(epoch from due_at - waiting_since) * 1000 as since
           from lanes`,
      );
      return { ms: Number(rows[0]?.ms), since: Number(rows[0]?.since) };
    };
    await arrivals.accept([{ message: text("عندي"), waitMs: 60_000, longestWaitMs: 90_000 }]);
    const first = await due();
    expect(first.ms).toBeGreaterThan(55_000);
    expect(first.since).toBeCloseTo(60_000, 0);
    await arrivals.accept([{ message: text("سؤال"), waitMs: 100_000, longestWaitMs: 90_000 }]);
    expect((await due()).since).toBeCloseTo(90_000, 0);
    await arrivals.accept([{ message: text("كم السعر؟"), waitMs: 0, longestWaitMs: 90_000 }]);
    expect((await due()).ms).toBeLessThanOrEqual(0);
  });

  test("a batch of known and unknown people keeps its order in the answers", async () => {
    const { arrivals } = await begin();
    const known = text("1", { by: "+966511111111" });
    await arrivals.accept([arrival(known)]);
    const batch = [text("2", { by: "+966522222222" }), known, text("3", { by: "+966533333333" })];
    const results = await arrivals.accept(batch.map((message) => arrival(message)));
    expect(results.map(({ result }) => result)).toEqual(["new", "repeat", "new"]);
    expect(new Set(results.map(({ conversationId }) => conversationId)).size).toBe(3);
  });
});
