import { expect, test } from "vitest";
import { lanesOn } from "../../db/lanes.ts";
import { onBothEngines } from "../support/database.ts";
import { arrival, nextId, text } from "../support/talk.ts";

onBothEngines((engine) => {
  test.each([[[null, 500]], [[500, null]]])(
    "a lane given back twice in one statement keeps its wake-up: %j",
    async (order) => {
      const database = await engine.fresh();
      const { lanes, arrivals } = lanesOn(database, nextId);
      await arrivals.accept([arrival(text("one"))]);
      const [lane] = await lanes.claim("w", 1);
      const conversationId = lane?.conversation.id ?? "";
      await lanes.settle(
        [],
        order.map((againInMs) => ({ conversationId, worker: "w", againInMs, endedWell: true })),
      );
      const { rows } = await database.pool.query("select due_at, lease_owner from lanes");
      expect(rows).toEqual([{ due_at: expect.anything(), lease_owner: null }]);
    },
  );
});
