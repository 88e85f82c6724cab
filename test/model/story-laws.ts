/** A message as storage has it, and where the answer stands that the turn which heard it prepared. */
export interface Asked {
  readonly text: string;
  readonly status: string;
  /** The turn that heard it; null = none did. */
  readonly turn: number | null;
  /** The state of the bot's row of that turn; null = it said nothing. */
  readonly answer: string | null;
}

/** One turn of a talk, in order. */
export interface TurnTaken {
  readonly number: number;
  readonly because: string;
}

/**
 * What became of a message: its answer arrived; a rep held the talk when it was heard; a take-over that came after its turn
 * cancelled the answer; a person must look at this very message or answer; or none of that.
 */
export type Fate = "answered" | "held" | "silenced" | "shown" | "forgotten";

const TOOK = "a rep took over";
const GAVE = "the rep gave the talk back";

/** Nothing else that happened in its talk excuses a message: no other one's task, no take-over before or after. */
export function fateOf(
  { text, status, turn, answer }: Asked,
  said: readonly string[],
  turns: readonly TurnTaken[],
): Fate {
  if (said.includes(`re: ${text}`)) return "answered";
  if (turn === null) return "forgotten";
  if (lastChange(turns, turn) === TOOK) return "held";
  if (status === "parked" || answer === "doubtful" || answer === "failed") return "shown";
  return answer === "cancelled" && tookAfter(turns, turn) ? "silenced" : "forgotten";
}

/** Who held the talk when this turn was taken: the last change of hands before it. */
function lastChange(turns: readonly TurnTaken[], turn: number): string | null {
  const changes = turns.filter(({ because }) => because === TOOK || because === GAVE);
  return changes.findLast(({ number }) => number < turn)?.because ?? null;
}

/** Whether a rep took the talk over after this turn. */
export function tookAfter(turns: readonly TurnTaken[], turn: number): boolean {
  return turns.some(({ number, because }) => number > turn && because === TOOK);
}

/** How many tasks there are of each kind, and how many messages and rows a person must look at. */
export interface Shown {
  readonly doubtful: number;
  readonly doubtTasks: number;
  /** Messages that were set aside, and rows that failed. */
  readonly aside: number;
  readonly asideTasks: number;
}

/** For each thing that a person must look at there is a task of its own. */
export function untold({ doubtful, doubtTasks, aside, asideTasks }: Shown): readonly string[] {
  return [
    ...(doubtTasks < doubtful ? [`${doubtful} sends in doubt, and ${doubtTasks} tasks tell of them`] : []),
    ...(asideTasks < aside ? [`${aside} were set aside, and ${asideTasks} tasks tell of them`] : []),
  ];
}
