import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { NODE_ENVIRONMENT, NODE_FLAGS } from "../../bench/load/programs.ts";

/**
 * Three bodies of 16 MB come and go, then thirty of 1 MB with something small that stays behind each: the megabytes that
 * the process still holds when all thirty are gone.
 */
const PROGRAM = `
const { createHash } = require("node:crypto");
const rss = () => process.memoryUsage.rss() / 1048576;
const body = (megabytes) => Buffer.allocUnsafeSlow(megabytes << 20).fill(1);
gc();
const before = rss();
for (let time = 0; time < 3; time += 1) { body(16); gc(); }
const small = [];
let large = [];
for (let time = 0; time < 30; time += 1) { large.push(body(1)); small.push(createHash("sha256")); }
large = null;
setTimeout(() => { gc(); gc(); setTimeout(() => { gc(); console.log(rss() - before, small.length); }, 50); }, 20);
`;

const header = (process.report.getReport() as { readonly header: { glibcVersionRuntime?: string } }).header;
const isGlibc = header.glibcVersionRuntime !== undefined;

if (!isGlibc) process.stderr.write("SKIPPED memory given back: this machine has another C library\n");

test.skipIf(!isGlibc)("what large bodies took is given back to the system, as npm start runs Node", () => {
  const held = (environment: Readonly<Record<string, string>>) => {
    const env = { PATH: process.env.PATH, ...environment };
    const args = [...NODE_FLAGS, "--expose-gc", "-e", PROGRAM];
    return Number.parseFloat(execFileSync(process.execPath, args, { env, encoding: "utf8" }));
  };
  // Thirty-one without.
  expect(held(NODE_ENVIRONMENT)).toBeLessThan(10);
});
