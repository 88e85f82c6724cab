import type { Call, Desk } from "./desk.ts";
import type { Failure } from "./failures.ts";
import type { CallReport, NoAnswer, ProviderName, Task } from "./models.ts";
import type { Accounts, AnswerCache, MaskFor, Traces } from "./parts.ts";
import type { Prices } from "./prices.ts";
import type { Route, Routes } from "./routes.ts";

/** What every call shares. */
export interface House {
  readonly desks: ReadonlyMap<ProviderName, Desk>;
  readonly routes: Routes;
  readonly accounts: Accounts;
  readonly cache: AnswerCache;
  readonly maskFor: MaskFor;
  readonly traces: Traces;
  readonly prices: Prices;
  readonly now: () => number;
}

/** The desks of those who have a key, in this order. */
export function desksOf(house: House, order: readonly ProviderName[]): readonly Desk[] {
  return order.flatMap((name) => {
    const desk = house.desks.get(name);
    return desk === undefined ? [] : [desk];
  });
}

/** Timers may fire a millisecond early; nobody answers in what is left then. */
const LEAST_MS = 2;

/** Begins a call that ends by the caller's deadline and the route's, whichever is sooner. */
export function openCall(
  { now, prices }: House,
  { wholeMs, attemptMs }: Route,
  asked: { readonly task?: Task; readonly deadline?: number | null; readonly signal?: AbortSignal },
): Call {
  const startedAt = now();
  const endsAt = Math.min(startedAt + wholeMs, asked.deadline ?? Number.POSITIVE_INFINITY);
  return {
    ...{ now, prices, startedAt, attemptMs, attempts: [] },
    signal: asked.signal,
    isHearing: asked.task === undefined,
    remaining: () => {
      const left = endsAt - now();
      return left < LEAST_MS ? 0 : left;
    },
  };
}

/** What the call took; `by` is who gave the answer. */
export function reportOf(call: Call, by: Desk | null, fromCache: boolean): CallReport {
  return {
    ...{ provider: by?.provider.name ?? null, model: by?.provider.model ?? null, fromCache },
    milliseconds: call.now() - call.startedAt,
    costUsd: call.attempts.reduce((sum, { costUsd }) => sum + costUsd, 0),
    attempts: call.attempts,
  };
}

/** Why nobody answered, in the caller's terms. */
export function whyNot(call: Call, failure: Failure): NoAnswer {
  if (call.signal?.aborted || failure.outcome === "cancelled") return "cancelled";
  return call.remaining() <= 0 ? "too-late" : "failed";
}
