import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { OpenAI } from "openai";
import type { Answer, ProviderName, Question } from "../agents/router/models.ts";
import { openModels } from "../agents/router/open-models.ts";
import { createPrices } from "../agents/router/prices.ts";
import { materialText, systemTextWithSchema } from "../agents/router/prompt.ts";
import { ROUTES } from "../agents/router/routes.ts";
import type { Misbehaviour } from "../test/support/models/misbehaviour.ts";
import { GOOD, NEED, type Need, needQuestion } from "../test/support/models/questions.ts";
import { settingsFor, standInModels } from "../test/support/models/stand-in.ts";

/*
 * What the router costs over calling the SDK directly, and how fast a second provider answers: the same stand-in, in a process
 * of its own, in the same run. Rounds alternate, so that what else the machine does falls on both. `--short`: whether it still runs.
 */

const isShort = process.argv.includes("--short");
const WARM = isShort ? 5 : 200;
const ROUNDS = isShort ? 1 : 5;
const CALLS = isShort ? 5 : 300;
/** Ways to be down, and ways to answer wrongly. */
const DOWN = ["refused", "reset", "server-error", "rate-limited", "hang", "slow-drip"] as const;
const WRONG = ["malformed-body", "truncated", "wrong-schema", "empty"] as const;
const WAYS: readonly Misbehaviour[] = isShort ? ["refused", "empty"] : [...DOWN, ...WRONG];
const ATTEMPT_MS = 500;
const AGREED = { maxTokens: ROUTES.understanding.maxTokens, temperature: 0 };

// Measured elsewhere on this kind of machine, against a fake server of their own (../shared/reference/performance.md, 4 and 7).
const PEERS = [
  "openai SDK 0.50 · Vercel ai 0.67 · Portkey gateway 1.82 · Portkey with fallback 2.15 ms p50",
  "LiteLLM proxy: 2 to 12 ms overhead p50 as published",
];
const PEER_FALLBACKS: Readonly<Record<string, string>> = {
  refused: "SDK retries 1,334 · ai 6,012 · Portkey 8",
  reset: "SDK retries 1,456 · ai 6,021 · Portkey 10",
  "server-error": "SDK retries 1,213 · ai 6,016 · Portkey 4",
  "rate-limited": "SDK retries 4,016 · ai 4,014 · Portkey 6",
  hang: "SDK retries 31,333 · ai 10,006 · Portkey 2,011 (attempt limit 2,000)",
  "malformed-body": "Portkey: an error to the caller",
  empty: "Portkey: delivered as an answer",
  "wrong-schema": "Portkey: passed on",
};

if (process.argv.includes("--serve")) await serve();
else await measure();

/** The child: the stand-ins, told over IPC how to be wrong. */
async function serve(): Promise<void> {
  const vendors = await standInModels({ answer: () => GOOD, checks: false });
  process.on("message", ({ provider, how }: Order) => {
    void vendors.misbehave(provider, how).then(() => process.send?.("done"));
  });
  process.send?.(vendors.urls);
}

interface Order {
  readonly provider: ProviderName | "all";
  readonly how: Misbehaviour | null;
}

async function measure(): Promise<void> {
  const child = fork(fileURLToPath(import.meta.url), ["--serve"]);
  const [urls] = (await once(child, "message")) as [Readonly<Record<ProviderName, string>>];
  try {
    await overhead(urls);
    await fallbacks(urls, child);
  } finally {
    child.kill();
  }
}

async function routerAt(urls: Readonly<Record<string, string>>) {
  const understanding = { ...ROUTES.understanding, attemptMs: ATTEMPT_MS, chain: ["groq", "glm"] as const };
  return await openModels(settingsFor(urls), {
    accounts: { mayAsk: async () => true, finished: () => undefined },
    cache: { get: async () => null, put: async () => undefined, forget: async () => true },
    maskFor: () => ({ left: [], hide: (text) => text, restore: (text) => text }),
    ...{ traces: { call: () => undefined }, prices: createPrices(), now: Date.now },
    routes: { ...ROUTES, understanding },
  });
}

