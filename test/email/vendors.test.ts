import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { Resend } from "resend";
import { afterEach, describe, expect, test } from "vitest";
import type { ChannelNews, RawRequest, WebhookDoor } from "../../bot/contracts/channel.ts";
import { Secret } from "../../bot/contracts/secret.ts";
import { emailConfig, openEmail } from "../support/email.ts";
import { json, loopback } from "../support/loopback.ts";
import { choices, outbound } from "../support/outbound.ts";
import { at, vendorContract } from "../support/vendor-contract.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const NOW = Date.UTC(2026, 10, 22, 12);
const SECRET = `whsec_${Buffer.from("a secret of twenty-four b").toString("base64")}`;
const TOKEN = "token-in-the-address";
const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
const PUBLIC_KEY = keys.publicKey.export({ type: "spki", format: "der" }).toString("base64");
const to = { channel: "email", account: "sales@example.com", handle: "khalid@example.net" } as const;
const message = outbound({
  ...{ id: "0190-out", to, text: "متى يناسبك؟", choices: choices("الأحد", "الاثنين") },
  attachments: [
    { kind: "document", mediaType: "text/calendar", fileName: "موعد.ics", reference: "/files/1" },
  ],
});

async function vendor(kind: "resend" | "sendgrid") {
  const api = await loopback(json(kind === "resend" ? 200 : 202, { id: "re_1" }));
  closers.push(api.close);
  const apiKey = new Secret("api-key");
  const { channel, memory, kept } = await openEmail(
    emailConfig({
      carrier: { kind, apiKey, baseUrl: api.url },
      resend: { webhookSecret: new Secret(SECRET), apiKey, baseUrl: api.url },
      sendgrid: { webhookKey: PUBLIC_KEY, inboundToken: new Secret(TOKEN) },
    }),
    { now: () => NOW, timeoutMs: 700, readFile: async () => Buffer.from("BEGIN:VCALENDAR") },
  );
  closers.push(channel.close);
  const door = channel.doors.get(kind);
  if (door === undefined) throw new Error("no door");
  return { api, channel, door, memory, kept };
}

describe.each([
  [
    "resend",
    "/emails",
    vendorContract("resend.yaml", (all) => at(all, "components", "schemas", "SendEmailRequest")),
  ],
  [
    "sendgrid",
    "/v3/mail/send",
    vendorContract("sendgrid-mail-v3.json", (all) =>
      at(all, "components", "requestBodies", "PostMailSend", "content", "application/json", "schema"),
    ),
  ],
] as const)("a mail through %s", (kind, path, contract) => {
  test("is asked for as the vendor's own description wants it", async () => {
    const { api, channel } = await vendor(kind);
    const result = await channel.send(message);
    expect(result).toMatchObject({ ok: true });
    if (result.ok) expect(result.platformIds[0]).toBe("0190-out@majlis.example.com");
    const [heard] = api.heard;
    expect(heard?.path).toBe(path);
    expect(heard?.headers.authorization).toBe("Bearer api-key");
    if (contract !== null) {
      expect(contract(heard?.body)).toEqual([]);
      expect(contract({ from: 5 })).not.toEqual([]);
    }
    const said = JSON.stringify(heard?.body);
    for (const words of [
      "khalid@example.net",
      "متى يناسبك؟",
      "<0190-out@majlis.example.com>",
      "X-Bot-Loop",
      "0190-out",
      "موعد.ics",
    ])
      expect(said).toContain(words);
    if (kind === "resend") expect(heard?.headers["idempotency-key"]).toBe("0190-out");
    expect(channel.limits.settlesByReceipt).toBe(true);
  });

  test.each([
    [401, { message: "bad key" }, "misconfigured"],
    [403, { name: "validation_error", message: "domain is not verified" }, "misconfigured"],
    [429, { name: "rate_limit_exceeded", message: "slow down" }, "retry"],
    [422, { name: "validation_error", message: "Invalid `to` field" }, "unreachable"],
    [413, { message: "too large" }, "rejected"],
    [500, { message: "oops" }, kind === "resend" ? "retry" : "in-doubt"],
  ])("answered %i, %o: %s", async (status, body, failure) => {
    const { api, channel } = await vendor(kind);
    api.answer(json(status, body));
    expect(await channel.send(message)).toMatchObject({ ok: false, failure: { kind: failure } });
  });

  test("a lost answer is a doubt, unless the second try is known to be the same mail", async () => {
    const { api, channel } = await vendor(kind);
    api.answer((_, __, socket) => socket.socket.destroy());
    const kindOfFailure = kind === "resend" ? "retry" : "in-doubt";
    expect(await channel.send(message)).toMatchObject({ failure: { kind: kindOfFailure } });
    await api.close();
    closers.length = 0;
    expect(await channel.send(message)).toMatchObject({ failure: { kind: "retry" } });
    await channel.close();
  });

  test("without its webhook set up nothing settles by itself", async () => {
    const { channel } = await openEmail(
      emailConfig({ carrier: { kind, apiKey: new Secret("k"), baseUrl: "http://127.0.0.1:9" } }),
    );
    closers.push(channel.close);
    expect(channel.limits.settlesByReceipt).toBe(false);
    expect(channel.doors.size).toBe(0);
  });
});

