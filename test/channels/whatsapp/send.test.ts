import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { SendResult } from "../../../bot/contracts/channel.ts";
import { Secret } from "../../../bot/contracts/secret.ts";
import type { OutboundMessage } from "../../../bot/conversation/message.ts";
import type { WhatsAppConfig } from "../../../channels/whatsapp/config.ts";
import { type WhatsAppChannel, whatsapp } from "../../../channels/whatsapp/index.ts";
import { type Answer, json, loopback } from "../../support/loopback.ts";
import { choices, outbound } from "../../support/outbound.ts";
import { sharedFolder } from "../../support/shared.ts";

const taken = {
  messaging_product: "whatsapp",
  contacts: [{ input: "+966500000001", wa_id: "966500000001" }],
  messages: [{ id: "wamid.1" }],
};
const accept: Answer = json(200, taken);

let graph: Awaited<ReturnType<typeof loopback>>;
const opened: WhatsAppChannel[] = [];

beforeAll(async () => {
  graph = await loopback(accept);
});
beforeEach(() => {
  graph.answer(accept);
  graph.heard.length = 0;
});
afterAll(async () => {
  await graph.close();
  await Promise.all(opened.map((channel) => channel.close()));
});

function open(config: Partial<WhatsAppConfig> = {}, now: () => number = Date.now): WhatsAppChannel {
  const channel = whatsapp(
    {
      accessToken: new Secret("token"),
      appSecret: new Secret("secret"),
      verifyToken: new Secret("verify"),
      baseUrl: graph.url,
      apiVersion: "v26.0",
      messagesPerSecond: 0,
      publicUrl: null,
      ...config,
    },
    {
      now,
      readFile: async (path) => (path === "/files/offer.pdf" ? Buffer.from("%PDF-1.7") : null),
      timeoutMs: 400,
    },
  );
  opened.push(channel);
  return channel;
}

const bodies = () => graph.heard.map((request) => request.body);
const send = (message: Partial<OutboundMessage>, config: Partial<WhatsAppConfig> = {}) =>
  open(config).send(outbound(message));

const envelope = {
  messaging_product: "whatsapp",
  recipient_type: "individual",
  to: "+966500000001",
  biz_opaque_callback_data: "out_1",
};

