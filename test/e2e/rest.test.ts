import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiDocument, readDocument } from "../support/api-document.ts";
import {
  ADMIN_KEY,
  ask,
  type Json,
  openRealHouse,
  postWebhook,
  type RunningHouse,
} from "../support/house.ts";
import { Prospect } from "../support/prospect.ts";
import { answerUntil } from "./phrases.ts";

let house: RunningHouse;
let document: ApiDocument;
let talk: Json;
let leadId: string;
let bookingId: string;
beforeAll(async () => {
  house = await openRealHouse();
  document = await readDocument(house.url);
  const prospect = new Prospect(house, "خالد");
  await prospect.says("ابغى موعد معكم");
  await answerUntil(prospect, "ar", 9);
  talk = await prospect.talk();
  leadId = talk.leadId;
  bookingId = (await prospect.lead()).booking.id;
});
afterAll(() => house.close());

/** One call, held against the API's own document: the status is documented, the body has its shape. */
async function call(method: string, path: string, body?: unknown, key: string | null = ADMIN_KEY) {
  const answer = await ask(house.url, method, path, body, key);
  const bare = path.split("?")[0] ?? path;
  expect(document.complaints(method.toLowerCase(), bare, answer.status, answer.body)).toEqual([]);
  if (answer.status >= 400)
    expect(answer.body.error, path).toMatchObject({ code: expect.any(String), message: expect.any(String) });
  return answer;
}

test("what the platform asks without a key is answered; everything else is 401 without one, and with a wrong one", async () => {
  for (const path of ["/health", "/health/live", "/health/ready", "/api/v1/openapi.json", "/docs"])
    expect([path, (await ask(house.url, "GET", path, undefined, null)).status]).toEqual([path, 200]);
  expect((await ask(house.url, "GET", "/metrics", undefined, null)).status).toBe(401);
  expect((await ask(house.url, "GET", "/metrics")).body).toContain("majlis_");
  const guarded = document.operations.filter(
    ({ path }) => path.startsWith("/api/v1/") && !/webhooks|chat|openapi/.test(path),
  );
  expect(guarded.length).toBeGreaterThan(20);
  for (const { method, path } of guarded)
    for (const key of [null, "wrong-key"]) {
      const { status, headers } = await call(
        method.toUpperCase(),
        path.replace("{id}", "x"),
        method === "get" ? undefined : {},
        key,
      );
      expect([method, path, status]).toEqual([method, path, 401]);
      expect(headers.get("x-request-id")).not.toBeNull();
    }
});

test("nothing that is not there: 404 in the error shape, for every route with an id", async () => {
  const bodies: Readonly<Record<string, unknown>> = {
    "/api/v1/conversations/{id}/messages": { text: "x" },
    "/api/v1/leads/{id}": { status: "won" },
    "/api/v1/proposals/{id}": { needs: ["x"] },
  };
  for (const { method, path } of document.operations.filter(
    (one) => one.path.includes("/api/v1/") && one.path.includes("{id}"),
  )) {
    const body = method === "get" || method === "delete" ? undefined : (bodies[path] ?? {});
    const { status } = await call(method.toUpperCase(), path.replace("{id}", "nobody"), body);
    expect([method, path, status]).toEqual([method, path, 404]);
  }
  expect((await ask(house.url, "GET", "/api/v1/nothing")).body.error.code).toBe("not-found");
});

test("wrong input is 422 and names the field; broken JSON 400, another type 415, too much 413", async () => {
  const wrong: readonly (readonly [string, string, unknown, string])[] = [
    ["POST", "/api/v1/leads", { name: "x" }, "company"],
    ["POST", "/api/v1/leads", { company: "a", name: "b", phone: "abc" }, "phone"],
    ["PATCH", `/api/v1/leads/${leadId}`, { status: "sleeping" }, "status"],
    ["POST", `/api/v1/conversations/${talk.id}/messages`, { text: "" }, "text"],
    ["GET", "/api/v1/leads?tier=Z", undefined, "tier"],
    ["GET", "/api/v1/conversations?limit=0", undefined, "limit"],
    ["GET", "/api/v1/leads?cursor=junk", undefined, "cursor"],
    ["POST", "/api/v1/sales/script", {}, "sector"],
    ["PUT", "/api/v1/settings/company", { name: 5 }, "name"],
  ];
  for (const [method, path, body, field] of wrong) {
    const { status, body: answer } = await call(method, path, body);
    expect([path, status]).toEqual([path, 422]);
    expect(JSON.stringify(answer.error), path).toContain(field);
  }
  const raw = (body: string, type: string) =>
    fetch(`${house.url}/api/v1/leads`, {
      method: "POST",
      headers: { authorization: `Bearer ${ADMIN_KEY}`, "content-type": type },
      body,
    });
  expect((await raw("{", "application/json")).status).toBe(400);
  expect((await raw("a=b", "text/plain")).status).toBe(415);
  const large = await raw(JSON.stringify({ company: "x".repeat(3_000_000) }), "application/json").catch(
    () => null,
  );
  if (large !== null) expect(large.status).toBe(413);
  expect(await postWebhook(house.url, "x".repeat(5_000_000)).catch(() => 413)).toBe(413);
});

