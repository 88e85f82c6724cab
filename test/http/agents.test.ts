import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, type Json, openRealHouse, type RunningHouse } from "../support/house.ts";

let house: RunningHouse;
let leadId: string;
beforeAll(async () => {
  house = await openRealHouse({ environment: { WHATSAPP_TEMPLATE: "follow_up" } });
  const posted = await post("/api/v1/leads", CLINIC);
  leadId = posted.body.lead.id;
}, 60_000);
afterAll(() => house.close());

const CLINIC = {
  ...{ company: "عيادات الابتسامة", name: "خالد", phone: "0501234567", sector: "health", companySize: "40" },
  ...{ region: "Riyadh", budget: "٥٠ ألف", source: "website", autoBook: false },
  message: "المراجعين ما يحضرون ونبي تذكير للمواعيد",
};

const NAMES = [
  ...["intake", "pain-extractor", "icp-matcher", "qualification", "crm", "booking", "proposal"],
  ...["outreach", "follow-up"],
];

const post = (path: string, body?: unknown) => ask(house.url, "POST", path, body);

/** What the agent made of a good body. */
async function run(name: string, body: unknown): Promise<Json> {
  const { status, body: answer } = await post(`/api/v1/agents/${name}`, body);
  expect([status, answer.agent], JSON.stringify(answer)).toEqual([200, name]);
  return answer.result;
}

describe("the door", () => {
  test("all nine are listed with the JSON Schema of what they take and give", async () => {
    const { status, body } = await ask(house.url, "GET", "/api/v1/agents");
    expect([status, body.nextCursor]).toEqual([200, null]);
    expect(body.data.map(({ name }: Json) => name)).toEqual(NAMES);
    for (const { name, description, input, output } of body.data) {
      expect(description.length, name).toBeGreaterThan(20);
      for (const schema of [input, output]) {
        expect(schema, name).toMatchObject({
          $schema: "https://json-schema.org/draft/2020-12/schema",
          type: "object",
        });
        expect(Object.keys(schema.properties).length, name).toBeGreaterThan(0);
      }
    }
  });

  test("an unknown name is 404 and the answer names those there are", async () => {
    const { status, body } = await post("/api/v1/agents/prospector", {});
    expect([status, body.error.code]).toEqual([404, "not-found"]);
    expect(body.error.message).toBe(`there is no agent "prospector"; there are: ${NAMES.join(", ")}`);
  });

  test.each([
    ["intake", { company: ["x"] }, "company"],
    ["pain-extractor", { message: 5 }, "message"],
    ["icp-matcher", { locale: "fr" }, "locale"],
    ["qualification", { answers: "yes" }, "answers"],
    ["crm", {}, "leadId"],
    ["booking", { time: "tomorrow" }, "time"],
    ["proposal", { draft: "perhaps" }, "draft"],
    ["outreach", { channel: "pigeon" }, "channel"],
    ["follow-up", { attempt: 0 }, "attempt"],
  ])("%s refuses %o with 422 and names %s", async (name, wrong, field) => {
    const { status, body } = await post(`/api/v1/agents/${name}`, wrong);
    expect(status).toBe(422);
    expect(body.error.message).toContain(field);
  });

  test("without a key every one is 401", async () => {
    const paths = ["/api/v1/agents", "/api/v1/outreach"].map((path) => ["GET", path] as const);
    const runs = [...NAMES, "prospector"].map((name) => ["POST", `/api/v1/agents/${name}`] as const);
    for (const [method, path] of [...paths, ...runs]) {
      const { status } = await ask(house.url, method, path, method === "POST" ? {} : undefined, null);
      expect(status, path).toBe(401);
    }
  });

  test("a lead that is not there is 404 for every agent that takes one", async () => {
    for (const name of NAMES.filter((one) => !["intake", "pain-extractor", "crm"].includes(one))) {
      const { status } = await post(`/api/v1/agents/${name}`, { leadId: "nobody" });
      expect(status, name).toBe(404);
    }
  });
});

