import { afterAll, beforeAll, expect, test } from "vitest";
import { fuzzPosts } from "../fuzz/posts.ts";
import { openRealHouse, type RunningHouse } from "../support/house.ts";

let house: RunningHouse;
beforeAll(async () => {
  house = await openRealHouse();
});
afterAll(() => house.close());

// A hundred thousand run in `npm run fuzz -- --count 100000`.
test("five thousand broken posts, properly signed: never a 5xx, and who writes in between is answered", async () => {
  const report = await fuzzPosts(5_000, 20_261_122, house);
  process.stdout.write(
    `broken posts: ${report.posts} in ${report.seconds.toFixed(1)} s, statuses ${JSON.stringify(report.statuses)}, ${report.answered} of ${report.asked} people in between answered\n`,
  );
  expect(report.faults).toEqual([]);
  expect(report.answered).toBe(report.asked);
  expect(house.graph.complaints).toEqual([]);
}, 240_000);
