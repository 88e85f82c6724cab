import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { EMAIL_LIMITS, ownMailOf } from "../../channels/email/config.ts";
import { takeApart } from "../../channels/email/mail.ts";
import { newsOf } from "../../channels/email/news.ts";
import { sharedFolder } from "../support/shared.ts";

const NOW = Date.UTC(2026, 10, 22, 12);
const parts = {
  ...{ own: ownMailOf({ address: "sales@example.com" }), trustedServer: "mx.example.com" },
  ...{ limits: EMAIL_LIMITS, now: () => NOW },
};

async function newsIn(raw: string | Uint8Array, inSent = false) {
  const bytes = typeof raw === "string" ? Buffer.from(raw.replaceAll("\n", "\r\n")) : raw;
  const found = {
    ...{ inSent, receivedAt: NOW, vouched: false, cutFrom: null },
    reference: (id: string, at: number) => `imap:${at}:${id}`,
  };
  return newsOf(await takeApart(bytes, EMAIL_LIMITS), found, parts);
}

const proven = "Authentication-Results: mx.example.com; dmarc=pass header.from=example.net\n";
const letter = (headers: string, words: string) =>
  `${headers}From: "Khalid" <khalid@example.net>\nTo: sales@example.com\nMessage-ID: <k1@example.net>\nDate: Sun, 22 Nov 2026 11:00:00 +0000\n\n${words}`;

describe("a person's mail", () => {
  test("says who signs it, beside its words, and believes the signature less", async () => {
    const { news } = await newsIn(
      letter(
        proven,
        "نحتاج نظام حجوزات.\n\nمع تحياتي،\nم. خالد القحطاني\nمدير المشتريات\nشركة أفق للمقاولات\nجوال: 0551234567",
      ),
    );
    const message = news[0]?.kind === "message" ? news[0].message : null;
    expect(message?.text).toBe("نحتاج نظام حجوزات.");
    expect(message?.proven).toBeUndefined();
    expect(message?.introduces?.map(({ about, value, quote }) => [about, value, quote])).toEqual([
      ["name", "خالد القحطاني", "خالد القحطاني"],
      ["role", { title: "مدير المشتريات" }, "مدير المشتريات"],
      ["company", "أفق للمقاولات", "أفق للمقاولات"],
      ["phone", "+966551234567", "0551234567"],
    ]);
    expect(message?.introduces?.every(({ confidence }) => confidence < 0.6)).toBe(true);
  });

  test("an English business card", async () => {
    const { news } = await newsIn(
      letter(
        "",
        "Please send prices.\n\n-- \nAhmed Al-Otaibi | Procurement Manager\nHorizon Contracting Co.\nRiyadh\nFax: 011 111 2222\nM: +966 55 123 4567",
      ),
    );
    const message = news[0]?.kind === "message" ? news[0].message : null;
    expect(message?.introduces?.map(({ about, value }) => [about, value])).toEqual([
      ["name", "Ahmed Al-Otaibi"],
      ["role", { title: "Procurement Manager" }],
      ["company", "Horizon Contracting Co"],
      ["phone", "+966551234567"],
    ]);
  });

  test("what it answers is left out of its words, and an empty one says what its subject says", async () => {
    const inline = await newsIn(letter("", "> How many people?\n40\n> Which city?\nJeddah\n"));
    expect(inline.news).toMatchObject([{ message: { text: "40\nJeddah" } }]);
    const bare = await newsIn(letter("Subject: Please call me\n", ""));
    expect(bare.news).toMatchObject([{ message: { text: "Please call me" } }]);
  });

  test("a date that cannot be true is not believed", async () => {
    const { news } = await newsIn(letter("", "hi").replace("2026", "2031"));
    expect(news).toMatchObject([{ message: { sentAt: NOW } }]);
  });
});

