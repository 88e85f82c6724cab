import { forgetOldest } from "../contracts/forget-oldest.ts";

/** How long storage is believed to be what is at fault, although it takes what others write. */
const BELIEVED_MS = 600_000;
/** Not every lane that was refused is ever stored: one is set aside, another goes to another worker. */
const MOST_REMEMBERED = 10_000;
const FIRST_WAIT_MS = 200;
/** Storage that is back is noticed this soon. */
const LONGEST_WAIT_MS = 2_000;

interface Refusals {
  readonly since: number;
  readonly times: number;
  /** Somebody else's turn was stored after the first refusal. */
  othersStored: boolean;
}

/** What to do about a lane that storage refused: when it is tried again, and whether its attempt counts. */
export interface Refused {
  readonly againInMs: number;
  readonly excused: boolean;
}

/** Tells storage that is away from something that storage refuses alone: both look the same in a single failure. */
export interface Patience {
  stored(conversationId: string): void;
  /** null when the failure was not storage's. */
  refused(conversationId: string, cause: unknown): Refused | null;
  /** How many refused lanes are kept in mind. */
  readonly remembered: number;
}

/**
 * A lane is excused as long as storage may be what is at fault, ever more rarely tried; no longer when it was refused for
 * ten minutes while others were stored. `now` counts milliseconds from anywhere and never goes back.
 */
export function newPatience(
  isStoreAway: (cause: unknown) => boolean,
  now: () => number = () => performance.now(),
): Patience {
  const refusals = new Map<string, Refusals>();
  return {
    stored: (conversationId) => {
      if (refusals.size === 0) return;
      refusals.delete(conversationId);
      for (const one of refusals.values()) one.othersStored = true;
    },
    get remembered() {
      return refusals.size;
    },
    refused: (conversationId, cause) => {
      if (!isStoreAway(cause)) return null;
      const known = refusals.get(conversationId) ?? { since: now(), times: 0, othersStored: false };
      refusals.delete(conversationId);
      refusals.set(conversationId, { ...known, times: known.times + 1 });
      forgetOldest(refusals, MOST_REMEMBERED);
      return {
        againInMs: Math.min(FIRST_WAIT_MS * (known.times + 1), LONGEST_WAIT_MS),
        excused: !(known.othersStored && now() - known.since > BELIEVED_MS),
      };
    },
  };
}
