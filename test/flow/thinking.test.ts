import { expect, test } from "vitest";
import { newThinking } from "../../bot/flow/thinking.ts";

test("talks whose turn was given up here and taken elsewhere are not kept in mind for ever", () => {
  const thinking = newThinking();
  for (let talk = 0; talk < 25_000; talk += 1) {
    const stop = new AbortController();
    thinking.begin(`talk ${talk}`, stop);
    thinking.hearAgain([`talk ${talk}`]);
    expect(stop.signal.aborted).toBe(true);
    thinking.end(`talk ${talk}`);
  }
  expect(thinking.remembered).toBe(10_000);
});

test("a turn is given up once before it is taken, also when the person never stops writing", () => {
  const thinking = newThinking();
  const turn = () => {
    const stop = new AbortController();
    thinking.begin("talk", stop);
    thinking.hearAgain(["talk"]);
    thinking.end("talk");
    return stop.signal.aborted;
  };
  expect([turn(), turn(), turn()]).toEqual([true, false, true]);
});
