/** What model calls took: kept for figures, budgets and the trace. Costs in US dollars. */
export interface ModelAccounts {
  /** Keeps what one call's attempts took. Resolves once stored; a lost entry is reported, never thrown. */
  record(entries: readonly ModelCallEntry[]): Promise<void>;
  /** What was spent so far in a conversation, and in the calendar month (Riyadh) of an instant (epoch ms). */
  spent(
    conversationId: string | null,
    at: number,
  ): Promise<{ readonly talk: number; readonly month: number }>;
  /** Figures since an instant (epoch ms), for GET /analytics/llm. */
  figures(since: number): Promise<readonly ModelFigures[]>;
  /** The calls of one conversation, oldest first: for the trace. */
  callsOf(conversationId: string): Promise<readonly (ModelCallEntry & { readonly at: string })[]>;
  /** How many conversations models were asked for since an instant (epoch ms), and what that cost. */
  talks(since: number): Promise<{ readonly count: number; readonly costUsd: number }>;
}

/** One attempt at one provider. */
export interface ModelCallEntry {
  readonly conversationId: string | null;
  readonly turn: number | null;
  readonly task: string;
  readonly provider: string;
  readonly model: string;
  /** "answered", "cached" when an earlier answer was given again at no cost, or the kind of failure. */
  readonly outcome: string;
  /** Whether an earlier provider of the same call had failed. */
  readonly fallback: boolean;
  readonly milliseconds: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly tokensCached: number;
  readonly costUsd: number;
  /** What kinds of personal data left in this call, unmasked or as placeholders: "phone: masked", "name: sent" … */
  readonly left: readonly string[];
}

/** Sums of one provider and task. */
export interface ModelFigures {
  readonly provider: string;
  readonly task: string;
  /** Attempts, whatever came of them; answers from the cache are not counted. */
  readonly calls: number;
  /** Answers given again from the cache. */
  readonly cached: number;
  /** Failed attempts by kind. */
  readonly errors: Readonly<Record<string, number>>;
  readonly fallbacks: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly tokensCached: number;
  readonly costUsd: number;
  /** Milliseconds of answered calls. */
  readonly p50: number | null;
  readonly p95: number | null;
}

/** What models did and cost since an instant, and what may still be spent: for GET /analytics/llm. */
export interface ModelReport {
  readonly figures: readonly ModelFigures[];
  readonly talks: { readonly count: number; readonly costUsd: number };
  /** Spent in this calendar month (Riyadh), whatever the report's beginning. */
  readonly month: { readonly spentUsd: number; readonly budgetUsd: number };
  /** What one conversation may cost at most. */
  readonly conversationBudgetUsd: number;
}
