import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { until } from "../support/until.ts";

const SUPERVISOR = pathToFileURL("scripts/supervisor.mjs").href;
const BEAT = pathToFileURL("bot/beat.ts").href;
/** A slow machine is given this long. */
const LONG_MS = 60_000;

/** What each program begins with: it notes its start, and knows which one it is. */
const BEGIN = `
import { appendFileSync, readFileSync } from "node:fs";
import { beat } from "${BEAT}";
const note = (word) => appendFileSync("notes", word + "\\n");
note("start " + process.pid);
const start = readFileSync("notes", "utf8").split("\\n").filter((one) => one.startsWith("start")).length;
const work = (silentMs) => beat(process, () => { note("alone"); process.exit(0); }, silentMs);
const stay = () => setInterval(() => undefined, 1000);
`;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** The real supervisor, in a process of its own, over a tiny program. */
function supervised(program: string, limits: Readonly<Record<string, unknown>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "majlis-supervised-"));
  folders.push(folder);
  writeFileSync(join(folder, "notes"), "");
  writeFileSync(join(folder, "program.mjs"), `${BEGIN}${program}`);
  const what = { command: process.execPath, args: ["program.mjs"], options: { cwd: folder } };
  const stdio = ["ignore", "ignore", "inherit", "ipc"];
  const run = `import { supervise } from "${SUPERVISOR}";
    const what = ${JSON.stringify({ ...what, options: { ...what.options, stdio } })};
    process.exit(await supervise(what, ${JSON.stringify({ pauseMs: [10, 50], ...limits })}));`;
  const supervisor = spawn(process.execPath, ["--input-type=module", "-e", run], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  supervisor.stderr.on("data", (data) => {
    log += String(data);
  });
  const ended = new Promise<number | null>((end) => supervisor.once("close", end));
  const notes = () => readFileSync(join(folder, "notes"), "utf8").split("\n").slice(0, -1);
  const starts = () => notes().filter((one) => one.startsWith("start"));
  return {
    ...{ supervisor, ended, notes, starts },
    pid: () => Number(starts().at(-1)?.split(" ")[1]),
    said: () =>
      log
        .split("\n")
        .filter((line) => line.startsWith('{"level"'))
        .map((line) => JSON.parse(line)),
    has: (word: string) => until(() => notes().includes(word), LONG_MS),
  };
}

