import { MOST_LETTERS } from "../letter.ts";
import { Reply } from "../reply.ts";
import type { Decision } from "../turn.ts";
import { handOver } from "./steps.ts";

/**
 * Two machines that answer each other never stop by themselves: after three automatic letters in a row that brought
 * nothing new the next one is not written, and a person looks. Null while there is no such row.
 */
export function stopLoop(reply: Reply, note: (fresh: Reply) => void): Decision | null {
  if (!reply.isLetter || !reply.speaks || reply.lettersInARow <= MOST_LETTERS) return null;
  const quiet = new Reply(reply.before, reply.turn);
  note(quiet);
  if (quiet.before.owner === "bot") handOver(quiet, "not-understood");
  return quiet.decision("three letters in a row brought nothing new: no further one, a person looks");
}
