import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, openRealHouse, type RunningHouse } from "../support/house.ts";
import { until } from "../support/story.ts";

let house: RunningHouse;
beforeAll(async () => {
  house = await openRealHouse({ environment: { WHATSAPP_TEMPLATE: "follow_up" } });
}, 60_000);
afterAll(() => house.close());

const LEAD = {
  ...{ company: "عيادات الابتسامة", name: "خالد", phone: "0501234567", sector: "health", companySize: "40" },
  ...{
    region: "Riyadh",
    budget: "٥٠ ألف",
    message: "المراجعين ما يحضرون ونبي تذكير للمواعيد",
    source: "website",
  },
};

test("all nine agents are listed with their schemas; an unknown one names those there are", async () => {
  const { body } = await ask(house.url, "GET", "/api/v1/agents");
  expect(body.data.map(({ name }: { name: string }) => name)).toEqual([
    ...["intake", "pain-extractor", "icp-matcher", "qualification", "crm", "booking", "proposal"],
    ...["outreach", "follow-up"],
  ]);
  for (const { input, output } of body.data) expect([input.type, output.type]).toEqual(["object", "object"]);
  const unknown = await ask(house.url, "POST", "/api/v1/agents/prospector", {});
  expect(unknown.status).toBe(404);
  expect(unknown.body.error.message).toContain("pain-extractor");
  const wrong = await ask(house.url, "POST", "/api/v1/agents/pain-extractor", { message: 5 });
  expect(wrong.status).toBe(422);
  expect(wrong.body.error.message).toContain("message");
});

test("a posted lead is answered where it can be reached, with times; answers qualify it; a draft waits; runs are counted", async () => {
  const posted = await ask(house.url, "POST", "/api/v1/leads", { ...LEAD, autoProposal: true });
  expect(posted.status).toBe(201);
  expect(posted.body).toMatchObject({
    ...{ lead: { bant: { known: 2 }, fit: { tier: "A" } }, extraction: { method: "rules" } },
    ...{ booking: { status: "offered" }, crm: { synced: false }, proposal: { status: "draft" } },
  });
  expect(posted.body.booking.times).toHaveLength(3);
  const { id } = posted.body.lead;
  const talks = await ask(house.url, "GET", "/api/v1/conversations?handle=%2B966501234567");
  expect(talks.body.data).toMatchObject([{ channel: "whatsapp", asking: "appointment", leadId: id }]);
  await until(async () => {
    const { body } = await ask(house.url, "GET", `/api/v1/conversations/${talks.body.data[0].id}/messages`);
    return body.data.some(
      (one: { direction: string; status: string }) => one.direction === "out" && one.status !== "waiting",
    );
  });
  const answers = { authority: "القرار عندي", timeline: "خلال شهر" };
  const qualified = await ask(house.url, "POST", "/api/v1/agents/qualification", { leadId: id, answers });
  expect(qualified.body.result).toMatchObject({ known: 4, status: "qualified" });
  expect((await ask(house.url, "GET", `/api/v1/leads/${id}`)).body).toMatchObject({
    bant: { known: 4 },
    status: "qualified",
  });

  const time = posted.body.booking.times[1].from;
  const booked = await ask(house.url, "POST", "/api/v1/agents/booking", { leadId: id, time });
  expect(booked.body.result).toMatchObject({ status: "booked", booking: { slot: { from: time } } });
  const draft = await ask(house.url, "POST", "/api/v1/agents/outreach", { leadId: id, channel: "whatsapp" });
  const path = `/api/v1/outreach/${draft.body.result.draftId}`;
  expect((await ask(house.url, "POST", `${path}/approve`)).body).toMatchObject({ status: "approved" });
  expect((await ask(house.url, "POST", `${path}/approve`)).status).toBe(409);
  const { body: figures } = await ask(house.url, "GET", "/api/v1/analytics");
  expect(figures.agentRuns).toMatchObject({ qualification: { runs: 2, errors: 0 }, outreach: { runs: 1 } });
  expect(house.errors).toEqual([]);
}, 60_000);

test("a lead that did not come to us is kept, and nobody is written to without a colleague's yes", async () => {
  const cold = { ...LEAD, phone: "0507654321", source: "cold_outreach" };
  const { body } = await ask(house.url, "POST", "/api/v1/leads", cold);
  expect(body.booking.status).toBe("none");
  expect(body.warnings.join(" ")).toContain("nobody was written to");
  const draft = await ask(house.url, "POST", "/api/v1/agents/outreach", { leadId: body.lead.id });
  expect(draft.status).toBe(200);
});
