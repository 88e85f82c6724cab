import fc from "fast-check";
import { expect, test } from "vitest";
import { EMAIL_LIMITS } from "../../channels/email/config.ts";
import { takeApart } from "../../channels/email/mail.ts";
import { type EmailReading, readEmail } from "../../channels/email/read.ts";
import { HEAVY, plain, withFile } from "./heavy-letters.ts";

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

for (const [name, raw] of HEAVY)
  test(`${name}: read within two seconds`, async () => {
    const reading = await readInTime(raw());
    expect(reading.text.length).toBeLessThanOrEqual(EMAIL_LIMITS.textLength);
  });

test("while a letter of 18 MB is taken apart, others have their turn after each 128 KB", async () => {
  const raw = Buffer.from(withFile(18_000_000));
  let turns = 0;
  let over = false;
  const look = (): void => {
    turns += 1;
    if (!over) setImmediate(look);
  };
  look();
  const { attachments } = await takeApart(raw, EMAIL_LIMITS);
  over = true;
  expect(attachments).toEqual([
    { name: "a.pdf", type: "application/pdf", size: 18_000_000, refused: "too-large" },
  ]);
  expect(turns).toBeGreaterThan(raw.length / (128 * 1024));
});
