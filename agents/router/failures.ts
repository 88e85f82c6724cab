import type { Attempt, Tokens } from "./parts.ts";

export type Failure = Extract<Attempt<never>, { readonly ok: false }>;

export const NO_TOKENS: Tokens = { in: 0, out: 0, cached: 0 };

/** A failed attempt. `detail` is for a log: never a stranger's words, never a key. */
export function failed(
  outcome: Failure["outcome"],
  detail: string,
  more: { readonly tokens?: Tokens; readonly retryAfterMs?: number | null } = {},
): Failure {
  return {
    ok: false,
    outcome,
    detail: detail.slice(0, 200),
    tokens: more.tokens ?? NO_TOKENS,
    retryAfterMs: more.retryAfterMs ?? null,
  };
}
