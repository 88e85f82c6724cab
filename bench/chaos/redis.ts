import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { PORTS } from "./ports.ts";
import type { Scenario } from "./scenario.ts";
import { sleep } from "./stage.ts";
import { skipped, verdictOf } from "./verdict.ts";

const start = (): ChildProcess =>
  spawn(
    "redis-server",
    ["--port", String(PORTS.redis), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
    {
      stdio: "ignore",
    },
  );

export const redis: readonly Scenario[] = [
  {
    name: "redis: flushed, killed, back empty",
    fast: true,
    play: async (stage) => {
      if (spawnSync("redis-server", ["--version"]).status !== 0)
        return skipped("there is no redis-server here");
      let server = start();
      await sleep(500);
      const set = { REDIS_URL: `redis://127.0.0.1:${PORTS.redis}` };
      try {
        await stage.start("web", "web", set);
        await stage.start("worker", "worker", set);
        const result = await stage.load({}, async () => {
          await sleep(1_200);
          spawnSync("redis-cli", ["-p", String(PORTS.redis), "flushall"], { timeout: 5_000 });
          await sleep(600);
          server.kill("SIGKILL");
          await sleep(1_500);
          server = start();
        });
        return verdictOf(result);
      } finally {
        server.kill("SIGKILL");
      }
    },
  },
];
