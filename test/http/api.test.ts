import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { FetchedMedia } from "../../bot/contracts/channel.ts";
import type { Actor, Commands } from "../../bot/contracts/commands.ts";
import { type ApiDocument, readDocument } from "../support/api-document.ts";
import { demoCompany } from "../support/demo-company.ts";
import { type House, openHouse } from "../support/http-house.ts";
import { ADMIN, ADMIN_KEY, REP, REP_KEY } from "../support/http-server.ts";
import { known, NOON } from "../support/stored-talk.ts";

const asked: { command: string; values: readonly unknown[] }[] = [];
let refuse: "not-found" | "conflict" | "invalid" | null = null;
let house: House;
let document: ApiDocument;
let leadOfPost = "";
/** What people sent, by its reference on their platform. */
const sentFiles = new Map<string, FetchedMedia>();

/** Commands that say what they were asked; bot/flow's own are tested where they live. */
function recordedCommands(): Partial<Commands> {
  const done = (command: string, ...values: readonly unknown[]) => {
    asked.push({ command, values });
    return refuse === null
      ? ({ ok: true, value: undefined } as const)
      : ({ ok: false, problem: refuse, detail: "another rep holds it" } as const);
  };
  const inTalk = (result: ReturnType<typeof done>, conversationId: string) =>
    result.ok ? ({ ok: true, value: { conversationId } } as const) : result;
  return {
    postLead: async (lead) => {
      asked.push({ command: "postLead", values: [lead] });
      return {
        leadId: leadOfPost,
        duplicate: lead.email === "known@example.com",
        extraction: { pains: [] },
        fit: null,
        qualification: null,
        crm: null,
        booking: null,
        proposal: null,
        warnings: ["no calendar"],
      };
    },
    updateLead: async (id, change, by) => done("updateLead", id, change, by),
    takeOver: async (id, rep) => inTalk(done("takeOver", id, rep), id),
    release: async (id, rep) => inTalk(done("release", id, rep), id),
    repWrites: async (id, words, rep) => {
      const result = done("repWrites", id, words, rep);
      return result.ok ? { ok: true, value: { messageId: "out-1", conversationId: id } } : result;
    },
    cancelBooking: async (id, by) => done("cancelBooking", id, by),
    availability: async (query) => {
      asked.push({ command: "availability", values: [query] });
      return [slot];
    },
    updateProposal: async (id, change, by) => withProposal(done("updateProposal", id, change, by), id),
    approveProposal: async (id, by) => withProposal(done("approveProposal", id, by), id),
    proposalPdf: async (id) => {
      const result = done("proposalPdf", id);
      return result.ok ? { ok: true, value: Buffer.from("%PDF-1.7") } : result;
    },
    putCompany: async (company, by) => {
      asked.push({ command: "putCompany", values: [company, by] });
    },
    eraseContact: async (id, by) => done("eraseContact", id, by),
  };
}

async function withProposal(
  result:
    | { readonly ok: true }
    | { readonly ok: false; readonly problem: "not-found"; readonly detail: string }
    | object,
  id: string,
) {
  const proposal = await house.records.proposals.get(id);
  if (!("ok" in result && result.ok === true) || proposal === null)
    return { ok: false as const, problem: refuse ?? ("not-found" as const), detail: "it is not a draft" };
  return { ok: true as const, value: proposal };
}

const slot = {
  id: "sara@2026-11-29T15:00",
  rep: "sara",
  from: "2026-11-29T15:00:00+03:00",
  to: "2026-11-29T15:30:00+03:00",
};

