import { afterAll, beforeAll, expect, test } from "vitest";
import { doorTargets } from "../fuzz/doors.ts";
import { fuzzEnvironment, houseTargets } from "../fuzz/house.ts";
import { runTarget } from "../fuzz/target.ts";
import { openRealHouse, type RunningHouse } from "../support/house.ts";

const SEED = 20_261_122;
let house: RunningHouse;
beforeAll(async () => {
  house = await openRealHouse({ environment: fuzzEnvironment("http://127.0.0.1:9") });
}, 60_000);
afterAll(() => house.close());

// Many more run in `npm run fuzz`.
test("every door and every route: broken bodies with right proofs get an answer, never a 5xx", async () => {
  for (const target of await houseTargets(house.url)) {
    const { faults, outcomes } = await runTarget(
      { ...target, atOnce: 4 },
      {
        count: Math.ceil(60 * target.share),
        seed: SEED,
      },
    );
    expect(faults).toEqual([]);
    expect(Object.keys(outcomes)).not.toEqual(["401"]);
  }
}, 120_000);

const DEEP = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
const owner = `"objectId":1,"propertyName":"hubspot_owner_id","changeSource":"CRM_UI","occurredAt":1795000000000`;

test.each([
  ["sendgrid", `[{"event":"bounce","x":${DEEP}}]`],
  ["sendgrid", `[{"event":"unsubscribe","email":"a@b.sa","timestamp":${DEEP}}]`],
  ["sendgrid", '[{"event":"unsubscribe","email":"a@b.sa","timestamp":1e300}]'],
  [
    "resend",
    `{"type":"email.complained","created_at":"-200000-01-01T00:00:00Z","data":{"to":["a@b.sa",${DEEP}]}}`,
  ],
  ["hubspot", `[{"subscriptionType":"deal.propertyChange","propertyValue":${DEEP},${owner}}]`],
  ["hubspot", `[{"subscriptionType":"constructor","propertyValue":"1",${owner}}]`],
  ["hubspot", `[{"subscriptionType":"deal.propertyChange","propertyValue":"\\u0000\\ud800",${owner}}]`],
])(
  "%s: what cannot be understood is not delivered again for ever: %.90s",
  async (name, body) => {
    const door = doorTargets(house.url).find((one) => one.name === name);
    const target = `/api/v1/webhooks/${name}`;
    const post = { method: "POST", target, headers: {}, body: Buffer.from(body) };
    expect(await door?.attempt(post)).toMatchObject({ outcome: "200", fault: null });
  },
  60_000,
);
