import type { Language } from "../../bot/conversation/message.ts";
import type { ProviderName, Task } from "./models.ts";

/** Who does a task, in which order, and how long anybody may take. Milliseconds throughout. */
export interface Route {
  /** Best first; whoever has no key is passed over. */
  readonly chain: readonly ProviderName[];
  /** Another order for work on Arabic words. */
  readonly arabic?: readonly ProviderName[];
  readonly maxTokens: number;
  /** 0 to 1. Claude no longer takes one; the others do. */
  readonly temperature: number;
  /** One attempt at one provider, waiting for a free place included. */
  readonly attemptMs: number;
  /** All attempts together. */
  readonly wholeMs: number;
  /** How long an answer to an idempotent question may be given again; null = never. */
  readonly keepMs: number | null;
}
export type Routes = Readonly<Record<Task, Route>>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const CLAUDE = ["anthropic", "gemini", "glm", "deepseek", "groq"] as const;
const GEMINI = ["gemini", "anthropic", "glm", "deepseek", "groq"] as const;
const GROQ = ["groq", "gemini", "glm", "deepseek", "anthropic"] as const;
const DEEPSEEK = ["deepseek", "anthropic", "gemini", "glm", "groq"] as const;
const GLM = ["glm", "groq", "gemini", "anthropic", "deepseek"] as const;

/** Somebody waits for the words: seconds. */
const dialogue = { attemptMs: 2_500, wholeMs: 6_000 };
/** A background step of a pipeline. */
const step = { attemptMs: 12_000, wholeMs: 30_000 };
/** Long texts, written while nobody waits. */
const work = { attemptMs: 45_000, wholeMs: 120_000 };

/** The one table: who does what. Nothing else in the program names a provider for a task. */
export const ROUTES: Routes = {
  reasoning: { chain: CLAUDE, ...step, maxTokens: 4_000, temperature: 0.2, keepMs: HOUR },
  summary: { chain: CLAUDE, ...step, maxTokens: 1_500, temperature: 0.2, keepMs: HOUR },
  proposal: { chain: CLAUDE, ...work, maxTokens: 4_000, temperature: 0.4, keepMs: null },
  writing: { chain: CLAUDE, ...work, maxTokens: 4_000, temperature: 0.6, keepMs: HOUR },
  orchestration: { chain: CLAUDE, ...step, maxTokens: 2_000, temperature: 0, keepMs: null },
  research: { chain: GEMINI, ...work, maxTokens: 6_000, temperature: 0.2, keepMs: DAY },
  multimodal: { chain: GEMINI, ...step, maxTokens: 2_000, temperature: 0, keepMs: DAY },
  "source-analysis": { chain: GEMINI, ...work, maxTokens: 4_000, temperature: 0, keepMs: DAY },
  classification: { chain: GROQ, ...dialogue, maxTokens: 800, temperature: 0, keepMs: DAY },
  tagging: { chain: GROQ, ...step, maxTokens: 800, temperature: 0, keepMs: DAY },
  "fast-variants": { chain: GROQ, ...dialogue, maxTokens: 1_200, temperature: 0.8, keepMs: HOUR },
  triage: { chain: GROQ, ...dialogue, maxTokens: 800, temperature: 0, keepMs: HOUR },
  transcription: {
    chain: ["groq", "gemini"],
    // Somebody waits for it: so long that the second can still hear what the first one slept through.
    attemptMs: 3_500,
    wholeMs: 7_000,
    maxTokens: 4_000,
    temperature: 0,
    keepMs: null,
  },
  code: { chain: DEEPSEEK, ...work, maxTokens: 6_000, temperature: 0, keepMs: HOUR },
  structured: { chain: DEEPSEEK, ...step, maxTokens: 3_000, temperature: 0, keepMs: HOUR },
  arabic: { chain: GLM, ...step, maxTokens: 3_000, temperature: 0.3, keepMs: HOUR },
  bulk: { chain: GLM, ...work, maxTokens: 4_000, temperature: 0.2, keepMs: DAY },
  understanding: { chain: GROQ, arabic: GLM, ...dialogue, maxTokens: 1_500, temperature: 0, keepMs: HOUR },
  phrasing: { chain: GROQ, arabic: GLM, ...dialogue, maxTokens: 800, temperature: 0.4, keepMs: null },
};

/** The order in which providers are asked: who the caller prefers first, then the route's own for this language. */
export function orderOf(route: Route, language: Language, prefer?: ProviderName): readonly ProviderName[] {
  const chain = language === "ar" ? (route.arabic ?? route.chain) : route.chain;
  return prefer === undefined ? chain : [prefer, ...chain.filter((name) => name !== prefer)];
}
