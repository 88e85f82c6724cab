import { expect, test } from "vitest";
import { isHopeless, nextTry, type Trying, tryingOf } from "../../channels/email/trying.ts";

test("five tries that ended nowhere are enough; another mail begins anew", () => {
  let trying: Trying | null = null;
  const hopeless: boolean[] = [];
  for (let now = 0; now < 60_000; now += 10_000) {
    trying = nextTry(trying, 7, now);
    hopeless.push(isHopeless(trying));
  }
  expect(hopeless).toEqual([false, false, false, false, false, true]);
  expect(nextTry(trying, 8, 60_000)).toEqual({ uid: 8, times: 1, at: 60_000 });
});

test("ten processes that try the same mail at the same moment are one try", () => {
  let trying: Trying | null = null;
  for (let process = 0; process < 10; process += 1) trying = nextTry(trying, 7, 1_000 + process * 100);
  expect(trying).toEqual({ uid: 7, times: 1, at: 1_000 });
});

test("what was written down before there were tries, or is broken, means none", () => {
  expect([undefined, null, 5, {}, { uid: 7, times: "1", at: 0 }].map(tryingOf)).toEqual(Array(5).fill(null));
  expect(tryingOf({ uid: 7, times: 1, at: 5 })).toEqual({ uid: 7, times: 1, at: 5 });
});
