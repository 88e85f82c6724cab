import { forgetOldest } from "../../bot/contracts/forget-oldest.ts";
import type { AnswerCache } from "./parts.ts";

/** How much memory may hold: entries, and letters of all of them together. */
export interface CacheLimits {
  readonly entries: number;
  readonly letters: number;
}

const LIMITS: CacheLimits = { entries: 2_000, letters: 8_000_000 };

/** So many erased conversations are remembered, for an answer that was still on its way when its person was erased. */
const MOST_FORGOTTEN = 10_000;

interface Kept {
  readonly answer: string;
  readonly until: number;
  readonly owner: string | null;
}

/** Answers in this process's memory: the one unused longest goes first, and each only for its time. `now` in epoch ms. */
export function memoryCache(now: () => number, limits: CacheLimits = LIMITS): AnswerCache {
  const kept = new Map<string, Kept>();
  const forgotten = new Set<string>();
  let letters = 0;
  const drop = (key: string): void => {
    letters -= kept.get(key)?.answer.length ?? 0;
    kept.delete(key);
  };
  return {
    get: async (key) => {
      const found = kept.get(key);
      if (found === undefined) return null;
      kept.delete(key);
      if (found.until > now()) {
        kept.set(key, found);
        return found.answer;
      }
      letters -= found.answer.length;
      return null;
    },
    put: async (key, answer, keepMs, owner = null) => {
      drop(key);
      const isForgotten = owner !== null && forgotten.has(owner);
      if (answer.length > limits.letters || keepMs <= 0 || isForgotten) return;
      kept.set(key, { answer, until: now() + keepMs, owner });
      letters += answer.length;
      for (const oldest of kept.keys()) {
        if (kept.size <= limits.entries && letters <= limits.letters) break;
        drop(oldest);
      }
    },
    forget: async (owner) => {
      forgotten.add(owner);
      forgetOldest(forgotten, MOST_FORGOTTEN);
      for (const [key, one] of kept) if (one.owner === owner) drop(key);
      return true;
    },
  };
}

/** Own memory first, then one that all processes share; what is put is put into both. */
export function sharedCache(own: AnswerCache, shared: AnswerCache): AnswerCache {
  const forgotten = new Set<string>();
  return {
    get: async (key) => (await own.get(key)) ?? (await shared.get(key)),
    put: async (key, answer, keepMs, owner = null) => {
      if (owner !== null && forgotten.has(owner)) return;
      await Promise.all([own.put(key, answer, keepMs, owner), shared.put(key, answer, keepMs, owner)]);
    },
    forget: async (owner) => {
      forgotten.add(owner);
      forgetOldest(forgotten, MOST_FORGOTTEN);
      const [mine, theirs] = await Promise.all([own.forget(owner), shared.forget(owner)]);
      return mine && theirs;
    },
  };
}
