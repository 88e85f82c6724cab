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

test("an event nested without end is stored like any other, not delivered again for ever", async () => {
  const sendgrid = doorTargets(house.url).find(({ name }) => name === "sendgrid");
  const deep = `[{"event":"bounce","x":${"[".repeat(10_000)}${"]".repeat(10_000)}}]`;
  const post = { method: "POST", target: "/api/v1/webhooks/sendgrid", headers: {}, body: Buffer.from(deep) };
  expect(await sendgrid?.attempt(post)).toMatchObject({ outcome: "200", fault: null });
});
