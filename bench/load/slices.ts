import type { Measured } from "./measure.ts";
import { middleBy } from "./middle.ts";

type Rate = "ackedPerSec" | "repliedPerSec";

/**
 * The slices of one contender as one run: sums of what was counted, rates over the time that all of them took, CPU by
 * message, the most memory, and the latencies of the slice whose rate lies in the middle.
 */
export function together(slices: readonly Measured[], rate: Rate): Measured {
  const middle = middleBy(slices, (slice) => slice[rate]);
  if (middle === undefined) throw new Error("no slice was measured");
  const sum = (value: (slice: Measured) => number) => slices.reduce((all, slice) => all + value(slice), 0);
  const over = (which: Rate, count: (slice: Measured) => number) =>
    sum(count) / sum((slice) => count(slice) / slice[which]);
  const mean = (value: (slice: Measured) => number | undefined) =>
    sum((slice) => (value(slice) ?? 0) * slice.sent) / sum(({ sent }) => sent);
  const most = (value: (slice: Measured) => number | undefined) =>
    Math.max(...slices.map((slice) => value(slice) ?? 0));
  return {
    ...middle,
    ackedPerSec: over("ackedPerSec", ({ acked }) => acked),
    repliedPerSec: over("repliedPerSec", ({ answered }) => answered),
    lost: sum(({ lost }) => lost),
    duplicates: sum(({ duplicates }) => duplicates),
    outOfOrder: sum(({ outOfOrder }) => outOfOrder),
    unmatched: sum(({ unmatched }) => unmatched),
    sent: sum(({ sent }) => sent),
    acked: sum(({ acked }) => acked),
    unacked: sum(({ unacked }) => unacked),
    answered: sum(({ answered }) => answered),
    proc: {
      rssMaxMb: most(({ proc }) => proc?.rssMaxMb),
      rssEndMb: slices.at(-1)?.proc?.rssEndMb ?? 0,
      cpuMsPerMsg: mean(({ proc }) => proc?.cpuMsPerMsg),
    },
    db: { cpuMsPerMsg: mean(({ db }) => db?.cpuMsPerMsg) },
    machine: { foreignPct: mean(({ machine }) => machine?.foreignPct) },
    slices: slices.map((slice) => slice[rate]),
  };
}
