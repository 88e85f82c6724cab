import { expect, test } from "vitest";
import { ownCalendar } from "../../agents/services/own-calendar.ts";
import type { ChannelLimits } from "../../bot/contracts/channel.ts";
import { Secret } from "../../bot/contracts/secret.ts";
import { decide } from "../../bot/conversation/decide.ts";
import { understand } from "../../bot/conversation/language/understand.ts";
import { commands } from "../../bot/flow/commands.ts";
import { newCounters } from "../../bot/flow/counters.ts";
import { unprovenIn } from "../../bot/flow/prove.ts";
import { letterLinks } from "../../bot/letter-links.ts";
import { createRecords } from "../../db/records/records.ts";
import { embeddedDatabase } from "../support/database.ts";
import { demoCompany } from "../support/demo-company.ts";
import { startServer } from "../support/http-server.ts";
import { letterFrom } from "../support/letters.ts";
import { memoryChannel } from "../support/memory-channel.ts";
import { mindOf, storyOn, until } from "../support/story.ts";

const LETTERS: ChannelLimits = {
  ...{ textLength: 50_000, buttons: 0, listRows: 0, choiceLabelLength: 200, replyWindowHours: null },
  ...{ settlesByReceipt: false, letters: true },
};
const READY =
  "Hello, we run dental clinics in Riyadh, 40 staff, and patients do not show up. Budget 30,000 SAR a year, I decide, we want to start next month.";

/** The real story with real letters, but a mailbox in memory. */
async function begin() {
  const database = await embeddedDatabase();
  const mailbox = memoryChannel("email", LETTERS);
  const company = demoCompany();
  const links = letterLinks(new Secret("a secret of this test"), "http://majlis.test", Date.now);
  let busy: Parameters<typeof ownCalendar>[0]["busy"] = async () => [];
  const mind = mindOf({
    ...{ decide, unproven: unprovenIn, paceOf: () => "letter" },
    company: async () => company,
    understand: (message, context) => understand(message.text, context),
    calendar: ownCalendar({
      busy: (from, to) => busy(from, to),
      company: async () => company,
      now: Date.now,
    }),
  });
  const story = await storyOn(database, {
    mind,
    links,
    channels: [{ ...mailbox, isGenuine: () => true, read: () => [] }],
  });
  busy = (from, to) => story.store.desk.busy(from, to);
  const records = createRecords(database.pool, company);
  const api = commands({
    ...{ store: story.store, records, wake: story.wake, mind, bubbleWaitMs: 0, repIdleMs: 60_000, links },
    ...{ counters: newCounters(), channel: story.parts.channel, erase: story.parts.erase },
    pipeline: () => Promise.reject(new Error("no lead is posted here")),
    proposalPdf: () => Promise.reject(new Error("no proposal is asked for here")),
  });
  const { server, url } = await startServer({ commands: api, records });
  story.work();
  const write = async (words: string, by = "omar@haddad.example") => {
    const before = mailbox.sent.length;
    await api.receiveMessage(letterFrom(by, words));
    await until(() => mailbox.sent.length > before);
    return mailbox.sent.at(-1);
  };
  const open = (link: string, method = "GET") => fetch(link.replace("http://majlis.test", url), { method });
  const counts = async (what: string) =>
    (await database.pool.query(`select count(*)::int as n from ${what}`)).rows[0]?.n;
  const close = async () => {
    await story.stop();
    await server.close(0);
    await database.close();
  };
  return { mailbox, write, open, counts, close, links, api, pool: database.pool };
}

test("a link books with one click, once, and the answer comes by mail with the invitation; a scanner books nothing", async () => {
  const { mailbox, write, open, counts, close } = await begin();
  const offer = await write(READY);
  expect(offer?.mail).toMatchObject({ subject: "Re: Your offer", unsubscribe: null });
  expect(offer?.mail?.inReplyTo).toMatch(/@their\.example$/);
  const addresses = Object.values(offer?.mail?.links ?? {});
  expect(addresses).toHaveLength(3);
  const [first = "", second = ""] = addresses;
  const page = await open(first);
  const html = await page.text();
  expect([page.status, page.headers.get("cache-control")]).toEqual([200, "no-store"]);
  expect(html).toContain("Book this time");
  expect(html).toMatch(/<html lang="en" dir="ltr">/);
  expect(html).not.toContain("omar@");
  expect(await counts("bookings")).toBe(0);

  const sent = mailbox.sent.length;
  const clicks = await Promise.all([open(first, "POST"), open(first, "POST"), open(second, "POST")]);
  expect(clicks.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await counts("bookings where status = 'confirmed'")).toBe(1);
  await until(() => mailbox.sent.length > sent);
  expect(mailbox.sent.at(-1)?.attachments.map(({ mediaType }) => mediaType)).toEqual(["text/calendar"]);
  expect(await (await open(first, "POST")).text()).toContain("You are booked already");
  expect(mailbox.sent.length).toBe(sent + 1);
  await close();
});

