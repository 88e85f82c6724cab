import type { ModelAccounts, ModelCallEntry } from "../../bot/contracts/model-accounts.ts";
import { callFigures, type ModelMetric } from "./call-figures.ts";
import type { AttemptReport, CallContext, CallReport, Task } from "./models.ts";
import type { Accounts } from "./parts.ts";
import { spendingOver } from "./spending.ts";

/** Accounts as the program holds them: with figures for Prometheus, and an end. */
export interface OpenAccounts extends Accounts {
  /** Totals of this process since it began. */
  metrics(): readonly ModelMetric[];
  /** Resolves once everything finished so far is in the ledger. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const BATCH_MS = 250;
const BATCH_MOST = 200;
/** With the ledger out of reach for long, the oldest entries are given up, not the memory. */
const WAITING_MOST = 10_000;

/**
 * Counts what model calls take, keeps it in the ledger in batches, and holds the budgets (US dollars): once one is
 * used up, `mayAsk` says no and rules alone answer. With the ledger out of reach, what this process knows is held to.
 */
export function createAccounts(parts: {
  readonly ledger: Pick<ModelAccounts, "record" | "spent">;
  readonly budgets: { readonly month: number; readonly conversation: number };
  readonly now: () => number;
  readonly report: (what: string, cause: unknown) => void;
}): OpenAccounts {
  const { ledger, budgets, now, report } = parts;
  const figures = callFigures();
  const journal = journalOn(ledger, report);
  const spending = spendingOver({
    ...{ ledger, now },
    stored: journal.flush,
    failed: (cause) => report("what models cost so far could not be read", cause),
  });
  return {
    mayAsk: async (about) => {
      const spent = await spending.now(about);
      const over = spent.month >= budgets.month ? "month" : null;
      const talkOver = about.conversationId !== null && spent.talk >= budgets.conversation;
      const reached = over ?? (talkOver ? "conversation" : null);
      if (reached !== null) figures.refused(reached);
      return reached === null;
    },
    finished: (task, about, call, left) => {
      spending.add(about, call.costUsd);
      const entries = entriesOf(task, about, call, left);
      for (const entry of entries) figures.counted(entry);
      journal.add(entries);
    },
    metrics: figures.metrics,
    flush: journal.flush,
    close: journal.flush,
  };
}

/** One entry for each attempt; an answer from the cache is an entry of its own that cost nothing. */
function entriesOf(
  task: Task,
  { conversationId, turn }: CallContext,
  call: CallReport,
  left: readonly string[],
): readonly ModelCallEntry[] {
  const shared = { conversationId, turn, task };
  if (call.fromCache) {
    const { provider, model } = { provider: call.provider ?? "cache", model: call.model ?? "" };
    const nothing = { tokensIn: 0, tokensOut: 0, tokensCached: 0, costUsd: 0, left: [] };
    const milliseconds = Math.round(call.milliseconds);
    return [{ ...shared, provider, model, outcome: "cached", fallback: false, milliseconds, ...nothing }];
  }
  return call.attempts.map((attempt, at) => ({
    ...shared,
    ...attempt,
    milliseconds: Math.round(attempt.milliseconds),
    fallback: call.attempts.slice(0, at).some(({ provider }) => provider !== attempt.provider),
    left: reachedNobody(attempt) ? [] : left,
  }));
}

function reachedNobody({ outcome }: AttemptReport): boolean {
  return outcome === "circuit-open" || outcome === "refused-connection";
}

interface Journal {
  add(entries: readonly ModelCallEntry[]): void;
  flush(): Promise<void>;
}

/** Entries wait a moment, so that many calls are one statement. */
function journalOn(
  ledger: Pick<ModelAccounts, "record">,
  report: (what: string, cause: unknown) => void,
): Journal {
  let waiting: ModelCallEntry[] = [];
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH_MOST);
      await ledger
        .record(batch)
        .catch((cause: unknown) => report("model calls could not be written to the accounts", cause));
    }
  };
  const flush = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    writing = writing.then(write);
    return writing;
  };
  return {
    flush,
    add: (entries) => {
      waiting.push(...entries);
      if (waiting.length > WAITING_MOST) {
        report("model calls were given up: the accounts cannot keep up", null);
        waiting = waiting.slice(-WAITING_MOST);
      }
      timer ??= setTimeout(() => void flush(), BATCH_MS).unref();
    },
  };
}
