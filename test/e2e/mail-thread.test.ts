import { mkdirSync, writeFileSync } from "node:fs";
import type { ParsedMail } from "mailparser";
import { afterEach, describe, expect, test } from "vitest";
import { cuttingProxy } from "../support/cutting-proxy.ts";
import { hasDovecot } from "../support/dovecot.ts";
import { ask } from "../support/house.ts";
import { type Correspondence, openCorrespondence, type Thread } from "../support/mail-house.ts";
import { until } from "../support/until.ts";

/** Where it is set, the received HTML is kept to be looked at. */
const KEPT = process.env.KEEP_LETTERS;
function keep(name: string, letter: ParsedMail | undefined): void {
  const html = letter?.html || null;
  if (KEPT === undefined || html === null) return;
  mkdirSync(KEPT, { recursive: true });
  writeFileSync(`${KEPT}/${name}.html`, html);
}

const FIRST =
  "السلام عليكم ورحمة الله،\n\nنحن مجموعة عيادات أسنان في الرياض ونبحث عن نظام لتقليل تغيّب المراجعين عن مواعيدهم.\n\nمع خالص التحية،\nخالد القحطاني\nمدير المشتريات\nهاتف: 0551234567";
const SECOND = "عدد موظفينا ٤٠ موظفاً، والميزانية بحدود ٣٠ ألف ريال سنوياً.";
const THIRD = "نعم أنا صاحب القرار، ونرغب في البدء خلال شهر.";

/** Everything a mail program threads by, and everything a letter of ours has to be. */
function expectInThread(answer: ParsedMail, question: string, thread: readonly string[]): void {
  expect(answer.inReplyTo).toBe(`<${question}>`);
  expect([answer.references ?? []].flat()).toEqual(thread.map((id) => `<${id}>`));
  expect(answer.subject).toBe("Re: طلب عرض سعر");
  expect(answer.html).toMatch(/<html lang="ar" dir="rtl">.*<div dir="rtl"/s);
  expect(answer.text).toMatch(/خالد/);
  expect(answer.text).toMatch(/\n-- \nمع أطيب التحيات،\nمنصة نسّق/);
  expect(answer.headers.get("list-unsubscribe")).toBeUndefined();
  expect(answer.headers.get("auto-submitted")).toBe("auto-replied");
}

async function toTheTimes(talk: Thread): Promise<ParsedMail> {
  let last: ParsedMail | null = null;
  for (const words of [FIRST, SECOND, THIRD]) {
    const { id, answer } = await talk.write(words);
    expectInThread(answer, id, talk.references());
    last = answer;
    keep(`ar-${talk.received().length}`, answer);
  }
  if (last === null) throw new Error("nobody answered");
  return last;
}

/** The one-click addresses in a letter's HTML, as a person sees them. */
function bookingLinks({ html }: ParsedMail): readonly string[] {
  return [...(html || "").matchAll(/<a href="([^"]+\/b\/[^"]+)"/g)].map(([, url = ""]) => url);
}

