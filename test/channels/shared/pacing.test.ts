import { describe, expect, test } from "vitest";
import { Pacer } from "../../../channels/shared/pacing.ts";

/** A pacer, its clock, and a platform that takes at most `limit` a second . */
function paced(messagesPerSecond = 0) {
  const clock = { now: 1_000_000 };
  const pacer = new Pacer({ messagesPerSecond, now: () => clock.now });

  const attempt = (takes: boolean): boolean => {
    if (takes) pacer.accepted("77", "p");
    else pacer.refused("77", "p", "account", null);
    return takes;
  };
  /** Somebody wants to send `wanted` a second for `seconds`; answers what the platform took in each of them. */
  const run = (seconds: number, wanted: number, takes: Takes): readonly number[] => {
    let index = 0;
    return Array.from({ length: seconds }, () => {
      let count = 0;
      for (let message = 0; message < wanted; message++) {
        clock.now += 1_000 / wanted;
        if (pacer.ask("77", "p", 0).waitMs === 0 && attempt(takes(count, index++))) count++;
      }
      return count;
    });
  };
  return { pacer, clock, run };
}

/** Whether the platform takes a message: how many it took in this second, how many were tried before. */
type Takes = (inThisSecond: number, index: number) => boolean;

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
const upTo = (limit: number) => (inThisSecond: number) => inThisSecond < limit;

describe("learned pace of a number", () => {
  test("a clock that is set back by an hour holds nobody back for an hour", () => {
    const { pacer, clock } = paced(10);
    expect(pacer.ask("77", "p", 1_000).waitMs).toBe(0);
    pacer.refused("77", "q", "person", null);
    clock.now -= 3_600_000;
    expect(pacer.ask("77", "p", 1_000).waitMs).toBeLessThanOrEqual(100);
    expect(pacer.ask("77", "q", 1_000)).toEqual({ waitMs: 6_000, scope: "person" });
    clock.now += 6_000;
    expect(pacer.ask("77", "q", 1_000).waitMs).toBe(0);
  });

  test("nothing waits before the platform objects", () => {
    const { run } = paced();
    expect(run(3, 2_000, () => true)).toEqual([2_000, 2_000, 2_000]);
  });

  test.each([
    ["an ordinary number", 80, 400],
    ["a number shared with the business app", 20, 200],
    ["an upgraded number", 1_000, 2_000],
  ])("%s is found out and used to at least six tenths", (_, limit, wanted) => {
    const { run } = paced();
    let refusals = 0;
    const taken = run(60, wanted, (inThisSecond) => {
      if (inThisSecond < limit) return true;
      refusals++;
      return false;
    });
    expect(sum(taken)).toBeGreaterThan(limit * 60 * 0.6);
    // A third more than was taken would be hammering.
    expect(refusals).toBeLessThan(sum(taken) / 3);
  });

  test("objections here and there are accidents: only the message waits", () => {
    const { pacer, run } = paced();
    expect(pacer.refused("77", "p", "account", null)).toEqual({ waitMs: 1_000, scope: "message" });
    expect(pacer.refused("77", "p", "account", 7_000)).toEqual({ waitMs: 7_000, scope: "message" });
    expect(pacer.ask("77", "other", 0).waitMs).toBe(0);
    const taken = run(60, 200, (_, index) => index % 10 !== 0);
    expect(sum(taken.slice(30))).toBeGreaterThan(30 * 200 * 0.8);
  });

  test("when most are refused the number stops, longer each time, until one is taken", () => {
    const { pacer, clock } = paced();
    const waits: number[] = [];
    for (let round = 0; round < 6; round++) {
      for (let count = 0; count < 4; count++) pacer.refused("77", "p", "account", null);
      const pause = pacer.refused("77", "p", "account", null);
      expect(pause.scope).toBe("account");
      expect(pacer.refused("77", "q", "account", null)).toEqual(pause); // one that was already on its way
      expect(pacer.ask("77", "q", 0)).toEqual(pause);
      expect(pacer.ask("88", "q", 0).waitMs).toBe(0);
      waits.push(pause.waitMs);
      clock.now += pause.waitMs;
    }
    expect(waits).toEqual([1_000, 4_000, 16_000, 64_000, 256_000, 300_000]);
  });

  test("a long wait that the platform asks for is kept for the whole number", () => {
    const { pacer } = paced();
    expect(pacer.refused("77", "p", "account", 3_600_000)).toEqual({ waitMs: 3_600_000, scope: "account" });
    expect(pacer.ask("77", "other", 0)).toEqual({ waitMs: 3_600_000, scope: "account" });
  });

  test("quiet gives the pace back, until there is no limit any more", () => {
    const { run } = paced();
    const limited = run(10, 400, upTo(80));
    expect(limited.at(-1)).toBeLessThanOrEqual(80);
    const after = run(120, 2_000, () => true);
    expect(after.at(-1)).toBe(2_000);
  });
});

describe("pace of a pair", () => {
  test("an objection holds that pair alone: 6 s, 24 s, 96 s … ten minutes", () => {
    const { pacer, clock } = paced();
    const waits: number[] = [];
    for (let strike = 0; strike < 6; strike++) {
      const pause = pacer.refused("77", "p", "person", null);
      expect(pause.scope).toBe("person");
      expect(pacer.ask("77", "q", 0).waitMs).toBe(0);
      expect(pacer.ask("88", "p", 0).waitMs).toBe(0);
      expect(pacer.ask("77", "p", 0)).toEqual(pause);
      waits.push(pause.waitMs);
      clock.now += pause.waitMs;
    }
    expect(waits).toEqual([6_000, 24_000, 96_000, 384_000, 600_000, 600_000]);
    pacer.accepted("77", "p");
    expect(pacer.refused("77", "p", "person", null).waitMs).toBe(6_000);
  });
});

describe("fixed pace", () => {
  test("holds from the first message", () => {
    expect(sum(paced(20).run(10, 500, () => true))).toBeCloseTo(200, -1);
  });

  test("a wait beyond one's patience takes no place in the row", () => {
    const { pacer, clock } = paced(10);
    for (let count = 0; count < 30; count++) pacer.ask("77", "p", 2_000);
    const { waitMs } = pacer.ask("77", "p", 2_000);
    expect(waitMs).toBeGreaterThan(2_000);
    expect(pacer.ask("77", "p", 2_000).waitMs).toBe(waitMs);
    clock.now += 5_000;
    expect(pacer.ask("77", "p", 2_000).waitMs).toBe(0);
  });

  test("dense objections slow it, quiet brings it back and not beyond", () => {
    const { run } = paced(40);
    run(5, 100, upTo(10));
    expect(sum(run(5, 100, () => true))).toBeLessThan(150);
    run(120, 100, () => true);
    const after = sum(run(10, 500, () => true));
    expect(after).toBeGreaterThan(370);
    expect(after).toBeLessThanOrEqual(401);
  });
});

test("accounts come from outside: those unused longest are forgotten, one in use never is", () => {
  const { pacer } = paced();
  for (let strike = 0; strike < 30; strike++) pacer.refused("77", "p", "account", 60_000);
  for (let made = 0; made < 25_000; made++) {
    expect(pacer.ask(`made up ${made}`, "p", 0).waitMs).toBe(0);
    if (made % 5_000 === 0) expect(pacer.ask("77", "p", 0).waitMs).toBe(60_000);
  }
  expect(pacer.ask("77", "p", 0).waitMs).toBe(60_000);
  expect(pacer.remembered).toBe(10_000);
});
