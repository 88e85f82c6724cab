import { expect, test } from "vitest";
import type { Actor, PostedLead } from "../../bot/contracts/commands.ts";
import { evolve } from "../../bot/conversation/evolve.ts";
import type { Conversation } from "../../bot/conversation/state.ts";
import type { Decision, Turn } from "../../bot/conversation/turn.ts";
import { emptyRecord } from "../../bot/flow/carry-out.ts";
import { commands } from "../../bot/flow/commands.ts";
import { newCounters } from "../../bot/flow/counters.ts";
import type { Mind } from "../../bot/flow/mind.ts";
import { createRecords } from "../../db/records/records.ts";
import { onBothEngines } from "../support/database.ts";
import { COMPANY, echoing, mindOf, say, storyOn, until } from "../support/story.ts";
import { text } from "../support/talk.ts";

const ADMIN: Actor = { id: "admin", role: "admin" };
const BOTH = { ar: "شهري", en: "monthly" };
const SHOP = {
  ...COMPANY,
  offers: [
    {
      ...{
        id: "pos",
        name: BOTH,
        summary: BOTH,
        cues: [],
        suits: { sizeMin: null, sizeMax: null, sectors: [] },
      },
      prices: [
        { id: "pos-month", label: BOTH, amount: 300, currency: "SAR", per: "month" as const, unit: null },
      ],
    },
  ],
};

const LEAD: PostedLead = {
  ...{
    company: "مصنع الرياض",
    name: "سارة",
    email: "Sara@Example.com",
    phone: "+966500000001",
    sector: null,
  },
  ...{ companySize: null, region: null, budget: null, message: "نبي عرض", locale: "ar", source: "website" },
  ...{ autoBook: false, autoProposal: false, extra: {} },
};

/** Answers what it hears; special words make it draft, opt out or erase. */
function deciding(conversation: Conversation, turn: Turn): Decision {
  const plain = echoing(conversation, turn);
  const heard =
    turn.trigger.kind === "timer" ? "" : turn.trigger.heard.map(({ message }) => message.text).join();
  if (heard === "عرض سعر") {
    const proposalId = turn.newIds.proposal;
    const draft = { language: "ar" as const, lines: [], needs: [], offerId: null };
    return {
      ...plain,
      events: [{ happened: "proposal-drafted", proposalId, version: 1 }],
      actions: [{ do: "draft-proposal", proposalId, draft }],
    };
  }
  if (heard === "امسحوا بياناتي") return { ...plain, actions: [say("تم"), { do: "erase" }] };
  if (heard === "وقف") return { ...plain, actions: [say("تم"), { do: "opt-out" }] };
  return plain;
}

