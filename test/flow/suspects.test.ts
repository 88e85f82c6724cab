import { expect, test } from "vitest";
import type { Lane } from "../../bot/contracts/lanes.ts";
import { isSuspect, oneAtATime } from "../../bot/flow/suspects.ts";

const lane = (name: string) => ({ name }) as unknown as Lane & { readonly name: string };

test("three attempts may be anybody's bad luck, the fourth is suspicious", () => {
  expect([3, 4].map((attempts) => isSuspect({ attempts }))).toEqual([false, true]);
});

test("of the lanes that come together one is worked on, after the others were given back", async () => {
  const told: string[] = [];
  const take = oneAtATime(
    async (one) => void told.push(`work ${(one as unknown as { name: string }).name}`),
    async (one) => {
      await new Promise((later) => setTimeout(later, 20));
      told.push(`back ${(one as unknown as { name: string }).name}`);
    },
  );
  await Promise.all(["a", "b", "c"].map((name) => take(lane(name))));
  expect(told).toEqual(["back b", "back c", "work a"]);
  await take(lane("b"));
  expect(told.at(-1)).toBe("work b");
});

test("one that fails, or that cannot be given back, does not stand in the way of the next", async () => {
  const take = oneAtATime(
    () => Promise.reject(new Error("a bug")),
    () => Promise.reject(new Error("storage is away")),
  );
  const ends = await Promise.allSettled([take(lane("a")), take(lane("b"))]);
  expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await expect(take(lane("c"))).rejects.toThrow("a bug");
});
