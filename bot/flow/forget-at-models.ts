import { forgetOldest } from "../contracts/forget-oldest.ts";
import type { ModelErasures } from "../contracts/model-erasures.ts";
import { forever, pause } from "./rounds.ts";

/** What forgetting at the models' side needs from outside. */
export interface ForgetParts {
  readonly erasures: ModelErasures;
  /** Forgets kept answers that came from a talk. False = not now. */
  forgetAnswers(conversationId: string): Promise<boolean>;
  /** Deletes a talk's traces: null = done, else why not. Absent or null = this process does not delete any. */
  readonly deleteTraces: ((conversationId: string, turns: number) => Promise<string | null>) | null;
  /** Without personal data. */
  report(what: string, cause: unknown): void;
}

const ROUND_MS = 20_000;
/** An erasure is seen by several rounds, so that one that was missed is made up for. */
const LOOK_BACK_MS = 3_600_000;
const MOST_REMEMBERED = 10_000;
const AT_ONCE = 10;
const LEASE_MS = 120_000;
/** A trace may be on its way when the first deletion runs. */
const ONCE_MORE_MS = 3_600_000;
const LONGEST_WAIT_MS = 3_600_000;
const NOTICE_AT = 5;

/**
 * Erasing a person also means what models' caches and traces hold of them: every process forgets its own kept answers
 * within half a minute, and one of those that may deletes the traces. `now` forgets
 * the answers of this process at once.
 */
export function startForgetting(parts: ForgetParts): { now(): Promise<void>; stop(): Promise<void> } {
  let open = true;
  const done = new Set<string>();
  const forget = async (): Promise<void> => {
    for (const id of await parts.erasures.within(LOOK_BACK_MS))
      if (!done.has(id) && (await parts.forgetAnswers(id))) done.add(id);
    forgetOldest(done, MOST_REMEMBERED);
  };
  const rounds = forever(
    () => open,
    parts.report,
    async () => {
      await forget();
      await deleteDue(parts);
      await pause(ROUND_MS, () => open);
    },
  );
  return {
    now: forget,
    stop: async () => {
      open = false;
      await rounds;
    },
  };
}

async function deleteDue({ erasures, deleteTraces }: ForgetParts): Promise<void> {
  if (deleteTraces === null) return;
  for (const { conversationId, turns, tries } of await erasures.claim(AT_ONCE, LEASE_MS)) {
    const failed = await deleteTraces(conversationId, turns);
    if (failed === null) await erasures.deleted(conversationId, ONCE_MORE_MS);
    else
      await erasures.again(
        conversationId,
        Math.min(30_000 * 2 ** Math.min(tries, 10), LONGEST_WAIT_MS),
        tries === NOTICE_AT ? failed : null,
      );
  }
}
