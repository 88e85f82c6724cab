import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { type StandInModels, standInModels } from "../../test/support/models/stand-in.ts";
import { until } from "./moments.ts";
import { PORTS } from "./ports.ts";
import type { Scenario } from "./scenario.ts";
import { type Stage, sleep } from "./stage.ts";
import { skipped, verdictOf } from "./verdict.ts";

/*
 * Redis keeps what models answered, where the same question may come again: what the agents ask that a request runs. So two web
 * processes ask the same while Redis is there, emptied, away and back; beside them the talks go on.
 */
const WEBS = [PORTS.web, PORTS.secondWeb] as const;
const FOUND_NOTHING = { pains: [], urgency: 0 };
/** A request on a crowded machine. */
const ANSWERS_WITHIN_MS = 20_000;
/** Nobody waits longer than a moment for Redis, so on a crowded machine some answers are not shared. */
const TRIES = 20;

const start = (): ChildProcess =>
  spawn(
    "redis-server",
    ["--port", String(PORTS.redis), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
    {
      stdio: "ignore",
    },
  );

interface Asked {
  /** By a model, now or earlier. */
  readonly isAnswered: boolean;
  /** Somebody had to be paid for it: neither process nor Redis had it. */
  readonly isPaid: boolean;
}

async function ask(models: StandInModels, port: number, message: string): Promise<Asked> {
  const before = models.requests.length;
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/agents/pain-extractor`, {
    method: "POST",
    headers: { authorization: "Bearer bench-key", "content-type": "application/json" },
    body: JSON.stringify({ message, locale: "ar" }),
    signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
  });
  const { result } = (await response.json()) as { readonly result?: { readonly method?: string } };
  return { isAnswered: result?.method === "hybrid", isPaid: models.requests.length > before };
}

/** Something that one process asked and the other one found in Redis; null when that never happens. */
async function shared(models: StandInModels, when: string): Promise<string | null> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const message = `المراجعين ما يحضرون، ${when} ${tries}`;
    await ask(models, PORTS.web, message);
    await sleep(50 * tries);
    const { isAnswered, isPaid } = await ask(models, PORTS.secondWeb, message);
    if (isAnswered && !isPaid) return message;
  }
  return null;
}

/** What a process says of Redis; null where it says nothing. */
async function stateAt(port: number): Promise<string | null> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(5_000) });
    const { parts } = (await response.json()) as Health;
    return parts?.redis?.state ?? null;
  } catch {
    return null;
  }
}

interface Health {
  readonly parts?: { readonly redis?: { readonly state: string } };
}

/** Whether both processes come to say this of Redis. */
async function bothSay(state: "up" | "down"): Promise<boolean> {
  let isSo = false;
  await until(async () => {
    isSo = (await Promise.all(WEBS.map(stateAt))).every((said) => said === state);
    return isSo;
  });
  return isSo;
}

/** Redis as one scenario has it. */
interface Server {
  flush(): void;
  kill(): void;
  again(): void;
}

function server(): Server {
  let child = start();
  return {
    flush: () => void spawnSync("redis-cli", ["-p", String(PORTS.redis), "flushall"], { timeout: 5_000 }),
    kill: () => void child.kill("SIGKILL"),
    again: () => {
      child = start();
    },
  };
}

/** All that is wrong with how the two processes take it. */
async function trouble(models: StandInModels, redis: Server): Promise<readonly string[]> {
  await sleep(600);
  const known = await shared(models, "قبل");
  redis.flush();
  const flushed = known === null ? null : await ask(models, PORTS.secondWeb, known);
  await sleep(600);
  redis.kill();
  const isMissed = await bothSay("down");
  const away = await Promise.all(WEBS.map((port) => ask(models, port, `بدون ذاكرة ${port}`)));
  await sleep(1_500);
  redis.again();
  const isBack = await bothSay("up");
  return [
    ...(known === null ? ["no answer was shared through Redis"] : []),
    ...(flushed?.isPaid === false ? ["Redis was flushed, and the answer was still there"] : []),
    ...(flushed?.isAnswered === false ? ["without an answer after the flush"] : []),
    ...(isMissed ? [] : ["Redis was killed, and /health did not say so"]),
    ...(away.every(({ isAnswered }) => isAnswered) ? [] : ["without an answer while Redis was away"]),
    ...(isBack ? [] : ["Redis was back, and /health did not say so"]),
    ...((await shared(models, "بعد")) === null ? ["no answer was shared once Redis was back"] : []),
  ];
}

async function play(stage: Stage, models: StandInModels, redis: Server) {
  const set = { REDIS_URL: `redis://127.0.0.1:${PORTS.redis}` };
  // One provider is enough for Arabic, and costs a process less than five.
  const provider = Object.entries(models.environment).filter(([name]) => name.startsWith("GLM_"));
  const asking = { ...set, ...Object.fromEntries(provider) };
  await Promise.all([
    stage.start("web", "web", asking),
    stage.start("other", "web", asking, PORTS.secondWeb),
    stage.start("worker", "worker", set),
  ]);
  let faults: readonly string[] = ["nothing happened to Redis"];
  const result = await stage.load({}, async () => {
    faults = await trouble(models, redis);
  });
  return verdictOf(result, { note: `${models.requests.length} questions to a model`, faults });
}

export const redis: readonly Scenario[] = [
  {
    name: "redis: flushed, killed, back empty",
    fast: true,
    play: async (stage) => {
      if (spawnSync("redis-server", ["--version"]).status !== 0)
        return skipped("there is no redis-server here");
      const models = await standInModels({ answer: () => FOUND_NOTHING, checks: false });
      const running = server();
      try {
        await sleep(500);
        return await play(stage, models, running);
      } finally {
        running.kill();
        await models.close();
      }
    },
  },
];
