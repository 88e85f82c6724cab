import { afterEach, describe, expect, test } from "vitest";
import { hasDovecot } from "../support/dovecot.ts";
import { ADMIN_KEY, ask } from "../support/house.ts";
import { type Correspondence, openCorrespondence } from "../support/mail-house.ts";
import { until } from "../support/until.ts";

const LETTER = [
  "From: Khalid <khalid@example.net>",
  "To: sales@example.com",
  "Subject: Our plan",
  "Message-ID: <plan/1+a@example.net>",
  "MIME-Version: 1.0",
  "Content-Type: multipart/mixed; boundary=b",
  "",
  "--b",
  "Content-Type: text/plain; charset=utf-8",
  "",
  "Hello, please look at our plan.",
  "--b",
  'Content-Type: application/pdf; name="plan.pdf"',
  'Content-Disposition: attachment; filename="plan.pdf"',
  "Content-Transfer-Encoding: base64",
  "",
  btoa("%PDF our plan"),
  "--b--",
  "",
].join("\r\n");

describe.skipIf(!hasDovecot())("a file that came with a letter, through the real program", () => {
  let mail: Correspondence | null = null;
  afterEach(async () => {
    await mail?.close();
    mail = null;
  });

  test("is fetched from the mailbox by the address in the transcript", async () => {
    mail = await openCorrespondence({ port: 42_410 });
    const { house, box, post } = mail;
    box.deliver(LETTER);
    await until(() => post.taken.length === 1, 30_000);
    const talks = (await ask(house.url, "GET", "/api/v1/conversations")).body.data;
    const { body } = await ask(house.url, "GET", `/api/v1/conversations/${talks[0].id}/messages`);
    const [file] = body.data[0].attachments;
    expect(file).toMatchObject({ mediaType: "application/pdf", fileName: "plan.pdf" });
    const fetched = await fetch(`${house.url}${file.url}`, {
      headers: { authorization: `Bearer ${ADMIN_KEY}` },
    });
    expect([fetched.status, fetched.headers.get("content-type"), await fetched.text()]).toEqual([
      200,
      "application/pdf",
      "%PDF our plan",
    ]);
    expect(house.errors).toEqual([]);
  }, 60_000);
});