describe("what each gives", () => {
  test("intake: one shape whatever the fields are called, and the person is known by the phone alone", async () => {
    const other = { company_name: "عيادات الابتسامة", contact_name: "خالد", mobile: "+966 50 123 4567" };
    expect(await run("intake", { ...other, budget: "٥٠ ألف", city: "Riyadh" })).toMatchObject({
      ...{ company: "عيادات الابتسامة", name: "خالد", phone: "+966501234567", email: null },
      ...{ budget: { min: 50_000, max: 50_000, currency: "SAR" }, region: "Riyadh", contactChannel: "phone" },
      duplicate: { leadId },
    });
    const stranger = await run("intake", { company_name: "عيادات الابتسامة", mobile: "0555550000" });
    expect(stranger.duplicate).toEqual({ leadId: null, sameCompany: [leadId] });
  });

  test("a lead posted again with only a phone is the same lead", async () => {
    const again = await post("/api/v1/leads", { ...CLINIC, phone: "٠٥٠١٢٣٤٥٦٧", message: "ومتى نبدأ؟" });
    expect([again.status, again.body.lead.id]).toEqual([200, leadId]);
    const { body } = await ask(house.url, "GET", "/api/v1/leads?phone=%2B966501234567");
    expect(body.data.map(({ id }: Json) => id)).toEqual([leadId]);
  });

  test("pain-extractor: pains in their own words; to know is no urgency; a denial is no pain", async () => {
    const message = "كل شي عندنا يدوي على اكسل، والمراجعين ما يحضرون. نبي حل عاجل";
    const { pains, urgency, nextStep, method } = await run("pain-extractor", { message });
    expect(pains.map(({ category }: Json) => category)).toEqual(["absence", "manual", "need"]);
    for (const { quote } of pains) expect(message).toContain(quote);
    expect({ urgency, step: nextStep.step, method }).toEqual({
      urgency: 1,
      step: "call-today",
      method: "rules",
    });
    expect((await run("pain-extractor", { message: "I know the market well" })).urgency).toBe(0);
    expect(await run("pain-extractor", { message: "ما عندنا مشكلة" })).toMatchObject({
      pains: [],
      urgency: 0,
    });
  });

  test("icp-matcher: Riyadh is in the region, USA is not Saudi Arabia", async () => {
    const region = async (name: string) =>
      (await run("icp-matcher", { region: name })).dimensions.region.most;
    expect([await region("Riyadh"), await region("SA"), await region("USA")]).toEqual([1, 1, 0.2]);
  });

  test("icp-matcher: a lead from WhatsApp of whom nothing is known is an interval, not tier D", async () => {
    const { least, most, tier, recommendations } = await run("icp-matcher", { message: "السلام عليكم" });
    expect(most).toBe(1);
    expect(least).toBeLessThan(0.5);
    expect(tier).not.toBe("D");
    expect(recommendations).toContain("اسألوا عن المدينة");
    expect(await run("icp-matcher", { leadId })).toMatchObject({ tier: "A", gates: { booking: true } });
  });

  test("qualification: answers are taken, and three of four are qualified", async () => {
    const budgetOnly = await run("qualification", { answers: { budget: "٥٠ ألف" } });
    expect([budgetOnly.known, budgetOnly.status]).toEqual([1, "unchanged"]);
    const three = { budget: "٥٠ ألف", need: "تذكير المواعيد", timeline: "خلال شهر" };
    const { known, status, answered, questions } = await run("qualification", { answers: three });
    expect([known, status]).toEqual([3, "qualified"]);
    expect(answered).toEqual({ budget: true, authority: false, need: true, timeline: true });
    expect(questions[0].bant).toBe("authority");
    await run("qualification", { leadId, answers: { timeline: "خلال شهر" } });
    const { body: lead } = await ask(house.url, "GET", `/api/v1/leads/${leadId}`);
    expect([lead.bant.known, lead.status]).toEqual([3, "qualified"]);
  });

  test("crm: without one it says so and claims nothing", async () => {
    expect(await run("crm", { leadId })).toEqual({
      ...{ synced: false, provider: null, contactId: null, companyId: null, dealId: null },
      reason: "no CRM is set up",
    });
  });

  test("booking: three free times for somebody it was only told of; none is booked", async () => {
    const { status, times, booking, invitation } = await run("booking", { locale: "ar" });
    expect([status, times.length, booking]).toEqual(["available", 3, null]);
    expect(Object.keys(invitation)).toEqual(["ar", "en"]);
    for (const { from } of times) expect(Date.parse(from)).toBeGreaterThan(Date.now());
  });

  test("proposal: prices of the list with VAT; words only, for somebody it was only told of", async () => {
    const body = { company: "Clinic", sector: "health", message: "we need appointment reminders" };
    const text = await run("proposal", { ...body, locale: "en" });
    expect(text).toMatchObject({ status: "text", id: null, currency: "SAR", vatRate: 0.15, locale: "en" });
    expect(text.bodyMarkdown).toContain("349 SAR");
    expect(text.budgetMin).toBeLessThanOrEqual(text.budgetMax);
  });

  test("follow-up: due later, in words; after the last there is none", async () => {
    const first = await run("follow-up", { locale: "ar", attempt: 1 });
    expect(first).toMatchObject({ attempt: 1, shouldPause: false, locale: "ar" });
    expect(first.text).not.toMatch(/[{}]/);
    expect(Date.parse(first.scheduledFor)).toBeGreaterThanOrEqual(Date.now() - 60_000);
    const over = await run("follow-up", { attempt: 20 });
    expect(over).toMatchObject({ shouldPause: true, scheduledFor: null, text: null });
  });
});

