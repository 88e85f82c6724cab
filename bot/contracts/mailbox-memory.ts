/** What a watched mailbox must remember over restarts: how far it was read, which addresses are dead. Values are JSON. */
export interface MailboxMemory {
  /** null when nothing was kept under that key. */
  get(key: string): Promise<unknown>;
  /** Resolves once it is safely stored; null forgets. */
  put(key: string, value: unknown): Promise<void>;
}
