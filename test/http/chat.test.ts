import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiDocument, readDocument } from "../support/api-document.ts";
import { type House, openHouse } from "../support/http-house.ts";
import { known, outboxRow } from "../support/stored-talk.ts";

let house: House;
let document: ApiDocument;
beforeAll(async () => {
  house = await openHouse(() => ({}), {
    readFile: async (path) => (path === "/files/bookings/b-1.ics" ? Buffer.from("BEGIN:VCALENDAR") : null),
  });
  document = await readDocument(house.url);
});
afterAll(() => house.close());

interface Visitor {
  readonly visitorId: string;
  readonly token: string;
}

const begin = async (): Promise<Visitor> => {
  const response = await fetch(`${house.url}/api/v1/chat/sessions`, { method: "POST" });
  expect(response.status).toBe(201);
  return (await response.json()) as Visitor;
};

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are looked into freely here, and checked against the document
  readonly body: any;
}

async function ask(token: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${house.url}/api/v1/chat/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  const bare = `/api/v1/chat/${path.split("?")[0]}`;
  expect(document.complaints(method.toLowerCase(), bare, response.status, answer)).toEqual([]);
  return { status: response.status, body: answer };
}

const talkOf = async ({ visitorId }: Visitor): Promise<string> => {
  const page = await house.records.conversations.list({ handle: visitorId }, { limit: 1, cursor: null });
  return page.data[0]?.state.id ?? "";
};

test("a chat carries its page and campaign as a form does, and no query beside", async () => {
  const visitor = await begin();
  const page = {
    url: "https://shifa.example/ar/prices?utm_source=google&utm_campaign=clinics&session=private",
    referrer: "https://www.google.com/search?q=secret",
  };
  await ask(visitor.token, "POST", "messages", { clientId: "p-1", text: "كم السعر؟", page });
  expect(house.received.at(-1)?.origin).toEqual({
    ...{ page: "https://shifa.example/ar/prices", referrer: "https://www.google.com/search" },
    ...{ utm_source: "google", utm_campaign: "clinics", website: expect.any(String) },
  });
  await ask(visitor.token, "POST", "messages", { clientId: "p-2", text: "؟", page: { url: "javascript:1" } });
  expect(house.received.at(-1)?.origin).toBeNull();
  const long = { clientId: "p-3", text: "؟", page: { url: "https://a.example/".padEnd(4_001, "x") } };
  expect((await ask(visitor.token, "POST", "messages", long)).status).toBe(422);
});

test("a message goes into the same pipeline as any other, once however often it is sent", async () => {
  const visitor = await begin();
  const message = { clientId: "c-1", text: "السلام عليكم" };
  const first = await ask(visitor.token, "POST", "messages", message);
  expect([first.status, first.body.result]).toEqual([202, "new"]);
  expect((await ask(visitor.token, "POST", "messages", message)).body.result).toBe("repeat");
  expect(house.received.at(-1)).toMatchObject({
    id: `${visitor.visitorId}:c-1`,
    from: { channel: "webform", account: "try", handle: visitor.visitorId },
    kind: "text",
    text: "السلام عليكم",
    choice: null,
  });
  const other = await begin();
  expect((await ask(other.token, "POST", "messages", message)).body.result).toBe("new");
  expect((await ask(visitor.token, "GET", "messages")).body.data).toHaveLength(1);
});

test("a tapped choice is a choice", async () => {
  const { token } = await begin();
  await ask(token, "POST", "messages", {
    clientId: "c",
    choice: "sara@2026-11-29T15:00",
    text: "الأحد ٣ العصر",
  });
  expect(house.received.at(-1)).toMatchObject({ kind: "choice", choice: "sara@2026-11-29T15:00" });
});

