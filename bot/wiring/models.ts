import { createAccounts } from "../../agents/router/accounts.ts";
import { memoryCache, sharedCache } from "../../agents/router/cache.ts";
import { createMaskFor, readMaskNames } from "../../agents/router/mask.ts";
import { openModels } from "../../agents/router/open-models.ts";
import type { AnswerCache } from "../../agents/router/parts.ts";
import { createPrices, readPrices } from "../../agents/router/prices.ts";
import type { Router } from "../../agents/router/router.ts";
import { deleteTraces, openTraces } from "../../agents/router/traces.ts";
import type { Database } from "../../db/connect.ts";
import { modelAccountsOn } from "../../db/model-accounts.ts";
import { modelErasuresOn } from "../../db/model-erasures.ts";
import { openRedis, type SharedMemory } from "../../db/redis.ts";
import type { Config } from "../config.ts";
import type { ModelReport } from "../contracts/model-accounts.ts";
import { startForgetting } from "../flow/forget-at-models.ts";
import type { Metric, PartState } from "../http/parts.ts";
import type { Log } from "../log.ts";

const now = () => Date.now();

type Erase = (contactId: string, by: string) => Promise<boolean>;

/** The language models as the rest of the program meets them. */
export interface ModelRoom {
  readonly models: Router;
  /** The same erasing, after which this process' kept answers of the person are gone too. */
  erasing(erase: Erase): Erase;
  /** For GET /analytics/llm. */
  report(since: number): Promise<ModelReport>;
  metrics(): readonly Metric[];
  /** For GET /health: the providers with a key and how they stand, and Redis. */
  states(): Readonly<Record<"models" | "redis", PartState>>;
}

/** Opens the router with its accounts, cache, mask and traces. Throws a sentence naming the setting that is wrong. */
export async function openModelRoom(
  config: Config,
  log: Log,
  database: Database,
  closers: (() => Promise<void>)[],
): Promise<ModelRoom> {
  const set = config.models;
  const report = (what: string, cause: unknown) => log.error({ error: cause }, what);
  const ledger = modelAccountsOn(database.pool, report);
  const budgets = { month: set.MODEL_BUDGET_USD_MONTH, conversation: set.MODEL_BUDGET_USD_CONVERSATION };
  const accounts = createAccounts({ ledger, budgets, now, report });
  closers.push(() => accounts.close());
  const redis = await openSharedMemory(config, log, closers);
  const {
    LANGFUSE_PUBLIC_KEY: publicKey,
    LANGFUSE_SECRET_KEY: secretKey,
    LANGFUSE_BASE_URL,
  } = config.services;
  const traces = await openTraces({ publicKey, secretKey, baseUrl: LANGFUSE_BASE_URL });
  closers.push(() => traces.close());
  const models = await openModels(settingsOf(config), {
    ...{ accounts, now, traces },
    cache: redis === null ? memoryCache(now) : sharedCache(memoryCache(now), answersIn(redis)),
    maskFor: createMaskFor(readMaskNames(set.MODEL_MASK_NAMES)),
    prices: createPrices(readPrices(set.MODEL_PRICES)),
  });
  const forget = openForgetting({ config, database, models, report, closers });
  return {
    models,
    erasing: (erase) => async (contactId, by) => {
      const isErased = await erase(contactId, by);
      await forget().catch((cause: unknown) => report("kept answers are forgotten later", cause));
      return isErased;
    },
    report: async (since) => {
      const [figures, talks, spent] = await Promise.all([
        ledger.figures(since),
        ledger.talks(since),
        ledger.spent(null, now()),
      ]);
      const month = { spentUsd: spent.month, budgetUsd: budgets.month };
      return { figures, talks, month, conversationBudgetUsd: budgets.conversation };
    },
    metrics: () => accounts.metrics(),
    states: () => ({ models: stateOf(models), redis: redisState(redis) }),
  };
}

interface ForgettingParts {
  readonly config: Config;
  readonly database: Database;
  readonly models: Router;
  readonly closers: (() => Promise<void>)[];
  report(what: string, cause: unknown): void;
}

/** What is kept of erased people at the models' side goes; nothing runs where nothing is kept. */
function openForgetting({ config, database, models, report, closers }: ForgettingParts): () => Promise<void> {
  const { LANGFUSE_PUBLIC_KEY: publicKey, LANGFUSE_SECRET_KEY: secretKey } = config.services;
  const langfuse = { publicKey, secretKey, baseUrl: config.services.LANGFUSE_BASE_URL };
  const isTraced = publicKey !== null && secretKey !== null;
  if (!models.present && !isTraced) return async () => undefined;
  const forgetting = startForgetting({
    ...{ erasures: modelErasuresOn(database), report },
    forgetAnswers: (id) => models.forget(id),
    deleteTraces:
      isTraced && config.server.ROLE !== "web" ? (id, turns) => deleteTraces(id, turns, langfuse) : null,
  });
  closers.push(() => forgetting.stop());
  return forgetting.now;
}

async function openSharedMemory(
  config: Config,
  log: Log,
  closers: (() => Promise<void>)[],
): Promise<SharedMemory | null> {
  if (config.storage.REDIS_URL === null) return null;
  const redis = await openRedis(config.storage.REDIS_URL, (what, cause) => log.warn({ cause }, what));
  closers.push(() => redis.close());
  return redis;
}

function answersIn(redis: SharedMemory): AnswerCache {
  return {
    get: (key) => redis.get(`answer:${key}`),
    put: (key, answer, keepMs, owner) => redis.put(`answer:${key}`, answer, keepMs, owner),
    forget: (owner) => redis.drop(owner),
  };
}

function redisState(redis: SharedMemory | null): PartState {
  if (redis === null) return { state: "off", detail: "memory is used" };
  return redis.state() === "up" ? { state: "up" } : { state: "down", detail: "memory is used meanwhile" };
}

function settingsOf({ models: set }: Config) {
  return {
    anthropic: {
      ...{ apiKey: set.ANTHROPIC_API_KEY, baseUrl: set.ANTHROPIC_BASE_URL, model: set.ANTHROPIC_MODEL },
    },
    gemini: { apiKey: set.GEMINI_API_KEY, baseUrl: set.GEMINI_BASE_URL, model: set.GEMINI_MODEL },
    groq: { apiKey: set.GROQ_API_KEY, baseUrl: set.GROQ_BASE_URL, model: set.GROQ_MODEL },
    deepseek: { apiKey: set.DEEPSEEK_API_KEY, baseUrl: set.DEEPSEEK_BASE_URL, model: set.DEEPSEEK_MODEL },
    glm: { apiKey: set.GLM_API_KEY, baseUrl: set.GLM_BASE_URL, model: set.GLM_MODEL },
    transcriptionModel: set.GROQ_TRANSCRIPTION_MODEL,
  };
}

/** Rules go on when every provider is down, so models are never more than a missing part. */
function stateOf(models: Router): PartState {
  const states = models.states();
  if (states.length === 0) return { state: "off", detail: "no provider has a key; rules alone answer" };
  const detail = states
    .map(({ provider, model, circuit }) => `${provider} (${model}): ${circuit}`)
    .join(", ");
  return { state: states.every(({ circuit }) => circuit === "open") ? "down" : "up", detail };
}
