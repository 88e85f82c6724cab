import type { SendFailure, SendResult } from "../contracts/channel.ts";
import type { SendOutcome } from "../contracts/lanes.ts";
import type { NewTask, OutboxRow } from "../contracts/turn-record.ts";
import { inDoubt, type Scene, undelivered } from "./may-leave.ts";

/** What one send means for its row, for its account and for the team. */
export interface Consequence {
  readonly outcome: SendOutcome;
  readonly platformIds: readonly string[];
  readonly task: NewTask | null;
  /** How long all sends of the account rest. */
  readonly accountRestsMs: number;
  /** The account itself is at fault: raise the alarm. */
  readonly alarm: boolean;
  /** The person told the platform that they want nothing more. */
  readonly optedOut: boolean;
}

const MOST_ATTEMPTS = 12;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 300_000;
const ACCOUNT_WAIT_MS = 5_000;
/** How long a misconfigured account rests before one more try. */
const CLOSED_MS = 30_000;

/** Every failure carries its decision; this is where the decision becomes a row. Pure. */
export function consequenceOf(result: SendResult, row: OutboxRow, scene: Scene): Consequence {
  const platformIds = result.ok ? result.platformIds : (result.sent ?? []);
  const plain = { platformIds, task: null, accountRestsMs: 0, alarm: false, optedOut: false };
  if (result.ok) return { ...plain, outcome: { to: "sent", at: scene.now } };
  const { failure, detail } = result;
  // All parts had gone already, as a receipt proved meanwhile: there was nothing left to send.
  if (failure.kind === "rejected" && row.platformIds.length > 0 && platformIds.length === 0)
    return { ...plain, outcome: { to: "sent", at: scene.now } };
  switch (failure.kind) {
    case "retry":
      return { ...plain, ...afterRetry(failure, row, scene, detail) };
    case "in-doubt": {
      const leave = inDoubt(scene, detail);
      return leave.may === "change"
        ? { ...plain, outcome: leave.outcome, task: leave.task }
        : { ...plain, outcome: { to: "failed", detail } };
    }
    case "misconfigured":
      return {
        ...plain,
        outcome: { to: "waiting", dueAt: scene.now + CLOSED_MS, detail },
        accountRestsMs: CLOSED_MS,
        alarm: true,
      };
    case "opted-out":
      return { ...plain, outcome: { to: "failed", detail }, optedOut: true };
    case "by-hand":
      return {
        ...plain,
        outcome: { to: "failed", detail },
        task: { kind: "linkedin-draft", reason: "a person sends this", summary: failure.draft, rep: row.rep },
      };
    case "too-many":
      return { ...plain, outcome: { to: "failed", detail }, task: TOO_MANY };
    case "outside-window":
    case "unreachable":
    case "rejected":
      return { ...plain, outcome: { to: "failed", detail }, task: undelivered(failure.kind) };
  }
}

const TOO_MANY: NewTask = {
  kind: "undelivered",
  reason: "too-many-answers",
  summary:
    "They wrote more often within an hour than is answered automatically, so the last answer was not sent. It stands in the talk; please look and write to them.",
  rep: null,
};

function afterRetry(
  failure: Extract<SendFailure, { readonly kind: "retry" }>,
  row: OutboxRow,
  { now }: Scene,
  detail: string,
): Partial<Consequence> & Pick<Consequence, "outcome"> {
  // The account's trouble says nothing about this message: it is never given up for it.
  if (failure.scope === "account") {
    const wait = failure.afterMs ?? ACCOUNT_WAIT_MS;
    return { outcome: { to: "waiting", dueAt: now + wait, detail }, accountRestsMs: wait };
  }
  if (row.attempts + 1 >= MOST_ATTEMPTS)
    return { outcome: { to: "failed", detail }, task: undelivered("given-up") };
  const backoff = Math.min(FIRST_WAIT_MS * 2 ** row.attempts, LONGEST_WAIT_MS);
  return { outcome: { to: "waiting", dueAt: now + (failure.afterMs ?? backoff), detail } };
}
