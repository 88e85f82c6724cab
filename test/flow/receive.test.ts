import { expect, test } from "vitest";
import { newCounters } from "../../bot/flow/counters.ts";
import { receiver } from "../../bot/flow/receive.ts";
import { lanesOn } from "../../db/lanes.ts";
import { embeddedDatabase } from "../support/database.ts";
import { nextId, text } from "../support/talk.ts";

test("what a person writes under a new number goes on in their talk, also when the number is told in the same post", async () => {
  const database = await embeddedDatabase();
  const { arrivals } = lanesOn(database, nextId);
  // Whichever of the two storage takes its time for.
  const slow: typeof arrivals = {
    ...arrivals,
    identify: async (identity) => {
      await new Promise((done) => setTimeout(done, 100));
      await arrivals.identify(identity);
    },
  };
  const { news } = receiver({
    ...{ arrivals: slow, bubbleWaitMs: 0, counters: newCounters() },
    ...{ channel: () => null, onEcho: async () => undefined },
    wake: { announce: () => undefined, listen: () => () => undefined },
  });
  const before = text("هلا", { by: "+966501112233" });
  await news([{ kind: "message", message: before }]);
  const current = ["+966509998877"];
  await news([
    { kind: "message", message: text("رقمي الجديد", { by: "+966509998877" }) },
    { kind: "identity", previous: before.from, current },
  ]);
  expect((await database.pool.query("select from conversations")).rowCount).toBe(1);
  await database.close();
});
