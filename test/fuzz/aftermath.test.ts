import { expect, test } from "vitest";
import { WAITING, type Waiting } from "../../bench/chaos/waiting.ts";
import { onBothEngines } from "../support/database.ts";
import { storyOn, until } from "../support/story.ts";
import { text } from "../support/talk.ts";
import { aftermath, type Left, sentBy } from "./aftermath.ts";
import { type FuzzTarget, inputAt } from "./target.ts";

onBothEngines((engine) => {
  const tellingOf = async () => {
    const story = await storyOn(await engine.fresh());
    const ask = async (query: string) => (await story.pool.query(query)).rows;
    const told = async (more: Partial<Left> = {}) => {
      const [waiting = null] = (await ask(WAITING)) as readonly Waiting[];
      return await aftermath({
        ...{ ask, waiting, counted: { failedTurns: 0, parked: 0 }, complaints: [], ...more },
      });
    };
    return { story, told };
  };

  test("what was stored and never handled is a fault, until a turn has heard it", async () => {
    const { story, told } = await tellingOf();
    const one = text("1");
    await story.inbox.message(one);
    expect((await told()).faults).toEqual([
      "1 messages were never handled (1 unheard, 0 unsent; lanes: 1 due; 0 workers)",
      expect.stringMatching(new RegExp(`^never handled: whatsapp ${one.id} in .+"text":"1"`, "u")),
    ]);
    story.work();
    await until(() => story.platform.arrived.length === 1);
    expect(await told()).toEqual({ stored: 1, faults: [] });
    await story.stop();
  });

  test("a message that was set aside is a fault, although people are answered", async () => {
    const { story, told } = await tellingOf();
    await story.inbox.message(text("1"));
    await story.pool.query("update messages set payload = 'null'");
    await story.inbox.message(text("2"));
    story.work();
    await until(() => story.platform.arrived.length === 1);
    expect(await told()).toEqual({
      stored: 2,
      faults: [
        "1 times something was set aside for a person",
        expect.stringMatching(/^set aside: whatsapp \S+ in \S+: null$/u),
      ],
    });
    await story.stop();
  });

  test("a turn that failed and a send that Meta would have refused are faults too", async () => {
    const { story, told } = await tellingOf();
    const complaints = ["text of 0 letters"];
    expect(await told({ counted: { failedTurns: 2, parked: 0 }, complaints })).toEqual({
      stored: 0,
      faults: ["turns failed: 2", "Meta would have refused 1 sends", "text of 0 letters"],
    });
    // A figure that the program does not tell is none that is well.
    expect((await told({ counted: { failedTurns: Number.NaN, parked: 0 } })).faults).toHaveLength(1);
    await story.stop();
  });
});

test("without tables the program's own count tells what was set aside", async () => {
  const counted = { failedTurns: 0, parked: 3 };
  expect(await aftermath({ ask: null, waiting: null, counted, complaints: [] })).toEqual({
    stored: null,
    faults: ["3 times something was set aside for a person"],
  });
});

test("what sent the message that was set aside is found again", () => {
  const target: FuzzTarget<{ readonly body: Buffer }> = {
    ...{ name: "whatsapp", atOnce: 1, share: 1, show: () => "", smaller: () => [] },
    make: (dice) => ({ body: Buffer.from(`{"id":"wamid.${dice.roll(2 ** 30)}"}`) }),
    attempt: () => ({ outcome: "200", fault: null }),
  };
  const report = {
    ...{ name: "whatsapp", tried: 50, seconds: 1, outcomes: {}, slowestMs: 0, slowest: "", faults: [] },
  };
  const run = { count: 50, seed: 7 };
  const targets = [target] as readonly FuzzTarget[];
  const found = (fault: string) => sentBy([fault], targets, [report], run);
  const { id } = JSON.parse(String(inputAt(target, 7, 13).body)) as { readonly id: string };
  expect(found(`set aside: whatsapp ${id} in c1: {}`)).toEqual([
    "npm run fuzz -- --only=whatsapp --seed=7 --at=13",
  ]);
  expect(found("set aside: whatsapp wamid.none in c1: {}")).toEqual([]);
});
