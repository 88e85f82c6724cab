import { plainText } from "../language/normalise.ts";
import type { Reading } from "../reading.ts";
import type { Reply } from "../reply.ts";

/** Their greeting gets its full answer; the first time we also say who we are. */
export function greet(reply: Reply, reading: Reading): void {
  const isFirstWord = reply.before.turns === 0;
  const isGreeted = reading.acts.has("greeting");
  const isNew = isFirstWord && reply.before.repSaid.length === 0;
  if (reply.isLetter) {
    const isSalam = isGreeted && greetingKey(reading.text, true) === "greet.salam";
    reply.salute(isSalam ? "salam" : "plain", isNew);
    return;
  }
  if (!isFirstWord && !isGreeted) return;
  reply.say(greetingKey(reading.text, isGreeted), {});
  if (isNew) reply.add("intro", { company: reply.company.name[reply.now.language] });
}

function greetingKey(text: string, isGreeted: boolean): Greeting {
  const plain = plainText(text);
  if (!isGreeted) return "greet.hello";
  return GREETINGS.find(([pattern]) => pattern.test(plain))?.[1] ?? "greet.hello";
}

type Greeting = "greet.salam" | "greet.morning" | "greet.evening" | "greet.hello" | "greet.how";

const GREETINGS: readonly (readonly [RegExp, Greeting])[] = [
  [/سلام|salam|3alaikum|3alikum/u, "greet.salam"],
  [/صباح|صبحكم|good morning|sabah/u, "greet.morning"],
  [/مساء|مسا ال|مساكم|good evening|masa al|masaa/u, "greet.evening"],
  [/كيف الحال|كيف حال|كيفك|كيفكم|شلون|اخبارك|how are you|how r u/u, "greet.how"],
];
