import type { Language } from "../../bot/conversation/message.ts";
import type {
  AttemptOutcome,
  CallContext,
  CallReport,
  Material,
  ProviderName,
  Recording,
  Task,
  Transcript,
} from "./models.ts";

/** One vendor behind its official SDK: a single attempt, no retries of its own. Never throws for what the vendor may do. */
export interface Provider {
  readonly name: ProviderName;
  readonly model: string;
  /** One attempt at typed data; the text that came back, not yet checked against the schema. */
  complete(request: CompletionRequest, signal: AbortSignal): Promise<Attempt<string>>;
  /** Model that hears, where it is another one. */
  readonly hearingModel?: string;
  /** null where the vendor has no speech to text. */
  readonly transcribe: ((recording: Recording, signal: AbortSignal) => Promise<Attempt<Transcript>>) | null;
  /** Whether pictures may be sent along. */
  readonly sees: boolean;
}

export interface CompletionRequest {
  readonly instructions: string;
  readonly material: readonly Material[];
  readonly images: readonly { readonly mediaType: string; readonly bytes: Uint8Array }[];
  readonly name: string;
  /** JSON Schema of the answer. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly maxTokens: number;
  readonly temperature: number;
}

export type Attempt<Value> =
  | { readonly ok: true; readonly value: Value; readonly tokens: Tokens }
  | {
      readonly ok: false;
      readonly outcome: Exclude<AttemptOutcome, "answered">;
      readonly detail: string;
      readonly tokens: Tokens;
      /** An answer came, and only the answer is wrong: the model's fault, not the line's. */
      readonly delivered?: true;
      /** How long the vendor asked to be left alone, in milliseconds. */
      readonly retryAfterMs: number | null;
    };

export interface Tokens {
  /** All tokens of the question, those the vendor still had from before included. */
  readonly in: number;
  /** All that was written, thoughts included. */
  readonly out: number;
  /** The part of `in` that the vendor still had from before. */
  readonly cached: number;
  /** Length of a recording that was heard, which is billed by time. */
  readonly seconds?: number;
}

/** What the router leans on besides the providers. */
export interface Accounts {
  /** false = the month's or the conversation's budget is used up: rules alone answer. */
  mayAsk(about: CallContext): Promise<boolean>;
  /** Told of every finished call, and what kinds of personal data left in it. Never rejects. */
  finished(task: Task, about: CallContext, report: CallReport, left: readonly string[]): void;
}

/** Answers kept for questions asked before. What is in it may be lost at any time. */
export interface AnswerCache {
  get(key: string): Promise<string | null>;
  /** `owner` = the conversation whose words it came from; absent or null = it is about nobody. */
  put(key: string, answer: string, keepMs: number, owner?: string | null): Promise<void>;
  /** Forgets what came from a conversation, and keeps nothing of it any more. False = it could not be done now. */
  forget(owner: string): Promise<boolean>;
}

/** Hides who people are from a provider. One for each call: the same person gets the same placeholder in it. */
export interface Mask {
  hide(text: string): string;
  /** Puts the hidden words back, wherever a placeholder stands. */
  restore(text: string): string;
  /** What was met, by category: "phone: masked", "name: sent". */
  readonly left: readonly string[];
}
export type MaskFor = (provider: ProviderName, names: readonly string[]) => Mask;

/** Tells a tracing service of calls; costs nothing when none is set. Never rejects. */
export interface Traces {
  call(call: TracedCall): void;
}

export interface TracedCall {
  readonly task: Task;
  readonly about: CallContext;
  readonly language: Language;
  readonly report: CallReport;
  /** Epoch ms. */
  readonly startedAt: number;
  /** Masked, as they left and came. */
  readonly input: string;
  readonly output: string | null;
}
