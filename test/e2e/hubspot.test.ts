import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, openRealHouse, type RunningHouse } from "../support/house.ts";
import { HUBSPOT_TOKEN, type HubSpotStandIn, startHubSpot } from "../support/hubspot-stand-in.ts";
import { until } from "../support/story.ts";

const SECRET = "hubspot-app-secret-of-a-test";
const PATH = "/api/v1/webhooks/hubspot";
let house: RunningHouse;
let stand: HubSpotStandIn;

beforeAll(async () => {
  stand = await startHubSpot();
  house = await openRealHouse({
    environment: {
      HUBSPOT_ACCESS_TOKEN: HUBSPOT_TOKEN,
      HUBSPOT_BASE_URL: stand.url,
      HUBSPOT_APP_SECRET: SECRET,
    },
  });
}, 60_000);
afterAll(async () => {
  await house.close();
  await stand.close();
});

const lead = (company: string, name: string, phone: string) => ({
  ...{ company, name, phone, sector: "health", companySize: "40", region: "Riyadh", source: "website" },
  message: "نبي نظام مواعيد",
});
const deals = () => stand.of("deals");
const at = (path: string) => `/api/v1${path}`;

/** As HubSpot posts it. */
async function hubspotSays(events: readonly object[], change: { secret?: string; at?: number } = {}) {
  const body = JSON.stringify(events);
  const stamp = String(change.at ?? Date.now());
  const signed = `POST${house.url}${PATH}${body}${stamp}`;
  const signature = createHmac("sha256", change.secret ?? SECRET)
    .update(signed)
    .digest("base64");
  const headers = {
    "content-type": "application/json",
    ...{ "x-hubspot-signature-v3": signature, "x-hubspot-request-timestamp": stamp },
  };
  return (await fetch(`${house.url}${PATH}`, { method: "POST", headers, body })).status;
}

const set = (objectId: string, propertyName: string, propertyValue: string, changeSource = "CRM_UI") => ({
  ...{ eventId: 1, subscriptionId: 1, portalId: 1, appId: 1, occurredAt: Date.now(), attemptNumber: 0 },
  ...{
    subscriptionType: "deal.propertyChange",
    objectId: Number(objectId),
    propertyName,
    propertyValue,
    changeSource,
  },
});

test("a posted lead is in HubSpot with the answer; what changes follows by itself; twice is once", async () => {
  const body = lead("عيادات الابتسامة", "خالد", "0501234567");
  const posted = await ask(house.url, "POST", at("/leads"), body);
  expect(posted.body).toMatchObject({ crm: { synced: true, provider: "hubspot" } });
  await ask(house.url, "POST", at("/leads"), body);
  const { id } = posted.body.lead;
  await ask(house.url, "PATCH", at(`/leads/${id}`), { status: "negotiation" });
  await until(() => deals()[0]?.properties.dealstage === "contractsent", 10_000);
  expect(["contacts", "companies", "deals", "notes"].map((type) => stand.of(type).length)).toEqual([
    1, 1, 1, 1,
  ]);
  expect(stand.of("contacts")[0]?.properties).toMatchObject({ phone: "+966501234567" });
  expect(stand.of("notes")[0]?.properties.hs_note_body).toContain("عيادات الابتسامة");
  const health = await ask(house.url, "GET", "/health");
  expect(health.body.parts.hubspot).toEqual({ state: "up" });
}, 30_000);

test("HubSpot away while a lead is posted: a warning, and told later", async () => {
  stand.trouble = () => ({ status: 503 });
  const posted = await ask(house.url, "POST", at("/leads"), lead("مصنع الشرق", "سعد", "0502222222"));
  expect(posted.status).toBe(201);
  expect(JSON.stringify(posted.body.warnings)).toContain("crm");
  expect((await ask(house.url, "GET", "/health")).body.parts.hubspot).toMatchObject({ state: "down" });
  stand.trouble = () => null;
  await until(() => deals().some(({ properties }) => properties.dealname === "مصنع الشرق"), 20_000);
}, 40_000);

test("only what HubSpot signed within five minutes is heard", async () => {
  const events = [set("1", "dealstage", "closedwon")];
  expect((await fetch(`${house.url}${PATH}`, { method: "POST", body: "[]" })).status).toBe(401);
  expect(await hubspotSays(events, { secret: "another" })).toBe(401);
  expect(await hubspotSays(events, { at: Date.now() - 301_000 })).toBe(401);
  expect(await hubspotSays(events)).toBe(200);
});

test("a rep's stage and owner in HubSpot come back; our own echoes do not", async () => {
  const deal = deals()[0];
  const leadId = deal?.properties.majlis_lead_id ?? "";
  const dealId = deal?.id ?? "";
  const talk = async () =>
    (await ask(house.url, "GET", at("/conversations?handle=%2B966501234567"))).body.data[0];
  expect(await hubspotSays([set(dealId, "hubspot_owner_id", "77", "INTEGRATION")])).toBe(200);
  expect(await hubspotSays([set(dealId, "dealstage", "closedwon")])).toBe(200);
  const status = async () => (await ask(house.url, "GET", at(`/leads/${leadId}`))).body.status;
  await until(async () => (await status()) === "won", 10_000);
  expect((await talk()).owner).toBe("bot");
  expect(await hubspotSays([set(dealId, "hubspot_owner_id", "77")])).toBe(200);
  await until(async () => (await talk()).owner === "rep", 10_000);
  expect(await talk()).toMatchObject({ rep: "sara" });
}, 30_000);

test("an erased person is forgotten in HubSpot too, also when it is away at first", async () => {
  const leadId = deals()[0]?.properties.majlis_lead_id ?? "";
  stand.trouble = ({ path }) => (path.includes("gdpr-delete") ? { status: 500 } : null);
  expect((await ask(house.url, "DELETE", at(`/leads/${leadId}`))).status).toBeLessThan(300);
  await until(() => stand.requests.some(({ path }) => path.includes("gdpr-delete")), 10_000);
  expect(stand.forgotten).toEqual([]);
  stand.trouble = () => null;
  await until(() => stand.forgotten.length === 1, 20_000);
  expect(JSON.stringify([...stand.objects.values()])).not.toContain("966501234567");
  expect(stand.complaints).toEqual([]);
  expect(house.errors).toEqual([]);
}, 40_000);
