import type { Desk } from "../contracts/desk.ts";
import { gather } from "../flow/gather.ts";

/** Turns that look for free times in the same moment ask the desk once; meetings beyond what one asked for harm no search. */
export function busyTogether(desk: Pick<Desk, "busy">): Desk["busy"] {
  const ask = gather(async (spans: readonly { readonly from: number; readonly to: number }[]) => {
    const from = Math.min(...spans.map((span) => span.from));
    const busy = await desk.busy(from, Math.max(...spans.map((span) => span.to)));
    return spans.map(() => busy);
  });
  return async (from, to) => await ask({ from, to });
}
