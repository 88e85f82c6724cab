/** What grows with every message or event and is of use only for a time. */
export type Expiring = "model_calls" | "agent_runs" | "notices";

/** One step through what expires. */
export interface Swept {
  /** How many rows were deleted. */
  readonly gone: number;
  /** Where the next step goes on; null = whatever follows is young. */
  readonly next: number | null;
}

/** Old rows in storage. */
export interface Retention {
  /**
   * Looks at the oldest `limit` rows behind the place `after` (0 = the beginning), and deletes those of them that are older than
   * so many days, by the clock of storage. An alarm whose cause still stands is kept. Several may sweep at once.
   */
  sweep(what: Expiring, days: number, after: number, limit: number): Promise<Swept>;
  /** Gives back the room of what was deleted, where storage does not do so by itself. */
  tidy(what: Expiring): Promise<void>;
}