test("a time that somebody else took offers the others, each with its own link", async () => {
  const { write, open, counts, close } = await begin();
  const mine = await write(READY);
  const theirs = await write(READY, "second@other.example");
  const [taken = ""] = Object.values(mine?.mail?.links ?? {});
  expect((await open(taken, "POST")).status).toBe(200);
  const [late = ""] = Object.values(theirs?.mail?.links ?? {});
  const page = await open(late, "POST");
  expect(page.status).toBe(409);
  const [other = ""] = /action="(\/b\/[^"]+)"/.exec(await page.text())?.slice(1) ?? [];
  expect((await open(`http://majlis.test${other}`, "POST")).status).toBe(200);
  expect(await counts("bookings where status = 'confirmed'")).toBe(2);
  await close();
});

test("a time booked by link while a rep holds the talk is remembered too, though the bot says nothing", async () => {
  const { mailbox, write, open, counts, close, api, pool } = await begin();
  const links = Object.values((await write(READY))?.mail?.links ?? {});
  const [talk] = (await pool.query<{ id: string }>("select id from conversations")).rows;
  await api.takeOver(talk?.id ?? "", { id: "sara", role: "rep" });
  const sent = mailbox.sent.length;
  expect((await open(links.at(-1) ?? "", "POST")).status).toBe(200);
  expect(await counts("bookings where status = 'confirmed'")).toBe(1);
  expect(await counts("timers where kind = 'reminder'")).toBe(1);
  expect(mailbox.sent.length).toBe(sent);
  await close();
});

test("unsubscribing needs the POST, holds on every channel, and is the same a second time", async () => {
  const { write, open, counts, close, links, pool } = await begin();
  await write("Hello, what do you offer?");
  const { rows } = await pool.query<{ id: string }>("select id from conversations");
  const link = links.unsubscribe(rows[0]?.id ?? "");
  expect((await open(link)).status).toBe(200);
  expect(await counts("contacts where opted_out_at is not null")).toBe(0);
  for (let time = 0; time < 3; time += 1) expect((await open(link, "POST")).status).toBe(200);
  expect(await counts("contacts where opted_out_at is not null")).toBe(1);
  expect(await counts("consents where what = 'opt-out'")).toBe(1);
  await close();
});

test("an approved first word begins its thread under the subject that its draft chose", async () => {
  const { mailbox, write, close, api, pool } = await begin();
  await write("Hello, what do you offer?");
  const [lead] = (await pool.query<{ id: string }>("select id from leads")).rows;
  await pool.query("update conversations set thread = null");
  const by = { id: "admin", role: "admin" } as const;
  const words = { language: "en", subject: "A word about appointments", text: "Good morning." } as const;
  const draft = await api.draftOutreach({ leadId: lead?.id ?? "", channel: "email", ...words }, by);
  if (!draft.ok) throw new Error(draft.detail);
  const sent = mailbox.sent.length;
  expect((await api.approveOutreach(draft.value.id, by)).ok).toBe(true);
  await until(() => mailbox.sent.length > sent);
  expect(mailbox.sent.at(-1)?.mail).toMatchObject({ subject: "A word about appointments", inReplyTo: null });
  expect(mailbox.sent.at(-1)?.mail?.unsubscribe).toMatch(/\/u\//);
  await close();
});

test("a token that is not ours, of another kind, or past its end does nothing", async () => {
  const { write, open, counts, close, links } = await begin();
  const offer = await write(READY);
  const [link = ""] = Object.values(offer?.mail?.links ?? {});
  const token = link.slice(link.lastIndexOf("/") + 1);
  const wrong = [
    `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`,
    `x.${token.split(".")[1]}`,
    "nothing.here",
  ];
  for (const one of wrong)
    expect([(await open(`http://majlis.test/b/${one}`, "POST")).status, links.readBooking(one)]).toEqual([
      404,
      null,
    ]);
  expect((await open(`http://majlis.test/u/${token}`, "POST")).status).toBe(404);
  const old = letterLinks(
    new Secret("a secret of this test"),
    "http://majlis.test",
    () => Date.now() - 8 * 86_400_000,
  );
  const slot = links.readBooking(token)?.slot;
  const late = slot === undefined ? "" : old.booking(links.readBooking(token)?.conversationId ?? "", slot);
  expect((await open(late, "POST")).status).toBe(410);
  expect(await counts("bookings")).toBe(0);
  await close();
});

test("a letter that is tried again has the links that it had: its carrier knows it by its words", () => {
  let now = Date.UTC(2026, 10, 22, 9);
  const links = letterLinks(new Secret("a secret of this test"), "http://majlis.test", () => now);
  const slot = { id: "s1", rep: "sara", from: "2026-12-22T10:00:00Z", to: "2026-12-22T10:30:00Z" };
  const first = links.booking("c1", slot);
  now += 90_000;
  expect(links.booking("c1", slot)).toBe(first);
});
