import { expect, test } from "vitest";
import { lanesOn } from "../../db/lanes.ts";
import { onBothEngines } from "../support/database.ts";
import { arrival, nextId, text } from "../support/talk.ts";

onBothEngines((engine) => {
  test("a claim whose lanes could not be loaded counts against none of them", async () => {
    const { arrivals, lanes, shifts } = lanesOn(await engine.fresh(), nextId);
    await arrivals.accept([arrival(text("1")), arrival(text("1", { by: "+966500000002" }))]);
    await shifts.beat("w", 60_000);
    await lanes.claim("w", 1);
    // Its answer was lost each time: the worker knows of nothing that it holds.
    for (let failed = 0; failed < 5; failed += 1) await lanes.claim("w", 10, []);
    expect((await lanes.claim("w", 10, [])).map(({ attempts }) => attempts)).toEqual([1, 1]);
    // A worker that died with them had begun: that counts as before.
    await shifts.beat("w", -1);
    await shifts.beat("other", 60_000);
    expect((await lanes.claim("other", 10)).map(({ attempts }) => attempts)).toEqual([2, 2]);
  });

  test("what a worker holds and works on keeps its count when another claim of it fails", async () => {
    const { arrivals, lanes } = lanesOn(await engine.fresh(), nextId);
    await arrivals.accept([arrival(text("1")), arrival(text("1", { by: "+966500000002" }))]);
    const [mine] = await lanes.claim("w", 1);
    const id = mine?.conversation.id ?? "";
    await lanes.claim("w", 1);
    const again = await lanes.claim("w", 10, [id]);
    expect(again.map(({ attempts }) => attempts)).toEqual([1]);
    expect((await lanes.read(id))?.attempts).toBe(1);
  });
});
