import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/http-house.ts";
import { ADMIN_KEY, call } from "../support/http-server.ts";
import { fuzzRest } from "./rest.ts";

const endless = { burst: 1e9, perMinute: 1e9 };
let house: House;

beforeAll(async () => {
  const keep = (database: House["database"], document: unknown) =>
    database.pool.query("insert into archive (kind, document) values ('fuzz', $1)", [
      JSON.stringify(document),
    ]);
  const none = { ok: false, problem: "not-found", detail: "not here" } as const;
  // What passes the checks is written to a real database: a text it cannot keep would show as a 500.
  house = await openHouse(
    ({ database }) => ({
      postLead: async (lead) => {
        await keep(database, lead);
        const talk = await house.hear("x", "+966500000001");
        const leadId = (await house.records.conversations.get(talk))?.leadId ?? "";
        const steps = { extraction: null, fit: null, qualification: null, crm: null, booking: null };
        return { leadId, duplicate: false, ...steps, proposal: null, warnings: [] };
      },
      updateLead: async (id, change) => keep(database, { id, change }).then(() => none),
      takeOver: async (id, rep) => keep(database, { id, rep }).then(() => none),
      release: async () => none,
      repWrites: async (id, text, rep) => keep(database, { id, text, rep }).then(() => none),
      cancelBooking: async () => none,
      availability: async (query) => keep(database, query).then(() => []),
      updateProposal: async (id, change) => keep(database, { id, change }).then(() => none),
      approveProposal: async () => none,
      proposalPdf: async () => none,
      putCompany: async (company) => {
        await database.pool.query("insert into settings (name, value, by) values ('company', $1, 'fuzz')", [
          JSON.stringify(company),
        ]);
      },
      eraseContact: async () => none,
      receiveWebhook: async () => "not-genuine",
    }),
    {
      limits: {
        key: endless,
        guess: endless,
        form: endless,
        session: endless,
        challenge: endless,
        chatRead: endless,
        chatWrite: endless,
        chatAddress: endless,
      },
    },
  );
});
afterAll(() => house.close());

test("3,000 broken requests: each is answered, none by a 5xx, every refusal in the error shape", async () => {
  const report = await fuzzRest(3_000, 20_261_122, house.url, ADMIN_KEY);
  expect(report.faults).toEqual([]);
  expect(Object.keys(report.statuses)).toEqual(expect.arrayContaining(["200", "201", "401", "404", "422"]));
  const after = await call(`${house.url}/api/v1/leads`);
  expect(after.status).toBe(200);
}, 120_000);
