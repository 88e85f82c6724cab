import type { Reply } from "../reply.ts";
import { mayAsk } from "../sales/next-question.ts";

const DETAILS = ["name", "company", "email"] as const;

/** What the invitation still needs, asked once the meeting stands; false when nothing is missing. */
export function askNextDetail(reply: Reply): boolean {
  const next = DETAILS.find((topic) => isWanted(reply, topic) && mayAsk(reply.now, topic));
  if (next === undefined) return false;
  const again = (reply.now.asked[next] ?? 0) > 0;
  reply.say(`${again ? "again" : "ask"}.${next}`, {});
  reply.ask(next);
  return true;
}

/** Only a web visitor cannot be reached without an address of their own. */
function isWanted(reply: Reply, topic: (typeof DETAILS)[number]): boolean {
  if (topic !== "email") return true;
  return reply.now.channel === "webform" && reply.now.facts.phone === undefined;
}
