import type { ChannelLimits } from "../contracts/channel.ts";
import { type Lane, LEFT_SENDING, type SendOutcome } from "../contracts/lanes.ts";
import type { NewTask, OutboxRow } from "../contracts/turn-record.ts";
import type { Template } from "../conversation/message.ts";

/** All that decides whether a row may be sent now. */
export interface Scene {
  readonly now: number;
  readonly limits: ChannelLimits;
  readonly lane: Pick<Lane, "lastInboundAt" | "optedOutAt">;
  /** When the Saudi clock lets something unasked leave; equal to `now` when it may. */
  readonly clockAllows: number;
  /** Until when all sends of the account rest. */
  readonly accountRestsUntil: number;
  /** What may be sent outside the reply window, when there is something. */
  readonly template: Template | null;
  /** How long a receipt is awaited before a doubtful message is sent again. */
  readonly doubtWaitMs: number;
}

export type Leave =
  | { readonly may: "send"; readonly template: Template | null }
  /** Later; `holds` = what comes after it in the talk waits too, so that the order stays. */
  | { readonly may: "wait"; readonly untilMs: number; readonly holds: boolean }
  /** Its state changes first; then it is looked at again if it is `waiting`. */
  | {
      readonly may: "change";
      readonly outcome: SendOutcome;
      readonly task: NewTask | null;
      readonly holds: boolean;
    };

const HOUR_MS = 3_600_000;

/** What may happen to a row that is not sent yet. Pure. */
export function mayLeave(row: OutboxRow, scene: Scene): Leave {
  if (row.state === "sending") return orphaned(scene);
  if (row.state === "doubtful") return afterDoubt(row, scene);
  if (row.purpose === "proactive" && scene.lane.optedOutAt !== null)
    return { may: "change", outcome: { to: "cancelled", detail: "opted out" }, task: null, holds: false };
  if (row.dueAt !== null && row.dueAt > scene.now)
    return { may: "wait", untilMs: row.dueAt, holds: row.purpose === "answer" };
  if (row.purpose === "proactive" && scene.clockAllows > scene.now)
    return {
      may: "change",
      outcome: { to: "waiting", dueAt: scene.clockAllows, detail: "waits for working hours" },
      task: null,
      holds: false,
    };
  if (scene.accountRestsUntil > scene.now)
    return { may: "wait", untilMs: scene.accountRestsUntil, holds: row.purpose === "answer" };
  return windowOpen(scene) ? { may: "send", template: row.template } : outsideWindow(row, scene);
}

/**
 * Whoever sent it is gone, but what they sent may still be on its way. So it counts as under way for the whole wait, on
 * every platform: a rep who takes over meanwhile must not be told that all is quiet.
 */
function orphaned({ now, doubtWaitMs }: Scene): Leave {
  const detail = LEFT_SENDING;
  return {
    may: "change",
    outcome: { to: "doubtful", until: now + doubtWaitMs, detail },
    task: null,
    holds: true,
  };
}

/** Perhaps gone, perhaps not: a receipt may tell, and where there are none a person must look. */
export function inDoubt({ limits, now, doubtWaitMs }: Scene, detail: string): Leave {
  if (limits.settlesByReceipt)
    return {
      may: "change",
      outcome: { to: "doubtful", until: now + doubtWaitMs, detail },
      task: null,
      holds: true,
    };
  return {
    may: "change",
    outcome: { to: "doubtful", until: null, detail },
    task: {
      kind: "doubtful-send",
      reason: detail,
      summary: "It is not known whether our last message arrived; please look before writing again.",
      rep: null,
    },
    holds: false,
  };
}

function afterDoubt(row: OutboxRow, scene: Scene): Leave {
  if (row.dueAt !== null && row.dueAt > scene.now) return { may: "wait", untilMs: row.dueAt, holds: true };
  if (!scene.limits.settlesByReceipt) return inDoubt(scene, "no receipt came");
  return {
    may: "change",
    outcome: { to: "waiting", dueAt: scene.now, detail: "no receipt came: sent again" },
    task: null,
    holds: true,
  };
}

function windowOpen({ limits, lane, now }: Scene): boolean {
  if (limits.replyWindowHours === null) return true;
  return lane.lastInboundAt !== null && now - lane.lastInboundAt < limits.replyWindowHours * HOUR_MS;
}

function outsideWindow(row: OutboxRow, { template }: Scene): Leave {
  const allowed = row.template ?? template;
  if (allowed !== null) return { may: "send", template: allowed };
  return {
    may: "change",
    outcome: { to: "failed", detail: "outside the reply window, and no template fits" },
    task: undelivered("outside-window"),
    holds: false,
  };
}

/** The task for a message that could not be delivered at all. */
export function undelivered(reason: string): NewTask {
  return {
    kind: "undelivered",
    reason,
    summary: "A message could not be delivered here; please reach this person another way.",
    rep: null,
  };
}