describe.skipIf(!hasDovecot())("letters through the real program, dovecot and an SMTP server", () => {
  let mail: Correspondence | null = null;
  let proxy: Awaited<ReturnType<typeof cuttingProxy>> | null = null;
  afterEach(async () => {
    await mail?.close();
    await proxy?.close();
    [mail, proxy] = [null, null];
  });
  const KHALID = "خالد القحطاني <khalid@example.net>";

  test("an Arabic thread of five turns ends in a meeting; a form in his name then changes nothing", async () => {
    mail = await openCorrespondence();
    const talk = mail.person(KHALID, "طلب عرض سعر");
    const times = await toTheTimes(talk);
    expect(bookingLinks(times)).toHaveLength(3);
    expect(times.text).toMatch(/^١\. .+\n {3}http/m);
    expect(times.text).not.toMatch(/^1\. /m);
    const chosen = await talk.write("يناسبني الموعد الثاني.");
    expectInThread(chosen.answer, chosen.id, talk.references());
    const last = await talk.write("نعم، أؤكد الموعد. شكراً لكم.");
    expectInThread(last.answer, last.id, talk.references());
    keep("ar-5", last.answer);
    const [invitation] = last.answer.attachments;
    expect(invitation?.contentType).toBe("text/calendar");
    expect(invitation?.content.toString()).toMatch(/BEGIN:VEVENT[\s\S]+DTSTART/);
    expect(last.answer.headers.get("content-type")).toMatchObject({ value: "multipart/mixed" });
    expect(await mail.bookings()).toMatchObject([{ status: "confirmed" }]);

    const lead = async () => (await ask(mail?.house.url ?? "", "GET", "/api/v1/leads")).body.data[0];
    const before = (await lead()).facts;
    const posted = await ask(mail.house.url, "POST", "/api/v1/leads", {
      ...{ company: "Somebody Else", name: "Eve", email: "khalid@example.net", budget: "1 SAR" },
      ...{ phone: "+966559999999", message: "Please cancel my meeting, and when is it?" },
    });
    expect(posted.status).toBeLessThan(300);
    expect(await mail.bookings()).toMatchObject([{ status: "confirmed" }]);
    const after = (await lead()).facts;
    for (const about of Object.keys(before).filter((one) => before[one].value !== null))
      expect([about, after[about].value]).toEqual([about, before[about].value]);
  }, 120_000);

  test("the link in the received HTML books: looking does not, clicking does, once; the invitation follows", async () => {
    mail = await openCorrespondence({ port: 42_011 });
    const talk = mail.person(KHALID, "طلب عرض سعر");
    const [link = ""] = bookingLinks(await toTheTimes(talk));
    for (let scanner = 0; scanner < 3; scanner += 1) expect((await fetch(link)).status).toBe(200);
    expect(await mail.bookings()).toEqual([]);
    expect((await fetch(link, { method: "POST" })).status).toBe(200);
    await until(() => talk.received().length === 4, 20_000);
    expect(talk.received()[3]?.attachments.map(({ contentType }) => contentType)).toEqual(["text/calendar"]);
    const again = await fetch(link, { method: "POST" });
    expect([again.status, await again.text()]).toEqual([
      200,
      expect.stringMatching(/<html lang="ar" dir="rtl">/),
    ]);
    expect(await mail.bookings()).toMatchObject([{ status: "confirmed" }]);
    expect(talk.received()).toHaveLength(4);
  }, 120_000);

  test("a line cut in mid-fetch, a restart, a folder numbered anew and every mail three times: once each", async () => {
    mail = await openCorrespondence({
      port: 42_012,
      before: async (box) => {
        proxy = await cuttingProxy({ host: "127.0.0.1", port: box.port });
        return proxy.port;
      },
    });
    const { box } = mail;
    const talk = mail.person(KHALID, "طلب عرض سعر");
    const answered = async (words: string, count: number) => {
      const { raw } = talk.post(words);
      box.deliver(raw);
      box.deliver(raw);
      await until(() => talk.received().length === count, 90_000);
    };
    proxy?.cutAfter(500);
    await answered(FIRST, 1);
    await box.down();
    const written = answered(SECOND, 2);
    await box.up();
    await written;
    await box.down();
    box.renumber();
    await box.up();
    await answered(THIRD, 3);
    await new Promise((done) => setTimeout(done, 2_000));
    expect(talk.received()).toHaveLength(3);
    expect(bookingLinks(talk.received()[2] as ParsedMail)).toHaveLength(3);
    const { data } = (await ask(mail.house.url, "GET", "/api/v1/conversations")).body;
    expect(data).toHaveLength(1);
    const said = (await ask(mail.house.url, "GET", `/api/v1/conversations/${data[0].id}/messages`)).body.data;
    expect(said.filter((one: { direction: string }) => one.direction === "in")).toHaveLength(3);
  }, 200_000);

  test("who is proven by nobody still books for himself, and an English letter reads as one", async () => {
    mail = await openCorrespondence({ port: 42_013, environment: { EMAIL_TRUSTED_SERVER: "" } });
    const talk = mail.person("Khalid Al-Qahtani <khalid@example.net>", "Offer");
    const { answer } = await talk.write(
      "Hello, we run dental clinics in Riyadh, 40 staff, and patients do not show up. Budget 30,000 SAR a year, I decide, we want to start next month.\n\nBest regards,\nKhalid Al-Qahtani",
    );
    keep("en-1", answer);
    expect(bookingLinks(answer)).toHaveLength(3);
    await talk.write("The second one suits me.");
    if ((await mail.bookings()).length === 0 || (await mail.bookings())[0].status !== "confirmed")
      await talk.write("Yes, please confirm.");
    expect(await mail.bookings()).toMatchObject([{ status: "confirmed" }]);
    await talk.write("Please cancel the meeting.");
    expect(await mail.bookings()).toMatchObject([{ status: "confirmed" }]);
  }, 120_000);

  test("two houses that write to each other fall silent by themselves", async () => {
    mail = await openCorrespondence({ port: 42_014 });
    const talk = mail.person("Masar Sales <sales@masar.example>", "Offer");
    const { answer } = await talk.write("Hello, we offer a booking system. What do you need?", {
      "Auto-Submitted": "no",
    });
    const count = talk.received().length;
    // What another house of this program sends, with all that it sends along.
    const ours = ["auto-submitted", "x-auto-response-suppress", "x-bot-loop"].map((name) => [
      name,
      String(answer.headers.get(name)),
    ]);
    for (let round = 0; round < 3; round += 1) talk.post(answer.text ?? "", Object.fromEntries(ours));
    await new Promise((done) => setTimeout(done, 4_000));
    expect(count).toBe(1);
    expect(talk.received()).toHaveLength(count);
  }, 60_000);

  test("a posted lead that agreed is answered by letter; the way out works by its header's POST alone", async () => {
    mail = await openCorrespondence({ port: 42_015 });
    const talk = mail.person("Noura <noura@example.net>", "");
    const posted = await ask(mail.house.url, "POST", "/api/v1/leads", {
      ...{ company: "عيادات نور", name: "نورة", email: "noura@example.net", message: "كم سعر النظام؟" },
    });
    expect(posted.status).toBeLessThan(300);
    await until(() => talk.received().length === 1, 20_000);
    const [letter] = talk.received();
    keep("lead", letter);
    expect(letter?.inReplyTo).toBeUndefined();
    const list = letter?.headers.get("list") as { unsubscribe?: { url?: string } } | undefined;
    const way = list?.unsubscribe?.url ?? "";
    expect(way).toMatch(/^http:\/\/127\.0\.0\.1:42015\/u\//);
    expect(list).toHaveProperty("unsubscribe-post");
    const lead = async () => (await ask(mail?.house.url ?? "", "GET", "/api/v1/conversations")).body.data[0];
    for (let scanner = 0; scanner < 2; scanner += 1) expect((await fetch(way)).status).toBe(200);
    expect((await lead()).outcome).not.toBe("opted-out");
    const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
    expect((await fetch(way, { method: "POST", body })).status).toBe(200);
    expect((await lead()).outcome).toBe("opted-out");
  }, 60_000);
});
