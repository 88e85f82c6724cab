import { until } from "./moments.ts";
import { PORTS } from "./ports.ts";
import { openRefusingGraph } from "./refusing-graph.ts";
import type { Scenario, Verdict } from "./scenario.ts";
import { type Stage, sleep } from "./stage.ts";
import { type Played, verdictOf } from "./verdict.ts";

async function open(stage: Stage): Promise<void> {
  stage.doubtWaitMs = 15_000;
  await stage.start("web", "web");
  await stage.start("worker", "worker");
}

/** Every failure that passes: all is answered, once. The class for some of the time, then for everybody for a while. */
const passing = (kinds: string, fast = false, outageMs = 3_000): Scenario => ({
  name: `graph: ${kinds}, then all of it for ${outageMs / 1_000} s`,
  fast,
  play: async (stage) => {
    await open(stage);
    // The short selection has no time for `doubt` apart: some sends are taken and cut off, and a receipt tells of each.
    const inDoubt = stage.fast ? { graphInDoubt: 0.05 } : {};
    const load = { messages: stage.fast ? 400 : 800, graphFail: kinds, drain: 40, ...inDoubt };
    let met = 0;
    const result = await stage.load(load, async (graph) => {
      await sleep(1_500);
      const before = graph.stats.faults;
      graph.setFail(kinds.split(",")[0]?.replace(/:.*/, ":1") ?? "");
      await sleep(outageMs);
      await until(() => graph.stats.faults > before);
      met = graph.stats.faults - before;
      graph.setFail(kinds);
      await sleep(2_000);
      graph.setFail("");
    });
    // What a receipt tells of, or may be tried again, is nothing for a person to look at.
    const told = await stage.count("tasks where kind in ('doubtful-send', 'undelivered')");
    const note = `${stage.faults} sends failed, ${met} of them in the outage, ${told} tasks`;
    return verdictOf(result, { note, faults: met === 0 || told > 0 ? [note] : [] });
  },
});

/** Nothing helps: set aside with a reason that a person sees, and everybody else goes on. */
const lasting = (kind: string, fast = false): Scenario => ({
  name: `graph: ${kind} for one in five`,
  fast,
  play: async (stage) => {
    await open(stage);
    const result = await stage.load({ messages: 400, graphFail: `${kind}:0.2`, drain: 6 });
    return parkedOr(result, stage);
  },
});

async function parkedOr(result: Played, stage: Stage): Promise<Verdict> {
  const parked = await stage.count("outbox where state = 'failed' and detail is not null");
  const told = await stage.count("tasks where kind = 'undelivered'");
  const note = `${stage.faults} refused, ${parked} set aside, ${told} tasks`;
  const both = result.answered + parked - result.sent;
  return verdictOf(result, {
    ...{ note, told: parked },
    faults: [
      ...(both > 0 ? [`${both} both answered and set aside`] : []),
      // Tried again, most of them would be answered, and more would be refused than are set aside.
      ...(parked === 0 || told !== parked || (stage.faults !== parked && !result.moves) ? [note] : []),
    ],
  });
}

/** The token has ended: sending stops, the alarm is raised, and all goes out once it is mended. */
const closed: Scenario = {
  name: "graph: the token is refused for 8 s",
  play: async (stage) => {
    await open(stage);
    let tried = 0;
    let alarms = 0;
    const result = await stage.load({ messages: 600, drain: 50 }, async (graph) => {
      await sleep(1_500);
      const before = graph.stats.faults;
      graph.setFail("401");
      await sleep(8_000);
      graph.setFail("");
      tried = graph.stats.faults - before;
      alarms = await stage.count("notices where severity = 'alarm'");
    });
    const faults = [
      ...(alarms === 0 ? ["no alarm"] : []),
      ...(tried > 80 ? [`${tried} tries although it was refused`] : []),
    ];
    return verdictOf(result, { note: `${tried} tries in 8 s, ${alarms} alarm(s) before they ended`, faults });
  },
};

const ASKED_S = 5;

/** The platform says how long to wait: nobody is tried again before, nor much later. */
const asked: Scenario = {
  name: `graph: too fast, with Retry-After ${ASKED_S} s`,
  play: async (stage) => {
    const graph = await openRefusingGraph(PORTS.slowGraph, PORTS.graph, ASKED_S);
    const through = { WHATSAPP_BASE_URL: `http://127.0.0.1:${PORTS.slowGraph}` };
    try {
      await stage.start("all", "all", through);
      const result = await stage.load({ messages: 150, rate: 10, users: 150 }, async () => {
        await sleep(4_000);
        await graph.refuse(800);
      });
      const waits = [...graph.refusals.values()].map(({ at, again }) => ((again ?? at) - at) / 1_000);
      const [least = 0, most = 0] = [Math.min(...waits), Math.max(...waits)];
      const note = `${waits.length} refused, tried again after ${least.toFixed(1)} to ${most.toFixed(1)} s`;
      const kept = waits.length > 0 && least >= ASKED_S * 0.8 && most <= ASKED_S * 1.2;
      return verdictOf(result, { note, faults: kept ? [] : [note] });
    } finally {
      await graph.close();
    }
  },
};

/** Long enough for every doubt to end one way or the other, while the platform's stand-in is still there. */
const UNTIL_DOUBTS_END_MS = 25_000;

const doubt = (statuses: "on" | "off", fast = false): Scenario => ({
  name: `graph: one send in twenty in doubt, receipts ${statuses}`,
  fast,
  play: async (stage) => {
    await open(stage);
    const load = { messages: 400, graphInDoubt: 0.05, graphLatency: 50 };
    const receipts = statuses === "on" ? {} : { statuses: "" };
    const result = await stage.load({ ...load, ...receipts }, () => sleep(UNTIL_DOUBTS_END_MS));
    const told = await stage.count("tasks where kind = 'doubtful-send'");
    const doubtful = await stage.count("outbox where state = 'doubtful'");
    const note = `${doubtful} left in doubt, ${told} tasks`;
    const expected = statuses === "on" ? doubtful === 0 && told === 0 : doubtful > 0 && told === doubtful;
    return verdictOf(result, { note, faults: expected ? [] : [note] });
  },
});

export const graphFaults: readonly Scenario[] = [
  passing("500:0.1,503:0.05,429:0.05,reset:0.03,131056:0.02,empty:0.02", true),
  ...["429", "500", "503", "reset", "malformed", "empty", "130429"].map((kind) => passing(`${kind}:0.2`)),
  passing("131056:0.05"),
  passing("hang:0.02", false, 500),
  lasting("131047", true),
  lasting("131026"),
  asked,
  closed,
  doubt("on"),
  doubt("off"),
];
