import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import type { Fault, Patch } from "./broken-builds/fault.ts";
import { FAULTS } from "./broken-builds/faults.ts";

/*
 * The tests' tests: the tree is copied, broken on purpose in one place at a time, and the tests that must notice run
 * against it. Prints who caught what; exit 1 when a broken build survives one of the test files named for it, when a test
 * that must notice does not even pass on the whole build, when the code no longer contains what a fault changes, and when
 * there is no fault to play. `--only=word` plays the faults with that word in their names.
 */

const ROOT = resolve(import.meta.dirname, "..");
const LEFT_OUT = new Set(["node_modules", "data", ".git", "coverage", "dist", "tmp"]);
const LONGEST_MS = 120_000;
const LONGEST_WHOLE_MS = 400_000;
/** The same stories each time, and the first that fails is enough. */
const STORIES = { STORIES: "300", STORY_SEED: "1", STORY_SHRINK: "no" };

interface Failed {
  readonly file: string;
  readonly name: string;
  readonly says: string;
}

interface Outcome {
  /** Full names of tests, each with its file before it. */
  readonly passed: readonly { readonly file: string; readonly name: string }[];
  readonly failed: readonly Failed[];
}

interface TestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

/** The tree as it is, beside a link to what it expects beside itself. */
function copyTree(folder: string): string {
  const copy = join(folder, "build");
  cpSync(ROOT, copy, {
    recursive: true,
    filter: (path) => !LEFT_OUT.has(relative(ROOT, path).split("/")[0] ?? ""),
  });
  symlinkSync(resolve(ROOT, "node_modules"), join(copy, "node_modules"));
  const shared = resolve(ROOT, "../shared");
  if (existsSync(shared)) symlinkSync(shared, join(folder, "shared"));
  return copy;
}

/** Changes the copy; answers how to change it back. */
function apply(copy: string, patches: readonly Patch[]): () => void {
  const before = new Map<string, string>();
  for (const patch of patches) {
    const path = join(copy, patch.file);
    const text = readFileSync(path, "utf8");
    if (!before.has(path)) before.set(path, text);
    const found = text.split(patch.old).length - 1;
    if (found !== 1) throw new Error(`${patch.file} contains this ${found} times, not once:\n${patch.old}`);
    writeFileSync(
      path,
      text.replace(patch.old, () => patch.new),
    );
  }
  return () => {
    for (const [path, text] of before) writeFileSync(path, text);
  };
}

function runTests(copy: string, files: readonly string[], tests: string, longestMs = LONGEST_MS): Outcome {
  const report = join(copy, "report.json");
  rmSync(report, { force: true });
  const program = join(ROOT, "node_modules/vitest/vitest.mjs");
  // One file after another: beside each other they would make the machine slow, and slow is not broken.
  const args = ["run", ...files, "-t", tests, "--reporter=json", `--outputFile=${report}`, "--bail=0"];
  args.push("--no-file-parallelism");
  const env = { ...process.env, ...STORIES };
  spawnSync(process.execPath, [program, ...args], { cwd: copy, env, stdio: "ignore", timeout: longestMs });
  if (!existsSync(report))
    return { passed: [], failed: [{ file: "", name: "the run itself", says: "no report" }] };
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as TestReport;
  const all = testResults.flatMap(({ name: path, assertionResults }) =>
    assertionResults.map(({ fullName, status, failureMessages }) => ({
      ...{ file: relative(copy, path), name: fullName, status, says: (failureMessages ?? []).join("\n") },
    })),
  );
  const broken = testResults.filter((file) => file.assertionResults.length === 0);
  return {
    passed: all.filter(({ status }) => status === "passed"),
    failed: [
      ...all.filter(({ status }) => status === "failed"),
      ...broken.map(({ name: path, message }) => ({
        ...{ file: relative(copy, path), name: "a file that did not load", says: message ?? "" },
      })),
    ],
  };
}

const seconds = (since: number): string => `${Math.round((performance.now() - since) / 1_000)} s`;

/** Which tests of each file say what they must; null = that file let the fault pass, or failed otherwise. */
function catches(fault: Fault, { failed }: Outcome): readonly (readonly Failed[] | null)[] {
  return fault.files.map((file) => {
    const caught = failed.filter((one) => one.file === file && fault.says.test(one.says));
    return caught.length > 0 ? caught : null;
  });
}

/** What went wrong where a file did not catch it. */
function uncaught(file: string, { failed }: Outcome): string {
  const first = failed.find((one) => one.file === file) ?? failed.find((one) => one.file === "");
  if (first === undefined) return `SURVIVED ${file}`;
  return `${file} failed otherwise: ${first.name}: ${first.says.split("\n")[0]?.slice(0, 200)}`;
}

function play(fault: Fault, copy: string): boolean {
  const begun = performance.now();
  const mend = apply(copy, fault.patches);
  const outcome = runTests(copy, fault.files, fault.tests);
  mend();
  const caught = catches(fault, outcome);
  const cells = caught.map((tests, place) => {
    const [first, ...others] = tests ?? [];
    if (first === undefined) return uncaught(fault.files[place] ?? "", outcome);
    return `${first.file}: ${first.name}${others.length > 0 ? ` (and ${others.length} more)` : ""}`;
  });
  console.log(`| ${fault.name} | ${cells.join("; ")} | ${seconds(begun)} |`);
  return caught.every((tests) => tests !== null);
}

/** Every test that has to notice something passes on the whole build: else its failing would prove nothing. */
function wholeBuildPasses(faults: readonly Fault[], copy: string): boolean {
  const begun = performance.now();
  const files = [...new Set(faults.flatMap((fault) => fault.files))];
  const tests = faults.map((fault) => `(${fault.tests})`).join("|");
  const { passed, failed } = runTests(copy, files, tests, LONGEST_WHOLE_MS);
  for (const { name, says } of failed) console.log(`fails on the whole build: ${name}: ${says}`);
  const unmet = faults.flatMap(({ name, files: named, tests: wanted }) =>
    named
      .filter((file) => !passed.some((one) => one.file === file && new RegExp(wanted).test(one.name)))
      .map((file) => `${name} (${file})`),
  );
  for (const name of unmet) console.log(`no test on the whole build for: ${name}`);
  console.log(`whole build: ${passed.length} tests of ${files.length} files pass, ${seconds(begun)}\n`);
  return failed.length === 0 && unmet.length === 0;
}

function main(): boolean {
  const only = process.argv.find((one) => one.startsWith("--only="))?.slice(7) ?? "";
  const faults = FAULTS.filter(({ name }) => name.includes(only));
  if (faults.length === 0) {
    console.log(`there is no fault with "${only}" in its name`);
    return false;
  }
  const folder = mkdtempSync(join(tmpdir(), "majlis-broken-"));
  const begun = performance.now();
  try {
    const copy = copyTree(folder);
    for (const { patches } of faults) apply(copy, patches)();
    if (!wholeBuildPasses(faults, copy)) return false;
    console.log("| broken on purpose | caught by | time |\n|---|---|---|");
    const survivors = faults.filter((fault) => !play(fault, copy));
    console.log(`\n${faults.length - survivors.length} of ${faults.length} caught in ${seconds(begun)}`);
    return survivors.length === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = main() ? 0 : 1;
