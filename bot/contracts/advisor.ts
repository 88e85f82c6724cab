import type { HandoverNote } from "../conversation/advice/handover-note.ts";
import type { ModelReading, SaidLine } from "../conversation/advice/model-reading.ts";
import type { Company } from "../conversation/company.ts";
import type { Language } from "../conversation/message.ts";
import type { Conversation } from "../conversation/state.ts";
import type { Heard } from "../conversation/turn.ts";

/** What language models may add to the talks: proposals only, checked by the heart. Rules alone need none. */
export interface Advisor {
  /** Begins a turn: from here its patience runs, over all calls together. `signal` ends every call at once. */
  begin(talk: AdvisedTalk, signal: AbortSignal): TurnAdvice;
  /** What a rep should know who takes over this talk; for the task, never for the person. Has a patience of its own. */
  summarise(talk: AdvisedTalk, heard: readonly string[]): Promise<Advice<HandoverNote>>;
}

export interface AdvisedTalk {
  readonly conversation: Conversation;
  readonly company: Company;
}

/** One turn's share of the models. Never rejects for what a model does; silence is an answer that says why. */
export interface TurnAdvice {
  /** What all bubbles of the turn mean, in one call. */
  read(heard: readonly Heard[]): Promise<Advice<ModelReading>>;
  /** The free lines said to fit the talk, as many lines as were given; a kept one is only there to be seen. */
  rephrase(
    lines: readonly SaidLine[],
    language: Language,
    heard: readonly Heard[],
  ): Promise<Advice<readonly string[]>>;
}

export type Advice<Value> =
  | { readonly ok: true; readonly value: Value }
  /** Why there is none, in a word for the trace: "too-late", "over-budget" … */
  | { readonly ok: false; readonly why: string };
