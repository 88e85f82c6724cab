import type pg from "pg";
import { expect, test } from "vitest";
import type { Receipt } from "../../bot/contracts/channel.ts";
import type { Lane, SettledSend } from "../../bot/contracts/lanes.ts";
import type { LeadColumns } from "../../bot/contracts/turn-record.ts";

import { lanesOn } from "../../db/lanes.ts";
import { onBothEngines } from "../support/database.ts";
import { NOON, outboxRow, turnOf } from "../support/stored-talk.ts";
import { arrival, nextId, text } from "../support/talk.ts";

const OUR_SLOT = {
  id: "noura@10",
  rep: "noura",
  from: "2026-12-01T10:00:00+03:00",
  to: "2026-12-01T10:30:00+03:00",
};

function sent(lane: Lane, outboxId: string, platformIds: readonly string[] = [`p-${outboxId}`]): SettledSend {
  return {
    to: "sent",
    at: Date.now(),
    ...{ attempt: 1, found: null },
    outboxId,
    conversationId: lane.conversation.id,
    platformIds,
    task: null,
  };
}

function receipt(status: Receipt["status"], change: Partial<Receipt> = {}): Receipt {
  return {
    ...{
      channel: "whatsapp",
      account: "1065",
      platformId: "p-1",
      ourId: null,
      status,
      failure: null,
      at: Date.now(),
    },
    billable: null,
    ...change,
  };
}

