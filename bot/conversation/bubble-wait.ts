import type { InboundMessage } from "./message.ts";

/** Ends where people stop: a question mark, a full stop, an exclamation. Not an ellipsis, which says "more to come". */
const FINISHED = /(?:[؟?!]|(?<!\.)\.)[\s"'»)]*$/u;

/** Says itself that more comes: a comma or a colon, a lone "and", "one moment". */
const UNFINISHED =
  /(?:[،,:;؛…]|\.\.)\s*$|(?:^|\s)(?:و|أو|او|ثم|بس|لكن|and|but|or)\s*$|^(?:ثانية|ثواني|ثانيه|لحظة|لحظه|دقيقة|دقيقه|sec|wait|one sec(?:ond)?|a moment|hold on)\s*$/iu;

/** A greeting alone: the matter itself nearly always follows. */
const GREETING_ALONE =
  /^(?:ال?سلام(?: عليكم)?(?: ورحمة الله)?(?: وبركاته)?|مرحب[اًا]*|أهلا|اهلا|هلا(?: والله)?|هلو|صباح الخير|مساء الخير|يا هلا|hi|hello|hey|good (?:morning|evening|afternoon))[\s.!،,]*$/iu;

/** In which part of the longest wait a sentence without any sign of its end is taken for finished. */
const USUAL_SHARE = 0.6;

/**
 * How long a turn waits for one more bubble after this message, in milliseconds, at most `longest`. A tap and a
 * finished sentence do not wait; a greeting, a file or a half sentence waits the whole time.
 */
export function bubbleWait(message: Pick<InboundMessage, "kind" | "text" | "mail">, longest: number): number {
  // Who writes letters does not write bubbles: a letter says all it has to say.
  if (message.mail !== undefined) return 0;
  if (message.kind === "choice" || message.kind === "form" || message.kind === "welcome") return 0;
  const text = message.text.trim();
  if (text === "" || UNFINISHED.test(text) || GREETING_ALONE.test(text)) return longest;
  if (FINISHED.test(text)) return 0;
  return Math.round(longest * USUAL_SHARE);
}
