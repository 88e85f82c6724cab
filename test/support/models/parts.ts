import type { AttemptReport, CallContext, CallReport, Task } from "../../../agents/router/models.ts";
import type { Accounts, AnswerCache, MaskFor, TracedCall, Traces } from "../../../agents/router/parts.ts";
import { createPrices } from "../../../agents/router/prices.ts";
import type { RouterParts } from "../../../agents/router/router.ts";

/** Accounts that remember what they were told; the budget is a switch. */
export interface RememberingAccounts extends Accounts {
  readonly calls: {
    readonly task: Task;
    readonly about: CallContext;
    readonly report: CallReport;
    readonly left: readonly string[];
  }[];
  hasBudget: boolean;
}

function rememberingAccounts(): RememberingAccounts {
  const accounts: RememberingAccounts = {
    calls: [],
    hasBudget: true,
    mayAsk: () => Promise.resolve(accounts.hasBudget),
    finished: (task, about, report, left) => accounts.calls.push({ task, about, report, left }),
  };
  return accounts;
}

/** A cache in memory that can be looked into. */
function openCache(): AnswerCache & { readonly kept: Map<string, { answer: string; keepMs: number }> } {
  const kept = new Map<string, { answer: string; keepMs: number }>();
  return {
    kept,
    get: (key) => Promise.resolve(kept.get(key)?.answer ?? null),
    put: (key, answer, keepMs) => {
      kept.set(key, { answer, keepMs });
      return Promise.resolve();
    },
    forget: () => Promise.resolve(true),
  };
}

/** Hides the names it is given, for the providers it is told of; puts them back. */
export function maskNames(...providers: readonly string[]): MaskFor {
  return (provider, names) => {
    const left: string[] = [];
    const pairs = providers.includes(provider)
      ? names.map((name, n) => [name, `[person ${n + 1}]`] as const)
      : [];
    return {
      left,
      hide: (text) => {
        if (names.some((name) => text.includes(name)))
          left.push(pairs.length > 0 ? "name: masked" : "name: sent");
        return pairs.reduce((hidden, [name, placeholder]) => hidden.replaceAll(name, placeholder), text);
      },
      restore: (text) =>
        pairs.reduce((plain, [name, placeholder]) => plain.replaceAll(placeholder, name), text),
    };
  };
}

/** Everything the router leans on besides providers, in memory and open to a test. */
export function memoryParts() {
  const accounts = rememberingAccounts();
  const cache = openCache();
  const traced: TracedCall[] = [];
  const traces: Traces = { call: (call) => traced.push(call) };
  const parts = {
    ...{ accounts, cache, traces },
    maskFor: maskNames(),
    prices: createPrices(),
    now: Date.now,
  } satisfies Omit<RouterParts, "providers">;
  return { parts, accounts, cache, traced };
}

/** "groq timed-out, gemini answered": what was tried, in order. */
export function tried({ attempts }: { readonly attempts: readonly AttemptReport[] }): string {
  return attempts.map(({ provider, outcome }) => `${provider} ${outcome}`).join(", ");
}
