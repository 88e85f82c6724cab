/** Plain numbers for /metrics; they only grow, except `lagMs`. */
export interface Counters {
  accepted: number;
  repeats: number;
  receipts: number;
  turns: number;
  /** Turns whose conversation had changed under them; taken again. */
  staleTurns: number;
  failedTurns: number;
  parked: number;
  sent: number;
  sendFailures: number;
  /** Lanes taken from workers that had gone silent. */
  freedLanes: number;
  /** From the acceptance of the last heard message to the end of its turn. */
  lagMs: number;
}

/** Counters at zero. */
export function newCounters(): Counters {
  return {
    ...{ accepted: 0, repeats: 0, receipts: 0, turns: 0, staleTurns: 0, failedTurns: 0 },
    ...{ parked: 0, sent: 0, sendFailures: 0, freedLanes: 0, lagMs: 0 },
  };
}
