import type pg from "pg";
import { expect, test } from "vitest";
import { lanesOn } from "../../db/lanes.ts";
import { onBothEngines } from "../support/database.ts";
import { laneOf, outboxRow, turnOf } from "../support/stored-talk.ts";
import { arrival, nextId, text } from "../support/talk.ts";
import { waitersIn } from "../support/waiting.ts";

onBothEngines((engine) => {
  const begin = async () => {
    const database = await engine.fresh();
    const store = lanesOn(database, nextId);
    const talk = async (by: string, row: Parameters<typeof outboxRow>[2]): Promise<string> => {
      const [accepted] = await store.arrivals.accept([arrival(text("1", { by }))]);
      const id = accepted?.conversationId ?? "";
      const record = { outbox: [outboxRow("re", 1, row)] };
      await store.lanes.save([turnOf(await laneOf(store.lanes, id), [], { record })]);
      return id;
    };
    const opened = async () => {
      const client = await database.pool.connect();
      await client.query("begin");
      const open = client as unknown as pg.Pool;
      return { client, ...lanesOn({ ...database, pool: open, way: open }, nextId) };
    };
    return { ...store, talk, opened, pool: database.pool };
  };

  test.skipIf(engine.name === "PGlite")(
    "a row that went back to waiting while a take-over was being stored does not leave after it",
    async () => {
      const { lanes, talk, opened, pool } = await begin();
      const id = await talk("+966500000001", { id: "a", state: "doubtful", dueAt: Date.now() + 60_000 });
      await talk("+966500000002", { id: "b", state: "waiting" });
      const rep = await opened();
      await rep.lanes.save([turnOf(await laneOf(lanes, id), [], { record: { fence: true, handled: [] } })]);
      // The take-over saw a doubtful row, and the end of the doubt sees no take-over yet.
      const again = {
        to: "waiting" as const,
        dueAt: Date.now(),
        detail: "sent again",
        task: null,
        attempt: 1,
      };
      await lanes.settle(
        [{ ...again, outboxId: "a", found: "doubtful", conversationId: id, platformIds: [] }],
        [],
      );
      // The fence is asked for both rows, and is held up at the second.
      const holdsUp = await pool.connect();
      await holdsUp.query("begin");
      await holdsUp.query("select from outbox where id = 'b' for update");
      const allowed = lanes.markSending(["a", "b"]);
      await waitersIn(pool, 1);
      await rep.client.query("commit");
      rep.client.release();
      // What the rep is told by: nothing is under way.
      const underWay = (await laneOf(lanes, id)).unsent.filter(({ state }) => state !== "waiting");
      await holdsUp.query("commit");
      holdsUp.release();
      expect(underWay).toEqual([]);
      expect(await allowed).toEqual(new Set(["b"]));
      expect((await pool.query("select id, state from outbox order by id")).rows).toEqual([
        { id: "a", state: "waiting" },
        { id: "b", state: "sending" },
      ]);
    },
  );

  test.skipIf(engine.name === "PGlite")(
    "a take-over that comes while a row passes the fence is told that it is under way",
    async () => {
      const { lanes, talk, opened, pool } = await begin();
      const id = await talk("+966500000001", { id: "a", state: "waiting" });
      const sender = await opened();
      expect(await sender.lanes.markSending(["a"])).toEqual(new Set(["a"]));
      const turn = turnOf(await laneOf(lanes, id), [], { record: { fence: true, handled: [] } });
      const taken = lanes.save([turn]);
      await waitersIn(pool, 1);
      await sender.client.query("commit");
      sender.client.release();
      expect(await taken).toEqual(["saved"]);
      expect((await laneOf(lanes, id)).unsent).toMatchObject([{ id: "a", state: "sending" }]);
    },
  );
});
