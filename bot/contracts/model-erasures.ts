/** A talk of an erased person, as far as models' caches and traces go. */
export interface ModelErasure {
  readonly conversationId: string;
  /** No turn of it had a higher number. */
  readonly turns: number;
  /** How often deleting its traces failed so far. */
  readonly tries: number;
}

/** Talks of erased people, for whoever still holds something of them. */
export interface ModelErasures {
  /** Talks erased within so many milliseconds. */
  within(ms: number): Promise<readonly string[]>;
  /** Whose traces are to be deleted now, in our hands until the lease ends. */
  claim(limit: number, leaseMs: number): Promise<readonly ModelErasure[]>;
  /** Deleted: once more after so long, for what came late; done after the second time. */
  deleted(conversationId: string, onceMoreMs: number): Promise<void>;
  /** Not deleted; a notice where somebody should know. */
  again(conversationId: string, afterMs: number, notice: string | null): Promise<void>;
}
