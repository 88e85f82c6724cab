import { type Breaker, type BreakerLimits, breaker, type Circuit } from "./breaker.ts";
import { withinTime } from "./deadline.ts";
import { failed } from "./failures.ts";
import { type Gate, gate } from "./gate.ts";
import type { AttemptOutcome, AttemptReport, ProviderName } from "./models.ts";
import type { Attempt, Provider } from "./parts.ts";
import type { Prices } from "./prices.ts";

/** A provider with what protects it and us: its breaker and its places. One for each provider, shared by all calls. */
export interface Desk {
  readonly provider: Provider;
  readonly breaker: Breaker;
  readonly gate: Gate;
}

/** How a provider stands, for /health. */
export interface ProviderState {
  readonly provider: ProviderName;
  readonly model: string;
  readonly circuit: Circuit;
  /** Calls at it right now. */
  readonly inside: number;
}

/** Opens a desk for a provider. `places` = calls at a time. */
export function deskOf(provider: Provider, now: () => number, limits: BreakerLimits, places: number): Desk {
  return { provider, breaker: breaker(now, limits), gate: gate(places) };
}

/** What a running call lends to each of its attempts. */
export interface Call {
  readonly now: () => number;
  readonly prices: Prices;
  readonly signal: AbortSignal | undefined;
  /** Epoch ms. */
  readonly startedAt: number;
  /** Milliseconds until the whole call must end. */
  remaining(): number;
  readonly attempts: AttemptReport[];
  /** Speech to text, which may be done by another model of a provider. */
  readonly isHearing: boolean;
  /** The route's own limit for one attempt, in milliseconds. */
  readonly attemptMs: number;
}

/** One guarded attempt at one provider, written down in the call's report whatever comes of it. */
export async function attemptAt<Value>(
  { provider, breaker, gate }: Desk,
  call: Call,
  ask: (signal: AbortSignal) => Promise<Attempt<Value>>,
): Promise<Attempt<Value>> {
  const startedAt = call.now();
  const verdict = breaker.enter();
  if (verdict === null) return noted(call, provider, startedAt, failed("circuit-open", "left alone for now"));
  const limit = Math.max(0, Math.min(call.attemptMs, call.remaining()));
  let isInside = false;
  let attempt: Attempt<Value>;
  try {
    attempt = await withinTime<Value>(limit, call.signal, async (signal) => {
      if (!(await gate.enter(signal))) return failed("overloaded", "no free place");
      isInside = true;
      try {
        return await ask(signal);
      } finally {
        gate.leave();
      }
    });
  } catch (bug) {
    verdict(null, null);
    throw bug;
  }
  if (!attempt.ok && attempt.outcome === "timed-out" && !isInside)
    attempt = failed("overloaded", "no free place in time");
  // A provider is not down because its line is long here, or because the caller had no time left for it.
  const says = isInside && !(isTimeout(attempt) && limit < call.attemptMs / 2) ? outcomeOf(attempt) : null;
  verdict(says === "cancelled" ? null : says, attempt.ok ? null : attempt.retryAfterMs);
  return noted(call, provider, startedAt, attempt);
}

function noted<Value>(call: Call, provider: Provider, startedAt: number, attempt: Attempt<Value>) {
  const { tokens } = attempt;
  const { isHearing } = call;
  const { seconds } = tokens;
  const model = isHearing ? (provider.hearingModel ?? provider.model) : provider.model;
  call.attempts.push({
    ...{ provider: provider.name, model, outcome: outcomeOf(attempt) },
    milliseconds: call.now() - startedAt,
    ...{ tokensIn: tokens.in, tokensOut: tokens.out, tokensCached: tokens.cached },
    costUsd:
      seconds === undefined
        ? call.prices.costOf(provider.name, model, tokens)
        : call.prices.costOfHearing(model, seconds),
  });
  return attempt;
}

function outcomeOf(attempt: Attempt<unknown>): AttemptOutcome {
  return attempt.ok ? "answered" : attempt.outcome;
}

function isTimeout(attempt: Attempt<unknown>): boolean {
  return !attempt.ok && attempt.outcome === "timed-out";
}
