import type { ModelCallEntry } from "../../bot/contracts/model-accounts.ts";

/** One figure as GET /metrics shows it. */
export interface ModelMetric {
  readonly name: string;
  readonly help: string;
  readonly kind: "counter" | "gauge";
  readonly samples: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
}

/** Totals of one process, by provider and task. */
export interface CallFigures {
  counted(entry: ModelCallEntry): void;
  /** A question was left to the rules because this budget is used up. */
  refused(budget: "month" | "conversation"): void;
  metrics(): readonly ModelMetric[];
}

const HELP = {
  majlis_model_calls_total: "Attempts at language models, by what came of them",
  majlis_model_fallbacks_total: "Attempts made because an earlier provider had failed",
  majlis_model_tokens_total: "Tokens, by kind: in, out, cached (part of in)",
  majlis_model_cost_usd_total: "What models cost, in US dollars",
  majlis_model_call_seconds_sum: "Seconds spent in answered attempts",
  majlis_model_call_seconds_count: "Answered attempts",
  majlis_model_over_budget_total: "Questions left to the rules because a budget was used up",
} as const;
type Name = keyof typeof HELP;

/** Figures at zero. Labels come from our own tables of providers, tasks and outcomes, so their number is bounded. */
export function callFigures(): CallFigures {
  const totals = new Map<Name, Map<string, { readonly labels: Record<string, string>; value: number }>>();
  const add = (name: Name, labels: Record<string, string>, value: number): void => {
    const samples = totals.get(name) ?? new Map();
    totals.set(name, samples);
    const key = Object.values(labels).join(" ");
    const sample = samples.get(key) ?? { labels, value: 0 };
    samples.set(key, sample);
    sample.value += value;
  };
  return {
    counted: (entry) => {
      const of = { provider: entry.provider, task: entry.task };
      add("majlis_model_calls_total", { ...of, outcome: entry.outcome }, 1);
      add("majlis_model_fallbacks_total", of, entry.fallback ? 1 : 0);
      add("majlis_model_tokens_total", { ...of, kind: "in" }, entry.tokensIn);
      add("majlis_model_tokens_total", { ...of, kind: "out" }, entry.tokensOut);
      add("majlis_model_tokens_total", { ...of, kind: "cached" }, entry.tokensCached);
      add("majlis_model_cost_usd_total", of, entry.costUsd);
      if (entry.outcome !== "answered") return;
      add("majlis_model_call_seconds_sum", of, entry.milliseconds / 1000);
      add("majlis_model_call_seconds_count", of, 1);
    },
    refused: (budget) => add("majlis_model_over_budget_total", { budget }, 1),
    metrics: () =>
      (Object.keys(HELP) as Name[]).map((name) => ({
        name,
        help: HELP[name],
        kind: "counter",
        samples: [...(totals.get(name)?.values() ?? [])].map(({ labels, value }) => ({ labels, value })),
      })),
  };
}
