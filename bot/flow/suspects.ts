import type { Lane } from "../contracts/lanes.ts";

/** So many attempts and a lane is suspected of harming whoever works on it, as a message does that ends the process. */
const SUSPECT_FROM = 4;

export const isSuspect = ({ attempts }: Pick<Lane, "attempts">): boolean => attempts >= SUSPECT_FROM;

/**
 * Takes suspected lanes one at a time. Those that come meanwhile are given back first, their attempt not counted: so when
 * one of them ends the process again, it alone has come closer to being set aside, and not whoever wrote at that time.
 */
export function oneAtATime(
  work: (lane: Lane) => Promise<void>,
  giveBack: (lane: Lane) => Promise<void>,
): (lane: Lane) => Promise<void> {
  let taken = false;
  let others: Promise<unknown>[] = [];
  return async (lane) => {
    if (taken) {
      const given = giveBack(lane);
      others.push(given.catch(() => undefined));
      return await given;
    }
    taken = true;
    try {
      // What was claimed together with it comes in the same round of the event loop.
      await new Promise((next) => setImmediate(next));
      await Promise.all(others);
      others = [];
      await work(lane);
    } finally {
      taken = false;
    }
  };
}
