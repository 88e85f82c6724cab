import type { Lane, WaitingMessage } from "../contracts/lanes.ts";
import type { NewTask } from "../contracts/turn-record.ts";
import type { InboundMessage } from "../conversation/message.ts";
import { emptyRecord } from "./carry-out.ts";
import type { LaneTools } from "./lane-tools.ts";

/**
 * Sets aside what made a lane fail again and again: its oldest message, or its timers, or the row it could not send.
 * A rep is told, and the lane goes on with what comes next. Answers the lane's conversation.
 */
export async function park(lane: Lane, tools: LaneTools): Promise<string> {
  const { conversation, waiting, timers, unsent } = lane;
  tools.counters.parked += 1;
  const [first] = waiting;
  const [row] = unsent;
  if (first !== undefined || timers.length > 0 || row === undefined) {
    const handled =
      first === undefined
        ? []
        : [{ number: first.number, messageId: idOf(first), status: "parked" as const }];
    const cleared = first === undefined ? timers.map((kind) => ({ kind, at: null })) : [];
    await tools.save({
      ...emptyRecord(lane, conversation, tools.mind.now()),
      because: "set aside after failing five times",
      handled,
      timers: cleared,
      tasks: [PARKED],
    });
  } else {
    const fate = {
      outboxId: row.id,
      conversationId: conversation.id,
      attempt: row.attempts,
      found: row.state,
    };
    const failed = { to: "failed", detail: "failed five times", platformIds: [], task: PARKED } as const;
    await tools.room.settle([{ ...fate, ...failed }], null, tools.signal);
  }
  return conversation.id;
}

/** What is set aside may have any shape at all, none included. */
function idOf({ number, message }: WaitingMessage): string {
  const { id } = (message ?? {}) as Partial<InboundMessage>;
  return typeof id === "string" ? id : `number ${number}`;
}

const PARKED: NewTask = {
  kind: "parked-message",
  reason: "failed five times",
  summary: "Something in this talk could not be worked on; please answer it yourself.",
  rep: null,
};