describe("exact requests", () => {
  test("a text, quoted, to the number that was written to", async () => {
    const result = await send({ text: "وعليكم السلام، حيّاك الله", inReplyTo: "wamid.in" });
    expect(result).toEqual({ ok: true, platformIds: ["wamid.1"] });
    expect(graph.heard[0]).toMatchObject({ method: "POST", path: "/v26.0/106540352242922/messages" });
    expect(graph.heard[0]?.headers).toMatchObject({
      authorization: "Bearer token",
      "content-type": "application/json",
    });
    expect(bodies()).toEqual([
      {
        ...envelope,
        context: { message_id: "wamid.in" },
        type: "text",
        text: { preview_url: false, body: "وعليكم السلام، حيّاك الله" },
      },
    ]);
  });

  test("up to three short choices are buttons", async () => {
    await send({ text: "أي وقت يناسبك؟", choices: choices("الأحد ٣ م", "الاثنين ١٠ ص", "*وقت آخر*") });
    expect(bodies()).toEqual([
      {
        ...envelope,
        type: "interactive",
        interactive: {
          type: "button",
          body: { text: "أي وقت يناسبك؟" },
          action: {
            buttons: [
              { type: "reply", reply: { id: "c1", title: "الأحد ٣ م" } },
              { type: "reply", reply: { id: "c2", title: "الاثنين ١٠ ص" } },
              { type: "reply", reply: { id: "c3", title: "وقت آخر" } },
            ],
          },
        },
      },
    ]);
  });

  test("more of them, or longer ones, are a list", async () => {
    const long = "الأحد ٢٩ نوفمبر، الساعة الثالثة عصراً";
    await send({
      text: "اختر الوقت المناسب",
      choicesLabel: "المواعيد المتاحة هذا الأسبوع",
      choices: [
        { id: "s1", label: long, description: "مع سارة" },
        { id: "s2", label: "الاثنين ١٠ ص", description: null },
      ],
    });
    expect(bodies()).toMatchObject([
      {
        type: "interactive",
        interactive: {
          type: "list",
          body: { text: "اختر الوقت المناسب" },
          action: {
            button: "المواعيد المتاحة هذ…",
            sections: [
              {
                rows: [
                  { id: "s1", title: "الأحد ٢٩ نوفمبر، الساعة…", description: `${long} · مع سارة` },
                  { id: "s2", title: "الاثنين ١٠ ص" },
                ],
              },
            ],
          },
        },
      },
    ]);
  });

  test("equal titles cannot be buttons, and more than ten rows are a numbered text", async () => {
    await send({ text: "Which one?", language: "en", choices: choices("Riyadh", "Riyadh") });
    await send({ text: "Which one?", language: "en", choices: choices(..."abcdefghijk") });
    expect(bodies()).toMatchObject([{ interactive: { type: "list" } }, { type: "text" }]);
    expect(graph.heard[1]?.body).toMatchObject({
      text: { body: expect.stringMatching(/^Which one\?\n\n1\. a\n2\. b\n[\s\S]*\n11\. k$/) },
    });
  });

  test.each([
    [
      "عندي لك ثلاث أوقات، أي واحد أنسب؟\n\u200f١. الأحد ٢٩ نوفمبر\n\u200f٢. الاثنين ٣٠ نوفمبر\n\u200f٣. الثلاثاء ١ ديسمبر",
      "عندي لك ثلاث أوقات، أي واحد أنسب؟",
    ],
    [
      "Hello.\nWhich suits you?\n1. Sunday\n2. Monday\n3. Tuesday\nAll in Riyadh time.",
      "Hello.\nWhich suits you?\nAll in Riyadh time.",
    ],
    ["Two plans:\n1. Start\n2. Growth\nWhen?", "Two plans:\n1. Start\n2. Growth\nWhen?"],
    ["1. Sunday\n2. Monday\n3. Tuesday", "1. Sunday\n2. Monday\n3. Tuesday"],
  ])("what the buttons say is not listed beside them once more: %j", async (text, body) => {
    await send({ text, choices: choices("الأحد", "الاثنين", "الثلاثاء") });
    expect(bodies().at(-1)).toMatchObject({ interactive: { type: "button", body: { text: body } } });
  });

  test("where no button fits, the list stands in the words, and once", async () => {
    const text = ["Which one?", ...[..."abcdefghijk"].map((one, place) => `${place + 1}. ${one}`)].join("\n");
    await send({ text, language: "en", choices: choices(..."abcdefghijk") });
    expect(bodies().at(-1)).toMatchObject({ text: { body: text } });
  });

  test("a text beside choices that is too long goes before them", async () => {
    const sentence = "هذه جملة طويلة نسبياً عن نظام إدارة العملاء. ";
    const text = sentence.repeat(60).trim();
    const result = await send({ text, choices: choices("نعم", "لا") });
    expect(result).toMatchObject({ ok: true });
    const [first, second] = bodies() as {
      text?: { body: string };
      interactive?: { body: { text: string } };
      biz_opaque_callback_data: string;
    }[];
    expect(`${first?.text?.body} ${second?.interactive?.body.text}`).toBe(text);
    expect(first?.text?.body.endsWith(".")).toBe(true);
    expect([first?.biz_opaque_callback_data, second?.biz_opaque_callback_data]).toEqual([
      "out_1#0",
      "out_1#1",
    ]);
  });

  test("a template, its values on one line", async () => {
    await send({ template: { name: "follow_up", language: "ar", values: ["أحمد\nالقحطاني", ""] } });
    expect(bodies()).toEqual([
      {
        ...envelope,
        type: "template",
        template: {
          name: "follow_up",
          language: { policy: "deterministic", code: "ar" },
          components: [
            {
              type: "body",
              parameters: [
                { type: "text", text: "أحمد القحطاني" },
                { type: "text", text: "-" },
              ],
            },
          ],
        },
      },
    ]);
  });

  const pdf = {
    kind: "document",
    mediaType: "application/pdf",
    fileName: "عرض.pdf",
    reference: "/files/offer.pdf",
  } as const;

  test("a file by link under our public address", async () => {
    await send({ text: "العرض مرفق", attachments: [pdf] }, { publicUrl: "https://majlis.example" });
    expect(bodies()).toEqual([
      {
        ...envelope,
        type: "document",
        document: {
          link: "https://majlis.example/files/offer.pdf",
          filename: "عرض.pdf",
          caption: "العرض مرفق",
        },
      },
    ]);
  });

  test("a file without a public address is uploaded first", async () => {
    graph.answer((request, response, incoming) =>
      (request.path.endsWith("/media") ? json(200, { id: "4711" }) : accept)(request, response, incoming),
    );
    expect(await send({ text: "العرض مرفق", attachments: [pdf] })).toMatchObject({ ok: true });
    expect(graph.heard[0]?.path).toBe("/v26.0/106540352242922/media");
    expect(graph.heard[0]?.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    const form = graph.heard[0]?.raw.toString("utf8") ?? "";
    expect(form).toContain('name="messaging_product"\r\n\r\nwhatsapp\r\n');
    expect(form).toContain(
      'name="file"; filename="عرض.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\r\n--',
    );
    expect(graph.heard[1]?.body).toEqual({
      ...envelope,
      type: "document",
      document: { id: "4711", filename: "عرض.pdf", caption: "العرض مرفق" },
    });
  });

  test("a calendar file goes up as the text it is, and a file that is gone is refused", async () => {
    graph.answer((request, response, incoming) =>
      (request.path.endsWith("/media") ? json(200, { id: "4712" }) : accept)(request, response, incoming),
    );
    const ics = { ...pdf, mediaType: "text/calendar", fileName: "meeting.ics" };
    await send({ text: "الموعد", attachments: [ics] });
    expect(graph.heard[0]?.raw.toString("utf8")).toContain("Content-Type: text/plain\r\n");
    expect(await send({ attachments: [{ ...pdf, reference: "/files/none.pdf" }] })).toMatchObject({
      ok: false,
      failure: { kind: "rejected" },
    });
  });

  test("a reaction, and a reaction taken back", async () => {
    await send({ reaction: "👍", inReplyTo: "wamid.in" });
    await send({ reaction: "", inReplyTo: "wamid.in" });
    expect(bodies()).toEqual([
      { ...envelope, type: "reaction", reaction: { message_id: "wamid.in", emoji: "👍" } },
      { ...envelope, type: "reaction", reaction: { message_id: "wamid.in", emoji: "" } },
    ]);
  });

  test("read and typing signs", async () => {
    await open().acknowledge({ channel: "whatsapp", account: "77", handle: "+966500000001" }, "wamid.in");
    expect(graph.heard[0]?.path).toBe("/v26.0/77/messages");
    expect(bodies()).toEqual([
      {
        messaging_product: "whatsapp",
        status: "read",
        message_id: "wamid.in",
        typing_indicator: { type: "text" },
      },
    ]);
  });

  test("nothing to say is refused before anything leaves", async () => {
    expect(await send({ text: "  " })).toMatchObject({ ok: false, failure: { kind: "rejected" } });
    expect(graph.heard).toEqual([]);
  });
});

describe("who it goes to", () => {
  const to = (handle: string) => ({ channel: "whatsapp", account: "77", handle }) as const;

  test("a business-scoped id never stands in `to`", async () => {
    await send({ text: "hi", to: to("SA.13491208655302741918") });
    expect(bodies()).toMatchObject([{ recipient: "SA.13491208655302741918" }]);
    expect(bodies()[0]).not.toHaveProperty("to");
  });

  test("the phone is preferred when we know it", async () => {
    await send({ text: "hi", to: to("SA.13491208655302741918"), alsoKnownAs: ["966500000009"] });
    expect(bodies()).toMatchObject([{ to: "+966500000009" }]);
    expect(bodies()[0]).not.toHaveProperty("recipient");
  });
});

describe("what failures mean", () => {
  const refuse = (status: number, code: number, more: object = {}, headers = {}): Answer =>
    json(
      status,
      { error: { message: "m", code, error_data: { details: "to +966 50 000 0001 it is" }, ...more } },
      headers,
    );
  const failureFor = async (answer: Answer): Promise<unknown> => {
    graph.answer(answer);
    const result = await send({ text: "hi" });
    return result.ok ? "sent" : result.failure;
  };

  test.each([
    [401, 190, { kind: "misconfigured" }],
    [403, 200, { kind: "misconfigured" }],
    [403, 10, { kind: "misconfigured" }],
    [400, 131005, { kind: "misconfigured" }],
    [400, 131042, { kind: "misconfigured" }],
    [403, 131031, { kind: "misconfigured" }],
    [400, 368, { kind: "misconfigured" }],
    [400, 133010, { kind: "misconfigured" }],
    [400, 130429, { kind: "retry", afterMs: null, scope: "message" }],
    [400, 80007, { kind: "retry", afterMs: null, scope: "message" }],
    [400, 4, { kind: "retry", afterMs: null, scope: "message" }],
    [400, 131048, { kind: "retry", afterMs: 3_600_000, scope: "account" }],
    [400, 131056, { kind: "retry", afterMs: 6_000, scope: "person" }],
    [500, 131000, { kind: "retry", afterMs: null, scope: "message" }],
    [400, 131016, { kind: "retry", afterMs: null, scope: "message" }],
    [503, 2, { kind: "retry", afterMs: null, scope: "message" }],
    [500, 987654, { kind: "retry", afterMs: null, scope: "message" }],
    [400, 131047, { kind: "outside-window" }],
    [400, 131050, { kind: "opted-out" }],
    [400, 131026, { kind: "unreachable" }],
    [400, 131021, { kind: "unreachable" }],
    [400, 130497, { kind: "unreachable" }],
    [400, 131049, { kind: "rejected" }],
    [400, 130472, { kind: "rejected" }],
    [400, 131009, { kind: "rejected" }],
    [400, 131053, { kind: "rejected" }],
    [400, 131062, { kind: "rejected" }],
    [400, 132001, { kind: "rejected" }],
    [400, 132015, { kind: "rejected" }],
    [400, 100, { kind: "rejected" }],
    [400, 424242, { kind: "rejected" }],
  ])("HTTP %i with code %i", async (status, code, expected) => {
    expect(await failureFor(refuse(status, code))).toEqual(expected);
  });

  test("an unknown number id is a matter of configuration", async () => {
    expect(await failureFor(refuse(400, 100, { error_subcode: 33 }))).toEqual({ kind: "misconfigured" });
  });

  test("Retry-After is obeyed, in seconds and as a date", async () => {
    expect(await failureFor(refuse(429, 80007, {}, { "retry-after": "7" }))).toEqual({
      kind: "retry",
      afterMs: 7_000,
      scope: "message",
    });
    const date = new Date(Date.now() + 60_000).toUTCString();
    const failure = (await failureFor(refuse(503, 131016, {}, { "retry-after": date }))) as {
      afterMs: number;
    };
    expect(failure.afterMs).toBeGreaterThan(50_000);
    expect(failure.afterMs).toBeLessThanOrEqual(60_000);
  });

  test("the detail names the code and hides the number", async () => {
    graph.answer(refuse(400, 131026));
    expect(await send({ text: "hi" })).toMatchObject({ detail: "131026: to [number] it is (HTTP 400)" });
  });

  test.each<[string, Answer, unknown]>([
    [
      "half an answer",
      (_, response) => response.writeHead(200).end('{"messaging_product":"whatsapp","mess'),
      { kind: "in-doubt" },
    ],
    ["an empty answer", (_, response) => response.writeHead(200).end(), { kind: "in-doubt" }],
    [
      "an answer without an id",
      json(200, { messaging_product: "whatsapp", messages: [] }),
      { kind: "in-doubt" },
    ],
    ["a dropped connection", (_, __, incoming) => incoming.socket.destroy(), { kind: "in-doubt" }],
    [
      "a connection dropped in the middle of an answer",
      (_, response, incoming) => {
        response.writeHead(200, { "content-length": "500" });
        response.write('{"messages":[{"id":"wamid.1"}]}', () => incoming.socket.destroy());
      },
      { kind: "in-doubt" },
    ],
    ["no answer at all", () => {}, { kind: "in-doubt" }],
    [
      "a gateway's error page",
      (_, response) => response.writeHead(502).end("<html>Bad Gateway</html>"),
      { kind: "in-doubt" },
    ],
    [
      "a 429 without words",
      (_, response) => response.writeHead(429).end(),
      { kind: "retry", afterMs: null, scope: "message" },
    ],
    ["a refusal without words", (_, response) => response.writeHead(400).end(), { kind: "rejected" }],
    ["a wrong address", (_, response) => response.writeHead(404).end("not here"), { kind: "misconfigured" }],
  ])("%s", async (_, answer, expected) => {
    expect(await failureFor(answer)).toEqual(expected);
  });

  test("a refused connection certainly sent nothing", async () => {
    const result = await send({ text: "hi" }, { baseUrl: "http://127.0.0.1:9" });
    expect(result).toMatchObject({ ok: false, failure: { kind: "retry", afterMs: null, scope: "message" } });
  });

  test("a channel that was closed sends nothing and says so", async () => {
    const channel = open();
    await channel.close();
    expect(await channel.send(outbound({ text: "hi" }))).toMatchObject({
      ok: false,
      failure: { kind: "retry" },
    });
    expect(graph.heard).toEqual([]);
  });

  test("a message that waited too long for a connection is not sent after all", async () => {
    graph.answer(() => {});
    const channel = open();
    const results = await Promise.all(
      Array.from({ length: 70 }, () => channel.send(outbound({ text: "hi" }))),
    );
    const kinds = results.map((result) => (result.ok ? "sent" : result.failure.kind));
    await new Promise((later) => setTimeout(later, 100));
    // 64 connections hold one each; the others never left, now or later.
    expect(kinds.filter((kind) => kind === "in-doubt")).toHaveLength(64);
    expect(kinds.filter((kind) => kind === "retry")).toHaveLength(6);
    expect(graph.heard).toHaveLength(64);
  });

  test("read signs never reject", async () => {
    const to = { channel: "whatsapp", account: "77", handle: "+966500000001" } as const;
    await open({ baseUrl: "http://127.0.0.1:9" }).acknowledge(to, "wamid.in");
    graph.answer((_, __, incoming) => incoming.socket.destroy());
    await open().acknowledge(to, "wamid.in");
    expect(graph.heard).toHaveLength(1);
  });
});

describe("a message in parts", () => {
  const text = `${"جملة أولى طويلة عن النظام. ".repeat(140)}\n\n${"جملة ثانية عن السعر. ".repeat(100)}`;

  test("a slow platform gets the rest in another go, so that nobody waits long for what is under way", async () => {
    let now = 0;
    graph.answer((request, response, incoming) => {
      now += 9_000;
      accept(request, response, incoming);
    });
    const channel = open({}, () => now);
    const first = await channel.send(outbound({ text }));
    expect(first).toMatchObject({
      ok: false,
      failure: { kind: "retry", afterMs: 0, scope: "message" },
      sent: ["wamid.1"],
    });
    expect(await channel.send(outbound({ text }), 1)).toMatchObject({ ok: true });
    expect(graph.heard).toHaveLength(2);
  });

  test("a failure midway says what went, and the rest is sent alone", async () => {
    let count = 0;
    graph.answer((request, response, incoming) => {
      count++;
      const answer =
        count === 2
          ? json(503, { error: { code: 131016 } })
          : json(200, { messages: [{ id: `wamid.${count}` }] });
      answer(request, response, incoming);
    });
    const channel = open();
    const failed = await channel.send(outbound({ text, inReplyTo: "wamid.in" }));
    expect(failed).toMatchObject({ ok: false, failure: { kind: "retry" }, sent: ["wamid.1"] });
    const skip = failed.ok ? 0 : (failed.sent?.length ?? 0);
    const rest: SendResult = await channel.send(outbound({ text, inReplyTo: "wamid.in" }), skip);
    expect(rest).toEqual({ ok: true, platformIds: ["wamid.3"] });
    const [first, second, again] = bodies() as { context?: unknown; text: { body: string } }[];
    expect(again).toEqual(second);
    expect(first?.context).toEqual({ message_id: "wamid.in" });
    expect(again?.context).toBeUndefined();
    expect(`${first?.text.body} ${again?.text.body}`.replace(/\s+/g, " ")).toBe(
      text.trim().replace(/\s+/g, " "),
    );
  });
});

describe("pace", () => {
  test("after 131056 only that person waits, longer each time, and a success forgets it", async () => {
    let now = 1_000_000;
    const channel = open({}, () => now);
    const message = outbound({ text: "hi" });
    const other = outbound({ text: "hi", to: { ...message.to, handle: "+966500000002" } });
    graph.answer(json(400, { error: { code: 131056 } }));
    expect(await channel.send(message)).toMatchObject({
      failure: { kind: "retry", afterMs: 6_000, scope: "person" },
    });
    now += 1_000;
    expect(await channel.send(message)).toMatchObject({
      failure: { kind: "retry", afterMs: 5_000, scope: "person" },
    });
    expect(graph.heard).toHaveLength(1);
    graph.answer(accept);
    expect(await channel.send(other)).toMatchObject({ ok: true });
    graph.answer(json(400, { error: { code: 131056 } }));
    now += 5_000;
    expect(await channel.send(message)).toMatchObject({ failure: { afterMs: 24_000 } });
    graph.answer(accept);
    now += 24_000;
    expect(await channel.send(message)).toMatchObject({ ok: true });
    graph.answer(json(400, { error: { code: 131056 } }));
    expect(await channel.send(message)).toMatchObject({ failure: { afterMs: 6_000 } });
  });
});

const contracts = sharedFolder("contracts");
const examples = sharedFolder("payloads/whatsapp-outgoing");

describe.skipIf(contracts === null || examples === null)("against Meta's own documents", () => {
  type Schema = Record<string, unknown>;

  /** Only what JSON Schema knows, and nothing that forbids: allOf + additionalProperties in the file contradict each other. */
  function lenient(node: unknown): unknown {
    if (Array.isArray(node)) return node.map(lenient);
    if (typeof node !== "object" || node === null) return node;
    const kept = Object.entries(node).filter(
      ([key]) => !["discriminator", "example", "additionalProperties", "format", "pattern"].includes(key),
    );
    return Object.fromEntries(kept.map(([key, value]) => [key, lenient(value)]));
  }

  function validators() {
    const file = parse(
      readFileSync(join(contracts ?? "", "whatsapp-business-messaging-v23.yaml"), "utf8"),
    ) as { components: { schemas: Record<string, Schema> } };
    const schemas = lenient(file.components.schemas) as Record<string, Schema>;
    // `recipient` came after this file: there, `to` is still required.
    const base = schemas.BaseMessageProperties as { required: string[] };
    base.required = base.required.filter((name) => name !== "to");
    const ajv = new Ajv({ strict: false, allErrors: true });
    ajv.addSchema({ $id: "graph", components: { schemas } });
    return (name: string) => ajv.compile({ $ref: `graph#/components/schemas/${name}` });
  }

  const samples: readonly [string, Partial<OutboundMessage>][] = [
    ["TextMessage", { text: "مرحبا", inReplyTo: "wamid.in" }],
    ["TextMessage", { text: "hi", to: { channel: "whatsapp", account: "77", handle: "SA.123" } }],
    ["InteractiveMessage", { text: "نعم أم لا؟", choices: choices("نعم", "لا") }],
    ["InteractiveMessage", { text: "متى؟ ".repeat(400), choices: choices(..."12345678") }],
    ["TemplateMessage", { template: { name: "follow_up", language: "en", values: ["Sara"] } }],
    [
      "DocumentMessage",
      {
        text: "",
        attachments: [
          {
            kind: "document",
            mediaType: "application/pdf",
            fileName: "a.pdf",
            reference: "/files/offer.pdf",
          },
        ],
      },
    ],
    ["ReactionMessage", { reaction: "👍", inReplyTo: "wamid.in" }],
  ];

  test("every body satisfies its schema", async () => {
    const validatorFor = validators();
    for (const [name, message] of samples) {
      graph.heard.length = 0;
      expect(await send(message, { publicUrl: "https://majlis.example" }), name).toMatchObject({ ok: true });
      const last = graph.heard.at(-1)?.body;
      const validate = validatorFor(name);
      validate(last);
      // `document.filename` is in Meta's pages and examples, and `oneOf` of the file has no objection.
      expect(validate.errors ?? [], name).toEqual([]);
    }
  });

  test("every body has only fields that Meta's examples have", async () => {
    for (const [file, message] of [
      ["out-text-4", { text: "hi" }],
      ["out-interactive-button", { text: "?", choices: choices("yes", "no") }],
      [
        "out-interactive-list",
        {
          text: "?",
          choices: choices("1", "2", "3", "4").map((choice) => ({ ...choice, description: "d" })),
        },
      ],
      [
        "out-document",
        {
          text: "c",
          attachments: [
            {
              kind: "document",
              mediaType: "application/pdf",
              fileName: "a.pdf",
              reference: "https://x.example/a.pdf",
            },
          ],
        },
      ],
      ["out-reaction", { reaction: "😀", inReplyTo: "wamid.in" }],
    ] as const) {
      const example = pathsOf(JSON.parse(readFileSync(join(examples ?? "", `${file}.json`), "utf8")));
      graph.heard.length = 0;
      await send(message);
      const own = pathsOf(graph.heard.at(-1)?.body).filter(
        (path) => path !== "biz_opaque_callback_data" && path !== "document.link",
      );
      expect(example, file).toEqual(expect.arrayContaining(own));
    }
  });

  function pathsOf(node: unknown, at = ""): readonly string[] {
    if (Array.isArray(node)) return node.flatMap((item) => pathsOf(item, `${at}[]`));
    if (typeof node !== "object" || node === null) return [at];
    return Object.entries(node).flatMap(([key, value]) => pathsOf(value, at === "" ? key : `${at}.${key}`));
  }
});
