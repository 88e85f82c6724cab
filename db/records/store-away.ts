/** Failures of the line to the server. */
const LINE = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ETIMEDOUT",
  "EPIPE",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
]);

/**
 * SQLSTATEs of a server that is there and cannot serve now: connection, resources (disk full included), operator
 * (shutting down, starting up, statement cancelled), lock wait, read only, deadlock and serialization.
 */
const SERVER = /^(08|53|57|58)|^(55P03|25006|40001|40P01)$/;

/** What the pool and the embedded engine say without a code. */
const WORDS =
  /timeout exceeded when trying to connect|connection terminated|connection error|not queryable|pool after calling end|PGlite is clos/i;

/** Whether a failed query means that the store cannot be reached or cannot take it now, so that trying again helps. */
export function isStoreAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.some(isStoreAway)) return true;
  const code = "code" in error ? String(error.code) : "";
  return LINE.has(code) || SERVER.test(code) || WORDS.test(error.message);
}
