import { MOST_LETTERS } from "../letter.ts";
import { Reply } from "../reply.ts";
import type { Action, Decision } from "../turn.ts";
import { handOver } from "./steps.ts";

/**
 * Two machines that answer each other never stop by themselves: after three automatic letters in a row that brought
 * nothing new the next one is not written, and a person looks: the talk stays with the team until somebody gives it back.
 * What they have a right to (stop, erase, a person) is done all the same. Null while there is no such row.
 */
export function stopLoop(reply: Reply, decision: Decision, note: (fresh: Reply) => void): Decision | null {
  if (!reply.isLetter || !reply.speaks || reply.lettersInARow <= MOST_LETTERS) return null;
  if (decision.actions.some((action) => RIGHTS.has(action.do))) return null;
  const quiet = new Reply(reply.before, reply.turn);
  note(quiet);
  if (quiet.before.owner === "bot") {
    handOver(quiet, "not-understood");
    quiet.setTimer("rep-idle", null);
  }
  return quiet.decision("three letters in a row brought nothing new: no further one, a person looks");
}

const RIGHTS: ReadonlySet<Action["do"]> = new Set(["opt-out", "opt-in", "erase", "call-rep"]);