beforeAll(async () => {
  house = await openHouse(recordedCommands, {
    fetchAttachment: async (channel, reference) =>
      sentFiles.get(`${channel} ${reference}`) ?? { ok: false, failure: "gone", detail: "https://inside" },
  });
  document = await readDocument(house.url);
});
afterAll(() => house.close());
beforeEach(() => {
  asked.length = 0;
  refuse = null;
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are looked into freely here, and checked against the document
  readonly body: any;
}

/** Asks the server and holds the answer against its own document. */
async function ask(
  method: string,
  path: string,
  options: { readonly body?: unknown; readonly key?: string | null } = {},
): Promise<Answer> {
  const key = options.key === undefined ? ADMIN_KEY : options.key;
  const response = await fetch(`${house.url}${path}`, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(options.body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  const body = isJson ? await response.json() : await response.text();
  const bare = path.split("?")[0] ?? path;
  expect(document.complaints(method.toLowerCase(), bare, response.status, isJson ? body : undefined)).toEqual(
    [],
  );
  return { status: response.status, headers: response.headers, body };
}

test("a posted lead reaches the pipeline whole, and its answer has the shape of the contract", async () => {
  const talk = await house.hear("السلام عليكم", "+966500000011");
  leadOfPost = (await house.records.conversations.get(talk))?.leadId ?? "";
  const body = {
    company: " شركة النخيل ",
    name: "خالد",
    email: "",
    phone: "٠٥٠٠٠٠٠٠١١",
    companySize: 40,
    budget: "٥٠ ألف",
    locale: "ar",
    utm_campaign: "expo",
  };
  const { status, body: result } = await ask("POST", "/api/v1/leads", { body });
  expect(status).toBe(201);
  expect(asked[0]?.values[0]).toEqual({
    company: "شركة النخيل",
    name: "خالد",
    email: null,
    phone: "+966500000011",
    sector: null,
    companySize: "40",
    region: null,
    budget: "٥٠ ألف",
    message: null,
    locale: "ar",
    source: "website",
    autoBook: true,
    autoProposal: false,
    extra: { utm_campaign: "expo" },
  });
  expect(Object.keys(result)).toEqual([
    "lead",
    "extraction",
    "fit",
    "qualification",
    "crm",
    "booking",
    "proposal",
    "warnings",
  ]);
  expect(result.lead).toMatchObject({ id: leadOfPost, conversationIds: [talk], status: "new" });
  const again = await ask("POST", "/api/v1/leads", {
    body: { company: "x", name: "y", email: "known@example.com" },
  });
  expect(again.status).toBe(200);
});

test.each([
  [{}, ["company", "name"]],
  [{ company: "x", name: "   " }, ["name"]],
  [{ company: "x", name: "y", email: "not an email" }, ["email"]],
  [{ company: "x", name: "y", phone: "call me" }, ["phone"]],
  [{ company: "x", name: "y", phone: "12" }, ["phone"]],
  [{ company: "x", name: "y", locale: "fr" }, ["locale"]],
  [{ company: "x", name: "y", source: "Two Words" }, ["source"]],
  [{ company: "x", name: "y", autoBook: "yes" }, ["autoBook"]],
  [{ company: "x".repeat(201), name: "y" }, ["company"]],
  [{ company: "x", name: "y", message: "م".repeat(4001) }, ["message"]],
  [[1, 2], ["body"]],
  ["text", ["body"]],
  [null, ["body"]],
])("lead %# is refused naming its wrong fields", async (body, fields) => {
  const { status, body: refusal } = await ask("POST", "/api/v1/leads", { body });
  expect(status).toBe(422);
  expect(refusal.error.code).toBe("invalid");
  const named = refusal.error.details.fields.map(({ field }: { field: string }) => field);
  expect(named).toEqual(fields);
  expect(refusal.error.message).toContain(fields[0]);
  expect(asked).toEqual([]);
});

test("one phone is one number, and one address one address, however they were typed", async () => {
  const phones = ["0500000011", "٠٥٠ ٠٠٠ ٠٠١١", "+966 50 000 0011", "00966500000011", "966500000011"];
  for (const phone of phones) {
    await ask("POST", "/api/v1/leads", {
      body: { company: "x", name: "y", phone, email: " Khalid@Example.com" },
    });
    expect(asked.at(-1)?.values[0]).toMatchObject({ phone: "+966500000011", email: "khalid@example.com" });
  }
  await ask("POST", "/api/v1/leads", { body: { company: "x", name: "y", phone: "+1 555 000 1111" } });
  expect(asked.at(-1)?.values[0]).toMatchObject({ phone: "+15550001111" });
});

test("what is missing is called required", async () => {
  const { body } = await ask("POST", "/api/v1/leads", { body: { company: "x" } });
  expect(body.error.message).toBe("name: is required");
});

test("bodies: broken JSON 400, another type 415, too large 413, too deep 400, nothing 415", async () => {
  const post = (body: string, type = "application/json") =>
    fetch(`${house.url}/api/v1/leads`, {
      method: "POST",
      headers: { authorization: `Bearer ${ADMIN_KEY}`, "content-type": type },
      body,
    });
  expect((await post('{"company": ')).status).toBe(400);
  expect((await post("company=x", "application/x-www-form-urlencoded")).status).toBe(415);
  const large = await post(JSON.stringify({ company: "x", name: "y", note: "z".repeat(1024 * 1024) }));
  expect(large.status).toBe(413);
  expect(await large.json()).toMatchObject({ error: { code: "too-large" } });
  expect((await post(`{"a":${"[".repeat(5_000)}${"]".repeat(5_000)}}`)).status).toBe(400);
  const bytes = Buffer.concat([Buffer.from('{"company":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
  expect((await post(bytes as unknown as string)).status).toBe(400);
  expect(asked).toEqual([]);
});

test("texts that no database keeps are made storable, and __proto__ is nobody's", async () => {
  leadOfPost ||= "none";
  await fetch(`${house.url}/api/v1/leads`, {
    method: "POST",
    headers: { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" },
    body: '{"company":"a\\u0000b","name":"x\\ud800y","note":"z\\u0000","__proto__":{"admin":true}}',
  });
  const lead = asked[0]?.values[0] as { company: string; name: string; extra: Record<string, unknown> };
  expect(lead.company).toBe("ab");
  expect(lead.name).toBe("x\ufffdy");
  expect(lead.extra).toEqual({ note: "z" });
});

test("a conversation is exactly what the contract says, and is found by its handle", async () => {
  const id = await house.hear("أبغى موعد", "+966500000021", { alsoKnownAs: ["SA.77"], sentAt: NOON });
  const lane = await house.turn(id, ["متى يناسبكم؟"], {
    state: { stage: "booking", asking: "appointment", offered: [slot], language: "ar" },
  });
  for (const handle of ["%2B966500000021", "966500000021", "+966500000021", "SA.77"]) {
    const { body } = await ask("GET", `/api/v1/conversations?handle=${handle}&channel=whatsapp`);
    expect(body).toEqual({
      data: [
        {
          id,
          channel: "whatsapp",
          handle: "+966500000021",
          contactId: lane.conversation.contactId,
          leadId: lane.leadId,
          owner: "bot",
          rep: null,
          version: 1,
          stage: "booking",
          asking: "appointment",
          outcome: null,
          language: "ar",
          offered: [{ id: slot.id, from: slot.from, to: slot.to }],
          ...{ tasks: [], handoff: null },
          lastMessageAt: new Date(NOON).toISOString(),
        },
      ],
      nextCursor: null,
    });
  }
  const one = await ask("GET", `/api/v1/conversations/${id}`, { key: REP_KEY });
  expect(one.body.id).toBe(id);
  const messages = await ask("GET", `/api/v1/conversations/${id}/messages?limit=1`);
  expect(messages.body.data).toMatchObject([{ direction: "in", text: "أبغى موعد", status: "handled" }]);
  const rest = await ask("GET", `/api/v1/conversations/${id}/messages?cursor=${messages.body.nextCursor}`);
  expect(rest.body).toMatchObject({ data: [{ direction: "out", author: "bot" }], nextCursor: null });
  const trace = await ask("GET", `/api/v1/conversations/${id}/trace`);
  expect(trace.body.data).toMatchObject([{ turn: 1, because: "a test said so" }]);
});

test("what a person sent is a download: its bytes, its name, and no type that a browser would run", async () => {
  const file = (reference: string, mediaType: string, fileName: string | null) =>
    ({ kind: "document", mediaType, fileName, reference }) as const;
  const id = await house.hear("", "+966500000023", {
    id: "wamid.a/b+c==",
    attachments: [
      file("1", "application/pdf", 'عرض "السعر".pdf'),
      file("2", "text/html", "../../page.html"),
      file("3", "image/png", null),
      file("4", "image/png", null),
      file("5", "image/png", null),
    ],
  });
  const bytes = Buffer.from([0x25, 0x50, 0x00, 0xff]);
  const got = (mediaType: string) => ({ ok: true, bytes, mediaType }) as const;
  sentFiles.set("whatsapp 1", got("Application/PDF; name=x"));
  sentFiles.set("whatsapp 2", got("text/html"));
  sentFiles.set("whatsapp 3", {
    ok: true,
    bytes: Buffer.alloc(25 * 1024 * 1024 + 1),
    mediaType: "image/png",
  });
  sentFiles.set("whatsapp 4", { ok: false, failure: "unavailable", detail: "https://inside" });
  const { body } = await ask("GET", `/api/v1/conversations/${id}/messages`, { key: REP_KEY });
  const urls: string[] = body.data[0].attachments.map(({ url }: { url: string }) => url);
  expect(urls[0]).toBe(`/api/v1/conversations/${id}/messages/wamid.a%2Fb%2Bc%3D%3D/attachments/0`);
  const fetched = await fetch(`${house.url}${urls[0]}`, { headers: { authorization: `Bearer ${REP_KEY}` } });
  expect(Buffer.from(await fetched.arrayBuffer())).toEqual(bytes);
  const heads = ({ headers }: { readonly headers: Headers }) =>
    ["content-type", "x-content-type-options", "cache-control", "content-security-policy"].map((name) =>
      headers.get(name),
    );
  const closed = ["nosniff", "private, no-store", "default-src 'none'; sandbox"];
  expect(heads(fetched)).toEqual(["application/pdf", ...closed]);
  const name = `${encodeURIComponent('عرض "السعر".pdf')}`;
  expect(fetched.headers.get("content-disposition")).toBe(
    `attachment; filename="_ _.pdf"; filename*=UTF-8''${name}`,
  );
  const page = await ask("GET", urls[1] ?? "");
  expect([page.status, ...heads(page)]).toEqual([200, "application/octet-stream", ...closed]);
  expect(page.headers.get("content-disposition")).toBe(
    "attachment; filename=\".._.._page.html\"; filename*=UTF-8''.._.._page.html",
  );
  const refusals = await Promise.all(urls.slice(2).map((url) => ask("GET", url)));
  expect(refusals.map(({ status }) => status)).toEqual([413, 503, 404]);
  expect(JSON.stringify(refusals.map((refusal) => refusal.body))).not.toContain("inside");
  const other = await house.hear("hello", "+966500000024");
  const elsewhere = [urls[0]?.replace(id, other), urls[0]?.replace(/0$/, "5"), urls[0]?.replace(/0$/, "-1")];
  for (const url of elsewhere) expect((await ask("GET", url ?? "")).status, url).toBe(404);
  expect((await ask("GET", urls[0] ?? "", { key: null })).status).toBe(401);
});

test.each([
  ["limit=0", "limit"],
  ["limit=201", "limit"],
  ["limit=ten", "limit"],
  ["cursor=made-up", "cursor"],
  ["channel=fax", "channel"],
  ["owner=nobody", "owner"],
  ["stage=lunch", "stage"],
])("GET /conversations?%s is refused naming %s", async (query, field) => {
  const { status, body } = await ask("GET", `/api/v1/conversations?${query}`);
  expect([status, body.error.details.fields[0].field]).toEqual([422, field]);
});

test("what is not there is 404, also under it, and for ids that cannot be one", async () => {
  const nowhere = [
    "/api/v1/conversations/none",
    "/api/v1/conversations/none/messages",
    "/api/v1/conversations/none/trace",
    "/api/v1/leads/none",
    "/api/v1/proposals/none",
    "/api/v1/proposals/none/pdf",
    "/api/v1/contacts/none/export",
    `/api/v1/leads/${"x".repeat(300)}`,
    "/api/v1/leads/a%00b",
  ];
  for (const path of nowhere) expect((await ask("GET", path)).status, path).toBe(404);
  expect((await ask("DELETE", "/api/v1/leads/none")).status).toBe(404);
  const garbled = await fetch(`${house.url}/api/v1/leads/%ZZ`, {
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
  });
  expect(garbled.status).toBe(400);
});

test("a rep takes over as himself; an admin for whom it names; a conflict is 409", async () => {
  const id = await house.hear("أبغى موظف", "+966500000031");
  const path = `/api/v1/conversations/${id}`;
  expect((await ask("POST", `${path}/takeover`, { key: REP_KEY })).body.id).toBe(id);
  await ask("POST", `${path}/takeover`, { body: { rep: "omar" } });
  await ask("POST", `${path}/release`, { body: {} });
  const written = await ask("POST", `${path}/messages`, { key: REP_KEY, body: { text: " حياكم الله " } });
  expect([written.status, written.body]).toEqual([
    201,
    { id: "out-1", conversationId: id, status: "waiting" },
  ]);
  const omar: Actor = { id: "omar", role: "rep" };
  expect(asked).toEqual([
    { command: "takeOver", values: [id, REP] },
    { command: "takeOver", values: [id, omar] },
    { command: "release", values: [id, ADMIN] },
    { command: "repWrites", values: [id, { text: "حياكم الله", messageId: null }, REP] },
  ]);
  expect((await ask("POST", `${path}/takeover`, { key: REP_KEY, body: { rep: "omar" } })).status).toBe(403);
  expect((await ask("POST", `${path}/messages`, { body: { text: "" } })).status).toBe(422);
  expect((await ask("POST", `${path}/messages`)).status).toBe(415);
  refuse = "conflict";
  const held = await ask("POST", `${path}/takeover`, { key: REP_KEY });
  expect([held.status, held.body.error]).toEqual([
    409,
    { code: "conflict", message: "another rep holds it" },
  ]);
  refuse = "not-found";
  expect((await ask("POST", `${path}/release`)).status).toBe(404);
});

test("a lead shows what both its talks brought to light, the newest evidence on top", async () => {
  const first = await house.hear("عندنا ٣٠ موظف والميزانية ٥٠ ألف", "+966500000041", { sentAt: NOON });
  await house.turn(first, ["تمام"], {
    state: {
      pains: ["المواعيد تضيع"],
      facts: {
        companySize: known<"companySize">({ min: 30, max: 30 }, "عندنا ٣٠ موظف", "m1"),
        budget: known<"budget">(
          { min: 50_000, max: 50_000, currency: "SAR", period: null, approximate: false },
          "الميزانية ٥٠ ألف",
          "m1",
        ),
      },
    },
  });
  const second = await house.hear("صرنا ٤٥ موظف", "+966500000041", {
    from: { channel: "whatsapp", account: "2077", handle: "+966500000041" },
    sentAt: NOON + 60_000,
  });
  const lane = await house.turn(second, ["ممتاز"], {
    state: {
      urgency: "soon",
      booking: { id: "b9", slot, status: "confirmed" },
      facts: { companySize: known<"companySize">({ min: 45, max: 45 }, "صرنا ٤٥ موظف", "m2") },
    },
    record: {
      lead: {
        status: "qualified",
        name: null,
        company: null,
        sector: null,
        tier: "B",
        scoreLeast: 0.5,
        scoreMost: 0.8,
        valueSar: null,
      },
    },
  });
  const { body } = await ask("GET", `/api/v1/leads/${lane.leadId}`);
  expect(body.conversationIds).toEqual([second, first]);
  expect(body.facts.companySize).toMatchObject({
    value: { min: 45, max: 45 },
    quote: "صرنا ٤٥ موظف",
    messageId: "m2",
    history: [{ quote: "عندنا ٣٠ موظف", messageId: "m1" }],
  });
  expect(body.facts.budget.value.min).toBe(50_000);
  expect(body).toMatchObject({
    status: "qualified",
    pains: ["المواعيد تضيع"],
    urgency: "soon",
    bant: { known: expect.any(Number) },
    booking: { id: "b9", status: "confirmed", rep: "sara", from: slot.from, to: slot.to },
    proposal: null,
    crm: null,
  });
  expect(body.fit.least).toBeLessThan(body.fit.most);
  expect(Object.keys(body.fit.dimensions)).toEqual(["industry", "size", "region", "budget", "pain"]);
  const list = await ask("GET", "/api/v1/leads?tier=B&status=qualified&phone=966500000041");
  expect(list.body.data.map(({ id }: { id: string }) => id)).toEqual([lane.leadId]);
});

test.each([
  ["status=happy", "status"],
  ["tier=E", "tier"],
  ["updatedSince=yesterday", "updatedSince"],
])("GET /leads?%s is refused naming %s", async (query, field) => {
  const { status, body } = await ask("GET", `/api/v1/leads?${query}`);
  expect([status, body.error.details.fields[0].field]).toEqual([422, field]);
});

test("a rep corrects a lead; a wrong fact is refused by its path; only an admin erases", async () => {
  const id = await house.hear("hello", "+966500000051");
  const leadId = (await house.records.conversations.get(id))?.leadId ?? "";
  const path = `/api/v1/leads/${leadId}`;
  const budget = { min: 1, max: 2, currency: "SAR", period: null, approximate: true };
  const change = { status: "won", facts: { budget } };
  expect((await ask("PATCH", path, { body: change, key: REP_KEY })).body.id).toBe(leadId);
  expect(asked[0]).toEqual({ command: "updateLead", values: [leadId, change, REP] });
  const wrong = { facts: { budget: { ...budget, min: "ten" } } };
  const refused = await ask("PATCH", path, { body: wrong });
  expect(refused.body.error.message).toMatch(/^facts\.budget\.min: /);
  expect((await ask("PATCH", path, { body: { facts: { mood: "good" } } })).body.error.message).toBe(
    "facts.mood: is not known",
  );
  expect((await ask("PATCH", path, { body: {} })).status).toBe(422);
  expect((await ask("DELETE", path, { key: REP_KEY })).status).toBe(403);
  expect((await ask("DELETE", path)).status).toBe(204);
  const contact = (await house.records.leads.get(leadId))?.contactId;
  expect(asked.at(-1)).toEqual({ command: "eraseContact", values: [contact, ADMIN] });
});

test("bookings and free times", async () => {
  const id = await house.hear("موعد", "+966500000061");
  await house.turn(id, [], { record: { bookings: [{ do: "book", id: "b1", slot }] } });
  const { body } = await ask("GET", "/api/v1/bookings?status=confirmed&rep=sara", { key: REP_KEY });
  expect(body.data).toMatchObject([
    { id: "b1", conversationId: id, rep: "sara", from: slot.from, to: slot.to, status: "confirmed" },
  ]);
  expect((await ask("POST", "/api/v1/bookings/b1/cancel")).body.id).toBe("b1");
  refuse = "conflict";
  expect((await ask("POST", "/api/v1/bookings/b1/cancel")).status).toBe(409);
  const free = await ask("GET", "/api/v1/availability?from=2026-11-29T00:00:00%2B03:00&rep=sara");
  expect(free.body).toEqual({ data: [slot], nextCursor: null });
  expect(asked.at(-1)?.values).toEqual([{ from: "2026-11-29T00:00:00+03:00", to: null, rep: "sara" }]);
  const wrong = await ask("GET", "/api/v1/availability?from=2026-11-30T00:00:00Z&to=2026-11-29T00:00:00Z");
  expect(wrong.body.error.message).toBe("to: must be later than from");
  expect((await ask("GET", "/api/v1/bookings?status=lost")).status).toBe(422);
});

test("a proposal shows its sums with 15 % VAT; approving, changing and its PDF", async () => {
  const id = await house.hear("أرسلوا عرض", "+966500000071");
  const line = {
    priceId: "customers-month",
    label: "باقة عملاء",
    quantity: 3,
    unitAmount: 129,
    per: "month",
  } as const;
  const setup = {
    priceId: "customers-setup",
    label: "تجهيز",
    quantity: 1,
    unitAmount: 2500,
    per: "once",
  } as const;
  const draft = { language: "ar", lines: [line, setup], needs: ["متابعة"], offerId: "customers" } as const;
  const lane = await house.turn(id, [], {
    record: { proposal: { id: "p1", version: 1, draft, validUntil: NOON + 1e9 } },
  });
  const { body } = await ask("GET", "/api/v1/proposals/p1");
  expect(body).toMatchObject({
    id: "p1",
    status: "draft",
    version: 1,
    currency: "SAR",
    lines: [
      { ...line, amount: 387 },
      { ...setup, amount: 2500 },
    ],
    totals: {
      once: { subtotal: 2500, vat: 375, total: 2875 },
      month: { subtotal: 387, vat: 58.05, total: 445.05 },
      year: null,
    },
    firstYear: { subtotal: 7144, vat: 1071.6, total: 8215.6 },
  });
  const list = await ask("GET", `/api/v1/proposals?status=draft&leadId=${lane.leadId}`);
  expect(list.body.data).toHaveLength(1);
  const change = { lines: [{ priceId: "customers-year", quantity: 2 }] };
  expect((await ask("PATCH", "/api/v1/proposals/p1", { body: change })).status).toBe(200);
  expect((await ask("POST", "/api/v1/proposals/p1/approve", { key: REP_KEY })).status).toBe(200);
  expect(asked).toEqual([
    { command: "updateProposal", values: ["p1", change, ADMIN] },
    { command: "approveProposal", values: ["p1", REP] },
  ]);
  const pdf = await ask("GET", "/api/v1/proposals/p1/pdf");
  expect([pdf.headers.get("content-type"), pdf.body]).toEqual(["application/pdf", "%PDF-1.7"]);
  expect(pdf.headers.get("content-disposition")).toBe('inline; filename="proposal-v1.pdf"');
  const wrong = { lines: [{ priceId: "x", quantity: 0 }] };
  expect((await ask("PATCH", "/api/v1/proposals/p1", { body: wrong })).body.error.message).toMatch(
    /^lines\.0\.quantity: /,
  );
  refuse = "conflict";
  expect((await ask("POST", "/api/v1/proposals/p1/approve")).status).toBe(409);
});

test("the company's profile: read, put back as it was, refused by the field that is wrong", async () => {
  const path = "/api/v1/settings/company";
  const { body: company } = await ask("GET", path, { key: REP_KEY });
  expect(company).toEqual(demoCompany());
  expect((await ask("PUT", path, { body: company })).body).toEqual(company);
  expect(asked).toEqual([{ command: "putCompany", values: [demoCompany(), ADMIN] }]);
  expect((await ask("PUT", path, { body: company, key: REP_KEY })).status).toBe(403);
  const wrongs = [
    [{ ...company, name: { ar: "اسم" } }, "name.en: is required"],
    [{ ...company, motto: "x" }, "motto: is not known"],
    [{ ...company, hours: { ...company.hours, from: "9am" } }, "hours.from: must be a time such as 09:00"],
    [{ ...company, hours: { ...company.hours, to: "08:00" } }, "hours.to: must be later than from"],
    [{ ...company, claims: [company.claims[0], company.claims[0]] }, "claims.1.id: what-we-do is used twice"],
    [{ ...company, reps: [] }, "reps: must name at least one rep"],
  ];
  for (const [body, message] of wrongs) {
    const refusal = await ask("PUT", path, { body });
    expect([refusal.status, refusal.body.error.message]).toEqual([422, message]);
  }
});

test("figures, and what one person may ask about themselves", async () => {
  const { body } = await ask("GET", "/api/v1/analytics", { key: REP_KEY });
  expect(body.leadsTotal).toBeGreaterThan(0);
  const funnel = await ask("GET", "/api/v1/analytics/funnel");
  expect(funnel.body.data[0]).toEqual({ step: "leads", count: body.leadsTotal });
  const id = await house.hear("احذفوا بياناتي", "+966500000081");
  const contactId = (await house.records.conversations.get(id))?.state.contactId;
  const everything = await ask("GET", `/api/v1/contacts/${contactId}/export`);
  expect(everything.body.messagesReceived[0].text).toBe("احذفوا بياناتي");
  expect((await ask("GET", `/api/v1/contacts/${contactId}/export`, { key: REP_KEY })).status).toBe(403);
  expect((await ask("DELETE", `/api/v1/contacts/${contactId}`)).status).toBe(204);
  expect(asked.at(-1)).toEqual({ command: "eraseContact", values: [contactId, ADMIN] });
});

test("scripts exist in both languages and say nothing that was not approved", async () => {
  const types = ["opener", "follow_up_1", "follow_up_2", "demo_confirm", "proposal_cover"];
  for (const scriptType of types) {
    for (const locale of ["ar", "en"]) {
      const body = { sector: locale === "ar" ? "العيادات" : "healthcare", locale, scriptType };
      const { body: answer } = await ask("POST", "/api/v1/sales/script", { body });
      expect(answer).toMatchObject({ locale, scriptType });
      expect(answer.script).not.toMatch(/[{}]|null|undefined/);
      expect(answer.script).toMatch(locale === "ar" ? /^السلام عليكم/ : /^Hello/);
      // The only number a script may carry is the validity from the profile.
      const numbers = answer.script.match(/\d+/g) ?? [];
      expect(numbers.every((number: string) => Number(number) === demoCompany().proposal.validDays)).toBe(
        true,
      );
    }
  }
  const full = await ask("POST", "/api/v1/sales/script", {
    body: {
      sector: "التعليم",
      scriptType: "demo_confirm",
      name: "أستاذ خالد",
      date: "الأحد",
      time: "٣ العصر",
    },
  });
  expect(full.body.script).toContain("السلام عليكم أستاذ خالد،");
  expect(full.body.script).toContain("اليوم: الأحد");
  const song = await ask("POST", "/api/v1/sales/script", { body: { sector: "x", scriptType: "song" } });
  expect(song.status).toBe(404);
  expect(song.body.error.message).toBe(`there is no such script; there are: ${types.join(", ")}`);
  expect((await ask("POST", "/api/v1/sales/script", { body: {} })).body.error.message).toBe(
    "sector: is required",
  );
});

test.each([
  ["opener", "en", ["Hello Khalid,", "you work in healthcare", "how Al Ofuq handles"]],
  ["opener", "ar", ["السلام عليكم Khalid،", "قطاع healthcare", "في Al Ofuq"]],
  ["follow_up_1", "en", ["Hello Khalid,", "what Al Ofuq needs"]],
  ["follow_up_1", "ar", ["احتياج Al Ofuq"]],
  ["follow_up_2", "en", ["Hello Khalid,", "last follow-up"]],
  ["follow_up_2", "ar", ["السلام عليكم Khalid،", "آخر متابعة"]],
  ["demo_confirm", "en", ["Date: Sunday", "Time: 3 pm", "Link: https://x.example/m"]],
  ["demo_confirm", "ar", ["اليوم: Sunday", "الساعة: 3 pm", "الرابط: https://x.example/m"]],
  ["proposal_cover", "en", ["for Al Ofuq", "Proposal: https://x.example/m"]],
  ["proposal_cover", "ar", ["لـAl Ofuq", "رابط العرض: https://x.example/m"]],
])("script %s (%s): what was given stands in its place", async (scriptType, locale, parts) => {
  const given = {
    name: "Khalid",
    company: "Al Ofuq",
    date: "Sunday",
    time: "3 pm",
    link: "https://x.example/m",
  };
  const { status, body } = await ask("POST", "/api/v1/sales/script", {
    body: { sector: "healthcare", scriptType, locale, ...given },
  });
  expect(status).toBe(200);
  for (const part of parts) expect(body.script).toContain(part);
  expect(body.script).not.toMatch(/[{}]|null|undefined/);
});

test("a proposal has every field of its contract, and is valid as long as the profile says", async () => {
  const body = { companyName: "Al Ofuq", sector: "logistics", locale: "en" };
  const { status, body: draft } = await ask("POST", "/api/v1/sales/proposal", { body });
  expect(status).toBe(200);
  const money = ["budgetMin", "budgetMax", "currency"];
  const fields = ["id", "leadId", "companyName", "bodyMarkdown", ...money, "validUntil", "createdAt"];
  expect(Object.keys(draft)).toEqual(fields);
  const days = (Date.parse(draft.validUntil) - Date.parse(draft.createdAt)) / 86_400_000;
  expect(days).toBe(demoCompany().proposal.validDays);
  expect(draft.budgetMin).toBeLessThan(draft.budgetMax);
  expect(draft.bodyMarkdown).not.toMatch(/[{}]|null|undefined/);
  const wrong = await ask("POST", "/api/v1/sales/proposal", { body: { sector: "logistics" } });
  expect([wrong.status, wrong.body.error.message]).toEqual([422, "companyName: is required"]);
});

test("a proposal in words names only prices of the list, and their VAT", async () => {
  const body = {
    companyName: "عيادات\nالشفاء",
    sector: "healthcare",
    painPoints: ["نحتاج تذكير بالمواعيد"],
    budgetHint: 20_000,
  };
  const { body: draft } = await ask("POST", "/api/v1/sales/proposal", { body });
  expect(draft).toMatchObject({ companyName: "عيادات\nالشفاء", leadId: null, currency: "SAR" });
  expect(draft.bodyMarkdown).toContain("# عرض منصة نسّق لـعيادات الشفاء");
  expect(draft.bodyMarkdown).toContain("| باقة مواعيد، اشتراك شهري | 349 SAR / فرع | 52.35 SAR | شهرياً |");
  expect(draft.bodyMarkdown).toContain("الميزانية التي ذكرتموها: 20000");
  expect([draft.budgetMin, draft.budgetMax]).toEqual([1500 + 3490, 1500 + 12 * 349]);
  const english = await ask("POST", "/api/v1/sales/proposal", {
    body: { companyName: "Al Ofuq", sector: "logistics", locale: "en" },
  });
  expect(english.body.bodyMarkdown).toContain("## Prices");
  const unknown = await ask("POST", "/api/v1/sales/proposal", { body: { ...body, leadId: "none" } });
  expect(unknown.status).toBe(404);
});

test("every keyed operation refuses without a key, before it looks at anything else", async () => {
  const open = /^\/(health|docs|files|b|u|api\/v1\/(openapi\.json|webhooks|chat))/;
  const keyed = document.operations.filter(({ path }) => !open.test(path));
  expect(keyed.length).toBeGreaterThan(25);
  for (const { method, path } of keyed) {
    const bare = path.replace("{id}", "any");
    const { status, body } = await ask(method.toUpperCase(), bare, { key: null });
    expect([status, body.error.code], `${method} ${path}`).toEqual([401, "unauthorized"]);
  }
});

test("the store is away: 503 with Retry-After, and nothing of the inside is told", async () => {
  const lost = await openHouse();
  await lost.database.close();
  const response = await fetch(`${lost.url}/api/v1/leads`, {
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
  });
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("2");
  expect(await response.json()).toEqual({
    error: { code: "unavailable", message: "the store cannot be reached; try again" },
  });
  expect((await fetch(`${lost.url}/health/ready`)).status).toBe(503);
  await lost.server.close(0);
});

test("a bug is 500 with the request's id, its reason only in the log, without people's numbers", async () => {
  const broken = await openHouse(() => ({
    cancelBooking: () => Promise.reject(new Error("no row for +966501234567 in bookings")),
  }));
  const response = await fetch(`${broken.url}/api/v1/bookings/b1/cancel`, {
    method: "POST",
    headers: { authorization: `Bearer ${ADMIN_KEY}`, "x-request-id": "find-me" },
  });
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({
    error: { code: "internal", message: "something failed here; our log has it under find-me" },
  });
  const logged = broken.logged.find(({ level }) => level === "error");
  expect(logged?.fields).toMatchObject({
    requestId: "find-me",
    error: "Error: no row for [number] in bookings",
  });
  await broken.close();
});

test("too many requests with one key, from one address, or with guessed keys: 429 and when to come back", async () => {
  let now = NOON;
  const few = { burst: 2, perMinute: 6 };
  const small = await openHouse(() => ({ postLead: async () => Promise.reject(new Error("not here")) }), {
    now: () => now,
    limits: { key: few, form: few, guess: few },
  });
  const get = (key: string) =>
    fetch(`${small.url}/api/v1/leads`, { headers: { authorization: `Bearer ${key}` } });
  expect([(await get(ADMIN_KEY)).status, (await get(ADMIN_KEY)).status]).toEqual([200, 200]);
  const third = await get(ADMIN_KEY);
  expect([third.status, third.headers.get("retry-after")]).toEqual([429, "10"]);
  expect(await third.json()).toMatchObject({ error: { code: "rate-limited" } });
  now += 10_000;
  expect((await get(ADMIN_KEY)).status).toBe(200);
  expect([(await get("guess-1")).status, (await get("guess-2")).status]).toEqual([401, 401]);
  expect((await get("guess-3")).status).toBe(429);
  // A right key that was never seen here looks like one more guess; one in use is not locked out.
  expect((await get(REP_KEY)).status).toBe(429);
  now += 10_000;
  expect((await get(ADMIN_KEY)).status).toBe(200);
  const form = () =>
    fetch(`${small.url}/api/v1/webhooks/form`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ company: "x", name: "y", homepage: "robot" }),
    });
  expect([(await form()).status, (await form()).status, (await form()).status]).toEqual([401, 401, 429]);
  await small.close();
});

test("every answer given here was as documented, and every operation was asked for", () => {
  const elsewhere =
    /webhooks\/(form|whatsapp|calendly|hubspot|resend|sendgrid|telegram)|chat|health|metrics|docs|openapi|files|\/[bu]\/\{token\}/;
  expect(document.unchecked().filter((name) => !elsewhere.test(name))).toEqual([]);
});