describe("mail that is not a person's", () => {
  const report = (about: string, status = "5.1.1") =>
    `From: MAILER-DAEMON@example.net\nTo: sales@example.com\nSubject: Undelivered Mail Returned to Sender\nReturn-Path: <>\nMessage-ID: <d1@example.net>\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nI could not deliver.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; example.net\n\nFinal-Recipient: rfc822; khalid@example.net\nAction: failed\nStatus: ${status}\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <${about}>\n--b--\n`;

  test("a report about a mail of ours marks it and its address; a soft one only the mail", async () => {
    expect(await newsIn(report("0190-out@majlis.example.com"))).toMatchObject({
      returned: "0190-out",
      news: [
        {
          kind: "receipt",
          receipt: { ourId: "0190-out", status: "failed", failure: { failure: { kind: "unreachable" } } },
        },
      ],
    });
    expect(await newsIn(report("0190-out@majlis.example.com", "5.2.2"))).toMatchObject({
      returned: null,
      news: [{ kind: "receipt", receipt: { failure: { failure: { kind: "retry" } } } }],
    });
  });

  test("a report about somebody else's mail marks nobody: anybody can write one", async () => {
    expect(await newsIn(report("x@example.org"))).toMatchObject({
      returned: null,
      news: [{ kind: "notice" }],
    });
  });

  test("nobody but the owner of the mailbox answers in our name", async () => {
    const from = "From: sales@example.com\nTo: khalid@example.net\nMessage-ID: <r1@mail.example.com>\n";
    expect(await newsIn(`${from}\nThe price is 1 riyal`)).toMatchObject({
      kind: "loop",
      news: [{ kind: "notice" }],
    });
    expect(await newsIn(`${from}\nI will call you`, true)).toMatchObject({
      news: [{ kind: "echo", text: "I will call you" }],
    });
    const vouched = "Authentication-Results: mx.example.com; dmarc=pass header.from=example.com\n";
    expect(await newsIn(`${vouched}${from}\nI will call you`)).toMatchObject({ kind: "echo" });
    expect(await newsIn(`X-Bot-Loop: majlis\n${from}\nours`, true)).toMatchObject({ news: [] });
    const two = "Cc: boss@example.net\nIn-Reply-To: <q1@example.net>\nReferences: <q0@example.net>\n";
    const answers = ["q1@example.net", "q0@example.net"];
    expect(await newsIn(`${two}${from}\nHello both`, true)).toMatchObject({
      news: [
        { kind: "echo", to: { handle: "khalid@example.net" }, answers },
        { kind: "echo", to: { handle: "boss@example.net" }, answers },
      ],
    });
  });

  test.each([
    ["another bot", "X-Bot-Loop: other\n", "loop"],
    ["a vacation", "Auto-Submitted: auto-replied\n", "auto-reply"],
    ["a list", "List-Id: <x.example.net>\n", "list"],
    ["bulk", "Precedence: bulk\n", "list"],
    ["a machine", "X-Auto-Response-Suppress: All\n", "auto-reply"],
  ])("%s is noted", async (_, header, kind) => {
    const told = await newsIn(letter(header, "hello"));
    expect(told).toMatchObject({ kind, news: [{ kind: "notice", what: `mail not answered: ${kind}` }] });
    expect(JSON.stringify(told.news)).not.toContain("khalid");
  });

  const bounces = sharedFolder("payloads/email/bounces-sisimai");
  test.skipIf(bounces === null)(
    "of the recorded reports none marks an address or a mail of ours",
    async () => {
      const folder = bounces ?? "";
      const files = readdirSync(folder).filter((name) => name.endsWith(".eml"));
      expect(files.length).toBeGreaterThan(100);
      const news = await Promise.all(files.map((name) => newsIn(readFileSync(join(folder, name)))));
      expect(news.filter(({ returned }) => returned !== null)).toEqual([]);
      expect(
        news.flatMap((one) => one.news).filter(({ kind }) => kind === "receipt" || kind === "echo"),
      ).toEqual([]);
      const complaints = news.filter(({ kind }) => kind === "complaint");
      expect(complaints.length).toBeGreaterThan(5);
      const optedOut = complaints.filter(({ news: [first] }) => first?.kind === "preference");
      expect(optedOut.length / complaints.length).toBeGreaterThan(0.5);
    },
  );
});
