import { afterAll, beforeAll, expect, test } from "vitest";
import { ADMIN_KEY, call } from "../support/http-server.ts";
import { openWhole, type WholeHouse } from "../support/whole-house.ts";
import { fuzzRest } from "./rest.ts";

const endless = { burst: 1e9, perMinute: 1e9 };
const limits = {
  ...{ key: endless, guess: endless, form: endless, session: endless, challenge: endless, file: endless },
  ...{ chatRead: endless, chatWrite: endless, chatAddress: endless },
};
let house: WholeHouse;

beforeAll(async () => {
  house = await openWhole({ limits });
});
afterAll(() => house.close());

test("1,200 broken requests: each is answered, none by a 5xx, every refusal in the error shape", async () => {
  const report = await fuzzRest(1_200, 20_261_122, house.url, ADMIN_KEY);
  expect(report.faults).toEqual([]);
  expect(Object.keys(report.statuses)).toEqual(expect.arrayContaining(["200", "201", "401", "404", "422"]));
  expect((await call(`${house.url}/api/v1/leads`)).status).toBe(200);
}, 120_000);
