import type { z } from "zod";
import type { Language } from "../../bot/conversation/message.ts";

/** The providers there are; only those with a key exist at run time. */
export const PROVIDERS = ["anthropic", "gemini", "groq", "deepseek", "glm"] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** What a model is asked to do. One table (routes.ts) says who does it, with which limits. */
export const TASKS = [
  // Claude: reasoning and writing
  "reasoning",
  "summary",
  "proposal",
  "writing",
  "orchestration",
  // Gemini: research and everything that is no text
  "research",
  "multimodal",
  "source-analysis",
  // Groq: fast and small, and speech
  "classification",
  "tagging",
  "fast-variants",
  "triage",
  "transcription",
  // DeepSeek: code-like and structured work
  "code",
  "structured",
  // GLM: Arabic and bulk
  "arabic",
  "bulk",
  // A turn of a dialogue
  "understanding",
  "phrasing",
] as const;
export type Task = (typeof TASKS)[number];

/** One shared router to the language models. Nothing here throws for what a provider may do. */
export interface Models {
  /** Whether any provider exists; false = rules alone, and nothing else need be prepared. */
  readonly present: boolean;
  /** Asks for typed data. The answer is valid by the schema, or it is a failure that says why. */
  ask<Value>(question: Question<Value>): Promise<Answer<Value>>;
  /** Speech to text. */
  hear(recording: Recording): Promise<Answer<Transcript>>;
}

export interface Question<Value> {
  readonly task: Task;
  /** Ours: what is to be done. Never contains a stranger's words. */
  readonly instructions: string;
  /** A stranger's words and our facts, as data with a label each; masked before they leave where that is set. */
  readonly material: readonly Material[];
  readonly images?: readonly { readonly mediaType: string; readonly bytes: Uint8Array }[];
  /** Name of the schema, a-z and _, as providers want one. */
  readonly name: string;
  readonly schema: z.ZodType<Value>;
  /** Language of the words worked on; Arabic prefers GLM where the task's route has it. */
  readonly language: Language;
  readonly about: CallContext;
  /** A provider the caller would rather have first. */
  readonly prefer?: ProviderName;
  /** Whether the same question may be answered from the cache. */
  readonly idempotent?: boolean;
  /** The whole call, all providers together, ends by then (epoch ms of the router's clock); null = the route's own limit. */
  readonly deadline?: number | null;
  /** Ends the call when a newer bubble or a take-over makes it pointless. */
  readonly signal?: AbortSignal;
  /** The answer's sentences go to a person and must be in this language; anything else counts as no answer. */
  readonly speaks?: Language;
  /** Names of people and companies in the material, masked for providers that must not see them. */
  readonly names?: readonly string[];
}

export interface Material {
  readonly label: string;
  readonly text: string;
  /** `ours` is written by the company, everything else is data from outside. */
  readonly from: "ours" | "outside";
}

/** Whose call it is, for accounts, budgets and traces; nulls for work outside a talk. */
export interface CallContext {
  readonly conversationId: string | null;
  readonly turn: number | null;
}

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value; readonly call: CallReport }
  | { readonly ok: false; readonly why: NoAnswer; readonly detail: string; readonly call: CallReport };

/** Why nobody answered. */
export type NoAnswer = "no-provider" | "failed" | "too-late" | "cancelled" | "over-budget";

/** What a call took, over all attempts. */
export interface CallReport {
  /** Who gave the answer; null when nobody did. */
  readonly provider: ProviderName | null;
  readonly model: string | null;
  readonly milliseconds: number;
  readonly costUsd: number;
  readonly fromCache: boolean;
  readonly attempts: readonly AttemptReport[];
}

export interface AttemptReport {
  readonly provider: ProviderName;
  readonly model: string;
  readonly outcome: AttemptOutcome;
  readonly milliseconds: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly tokensCached: number;
  readonly costUsd: number;
}

export type AttemptOutcome =
  | "answered"
  | "refused-connection"
  | "timed-out"
  | "rate-limited"
  | "overloaded"
  | "server-error"
  | "bad-request"
  | "unauthorized"
  | "malformed"
  | "truncated"
  | "wrong-schema"
  | "empty"
  | "refusal"
  | "wrong-language"
  | "circuit-open"
  | "cancelled";

export interface Recording {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly language: Language | null;
  /** Names and terms that may come up, to spell them right. */
  readonly hints: readonly string[];
  readonly about: CallContext;
  readonly deadline?: number | null;
  readonly signal?: AbortSignal;
}

export interface Transcript {
  readonly text: string;
  readonly seconds: number | null;
  /** 0 to 1; what is below the gate was silence, noise or made up. */
  readonly confidence: number;
}
