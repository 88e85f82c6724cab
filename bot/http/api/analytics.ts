import { z } from "zod";
import type { ModelReport } from "../../contracts/model-accounts.ts";
import type { HttpParts } from "../parts.ts";
import { ok, type Route, route } from "../route.ts";
import { moment } from "../schemas/shared.ts";

const count = z.number().int();
const counts = z.record(z.string(), count);
const milliseconds = z.number().nullable();
const funnel = z.array(z.object({ step: z.string(), count }));

const analyticsSchema = z
  .object({
    leadsTotal: count,
    leadsByStatus: counts,
    leadsBySource: counts,
    leadsBySector: counts,
    pipelineSar: z.number(),
    conversationsByStage: counts,
    outcomes: counts,
    bookingsTotal: count,
    responseTime: z
      .object({ p50: milliseconds, p95: milliseconds })
      .meta({ description: "Milliseconds from a prospect's message to the answer." }),
    funnel,
    agentRunsTotal: count,
    agentRunsErrors: count,
    agentRuns: z
      .record(z.string(), z.object({ runs: count, errors: count, p50: milliseconds }))
      .meta({ description: "By agent; p50 in milliseconds." }),
  })
  .meta({ id: "Analytics" });

const dollars = z.number().meta({ description: "US dollars." });
const sums = {
  calls: count.meta({ description: "Attempts, whatever came of them." }),
  cached: count.meta({ description: "Answers given again from the cache, at no cost." }),
  fallbacks: count.meta({ description: "Attempts made because an earlier provider had failed." }),
  tokensIn: count,
  tokensOut: count,
  tokensCached: count.meta({ description: "The part of tokensIn that the vendor still had." }),
  costUsd: dollars,
  errors: counts.meta({ description: "Failed attempts by kind." }),
};
const budget = z.object({ budgetUsd: dollars, spentUsd: dollars, leftUsd: dollars });

const llmSchema = z
  .object({
    since: moment,
    totals: z.object(sums),
    byProvider: z.array(z.object({ provider: z.string(), ...sums })),
    data: z
      .array(
        z.object({ provider: z.string(), task: z.string(), ...sums, p50: milliseconds, p95: milliseconds }),
      )
      .meta({ description: "By provider and task; p50 and p95 are milliseconds of answered attempts." }),
    budgets: z.object({
      month: budget.meta({ description: "This calendar month in Riyadh, whatever `since` says." }),
      conversation: z.object({ budgetUsd: dollars }),
    }),
    perConversation: z.object({ conversations: count, averageUsd: dollars.nullable() }),
  })
  .meta({ id: "ModelAnalytics" });

const sinceQuery = z.object({
  since: moment
    .optional()
    .meta({ description: "From when; the beginning of this month in Riyadh when left out." }),
});

/** The figures of the house, and of its language models. */
export function analyticsRoutes({ records, modelReport, now }: HttpParts): readonly Route[] {
  const shared = { method: "get", tag: "analytics", access: "rep", refuses: [] } as const;
  return [
    route({
      ...shared,
      path: "/api/v1/analytics",
      summary: "The figures of the house",
      answers: { 200: { description: "Now", schema: analyticsSchema } },
      handle: async () => ok(await records.analytics()),
    }),
    route({
      ...shared,
      path: "/api/v1/analytics/funnel",
      summary: "How many leads reached each step",
      answers: { 200: { description: "Now", schema: z.object({ data: funnel }) } },
      handle: async () => ok({ data: (await records.analytics()).funnel }),
    }),
    route({
      ...shared,
      path: "/api/v1/analytics/llm",
      summary: "What language models did and cost, and what may still be spent",
      query: sinceQuery,
      answers: { 200: { description: "Since that time", schema: llmSchema } },
      handle: async ({ query }) => {
        const since = query.since === undefined ? monthBegan(now()) : Date.parse(query.since);
        return ok(llmView(await modelReport(since), since));
      },
    }),
  ];
}

function llmView(report: ModelReport, since: number): z.infer<typeof llmSchema> {
  const { figures, month, talks } = report;
  const providers = [...new Set(figures.map(({ provider }) => provider))];
  return {
    since: new Date(since).toISOString(),
    totals: summed(figures),
    byProvider: providers.map((provider) => ({
      provider,
      ...summed(figures.filter((each) => each.provider === provider)),
    })),
    data: figures.map((each) => ({ ...each, errors: { ...each.errors } })),
    budgets: {
      month: { ...month, leftUsd: cents(Math.max(0, month.budgetUsd - month.spentUsd)) },
      conversation: { budgetUsd: report.conversationBudgetUsd },
    },
    perConversation: {
      conversations: talks.count,
      averageUsd: talks.count === 0 ? null : cents(talks.costUsd / talks.count),
    },
  };
}

function summed(figures: ModelReport["figures"]) {
  const sum = (of: (each: ModelReport["figures"][number]) => number) =>
    figures.reduce((total, each) => total + of(each), 0);
  const errors: Record<string, number> = {};
  for (const each of figures)
    for (const [kind, times] of Object.entries(each.errors)) errors[kind] = (errors[kind] ?? 0) + times;
  return {
    calls: sum((each) => each.calls),
    cached: sum((each) => each.cached),
    fallbacks: sum((each) => each.fallbacks),
    tokensIn: sum((each) => each.tokensIn),
    tokensOut: sum((each) => each.tokensOut),
    tokensCached: sum((each) => each.tokensCached),
    costUsd: cents(sum((each) => each.costUsd)),
    errors,
  };
}

/** Without the dust of adding fractions; to the billionth, as costs are stored. */
function cents(amount: number): number {
  return Number(amount.toFixed(9));
}

const RIYADH_MS = 3 * 3_600_000;

function monthBegan(at: number): number {
  const local = new Date(at + RIYADH_MS);
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), 1) - RIYADH_MS;
}
