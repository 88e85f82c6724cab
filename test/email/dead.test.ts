import { expect, test } from "vitest";
import { deadAddresses } from "../../channels/email/dead.ts";

test("an address is dead until somebody writes from there, also when its old report is told again after that", async () => {
  const kept = new Map<string, unknown>();
  let now = 10_000;
  const dead = deadAddresses(
    {
      get: async (key) => kept.get(key) ?? null,
      put: async (key, value) => void (value === null ? kept.delete(key) : kept.set(key, value)),
    },
    () => now,
  );
  const isDead = () => dead.has("Khalid@example.net");
  expect(await isDead()).toBe(false);
  await dead.add("khalid@example.net", 9_000);
  expect(await isDead()).toBe(true);
  await dead.remove("khalid@example.net");
  expect(await isDead()).toBe(false);
  now = 20_000;
  await dead.add("khalid@example.net", 9_000);
  expect(await isDead()).toBe(false);
  await dead.add("khalid@example.net");
  expect(await isDead()).toBe(true);
  expect(JSON.stringify([...kept])).not.toContain("khalid");
});
