import { failed, NO_TOKENS } from "../failures.ts";
import type { ProviderName, Transcript } from "../models.ts";
import type { Attempt, CompletionRequest, Provider } from "../parts.ts";

/** One step of a script: an answer as data or as raw text, a failure, or never anything. */
export type Step =
  | { readonly json: unknown }
  | { readonly text: string }
  | {
      readonly fails: Exclude<Parameters<typeof failed>[0], "cancelled" | "circuit-open">;
      readonly retryAfterMs?: number;
    }
  | { readonly hangs: true };

export interface ScriptedProvider extends Provider {
  /** What it was asked, in order. */
  readonly asked: readonly CompletionRequest[];
}

/**
 * A provider that answers from a list, in tests and demonstrations: one step for each request, the last one again and
 * again. A function instead of a list decides by the request.
 */
export function scripted(
  name: ProviderName,
  script: readonly Step[] | ((request: CompletionRequest) => Step),
  more: { readonly sees?: boolean; readonly hears?: Transcript } = {},
): ScriptedProvider {
  const asked: CompletionRequest[] = [];
  const { hears, sees = false } = more;
  const stepFor = (request: CompletionRequest): Step => {
    if (typeof script === "function") return script(request);
    return script[Math.min(asked.length, script.length) - 1] ?? { text: "" };
  };
  return {
    ...{ name, model: `scripted-${name}`, sees, asked },
    complete: (request, signal) => {
      asked.push(request);
      return performed(stepFor(request), signal);
    },
    transcribe:
      hears === undefined ? null : () => Promise.resolve({ ok: true, value: hears, tokens: NO_TOKENS }),
  };
}

function performed(step: Step, signal: AbortSignal): Promise<Attempt<string>> {
  if ("hangs" in step)
    return new Promise((ends) => {
      signal.addEventListener("abort", () => ends(failed("timed-out", "hung")), { once: true });
    });
  if ("fails" in step)
    return Promise.resolve(failed(step.fails, "as scripted", { retryAfterMs: step.retryAfterMs ?? null }));
  const value = "json" in step ? JSON.stringify(step.json) : step.text;
  // Four letters a token, as a rule of thumb: figures and budgets have something to count.
  return Promise.resolve({ ok: true, value, tokens: { in: 0, out: Math.ceil(value.length / 4), cached: 0 } });
}
