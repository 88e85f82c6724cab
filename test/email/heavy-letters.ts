/** What a parser may choke on, by name; each within the size that a mailbox or a vendor hands over. */
export const plain = "From: a@example.com\r\nSubject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n";
const html = "From: a@example.com\r\nSubject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";

/** A letter with one file of so many bytes. */
export function withFile(bytes: number): string {
  const file = Buffer.alloc(bytes, 7).toString("base64").replace(/.{76}/g, "$&\r\n");
  const words = "--b\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n";
  const type = "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf";
  return `From: a@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${words}--b\r\n${type}\r\nContent-Transfer-Encoding: base64\r\n\r\n${file}\r\n--b--\r\n`;
}

export const HEAVY: readonly (readonly [string, () => string])[] = [
  ["a file of 18 MB", () => withFile(18_000_000)],
  ["6 MB of words", () => plain + "hello world and more\r\n".repeat(300_000)],
  ["6 MB of HTML", () => html + "<p>hello <b>world</b></p>\r\n".repeat(240_000)],
  ["4,000 lines of history above the words", () => `${plain}${"> x\r\n".repeat(3_990)}words`],
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
