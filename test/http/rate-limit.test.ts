import { expect, test } from "vitest";
import { bucketName, createRateLimiter, DEFAULT_LIMITS } from "../../bot/http/rate-limit.ts";

test("a burst, then the steady rate, each caller and each limit for itself", () => {
  let now = 0;
  const limiter = createRateLimiter({ ...DEFAULT_LIMITS, form: { burst: 3, perMinute: 6 } }, () => now);
  const take = (caller: string) => limiter.take("form", caller);
  expect([take("a"), take("a"), take("a"), take("a")]).toEqual([null, null, null, 10]);
  expect(take("b")).toBeNull();
  expect(limiter.take("session", "a")).toBeNull();
  now = 9_999;
  expect(take("a")).toBe(1);
  now = 10_000;
  expect([take("a"), take("a")]).toEqual([null, 10]);
  now = 10_000_000;
  expect([take("a"), take("a"), take("a"), take("a")]).toEqual([null, null, null, 10]);
});

test("a clock that jumps back neither locks anybody out nor gives anything away", () => {
  let now = 1_000_000;
  const limiter = createRateLimiter({ ...DEFAULT_LIMITS, form: { burst: 1, perMinute: 60 } }, () => now);
  expect(limiter.take("form", "a")).toBeNull();
  now = 0;
  expect(limiter.take("form", "a")).toBe(1);
  now = 1_000;
  expect(limiter.take("form", "a")).toBeNull();
});

test("made-up callers push out who was not seen for longest, never who was just here", () => {
  const limiter = createRateLimiter({ ...DEFAULT_LIMITS, form: { burst: 1, perMinute: 1 } }, () => 0);
  expect(limiter.take("form", "long gone")).toBeNull();
  expect(limiter.take("form", "still here")).toBeNull();
  for (let caller = 0; caller < 25_000; caller += 1) {
    limiter.take("form", `made up ${caller}`);
    if (caller % 5_000 === 0) expect(limiter.take("form", "still here")).toBe(60);
  }
  expect(limiter.take("form", "still here")).toBe(60);
  expect(limiter.take("form", "long gone")).toBeNull();
});

test("what is kept of a caller is short, however long the name they came with", () => {
  const limiter = createRateLimiter({ ...DEFAULT_LIMITS, form: { burst: 1, perMinute: 1 } }, () => 0);
  const [one, other] = [`${"x".repeat(60_000)}1`, `${"x".repeat(60_000)}2`];
  expect([limiter.take("form", one), limiter.take("form", one), limiter.take("form", other)]).toEqual([
    null,
    60,
    null,
  ]);
  expect(bucketName("form", one).length).toBeLessThan(100);
  expect(bucketName("form", "10.0.0.1")).toBe("form|10.0.0.1");
});
