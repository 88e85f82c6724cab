import { expect, test } from "vitest";
import { memoryCache, sharedCache } from "../../agents/router/cache.ts";

test("an answer is given again until its time is over", async () => {
  let at = 0;
  const cache = memoryCache(() => at);
  await cache.put("a", "one", 1_000);
  at = 999;
  expect(await cache.get("a")).toBe("one");
  at = 1_000;
  expect(await cache.get("a")).toBeNull();
  at = 0;
  expect(await cache.get("a")).toBeNull();
  await cache.put("b", "never", 0);
  expect(await cache.get("b")).toBeNull();
});

test("what was unused longest makes room, by number and by size", async () => {
  const cache = memoryCache(() => 0, { entries: 3, letters: 10 });
  for (const key of ["a", "b", "c"]) await cache.put(key, "xx", 1);
  await cache.get("a");
  await cache.put("d", "xx", 1);
  const has = async () => {
    const found: string[] = [];
    for (const key of ["a", "b", "c", "d", "e"]) if ((await cache.get(key)) !== null) found.push(key);
    return found.join("");
  };
  expect(await has()).toBe("acd");
  await cache.put("e", "xxxxxxxx", 1);
  expect(await has()).toBe("de");
  await cache.put("e", "x", 1);
  await cache.put("b", "x".repeat(11), 1);
  expect(await has()).toBe("de");
  for (let n = 0; n < 1_000; n += 1) await cache.put("a", "x".repeat(n % 9), 1);
  expect(await has()).toBe("ae");
});

test("own memory answers before the shared one, which answers when a process is new", async () => {
  const shared = memoryCache(() => 0);
  const [own, fresh] = [memoryCache(() => 0), memoryCache(() => 0)];
  await sharedCache(own, shared).put("a", "one", 5);
  expect(await sharedCache(fresh, shared).get("a")).toBe("one");
  await shared.put("a", "two", 5);
  expect(await sharedCache(own, shared).get("a")).toBe("one");
  expect(await sharedCache(fresh, shared).get("b")).toBeNull();
});

test("what came from an erased talk is forgotten, also when it was still on its way; others' answers stay", async () => {
  const [own, shared] = [memoryCache(() => 0), memoryCache(() => 0)];
  const cache = sharedCache(own, shared);
  await cache.put("a", "خالد", 5, "talk-1");
  await cache.put("b", "سارة", 5, "talk-2");
  await cache.put("c", "nobody", 5);
  expect(await cache.forget("talk-1")).toBe(true);
  await cache.put("late", "خالد", 5, "talk-1");
  for (const each of [cache, own, shared])
    expect(await Promise.all(["a", "late", "b", "c"].map((key) => each.get(key)))).toEqual([
      ...[null, null],
      ...["سارة", "nobody"],
    ]);
});
