import type { Scenario } from "./scenario.ts";
import { type Stage, sleep, verdictOf } from "./stage.ts";

/** Stored messages that no code of ours could have written. */
const SHAPES = ["null", "42", "{}", '{"text": 5, "id": null}', '{"id": "x", "text": null, "from": 7}'];

/** As many people as shapes wrote; what they wrote is made impossible before a worker sees it; then they write again. */
export const poison: readonly Scenario[] = [
  {
    name: "poison: stored messages of impossible shape",
    fast: true,
    play: async (stage) => {
      await stage.start("web", "web");
      await stage.load({ messages: SHAPES.length, users: SHAPES.length, noReplies: true, drain: 1 });
      for (const [place, shape] of SHAPES.entries())
        await stage.rows(
          "update messages set payload = $1::json where number = (select number from messages order by number offset $2 limit 1)",
          [shape, place],
        );
      await stage.start("worker", "worker");
      // The same people again, in the middle of everybody else.
      const result = await stage.load({ messages: 200, users: 50, drain: 45 });
      const waited = await parked(stage);
      const told = await stage.count("tasks where kind = 'parked-message'");
      const note = `${waited} of ${SHAPES.length} set aside, ${told} tasks`;
      const good = waited === SHAPES.length && told === waited;
      return verdictOf(result, { note, faults: good ? [] : [note] });
    },
  },
];

async function parked(stage: Stage): Promise<number> {
  let count = 0;
  for (const until = Date.now() + 20_000; Date.now() < until && count < SHAPES.length; await sleep(250))
    count = await stage.count("messages where status = 'parked'");
  return count;
}
