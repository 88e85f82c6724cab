import { expect, test } from "vitest";
import type { InboundMessage } from "../../bot/conversation/message.ts";
import { lanesOn } from "../../db/lanes.ts";
import { mergeContacts } from "../../db/merge.ts";
import { onBothEngines } from "../support/database.ts";
import { letterFrom } from "../support/letters.ts";
import { known, laneOf, outboxRow, turnOf } from "../support/stored-talk.ts";
import { arrival, nextId, text } from "../support/talk.ts";

const OMAR = "omar@haddad.example";
const PHONE = "+966501112233";

onBothEngines((engine) => {
  const begin = async () => {
    const database = await engine.fresh();
    const store = lanesOn(database, nextId);
    const take = async (message: InboundMessage): Promise<string> =>
      (await store.arrivals.accept([arrival(message)]))[0]?.conversationId ?? "";
    const contactOf = async (talk: string): Promise<string> =>
      (await laneOf(store.lanes, talk)).conversation.contactId;
    const mail = await take(letterFrom(OMAR, "We need a CRM"));
    const chat = await take(text("هلا", { by: PHONE }));
    const learn = async (talk: string, facts: Parameters<typeof turnOf>[2]) => {
      const lane = await laneOf(store.lanes, talk);
      expect(await store.lanes.save([turnOf(lane, ["ok"], facts ?? {})])).toEqual(["saved"]);
    };
    return { ...store, pool: database.pool, take, contactOf, mail, chat, learn };
  };

  test("two people become one: talks, leads, addresses and what each told", async () => {
    const { pool, contactOf, mail, chat, learn, lanes, take } = await begin();
    await learn(mail, { state: { facts: { company: known("Haddad", "Haddad") } } });
    await learn(chat, { state: { facts: { city: known("Jeddah", "جدة") } } });
    const [keep, gone] = [await contactOf(mail), await contactOf(chat)];
    expect(await mergeContacts(pool, keep, gone)).toBe(true);
    expect(await mergeContacts(pool, keep, gone)).toBe(false);
    const [one, other] = [await laneOf(lanes, mail), await laneOf(lanes, chat)];
    expect([one.conversation.contactId, other.conversation.contactId]).toEqual([keep, keep]);
    for (const { conversation } of [one, other])
      expect(Object.keys(conversation.facts).toSorted()).toEqual(["city", "company"]);
    const { rows } = await pool.query(
      "select (select count(*) from contacts) as people, (select count(*) from leads where contact_id = $1) as leads, (select count(*) from addresses where contact_id = $1) as places",
      [keep],
    );
    expect(rows).toEqual([{ people: 1, leads: 2, places: 2 }]);
    expect(await take(text("بعدها", { by: PHONE }))).toBe(chat);
  });

  test("in the CRM: what only one was linked to is the survivor's, with jobs and what is to be forgotten", async () => {
    const { pool, contactOf, mail, chat } = await begin();
    const [keep, gone] = [await contactOf(mail), await contactOf(chat)];
    await pool.query(
      `insert into crm_links (kind, our_id, their_id, contact_id, written)
       values ('contact', $1, '105', $1, '{"email":"h"}'), ('deal', 'l9', '205', $1, '{}')`,
      [gone],
    );
    await pool.query("insert into crm_jobs (lead_id, contact_id, due_at) values ('l9', $1, now())", [gone]);
    await pool.query("insert into crm_erasures (contact_id) values ($1)", [gone]);
    await mergeContacts(pool, keep, gone);
    const links = "select kind, our_id, their_id, contact_id, written from crm_links order by kind";
    expect((await pool.query(links)).rows).toEqual([
      { kind: "contact", our_id: keep, their_id: "105", contact_id: keep, written: { email: "h" } },
      { kind: "deal", our_id: "l9", their_id: "205", contact_id: keep, written: {} },
      { kind: "merged", our_id: gone, their_id: "105", contact_id: keep, written: {} },
    ]);
    for (const table of ["crm_jobs", "crm_erasures"])
      expect((await pool.query(`select distinct contact_id from ${table}`)).rows).toEqual([
        { contact_id: keep },
      ]);
    expect((await pool.query("select from tasks")).rowCount).toBe(0);
  });

  test("in the CRM: both linked, the survivor's stays, the other is remembered and a task says what to merge", async () => {
    const { pool, contactOf, mail, chat } = await begin();
    const [keep, gone] = [await contactOf(mail), await contactOf(chat)];
    await pool.query(
      `insert into crm_links (kind, our_id, their_id, contact_id)
       values ('contact', $1, '105', $1), ('contact', $2, '101', $2), ('merged', 'c0', '99', $1)`,
      [gone, keep],
    );
    await mergeContacts(pool, keep, gone);
    const links = "select kind, our_id, their_id, contact_id from crm_links order by kind, their_id";
    expect((await pool.query(links)).rows).toEqual([
      { kind: "contact", our_id: keep, their_id: "101", contact_id: keep },
      { kind: "merged", our_id: gone, their_id: "105", contact_id: keep },
      { kind: "merged", our_id: "c0", their_id: "99", contact_id: keep },
    ]);
    const tasks = await pool.query("select kind, reason, summary from tasks");
    expect(tasks.rows).toEqual([
      { kind: "crm", reason: "merge-in-crm", summary: expect.stringContaining("105 into 101") },
    ]);
  });

  test("an opt-out of either holds for both, and what waited unasked is cancelled", async () => {
    const { pool, contactOf, mail, chat, arrivals } = await begin();
    const from = { channel: "whatsapp" as const, account: "1065", handle: PHONE };
    await arrivals.prefer({ kind: "preference", from, marketing: "stop", at: Date.now() });
    const [keep, gone] = [await contactOf(mail), await contactOf(chat)];
    await mergeContacts(pool, keep, gone);
    const { rows } = await pool.query("select opted_out_at is not null as out, proactive from contacts");
    expect(rows).toEqual([{ out: true, proactive: false }]);
  });

  test("two talks on one account: the one written in last goes on, the other keeps its history and its thread leads on", async () => {
    const { pool, contactOf, mail, lanes, take } = await begin();
    const private_ = letterFrom("omar.private@mail.example", "Me again", {}, { sentAt: Date.now() + 60_000 });
    const second = await take(private_);
    const [keep, gone] = [await contactOf(mail), await contactOf(second)];
    expect(await mergeContacts(pool, keep, gone)).toBe(true);
    expect((await laneOf(lanes, mail)).conversation.stage).toBe("closed");
    expect(await take(letterFrom(OMAR, "still me"))).toBe(second);
    const { rows } = await pool.query("select count(*) as kept from messages where conversation_id = $1", [
      mail,
    ]);
    expect(rows).toEqual([{ kept: 1 }]);
  });

  test("an answer that waits in the talk that stops still goes out, and what waits unasked does not", async () => {
    const { pool, contactOf, mail, lanes, take } = await begin();
    const before = await laneOf(lanes, mail);
    const version = before.conversation.version + 1;
    // Greylisted: the mail server wants it once more.
    const answer = outboxRow("The price is on its way", version, { state: "waiting", dueAt: Date.now() });
    const unasked = outboxRow("Any news?", version, { state: "waiting", purpose: "proactive" });
    await lanes.save([turnOf(before, [], { record: { outbox: [answer, unasked] } })]);
    const later = { sentAt: Date.now() + 60_000 };
    const second = await take(letterFrom("omar.private@mail.example", "Me again", {}, later));
    await mergeContacts(pool, await contactOf(second), await contactOf(mail));
    expect((await laneOf(lanes, mail)).unsent.map(({ id }) => id)).toEqual([answer.id]);
    expect(await lanes.markSending([answer.id, unasked.id])).toEqual(new Set([answer.id]));
  });

  test("a talk that a rep holds goes on, and the bot says nothing in the other", async () => {
    const { pool, contactOf, mail, lanes, take } = await begin();
    const before = await laneOf(lanes, mail);
    const held = { owner: "rep", rep: "sara" } as const;
    await lanes.save([turnOf(before, [], { state: held, record: { fence: true } })]);
    const later = { sentAt: Date.now() + 60_000 };
    const second = await take(letterFrom("omar.private@mail.example", "Me again", {}, later));
    await mergeContacts(pool, await contactOf(second), await contactOf(mail));
    expect(await take(letterFrom("omar.private@mail.example", "and again"))).toBe(mail);
    for (const talk of [mail, second]) expect((await laneOf(lanes, talk)).conversation).toMatchObject(held);
  });

  test("a meeting of the talk that ends goes over to the one that goes on, with its reminder", async () => {
    const { pool, contactOf, mail, lanes, take } = await begin();
    const slot = {
      ...{ id: "s", rep: "noura", from: "2099-01-01T10:00:00+03:00", to: "2099-01-01T10:30:00+03:00" },
    };
    const state = { booking: { id: "b", slot, status: "confirmed" } } as const;
    const timers = [
      { kind: "reminder", at: Date.parse(slot.from) - 3_600_000 },
      { kind: "follow-up", at: Date.parse(slot.from) },
    ] as const;
    const bookings = [{ do: "book", id: "b", slot }] as const;
    const before = await laneOf(lanes, mail);
    const booked = turnOf(before, ["ok"], { state, record: { timers, bookings } });
    expect(await lanes.save([booked])).toEqual(["saved"]);
    const later = { sentAt: Date.now() + 60_000 };
    const second = await take(letterFrom("omar.private@mail.example", "Me", {}, later));
    await mergeContacts(pool, await contactOf(mail), await contactOf(second));
    expect((await laneOf(lanes, second)).conversation).toMatchObject(state);
    const timersLeft = await pool.query("select conversation_id, kind from timers");
    expect(timersLeft.rows).toEqual([{ conversation_id: second, kind: "reminder" }]);
    const moved = await pool.query("select conversation_id from bookings");
    expect(moved.rows).toEqual([{ conversation_id: second }]);
  });

  test("a number that shows who somebody is makes one person of them and the posted lead: its opt-out holds, an erasure forgets its words", async () => {
    const { pool, arrivals, desk, lanes, take } = await begin();
    const [phone, hidden, email] = ["+966501119999", "SA.77", "noura@shop.example"];
    const posted = await arrivals.conversationOf({
      ...{
        channel: "webform",
        account: "api",
        handles: ["lead:1"],
        name: "هيفاء",
        language: "ar",
        source: "website",
      },
      elsewhere: [
        { channel: "whatsapp", handle: phone },
        { channel: "email", handle: email },
      ],
    });
    const formTalk = await laneOf(lanes, posted.conversationId);
    await lanes.save([turnOf(formTalk, ["كتبت هيفاء في النموذج"])]);
    const out = { channel: "email" as const, account: "office@ours.example", handle: email };
    await arrivals.prefer({ kind: "preference", from: out, marketing: "stop", at: Date.now() });
    const talk = await take(text("هلا", { by: hidden }));
    const previous = { channel: "whatsapp" as const, account: "1065", handle: hidden };
    await arrivals.identify({ kind: "identity", previous, current: [phone, hidden] });
    const { conversation, optedOutAt, handle } = await laneOf(lanes, talk);
    expect([optedOutAt === null, handle]).toEqual([false, phone]);
    expect((await pool.query("select from contacts where id = $1", [posted.contactId])).rowCount).toBe(0);
    expect(await desk.erase(conversation.contactId, "admin")).toBe(true);
    for (const table of ["outbox", "turns", "leads", "contacts"])
      expect((await pool.query(`select from ${table} t where t::text like '%هيفاء%'`)).rowCount).toBe(0);
  });

  test("one side's word is no proof when the other has a talk of their own; both sides' words are", async () => {
    const { arrivals, contactOf, mail, chat, learn } = await begin();
    const [me, other] = [await contactOf(mail), await contactOf(chat)];
    expect(await arrivals.join(me, { channel: "whatsapp", handle: PHONE })).toBe(false);
    await learn(chat, { state: { facts: { email: known(OMAR, OMAR) } } });
    expect(await arrivals.join(me, { channel: "whatsapp", handle: PHONE })).toBe(true);
    expect([await contactOf(mail), await contactOf(chat)]).toEqual([me, me]);
    expect(other).not.toBe(me);
  });
});
