import { expect, test } from "vitest";
import { harmOf, type Measured } from "../../bench/load/measure.ts";
import { together } from "../../bench/load/slices.ts";
import { broken, judge, OURS } from "../../bench/load/verdicts.ts";

const slice = (label: string, repliedPerSec: number, change: Partial<Measured> = {}): Measured => ({
  ...{
    label,
    repliedPerSec,
    ackedPerSec: 2 * repliedPerSec,
    sent: 1000,
    acked: 1000,
    unacked: 0,
    answered: 1000,
  },
  ...{ ack: { p50: 1, p99: 2 }, e2e: { p50: 3, p99: repliedPerSec } },
  ...{ lost: 0, duplicates: 0, outOfOrder: 0, unmatched: 0 },
  ...{ proc: { rssMaxMb: 100, rssEndMb: 90, cpuMsPerMsg: 0.5 }, db: { cpuMsPerMsg: 0.2 } },
  ...{ machine: { foreignPct: 1 } },
  ...change,
});

test("rates are those of all slices over all their time, not the mean of the rates", () => {
  const all = together([slice("a", 500), slice("a", 1000), slice("a", 250)], "repliedPerSec");
  // 3,000 messages in 2 + 1 + 4 seconds.
  expect(all.repliedPerSec).toBeCloseTo(3000 / 7, 6);
  expect(all.ackedPerSec).toBeCloseTo(6000 / 7, 6);
  expect(all).toMatchObject({ sent: 3000, answered: 3000, slices: [500, 1000, 250], e2e: { p99: 500 } });
});

test("what one slice lost or took is not hidden by the others", () => {
  const bad = slice("a", 900, {
    ...{ lost: 1, duplicates: 2, outOfOrder: 3, unmatched: 4, answered: 500, acked: 900, unacked: 100 },
    proc: { rssMaxMb: 300, rssEndMb: 80, cpuMsPerMsg: 1.5 },
  });
  expect(together([slice("a", 800), bad, slice("a", 1000)], "repliedPerSec")).toMatchObject({
    ...{ lost: 1, duplicates: 2, outOfOrder: 3, unmatched: 4, sent: 3000, answered: 2500 },
    ...{ acked: 2900, unacked: 100 },
    proc: { rssMaxMb: 300, rssEndMb: 90, cpuMsPerMsg: 2.5 / 3 },
  });
});

test("a ratio is held against its target, and says how far apart the slices lie", () => {
  const reference = together([slice("reference", 1000), slice("reference", 2000)], "repliedPerSec");
  const ours = together([slice(OURS, 600), slice(OURS, 800)], "repliedPerSec");
  const verdict = judge({ replies: [reference, ours] }, []).find(({ what }) => what.includes("one process"));
  expect(verdict).toMatchObject({
    met: true,
    measured: "0.51x (2 slices, 0.40 to 0.60; 686/s beside 1333/s)",
  });
});

test("the rate of what was taken counts nothing that was refused", () => {
  const refused = slice("a", 250, { acked: 100, unacked: 900, ackedPerSec: 100 });
  // 1,000 in half a second, and 100 in one.
  expect(together([slice("a", 1000), refused], "ackedPerSec").ackedPerSec).toBeCloseTo(1100 / 1.5, 6);
});

test("a webhook that was refused or never answered is harm like a lost message, in every way", () => {
  const refused = slice(OURS, 1000, { acked: 999, unacked: 1 });
  expect(harmOf(refused)).toBe(1);
  const words = (way: string) => `${way}: ${OURS}: 1 refused, 0 lost, 0 twice, 0 out of order, 0 to nobody`;
  expect(broken({ acks: [refused], replies: [slice(OURS, 1000), refused] }, [])).toEqual(
    ["acks", "replies"].map(words),
  );
  expect(broken({ acks: [slice(OURS, 1000)], replies: [slice("reference", 9, { unacked: 5 })] }, [])).toEqual(
    [],
  );
});

test("three hundred a second are not kept up with where one of them was refused", () => {
  const kept = (change: Partial<Measured>) => {
    const graph = { statusesSent: 3000, statusesFailed: 0 };
    const ours = slice(OURS, 1000, { rate: 1000, graph, ack: { p50: 1, p99: 20 }, ...change });
    return judge({ receipts: [slice("reference", 1000), ours] }, []).find(({ id }) => id === "P5");
  };
  expect(kept({})).toMatchObject({ met: true });
  expect(kept({ unacked: 1 })).toMatchObject({
    met: false,
    measured:
      "ack p99 20 ms; last answer 0.0 s after the last message; 3000 receipts taken, 0 not, 1 messages refused",
  });
  expect(kept({ lost: 1 })).toMatchObject({ met: false });
});
