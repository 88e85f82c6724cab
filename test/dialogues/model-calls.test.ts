import { expect, test } from "vitest";
import { demoCompany } from "../support/demo-company.ts";
import { dialoguesIn } from "../support/dialogue-files.ts";
import { playDialogue } from "../support/play-dialogue.ts";

test("a turn asks a model less than once on average, understanding and wording together", () => {
  const company = demoCompany();
  const turns = [...dialoguesIn("ar"), ...dialoguesIn("en")]
    .filter(({ hasModel }) => !hasModel)
    .flatMap((dialogue) => playDialogue(dialogue, company).turns)
    .filter(({ who }) => who === "prospect");
  const understanding = turns.reduce((sum, { calls }) => sum + calls.understanding, 0);
  const phrasing = turns.reduce((sum, { calls }) => sum + calls.phrasing, 0);
  const perTurn = (understanding + phrasing) / turns.length;
  process.stdout.write(
    `model calls over ${turns.length} turns: understanding ${understanding}, phrasing ${phrasing}, ${perTurn.toFixed(2)} a turn\n`,
  );
  expect(turns.length).toBeGreaterThan(250);
  expect(perTurn).toBeLessThanOrEqual(1);
});
