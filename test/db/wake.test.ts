import { expect, test } from "vitest";
import { wakeOver } from "../../db/wake.ts";
import { onBothEngines } from "../support/database.ts";
import { until } from "../support/story.ts";

onBothEngines((engine) => {
  test("a word is heard once here at once, and in another process soon", async () => {
    const database = await engine.fresh();
    const here = await wakeOver(database);
    const there = await wakeOver(database);
    const heardHere: string[] = [];
    const heardThere: string[] = [];
    const deaf = here.listen("due", (ids) => heardHere.push(...ids));
    there.listen("due", (ids) => heardThere.push(...ids));
    here.announce(["a"], "due");
    here.announce(["b"], "changed");
    here.announce(["c"], "due");
    expect(heardHere).toEqual(["a", "c"]);
    // The embedded engine serves one process, so there nobody else has to be told.
    if (engine.name === "PostgreSQL") await until(() => heardThere.length === 2);
    await new Promise((moment) => setTimeout(moment, 100));
    expect(heardHere).toEqual(["a", "c"]);
    expect(heardThere).toEqual(engine.name === "PostgreSQL" ? ["a", "c"] : []);
    deaf();
    here.announce(["d"], "due");
    expect(heardHere).toEqual(["a", "c"]);
    await here.close();
    await there.close();
  });
});
