/** Remembers every run of an agent, for the figures. */
export interface AgentRuns {
  /** Resolves once stored. */
  record(run: AgentRun): Promise<void>;
}

/** One run of one agent. */
export interface AgentRun {
  readonly agent: string;
  readonly leadId: string | null;
  readonly ok: boolean;
  readonly milliseconds: number;
  /** Why it failed, without any personal data; null when it went well. */
  readonly error: string | null;
  /** Epoch ms. */
  readonly at: number;
}
