import { createHash } from "node:crypto";

/** How much one caller may ask for: `burst` at once, `perMinute` for ever. */
export interface Allowance {
  readonly burst: number;
  readonly perMinute: number;
}

export interface Limits {
  /** Requests with one API key. */
  readonly key: Allowance;
  /** Unknown keys tried from one address. */
  readonly guess: Allowance;
  /** Forms, chat sessions and webhook challenges from one address. */
  readonly form: Allowance;
  /** Forms of one website, from everywhere. */
  readonly formSite: Allowance;
  readonly session: Allowance;
  readonly challenge: Allowance;
  /** Invitations and documents fetched from one address. */
  readonly file: Allowance;
  /** Links of our letters opened from one address; mail programs open many people's from few addresses. */
  readonly link: Allowance;
  /** What one web-chat visitor writes and reads, and what one address does with all its visitors. */
  readonly chatWrite: Allowance;
  readonly chatRead: Allowance;
  readonly chatAddress: Allowance;
}

export const DEFAULT_LIMITS: Limits = {
  key: { burst: 3_000, perMinute: 30_000 },
  guess: { burst: 500, perMinute: 120 },
  form: { burst: 60, perMinute: 60 },
  formSite: { burst: 600, perMinute: 600 },
  session: { burst: 300, perMinute: 120 },
  challenge: { burst: 60, perMinute: 60 },
  file: { burst: 120, perMinute: 120 },
  link: { burst: 240, perMinute: 240 },
  chatWrite: { burst: 30, perMinute: 60 },
  chatRead: { burst: 300, perMinute: 1_200 },
  chatAddress: { burst: 2_000, perMinute: 6_000 },
};

/** Counts in this process only: several web processes allow several times as much, and a restart forgets. */
export interface RateLimiter {
  /** null = go on; else the whole seconds to wait. */
  take(limit: keyof Limits, caller: string): number | null;
}

interface Bucket {
  left: number;
  at: number;
}

/** Made-up addresses must not fill the memory: beyond this many, those not seen for longest are forgotten. */
const CALLERS_KEPT = 10_000;

/** A token bucket for each limit and caller; `now` in epoch milliseconds. */
export function createRateLimiter(limits: Limits, now: () => number): RateLimiter {
  const buckets = twoGenerations<Bucket>(CALLERS_KEPT);
  return {
    take(limit, caller) {
      const { burst, perMinute } = limits[limit];
      const name = bucketName(limit, caller);
      const at = now();
      const known = buckets.get(name) ?? { left: burst, at };
      const refilled = known.left + (Math.max(0, at - known.at) / 60_000) * perMinute;
      const left = Math.min(burst, refilled);
      const allowed = left >= 1;
      buckets.set(name, { left: allowed ? left - 1 : left, at });
      return allowed ? null : Math.max(1, Math.ceil(((1 - left) / perMinute) * 60));
    },
  };
}

const LONGEST_CALLER = 100;

/** Made-up callers may be as long as a header or a field of a form: what is kept of them is short. */
export function bucketName(limit: keyof Limits, caller: string): string {
  if (caller.length <= LONGEST_CALLER) return `${limit}|${caller}`;
  return `${limit}|#${createHash("sha256").update(caller, "utf8").digest("hex")}`;
}

/** Remembers the last `size` names written at least, twice as many at most; forgetting costs nothing per write. */
function twoGenerations<Value>(size: number): {
  get(name: string): Value | undefined;
  set(name: string, value: Value): void;
} {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  return {
    get: (name) => young.get(name) ?? old.get(name),
    set(name, value) {
      if (young.size >= size && !young.has(name)) {
        old = young;
        young = new Map();
      }
      young.set(name, value);
    },
  };
}