test.each([
  [{ clientId: "c", text: "م".repeat(4001) }, "text: must have at most 4000 characters"],
  [{ clientId: "c", text: "   " }, "text: is required unless a choice is given"],
  [{ clientId: "c" }, "text: is required unless a choice is given"],
  [{ text: "x" }, "clientId: is required"],
  [{ clientId: "a b", text: "x" }, "clientId: must be 1 to 100 letters, digits, dots, dashes"],
])("message %# is refused by name", async (body, reason) => {
  const { token } = await begin();
  const { status, body: refusal } = await ask(token, "POST", "messages", body);
  expect([status, refusal.error.message]).toEqual([422, reason]);
});

test("a token that we did not sign opens nobody's talk", async () => {
  const visitor = await begin();
  const [id = "", signature = ""] = visitor.token.split(".");
  const other = await begin();
  const forged = [
    "",
    "nothing",
    id,
    `${id}.`,
    `${id}.${signature.slice(1)}`,
    `${other.visitorId}.${signature}`,
  ];
  for (const token of forged) {
    expect((await ask(token, "GET", "messages")).status, token).toBe(401);
    expect((await ask(token, "POST", "messages", { clientId: "c", text: "x" })).status).toBe(401);
  }
});

test("the visitor sees our words once they have left, never what may still be stopped", async () => {
  const visitor = await begin();
  await ask(visitor.token, "POST", "messages", { clientId: "one", text: "وش الأسعار؟" });
  const id = await talkOf(visitor);
  await house.turn(id, ["من ٣٤٩ ريال"]);
  const before = await ask(visitor.token, "GET", "messages");
  expect(before.body.data.map(({ text }: { text: string }) => text)).toEqual(["وش الأسعار؟"]);
  expect(before.body.data[0].clientId).toBe("one");
  await house.sent();
  const news = await ask(visitor.token, "GET", `messages?after=${encodeURIComponent(before.body.after)}`);
  expect(news.body.data.map(({ text }: { text: string }) => text)).toEqual(["من ٣٤٩ ريال"]);
  const nothing = await ask(visitor.token, "GET", `messages?after=${encodeURIComponent(news.body.after)}`);
  expect(nothing.body).toEqual({ data: [], after: news.body.after });
});

test("insight: nothing before the first word, then facts with quotes, the interval and the reasons", async () => {
  const visitor = await begin();
  expect((await ask(visitor.token, "GET", "insight")).body).toMatchObject({
    fit: null,
    facts: {},
    stage: null,
  });
  await ask(visitor.token, "POST", "messages", { clientId: "one", text: "عندنا ٣٠ موظف" });
  await house.turn(await talkOf(visitor), ["وش نشاطكم؟"], {
    state: {
      stage: "qualifying",
      asking: "sector",
      facts: {
        companySize: known<"companySize">({ min: 30, max: 30 }, "عندنا ٣٠ موظف"),
        city: known<"city">("Jeddah", "بجدة"),
      },
    },
    record: { because: "the sector can change the score most" },
  });
  const { body } = await ask(visitor.token, "GET", "insight");
  expect(body).toMatchObject({
    stage: "qualifying",
    asking: "sector",
    outcome: null,
    owner: "bot",
    facts: { companySize: { quote: "عندنا ٣٠ موظف", state: "claimed" } },
    names: { city: { ar: "جدة", en: "Jeddah" } },
    bant: { known: 0 },
    because: [{ turn: 1, because: "the sector can change the score most" }],
  });
  expect(body.fit.least).toBeLessThan(body.fit.most);
  expect(body.tier).toBe(body.fit.tier);
});

test("live: what is said, that the bot writes, and what it understood arrive by themselves", async () => {
  const visitor = await begin();
  const follow = await events(visitor.token);
  await ask(visitor.token, "POST", "messages", { clientId: "one", text: "أهلا" });
  expect(await follow.next("message")).toMatchObject({ direction: "in", text: "أهلا", clientId: "one" });
  expect(await follow.next("typing")).toEqual({ typing: true });
  expect(await follow.next("state")).toMatchObject({ stage: "greeting" });
  const id = await talkOf(visitor);
  await house.turn(id, ["حياك الله"], { state: { stage: "qualifying", asking: "need" } });
  await house.sent();
  house.announce(id);
  expect(await follow.next("message")).toMatchObject({ direction: "in", status: "handled" });
  expect(await follow.next("message")).toMatchObject({ direction: "out", text: "حياك الله", status: "sent" });
  expect(await follow.next("typing")).toEqual({ typing: false });
  expect(await follow.next("state")).toMatchObject({ stage: "qualifying", asking: "need" });
  follow.stop();
});

