import { expect, test } from "vitest";
import { busyTogether } from "../../bot/wiring/busy.ts";

test("who looks for times in the same moment is answered by one question for all of their spans, who comes later by a new one", async () => {
  const asked: number[][] = [];
  const busy = busyTogether({
    busy: async (from, to) => {
      asked.push([from, to]);
      return [{ rep: "sarah", from: `${asked.length}`, to: "" }];
    },
  });
  const [one, other] = await Promise.all([busy(10, 20), busy(5, 15)]);
  expect(asked).toEqual([[5, 20]]);
  expect(one).toEqual(other);
  expect(await busy(7, 8)).toMatchObject([{ from: "2" }]);
});
