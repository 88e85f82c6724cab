import { describe, expect, test } from "vitest";
import { demoCompany } from "../support/demo-company.ts";
import { dialoguesIn } from "../support/dialogue-files.ts";
import { playDialogue } from "../support/play-dialogue.ts";

const company = demoCompany();
const arabic = dialoguesIn("ar");
const english = dialoguesIn("en");

test("there are enough talks in both languages", () => {
  expect(arabic.length).toBeGreaterThanOrEqual(34);
  expect(english.length).toBeGreaterThanOrEqual(14);
});

describe.each([...arabic, ...english])("$file", (dialogue) => {
  test(dialogue.title, () => {
    expect(playDialogue(dialogue, company).problems).toEqual([]);
  });

  test("played again it goes the same", () => {
    const texts = () => playDialogue(dialogue, company).turns.map((turn) => turn.said.map((say) => say.text));
    expect(texts()).toEqual(texts());
  });
});
