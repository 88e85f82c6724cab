import { createHash } from "node:crypto";
import type { Actor } from "../contracts/commands.ts";
import type { Keys } from "./parts.ts";
import { isProblem, type Problem, problem } from "./problems.ts";
import type { RateLimiter } from "./rate-limit.ts";

/** Who may call a route: `rep` = reps and admins. */
export type Access = "public" | "visitor" | "rep" | "admin";

/** The form in which keys are kept and compared: hex SHA-256. */
export function hashKey(key: string): string {
  return createHash("sha256").update(key, "utf8").digest("hex");
}

/** The token of `Authorization: Bearer <token>`, or null. */
export function bearerToken(header: string | undefined): string | null {
  const match = /^Bearer +([^\s]{1,500})$/i.exec(header ?? "");
  return match?.[1] ?? null;
}

export interface Gate {
  /** The key's holder when the role allows the route; never says which part of a key was wrong. */
  admit(
    header: string | undefined,
    access: "rep" | "admin",
    address: string,
  ): Promise<{ readonly actor: Actor } | Problem>;
}

/**
 * Checks API keys. After too many unknown keys from one address only keys that were good before are still looked at
 * from there: guessing is slow, and a key in use is never locked out.
 */
export function createGate(keys: Keys, limiter: RateLimiter): Gate {
  const good = new Set<string>();
  const identify = async (token: string, address: string): Promise<Actor | Problem> => {
    const hash = hashKey(token);
    const wait = good.has(hash) ? null : limiter.take("guess", address);
    if (wait !== null) return tooMany("too many unknown keys", wait);
    const actor = await keys.find(hash);
    if (actor !== null) good.add(hash);
    else good.delete(hash);
    return actor ?? problem("unauthorized", "this API key is not known");
  };
  return {
    async admit(header, access, address) {
      const token = bearerToken(header);
      if (token === null) return problem("unauthorized", "send an API key as Authorization: Bearer <key>");
      const actor = await identify(token, address);
      if (isProblem(actor)) return actor;
      const wait = limiter.take("key", actor.id);
      if (wait !== null) return tooMany("too many requests", wait);
      const allowed = access === "rep" || actor.role === "admin";
      return allowed ? { actor } : problem("forbidden", "this needs an admin's key");
    },
  };
}

/** A 429 that says when to come back. */
export function tooMany(message: string, wait: number): Problem {
  return { ...problem("rate-limited", message), retryAfter: wait };
}
