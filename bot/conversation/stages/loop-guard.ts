import { MOST_LETTERS } from "../letter.ts";
import { opensAsOurs } from "../own-opening.ts";
import { Reply } from "../reply.ts";
import type { Action, Decision, Heard } from "../turn.ts";
import { handOver } from "./steps.ts";

/**
 * Two machines that answer each other never stop by themselves. A letter that opens as ours do is a machine's: nothing
 * in it is believed or answered. After three automatic letters in a row that brought nothing new the next one is not
 * written. Either way a person looks: the talk stays with the team until somebody gives it back. What they have a right
 * to (stop, erase, from a person also to be passed on) is done all the same. Null where neither is so.
 */
export function stopLoop(
  reply: Reply,
  decision: Decision,
  heard: readonly Heard[],
  note: (fresh: Reply) => void,
): Decision | null {
  if (!reply.isLetter || !reply.speaks) return null;
  const isMachine = heard.length > 0 && heard.every(({ message }) => opensAsOurs(message.text));
  if (!isMachine && reply.lettersInARow <= MOST_LETTERS) return null;
  const rights = isMachine ? RIGHTS_OF_ALL : RIGHTS;
  if (decision.actions.some((action) => rights.has(action.do))) return null;
  const quiet = new Reply(reply.before, reply.turn);
  note(quiet);
  if (quiet.before.owner === "bot") {
    handOver(quiet, "not-understood");
    quiet.setTimer("rep-idle", null);
  }
  return quiet.decision(
    isMachine
      ? "the letter opens as an automatic assistant's does: not answered, a person looks"
      : "three letters in a row brought nothing new: no further one, a person looks",
  );
}

const RIGHTS_OF_ALL: ReadonlySet<Action["do"]> = new Set(["opt-out", "opt-in", "erase"]);
const RIGHTS: ReadonlySet<Action["do"]> = new Set([...RIGHTS_OF_ALL, "call-rep"]);
