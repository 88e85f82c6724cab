import { MOST_LETTERS } from "../letter.ts";
import type { Reading } from "../reading.ts";
import type { Reply } from "../reply.ts";
import { MINUTE } from "../sales/riyadh.ts";
import type { Decision } from "../turn.ts";
import { handOver, isPickedUp } from "./steps.ts";

/** While nobody has picked up, one word is said after a silence this long. */
const LONG_SILENCE = 30 * MINUTE;

/** A rep holds the talk: the bot listens and is quiet. While nobody has picked up, one short word now and then. */
export function withRep(reply: Reply): Decision {
  const { spokeAt } = reply.before;
  const isWaiting =
    !isPickedUp(reply.before) && (spokeAt === null || reply.turn.now - spokeAt >= LONG_SILENCE);
  const isLoop = reply.isLetter && reply.lettersInARow > MOST_LETTERS;
  if (!isWaiting || isLoop) return reply.finish("a rep holds the talk, so the bot is quiet");
  reply.say("handover.waiting", {});
  return reply.finish("nobody has picked up yet, so they hear that their message arrived");
}

/** A person was asked for in plain words: always, at any stage. */
export function callPerson(reply: Reply, reading: Reading): Decision {
  const isComplaint = reading.acts.has("complaint");
  reply.say(isComplaint ? "handover.complaint" : "handover.asked", {});
  handOver(reply, isComplaint ? "complaint" : "asked-for-human");
  return reply.finish(isComplaint ? "they complain, so a person takes over" : "they asked for a person");
}
