import { createHash } from "node:crypto";
import type { MailboxMemory } from "../../bot/contracts/mailbox-memory.ts";
import { asRecord, numberAt } from "../shared/json.ts";

/** Addresses whose mail came back for good. Nothing is sent there until somebody writes from there again. */
export interface DeadAddresses {
  has(handle: string): Promise<boolean>;
  /** Mail to it came back at `at` (epoch ms, absent = now): told again after somebody wrote from there, it says nothing. */
  add(handle: string, at?: number): Promise<void>;
  /** Somebody wrote from there. */
  remove(handle: string): Promise<void>;
}

/** Kept where the mailbox's own marks are kept. */
export function deadAddresses(memory: MailboxMemory, now: () => number): DeadAddresses {
  // A digest: this memory outlives the person's erasure.
  const keyOf = (handle: string) => `dead ${createHash("sha256").update(handle.toLowerCase()).digest("hex")}`;
  const kept = async (handle: string) => asRecord(await memory.get(keyOf(handle)));
  const has = async (handle: string) => {
    const mark = await kept(handle);
    return mark !== null && !("aliveAt" in mark);
  };
  return {
    has,
    add: async (handle, at = now()) => {
      const aliveAt = numberAt((await kept(handle)) ?? {}, "aliveAt");
      if (aliveAt === null || at > aliveAt) await memory.put(keyOf(handle), { since: at });
    },
    remove: async (handle) => {
      if (await has(handle)) await memory.put(keyOf(handle), { aliveAt: now() });
    },
  };
}