onBothEngines((engine) => {
  const begin = async (mind: Partial<Mind> = {}) => {
    const database = await engine.fresh();
    const whole = mindOf({ decide: deciding, evolve, company: () => Promise.resolve(SHOP), ...mind });
    const story = await storyOn(database, { mind: whole });
    const records = createRecords(database.pool, SHOP);
    const api = commands({
      ...{ store: story.store, records, wake: story.wake, mind: whole, bubbleWaitMs: 0, repIdleMs: 60_000 },
      ...{ counters: newCounters(), channel: story.parts.channel, erase: story.parts.erase },
      pipeline: () =>
        Promise.resolve({
          ...{ extraction: null, fit: null, qualification: null, crm: null, booking: null, proposal: null },
          warnings: [],
        }),
      proposalPdf: () => Promise.resolve({ ok: true, value: new Uint8Array() }),
    });
    const talk = async () =>
      (await story.pool.query<{ id: string }>("select id from conversations")).rows[0]?.id ?? "";
    return { ...story, api, records, talk };
  };
  const everywhere = async (
    pool: Awaited<ReturnType<typeof begin>>["pool"],
    needle: string,
  ): Promise<string[]> => {
    const tables = await pool.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public'",
    );
    const found: string[] = [];
    for (const { name } of tables.rows) {
      const { rowCount } = await pool.query(`select from "${name}" t where t::text like '%' || $1 || '%'`, [
        needle,
      ]);
      if ((rowCount ?? 0) > 0) found.push(name);
    }
    return found;
  };

  /** A talk whose first message was answered, with no worker at it any more. */
  const answered = async ({ work, inbox, platform, store, talk }: Awaited<ReturnType<typeof begin>>) => {
    const worker = work();
    await inbox.message(text("1"));
    await until(() => platform.arrived.length === 1);
    await worker.stop();
    const lane = await store.lanes.read(await talk());
    if (lane === null) throw new Error("no talk");
    return lane;
  };

  test("a webhook is stored before it is answered; an unsigned one and an unknown channel are refused", async () => {
    const { api, pool, stop } = await begin();
    const body = Buffer.from(
      JSON.stringify([
        { kind: "message", message: text("1") },
        { kind: "message", message: text("2") },
      ]),
    );
    expect(await api.receiveWebhook("whatsapp", { headers: {}, body })).toBe("not-genuine");
    expect((await pool.query("select from messages")).rowCount).toBe(0);
    expect(await api.receiveWebhook("pigeon", { headers: {}, body })).toBe("unknown-channel");
    expect(await api.receiveWebhook("whatsapp", { headers: { "x-genuine": "yes" }, body })).toBe("stored");
    expect((await pool.query("select from messages")).rowCount).toBe(2);
    await stop();
  });

  test("an echo from the business phone takes over, once however often it comes", async () => {
    const { api, records, work, inbox, platform, pool, talk, stop } = await begin();
    work();
    await inbox.message(text("مرحبا"));
    await until(() => platform.arrived.length === 1);
    const echo = {
      ...{
        kind: "echo" as const,
        id: "e1",
        to: text("").from,
        alsoKnownAs: [],
        text: "أنا فهد، معك",
        sentAt: Date.now(),
      },
    };
    await Promise.all([api.receive([echo]), api.receive([echo])]);
    await api.receive([echo]);
    const conversation = (await records.conversations.get(await talk()))?.state;
    expect(conversation).toMatchObject({ owner: "rep", repSaid: ["أنا فهد، معك"] });
    expect((await pool.query("select author, state from outbox where author = 'rep'")).rows).toEqual([
      { author: "rep", state: "sent" },
    ]);
    await inbox.message(text("أهلا فهد"));
    await until(
      async () => (await pool.query("select from messages where handled_turn is null")).rowCount === 0,
    );
    expect(platform.arrived).toHaveLength(1);
    await stop();
  });

  test("a posted lead is one person with the one who writes from that phone", async () => {
    const { api, records, work, inbox, platform, pool, stop } = await begin();
    const posted = await api.postLead(LEAD);
    expect(posted.duplicate).toBe(false);
    expect(await api.postLead({ ...LEAD, phone: null })).toMatchObject({
      duplicate: true,
      leadId: posted.leadId,
    });
    work();
    await inbox.message(text("السلام عليكم"));
    await until(() => platform.arrived.length === 1);
    expect((await pool.query("select from contacts")).rowCount).toBe(1);
    const lead = await records.leads.get(posted.leadId);
    expect(lead?.conversations).toHaveLength(2);
    expect(lead).toMatchObject({ source: "website" });
    const known = (
      await pool.query(
        "select about, value from facts where about in ('company', 'email') order by number limit 2",
      )
    ).rows;
    expect(known).toEqual([]);
    await stop();
  });

  test("somebody who wrote before is known by phone when a lead is posted, and hears us where they wrote", async () => {
    const { api, work, inbox, platform, pool, stop } = await begin();
    work();
    await inbox.message(text("السلام عليكم"));
    await until(() => platform.arrived.length === 1);
    expect(await api.postLead({ ...LEAD, email: null })).toMatchObject({ duplicate: true });
    await until(() => platform.arrived.length === 2);
    expect(platform.textsTo("+966500000001")).toEqual(["re: السلام عليكم", "re: نبي عرض"]);
    expect((await pool.query("select from contacts")).rowCount).toBe(1);
    expect((await pool.query("select text from messages where kind = 'form'")).rows).toEqual([
      { text: "نبي عرض" },
    ]);
    await stop();
  });

  test("a draft gets its lines from the price list, leaves only once approved, and counts as sent when it was", async () => {
    const { api, records, work, inbox, platform, pool, stop } = await begin();
    work();
    await inbox.message(text("عرض سعر"));
    await until(async () => (await pool.query("select from proposals")).rowCount === 1);
    const [draft] = (await records.proposals.list({}, { limit: 1, cursor: null })).data;
    const id = draft?.id ?? "";
    expect(await api.approveProposal(id, ADMIN)).toMatchObject({ ok: false, problem: "invalid" });
    expect(await api.updateProposal(id, { lines: [{ priceId: "free", quantity: 1 }] }, ADMIN)).toMatchObject({
      ok: false,
      problem: "invalid",
    });
    const changed = await api.updateProposal(id, { lines: [{ priceId: "pos-month", quantity: 4 }] }, ADMIN);
    expect(changed).toMatchObject({
      ok: true,
      value: { draft: { lines: [{ unitAmount: 300, quantity: 4 }] } },
    });
    expect(platform.arrived).toEqual([]);
    expect(await api.approveProposal(id, ADMIN)).toMatchObject({
      ok: true,
      value: { status: "approved", approvedBy: "admin" },
    });
    await until(() => platform.arrived.length === 1);
    expect(platform.arrived[0]?.attachments).toMatchObject([{ reference: `/files/proposals/${id}.pdf` }]);
    await until(async () => (await records.proposals.get(id))?.status === "sent");
    expect(await api.approveProposal(id, ADMIN)).toMatchObject({ ok: false, problem: "conflict" });
    await stop();
  });

  test("an approved proposal that a take-over holds back can be approved again; after an opt-out none can", async () => {
    const { api, records, work, inbox, platform, pool, talk, store, stop } = await begin();
    const worker = work();
    await inbox.message(text("عرض سعر"));
    await until(async () => (await pool.query("select from proposals")).rowCount === 1);
    await worker.stop();
    const id = (await records.proposals.list({}, { limit: 1, cursor: null })).data[0]?.id ?? "";
    await api.updateProposal(id, { lines: [{ priceId: "pos-month", quantity: 4 }] }, ADMIN);
    expect(await api.approveProposal(id, ADMIN)).toMatchObject({ ok: true });
    expect(await api.takeOver(await talk(), { id: "sara", role: "rep" })).toMatchObject({ ok: true });
    expect((await records.proposals.get(id))?.status).toBe("draft");
    expect(await api.approveProposal(id, ADMIN)).toMatchObject({ ok: true });
    work();
    await until(async () => (await records.proposals.get(id))?.status === "sent");
    expect(platform.arrived).toHaveLength(1);
    await pool.query("update proposals set status = 'draft'");
    const from = { channel: "whatsapp", account: "1065", handle: text("").from.handle } as const;
    await store.arrivals.prefer({ kind: "preference", from, marketing: "stop", at: Date.now() });
    expect(await api.approveProposal(id, ADMIN)).toMatchObject({ ok: false, problem: "conflict" });
    await stop();
  });

  test("who asks to be forgotten hears the farewell, and then nothing of them is left in any table", async () => {
    const { api, work, inbox, platform, pool, stop } = await begin();
    work();
    await api.postLead(LEAD);
    await inbox.message(text("رقمي 0500000001 سري"));
    await inbox.message(text("امسحوا بياناتي"));
    await until(async () => (await pool.query("select from contacts")).rowCount === 0);
    expect(platform.textsTo("+966500000001")).toEqual(["re: رقمي 0500000001 سري", "تم"]);
    for (const trace of ["500000001", "نورة", "سارة", "سري", "sara@example"])
      expect(await everywhere(pool, trace)).toEqual([]);
    expect((await pool.query("select by from erasures where done_at is not null")).rows).toEqual([
      { by: "the person" },
    ]);
    expect(await api.eraseContact("nobody", ADMIN)).toMatchObject({ ok: false, problem: "not-found" });
    await stop();
  });

  test("an erased person's opt-out outlives them", async () => {
    const { api, work, inbox, pool, stop } = await begin();
    work();
    await inbox.message(text("وقف"));
    await until(
      async () => (await pool.query("select from contacts where opted_out_at is not null")).rowCount === 1,
    );
    const { rows } = await pool.query<{ id: string }>("select id from contacts");
    expect(await api.eraseContact(rows[0]?.id ?? "", ADMIN)).toEqual({ ok: true, value: undefined });
    await api.postLead(LEAD);
    expect((await pool.query("select opted_out_at is not null as quiet from contacts")).rows).toEqual([
      { quiet: true },
    ]);
    await stop();
  });

  test("two who want one time: the second is decided again without it", async () => {
    const slots = ["10", "11"].map((hour) => ({
      ...{
        id: `noura@${hour}`,
        rep: "noura",
        from: `2026-12-01T${hour}:00:00+03:00`,
        to: `2026-12-01T${hour}:30:00+03:00`,
      },
    }));
    const decide = (conversation: Conversation, turn: Turn): Decision => {
      if (turn.openSlots === null)
        return { ...echoing(conversation, turn), needs: { from: null, to: null, rep: null } };
      const [slot] = turn.openSlots;
      if (slot === undefined) return { ...echoing(conversation, turn), actions: [say("لا يوجد")] };
      return {
        ...echoing(conversation, turn),
        actions: [{ do: "book", bookingId: turn.newIds.booking, slot }, say(slot.id)],
      };
    };
    // A calendar that never hears of bookings: only the database's own rule stands between the two.
    const { work, inbox, platform, stop } = await begin({
      decide,
      calendar: { openSlots: () => Promise.resolve(slots) },
    });
    work();
    await Promise.all([inbox.message(text("1")), inbox.message(text("2", { by: "+966500000002" }))]);
    await until(() => platform.arrived.length === 2);
    expect(platform.arrived.map(({ text: said }) => said).toSorted()).toEqual(["noura@10", "noura@11"]);
    await stop();
  });

  test("a lead is corrected and a meeting cancelled from outside the talk", async () => {
    const { api, records, work, inbox, platform, pool, talk, stop } = await begin();
    work();
    await inbox.message(text("1"));
    await until(() => platform.arrived.length === 1);
    const [lead] = (await records.leads.list({}, { limit: 1, cursor: null })).data;
    const id = lead?.id ?? "";
    expect(await api.updateLead(id, { status: "sleeping" }, ADMIN)).toMatchObject({
      ok: false,
      problem: "invalid",
    });
    expect(
      await api.updateLead(id, { status: "negotiation", facts: { company: "الأفق" } }, ADMIN),
    ).toMatchObject({ ok: true });
    expect((await records.leads.get(id))?.status).toBe("negotiation");
    expect((await records.conversations.get(await talk()))?.state.facts.company).toMatchObject({
      value: "الأفق",
      state: "confirmed",
    });
    const { rows } = await pool.query<{ lead_id: string }>("select lead_id from conversations");
    await pool.query(
      "insert into bookings (id, conversation_id, lead_id, rep, starts, ends, status) values ('b', $1, $2, 'noura', now(), now() + interval '1 hour', 'confirmed')",
      [await talk(), rows[0]?.lead_id],
    );
    expect(await api.cancelBooking("b", ADMIN)).toEqual({ ok: true, value: undefined });
    expect(await api.cancelBooking("b", ADMIN)).toMatchObject({ ok: false, problem: "conflict" });
    expect(await api.cancelBooking("c", ADMIN)).toMatchObject({ ok: false, problem: "not-found" });
    // The person hears of it, once, with the entry that takes it out of their calendar.
    await until(() => platform.arrived.length === 2);
    expect(platform.arrived[1]).toMatchObject({ attachments: [{ reference: "/files/bookings/b.ics" }] });
    expect(platform.arrived[1]?.text).toMatch(/cancel our meeting on \w+ \d+ \w+/u);
    await stop();
  });

  test("a time booked for a lead again, because the answer was lost, is the meeting there is and not another rep's", async () => {
    const [from, to] = ["2099-01-01T10:00:00+03:00", "2099-01-01T10:30:00+03:00"];
    const [noura, fahad] = ["noura", "fahad"].map((rep) => ({ id: `${rep}@10`, rep, from, to }));
    if (noura === undefined || fahad === undefined) throw new Error("no slots");
    const calendar = { openSlots: () => Promise.resolve([fahad]) };
    const house = await begin({ calendar });
    const { api, records, store, talk, stop } = house;
    const lane = await answered(house);
    const booked = {
      ...lane.conversation,
      booking: { id: "b", slot: noura, status: "confirmed" as const },
    };
    const record = {
      ...emptyRecord(lane, booked, Date.now()),
      bookings: [{ do: "book", id: "b", slot: noura }] as const,
    };
    expect(await store.lanes.save([record])).toEqual(["saved"]);
    const id = (await records.leads.list({}, { limit: 1, cursor: null })).data[0]?.id ?? "";
    const { version } = (await store.lanes.read(await talk()))?.conversation ?? {};
    const again = async (rep: string | null) =>
      await api.serveLead(id, { meeting: { at: from, rep }, proposal: false }, ADMIN);
    for (const rep of [null, "noura"])
      expect(await again(rep)).toMatchObject({ ok: true, value: { version, booking: { id: "b" } } });
    expect((await store.lanes.read(await talk()))?.conversation.version).toBe(version);
    expect(await again("fahad")).toMatchObject({ ok: true });
    expect((await store.lanes.read(await talk()))?.conversation.version).not.toBe(version);
    await stop();
  });

  test("a lead that is won, lost or ruled out is followed up no more, whichever talk it was in", async () => {
    const house = await begin();
    const { api, records, pool, store, talk, stop } = house;
    const lane = await answered(house);
    const followUp = { at: Date.now() + 60_000, step: 0, reason: "silent" } as const;
    const record = { ...emptyRecord(lane, { ...lane.conversation, followUp }, Date.now()) };
    const timers = [{ kind: "follow-up", at: followUp.at }] as const;
    expect(await store.lanes.save([{ ...record, timers }])).toEqual(["saved"]);
    const id = (await records.leads.list({}, { limit: 1, cursor: null })).data[0]?.id ?? "";
    expect(await api.updateLead(id, { status: "qualified" }, ADMIN)).toMatchObject({ ok: true });
    expect((await pool.query("select from timers")).rowCount).toBe(1);
    expect(await api.updateLead(id, { status: "lost" }, ADMIN)).toMatchObject({ ok: true });
    expect((await pool.query("select from timers")).rowCount).toBe(0);
    expect((await records.conversations.get(await talk()))?.state.followUp).toBeNull();
    await stop();
  });

  test.each([
    ["a rep holds the talk", { owner: "rep", rep: "sara" }, 1],
    ["they opted out", {}, 0],
  ] as const)("a cancelled meeting is not told by the bot when %s", async (what, held, tasks) => {
    const { api, work, inbox, platform, pool, store, talk, stop } = await begin();
    const worker = work();
    await inbox.message(text(what === "they opted out" ? "وقف" : "1"));
    await until(() => platform.arrived.length === 1);
    await worker.stop();
    const lane = await store.lanes.read(await talk());
    if (lane === null) throw new Error("no talk");
    const slot = {
      id: "s",
      rep: "noura",
      from: "2099-01-01T10:00:00+03:00",
      to: "2099-01-01T10:30:00+03:00",
    };
    const booked = {
      ...lane.conversation,
      ...held,
      booking: { id: "b", slot, status: "confirmed" as const },
    };
    const record = {
      ...emptyRecord(lane, booked, Date.now()),
      bookings: [{ do: "book", id: "b", slot }] as const,
    };
    expect(await store.lanes.save([record])).toEqual(["saved"]);
    expect(await api.cancelBooking("b", ADMIN)).toEqual({ ok: true, value: undefined });
    expect((await pool.query("select from outbox where state = 'waiting'")).rowCount).toBe(0);
    expect((await pool.query("select from tasks where kind = 'ask-team'")).rowCount).toBe(tasks);
    await stop();
  });
});