function fromResend(
  event: unknown,
  wanted: { readonly at?: number; readonly secret?: string } = {},
): RawRequest {
  const body = Buffer.from(JSON.stringify(event));
  const time = String(Math.floor((wanted.at ?? NOW) / 1_000));
  const key = Buffer.from((wanted.secret ?? SECRET).slice("whsec_".length), "base64");
  const signature = createHmac("sha256", key).update(`msg_1.${time}.`).update(body).digest("base64");
  const headers = { "svix-id": "msg_1", "svix-timestamp": time, "svix-signature": `v1,AAAA v1,${signature}` };
  return { headers, body };
}

const sent = {
  ...{ email_id: "re_1", created_at: "2026-11-22T11:00:00Z", from: "sales@example.com", subject: "x" },
  ...{ to: ["khalid@example.net"], tags: { majlis_id: "0190-out" } },
};
const event = (type: string, more: Readonly<Record<string, unknown>> = {}) => ({
  ...{ type: `email.${type}`, created_at: "2026-11-22T11:00:00.000Z" },
  data: { ...sent, ...more },
});
const read = async (door: WebhookDoor, request: RawRequest): Promise<readonly ChannelNews[]> => {
  expect(door.isGenuine(request)).toBe(true);
  return await door.read(request);
};

describe("Resend's webhook", () => {
  test("is believed only with its signature over these bytes, just now", async () => {
    const { door } = await vendor("resend");
    const good = fromResend(event("delivered"));
    expect(door.isGenuine(good)).toBe(true);
    expect(door.isGenuine({ ...good, body: Buffer.concat([good.body, Buffer.from(" ")]) })).toBe(false);
    expect(door.isGenuine({ ...good, headers: {} })).toBe(false);
    expect(door.isGenuine({ ...good, headers: { ...good.headers, "svix-id": "msg_2" } })).toBe(false);
    expect(door.isGenuine(fromResend(event("delivered"), { at: NOW - 6 * 60_000 }))).toBe(false);
    expect(door.isGenuine(fromResend(event("delivered"), { at: NOW + 6 * 60_000 }))).toBe(false);
    expect(door.isGenuine(fromResend(event("delivered"), { secret: `whsec_${btoa("another")}` }))).toBe(
      false,
    );
  });

  test("what we believe, Resend's own package believes", () => {
    const { headers, body } = fromResend(event("delivered"), { at: Date.now() });
    const official = new Resend("re_test").webhooks;
    const given = {
      ...{ id: headers["svix-id"] ?? "", timestamp: headers["svix-timestamp"] ?? "" },
      signature: headers["svix-signature"] ?? "",
    };
    const payload = Buffer.from(body).toString();
    expect(official.verify({ payload, headers: given, webhookSecret: SECRET })).toMatchObject({
      type: "email.delivered",
    });
    expect(() =>
      official.verify({ payload: `${payload} `, headers: given, webhookSecret: SECRET }),
    ).toThrow();
  });

  test.each([
    [event("sent"), { status: "sent" }],
    [event("delivered"), { status: "delivered" }],
    [
      event("bounced", {
        bounce: { type: "Permanent", subType: "NoEmail", message: "", diagnosticCode: [] },
      }),
      { status: "failed", failure: { failure: { kind: "unreachable" } } },
    ],
    [
      event("bounced", {
        bounce: { type: "Transient", subType: "MailboxFull", message: "", diagnosticCode: [] },
      }),
      { status: "failed", failure: { failure: { kind: "retry" } } },
    ],
    [
      event("failed", { failed: { reason: "reached_daily_quota" } }),
      { status: "failed", failure: { failure: { kind: "rejected" } } },
    ],
  ])("$type is a receipt of ours", async (told, receipt) => {
    const { door } = await vendor("resend");
    expect(await read(door, fromResend(told))).toMatchObject([
      {
        kind: "receipt",
        receipt: {
          channel: "email",
          account: "sales@example.com",
          ourId: "0190-out",
          platformId: "re_1",
          ...receipt,
        },
      },
    ]);
  });

  test("an address that is dead gets nothing more, until somebody writes from there", async () => {
    const { api, channel, door } = await vendor("resend");
    const bounce = { type: "Permanent", subType: "General", message: "", diagnosticCode: [] };
    await read(door, fromResend(event("bounced", { bounce })));
    expect(await channel.send(message)).toMatchObject({ failure: { kind: "unreachable" } });
    expect(api.heard).toEqual([]);
    api.answer(
      json(200, {
        id: "in_1",
        from: "khalid@example.net",
        to: ["sales@example.com"],
        subject: "I am back",
        text: "Hello",
        message_id: "<b1@example.net>",
        headers: {},
      }),
    );
    await read(door, fromResend(event("received", { email_id: "in_1" })));
    api.answer(json(200, { id: "re_2" }));
    expect(await channel.send(message)).toMatchObject({ ok: true });
  });

  test("a complaint opts the person out; opens are nothing", async () => {
    const { door } = await vendor("resend");
    expect(await read(door, fromResend(event("complained")))).toMatchObject([
      { kind: "preference", marketing: "stop", from: { handle: "khalid@example.net" } },
    ]);
    expect(await read(door, fromResend(event("opened")))).toEqual([]);
  });

  test("a mail that came in is fetched and read like any other, as often as it is told", async () => {
    const { api, door } = await vendor("resend");
    api.answer(
      json(200, {
        ...{
          object: "email",
          id: "in_1",
          from: "Khalid <Khalid@example.net>",
          to: ["sales+more@example.com"],
        },
        ...{ cc: ["boss@example.net"], subject: "Re: quotation", message_id: "<k1@example.net>", html: null },
        text: "Tuesday works.\n\nOn Sun, 22 Nov 2026 Masar <sales@example.com> wrote:\n> When?",
        headers: {
          "in-reply-to": "<0190-out@majlis.example.com>",
          references: "<0190-out@majlis.example.com>",
        },
        attachments: [{ id: "a1", filename: "plan.pdf", content_type: "application/pdf", size: 1_000 }],
        created_at: "2026-11-22T11:59:00Z",
      }),
    );
    const told = fromResend(event("received", { email_id: "in_1" }));
    const news = await read(door, told);
    expect(news).toMatchObject([
      {
        kind: "message",
        message: {
          ...{ id: "k1@example.net", text: "Tuesday works.", senderName: "Khalid", proven: false },
          from: { handle: "khalid@example.net" },
          attachments: [{ kind: "document", mediaType: "application/pdf", reference: "resend:in_1:a1" }],
          mail: {
            inReplyTo: "0190-out@majlis.example.com",
            copied: ["boss@example.net"],
            replyToken: null,
          },
        },
      },
    ]);
    expect(await read(door, told)).toEqual(news);
    expect(api.heard[0]).toMatchObject({ method: "GET", path: "/emails/receiving/in_1" });
  });

  test("a mail that cannot be fetched now is not taken, so that it is told again", async () => {
    const { api, door } = await vendor("resend");
    api.answer(json(503, {}));
    await expect(read(door, fromResend(event("received", { email_id: "in_1" })))).rejects.toThrow("503");
  });

  test("nor is one that is not there yet; hours later it is gone, and the team is told", async () => {
    const { api, door } = await vendor("resend");
    api.answer(json(404, {}));
    const told = event("received", { email_id: "in_1" });
    await expect(read(door, fromResend(told))).rejects.toThrow("404");
    const old = { ...told, created_at: "2026-11-22T08:00:00.000Z" };
    expect(await read(door, fromResend(old))).toMatchObject([{ kind: "notice", severity: "alarm" }]);
  });
});

