import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openRedis, type SharedMemory } from "../../db/redis.ts";
import { canRunRedis, type RedisServer, redisServer } from "../support/redis.ts";

async function soon(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await holds()) return;
    await new Promise((later) => setTimeout(later, 25));
  }
  throw new Error("it did not come true within ten seconds");
}

async function timed<Value>(work: () => Promise<Value>): Promise<{ value: Value; milliseconds: number }> {
  const began = performance.now();
  const value = await work();
  return { value, milliseconds: performance.now() - began };
}

describe.skipIf(!canRunRedis())("on a real Redis", () => {
  let server: RedisServer;
  let memory: SharedMemory;
  const reported: string[] = [];
  beforeAll(async () => {
    server = await redisServer();
    await server.start();
    memory = await openRedis(server.url, (what, cause) => reported.push(`${what} ${cause ?? ""}`.trim()));
    await soon(() => memory.state() === "up");
  });
  afterAll(async () => {
    server.thaw();
    await memory.close();
    await server.kill();
  });

  test("a text is kept for its time and seen by another process", async () => {
    const other = await openRedis(server.url, () => undefined);
    await soon(() => other.state() === "up");
    await memory.put("k", "قيمة", 60_000);
    await memory.put("short", "x", 120);
    await memory.put("never", "x", 0);
    expect(await other.get("k")).toBe("قيمة");
    expect(await other.get("never")).toBeNull();
    await soon(async () => (await other.get("short")) === null);
    await other.close();
  });

  test("what was put with a group is dropped with it, by whichever process", async () => {
    const other = await openRedis(server.url, () => undefined);
    await soon(() => other.state() === "up");
    await memory.put("one", "1", 60_000, "talk");
    await other.put("two", "2", 60_000, "talk");
    await memory.put("three", "3", 60_000, "another");
    expect(await other.drop("talk")).toBe(true);
    expect([await memory.get("one"), await memory.get("two"), await memory.get("three")]).toEqual([
      null,
      null,
      "3",
    ]);
    expect(await memory.drop("nobody")).toBe(true);
    await other.close();
  });

  test("emptied, it knows nothing and works on", async () => {
    await memory.put("k", "1", 60_000);
    const { Redis } = await import("ioredis");
    const admin = new Redis(server.url);
    await admin.flushall();
    admin.disconnect();
    expect(await memory.get("k")).toBeNull();
    await memory.put("k", "2", 60_000);
    expect(await memory.get("k")).toBe("2");
  });

  test("frozen, nobody waits for it longer than a moment", async () => {
    server.freeze();
    const reading = await timed(() => memory.get("k"));
    const writing = await timed(() => memory.put("k", "3", 60_000));
    server.thaw();
    expect(reading.value).toBeNull();
    expect(Math.max(reading.milliseconds, writing.milliseconds)).toBeLessThan(500);
    await soon(async () => (await memory.get("k")) !== null);
  });

  test("killed and started again: nothing rejects meanwhile, and it is used again by itself", async () => {
    await memory.put("k", "4", 60_000);
    const inFlight = Array.from({ length: 50 }, () => memory.get("k"));
    await server.kill();
    for (const answer of await Promise.all(inFlight)) expect([null, "4"]).toContain(answer);
    await soon(() => memory.state() === "reconnecting");
    const away = await timed(async () => {
      await memory.put("k", "5", 60_000);
      return await memory.get("k");
    });
    expect(away.value).toBeNull();
    expect(away.milliseconds).toBeLessThan(500);
    await server.start();
    await soon(() => memory.state() === "up");
    expect(await memory.get("k")).toBeNull();
    await memory.put("k", "6", 60_000);
    expect(await memory.get("k")).toBe("6");
    expect(reported[0]).toMatch(/^Redis is away; going on without it/u);
    expect(reported.at(-1)).toBe("Redis is back");
    expect(reported.join()).not.toContain(String(server.port));
  });
});

test("an address where nobody is: opened at once, answers null, told once, and closed for good", async () => {
  const reported: string[] = [];
  const opened = await timed(() => openRedis("redis://:secret@127.0.0.1:1", (what) => reported.push(what)));
  expect(opened.milliseconds).toBeLessThan(2_000);
  expect(await opened.value.get("k")).toBeNull();
  await opened.value.put("k", "v", 1_000, "talk");
  expect(await opened.value.drop("talk")).toBe(false);
  await soon(() => reported.length > 0);
  await new Promise((later) => setTimeout(later, 500));
  expect(reported).toEqual(["Redis is away; going on without it"]);
  expect(opened.value.state()).toBe("reconnecting");
  await opened.value.close();
});
