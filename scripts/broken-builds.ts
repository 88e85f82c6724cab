import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import type { Fault, Patch } from "./broken-builds/fault.ts";
import { FAULTS } from "./broken-builds/faults.ts";

/*
 * The tests' tests: the tree is copied, broken on purpose in one place at a time, and the tests that must notice run
 * against it. Prints who caught what; exit 1 when a broken build survives, when a test that must notice does not even
 * pass on the whole build, and when the code no longer contains what a fault changes. `--only=word` plays the faults
 * with that word in their names.
 */

const ROOT = resolve(import.meta.dirname, "..");
const LEFT_OUT = new Set(["node_modules", "data", ".git", "coverage", "dist", "tmp"]);
const LONGEST_MS = 120_000;

interface Outcome {
  readonly passed: readonly string[];
  readonly failed: readonly { readonly name: string; readonly says: string }[];
}

interface TestReport {
  readonly testResults: readonly {
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

function runTests(copy: string, files: readonly string[], tests: string): Outcome {
  const report = join(copy, "report.json");
  rmSync(report, { force: true });
  const program = join(ROOT, "node_modules/vitest/vitest.mjs");
  const args = ["run", ...files, "-t", tests, "--reporter=json", `--outputFile=${report}`, "--bail=0"];
  spawnSync(process.execPath, [program, ...args], { cwd: copy, stdio: "ignore", timeout: LONGEST_MS });
  if (!existsSync(report)) return { passed: [], failed: [{ name: "the run itself", says: "no report" }] };
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as TestReport;
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  const broken = testResults.filter((file) => file.assertionResults.length === 0);
  return {
    passed: all.filter(({ status }) => status === "passed").map(({ fullName }) => fullName),
    failed: [
      ...all
        .filter(({ status }) => status === "failed")
        .map((one) => ({ name: one.fullName, says: (one.failureMessages ?? []).join("\n") })),
      ...broken.map(({ message }) => ({ name: "a file that did not load", says: message ?? "" })),
    ],
  };
}

const seconds = (since: number): string => `${Math.round((performance.now() - since) / 1_000)} s`;

/** null = caught as it must be; otherwise what went wrong. */
function judge(fault: Fault, { failed }: Outcome): string | null {
  if (failed.length === 0) return "SURVIVED";
  if (failed.some(({ says }) => fault.says.test(says))) return null;
  const [first] = failed;
  return `failed otherwise: ${first?.name}: ${first?.says.split("\n")[0]?.slice(0, 200)}`;
}

function play(fault: Fault, copy: string): boolean {
  const begun = performance.now();
  const mend = apply(copy, fault.patches);
  const outcome = runTests(copy, fault.files, fault.tests);
  mend();
  const wrong = judge(fault, outcome);
  const by = outcome.failed.filter(({ says }) => fault.says.test(says)).map(({ name }) => name);
  const more = by.length > 1 ? ` (and ${by.length - 1} more)` : "";
  console.log(`| ${fault.name} | ${wrong ?? `${by[0]}${more}`} | ${seconds(begun)} |`);
  return wrong === null;
}

/** Every test that has to notice something passes on the whole build: else its failing would prove nothing. */
function wholeBuildPasses(faults: readonly Fault[], copy: string): boolean {
  const begun = performance.now();
  const files = [...new Set(faults.flatMap((fault) => fault.files))];
  const { passed, failed } = runTests(copy, files, faults.map(({ tests }) => `(${tests})`).join("|"));
  for (const { name, says } of failed) console.log(`fails on the whole build: ${name}: ${says}`);
  const unmet = faults.filter(({ tests }) => !passed.some((name) => new RegExp(tests).test(name)));
  for (const { name } of unmet) console.log(`no test on the whole build for: ${name}`);
  console.log(`whole build: ${passed.length} tests pass, ${seconds(begun)}\n`);
  return failed.length === 0 && unmet.length === 0;
}

function main(): boolean {
  const only = process.argv.find((one) => one.startsWith("--only="))?.slice(7) ?? "";
  const faults = FAULTS.filter(({ name }) => name.includes(only));
  const folder = mkdtempSync(join(tmpdir(), "majlis-broken-"));
  const begun = performance.now();
  try {
    const copy = copyTree(folder);
    for (const { patches } of faults) apply(copy, patches)();
    if (!wholeBuildPasses(faults, copy)) return false;
    console.log("| broken on purpose | caught by | time |\n|---|---|---|");
    const survivors = faults.filter((fault) => !play(fault, copy));
    console.log(`\n${faults.length - survivors.length} of ${faults.length} caught in ${seconds(begun)}`);
    return faults.length > 0 && survivors.length === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = main() ? 0 : 1;
