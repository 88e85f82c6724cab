import { expect, test } from "vitest";
import { breaker } from "../../../agents/router/breaker.ts";
import type { AttemptOutcome } from "../../../agents/router/models.ts";

const LIMITS = { failures: 3, restMs: 10_000, longestRestMs: 30_000 };

function broken() {
  let at = 1_000_000;
  const one = breaker(() => at, LIMITS);
  return {
    one,
    pass: (milliseconds: number) => {
      at += milliseconds;
    },
    /** Lets one call in and ends it so; false = it was kept away. */
    call: (outcome: AttemptOutcome | null, retryAfterMs: number | null = null) => {
      const verdict = one.enter();
      verdict?.(outcome, retryAfterMs);
      return verdict !== null;
    },
  };
}

test("three failures in a row open it; a success between them starts the count again", () => {
  const { one, call } = broken();
  for (const outcome of ["server-error", "timed-out", "answered", "overloaded", "rate-limited"] as const)
    call(outcome);
  expect(one.circuit).toBe("closed");
  call("refused-connection");
  expect(one.circuit).toBe("open");
  expect(call("answered")).toBe(false);
});

test("a model's bad answers say nothing about the line", () => {
  const { one, call } = broken();
  for (const outcome of [
    "wrong-schema",
    "refusal",
    "empty",
    "truncated",
    "wrong-language",
    "bad-request",
  ] as const)
    call(outcome);
  call(null);
  expect(one.circuit).toBe("closed");
});

test("after its rest exactly one call probes; an answer closes it, a failure doubles the rest up to its limit", () => {
  const { one, call, pass } = broken();
  for (let n = 0; n < 3; n += 1) call("server-error");
  for (const rest of [10_000, 20_000, 30_000, 30_000]) {
    pass(rest - 1);
    expect(one.circuit).toBe("open");
    pass(1);
    expect(one.circuit).toBe("half-open");
    const probe = one.enter();
    expect(one.enter()).toBeNull();
    probe?.("server-error", null);
    expect(one.circuit).toBe("open");
  }
  pass(30_000);
  expect(call("answered")).toBe(true);
  expect(one.circuit).toBe("closed");
  for (let n = 0; n < 3; n += 1) call("server-error");
  pass(10_000);
  expect(one.circuit).toBe("half-open");
});

test("a cancelled probe leaves the next call to probe", () => {
  const { one, call, pass } = broken();
  for (let n = 0; n < 3; n += 1) call("server-error");
  pass(10_000);
  expect(call(null)).toBe(true);
  expect(one.circuit).toBe("half-open");
  expect(call("answered")).toBe(true);
  expect(one.circuit).toBe("closed");
});

test("a vendor that says when to come back is left alone until then, from its first word", () => {
  const { one, call, pass } = broken();
  call("rate-limited", 45_000);
  pass(44_999);
  expect(one.circuit).toBe("open");
  pass(1);
  expect(call("answered")).toBe(true);
  expect(one.circuit).toBe("closed");
});

test("calls that began before it opened neither close nor prolong it", () => {
  const { one, call, pass } = broken();
  const [early, late] = [one.enter(), one.enter()];
  for (let n = 0; n < 3; n += 1) call("server-error");
  pass(5_000);
  early?.("answered", null);
  expect(one.circuit).toBe("open");
  late?.("timed-out", null);
  pass(5_000);
  expect(one.circuit).toBe("half-open");
});