onBothEngines((engine) => {
  const begin = async () => {
    const database = await engine.fresh();
    return { ...lanesOn(database, nextId), database, pool: database.pool };
  };
  const claimOne = async ({ lanes }: Awaited<ReturnType<typeof begin>>, worker = "w"): Promise<Lane> => {
    const [lane] = await lanes.claim(worker, 1);
    if (lane === undefined) throw new Error("nothing was due");
    return lane;
  };
  const release = (lane: Lane, againInMs: number | null = null) => ({
    ...{ conversationId: lane.conversation.id, worker: "w", againInMs, endedWell: true },
  });

  const talks = async ({ pool }: Awaited<ReturnType<typeof begin>>): Promise<string[]> =>
    (await pool.query<{ id: string }>("select id from conversations")).rows.map(({ id }) => id);

  test("a message that arrives while the lane is held makes it due again at its release", async () => {
    const house = await begin();
    await house.arrivals.accept([arrival(text("1"))]);
    const lane = await claimOne(house);
    expect(await house.lanes.claim("other", 1)).toEqual([]);
    await house.arrivals.accept([arrival(text("2"))]);
    expect(await house.lanes.claim("other", 1)).toEqual([]);
    await house.lanes.settle([], [release(lane)]);
    expect((await claimOne(house)).waiting.map(({ message }) => message.text)).toEqual(["1", "2"]);
  });

  test("of two saves from one version the second is stale, and nothing of it is stored", async () => {
    const house = await begin();
    await house.arrivals.accept([arrival(text("1"))]);
    const lane = await claimOne(house);
    expect(await house.lanes.save([turnOf(lane, ["first"]), turnOf(lane, ["second"])])).toEqual([
      "saved",
      "stale",
    ]);
    expect((await house.pool.query("select text from outbox")).rows).toEqual([{ text: "first" }]);
    expect((await house.pool.query("select version from turns")).rows).toEqual([{ version: 1 }]);
  });

  test("a talk moves a lead on, and only a person moves it back; what is won stays won", async () => {
    const house = await begin();
    await house.arrivals.accept([arrival(text("1"))]);
    const none = { name: null, company: null, sector: null, tier: null };
    const nothing = { ...none, scoreLeast: null, scoreMost: null, valueSar: null };
    const after = async (status: string | null, statusIsSaid = false): Promise<unknown> => {
      const lane = await house.lanes.read((await talks(house))[0] ?? "");
      if (lane === null) throw new Error("the talk is gone");
      const lead = { ...nothing, status, statusIsSaid, statusIsNew: !statusIsSaid };
      await house.lanes.save([turnOf(lane, [], { record: { lead } })]);
      return (await house.pool.query("select status from leads")).rows[0]?.status;
    };
    expect(await after("discovery")).toBe("discovery");
    expect(await after(null)).toBe("discovery");
    expect(await after("negotiation", true)).toBe("negotiation");
    expect(await after("qualified")).toBe("negotiation");
    expect(await after("lost")).toBe("lost");
    expect(await after("discovery")).toBe("discovery");
    expect(await after("won", true)).toBe("won");
    expect(await after("lost")).toBe("won");
    expect(await after("discovery", true)).toBe("discovery");
  });

  test("a status that a person said stays until a person, or something new in the talk, says otherwise", async () => {
    const house = await begin();
    await house.arrivals.accept([arrival(text("1"))]);
    const none = { name: null, company: null, sector: null, tier: null };
    const nothing = { ...none, scoreLeast: null, scoreMost: null, valueSar: null };
    const after = async (lead: Pick<LeadColumns, "status" | "statusIsSaid" | "statusIsNew">) => {
      const lane = await house.lanes.read((await talks(house))[0] ?? "");
      if (lane === null) throw new Error("the talk is gone");
      await house.lanes.save([turnOf(lane, [], { record: { lead: { ...nothing, ...lead } } })]);
      return (await house.pool.query("select status from leads")).rows[0]?.status;
    };
    const said = (status: string) => after({ status, statusIsSaid: true });
    const shown = (status: string) => after({ status });
    const news = (status: string) => after({ status, statusIsNew: true });
    expect(await news("qualified")).toBe("qualified");
    // Put back by a person: what was known before is no reason to move it on again, an offer is.
    expect(await said("discovery")).toBe("discovery");
    expect(await shown("qualified")).toBe("discovery");
    expect(await news("proposal")).toBe("proposal");
    expect(await shown("negotiation")).toBe("negotiation");
    expect(await said("negotiation")).toBe("negotiation");
    expect(await news("lost")).toBe("lost");
    expect(await news("discovery")).toBe("discovery");
    for (const ending of ["lost", "disqualified", "won"]) {
      expect(await said(ending)).toBe(ending);
      for (const status of ["discovery", "proposal", "disqualified", "lost"])
        expect([await shown(status), await news(status)]).toEqual([ending, ending]);
      expect(await said("new")).toBe("new");
      expect(await shown("discovery")).toBe("new");
      expect(await news("discovery")).toBe("discovery");
    }
    // Said by a person of what the talk itself had ended.
    expect([await news("lost"), await said("lost"), await news("discovery")]).toEqual([
      "lost",
      "lost",
      "lost",
    ]);
  });

  test("fifty rivals for one time: one holds it, the others are told, an overlap counts too", async () => {
    const house = await begin();
    const people = Array.from({ length: 50 }, (_, place) =>
      text("أبي موعد", { by: `+96655000${1000 + place}` }),
    );
    await house.arrivals.accept(people.map((message) => arrival(message)));
    const rivals = await house.lanes.claim("w", 50);
    expect(rivals).toHaveLength(50);
    const until = Date.now() + 60_000;
    const results = await Promise.all(
      rivals.map(async (lane, place) => {
        const slot =
          place % 2 === 0
            ? OUR_SLOT
            : { ...OUR_SLOT, from: "2026-12-01T10:15:00+03:00", to: "2026-12-01T10:45:00+03:00" };
        const bookings = [{ do: "hold" as const, id: nextId(), slot, until }];
        return await house.lanes.save([turnOf(lane, [], { record: { bookings } })]);
      }),
    );
    expect(results.flat().filter((result) => result === "saved")).toHaveLength(1);
    expect(results.flat().filter((result) => result === "slot-taken")).toHaveLength(49);
    expect((await house.pool.query("select status from bookings")).rows).toEqual([{ status: "held" }]);
    const from = Date.parse("2026-12-01T00:00:00+03:00");
    expect(await house.desk.busy(from, from + 86_400_000)).toHaveLength(1);
  });

  test("a hold becomes a booking by its id, and one that ran out stands in nobody's way", async () => {
    const house = await begin();
    await house.arrivals.accept([arrival(text("1")), arrival(text("2", { by: "+966500000002" }))]);
    const [first, second] = await house.lanes.claim("w", 2);
    if (first === undefined || second === undefined) throw new Error("two lanes are due");
    const hold = { do: "hold" as const, id: "b1", slot: OUR_SLOT, until: NOON - 1 };
    await house.lanes.save([turnOf(first, [], { record: { bookings: [hold] } })]);
    const book = { do: "book" as const, id: "b2", slot: OUR_SLOT };
    expect(await house.lanes.save([turnOf(second, [], { record: { bookings: [book] } })])).toEqual(["saved"]);
    const late = { ...first, conversation: { ...first.conversation, version: 1 } };
    const again = { do: "book" as const, id: "b1", slot: OUR_SLOT };
    expect(await house.lanes.save([turnOf(late, [], { record: { bookings: [again] } })])).toEqual([
      "slot-taken",
    ]);
    const cancel = { do: "cancel" as const, id: "b2" };
    const then = { ...second, conversation: { ...second.conversation, version: 1 } };
    await house.lanes.save([turnOf(then, [], { record: { bookings: [cancel] } })]);
    expect(await house.lanes.save([turnOf(late, [], { record: { bookings: [again] } })])).toEqual(["saved"]);
  });

  test("receipts only move a message on, whatever their order, and unknown ones are harmless", async () => {
    const house = await begin();
    await house.arrivals.accept([arrival(text("1"))]);
    const lane = await claimOne(house);
    const row = outboxRow("re", 1, { id: "ours" });
    await house.lanes.save([turnOf(lane, [], { record: { outbox: [row] } })]);
    const state = async () =>
      (await house.pool.query("select state, billable, platform_ids from outbox")).rows[0];
    // The receipt is quicker than our own note that it was sent.
    await house.arrivals.receipts([
      receipt("delivered", { ourId: "ours" }),
      receipt("sent", { ourId: "ours", billable: true }),
    ]);
    expect(await state()).toEqual({ state: "delivered", billable: true, platform_ids: ["p-1"] });
    await house.lanes.settle([sent(lane, "ours", [])], []);
    await house.arrivals.receipts([receipt("sent"), receipt("read"), receipt("delivered")]);
    await house.arrivals.receipts([receipt("failed"), receipt("delivered")]);
    expect(await state()).toMatchObject({ state: "read" });
    expect(
      await house.arrivals.receipts([receipt("read", { platformId: "nobody's", ourId: "nobody's" })]),
    ).toEqual([]);
  });

  test("a receipt for one part of a split message proves that part: the rest still goes", async () => {
    const house = await begin();
    await house.arrivals.accept([arrival(text("1"))]);
    const lane = await claimOne(house);
    await house.lanes.save([turnOf(lane, [], { record: { outbox: [outboxRow("re", 1, { id: "ours" })] } })]);
    const doubt = { to: "doubtful" as const, until: Date.now() + 60_000, detail: "broke", task: null };
    const conversationId = lane.conversation.id;
    await house.lanes.settle(
      [{ ...doubt, outboxId: "ours", attempt: 1, found: null, conversationId, platformIds: ["p-0"] }],
      [release(lane)],
    );
    await house.arrivals.receipts([receipt("sent", { ourId: "ours", platformId: "p-0", part: 0 })]);
    expect((await house.pool.query("select state, due_at is null as settled from outbox")).rows).toEqual([
      { state: "doubtful", settled: false },
    ]);
    await house.arrivals.receipts([receipt("sent", { ourId: "ours", platformId: "p-1", part: 1 })]);
    const again = await claimOne(house);
    expect(again.unsent).toMatchObject([{ id: "ours", state: "waiting", platformIds: ["p-0", "p-1"] }]);
    await house.arrivals.receipts([receipt("sent", { ourId: "ours", platformId: "p-2" })]);
    expect((await house.pool.query("select state from outbox")).rows).toEqual([{ state: "sent" }]);
  });

  test("a message that failed after it was accepted is reported once", async () => {
    const house = await begin();
    await house.arrivals.accept([arrival(text("1"))]);
    const lane = await claimOne(house);
    await house.lanes.save([turnOf(lane, [], { record: { outbox: [outboxRow("re", 1, { id: "ours" })] } })]);
    await house.lanes.settle([sent(lane, "ours", ["p-1"])], [release(lane)]);
    const failure = { failure: { kind: "unreachable" as const }, detail: "131026" };
    const failed = receipt("failed", { failure });
    const reported = await house.arrivals.receipts([failed]);
    expect(reported).toEqual([{ conversationId: lane.conversation.id, outboxId: "ours", receipt: failed }]);
    expect(await house.arrivals.receipts([failed])).toEqual([]);
    expect((await house.pool.query("select state, detail from outbox")).rows).toEqual([
      { state: "failed", detail: "131026" },
    ]);
  });

  test("a timer rings once, makes its lane due, and can be moved or cleared", async () => {
    const house = await begin();
    await house.arrivals.accept([arrival(text("1"))]);
    const lane = await claimOne(house);
    const at = Date.now() + 86_400_000;
    const timers = [
      { kind: "follow-up" as const, at },
      { kind: "reminder" as const, at: at + 1 },
    ];
    await house.lanes.save([turnOf(lane, [], { record: { timers } })]);
    await house.lanes.settle([], [release(lane)]);
    expect(await house.shifts.ring(at - 1)).toEqual({ rung: 0 });
    expect(await house.shifts.ring(at)).toEqual({ rung: 1 });
    expect(await house.shifts.ring(at)).toEqual({ rung: 0 });
    const rung = await claimOne(house);
    expect(rung.timers).toEqual(["follow-up"]);
    const after = [
      { kind: "follow-up" as const, at: null },
      { kind: "reminder" as const, at: at + 999 },
    ];
    await house.lanes.save([turnOf(rung, [], { record: { timers: after } })]);
    await house.lanes.settle([], [release(rung)]);
    expect(await house.shifts.ring(at + 998)).toEqual({ rung: 0 });
    expect(await house.shifts.ring(at + 999)).toEqual({ rung: 1 });
  });

  test("an opt-out cancels what waits unasked in every talk of the person, and the fence holds the rest back", async () => {
    const house = await begin();
    const here = text("1");
    await house.arrivals.accept([
      arrival(here),
      arrival(text("1", { from: { ...here.from, account: "2" } })),
    ]);
    const [first, second] = await house.lanes.claim("w", 2);
    if (first === undefined || second === undefined) throw new Error("two lanes are due");
    const unasked = (id: string) => outboxRow("offer", 1, { id, state: "waiting", purpose: "proactive" });
    const answer = outboxRow("answer", 1, { id: "answer", state: "waiting" });
    await house.lanes.save([turnOf(first, [], { record: { outbox: [unasked("o1"), answer] } })]);
    const consent = { what: "opt-out" as const, wording: "لا ترسلون لي", messageId: here.id };
    await house.lanes.save([turnOf(second, [], { record: { consent } })]);
    const rows = await house.pool.query("select id, state from outbox order by id");
    expect(rows.rows).toEqual([
      { id: "answer", state: "waiting" },
      { id: "o1", state: "cancelled" },
    ]);
    const again = { ...first, conversation: { ...first.conversation, version: 1 } };
    await house.lanes.save([turnOf(again, [], { record: { outbox: [unasked("o2")] } })]);
    expect(await house.lanes.markSending(["o2", "answer"])).toEqual(new Set(["answer"]));
    expect((await house.pool.query("select what, wording from consents")).rows).toEqual([
      { what: "opt-out", wording: "لا ترسلون لي" },
    ]);
  });

  test("a failed attempt counts until one ends well; a silent worker's lanes are freed", async () => {
    const house = await begin();
    await house.arrivals.accept([arrival(text("1"))]);
    await house.shifts.beat("w", 60_000);
    const lane = await claimOne(house);
    expect(lane.attempts).toBe(1);
    expect(await house.shifts.beat("other", 60_000)).toEqual({ freed: 0 });
    await house.lanes.settle([], [{ ...release(lane, 0), endedWell: false }]);
    expect((await claimOne(house)).attempts).toBe(2);
    await house.shifts.beat("w", -1);
    expect(await house.shifts.beat("other", 60_000)).toEqual({ freed: 1 });
    expect((await claimOne(house, "other")).attempts).toBe(3);
  });

  test("a worker that takes leave gives its lanes to others at once, and nobody else's", async () => {
    const house = await begin();
    const people = ["1", "2", "3"].map((said) => text(said, { by: `+96650000000${said}` }));
    await house.arrivals.accept(people.map((message) => arrival(message)));
    await house.shifts.beat("w", 60_000);
    await house.shifts.beat("stays", 60_000);
    const mine = await house.lanes.claim("w", 2);
    const [theirs] = await house.lanes.claim("stays", 2);
    expect(mine).toHaveLength(2);
    expect(await house.lanes.claim("other", 3)).toEqual([]);
    await house.shifts.leave("w");
    const ids = (lanes: readonly Lane[]) => lanes.map(({ conversation }) => conversation.id).sort();
    expect(ids(await house.lanes.claim("other", 3))).toEqual(ids(mine));
    const { rows } = await house.pool.query("select lease_owner from lanes where conversation_id = $1", [
      theirs?.conversation.id,
    ]);
    expect(rows).toEqual([{ lease_owner: "stays" }]);
    expect((await house.pool.query("select id from workers")).rows).toEqual([{ id: "stays" }]);
  });

  test("characters that no text can hold harm nobody", async () => {
    const house = await begin();
    const odd = `a\u0000b \ud83d end \\u0000`;
    await house.arrivals.accept([arrival(text(odd))]);
    const lane = await claimOne(house);
    expect(lane.waiting[0]?.message.text).toBe("a\ufffdb \ufffd end \\u0000");
  });
});

