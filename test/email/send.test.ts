import { afterEach, describe, expect, test } from "vitest";
import { Secret } from "../../bot/contracts/secret.ts";
import type { OutboundMessage } from "../../bot/conversation/message.ts";
import type { EmailParts } from "../../channels/email/index.ts";
import { emailConfig, mailServer, openEmail } from "../support/email.ts";
import { json, loopback } from "../support/loopback.ts";
import { mailServerOn } from "../support/mail-server.ts";
import { choices, outbound } from "../support/outbound.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const to = { channel: "email", account: "sales@example.com", handle: "khalid@example.net" } as const;
const letter = (wanted: Partial<OutboundMessage> = {}) =>
  outbound({ id: "out-1", to, text: "أهلاً بك", ...wanted });

async function sending(wanted: Omit<Partial<EmailParts>, "memory"> = {}) {
  const server = await mailServerOn();
  closers.push(server.close);
  const carrier = { kind: "smtp", server: mailServer({ port: server.port }) } as const;
  const { channel, told, memory } = await openEmail(emailConfig({ carrier }), {
    timeoutMs: 1_500,
    ...wanted,
  });
  closers.push(channel.close);
  return { server, channel, told, memory };
}

describe("a mail by SMTP, with a real server", () => {
  test("goes out in its thread, marked as automatic, with an id fixed before it is sent", async () => {
    const { server, channel } = await sending();
    const mail = {
      subject: "رد: استفسار",
      inReplyTo: "q1@example.net",
      references: ["q0@example.net", "q1@example.net"],
      unsubscribe: null,
      links: {},
    };
    expect(await channel.send(letter({ mail }))).toEqual({
      ok: true,
      platformIds: ["out-1@majlis.example.com"],
    });
    const [taken] = server.taken;
    expect(taken?.to).toEqual(["khalid@example.net"]);
    expect(taken?.mail).toMatchObject({
      subject: "رد: استفسار",
      messageId: "<out-1@majlis.example.com>",
      inReplyTo: "<q1@example.net>",
      references: ["q0@example.net", "q1@example.net"].map((id) => `<${id}>`),
    });
    const headers = taken?.mail.headers;
    expect(headers?.get("auto-submitted")).toBe("auto-replied");
    expect(headers?.get("x-auto-response-suppress")).toBe("All");
    expect(headers?.get("x-bot-loop")).toBe("majlis");
    expect(headers?.has("list")).toBe(false);
    expect(server.signedIn).toEqual(["PLAIN"]);
  });

  test("says the same in words and in HTML, right to left in Arabic, the answered words below", async () => {
    const { server, channel } = await sending({
      background: async () => ({
        name: "خالد",
        answers: { text: "كم السعر؟\nشكراً", name: "خالد", at: Date.UTC(2026, 10, 22, 9) },
      }),
    });
    await channel.send(letter({ text: "السعر ٥٠٠ ريال <script>", choices: choices("الأحد", "الاثنين") }));
    const mail = server.taken[0]?.mail;
    expect(mail?.text).toMatchInlineSnapshot(`
      "السلام عليكم خالد،

      السعر ٥٠٠ ريال <script>

      ١. الأحد
      ٢. الاثنين

      -- 
      مع أطيب التحيات،
      Masar
      https://masar.example
      للتواصل المباشر: Sara, ‎+966500000000‏

      في ٢٢ نوفمبر ٢٠٢٦ في ١٢:٠٠ م، كتب خالد:
      > كم السعر؟
      > شكراً"
    `);
    expect(mail?.html).toMatch(/<html lang="ar" dir="rtl">/);
    expect(mail?.html).toContain("'IBM Plex Sans Arabic'");
    expect(mail?.html).toContain("&lt;script&gt;");
    expect(mail?.html).not.toContain("<script>");
    expect(mail?.html).toContain("<blockquote");
  });

  test("links of one click are in it, and words that are signed already get no second signature", async () => {
    const { server, channel } = await sending();
    const mail = {
      ...{ subject: "Times", inReplyTo: null, references: [] },
      unsubscribe: "https://majlis.example.com/u/1",
      links: { c1: "https://majlis.example.com/l/1", c2: "javascript:alert(1)" },
    };
    const text = "Dear Khalid,\n\nWhich time suits you?\n\nKind regards,\nMasar";
    await channel.send(letter({ language: "en", text, choices: choices("Sunday", "Monday"), mail }));
    const sent = server.taken[0]?.mail;
    expect(sent?.text).toContain("1. Sunday\n   https://majlis.example.com/l/1\n2. Monday\n");
    expect(sent?.text?.match(/Kind regards/g)).toHaveLength(1);
    expect(sent?.html).toContain('<a href="https://majlis.example.com/l/1"');
    expect(sent?.html).not.toContain("javascript:");
    const raw = server.taken[0]?.raw.toString("utf8") ?? "";
    expect(raw).toContain("List-Unsubscribe: <https://majlis.example.com/u/1>\r\n");
    expect(raw).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
    expect(raw).toContain("Auto-Submitted: auto-generated\r\n");
  });

  test("no value can begin a header of its own, and a thread's ids are at most twenty", async () => {
    const { server, channel } = await sending();
    const evil = "x\r\nBcc: everybody@example.org\r\n\r\nbody";
    const references = Array.from({ length: 60 }, (_, index) => `r${index}@example.net`);
    const mail = {
      subject: `Hello ${evil}`,
      inReplyTo: evil,
      references: [evil, ...references],
      unsubscribe: evil,
      links: {},
    };
    await channel.send(letter({ mail, text: "hello" }));
    expect(server.taken[0]?.to).toEqual(["khalid@example.net"]);
    const sent = server.taken[0]?.mail;
    expect(sent?.bcc).toBeUndefined();
    expect(sent?.headers.has("bcc")).toBe(false);
    expect(sent?.inReplyTo).toBeUndefined();
    const ids = sent?.references ?? [];
    expect(ids).toHaveLength(20);
    expect([ids[0], ids.at(-1)]).toEqual(["<r0@example.net>", "<r59@example.net>"]);
    expect(await channel.send(letter({ to: { ...to, handle: "a@b.c\r\nRCPT TO:<x@y.z>" } }))).toMatchObject({
      failure: { kind: "unreachable" },
    });
  });

  test("our own files go along", async () => {
    const files = new Map([["/files/p.pdf", Buffer.from("%PDF-1.7 proposal")]]);
    const { server, channel } = await sending({ readFile: async (path) => files.get(path) ?? null });
    const file = {
      kind: "document",
      mediaType: "application/pdf",
      fileName: "عرض السعر.pdf",
      reference: "/files/p.pdf",
    } as const;
    expect(await channel.send(letter({ attachments: [file] }))).toMatchObject({ ok: true });
    expect(server.taken[0]?.mail.attachments).toMatchObject([
      {
        filename: "عرض السعر.pdf",
        contentType: "application/pdf",
        content: Buffer.from("%PDF-1.7 proposal"),
      },
    ]);
    const gone = await channel.send(letter({ attachments: [{ ...file, reference: "/files/gone" }] }));
    expect(gone).toMatchObject({ failure: { kind: "rejected" } });
  });

  test.each([
    ["greylisted", { to: "450 4.2.0 come back later" }, "retry"],
    ["server has trouble after the mail", { data: "451 4.3.0 try again" }, "retry"],
    ["nobody of that name", { to: "550 5.1.1 no such user" }, "unreachable"],
    ["a full mailbox", { to: "552 5.2.2 mailbox full" }, "retry"],
    ["refused by policy", { to: "550 5.7.1 not wanted" }, "rejected"],
    ["refused content", { data: "554 5.6.0 spam" }, "rejected"],
    ["we may not send", { from: "553 5.7.1 sender not yours" }, "misconfigured"],
    ["too many connections", { from: "421 4.7.0 later" }, "retry"],
    ["the line is cut after the mail was taken", { cutAfterData: true }, "in-doubt"],
  ])("%s: %o is %s", async (_, refusals, kind) => {
    const { server, channel } = await sending();
    Object.assign(server.refusals, refusals);
    const result = await channel.send(letter());
    expect(result).toMatchObject({ ok: false, failure: { kind } });
    if (!result.ok) expect(result.detail).not.toContain("khalid@");
  });

  test("a wrong password stops the account; a server that is away is waited for", async () => {
    const server = await mailServerOn();
    const wrong = {
      kind: "smtp",
      server: mailServer({ port: server.port, password: new Secret("wrong") }),
    } as const;
    const { channel } = await openEmail(emailConfig({ carrier: wrong }), { timeoutMs: 1_500 });
    closers.push(channel.close);
    expect(await channel.send(letter())).toMatchObject({ failure: { kind: "misconfigured" } });
    await server.close();
    expect(await channel.send(letter())).toMatchObject({ failure: { kind: "retry", scope: "account" } });
  });

  test("a server that says nothing more while we sign in is waited for: nothing has left, so nothing is in doubt", async () => {
    const server = await mailServerOn({ onAuth: () => undefined });
    closers.push(server.close);
    const carrier = { kind: "smtp", server: mailServer({ port: server.port }) } as const;
    const { channel } = await openEmail(emailConfig({ carrier }), { timeoutMs: 300 });
    closers.push(channel.close);
    expect(await channel.send(letter())).toMatchObject({ failure: { kind: "retry", scope: "account" } });
  });

  test("a second try is the same mail", async () => {
    const { server, channel } = await sending();
    await channel.send(letter());
    await channel.send(letter());
    expect(new Set(server.taken.map(({ mail }) => mail.messageId)).size).toBe(1);
  });

  /** Sends over SMTP, signed in by what the server of tokens gives. */
  const signingIn = async (
    tokens: Awaited<ReturnType<typeof loopback>>,
    clientSecret: Secret | null,
    now: () => number = Date.now,
  ) => {
    closers.push(tokens.close);
    const server = await mailServerOn();
    closers.push(server.close);
    const { channel } = await openEmail(
      emailConfig({
        carrier: { kind: "smtp", server: mailServer({ port: server.port, password: null }) },
        oauth: {
          ...{ tokenUrl: `${tokens.url}/token`, clientId: "client", clientSecret },
          refreshToken: new Secret("refresh"),
        },
      }),
      { now },
    );
    closers.push(channel.close);
    return { server, channel };
  };

  test("access tokens are fetched, renewed before they end, and never a password is sent", async () => {
    let now = Date.UTC(2026, 10, 22);
    let made = 0;
    const tokens = await loopback((request, response) => {
      made += 1;
      expect(Object.fromEntries(new URLSearchParams(request.raw.toString()))).toMatchObject({
        ...{ grant_type: "refresh_token", client_id: "client", client_secret: "hidden" },
        refresh_token: made === 1 ? "refresh" : "refresh 2",
      });
      json(200, { access_token: "secret", expires_in: 3_600, refresh_token: "refresh 2" })(
        request,
        response,
        undefined as never,
      );
    });
    const { server, channel } = await signingIn(tokens, new Secret("hidden"), () => now);
    for (const minutes of [0, 10, 40, 46, 50]) {
      now = Date.UTC(2026, 10, 22) + minutes * 60_000;
      expect(await channel.send(letter({ id: `out-${minutes}` }))).toMatchObject({ ok: true });
    }
    expect(server.signedIn).toEqual(Array.from({ length: 5 }, () => "XOAUTH2"));
    expect(made).toBe(1);
    now += 6 * 60_000;
    await channel.send(letter({ id: "out-56" }));
    expect(made).toBe(2);
  });

  test("a token that the server no longer takes is not offered again: the next try brings a fresh one", async () => {
    const given = ["revoked", "secret"];
    const tokens = await loopback((request, response) =>
      json(200, { access_token: given.shift() ?? "none", expires_in: 3_600 })(
        request,
        response,
        undefined as never,
      ),
    );
    const { channel } = await signingIn(tokens, null);
    expect(await channel.send(letter())).toMatchObject({ failure: { kind: "misconfigured" } });
    expect(await channel.send(letter())).toMatchObject({ ok: true });
  });

  test("one sender gets only so many answers, and the team is told", async () => {
    const { server, channel, told } = await sending({ mayAnswer: async () => false });
    expect(await channel.send(letter())).toMatchObject({ failure: { kind: "too-many" } });
    expect(server.taken).toEqual([]);
    expect(told).toMatchObject([
      { kind: "notice", severity: "warning", what: "too many answers to one sender" },
    ]);
  });

  test("nothing goes to ourselves, to no address, or without a carrier", async () => {
    const { channel } = await sending();
    expect(await channel.send(letter({ to: { ...to, handle: "Sales@example.com" } }))).toMatchObject({
      failure: { kind: "rejected" },
    });
    expect(await channel.send(letter({ to: { ...to, handle: "nobody" } }))).toMatchObject({
      failure: { kind: "unreachable" },
    });
    const bare = await openEmail(emailConfig());
    closers.push(bare.channel.close);
    expect(await bare.channel.send(letter())).toMatchObject({ failure: { kind: "misconfigured" } });
  });
});
