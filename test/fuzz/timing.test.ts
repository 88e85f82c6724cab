import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { signatureTiming } from "./timing.ts";

// `npm run fuzz -- --only=timing` measures 100,000; here it is only seen to work, for others share the machine.
test("signatures wrong in their first and in their last byte are refused alike", () => {
  const { t, means } = signatureTiming(4_000, 20_261_122);
  expect(Number.isFinite(t)).toBe(true);
  expect(means.firstWrongNs).toBeGreaterThan(0);
});

test("whatever makes a keyed hash to compare with compares in constant time", () => {
  const keyed = globSync("{bot,channels,agents,db}/**/*.ts").filter((file) =>
    /\bcreateHmac\b/.test(readFileSync(file, "utf8")),
  );
  expect(keyed.length).toBeGreaterThan(5);
  expect(keyed.filter((file) => !/\btimingSafeEqual\b/.test(readFileSync(file, "utf8")))).toEqual([]);
});
