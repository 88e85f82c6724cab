import { expect, test } from "vitest";
import { newPatience } from "../../bot/flow/patience.ts";

const MINUTE = 60_000;
const full = new Error("disk full");

const at = () => {
  const clock = { now: 0 };
  const patience = newPatience(
    (cause) => cause === full,
    () => clock.now,
  );
  return { clock, patience };
};

test("a failure that is not storage's is none of its business", () => {
  expect(at().patience.refused("a", new Error("a bug"))).toBeNull();
});

test("while storage refuses everybody, everybody is excused however long it takes, and tried ever more rarely", () => {
  const { clock, patience } = at();
  const waits: (number | undefined)[] = [];
  for (clock.now = 0; clock.now < 60 * MINUTE; clock.now += 6 * MINUTE) {
    waits.push(patience.refused("a", full)?.againInMs);
    expect(patience.refused("b", full)?.excused).toBe(true);
  }
  expect(waits).toEqual([200, 400, 600, 800, 1_000, 1_200, 1_400, 1_600, 1_800, 2_000]);
});

test("what storage refuses alone for ten minutes, while it takes what others write, is excused no longer", () => {
  const { clock, patience } = at();
  patience.refused("a", full);
  patience.stored("b");
  clock.now = 9 * MINUTE;
  expect(patience.refused("a", full)?.excused).toBe(true);
  clock.now = 11 * MINUTE;
  expect(patience.refused("a", full)?.excused).toBe(false);
});

test("one that was stored after all begins anew", () => {
  const { clock, patience } = at();
  patience.refused("a", full);
  patience.stored("b");
  patience.stored("a");
  clock.now = 11 * MINUTE;
  expect(patience.refused("a", full)).toEqual({ againInMs: 200, excused: true });
});

test("lanes that are never stored, as those set aside, are not kept in mind for ever", () => {
  const { patience } = at();
  for (let lane = 0; lane < 25_000; lane += 1) patience.refused(`lane ${lane}`, full);
  expect(patience.remembered).toBe(10_000);
  expect(patience.refused("lane 24999", full)?.againInMs).toBe(400);
});
