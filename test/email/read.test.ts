import { expect, test } from "vitest";
import { EMAIL_LIMITS } from "../../channels/email/config.ts";
import { readEmail } from "../../channels/email/read.ts";

const own = { addresses: ["sales@majlis.example"], messageIdDomain: "mail.majlis.example" };

function mail(headers: readonly string[], body: string): Uint8Array {
  return Buffer.from(`${headers.join("\r\n")}\r\n\r\n${body.replaceAll("\n", "\r\n")}`);
}

test("a reply in Arabic is read as the person's new words, the history, and the signature", async () => {
  const raw = mail(
    [
      "From: =?UTF-8?B?2LPYp9ix2Kk=?= <Sara@Example.com>",
      "Subject: Re: offer",
      "Content-Type: text/plain; charset=utf-8",
    ],
    "نعم، يناسبنا الثلاثاء.\n\nمع أطيب التحيات،\nسارة العتيبي\nمديرة المشتريات\n\nفي الأحد، ١٥ مارس ٢٠٢٦ في ٥:٠٤ ص، كتب فريق المبيعات\n<sales@majlis.example>:\n\n> هل يناسبكم الثلاثاء؟\n",
  );
  expect(await readEmail(raw, EMAIL_LIMITS, own)).toEqual({
    kind: "message",
    from: "sara@example.com",
    subject: "Re: offer",
    text: "نعم، يناسبنا الثلاثاء.",
    quoted:
      "في الأحد، ١٥ مارس ٢٠٢٦ في ٥:٠٤ ص، كتب فريق المبيعات\n<sales@majlis.example>:\n\n> هل يناسبكم الثلاثاء؟",
    signature: "مع أطيب التحيات،\nسارة العتيبي\nمديرة المشتريات",
    bounce: null,
    attachments: [],
  });
});
