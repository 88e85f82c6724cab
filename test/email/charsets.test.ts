import { expect, test } from "vitest";
import { EMAIL_LIMITS } from "../../channels/email/config.ts";
import { type EmailReading, readEmail } from "../../channels/email/read.ts";

const words = "مرحبا، نريد عرض سعر لباقة الشركات؟";
const subject = "استفسار عن السعر";

/** "نريد عرض سعر" and "عرض سعر" as other systems write them, byte by byte. */
const windows1256 = Buffer.from("e4d1edcf20dad1d620d3dad1", "hex");
const iso88596 = Buffer.from("e6d1eacf20d9d1d620d3d9d1", "hex");

function read(headers: readonly string[], body: Buffer | string): Promise<EmailReading> {
  const head = Buffer.from(`From: a@example.com\r\n${headers.join("\r\n")}\r\n\r\n`);
  return readEmail(Buffer.concat([head, Buffer.from(body)]), EMAIL_LIMITS, {
    addresses: [],
    messageIdDomain: null,
  });
}

function quotedPrintable(bytes: Buffer): string {
  return [...bytes]
    .map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, "0")}`)
    .join("")
    .replace(/(.{72})/g, "$1=\r\n");
}

const plain: [charset: string, bytes: Buffer, text: string][] = [
  ["utf-8", Buffer.from(words), words],
  ["windows-1256", windows1256, "نريد عرض سعر"],
  ["cp1256", windows1256, "نريد عرض سعر"],
  ["iso-8859-6", iso88596, "نريد عرض سعر"],
];

for (const [charset, bytes, text] of plain) {
  const type = `Content-Type: text/plain; charset="${charset}"`;
  test(`${charset}, 8bit, quoted-printable, base64`, async () => {
    expect(await read([type, "Content-Transfer-Encoding: 8bit"], bytes)).toMatchObject({ text });
    const printed = await read([type, "Content-Transfer-Encoding: quoted-printable"], quotedPrintable(bytes));
    expect(printed).toMatchObject({ text });
    const coded = await read([type, "Content-Transfer-Encoding: base64"], bytes.toString("base64"));
    expect(coded).toMatchObject({ text });
  });

  test(`a subject in ${charset}, as B and as Q`, async () => {
    const coded = `=?${charset}?B?${bytes.toString("base64")}?=`;
    const printed = `=?${charset}?Q?${quotedPrintable(bytes).replace(/=\r\n/g, "")}?=`;
    expect(await read([`Subject: ${coded}`], "x")).toMatchObject({ subject: text });
    expect(await read([`Subject: ${printed}`], "x")).toMatchObject({ subject: text });
  });
}

test("an encoded subject split in the middle of a character", async () => {
  const bytes = Buffer.from(subject);
  const halves = [bytes.subarray(0, 7), bytes.subarray(7)].map(
    (half) => `=?UTF-8?B?${half.toString("base64")}?=`,
  );
  expect(await read([`Subject: ${halves.join("\r\n ")}`], "x")).toMatchObject({ subject });
});

test("HTML in windows-1256 whose charset is said in the header", async () => {
  const body = Buffer.concat([Buffer.from('<div dir="rtl"><p>'), windows1256, Buffer.from("</p></div>")]);
  expect(await read(["Content-Type: text/html; charset=windows-1256"], body)).toMatchObject({
    text: "نريد عرض سعر",
  });
});

test("an Arabic Gmail reply that is only HTML", async () => {
  const html = `<div dir="rtl">نعم، مناسب</div><br><div class="gmail_quote"><div dir="rtl" class="gmail_attr">في الأحد، 15 مارس 2026 في 5:04 ص تمت كتابة ما يلي بواسطة فريق المبيعات &lt;<a href="mailto:s@example.com">s@example.com</a>&gt;:<br></div><blockquote class="gmail_quote" style="margin:0"><div dir="rtl">هل يناسبكم؟</div></blockquote></div>`;
  expect(await read(["Content-Type: text/html; charset=utf-8"], html)).toMatchObject({
    text: "نعم، مناسب",
    quoted: expect.stringContaining("هل يناسبكم؟"),
  });
});

test("an Arabic Outlook reply that is only HTML, with its signature in a table", async () => {
  const html = `<html><head><style>p{margin:0}</style></head><body><div class="WordSection1"><p>نحتاج ٢٠ مستخدماً.</p><p>&nbsp;</p><p>مع أطيب التحيات،</p><table><tr><td>سارة العتيبي</td><td>مديرة المشتريات</td></tr></table><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>من:</b> فريق المبيعات &lt;s@example.com&gt;<br><b>تم الإرسال:</b> الأحد، 15 مارس 2026 05:04 ص<br><b>إلى:</b> سارة &lt;a@example.com&gt;<br><b>الموضوع:</b> عرض السعر</p></div><p>مرحباً سارة</p></div></body></html>`;
  const reading = await read(["Content-Type: text/html; charset=utf-8"], html);
  expect(reading.text).toBe("نحتاج ٢٠ مستخدماً.");
  expect(reading.signature.split(/\s+/).join(" ")).toBe("مع أطيب التحيات، سارة العتيبي مديرة المشتريات");
  expect(reading.quoted).toContain("مرحباً سارة");
});

function alternative(text: string, html: string): string {
  return `--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}\r\n--b--`;
}

test("plain text is preferred, unless it only says that one should look at the HTML", async () => {
  const type = ["MIME-Version: 1.0", "Content-Type: multipart/alternative; boundary=b"];
  const html = `<p>${words}</p><p>${"تفاصيل ".repeat(200)}</p>`;
  expect((await read(type, alternative("كلمات عادية", html))).text).toBe("كلمات عادية");
  expect((await read(type, alternative("", html))).text).toContain(words);
  const stub = "This is an HTML email. Your email client does not support HTML messages.";
  expect((await read(type, alternative(stub, html))).text).toContain(words);
});

test("files are named with type and size; programs and what is too large or too many are refused", async () => {
  const file = (name: string, type: string, body: string) =>
    `--b\r\nContent-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${body}\r\n`;
  const body = `${file("offer.pdf", "application/pdf", "12345")}${file("run.exe", "application/octet-stream", "x")}${file("big.pdf", "application/pdf", "x".repeat(50))}${file("fourth.pdf", "application/pdf", "x")}--b--`;
  const raw = Buffer.from(`From: a@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${body}`);
  const limits = { ...EMAIL_LIMITS, attachmentBytes: 20, attachments: 3 };
  const { attachments } = await readEmail(raw, limits, { addresses: [], messageIdDomain: null });
  expect(attachments.map(({ name, size, refused }) => [name, size, refused])).toEqual([
    ["offer.pdf", 5, null],
    ["run.exe", 1, "program"],
    ["big.pdf", 50, "too-large"],
    ["fourth.pdf", 1, "too-many"],
  ]);
});

test("what a database refuses is left out: NUL, other controls, halves of characters", async () => {
  const reading = await read(["Subject: a\u0000b\u0007c"], "one\u0000two\u000bthree \ud83d");
  expect(`${reading.subject} ${reading.text}`).not.toMatch(/\p{Cc}/u);
  expect(reading.text.isWellFormed()).toBe(true);
  expect(reading.text.startsWith("onetwothree")).toBe(true);
});
