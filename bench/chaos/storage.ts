import { spawnSync } from "node:child_process";
import { mkdtempSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startPostgres } from "../load/postgres.ts";
import { openFront } from "./front.ts";
import { PORTS } from "./ports.ts";
import type { Scenario, Verdict } from "./scenario.ts";
import { type Stage, sleep } from "./stage.ts";
import { type Played, skipped, verdictOf } from "./verdict.ts";

/** Longest a webhook may be left without any answer, with an allowance for a crowded machine: the short selection's is larger. */
const LATEST_ACK_MS = { fast: 30_000, whole: 3_000 };

/** Plays under load through a front that times every answer; what was acknowledged must be in the table. */
async function watched(
  stage: Stage,
  load: Readonly<Record<string, unknown>>,
  trouble: () => Promise<void>,
): Promise<Verdict> {
  await stage.start("web", "web");
  await stage.start("worker", "worker");
  const front = await openFront(PORTS.front, [PORTS.web]);
  let result: Played;
  try {
    result = await stage.load({ target: `http://127.0.0.1:${PORTS.front}`, drain: 45, ...load }, trouble);
  } finally {
    await front.close();
  }
  const stored = await stage.count("messages");
  const slowest = Math.round(Math.max(...front.answers.map(({ ms }) => ms)));
  const refused = front.answers.filter(({ status }) => status === 503).length;
  const odd = front.answers.filter(({ status }) => status !== 503 && status !== 200).length;
  return verdictOf(result, {
    note: `${refused} × 503, slowest answer ${slowest} ms, p99 of replies ${Math.round(result.e2e.p99)} ms`,
    faults: [
      ...(stored < result.acked ? [`${result.acked - stored} acknowledged and not stored`] : []),
      ...(slowest > LATEST_ACK_MS[stage.fast ? "fast" : "whole"] ? [`a webhook waited ${slowest} ms`] : []),
      ...(odd > 0 ? [`${odd} answers neither 200 nor 503`] : []),
      // By those who write, or where only turns are stuck by those who wait for an answer.
      ...(refused === 0 && slowest < 1_000 && result.e2e.p99 < 2_000 ? ["the trouble was not felt"] : []),
    ],
  });
}

const readOnly: Scenario = {
  name: "storage: refuses every write",
  fast: true,
  play: (stage) =>
    watched(stage, {}, async () => {
      await sleep(1_500);
      await refuseWrites(stage, true);
      await sleep(stage.fast ? 5_000 : 12_000);
      await refuseWrites(stage, false);
    }),
};

async function refuseWrites(stage: Stage, refuse: boolean): Promise<void> {
  // Under a read-only default even this must ask for the right to write.
  await stage.rows(`set default_transaction_read_only = off`);
  await stage.rows(`alter system set default_transaction_read_only = ${refuse ? "on" : "off"}`);
  await stage.rows("select pg_reload_conf()");
}

const locked = (table: string, fast = false): Scenario => ({
  name: `storage: somebody else locks the table ${table}`,
  fast,
  play: (stage) =>
    watched(stage, {}, async () => {
      await sleep(1_500);
      await stage.rows(
        `begin; lock table ${table} in access exclusive mode; select pg_sleep(${stage.fast ? 6 : 10}); commit`,
      );
    }),
});

const exhausted: Scenario = {
  name: "storage: others hold every connection",
  play: (stage) =>
    watched(stage, {}, async () => {
      await sleep(1_500);
      const url = stage.database ?? "";
      const others: pg.Client[] = [];
      const mine = new pg.Client({ connectionString: url });
      await mine.connect();
      await mine.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'majlis%'",
      );
      for (const until = Date.now() + 6_000; Date.now() < until; ) {
        const other = new pg.Client({ connectionString: url });
        other.on("error", () => undefined);
        await other.connect().then(
          () => others.push(other),
          () => sleep(20),
        );
        await mine.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'majlis%'",
        );
      }
      for (const other of others) await other.end();
      await mine.end();
    }),
};

/** A database in a small file system of its own: filled to the brim for some seconds, then emptied again. */
const diskFull: Scenario = {
  name: "storage: disk full",
  play: async (stage) => {
    const small = mkdtempSync(join(tmpdir(), "majlis-chaos-disk-"));
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=220m,mode=777", "majlis-chaos", small]);
    if (mounted.status !== 0) {
      rmdirSync(small);
      return skipped("no right to mount a small file system here");
    }
    const ballast = join(small, "ballast");
    const settings = ["shared_buffers=128MB", "max_wal_size=64MB", "min_wal_size=32MB"];
    const server = await startPostgres({ port: PORTS.secondDatabase, folder: small, settings });
    try {
      stage.database = server.create("majlis");
      return await watched(stage, { messages: 1200 }, async () => {
        await sleep(1_500);
        // `dd` ends with an error when nothing more fits: that is what is wanted.
        spawnSync("dd", ["if=/dev/zero", `of=${ballast}`, "bs=64k"]);
        await sleep(8_000);
        rmSync(ballast);
      });
    } finally {
      rmSync(ballast, { force: true });
      await stage.clear();
      server.stop();
      spawnSync("umount", ["-l", small]);
      rmdirSync(small);
    }
  },
};

export const storage: readonly Scenario[] = [
  readOnly,
  locked("messages"),
  locked("turns"),
  locked("lanes"),
  exhausted,
  diskFull,
];
