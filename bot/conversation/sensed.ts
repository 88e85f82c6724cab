import { TO_THE_MACHINE } from "./advice/signs.ts";
import { plainText } from "./language/normalise.ts";
import type { InboundMessage } from "./message.ts";

/** From here on, of 1, words of a recording count as if they had been written. */
export const SURELY_HEARD = 0.6;

/** Whether the words of a message were heard in a recording, and not surely. */
export function isUnsure({ sensed }: Pick<InboundMessage, "sensed">): boolean {
  return sensed?.how === "heard" && sensed.confidence < SURELY_HEARD;
}

const MOST_LETTERS = 140;

/** Words that may be said back to who spoke them: no addresses, nothing meant for a machine, not too long. */
export function sayable(words: string): string | null {
  const line = words.replace(/\s+/gu, " ").trim();
  if (line === "" || line.length > MOST_LETTERS) return null;
  return /[@<>{}[\]«»"]|https?:|www\.|\w\.\w/iu.test(line) || TO_THE_MACHINE.test(plainText(line))
    ? null
    : line;
}
