import type { Dice } from "./mutate.ts";
import { hardText } from "./texts.ts";
import type { Post } from "./wire.ts";

/** A mail that SendGrid took in: as fields, or whole, torn anywhere. */
export function mailForm(dice: Dice): Pick<Post, "headers" | "body"> {
  const fields: Record<string, string> = {
    ...{
      from: `Noura <noura${dice.roll(300)}@example.net>`,
      to: "sales@example.com",
      subject: hardText(dice),
    },
    ...{ headers: `Message-ID: <v${dice.roll(1e6)}@example.net>\r\n${hardText(dice)}`, text: hardText(dice) },
    ...{
      html: `<p>${hardText(dice)}`,
      charsets: dice.pick(['{"text":"windows-1256"}', "[1]", "{", '{"text":1}']),
    },
    ...{ dkim: "{@example.net : pass}", "attachment-info": dice.pick(["{}", "null", '{"attachment1":[]}']) },
    ...(dice.roll(3) === 0 ? { email: wholeMail(dice) } : {}),
  };
  const parts = Object.entries(fields)
    .filter(() => dice.roll(8) > 0)
    .map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  const body = Buffer.from(`${parts.join("")}--b--\r\n`);
  const torn = dice.roll(6) === 0 ? body.subarray(0, dice.roll(body.length)) : body;
  return { headers: { "content-type": 'multipart/form-data; boundary="b"' }, body: torn };
}

function wholeMail(dice: Dice): string {
  const depth = dice.roll(200) === 0 ? 2_000 : dice.roll(30);
  const open = Array.from(
    { length: depth },
    (_, at) => `Content-Type: multipart/mixed; boundary=n${at}\r\n\r\n--n${at}\r\n`,
  );
  const files = "--n0\r\nContent-Disposition: attachment; filename=a.zip\r\n\r\nx\r\n".repeat(
    dice.roll(9) === 0 ? 1_000 : 2,
  );
  return `From: a${dice.roll(300)}@example.net\r\nSubject: =?utf-8?Q?${hardText(dice)}?=\r\n${open.join("")}\r\n${hardText(dice)}\r\n${files}`;
}
