import type { AnswerCache } from "./parts.ts";

/** How much memory may hold: entries, and letters of all of them together. */
export interface CacheLimits {
  readonly entries: number;
  readonly letters: number;
}

const LIMITS: CacheLimits = { entries: 2_000, letters: 8_000_000 };

/** Answers in this process's memory: the one unused longest goes first, and each only for its time. `now` in epoch ms. */
export function memoryCache(now: () => number, limits: CacheLimits = LIMITS): AnswerCache {
  const kept = new Map<string, { readonly answer: string; readonly until: number }>();
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
    put: async (key, answer, keepMs) => {
      drop(key);
      if (answer.length > limits.letters || keepMs <= 0) return;
      kept.set(key, { answer, until: now() + keepMs });
      letters += answer.length;
      for (const oldest of kept.keys()) {
        if (kept.size <= limits.entries && letters <= limits.letters) break;
        drop(oldest);
      }
    },
  };
}

/** Own memory first, then one that all processes share; what is put is put into both. */
export function sharedCache(own: AnswerCache, shared: AnswerCache): AnswerCache {
  return {
    get: async (key) => (await own.get(key)) ?? (await shared.get(key)),
    put: async (key, answer, keepMs) => {
      await Promise.all([own.put(key, answer, keepMs), shared.put(key, answer, keepMs)]);
    },
  };
}
