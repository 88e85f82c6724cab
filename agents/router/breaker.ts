import type { AttemptOutcome } from "./models.ts";

export interface BreakerLimits {
  /** Failures in a row after which a provider is left alone. */
  readonly failures: number;
  /** How long it is left alone, in milliseconds; doubled each time the probe fails too. */
  readonly restMs: number;
  readonly longestRestMs: number;
}
export const BREAKER_LIMITS: BreakerLimits = { failures: 3, restMs: 10_000, longestRestMs: 120_000 };

export type Circuit = "closed" | "open" | "half-open";

/** Tells how an admitted call ended; null = it says nothing about the provider. To be called exactly once. */
export type Verdict = (outcome: AttemptOutcome | null, retryAfterMs: number | null) => void;

/** Keeps calls away from a provider that is down, and lets one through now and then to see whether it is back. */
export interface Breaker {
  /** Admits a call, or null while the provider is left alone. */
  enter(): Verdict | null;
  readonly circuit: Circuit;
}

// A wrong answer is the model's, not the line's: the next call may go well. These are the line's.
const DOWN: ReadonlySet<AttemptOutcome> = new Set<AttemptOutcome>([
  "refused-connection",
  "timed-out",
  "rate-limited",
  "overloaded",
  "server-error",
  "unauthorized",
  "malformed",
]);

interface State {
  failures: number;
  /** Epoch ms; 0 = closed. */
  openUntil: number;
  rest: number;
  isProbing: boolean;
}

/** A breaker on this clock (epoch ms). */
export function breaker(now: () => number, limits: BreakerLimits = BREAKER_LIMITS): Breaker {
  const state: State = { failures: 0, openUntil: 0, rest: limits.restMs, isProbing: false };
  return {
    get circuit() {
      return circuitOf(state, now());
    },
    enter: () => {
      const circuit = circuitOf(state, now());
      if (circuit === "open" || state.isProbing) return null;
      const isProbe = circuit === "half-open";
      state.isProbing = isProbe;
      return (outcome, retryAfterMs) => judge(state, limits, outcome, { isProbe, retryAfterMs, at: now() });
    },
  };
}

function circuitOf({ openUntil, isProbing }: State, at: number): Circuit {
  if (openUntil === 0) return "closed";
  return isProbing || at >= openUntil ? "half-open" : "open";
}

function close(state: State, limits: BreakerLimits): void {
  state.failures = 0;
  state.openUntil = 0;
  state.rest = limits.restMs;
}

interface Fall {
  readonly isProbe: boolean;
  readonly retryAfterMs: number | null;
  readonly at: number;
}

function judge(state: State, limits: BreakerLimits, outcome: AttemptOutcome | null, fall: Fall): void {
  if (fall.isProbe) state.isProbing = false;
  if (outcome === null) return;
  if (DOWN.has(outcome)) failedOnce(state, limits, fall);
  // A call that began before the circuit opened proves nothing about now.
  else if (fall.isProbe || state.openUntil === 0) close(state, limits);
}

function failedOnce(state: State, limits: BreakerLimits, { isProbe, retryAfterMs, at }: Fall): void {
  state.failures += 1;
  if (isProbe) state.rest = Math.min(state.rest * 2, limits.longestRestMs);
  // A vendor that says when to come back is believed at the first word.
  if (retryAfterMs !== null && retryAfterMs > 0)
    state.openUntil = Math.max(state.openUntil, at + retryAfterMs);
  else if (isProbe || (state.openUntil === 0 && state.failures >= limits.failures))
    state.openUntil = at + state.rest;
}