onBothEngines((engine) => {
  test.skipIf(engine.name === "PGlite")(
    "no wake-up is lost when the message waits for the row that a release holds",
    async () => {
      const database = await engine.fresh();
      const house = lanesOn(database, nextId);
      await house.arrivals.accept([arrival(text("1"))]);
      const [lane] = await house.lanes.claim("w", 1);
      if (lane === undefined) throw new Error("nothing was due");
      await house.lanes.save([turnOf(lane, [])]);
      const client = await database.pool.connect();
      await client.query("begin");
      const open = client as unknown as pg.Pool;
      const inside = lanesOn({ ...database, pool: open, way: open }, nextId);
      const conversationId = lane.conversation.id;
      await inside.lanes.settle([], [{ conversationId, worker: "w", againInMs: null, endedWell: true }]);
      const waiting = house.arrivals.accept([arrival(text("2"))]);
      await new Promise((moment) => setTimeout(moment, 150));
      await client.query("commit");
      client.release();
      await waiting;
      const [again] = await house.lanes.claim("w", 1);
      expect(again?.waiting.map(({ message }) => message.text)).toContain("2");
    },
  );

  test.skipIf(engine.name === "PGlite")(
    "no wake-up is lost when a release waits for the row that a message holds",
    async () => {
      const database = await engine.fresh();
      const house = lanesOn(database, nextId);
      await house.arrivals.accept([arrival(text("1"))]);
      const [lane] = await house.lanes.claim("w", 1);
      if (lane === undefined) throw new Error("nothing was due");
      await house.lanes.save([turnOf(lane, [])]);
      const client = await database.pool.connect();
      await client.query("begin");
      const open = client as unknown as pg.Pool;
      const inside = lanesOn({ ...database, pool: open, way: open }, nextId);
      await inside.arrivals.accept([arrival(text("2"))]);
      const conversationId = lane.conversation.id;
      // Its snapshot is older than the message; only the row that it waits for tells of it.
      const given = house.lanes.settle(
        [],
        [{ conversationId, worker: "w", againInMs: null, endedWell: true }],
      );
      await new Promise((moment) => setTimeout(moment, 150));
      await client.query("commit");
      client.release();
      await given;
      const again = await house.lanes.claim("w", 1);
      expect(again.flatMap(({ waiting }) => waiting.map(({ message }) => message.text))).toEqual(["2"]);
    },
  );

  test.skipIf(engine.name === "PGlite")(
    "no wake-up is lost when a claim meets a message that is not committed yet",
    async () => {
      const database = await engine.fresh();
      const house = lanesOn(database, nextId);
      await house.arrivals.accept([arrival(text("1"))]);
      const client = await database.pool.connect();
      await client.query("begin");
      const open = client as unknown as pg.Pool;
      const inside = lanesOn({ ...database, pool: open, way: open }, nextId);
      await inside.arrivals.accept([arrival(text("2"))]);
      expect(await house.lanes.claim("w", 1)).toEqual([]);
      await client.query("commit");
      client.release();
      const [lane] = await house.lanes.claim("w", 1);
      expect(lane?.waiting.map(({ message }) => message.text)).toEqual(["1", "2"]);
    },
  );
});
