const MOST_MS = 10 * 60_000;

/**
 * How long a vendor asked to be left alone, in milliseconds; null when it did not ask. Understands seconds, a date and
 * `retry-after-ms`; more than ten minutes counts as ten, so that a wrong header cannot switch a provider off.
 */
export function retryAfterMs(header: (name: string) => string | null, now = Date.now()): number | null {
  const milliseconds = amount(header("retry-after-ms"), 1);
  if (milliseconds !== null) return milliseconds;
  const asked = header("retry-after");
  return amount(asked, 1000) ?? until(asked, now);
}

/** The same out of an SDK's error, whose `headers` are a `Headers` or nothing. */
export function askedToWait(thrown: unknown): number | null {
  const headers = thrown instanceof Error ? Reflect.get(thrown, "headers") : null;
  return headers instanceof Headers ? retryAfterMs((name) => headers.get(name)) : null;
}

function amount(text: string | null, unit: number): number | null {
  if (text === null || !/^\s*\d+(?:\.\d+)?\s*$/.test(text)) return null;
  return Math.min(Math.ceil(Number(text) * unit), MOST_MS);
}

function until(text: string | null, now: number): number | null {
  const at = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : Math.min(Math.max(0, at - now), MOST_MS);
}
