import { createHash } from "node:crypto";
import type { MailboxMemory } from "../../bot/contracts/mailbox-memory.ts";

/** Addresses whose mail came back for good. Nothing is sent there until somebody writes from there again. */
export interface DeadAddresses {
  has(handle: string): Promise<boolean>;
  add(handle: string): Promise<void>;
  /** Somebody wrote from there. */
  remove(handle: string): Promise<void>;
}

/** Kept where the mailbox's own marks are kept. */
export function deadAddresses(memory: MailboxMemory, now: () => number): DeadAddresses {
  // A digest: this memory outlives the person's erasure.
  const keyOf = (handle: string) => `dead ${createHash("sha256").update(handle.toLowerCase()).digest("hex")}`;
  const has = async (handle: string) => (await memory.get(keyOf(handle))) !== null;
  return {
    has,
    add: (handle) => memory.put(keyOf(handle), { since: now() }),
    remove: async (handle) => {
      if (await has(handle)) await memory.put(keyOf(handle), null);
    },
  };
}
