import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { HistoryReport } from "../../bench/load/growth.ts";
import type { Measured } from "../../bench/load/measure.ts";
import type { Report } from "../../bench/load/report.ts";

/* What nothing runs every day must not be found broken on the day that it is needed: each in its shortest form. */

const isBeside = (part: string) => existsSync(resolve("../shared", part));
const play = (words: readonly string[], cwd = process.cwd()) =>
  spawnSync(process.execPath, words, { encoding: "utf8", cwd, timeout: 20_000 });

test.each([
  ["scripts/print-dialogues.ts ar/clinic-dental-najdi", "══ ar/clinic-dental-najdi.txt"],
  ["bench/router.ts --short", "groq empty, then glm"],
  ["bench/blocks.ts --only=understanding", "1 tried"],
  ["bench/language.ts --only=ordinals", isBeside("language/dev") ? "ordinals ar" : "nothing measured"],
  ["bench/email.ts", isBeside("payloads/email") ? "all machine mail" : ""],
])("node %s runs to its end", (words, says) => {
  const { stdout, stderr } = play(words.split(" "));
  expect(stderr).not.toContain("    at ");
  expect(stdout).toContain(says);
});

test.each([
  ["scripts/print-dialogues.ts nobody", "no dialogue in test/dialogues is called nobody"],
  ["scripts/outages.ts --only=typo", "no provider breaks in the way typo: refused"],
])("node %s ends with 1 and says why", (words, why) => {
  const { status, stderr } = play(words.split(" "));
  expect(stderr).toContain(why);
  expect(status).toBe(1);
});

const OURS: Measured = {
  ...{ label: "majlis all", ackedPerSec: 900, repliedPerSec: 400 },
  ...{ ack: { p50: 1, p99: 9 }, e2e: { p50: 20, p99: 90 } },
  ...{ lost: 0, duplicates: 0, outOfOrder: 0, unmatched: 0, sent: 9, acked: 9, unacked: 0, answered: 9 },
};
const WHERE = { at: "2026-11-22T10:00:00.000Z", machine: "2 cores" };
const SPEED: Report = {
  ...{ ...WHERE, scale: 1, rounds: 2, ways: { replies: [OURS] }, memory: [] },
  verdicts: [{ id: "P2", what: "replies", target: ">= 0.5x", measured: "0.9x", met: true }],
};
const HISTORY: HistoryReport = {
  ...{ ...WHERE, verdicts: [], pages: { 1000: { "/analytics": 3 } } },
  grown: [
    {
      ...{ size: 1000, load: "few", round: 0, perSecond: 300, p50: 4, p99: 20, app: 1, database: 1 },
      ...{ blocks: 50, statements: {}, harm: 0, others: 0 },
    },
  ],
};

test("bench:figures writes what was found between its marks, and nothing else", () => {
  const folder = mkdtempSync(join(tmpdir(), "majlis-figures-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "docs"));
  const page = join(folder, "docs/scaling.md");
  writeFileSync(page, "before\n<!-- figures: begin -->\nold\n<!-- figures: end -->\nafter\n");
  writeFileSync(join(folder, "a.json"), JSON.stringify(SPEED));
  writeFileSync(join(folder, "b.json"), JSON.stringify(HISTORY));
  const { status } = play([resolve("bench/figures.ts"), "a.json", "b.json"], folder);
  expect(status).toBe(0);
  const written = readFileSync(page, "utf8");
  expect(written).toMatch(/^before\n<!-- figures: begin -->\n/u);
  expect(written).toMatch(/\n<!-- figures: end -->\nafter\n$/u);
  for (const part of ["2 rounds", "| P2 |", "majlis all", "| 1000 | few |", "/analytics"])
    expect(written).toContain(part);
  expect(written).not.toContain("old");
});
