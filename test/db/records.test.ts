import { expect, test } from "vitest";
import type { Page } from "../../bot/contracts/records.ts";
import { lanesOn } from "../../db/lanes.ts";
import { findKey } from "../../db/records/keys.ts";
import { createRecords } from "../../db/records/records.ts";
import { isStoreAway } from "../../db/records/store-away.ts";
import { embeddedDatabase, onBothEngines } from "../support/database.ts";
import { demoCompany } from "../support/demo-company.ts";
import { known, laneOf, NOON, outboxRow, turnOf } from "../support/stored-talk.ts";
import { arrival, nextId, text } from "../support/talk.ts";

const first: Page = { limit: 50, cursor: null };

onBothEngines((engine) => {
  const begin = async () => {
    const database = await engine.fresh();
    const records = createRecords(database.pool, demoCompany());
    return { ...lanesOn(database, nextId), records, pool: database.pool };
  };
  type House = Awaited<ReturnType<typeof begin>>;
  const hear = async ({ arrivals }: House, words: string, by = "+966500000001", change = {}) => {
    const [accepted] = await arrivals.accept([arrival(text(words, { by, ...change }))]);
    return accepted?.conversationId ?? "";
  };

  test("a conversation is found by every handle of its person, as people write handles", async () => {
    const house = await begin();
    const id = await hear(house, "السلام عليكم", "+966500000001", { alsoKnownAs: ["SA.1349"] });
    await hear(house, "hello", "+966500000002");
    for (const handle of ["+966500000001", "966500000001", "00966500000001", "0500000001", " SA.1349 "]) {
      const { data } = await house.records.conversations.list({ handle }, first);
      expect(
        data.map(({ state }) => state.id),
        handle,
      ).toEqual([id]);
    }
    const nobody = await house.records.conversations.list({ handle: "+966500000003" }, first);
    expect(nobody).toEqual({ data: [], nextCursor: null });
    const email = await house.records.conversations.list({ handle: "SA.1349", channel: "email" }, first);
    expect(email.data).toEqual([]);
  });

  test("conversations come with the latest on top, page by page, the silent ones last, none twice", async () => {
    const house = await begin();
    const ids: string[] = [];
    for (let n = 0; n < 7; n += 1)
      ids.push(await hear(house, "مرحبا", `+96650000010${n}`, { sentAt: NOON + n * 1000 }));
    const silent: string[] = [];
    for (let n = 0; n < 2; n += 1)
      silent.push(
        (
          await house.arrivals.conversationOf({
            channel: "webform",
            account: "try",
            handles: [`v_${n}`],
            name: null,
            language: "ar",
            source: "website",
            elsewhere: [],
          })
        ).conversationId,
      );
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await house.records.conversations.list({}, { limit: 2, cursor });
      seen.push(...page.data.map(({ state }) => state.id));
      cursor = page.nextCursor;
    } while (cursor !== null && seen.length < 20);
    expect(seen).toEqual([...ids.toReversed(), ...silent.toReversed()]);
  });

  test("the transcript keeps question and answer in order, whatever the clocks say", async () => {
    const house = await begin();
    const id = await hear(house, "السلام عليكم");
    await hear(house, "وش عندكم؟", "+966500000001", { sentAt: NOON - 60_000 });
    let lane = await laneOf(house.lanes, id);
    // Our clock is an hour behind the database's.
    const turn = turnOf(lane, ["وعليكم السلام", "نرتب المواعيد"], { record: { at: Date.now() - 3_600_000 } });
    expect(await house.lanes.save([turn])).toEqual(["saved"]);
    await hear(house, "كم السعر؟");
    const all = await house.records.conversations.messages(id, first);
    expect(all.data.map(({ direction, text: words }) => `${direction} ${words}`)).toEqual([
      "in السلام عليكم",
      "in وش عندكم؟",
      "out وعليكم السلام",
      "out نرتب المواعيد",
      "in كم السعر؟",
    ]);
    expect(all.data.map(({ status }) => status)).toEqual([
      "handled",
      "handled",
      "sending",
      "sending",
      "received",
    ]);
    // A cursor on a message that is still waiting goes on behind it after it was answered.
    const start = await house.records.conversations.messages(id, { limit: 4, cursor: null });
    const waiting = await house.records.conversations.messages(id, { limit: 1, cursor: start.nextCursor });
    expect(waiting.data[0]?.text).toBe("كم السعر؟");
    const cursor = Buffer.from(JSON.stringify([0, 3])).toString("base64url");
    lane = await laneOf(house.lanes, id);
    await house.lanes.save([turnOf(lane, ["٣٤٩ ريال"])]);
    const rest = await house.records.conversations.messages(id, { limit: 5, cursor });
    expect(rest.data.map(({ text: words }) => words)).toEqual(["٣٤٩ ريال"]);
    const recent = await house.records.conversations.recent(id, 2);
    expect(recent.messages.map(({ text: words }) => words)).toEqual(["كم السعر؟", "٣٤٩ ريال"]);
    expect(recent.turns.map(({ turn: number }) => number)).toEqual([1, 2]);
  });

  test("the trace tells one entry a turn; a rep's words carry the rep", async () => {
    const house = await begin();
    const id = await hear(house, "أبغى أكلم موظف");
    const lane = await laneOf(house.lanes, id);
    const rep = outboxRow("معك سارة", 1, { author: "rep", rep: "sara", state: "waiting" });
    await house.lanes.save([
      turnOf(lane, [], {
        state: { owner: "rep", rep: "sara", stage: "with-rep" },
        record: { outbox: [rep], because: "sara took over", fence: true },
      }),
    ]);
    const trace = await house.records.conversations.trace(id, first);
    expect(trace.data).toMatchObject([
      {
        turn: 1,
        because: "sara took over",
        messageIds: [expect.any(String)],
        events: [{ happened: "understood" }],
      },
    ]);
    const { data } = await house.records.conversations.messages(id, first);
    expect(data.at(-1)).toMatchObject({ author: "rep", rep: "sara", status: "waiting", id: rep.id });
    expect(await house.records.conversations.get(id)).toMatchObject({
      state: { owner: "rep", rep: "sara", version: 1 },
    });
    const withRep = await house.records.conversations.list({ owner: "rep", stage: "with-rep" }, first);
    expect(withRep.data).toHaveLength(1);
    expect((await house.records.conversations.list({ stage: "closed" }, first)).data).toEqual([]);
  });

  test("leads are found by status, tier, source, handle, words and time, with their talks", async () => {
    const house = await begin();
    const id = await hear(house, "معكم شركة الأفق 100% جاهزين");
    await hear(house, "hello", "+966500000002");
    const lane = await laneOf(house.lanes, id);
    const lead = {
      status: "qualified",
      name: "خالد",
      company: "شركة الأفق 100%",
      sector: "logistics",
      tier: "A",
      scoreLeast: 0.7,
      scoreMost: 0.9,
      valueSar: 60_000,
    };
    const facts = { company: known<"company">("شركة الأفق", "معكم شركة الأفق") };
    await house.lanes.save([turnOf(lane, ["حياكم الله"], { state: { facts }, record: { lead } })]);
    const find = async (filter: object) =>
      (await house.records.leads.list(filter, first)).data.map((found) => found.id);
    const wanted = [lane.leadId];
    expect(await find({})).toHaveLength(2);
    expect(await find({ status: "qualified" })).toEqual(wanted);
    expect(await find({ tier: "A" })).toEqual(wanted);
    expect(await find({ source: "whatsapp", status: "qualified" })).toEqual(wanted);
    expect(await find({ phone: "0500000001" })).toEqual(wanted);
    expect(await find({ q: "الأفق" })).toEqual(wanted);
    expect(await find({ q: "100%" })).toEqual(wanted);
    expect(await find({ q: "1_0" })).toEqual([]);
    expect(await find({ q: "'; drop table leads; --" })).toEqual([]);
    expect(await find({ email: "nobody@example.com" })).toEqual([]);
    expect(await find({ updatedSince: "2999-01-01T00:00:00+03:00" })).toEqual([]);
    const [found] = (await house.records.leads.list({ tier: "A" }, first)).data;
    expect(found?.conversations[0]?.state.facts.company?.quote).toBe("معكم شركة الأفق");
    const one = await house.records.leads.list({}, { limit: 1, cursor: null });
    const two = await house.records.leads.list({}, { limit: 1, cursor: one.nextCursor });
    expect([...one.data, ...two.data].map((row) => row.id)).toHaveLength(2);
    expect(two.nextCursor).toBeNull();
    expect(await house.records.leads.get("nothing")).toBeNull();
  });

  test("a hold whose time ran out is shown as expired before anybody tidied it up", async () => {
    const house = await begin();
    const lane = await laneOf(house.lanes, await hear(house, "أبغى موعد"));
    const slot = {
      id: "sara@2026-11-29T15:00",
      rep: "sara",
      from: "2026-11-29T15:00:00+03:00",
      to: "2026-11-29T15:30:00+03:00",
    };
    const held = { do: "hold", id: "b1", slot, until: Date.now() - 1 } as const;
    await house.lanes.save([turnOf(lane, [], { record: { bookings: [held] } })]);
    expect((await house.records.bookings.list({ status: "held" }, first)).data).toEqual([]);
    const { data } = await house.records.bookings.list({ status: "expired", rep: "sara" }, first);
    expect(data).toMatchObject([{ id: "b1", slot, status: "expired", leadId: lane.leadId }]);
    expect(await house.records.bookings.get("b2")).toBeNull();
  });

  test("proposals, the figures and the export of one person", async () => {
    const house = await begin();
    const id = await hear(house, "أرسلوا لي عرض");
    const lane = await laneOf(house.lanes, id);
    const draft = { language: "ar" as const, lines: [], needs: ["التذكير"], offerId: "appointments" };
    const proposal = { id: "p1", version: 1, draft, validUntil: NOON + 1e9 };
    const slot = { id: "s", rep: "sara", from: "2026-11-29T15:00:00+03:00", to: "2026-11-29T15:30:00+03:00" };
    const lead = { status: "qualified", name: null, company: "نخيل", sector: "healthcare", tier: "B" };
    await house.lanes.save([
      turnOf(lane, ["تم"], {
        state: { outcome: "booked", stage: "proposing" },
        record: {
          proposal,
          bookings: [{ do: "book", id: "b1", slot }],
          lead: { ...lead, scoreLeast: 0.6, scoreMost: 0.7, valueSar: 40_000 },
        },
      }),
    ]);
    await hear(house, "hello", "+966500000002");
    const { data } = await house.records.proposals.list({ status: "draft", leadId: lane.leadId }, first);
    expect(data).toMatchObject([{ id: "p1", version: 1, draft, approvedBy: null }]);
    expect(await house.records.analytics()).toMatchObject({
      leadsTotal: 2,
      leadsByStatus: { new: 1, qualified: 1 },
      leadsBySource: { whatsapp: 2 },
      leadsBySector: { healthcare: 1, unknown: 1 },
      pipelineSar: 40_000,
      conversationsByStage: { greeting: 1, proposing: 1 },
      outcomes: { booked: 1 },
      bookingsTotal: 1,
      funnel: [
        { step: "leads", count: 2 },
        { step: "engaged", count: 2 },
        { step: "qualified", count: 1 },
        { step: "booked", count: 1 },
        { step: "proposed", count: 0 },
        { step: "won", count: 0 },
      ],
    });
    const { contactId } = lane.conversation;
    const everything = await house.records.exportContact(contactId);
    expect(everything).toMatchObject({
      contact: { id: contactId },
      addresses: [{ channel: "whatsapp", handle: "+966500000001" }],
      messagesReceived: [{ text: "أرسلوا لي عرض", conversationId: id }],
      messagesSent: [{ text: "تم" }],
      bookings: [{ id: "b1" }],
      proposals: [{ id: "p1" }],
    });
    expect(JSON.stringify(everything)).not.toContain("+966500000002");
    expect(await house.records.exportContact("nobody")).toBeNull();
  });

  test("how fast we answer is measured from the first bubble to the first word that left", async () => {
    const house = await begin();
    expect((await house.records.analytics()).responseTime).toEqual({ p50: null, p95: null });
    const id = await hear(house, "السلام عليكم");
    const turn = turnOf(await laneOf(house.lanes, id), ["وعليكم السلام"]);
    await house.lanes.save([turn]);
    const { rows } = await house.pool.query<{ at: Date }>("select received_at as at from messages");
    const at = (rows[0]?.at.getTime() ?? 0) + 2_000;
    const sent = {
      outboxId: turn.outbox[0]?.id ?? "",
      conversationId: id,
      platformIds: ["w1"],
      ...{ task: null, attempt: 1, found: null },
      at,
    };
    await house.lanes.settle([{ ...sent, to: "sent" }], []);
    // Asked anew: where reading is slow, what was read above stands for a while.
    const { p50 } = (await createRecords(house.pool, demoCompany()).analytics()).responseTime;
    expect(p50).toBeGreaterThan(1_990);
    expect(p50).toBeLessThanOrEqual(2_001);
  });

  test("the profile in force is the one saved last, the file's until then", async () => {
    const { records, pool } = await begin();
    expect((await records.company()).name.en).toBe(demoCompany().name.en);
    for (const en of ["Second", "Third"]) {
      const value = { ...demoCompany(), name: { ar: "اسم", en } };
      await pool.query("insert into settings (name, value, by) values ('company', $1, 'admin')", [
        JSON.stringify(value),
      ]);
    }
    expect((await records.company()).name.en).toBe("Third");
  });

  test("a key is found by its hash until it is revoked", async () => {
    const { pool } = await begin();
    await pool.query("insert into api_keys (sha256, name, role) values ('ab', 'sara', 'rep')");
    expect(await findKey(pool, "ab")).toEqual({ id: "sara", role: "rep" });
    await pool.query("update api_keys set revoked_at = now()");
    expect(await findKey(pool, "ab")).toBeNull();
  });

  test("a cursor that no list gave out is refused, not taken for the first page", async () => {
    const { records } = await begin();
    const lists = [
      (page: Page) => records.leads.list({}, page),
      (page: Page) => records.bookings.list({}, page),
      (page: Page) => records.proposals.list({}, page),
      (page: Page) => records.conversations.list({}, page),
      (page: Page) => records.conversations.messages("c", page),
      (page: Page) => records.conversations.trace("c", page),
    ];
    const bad = ["x", "bm9uZQ", Buffer.from('["1; drop table leads"]').toString("base64url")];
    for (const list of lists)
      for (const cursor of bad) await expect(list({ limit: 5, cursor })).rejects.toThrow(/cursor/);
    const unknown = Buffer.from("[0,99]").toString("base64url");
    await expect(records.conversations.messages("c", { limit: 5, cursor: unknown })).rejects.toMatchObject({
      name: "BadCursor",
    });
  });
});

test("a closed store is recognised as away, a wrong statement is not", async () => {
  const database = await embeddedDatabase();
  const wrong = await database.pool.query("select nothing from nowhere").catch((error: unknown) => error);
  expect(isStoreAway(wrong)).toBe(false);
  await database.close();
  const gone = await database.pool.query("select 1").catch((error: unknown) => error);
  expect(isStoreAway(gone)).toBe(true);
  expect(isStoreAway(Object.assign(new Error("x"), { code: "ECONNREFUSED" }))).toBe(true);
  expect(isStoreAway(Object.assign(new Error("x"), { code: "57P01" }))).toBe(true);
  expect(isStoreAway(Object.assign(new Error("x"), { code: "23505" }))).toBe(false);
  expect(isStoreAway("away")).toBe(false);
});