function fromSendGrid(events: unknown, at = NOW): RawRequest {
  const body = Buffer.from(JSON.stringify(events));
  const time = String(Math.floor(at / 1_000));
  const signature = sign("sha256", Buffer.concat([Buffer.from(time), body]), keys.privateKey).toString(
    "base64",
  );
  const prefix = "x-twilio-email-event-webhook";
  const headers = {
    [`${prefix}-signature`]: signature,
    [`${prefix}-timestamp`]: time,
    "content-type": "application/json",
  };
  return { headers, body };
}

interface File {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

function isFile(value: string | Buffer | File): value is File {
  return typeof value !== "string" && "bytes" in value;
}

function inbound(fields: Readonly<Record<string, string | Buffer | File>>, token: string | null): RawRequest {
  const parts = Object.entries(fields).flatMap(([name, value]) => [
    Buffer.from(`--xYzZY\r\nContent-Disposition: form-data; name="${name}"`),
    Buffer.from(
      isFile(value) ? `; filename="${value.name}"\r\nContent-Type: ${value.type}\r\n\r\n` : "\r\n\r\n",
    ),
    isFile(value) ? value.bytes : Buffer.from(value),
    Buffer.from("\r\n"),
  ]);
  return {
    headers: { "content-type": "multipart/form-data; boundary=xYzZY" },
    body: Buffer.concat([...parts, Buffer.from("--xYzZY--\r\n")]),
    query: token === null ? {} : { token },
  };
}

describe("SendGrid's webhooks", () => {
  test("events are believed only with SendGrid's signature", async () => {
    const { door } = await vendor("sendgrid");
    const good = fromSendGrid([{ event: "delivered" }]);
    expect(door.isGenuine(good)).toBe(true);
    expect(door.isGenuine({ ...good, body: Buffer.from("[]") })).toBe(false);
    expect(door.isGenuine({ ...good, headers: {} })).toBe(false);
    expect(door.isGenuine({ headers: {}, body: good.body, query: { token: TOKEN } })).toBe(false);
    expect(door.isGenuine(fromSendGrid([], NOW - 48 * 3_600_000))).toBe(false);
  });

  test("say what became of our mails", async () => {
    const { door } = await vendor("sendgrid");
    const ours = {
      email: "khalid@example.net",
      timestamp: 1_795_348_800,
      "smtp-id": "<0190-out@majlis.example.com>",
      majlis_id: "0190-out",
    };
    const events = [
      { ...ours, event: "processed" },
      { ...ours, event: "deferred" },
      { ...ours, event: "bounce", type: "blocked", status: "5.7.1" },
      { ...ours, event: "bounce", type: "bounce", status: "5.1.1" },
      { ...ours, event: "dropped", reason: "Unsubscribed Address" },
      { ...ours, event: "spamreport" },
      { ...ours, event: "open" },
    ];
    const news = await read(door, fromSendGrid(events));
    expect(
      news.map((one) =>
        one.kind === "receipt"
          ? [one.receipt.ourId, one.receipt.status, one.receipt.failure?.failure.kind]
          : [one.kind],
      ),
    ).toEqual([
      ["0190-out", "sent", undefined],
      ["0190-out", "failed", "retry"],
      ["0190-out", "failed", "unreachable"],
      ["0190-out", "failed", "opted-out"],
      ["preference"],
    ]);
  });

  test("mail that comes in needs the token of the address", async () => {
    const { door } = await vendor("sendgrid");
    expect(door.isGenuine(inbound({ text: "x" }, null))).toBe(false);
    expect(door.isGenuine(inbound({ text: "x" }, "guess"))).toBe(false);
    expect(door.isGenuine(inbound({ text: "x" }, TOKEN))).toBe(true);
  });

  test("mail taken apart by SendGrid, in the charset it was written in", async () => {
    const { door } = await vendor("sendgrid");
    const form = {
      headers: "Message-ID: <k9@example.net>\r\nDate: Sun, 22 Nov 2026 11:00:00 +0000\r\n",
      ...{ from: "Khalid <khalid@example.net>", to: "sales@example.com", subject: "Hello" },
      text: Buffer.from([0xe3, 0xd1, 0xcd, 0xc8, 0xc7]),
      ...{ charsets: '{"text":"windows-1256"}', dkim: "{@example.net : pass}" },
    };
    const [news] = await read(door, inbound(form, TOKEN));
    expect(news).toMatchObject({ kind: "message", message: { id: "k9@example.net", text: "مرحبا" } });
    if (news?.kind === "message") expect(news.message.proven).toBeUndefined();
    const [unproven] = await read(door, inbound({ ...form, dkim: "{@mailer.example.org : pass}" }, TOKEN));
    expect(unproven).toMatchObject({ message: { proven: false } });
  });

  const attached = (news: readonly ChannelNews[]) =>
    news.flatMap((one) => (one.kind === "message" ? one.message.attachments : []));

  test("files of a mail taken apart by SendGrid are kept, programs are not, and each is found again by its reference", async () => {
    const { door, channel, kept } = await vendor("sendgrid");
    const plan = {
      name: "plan.pdf",
      type: "application/pdf",
      bytes: Buffer.from([0x25, 0x50, 0, 0xff, 13, 10]),
    };
    const form = {
      headers: "Message-ID: <k7@example.net>\r\n",
      ...{
        from: "Khalid <khalid@example.net>",
        to: "sales@example.com",
        subject: "Plan",
        text: "See the plan.",
      },
      attachment1: { name: "run.exe", type: "application/octet-stream", bytes: Buffer.from("MZ") },
      attachment2: plan,
      "attachment-info": '{"attachment2":{"filename":"خطة.pdf","type":"application/pdf"}}',
    };
    const news = await read(door, inbound(form, TOKEN));
    expect(news.map(({ kind }) => kind)).toEqual(["message"]);
    const [file] = attached(news);
    expect(file).toMatchObject({ kind: "document", mediaType: "application/pdf", fileName: "خطة.pdf" });
    expect(kept.size).toBe(1);
    const found = await channel.fetchAttachment(file?.reference ?? "");
    expect(found).toMatchObject({ ok: true, mediaType: "application/pdf" });
    expect(found.ok && Buffer.from(found.bytes).equals(plan.bytes)).toBe(true);
    expect(await channel.fetchAttachment("kept:0:k7@example.net")).toMatchObject({ failure: "gone" });
  });

  test("files of a mail handed over whole are kept too; those of a machine's letter are not", async () => {
    const { door, channel, kept } = await vendor("sendgrid");
    const raw = (more: string) =>
      [
        ...["From: k@example.net", "Message-ID: <k6@example.net>", ...(more === "" ? [] : [more])],
        ...["MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b", ""],
        ...["--b", "Content-Type: text/plain", "", "See the plan.", "--b", "Content-Type: application/pdf"],
        ...["Content-Disposition: attachment; filename=plan.pdf", "Content-Transfer-Encoding: base64", ""],
        ...[btoa("%PDF our plan"), "--b--", ""],
      ].join("\r\n");
    await read(door, inbound({ email: raw("Auto-Submitted: auto-replied") }, TOKEN));
    expect(kept.size).toBe(0);
    const [file] = attached(await read(door, inbound({ email: raw("") }, TOKEN)));
    const found = await channel.fetchAttachment(file?.reference ?? "");
    expect(found.ok && Buffer.from(found.bytes).toString()).toBe("%PDF our plan");
  });

  test("mail handed over whole", async () => {
    const { door } = await vendor("sendgrid");
    const raw =
      "From: k@example.net\r\nMessage-ID: <k8@example.net>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nكم السعر؟\r\n";
    expect(await read(door, inbound({ email: raw }, TOKEN))).toMatchObject([
      { kind: "message", message: { id: "k8@example.net", text: "كم السعر؟", proven: false } },
    ]);
  });
});