test("the good way through every route of a lead, a talk, a meeting, texts, figures and a person", async () => {
  const lead = {
    company: "مصنع الرياض",
    name: "فهد",
    phone: "0500000103",
    budget: "٥٠ ألف",
    sector: "مصانع",
  };
  const posted = await call("POST", "/api/v1/leads", lead);
  expect(posted.status).toBe(201);
  expect(Object.keys(posted.body).sort()).toEqual(
    ["lead", "extraction", "fit", "qualification", "crm", "booking", "proposal", "warnings"].sort(),
  );
  expect((await call("POST", "/api/v1/leads", lead)).body.lead.id).toBe(posted.body.lead.id);
  for (const query of [
    "phone=0500000103",
    "phone=%2B966500000103",
    `q=${encodeURIComponent("مصنع")}`,
    "source=website",
  ])
    expect((await call("GET", `/api/v1/leads?${query}`)).body.data.map(({ id }: Json) => id)).toEqual([
      posted.body.lead.id,
    ]);
  expect((await call("PATCH", `/api/v1/leads/${leadId}`, { status: "negotiation" })).body.status).toBe(
    "negotiation",
  );
  for (const handle of [talk.handle, talk.handle.replace("+", ""), `0${talk.handle.slice(4)}`])
    expect([
      handle,
      (await call("GET", `/api/v1/conversations?handle=${encodeURIComponent(handle)}`)).body.data.length,
    ]).toEqual([handle, 1]);
  expect((await call("GET", `/api/v1/conversations/${talk.id}`)).body).toMatchObject({
    outcome: "booked",
    id: talk.id,
  });
  for (const part of ["messages", "trace"])
    expect((await call("GET", `/api/v1/conversations/${talk.id}/${part}`)).body.data.length).toBeGreaterThan(
      2,
    );
  expect((await call("GET", "/api/v1/availability")).body.data.length).toBeGreaterThan(3);
  expect((await call("GET", "/api/v1/bookings")).body.data.map(({ id }: Json) => id)).toEqual([bookingId]);
  expect((await call("GET", "/api/v1/proposals")).status).toBe(200);
  expect(
    (await call("POST", "/api/v1/sales/script", { sector: "clinics", locale: "ar" })).body.script,
  ).not.toBe("");
  const draft = await call("POST", "/api/v1/sales/proposal", { companyName: "x", sector: "clinics" });
  expect(draft.body.bodyMarkdown).not.toBe("");
  for (const path of ["/api/v1/analytics", "/api/v1/analytics/funnel", "/api/v1/settings/company"])
    expect([path, (await call("GET", path)).status]).toEqual([path, 200]);
  const profile = (await call("GET", "/api/v1/settings/company")).body;
  expect((await call("PUT", "/api/v1/settings/company", profile)).status).toBe(200);
});

test("a meeting cancelled twice is a conflict; a person exported, then erased everywhere", async () => {
  expect((await call("POST", `/api/v1/bookings/${bookingId}/cancel`)).body.status).toBe("cancelled");
  expect((await call("POST", `/api/v1/bookings/${bookingId}/cancel`)).status).toBe(409);
  const exported = await call("GET", `/api/v1/contacts/${talk.contactId}/export`);
  expect(JSON.stringify(exported.body)).toContain("ابغى موعد معكم");
  expect((await call("DELETE", `/api/v1/contacts/${talk.contactId}`)).status).toBe(204);
  expect((await call("GET", `/api/v1/leads/${leadId}`)).status).toBe(404);
  expect(
    (await call("GET", `/api/v1/conversations?handle=${encodeURIComponent(talk.handle)}`)).body.data,
  ).toEqual([]);
});

test("who asks too much meets 429 with the time to come back", async () => {
  const statuses: number[] = [];
  let retryAfter: string | null = null;
  for (let count = 0; count < 80; count++) {
    const path = "/api/v1/webhooks/whatsapp?hub.mode=subscribe&hub.verify_token=x&hub.challenge=1";
    const { status, headers } = await ask(house.url, "GET", path, undefined, null);
    statuses.push(status);
    if (status === 429) retryAfter = headers.get("retry-after");
  }
  expect([...new Set(statuses)]).toEqual([403, 429]);
  expect(Number(retryAfter)).toBeGreaterThan(0);
});
