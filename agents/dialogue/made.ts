import type { Introduction, Sensed } from "../../bot/conversation/message.ts";

/** How long a file may take. */
export interface Patience {
  /** Epoch ms. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

/** What was made of a file. */
export type Made =
  | { readonly ok: true; readonly sensed: Sensed; readonly introduces?: readonly Introduction[] }
  | { readonly ok: false; readonly why: string };
