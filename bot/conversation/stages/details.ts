import type { Reply } from "../reply.ts";
import { mayAsk } from "../sales/next-question.ts";

const DETAILS = ["name", "company", "email"] as const;

/** What the invitation still needs, asked once the meeting stands; false when nothing is missing. */
export function askNextDetail(reply: Reply): boolean {
  const missing = DETAILS.filter((topic) => isWanted(reply, topic) && mayAsk(reply.now, topic));
  const asked = reply.isLetter ? missing : missing.slice(0, 1);
  for (const topic of asked) {
    const again = (reply.now.asked[topic] ?? 0) > 0;
    reply.question(topic, `${again ? "again" : "ask"}.${topic}`, {});
  }
  return asked.length > 0;
}

/** Only a web visitor cannot be reached without an address of their own. */
function isWanted(reply: Reply, topic: (typeof DETAILS)[number]): boolean {
  if (topic !== "email") return true;
  return reply.now.channel === "webform" && reply.now.facts.phone === undefined;
}