async function overhead(urls: Readonly<Record<ProviderName, string>>): Promise<void> {
  const router = await routerAt(urls);
  const question: Question<Need> = needQuestion({ prefer: "deepseek" });
  const setting = settingsFor(urls).deepseek;
  const client = new OpenAI({
    ...{ apiKey: setting.apiKey?.reveal() ?? "", baseURL: setting.baseUrl, maxRetries: 0 },
  });
  const request = { ...AGREED, ...question, images: [], schema: { title: "need" } };
  const body = {
    model: setting.model,
    messages: [
      { role: "system" as const, content: systemTextWithSchema(request) },
      { role: "user" as const, content: materialText(question.material) },
    ],
    response_format: { type: "json_object" as const },
    max_tokens: AGREED.maxTokens,
  };
  const directly = async () => {
    const answer = await client.chat.completions.create(body);
    NEED.parse(JSON.parse(answer.choices[0]?.message.content ?? ""));
  };
  const routed = async () => answered(await router.ask(question));
  const [sdk, ours] = await alternately([directly, routed]);
  print("one call after another, ms", "p50", "p99");
  print("openai SDK directly", fixed(at(sdk, 0.5)), fixed(at(sdk, 0.99)));
  print("through the router", fixed(at(ours, 0.5)), fixed(at(ours, 0.99)));
  const difference = at(ours, 0.5) - at(sdk, 0.5);
  print("difference", fixed(difference), `ratio ${(at(ours, 0.5) / at(sdk, 0.5)).toFixed(2)}`);
  print(`P9 (p50 at most 0.3 ms more): ${difference <= 0.3 ? "held" : "MISSED"}`);
  for (const peer of PEERS) print(`  peers, measured elsewhere: ${peer}`);
}

/** Rounds of each in turn; all times of each, in milliseconds, sorted. */
async function alternately(ways: readonly (() => Promise<void>)[]): Promise<readonly [number[], number[]]> {
  const times: number[][] = ways.map(() => []);
  for (const way of ways) for (let n = 0; n < WARM; n += 1) await way();
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [which, way] of ways.entries())
      for (let n = 0; n < CALLS; n += 1) {
        const startedAt = performance.now();
        await way();
        times[which]?.push(performance.now() - startedAt);
      }
  const [first = [], second = []] = times.map((list) => list.toSorted((a, b) => a - b));
  return [first, second];
}

async function fallbacks(urls: Readonly<Record<ProviderName, string>>, child: ChildProcess): Promise<void> {
  print("", "", "");
  print("until the second provider has answered, ms", "median of 3", "circuit open");
  for (const how of WAYS) await fallback(urls, child, how);
}

async function fallback(
  urls: Readonly<Record<ProviderName, string>>,
  child: ChildProcess,
  how: Misbehaviour,
): Promise<void> {
  const router = await routerAt(urls);
  const question = needQuestion({ language: "en" });
  await order(child, { provider: "glm", how: null });
  for (const warm of ["groq", "glm"] as const) await router.ask({ ...question, prefer: warm });
  await order(child, { provider: "groq", how });
  const times: number[] = [];
  for (let n = 0; n < 13; n += 1) {
    const startedAt = performance.now();
    answered(await router.ask(question));
    times.push(performance.now() - startedAt);
  }
  await order(child, { provider: "groq", how: null });
  const isOpen = router.states().some(({ provider, circuit }) => provider === "groq" && circuit !== "closed");
  const first = times.slice(0, 3).toSorted((a, b) => a - b);
  const later = times.slice(3).toSorted((a, b) => a - b);
  const most = how === "hang" || how === "slow-drip" ? ATTEMPT_MS + 50 : 20;
  const open = isOpen
    ? `${fixed(at(later, 0.5))} ${at(later, 0.5) <= 5 ? "≤ 5" : "MISSED 5"}`
    : "stays closed";
  // A model's wrong answer is first sent back to it: one call more.
  const name = how === "wrong-schema" ? "groq wrong-schema, its repair, then glm" : `groq ${how}, then glm`;
  print(name, `${fixed(at(first, 0.5))} ${at(first, 0.5) <= most ? "≤" : "MISSED"} ${most}`, open);
  if (PEER_FALLBACKS[how] !== undefined) print(`    peers, measured elsewhere: ${PEER_FALLBACKS[how]}`);
}

async function order(child: ChildProcess, what: Order): Promise<void> {
  child.send(what);
  await once(child, "message");
}

function answered(answer: Answer<Need>): void {
  if (!answer.ok) throw new Error(`no answer: ${answer.detail}`);
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function fixed(milliseconds: number): string {
  return milliseconds.toFixed(2);
}

function print(first: string, ...rest: readonly string[]): void {
  process.stdout.write(`${[first.padEnd(48), ...rest.map((cell) => cell.padEnd(16))].join("").trimEnd()}\n`);
}
