import { expect, test } from "vitest";
import { startForgetting } from "../../bot/flow/forget-at-models.ts";
import { erase } from "../../db/erase.ts";
import { lanesOn } from "../../db/lanes.ts";
import { modelErasuresOn } from "../../db/model-erasures.ts";
import { onBothEngines } from "../support/database.ts";
import { laneOf, turnOf } from "../support/stored-talk.ts";
import { until } from "../support/story.ts";
import { arrival, nextId, text } from "../support/talk.ts";

onBothEngines(({ fresh }) => {
  test("an erased person's talks are named to whoever keeps answers and traces, until both are gone", async () => {
    const database = await fresh();
    const { pool } = database;
    const { arrivals, lanes } = lanesOn(database, nextId);
    const talks: string[] = [];
    for (const by of ["+966501112233", "+966501112244"]) {
      const [stored] = await arrivals.accept([arrival(text("هلا", { by }))]);
      talks.push(stored?.conversationId ?? "");
    }
    const [mine = ""] = talks;
    const lane = await laneOf(lanes, mine);
    expect(await lanes.save([turnOf(lane, ["ok"])])).toEqual(["saved"]);
    await pool.query(
      "insert into model_calls (conversation_id, turn, task, provider, model, outcome, milliseconds) values ($1, 7, 't', 'glm', 'm', 'answered', 1)",
      [mine],
    );
    expect(await erase(pool, lane.conversation.contactId, "test")).toBe(true);
    const erasures = modelErasuresOn({ pool });
    expect(await erasures.within(60_000)).toEqual([mine]);
    expect(await erasures.claim(9, 60_000)).toEqual([]);
    await pool.query("update model_erasures set due_at = now()");

    const forgotten: string[] = [];
    const deleted: [string, number][] = [];
    let isUp = false;
    const forgetting = startForgetting({
      erasures,
      forgetAnswers: async (id) => forgotten.push(id) > 1,
      deleteTraces: async (id, turns) => {
        if (isUp) deleted.push([id, turns]);
        return isUp ? null : "Langfuse answered 503";
      },
      report: (_, cause) => {
        throw cause;
      },
    });
    await until(async () => (await pool.query("select from model_erasures where tries = 1")).rowCount === 1);
    await forgetting.stop();
    expect(deleted).toEqual([]);
    expect(await erasures.claim(9, 60_000)).toEqual([]);
    await pool.query("update model_erasures set due_at = now()");
    isUp = true;
    const again = startForgetting({
      erasures,
      forgetAnswers: async (id) => forgotten.push(id) > 1,
      deleteTraces: async (id, turns) => {
        deleted.push([id, turns]);
        return null;
      },
      report: (_, cause) => {
        throw cause;
      },
    });
    await until(() => deleted.length === 1);
    await again.now();
    await again.stop();
    expect(deleted).toEqual([[mine, 27]]);
    // Refused once, so asked again; then known as done.
    expect(forgotten).toEqual([mine, mine]);
    await until(
      async () =>
        (await pool.query("select from model_erasures where passes = 1 and due_at > now()")).rowCount === 1,
    );
  }, 30_000);

  test("what could not be deleted for a month is not forgotten; what is done, or nobody has to do, is", async () => {
    const database = await fresh();
    const { pool } = database;
    const { arrivals, lanes } = lanesOn(database, nextId);
    await pool.query(
      `insert into model_erasures (conversation_id, turns, erased_at, due_at, tries, passes)
       select id, 1, now() - interval '31 days', now(), tries, passes
         from (values ('failing', 40, 0), ('once', 0, 1), ('done', 0, 2), ('untraced', 0, 0)) v(id, tries, passes)`,
    );
    const [stored] = await arrivals.accept([arrival(text("هلا", { by: "+966501112255" }))]);
    const talk = stored?.conversationId ?? "";
    await erase(pool, (await laneOf(lanes, talk)).conversation.contactId, "test");
    const { rows } = await pool.query("select conversation_id as id from model_erasures order by 1");
    expect(rows.map(({ id }) => id).toSorted()).toEqual([talk, "failing", "once"].toSorted());
  });
});
