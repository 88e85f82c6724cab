import type { Scenario } from "./scenario.ts";
import type { Role } from "./stage.ts";
import { verdictOf } from "./verdict.ts";

/** Stored as fast as the door takes it, far faster than it can be answered: then nothing may be forgotten in the middle. */
const backlog = (name: string, processes: Readonly<Record<string, Role>>): Scenario => ({
  name: `backlog: ten thousand at once, ${name}`,
  play: async (stage) => {
    for (const [process, role] of Object.entries(processes)) await stage.start(process, role);
    const result = await stage.load({
      ...{ mode: "closed", concurrency: 128, messages: 10_000, users: 2_000, timeout: 30_000 },
    });
    const note = `stored ${Math.round(result.ackedPerSec)}/s, answered ${Math.round(result.repliedPerSec)}/s`;
    return verdictOf(result, { note });
  },
});

export const backlogs: readonly Scenario[] = [
  backlog("web and one worker", { web: "web", worker: "worker" }),
  backlog("the one process", { all: "all" }),
];
