import { expect, test } from "vitest";
import { readConfig } from "../../bot/config.ts";
import { crashCourseFrom } from "../../bot/wiring/crash-points.ts";

function testsOf(environment: Readonly<Record<string, string>>) {
  const read = readConfig(environment);
  if (!read.ok) throw new Error(read.problems.join());
  return read.config.tests;
}

test("a crash point needs a second word that no real server has", () => {
  expect(() => crashCourseFrom(testsOf({ CRASH_AT: "after-send:3" }))).toThrow(/CRASH_ON_PURPOSE=yes/);
  expect(readConfig({ CRASH_AT: "after-lunch:1" })).toMatchObject({ ok: false });
  expect(readConfig({ CRASH_AT: "after-send:0" })).toMatchObject({ ok: false });
  expect(testsOf({ CRASH_AT: "after-send:3" }).CRASH_AT).toEqual({ point: "after-send", passing: 3 });
});

test("without one nothing is wrapped", () => {
  const course = crashCourseFrom(testsOf({}));
  const store = { arrivals: {}, lanes: {} } as Parameters<typeof course.store>[0];
  expect(course.store(store)).toBe(store);
  const office = {} as Parameters<typeof course.commands>[0];
  expect(course.commands(office)).toBe(office);
});
