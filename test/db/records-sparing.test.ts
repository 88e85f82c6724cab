import { expect, test } from "vitest";
import { sparing } from "../../db/records/sparing.ts";

test("a cheap answer is always fresh, a dear one is kept ten times as long as it took", async () => {
  let now = 0;
  let takes = 5;
  let runs = 0;
  const ask = sparing(
    async () => {
      now += takes;
      runs += 1;
      return runs;
    },
    () => now,
  );
  expect([await ask(), await ask()]).toEqual([1, 2]);
  takes = 500;
  expect([await ask(), await ask()]).toEqual([3, 3]);
  now += 4_999;
  expect(await ask()).toBe(3);
  now += 1;
  expect(await ask()).toBe(4);
});

test("who asks meanwhile shares the run; a failure is everybody's once and nobody's later", async () => {
  let runs = 0;
  const ask = sparing(
    () => {
      runs += 1;
      return runs === 1 ? Promise.reject(new Error("away")) : Promise.resolve(runs);
    },
    () => 0,
  );
  const both = await Promise.allSettled([ask(), ask()]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect([await Promise.all([ask(), ask()]), runs]).toEqual([[2, 2], 2]);
});
