import { afterAll, beforeAll, expect, test } from "vitest";
import { doorTargets } from "../fuzz/doors.ts";
import { fuzzEnvironment } from "../fuzz/house.ts";
import { peopleAt } from "../fuzz/people.ts";
import { runTarget } from "../fuzz/target.ts";
import { openRealHouse, type RunningHouse } from "../support/house.ts";

let house: RunningHouse;
beforeAll(async () => {
  house = await openRealHouse({ environment: fuzzEnvironment("http://127.0.0.1:9") });
});
afterAll(() => house.close());

// Two hundred thousand run in `npm run fuzz -- --count=200000`.
test("two thousand broken posts, properly signed: never a 5xx, and who writes before and behind is answered", async () => {
  const people = peopleAt(house);
  await people.write();
  const [whatsapp] = doorTargets(house.url);
  expect(whatsapp?.name).toBe("whatsapp");
  const report = whatsapp && (await runTarget(whatsapp, { count: 2_000, seed: 20_261_122 }));
  expect(report?.faults).toEqual([]);
  await people.write();
  expect(await people.outcome(60_000)).toMatchObject({ asked: 4, answered: 4, faults: [] });
  expect(house.graph.complaints).toEqual([]);
}, 120_000);
