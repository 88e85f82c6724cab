import type { Redis } from "ioredis";

/** Texts kept for a while in Redis. What is in it may be lost at any time; nothing here rejects or waits long. */
export interface SharedMemory {
  /** null when it is not there, or when Redis is away. */
  get(key: string): Promise<string | null>;
  /** `group` = what it is dropped with. */
  put(key: string, value: string, keepMs: number, group?: string | null): Promise<void>;
  /** Drops what was put with this group. False when Redis is away, so that it has to be asked again. */
  drop(group: string): Promise<boolean>;
  /** `reconnecting` when the last command could not be asked. */
  state(): "up" | "reconnecting";
  close(): Promise<void>;
}

/** The longest anybody waits for Redis: a slow one is as good as none. */
const PATIENCE_MS = 50;
const PREFIX = "majlis:";
const GROUP_MS = 7 * 86_400_000;
const groupKey = (group: string) => `group:${group}`;

/**
 * Opens Redis at `url` without waiting for it; ioredis is loaded only here. `report` is told once when it goes away
 * and once when it is back, never with the address, which may hold a password.
 */
export async function openRedis(
  url: string,
  report: (what: string, cause: unknown) => void,
): Promise<SharedMemory> {
  const { Redis: Client } = await import("ioredis");
  const redis: Redis = new Client(url, {
    lazyConnect: true,
    // A command that cannot be sent now fails now; waiting in a queue would hold up a turn.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    commandTimeout: PATIENCE_MS,
    retryStrategy: (tries) => Math.min(100 * 2 ** Math.min(tries, 6), 5_000),
    keyPrefix: PREFIX,
  });
  let away = false;
  let closing = false;
  const wentAway = (cause: unknown): void => {
    if (!away && !closing) report("Redis is away; going on without it", withoutAddress(cause));
    away = true;
  };
  redis.on("error", wentAway);
  redis.on("close", wentAway);
  redis.on("ready", () => {
    if (away) report("Redis is back", null);
    away = false;
  });
  // The first connection may fail like any later one; ioredis goes on trying.
  redis.connect().catch(wentAway);
  return {
    get: (key) => redis.get(key).catch(() => null),
    put: async (key, value, keepMs, group = null) => {
      if (keepMs < 1) return;
      const whole = redis.multi().set(key, value, "PX", Math.floor(keepMs));
      // The group outlives each of its texts.
      if (group !== null) whole.sadd(groupKey(group), key).pexpire(groupKey(group), GROUP_MS);
      await whole.exec().catch(() => null);
    },
    drop: async (group) => {
      try {
        const keys = await redis.smembers(groupKey(group));
        await redis.del(groupKey(group), ...keys);
        return true;
      } catch {
        return false;
      }
    },
    state: () => (redis.status === "ready" ? "up" : "reconnecting"),
    close: async () => {
      closing = true;
      redis.disconnect();
    },
  };
}

function withoutAddress(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : "no connection";
}
