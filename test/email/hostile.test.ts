import fc from "fast-check";
import { expect, test } from "vitest";
import { EMAIL_LIMITS } from "../../channels/email/config.ts";
import { type EmailReading, readEmail } from "../../channels/email/read.ts";

const own = { addresses: [], messageIdDomain: null };
/** Milliseconds of computing, so that a busy machine fails no test. */
const LONGEST = 2000;
const KINDS = ["message", "auto-reply", "bounce", "complaint", "list", "loop", "calendar"];

async function readInTime(raw: Uint8Array | string): Promise<EmailReading> {
  const started = process.cpuUsage();
  const reading = await readEmail(Buffer.from(raw), EMAIL_LIMITS, own);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(LONGEST);
  expect(KINDS).toContain(reading.kind);
  return reading;
}

const plain = "From: a@example.com\r\nSubject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n";
const html = "From: a@example.com\r\nSubject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";

test("any bytes are read, whatever they are", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
      await readInTime(bytes);
    }),
    { numRuns: 150 },
  );
});

test("a mail cut off anywhere is read", async () => {
  const whole = [
    "From: =?windows-1256?B?0+Pt0Q==?= <a@example.com>",
    "Subject: =?utf-8?Q?=D9=85=D8=B1?=",
    'Content-Type: multipart/mixed; boundary="b1"',
    "",
    "--b1",
    'Content-Type: multipart/alternative; boundary="b2"',
    "",
    "--b2",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "",
    Buffer.from("مرحبا، نريد عرض سعر").toString("base64"),
    "--b2",
    "Content-Type: text/html; charset=utf-8",
    "",
    "<p>مرحبا، نريد <b>عرض</b> سعر</p>",
    "--b2--",
    "--b1",
    "Content-Type: application/pdf; name=a.pdf",
    "Content-Disposition: attachment; filename=a.pdf",
    "Content-Transfer-Encoding: base64",
    "",
    "JVBERi0=",
    "--b1--",
  ].join("\r\n");
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: whole.length }), async (end) => {
      await readInTime(whole.slice(0, end));
    }),
    { numRuns: 150 },
  );
});

test("lines of quotes, headers and closings in any order lose nothing and keep time", async () => {
  const line = fc.constantFrom(
    "",
    "> كم السعر؟",
    ">> older",
    "نعم",
    "في الأحد، 15 مارس 2026 كتب X <x@example.com>:",
    "On Sun, 15 Mar 2026 at 05:04, X <x@example.com> wrote:",
    "من: فريق <s@example.com>",
    "إلى: سارة",
    "الموضوع: عرض",
    "-- ",
    "________________________________",
    "مع التحية،",
    "أُرسلت من الـ iPhone",
    "```",
    "-----Original Message-----",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 60 }), async (lines) => {
      const { text, quoted, signature } = await readInTime(`${plain}${lines.join("\r\n")}`);
      const kept = `${text}\n${quoted}\n${signature}`
        .split("\n")
        .filter((each) => each.trim() === "نعم").length;
      expect(kept).toBe(lines.filter((each) => each === "نعم").length);
    }),
    { numRuns: 200 },
  );
});

const nothing: [string, string][] = [
  ["empty", ""],
  ["one line end", "\r\n"],
  ["not a mail", "hello"],
  ["headers only", "From: a@example.com\r\nSubject: x"],
];

for (const [name, raw] of nothing)
  test(`${name}: a message without words`, async () => {
    const reading = await readInTime(raw);
    expect(reading).toMatchObject({ kind: "message", text: "", quoted: "", bounce: null });
  });

const heavy: [string, () => string][] = [
  ["1,000 parts", () => parts(1000)],
  ["3,000 parts", () => parts(3000)],
  ["multipart nested 300 deep", () => nested(300)],
  ["HTML nested 100,000 deep", () => html + "<div>".repeat(100_000)],
  ["HTML of 200,000 unclosed tags", () => html + "<b>x".repeat(200_000)],
  ["HTML of open comments", () => html + "<!--".repeat(100_000)],
  ["HTML of open styles", () => html + "<style ".repeat(100_000)],
  ["HTML of blockquotes", () => html + "<blockquote>x".repeat(20_000)],
  ["a million letters in one line", () => plain + "ا".repeat(1_000_000)],
  ["100,000 lines", () => plain + "On Sun, 15 Mar 2026 X\r\n".repeat(100_000)],
  ["100,000 quote marks", () => `${plain}${">".repeat(100_000)} x`],
  ["200,000 spaces", () => `${plain}a${" ".repeat(200_000)}b`],
  ["long gaps in lines", () => plain + `a${" ".repeat(15_000)}b\r\n`.repeat(13)],
  ["dashes", () => `${plain}${"- ".repeat(100_000)}`],
  ["addresses", () => `${plain}${"a@b.c ".repeat(50_000)}`],
  ["empty lines", () => `${plain}a${"\r\n".repeat(150_000)}b`],
  ["a header of 2 MB", () => `From: a@example.com\r\nSubject: ${"x".repeat(2_000_000)}\r\n\r\nbody`],
  ["50,000 headers", () => `${"X-A: b\r\n".repeat(50_000)}\r\nbody`],
  ["a long list of senders", () => `From: ${"<a@example.com>, ".repeat(20_000)}\r\n\r\nbody`],
  ["encoded words", () => `Subject: ${"=?utf-8?B?2YU=?= ".repeat(20_000)}\r\n\r\nbody`],
  [
    "a bounce of one endless line",
    () => `From: mailer-daemon@example.com\r\n\r\n${"user mailbox 550 5.1.1 account ".repeat(20_000)}`,
  ],
  [
    "a bounce of endless fields",
    () => `From: mailer-daemon@example.com\r\n\r\n${"Final-Recipient: rfc822; a@b.c\r\n\r\n".repeat(20_000)}`,
  ],
];

for (const [name, raw] of heavy)
  test(`${name}: read within two seconds`, async () => {
    const reading = await readInTime(raw());
    expect(reading.text.length).toBeLessThanOrEqual(EMAIL_LIMITS.textLength);
  });

function parts(count: number): string {
  const part = "--b\r\nContent-Type: text/plain\r\n\r\nnew words\r\n";
  return `From: a@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${part.repeat(count)}--b--`;
}

function nested(depth: number): string {
  const heads = Array.from(
    { length: depth },
    (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
  );
  return `From: a@example.com\r\n${heads.join("")}Content-Type: text/plain\r\n\r\nwords`;
}
