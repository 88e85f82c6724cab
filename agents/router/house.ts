import type { Call, Desk } from "./desk.ts";
import type { Failure } from "./failures.ts";
import type { CallReport, NoAnswer, ProviderName } from "./models.ts";
import type { Accounts, AnswerCache, CostOf, MaskFor, Traces } from "./parts.ts";
import type { Route, Routes } from "./routes.ts";

/** What every call shares. */
export interface House {
  readonly desks: ReadonlyMap<ProviderName, Desk>;
  readonly routes: Routes;
  readonly accounts: Accounts;
  readonly cache: AnswerCache;
  readonly maskFor: MaskFor;
  readonly traces: Traces;
  readonly costOf: CostOf;
  readonly now: () => number;
}

/** The desks of those who have a key, in this order. */
export function desksOf(house: House, order: readonly ProviderName[]): readonly Desk[] {
  return order.flatMap((name) => {
    const desk = house.desks.get(name);
    return desk === undefined ? [] : [desk];
  });
}

/** Begins a call that ends by the caller's deadline and the route's, whichever is sooner. */
export function openCall(
  { now, costOf }: House,
  { wholeMs, attemptMs }: Route,
  asked: { readonly deadline?: number | null; readonly signal?: AbortSignal },
): Call {
  const startedAt = now();
  const endsAt = Math.min(startedAt + wholeMs, asked.deadline ?? Number.POSITIVE_INFINITY);
  return {
    ...{ now, costOf, startedAt, attemptMs, attempts: [] },
    signal: asked.signal,
    remaining: () => endsAt - now(),
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