test("live: only with a token, only a few at once, and a closing server ends them", async () => {
  const none = await fetch(`${house.url}/api/v1/chat/live`);
  expect(none.status).toBe(401);
  const small = await openHouse();
  const session = await fetch(`${small.url}/api/v1/chat/sessions`, { method: "POST" });
  const { token } = (await session.json()) as Visitor;
  const open = () =>
    fetch(`${small.url}/api/v1/chat/live`, { headers: { authorization: `Bearer ${token}` } });
  const streams = [await open(), await open(), await open(), await open(), await open()];
  expect(streams.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  const sixth = await open();
  expect([sixth.status, sixth.headers.get("retry-after")]).toEqual([429, "5"]);
  await streams[0]?.body?.cancel();
  let again = await open();
  while (again.status === 429) again = await open();
  expect(again.status).toBe(200);
  const began = Date.now();
  await small.server.close(15_000);
  expect(Date.now() - began).toBeLessThan(10_000);
  await small.database.close();
});

/** Reads server-sent events one kind at a time. */
async function events(token: string): Promise<{ next(kind: string): Promise<unknown>; stop(): void }> {
  const aborted = new AbortController();
  const response = await fetch(`${house.url}/api/v1/chat/live`, {
    headers: { authorization: `Bearer ${token}` },
    signal: aborted.signal,
  });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  // Taken at once: the body of an answer that nobody holds any more is cancelled with it when memory is tidied.
  const blocks = eventBlocks(response.body?.pipeThrough(new TextDecoderStream()) ?? null);
  return {
    async next(kind) {
      for (;;) {
        const { value, done } = await blocks.next();
        if (done) throw new Error(`no ${kind} came`);
        if (value.startsWith(`event: ${kind}\n`)) return JSON.parse(value.split("\ndata: ")[1] ?? "");
      }
    },
    stop: () => aborted.abort(),
  };
}

async function* eventBlocks(texts: ReadableStream<string> | null): AsyncGenerator<string, void> {
  let waiting = "";
  for await (const part of texts ?? []) {
    const blocks = `${waiting}${part}`.split("\n\n");
    waiting = blocks.pop() ?? "";
    yield* blocks;
  }
}

test("an invitation in the chat leads to its file; nothing else does", async () => {
  const visitor = await begin();
  await ask(visitor.token, "POST", "messages", { clientId: "one", text: "تمام، أكدوا الموعد" });
  const invitation = {
    kind: "document",
    mediaType: "text/calendar",
    fileName: "meeting.ics",
    reference: "/files/bookings/b-1.ics",
  } as const;
  await house.turn(await talkOf(visitor), [], {
    record: { outbox: [outboxRow("تم", 1, { state: "sending", attachments: [invitation] })] },
  });
  await house.sent();
  const { body } = await ask(visitor.token, "GET", "messages");
  const [file] = body.data.at(-1).attachments;
  expect(file).toEqual({
    kind: "document",
    mediaType: "text/calendar",
    fileName: "meeting.ics",
    url: "/files/bookings/b-1.ics",
  });
  const fetched = await fetch(`${house.url}${file.url}`);
  expect([fetched.status, fetched.headers.get("content-type"), await fetched.text()]).toEqual([
    200,
    "text/calendar; charset=utf-8",
    "BEGIN:VCALENDAR",
  ]);
  for (const path of [
    "/files/bookings/b-2.ics",
    "/files/..%2fsecrets/key.pem",
    "/files/bookings/..%2f..%2fx.ics",
  ])
    expect((await fetch(`${house.url}${path}`)).status, path).toBe(404);
});
