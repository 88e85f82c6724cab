import { expect, test } from "vitest";
import { lanesOn } from "../../db/lanes.ts";
import { onBothEngines } from "../support/database.ts";
import { arrival, nextId, text } from "../support/talk.ts";

const PHONE = "+966501112233";
const ACCOUNT = "1065";
const SCOPED = "SA.1349";

onBothEngines((engine) => {
  const begin = async () => {
    const database = await engine.fresh();
    const { arrivals, desk } = lanesOn(database, nextId);
    const prefers = (marketing: "stop" | "resume", at: number, handle = PHONE) =>
      arrivals.prefer({
        ...{ kind: "preference", marketing, at },
        from: { channel: "whatsapp", account: ACCOUNT, handle },
      });
    const people = async () =>
      (await database.pool.query("select opted_out_at is not null as out from contacts")).rows;
    return { database, arrivals, desk, prefers, people };
  };

  test("an old permission that is told again, or late, does not undo what was forbidden since", async () => {
    const { arrivals, prefers, people } = await begin();
    await arrivals.accept([arrival(text("هلا", { by: PHONE }))]);
    await prefers("resume", 1_000);
    await prefers("stop", 2_000);
    await prefers("resume", 1_000);
    expect(await people()).toEqual([{ out: true }]);
    await prefers("stop", 4_000);
    await prefers("resume", 3_000);
    expect(await people()).toEqual([{ out: true }]);
    await prefers("resume", 5_000);
    expect(await people()).toEqual([{ out: false }]);
  });

  test("who turns out to be a lead of ours has forbidden what the lead forbade, and is erased with all of it", async () => {
    const { database, arrivals, desk, prefers, people } = await begin();
    const { pool } = database;
    await arrivals.conversationOf({
      ...{ channel: "whatsapp", account: ACCOUNT, handles: [PHONE], name: "Omar", language: "ar" },
      ...{ source: "website", elsewhere: [] },
    });
    await prefers("stop", 1_000);
    await arrivals.accept([arrival(text("هلا", { by: SCOPED }))]);
    const previous = { channel: "whatsapp", account: ACCOUNT, handle: SCOPED } as const;
    await arrivals.identify({ kind: "identity", previous, current: [PHONE, "SA.77"] });
    expect(await people()).toEqual([{ out: true }]);
    const [{ id } = { id: "" }] = (await pool.query("select id from contacts")).rows;
    expect(await desk.erase(id, "admin")).toBe(true);
    const left = "select (select count(*) from contacts) + (select count(*) from conversations) as n";
    expect(Number((await pool.query(left)).rows[0]?.n)).toBe(0);
  });
});
