import { describe, expect, test } from "vitest";
import { Pacer } from "../../../channels/shared/pacing.ts";

function paced(messagesPerSecond = 0) {
  const clock = { now: 1_000_000 };
  const pacer = new Pacer({ messagesPerSecond, now: () => clock.now });
  /** How many messages leave in the next `ms`, asking again as soon as told. */
  const leaveIn = (ms: number): number => {
    const end = clock.now + ms;
    for (let count = 0; ; count++) {
      const { waitMs } = pacer.ask("77", "p", Number.POSITIVE_INFINITY);
      clock.now += waitMs;
      if (clock.now >= end || count > 100_000) return count;
    }
  };
  return { pacer, clock, leaveIn };
}

describe("learned pace", () => {
  test("nothing waits before the platform objects", () => {
    const { pacer } = paced();
    for (let count = 0; count < 1_000; count++) expect(pacer.ask("77", `p${count % 3}`, 0).waitMs).toBe(0);
  });

  test("an objection about a pair holds that pair alone: 6 s, 24 s, 96 s … ten minutes", () => {
    const { pacer, clock } = paced();
    const waits: number[] = [];
    for (let strike = 0; strike < 6; strike++) {
      waits.push(pacer.refused("77", "p", "person", null));
      expect(pacer.ask("77", "q", 0)).toEqual({ waitMs: 0, scope: "account" });
      expect(pacer.ask("88", "p", 0)).toEqual({ waitMs: 0, scope: "account" });
      expect(pacer.ask("77", "p", 0)).toEqual({ waitMs: waits.at(-1), scope: "person" });
      clock.now += waits.at(-1) ?? 0;
    }
    expect(waits).toEqual([6_000, 24_000, 96_000, 384_000, 600_000, 600_000]);
    pacer.accepted("77", "p");
    expect(pacer.refused("77", "p", "person", null)).toBe(6_000);
  });

  test("an objection about a number holds it for a second, then at eighty a second", () => {
    const { pacer, clock, leaveIn } = paced();
    expect(pacer.refused("77", "p", "account", null)).toBe(1_000);
    expect(pacer.ask("77", "other", 0)).toEqual({ waitMs: 1_000, scope: "account" });
    clock.now += 1_000;
    expect(leaveIn(5_000)).toBeCloseTo(400, -1);
  });

  test("objections to messages already on their way count once; a later one slows further", () => {
    const { pacer, clock, leaveIn } = paced();
    for (let count = 0; count < 50; count++) pacer.refused("77", "p", "account", null);
    clock.now += 1_000;
    expect(pacer.refused("77", "p", "account", null)).toBe(4_000);
    clock.now += 4_000;
    expect(leaveIn(5_000)).toBeCloseTo(280, -1);
  });

  test("quiet gives the pace back, until there is no limit any more", () => {
    const { pacer, clock, leaveIn } = paced();
    pacer.refused("77", "p", "account", null);
    clock.now += 71_000;
    expect(leaveIn(1_000)).toBeGreaterThan(140);
    clock.now += 600_000;
    expect(pacer.ask("77", "p", 0).waitMs).toBe(0);
    expect(leaveIn(1)).toBeGreaterThan(1_000);
  });

  test("what the platform asks for is obeyed", () => {
    const { pacer } = paced();
    expect(pacer.refused("77", "p", "account", 30_000)).toBe(30_000);
    expect(pacer.ask("77", "p", 0).waitMs).toBe(30_000);
  });
});

describe("fixed pace", () => {
  test("holds from the first message", () => {
    expect(paced(20).leaveIn(10_000)).toBeCloseTo(200, -1);
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

  test("an objection slows it, quiet brings it back and not beyond", () => {
    const { pacer, clock, leaveIn } = paced(20);
    pacer.refused("77", "p", "account", null);
    clock.now += 1_000;
    expect(leaveIn(5_000)).toBeLessThan(80);
    clock.now += 600_000;
    expect(leaveIn(10_000)).toBeCloseTo(200, -1);
  });
});
