/** What can go wrong with a request, and the status each carries. */
export const PROBLEMS = {
  malformed: 400,
  unauthorized: 401,
  forbidden: 403,
  "not-found": 404,
  "channel-not-configured": 404,
  conflict: 409,
  "too-large": 413,
  "unsupported-media-type": 415,
  invalid: 422,
  "rate-limited": 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** A refusal in the API's error shape, not yet sent. */
export interface Problem {
  readonly problem: ProblemCode;
  readonly message: string;
  readonly details?: unknown;
  /** Seconds after which trying again makes sense. */
  readonly retryAfter?: number;
}

export interface FieldProblem {
  /** Dotted path, such as `facts.budget.min`. */
  readonly field: string;
  readonly message: string;
}

/** A refusal with its reason. */
export function problem(code: ProblemCode, message: string): Problem {
  return { problem: code, message };
}

/** A 422 that names each field that is wrong; the first one stands in the message too. */
export function invalid(fields: readonly FieldProblem[]): Problem {
  const first = fields[0];
  const message = first ? `${first.field}: ${first.message}` : "the request is not valid";
  return { problem: "invalid", message, details: { fields } };
}

/** The body of a refusal: `{error: {code, message, details?}}`. */
export function problemBody(refusal: Problem): Readonly<Record<string, unknown>> {
  const { problem: code, message, details } = refusal;
  return { error: details === undefined ? { code, message } : { code, message, details } };
}

/** The headers a refusal adds to its body. */
export function problemHeaders(refusal: Problem): Readonly<Record<string, string>> {
  if (refusal.problem === "unauthorized") return { "WWW-Authenticate": 'Bearer realm="majlis"' };
  if (refusal.retryAfter !== undefined) return { "Retry-After": String(Math.ceil(refusal.retryAfter)) };
  return {};
}

/** Tells a refusal from an answer. */
export function isProblem(value: object): value is Problem {
  return "problem" in value && typeof value.problem === "string" && value.problem in PROBLEMS;
}
