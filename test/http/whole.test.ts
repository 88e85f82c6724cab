import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiDocument, readDocument } from "../support/api-document.ts";
import { demoCompany } from "../support/demo-company.ts";
import { ADMIN_KEY, REP_KEY } from "../support/http-server.ts";
import { until } from "../support/story.ts";
import { text } from "../support/talk.ts";
import { openWhole, type WholeHouse } from "../support/whole-house.ts";

let house: WholeHouse;
let document: ApiDocument;
beforeAll(async () => {
  house = await openWhole();
  document = await readDocument(house.url);
});
afterAll(() => house.close());

// biome-ignore lint/suspicious/noExplicitAny: bodies are looked into freely here, and checked against the document
type Answer = { readonly status: number; readonly body: any };

async function ask(
  method: string,
  path: string,
  body?: unknown,
  key: string | null = ADMIN_KEY,
): Promise<Answer> {
  const response = await fetch(`${house.url}${path}`, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = response.status === 204 ? undefined : await response.json();
  const bare = path.split("?")[0] ?? path;
  expect(document.complaints(method.toLowerCase(), bare, response.status, answer)).toEqual([]);
  return { status: response.status, body: answer };
}

async function post(...messages: ReturnType<typeof text>[]): Promise<number> {
  const news = messages.map((message) => ({ kind: "message", message }));
  const response = await fetch(`${house.url}/api/v1/webhooks/whatsapp`, {
    method: "POST",
    headers: { "x-genuine": "yes" },
    body: JSON.stringify(news),
  });
  return response.status;
}

const talkOf = async (handle: string) =>
  (await ask("GET", `/api/v1/conversations?handle=${handle}`)).body.data[0];
const answersTo = (handle: string) =>
  house.platform.arrived.filter(({ to }) => to.handle === handle).map((message) => message.text);

test("a message posted by the platform is answered, shown and explained; twice posted it counts once", async () => {
  const by = "+966500000101";
  const message = text("السلام عليكم، عندنا عيادة أسنان في الرياض و ٣٠ موظف", { by });
  expect([await post(message), await post(message)]).toEqual([200, 200]);
  await until(() => answersTo(by).length > 0);
  const talk = await talkOf("966500000101");
  expect(talk).toMatchObject({ channel: "whatsapp", owner: "bot", outcome: null });
  const { body: transcript } = await ask("GET", `/api/v1/conversations/${talk.id}/messages`);
  const incoming = transcript.data.filter(({ direction }: { direction: string }) => direction === "in");
  expect(incoming).toMatchObject([{ status: "handled", id: message.id }]);
  expect(transcript.data.at(-1)).toMatchObject({ direction: "out", author: "bot", status: "sent" });
  const { body: trace } = await ask("GET", `/api/v1/conversations/${talk.id}/trace`);
  expect(trace.data.at(-1).because).not.toBe("");
  const { body: lead } = await ask("GET", `/api/v1/leads/${talk.leadId}`);
  expect(lead.facts.companySize).toMatchObject({ value: { min: 30, max: 30 }, messageId: message.id });
  expect(lead.facts.companySize.quote).toContain("٣٠");
  const found = await ask("GET", "/api/v1/leads?phone=0500000101");
  expect(found.body.data.map(({ id }: { id: string }) => id)).toEqual([talk.leadId]);
});

test("after a takeover the bot is silent; the rep writes; another rep meets 409; released, the bot answers", async () => {
  const by = "+966500000102";
  await post(text("السلام عليكم", { by }));
  await until(() => answersTo(by).length > 0);
  const path = `/api/v1/conversations/${(await talkOf(by)).id}`;
  const taken = await ask("POST", `${path}/takeover`, undefined, REP_KEY);
  expect(taken.body).toMatchObject({ owner: "rep", rep: "sara", stage: "with-rep" });
  expect((await ask("POST", `${path}/takeover`, { rep: "omar" })).status).toBe(409);
  const before = answersTo(by).length;
  await post(text("كم السعر؟", { by }));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(answersTo(by)).toHaveLength(before);
  const written = await ask("POST", `${path}/messages`, { text: "حياكم الله، معك سارة" }, REP_KEY);
  expect(written.status).toBe(201);
  await until(() => answersTo(by).length > before);
  expect(answersTo(by).at(-1)).toBe("حياكم الله، معك سارة");
  const { body: transcript } = await ask("GET", `${path}/messages`);
  expect(transcript.data.at(-1)).toMatchObject({ author: "rep", rep: "sara", id: written.body.id });
  const released = await ask("POST", `${path}/release`, undefined, REP_KEY);
  expect(released.body).toMatchObject({ owner: "bot", rep: null });
  await post(text("كم سعر باقة مواعيد؟", { by }));
  await until(() => answersTo(by).length > before + 1);
});

test("the web chat: written, answered, and what was understood, without a key", async () => {
  const { body: visitor } = await ask("POST", "/api/v1/chat/sessions", undefined, null);
  const said = { clientId: "one", text: "Hello, we are a clinic with 40 employees in Jeddah" };
  expect((await ask("POST", "/api/v1/chat/messages", said, visitor.token)).status).toBe(202);
  const transcript = async () =>
    (await ask("GET", "/api/v1/chat/messages", undefined, visitor.token)).body.data;
  await until(async () => (await transcript()).at(-1)?.direction === "out");
  const { body: insight } = await ask("GET", "/api/v1/chat/insight", undefined, visitor.token);
  expect(insight.facts.companySize.value).toEqual({ min: 40, max: 40 });
  expect(insight.language).toBe("en");
  expect(insight.because.length).toBeGreaterThan(0);
});

test("a lead posted twice is one lead; a rep's correction is confirmed; erased, nothing is left to find", async () => {
  const lead = {
    company: "مصنع الرياض",
    name: "فهد",
    phone: "0500000103",
    email: "Fahd@Example.com",
    budget: "٥٠ ألف",
  };
  const first = await ask("POST", "/api/v1/leads", lead);
  expect(first.status).toBe(201);
  expect(first.body.lead.facts.company).toMatchObject({ value: "مصنع الرياض", state: "claimed" });
  expect(first.body.lead.facts.budget.value).toMatchObject({ min: 50_000, currency: "SAR" });
  const again = await ask("POST", "/api/v1/leads", { ...lead, phone: "+966 50 000 0103" });
  expect([again.status, again.body.lead.id]).toEqual([200, first.body.lead.id]);
  const path = `/api/v1/leads/${first.body.lead.id}`;
  const companySize = { min: 200, max: 200 };
  const corrected = await ask("PATCH", path, { status: "negotiation", facts: { companySize } }, REP_KEY);
  expect(corrected.body).toMatchObject({
    status: "negotiation",
    facts: { companySize: { state: "confirmed", value: companySize } },
  });
  for (const filter of ["email=fahd@example.com", "phone=966500000103", "q=مصنع"]) {
    const { body } = await ask("GET", `/api/v1/leads?${encodeURI(filter)}`);
    expect(
      body.data.map(({ id }: { id: string }) => id),
      filter,
    ).toEqual([first.body.lead.id]);
  }
  expect((await ask("DELETE", path)).status).toBe(204);
  await until(async () => (await ask("GET", path)).status === 404);
  expect((await ask("GET", "/api/v1/leads?phone=0500000103")).body.data).toEqual([]);
});

test("the saved profile is in force at once", async () => {
  const company = demoCompany();
  const changed = { ...company, name: { ar: "اسم جديد", en: "A New Name" } };
  expect((await ask("PUT", "/api/v1/settings/company", changed)).status).toBe(200);
  expect((await ask("GET", "/api/v1/settings/company")).body.name.en).toBe("A New Name");
  const script = { sector: "x", locale: "en" };
  expect((await ask("POST", "/api/v1/sales/script", script)).body.script).toContain("A New Name");
});

test("a lead that is posted again with the same Idempotency-Key takes no second turn", async () => {
  const lead = {
    ...{ company: "مصنع الشرق", name: "ماجد", phone: "+966507770001", source: "website" },
    message: "نبي نظام مواعيد لفروعنا",
  };
  const headers = { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" };
  const again = async (key: string) => {
    const init = {
      method: "POST",
      headers: { ...headers, "idempotency-key": key },
      body: JSON.stringify(lead),
    };
    return (await fetch(`${house.url}/api/v1/leads`, init)).status;
  };
  expect(await Promise.all([again("one"), again("one")])).toContain(201);
  expect(await again("one")).toBe(200);
  const heard = async () => {
    const [id] = (await ask("GET", "/api/v1/leads?phone=%2B966507770001")).body.data[0].conversationIds;
    const { data } = (await ask("GET", `/api/v1/conversations/${id}/messages`)).body;
    return data.filter(({ author }: { author: string }) => author === "prospect").length;
  };
  expect(await heard()).toBe(1);
  expect(await again("two")).toBe(200);
  expect(await heard()).toBe(2);
});

test("a rep's words posted again with the same Idempotency-Key are the same message; each caller has own keys", async () => {
  const by = "+966500000177";
  await post(text("مرحبا", { by }));
  await until(() => answersTo(by).length > 0);
  const { id } = await talkOf("966500000177");
  const path = `/api/v1/conversations/${id}/messages`;
  const again = async (words: string, key: string, more: object = {}, caller = ADMIN_KEY) => {
    const response = await fetch(`${house.url}${path}`, {
      method: "POST",
      headers: {
        ...{ authorization: `Bearer ${caller}`, "content-type": "application/json", "idempotency-key": key },
      },
      body: JSON.stringify({ text: words, ...more }),
    });
    const body = (await response.json()) as Answer["body"];
    expect(document.complaints("post", path, response.status, body)).toEqual([]);
    return { status: response.status, body };
  };
  const sara = { rep: "sara" };
  const [first, second] = await Promise.all([again("معك سارة", "k", sara), again("معك سارة", "k", sara)]);
  expect(first).toEqual({
    status: 201,
    body: { id: first.body.id, conversationId: id, status: "waiting" },
  });
  expect(second).toEqual(first);
  await ask("POST", `/api/v1/conversations/${id}/release`);
  expect(await again("معك سارة", "k", sara)).toEqual(first);
  expect((await talkOf("966500000177")).owner).toBe("bot");
  for (const other of [again("غير ذلك", "k", sara), again("معك سارة", "k", { rep: "omar" })])
    expect(await other).toMatchObject({
      status: 422,
      body: { error: { message: expect.stringContaining("Idempotency-Key") } },
    });
  const own = await again("معك سارة", "k", {}, REP_KEY);
  expect(own.status).toBe(201);
  expect(own.body.id).not.toBe(first.body.id);
  expect((await again("معك سارة", "another", {}, REP_KEY)).body.id).not.toBe(own.body.id);
  await until(() => answersTo(by).filter((said) => said === "معك سارة").length === 3);
});

test("a lead that a person lost stays lost when they write again, and a task says that they do, once", async () => {
  const by = "+966500000178";
  await post(text("مرحبا، عندنا مطعم في جدة", { by }));
  await until(() => answersTo(by).length > 0);
  const { leadId } = await talkOf("966500000178");
  const path = `/api/v1/leads/${leadId}`;
  expect((await ask("PATCH", path, { status: "lost" }, REP_KEY)).body.status).toBe("lost");
  for (const words of ["نبي نظام حجوزات، الميزانية ٦٠ ألف", "وأنا صاحب القرار ونبيه هذا الشهر"]) {
    const before = answersTo(by).length;
    await post(text(words, { by }));
    await until(() => answersTo(by).length > before);
  }
  const { body: lead } = await ask("GET", path);
  expect(lead).toMatchObject({ status: "lost", bant: { status: "qualified" } });
  const again = lead.tasks.filter(({ reason }: { reason: string | null }) => reason === "writes-again");
  expect(again).toMatchObject([{ kind: "ask-team", summary: expect.stringContaining("lost") }]);
  expect((await ask("PATCH", path, { status: "qualified" }, REP_KEY)).body.status).toBe("qualified");
});
