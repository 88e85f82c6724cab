import { CRASH_POINTS } from "../../bot/config/variables.ts";
import type { Scenario } from "./scenario.ts";
import { sleep } from "./stage.ts";
import { verdictOf } from "./verdict.ts";

/** The process ends itself at a named place of a message's way, once, with a hundred people behind it. */
export const points: readonly Scenario[] = CRASH_POINTS.map((point) => ({
  name: `points: ${point}`,
  ends: true,
  fast: point === "after-send",
  play: async (stage) => {
    await stage.start("all", "all", { CRASH_ON_PURPOSE: "yes", CRASH_AT: `${point}:1` });
    // Whoever starts it again after the crash starts it without a point.
    stage.disarm("all", ["CRASH_ON_PURPOSE", "CRASH_AT"]);
    const result = await stage.load({ messages: 101, rate: 50, users: 101 }, () => sleep(4_000));
    const { endedByThemselves: ended } = stage;
    return verdictOf(result, {
      note: `ended ${ended} time`,
      faults: ended === 1 ? [] : [`it ended ${ended} times`],
    });
  },
}));
