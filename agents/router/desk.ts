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

type Ask<Value> = (signal: AbortSignal) => Promise<Attempt<Value>>;

/** One guarded attempt at one provider, written down in the call's report whatever comes of it. */
export async function attemptAt<Value>(desk: Desk, call: Call, ask: Ask<Value>): Promise<Attempt<Value>> {
  const startedAt = call.now();
  const verdict = desk.breaker.enter();
  if (verdict === null) return noted(desk, call, startedAt, failed("circuit-open", "left alone for now"));
  const visit: Visit = { insideSince: null };
  const attempt = await visited(desk, call, visit, ask).catch((bug: unknown) => {
    verdict(null, null); // a probe that threw must not leave the circuit waiting for it
    throw bug;
  });
  verdict(whatItSays(attempt, visit, call), attempt.ok ? null : attempt.retryAfterMs);
  return noted(desk, call, startedAt, attempt);
}

interface Visit {
  /** When the call got its place (epoch ms); null while it waits in line. */
  insideSince: number | null;
}

async function visited<Value>(
  { gate }: Desk,
  call: Call,
  visit: Visit,
  ask: Ask<Value>,
): Promise<Attempt<Value>> {
  const limit = Math.min(call.attemptMs, call.remaining());
  const attempt = await withinTime<Value>(limit, call.signal, async (signal) => {
    if (!(await gate.enter(signal))) return failed("overloaded", "no free place");
    visit.insideSince = call.now();
    try {
      return await ask(signal);
    } finally {
      gate.leave();
    }
  });
  const isInLine = visit.insideSince === null && !attempt.ok && attempt.outcome === "timed-out";
  return isInLine ? failed("overloaded", "no free place in time") : attempt;
}

/** A provider is not down because the line here is long, or because the caller had little time left for it. */
function whatItSays(attempt: Attempt<unknown>, { insideSince }: Visit, call: Call): AttemptOutcome | null {
  const outcome = outcomeOf(attempt);
  if (insideSince === null || outcome === "cancelled") return null;
  // Else a stranger who talks models out of their JSON could switch a provider off for everybody.
  if (!attempt.ok && attempt.delivered) return "answered";
  const wasShort = call.now() - insideSince < call.attemptMs / 2;
  return outcome === "timed-out" && wasShort ? null : outcome;
}

function noted<Value>({ provider }: Desk, call: Call, startedAt: number, attempt: Attempt<Value>) {
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