describe("the supervisor", () => {
  test(
    "a program whose event loop turns no more is killed and started again, which one line of the log says",
    async () => {
      const house = supervised(
        "work(); if (start < 3) setTimeout(() => { while (true); }, 50); else process.exit(0);",
        {
          silentMs: 1_000,
        },
      );
      expect(await house.ended).toBe(0);
      expect(house.starts()).toHaveLength(3);
      const said = house.said();
      expect(said.map(({ level, msg }) => [level, msg])).toEqual([
        [50, "the program was held up without an end; killed, it is started again"],
        [50, "the program was held up without an end; killed, it is started again"],
      ]);
      expect(said.every(({ silentMs }) => silentMs > 1_000)).toBe(true);
    },
    LONG_MS,
  );

  test(
    "a program that has not begun its work may be silent for as long as it likes",
    async () => {
      const house = supervised("setTimeout(() => { work(); process.exit(0); }, 1500);", { silentMs: 300 });
      expect(await house.ended).toBe(0);
      expect(house.starts()).toHaveLength(1);
    },
    LONG_MS,
  );

  test(
    "a program that said it may be silent for longer is waited for, and not for ever",
    async () => {
      const still = (ms: number) =>
        `{ const end = performance.now() + ${ms}; while (performance.now() < end); }`;
      const house = supervised(
        `work(3000);
        if (start === 1) setTimeout(() => { ${still(1_500)} note("came back"); ${still(60_000)} }, 50);
        else process.exit(0);`,
        { silentMs: 500 },
      );
      expect(await house.ended).toBe(0);
      expect(house.notes().filter((word) => !word.startsWith("start"))).toEqual(["came back"]);
      expect(house.starts()).toHaveLength(2);
      expect(house.said().map(({ silentMs }) => silentMs > 3_000)).toEqual([true]);
    },
    LONG_MS,
  );

  test(
    "a program that ends by itself at work is started again: by a fault, killed by the system, out of memory",
    async () => {
      const house = supervised(`work();
      if (start === 1) throw new Error("a fault");
      if (start === 2) process.kill(process.pid, "SIGKILL");
      if (start === 3) process.abort();
      process.exit(0);`);
      expect(await house.ended).toBe(0);
      expect(house.said().map(({ code, signal }) => code ?? signal)).toEqual([1, "SIGKILL", "SIGABRT"]);
    },
    LONG_MS,
  );

  test(
    "a program that was never at work is not started again, and its code is handed on",
    async () => {
      const house = supervised("process.exit(7);");
      expect(await house.ended).toBe(7);
      expect(house.starts()).toHaveLength(1);
      const killed = supervised('process.kill(process.pid, "SIGKILL");');
      expect(await killed.ended).toBe(1);
    },
    LONG_MS,
  );

  test(
    "a program that was at work before is tried until it is at work again",
    async () => {
      const house = supervised(
        "if (start === 1) { work(); process.exit(1); } if (start < 4) process.exit(7); process.exit(0);",
      );
      expect(await house.ended).toBe(0);
      expect(house.starts()).toHaveLength(4);
    },
    LONG_MS,
  );

  test.each(["SIGTERM", "SIGINT"] as const)(
    "%s is passed on, and what left is not started again",
    async (signal) => {
      const house = supervised(
        `process.on("${signal}", () => { note("left"); process.exit(5); }); work(); stay(); note("ready");`,
      );
      await house.has("ready");
      house.supervisor.kill(signal);
      expect(await house.ended).toBe(5);
      expect(house.notes().slice(1)).toEqual(["ready", "left"]);
    },
    LONG_MS,
  );

  test(
    "who cannot hear that it shall leave is killed",
    async () => {
      const house = supervised(
        "process.on('SIGTERM', () => note('left')); work(); setTimeout(() => { note('ready'); while (true); }, 1);",
        {
          leavingMs: 500,
        },
      );
      await house.has("ready");
      house.supervisor.kill("SIGTERM");
      expect(await house.ended).toBe(0);
      expect(house.starts()).toHaveLength(1);
    },
    LONG_MS,
  );

  test(
    "a program whose supervisor was killed leaves by itself",
    async () => {
      const house = supervised("work(); stay(); note('ready');");
      await house.has("ready");
      house.supervisor.kill("SIGKILL");
      await house.has("alone");
      expect(house.starts()).toHaveLength(1);
    },
    LONG_MS,
  );

  test(
    "when the whole machine stood still, nobody is blamed for his silence",
    async () => {
      const house = supervised(
        "process.on('SIGTERM', () => process.exit(0)); work(); stay(); note('ready');",
        { silentMs: 4_000 },
      );
      await house.has("ready");
      const program = house.pid();
      for (const one of [house.supervisor.pid ?? 0, program]) process.kill(one, "SIGSTOP");
      await new Promise((over) => setTimeout(over, 5_000));
      for (const one of [house.supervisor.pid ?? 0, program]) process.kill(one, "SIGCONT");
      await new Promise((over) => setTimeout(over, 1_000));
      house.supervisor.kill("SIGTERM");
      expect(await house.ended).toBe(0);
      expect(house.said()).toEqual([]);
      expect(house.starts()).toHaveLength(1);
    },
    LONG_MS,
  );

  test("starts come ever more rarely, ten seconds apart in the end; who lived longer is started at once", async () => {
    // Plain JavaScript without types: it runs before Node 26 is there.
    const { pauseAfter } = await import(SUPERVISOR);
    expect([1, 2, 3, 4, 5, 6, 7, 20].map((ends) => pauseAfter(ends, 0))).toEqual([
      200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000,
    ]);
    expect(pauseAfter(7, 9_000)).toBe(1_000);
    expect(pauseAfter(20, 11_000)).toBe(200);
  });
});