describe("first words", () => {
  const drafted = async (channel: string) => (await run("outreach", { leadId, channel })).draftId;
  const waiting = async () =>
    (await ask(house.url, "GET", `/api/v1/outreach?status=draft&leadId=${leadId}`)).body.data;

  test("the agent keeps a draft with the way to stop us; it is listed until somebody decides", async () => {
    const draft = await run("outreach", { leadId, channel: "whatsapp" });
    expect(draft).toMatchObject({ channel: "whatsapp", recipient: "+966501234567", locale: "ar" });
    expect(draft.body).toContain("إيقاف");
    expect(await waiting()).toMatchObject([{ id: draft.draftId, leadId, status: "draft", decidedBy: null }]);

    const path = `/api/v1/outreach/${draft.draftId}`;
    const declined = await post(`${path}/decline`);
    expect([declined.status, declined.body.status]).toEqual([200, "declined"]);
    expect(await waiting()).toEqual([]);
    expect((await post(`${path}/approve`)).status).toBe(409);
    expect((await ask(house.url, "GET", path)).body).toMatchObject({ status: "declined" });
  });

  test("decided once; what is not there cannot leave", async () => {
    const path = `/api/v1/outreach/${await drafted("whatsapp")}`;
    const approved = await post(`${path}/approve`);
    expect([approved.status, approved.body.status]).toEqual([200, "approved"]);
    expect((await post(`${path}/approve`)).status).toBe(409);
    expect((await post(`${path}/decline`)).status).toBe(409);
    expect((await post("/api/v1/outreach/none/approve")).status).toBe(404);
    expect((await post("/api/v1/outreach/none/decline")).status).toBe(404);
  });

  test("what is only told of keeps no draft", async () => {
    expect(await run("outreach", { company: "Acme", locale: "en", channel: "email" })).toMatchObject({
      ...{ draftId: null, consent: "none" },
      reason: "no draft was wanted, or there is no lead to keep it with",
    });
  });
});

test("nothing broke on the way", () => {
  expect(house.errors).toEqual([]);
});
