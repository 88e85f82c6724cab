import type { Reading } from "../reading.ts";
import type { Reply } from "../reply.ts";
import { sayable } from "../sensed.ts";
import type { Decision } from "../turn.ts";
import { greet } from "./greet.ts";
import { goOn } from "./qualify.ts";

/** Says what was heard in a recording when that is not sure, so that it can be set right. */
export function sayWhatWasHeard(reply: Reply, { unsure }: Reading): void {
  const words = unsure === null ? null : sayable(unsure);
  if (words !== null) reply.say("media.heard", { words });
}

/** A voice note we cannot hear, a picture, a place: said what became of it, and the talk goes on. */
export function mediaStep(reply: Reply, reading: Reading): Decision | null {
  switch (reading.media) {
    case null:
      return null;
    case "voice":
      return askForWords(reply, reading, "media.voice");
    case "other":
      return askForWords(reply, reading, "media.other");
    default:
      greet(reply, reading);
      reply.say(RECEIVED[reading.media], {});
      return goOn(reply, { reading, learned: [], answered: 1 });
  }
}

const RECEIVED = { file: "media.file", place: "media.place", contact: "media.contact" } as const;

function askForWords(reply: Reply, reading: Reading, key: "media.voice" | "media.other"): Decision {
  greet(reply, reading);
  reply.say(key, {});
  reply.keepAsking();
  return reply.finish("it came without words we can read, so they are asked to write it or take a person");
}
