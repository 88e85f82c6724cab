import type { Reading } from "../reading.ts";
import type { Reply } from "../reply.ts";
import type { Decision } from "../turn.ts";
import { asksForProposal } from "./propose.ts";

/**
 * What a sender whom nobody proves may not do: see or change a meeting or a proposal that stands. Null when this turn
 * asks for nothing of the kind. `answered` = their general question has its answer already.
 */
export function guardUnproven(reply: Reply, reading: Reading, answered: number): Decision | null {
  if (reading.isProven) return null;
  const { booking, proposal } = reply.before;
  // A time that is only held is not agreed yet: whoever asked for it here may go on and book it.
  const stands = booking?.status === "confirmed";
  const wantsChange = (["cancel", "reschedule"] as const).some((act) => reading.acts.has(act));
  if (wantsChange || (asksForProposal(reading) && proposal !== null)) return askForProof(reply, reading);
  if (!stands) return null;
  if (answered === 0) return askForProof(reply, reading);
  reply.keepAsking();
  return reply.finish("an unproven sender got a general answer; the meeting that stands is not touched");
}

/** Their data is deleted only on a proven word. */
export function refuseErase(reply: Reply): Decision {
  reply.say("unproven.erase", {});
  reply.keepAsking();
  return reply.finish("the sender is not proven, so the data is not deleted on this word");
}

function askForProof(reply: Reply, reading: Reading): Decision {
  const wasTold = reply.before.said.some((id) => id.startsWith("unproven.confirm#"));
  reply.say("unproven.confirm", {});
  if (!wasTold) reply.act({ do: "ask-team", question: `From an unproven sender: ${reading.text}` });
  reply.keepAsking();
  return reply.finish("the sender is not proven, so nothing agreed is shown or changed");
}
