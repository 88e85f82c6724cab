import { spawnSync } from "node:child_process";
import { expect, onTestFinished, test } from "vitest";
import { readOptions } from "../../bench/chaos/options.ts";
import { Stage } from "../../bench/chaos/stage.ts";
import { type Moment, progressOf } from "../../bench/chaos/standstill.ts";

/* What judges the program under faults must itself be able to say no. */

test.each([
  ["bench/chaos.ts", "--only=race", 'nothing has "race" in its name'],
  ["bench/chaos.ts", "--seed=x", "--seed=x is no whole number from 1 on"],
  ["bench/main.ts", "--only=acks,typo", "--only=typo would measure nothing"],
])("%s %s ends with 1 and says why, instead of playing nothing and calling it well", (file, word, why) => {
  const { status, stderr } = spawnSync("node", [file, word], { encoding: "utf8", timeout: 20_000 });
  expect(stderr).toContain(why);
  expect(status).toBe(1);
});

test("the words of a run of chaos are read whole, or the run does not begin", () => {
  const otherwise = { fast: false, only: undefined, seed: 1, seeds: 1, crowded: 0 };
  expect(readOptions([])).toEqual(otherwise);
  expect(readOptions(["--fast", "--only=how soon", "--seed=7", "--seeds=2", "--crowded=4"])).toEqual({
    ...{ fast: true, only: "how soon", seed: 7, seeds: 2, crowded: 4 },
  });
  for (const wrong of ["--seed=x", "--seed=", "--seeds=0", "--seeds=1.5", "--crowded=-1", "--fats", "kills"])
    expect(readOptions(["--fast", wrong])).toContain(wrong);
});

const NOTHING = { due: 0, held: 0, orphaned: 0, later: 0, asleep: 0, workers: 2 };
const none = {
  ...NOTHING,
  messages: 0,
  answers: 0,
  parked: 0,
  failed: 0,
  cancelled: 0,
  why: "",
  stored: 600,
};
const moment: Moment = { loading: true, drained: false, beginning: false, waiting: none, arrived: 599 };

test.each([
  ["a message was taken and is nowhere any more", {}],
  ["nobody takes up what waits", { waiting: { ...none, messages: 1, asleep: 1 } }],
  ["the same after the load has given up", { drained: true, waiting: { ...none, answers: 1 } }],
  ["the tables cannot be asked, and no answer comes", { waiting: null }],
])("a scenario is at a standstill when %s", (_, change) => {
  expect(progressOf({ ...moment, ...change })).not.toBeNull();
  expect(progressOf({ ...moment, ...change })).toBe(progressOf({ ...moment, ...change }));
  expect(progressOf({ ...moment, ...change, arrived: 600 })).not.toBe(progressOf({ ...moment, ...change }));
});

test.each([
  ["there is no load", { loading: false }],
  ["a process is just beginning", { beginning: true }],
  ["all is answered and something else is looked at", { drained: true }],
  ["a person was told of what is missing", { waiting: { ...none, parked: 1 } }],
])("and not when %s", (_, change) => {
  expect(progressOf({ ...moment, ...change })).toBeNull();
});

/** A stage without a database, with one process that does this when it is told to end. */
async function stageWith(whenTold: string): Promise<Stage> {
  const nowhere = { create: () => null } as unknown as ConstructorParameters<typeof Stage>[0]["postgres"];
  const load = { runLoad: () => Promise.reject(new Error("there is no load here")) };
  const receipts = { acknowledged: new Map<string, number>(), drop: () => undefined };
  const stage = new Stage({ postgres: nowhere, load, receipts, seed: 1, fast: true, until: 0 });
  onTestFinished(() => stage.clear());
  const code = `process.on("SIGTERM", () => { ${whenTold} }); console.log("here"); setInterval(() => {}, 1000)`;
  await stage.start("one", "worker", {}, undefined, ["-e", code]);
  return stage;
}

test.each([
  ["process.exit(0)", 20_000, []],
  ["process.exit(1)", 20_000, ["one was told to end and ended with code 1"]],
  ["process.kill(process.pid, 'SIGKILL')", 20_000, ["one was told to end and ended with SIGKILL"]],
  ["", 300, ["one did not end within 0.3 s of SIGTERM"]],
])("who is told to end and does `%s`: what is broken is known", async (whenTold, withinMs, broken) => {
  const stage = await stageWith(whenTold);
  await stage.leave("one", withinMs);
  expect(stage.isUp("one")).toBe(false);
  expect(stage.broken).toEqual(broken);
  expect(stage.endedByThemselves).toBe(0);
});
