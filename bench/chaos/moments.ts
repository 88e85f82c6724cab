import { connect } from "node:net";
import { tmpdir } from "node:os";

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((done) => setTimeout(done, milliseconds));

/** The same numbers for the same seed (mulberry32), between 0 and 1. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Resolves once something takes connections there. */
export async function untilOpen(port: number): Promise<void> {
  for (
    const until = Date.now() + 60_000;
    Date.now() < until;
    await new Promise((later) => setTimeout(later, 50))
  ) {
    const open = await new Promise<boolean>((answer) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.destroy();
        answer(true);
      }).on("error", () => answer(false));
    });
    if (open) return;
  }
  throw new Error(`nothing listens on port ${port} after 60 s; see ${tmpdir()}/majlis-chaos.log`);
}

/** Nothing is waited for longer than this; whoever waited looks at the time. */
const LONGEST_LOOK_MS = 60_000;

export async function until(done: () => Promise<boolean> | boolean): Promise<void> {
  for (
    const end = performance.now() + LONGEST_LOOK_MS;
    performance.now() < end;
    await new Promise((later) => setTimeout(later, 50))
  )
    if (await done()) return;
}
