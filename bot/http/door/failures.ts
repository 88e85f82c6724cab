import type { HttpParts } from "../parts.ts";
import { invalid, type Problem, problem } from "../problems.ts";

/** What the caller is told about a throw: the store is away, the address was garbled, or simply that we failed. */
export function problemOfThrown(parts: HttpParts, requestId: string, thrown: unknown): Problem {
  if (parts.isStoreAway(thrown)) {
    parts.log.warn({ requestId, error: describeThrown(thrown) }, "the store is away");
    return { ...problem("unavailable", "the store cannot be reached; try again"), retryAfter: 2 };
  }
  if (thrown instanceof Error && thrown.name === "BadCursor") {
    return invalid([{ field: "cursor", message: "was not given out by this list" }]);
  }
  const status = statusOf(thrown);
  if (status === 400 || isRefusedByExpress(thrown)) return problem("malformed", "the address is not valid");
  parts.log.error({ requestId, error: describeThrown(thrown), stack: stackOf(thrown) }, "a request failed");
  return problem("internal", `something failed here; our log has it under ${requestId}`);
}

/** Name and text of what was thrown, with numbers and addresses masked: database errors quote what they were given. */
export function describeThrown(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "something that is not an error was thrown";
  return masked(`${thrown.name}: ${thrown.message}`).slice(0, 500);
}

function stackOf(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || thrown.stack === undefined) return null;
  const frames = thrown.stack.split("\n").filter((line) => /^\s+at /.test(line));
  return frames.slice(0, 12).join("\n");
}

function masked(text: string): string {
  return text.replace(/"[^"]*@[^"]*"|[\w.+-]+@[\w.-]+/g, "[address]").replace(/\+?\d{6,}/g, "[number]");
}

/** A file asked for under a condition or in a part that it has not: the caller's fault. */
function isRefusedByExpress(thrown: unknown): boolean {
  const status = statusOf(thrown) ?? 0;
  return status > 400 && status < 500 && thrown instanceof Error && "expose" in thrown;
}

function statusOf(thrown: unknown): number | null {
  if (typeof thrown !== "object" || thrown === null || !("status" in thrown)) return null;
  return typeof thrown.status === "number" ? thrown.status : null;
}
