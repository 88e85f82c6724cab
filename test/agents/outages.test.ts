import { expect, test } from "vitest";
import { demoCompany } from "../support/demo-company.ts";
import { type Broken, LONGEST_TURN_MS, type Outage, outageCell } from "../support/outage-matrix.ts";

// The whole matrix is `npm run outages`; here are the cells that differ most from each other.
const SELECTION: readonly (readonly [Broken, Outage, readonly string[]])[] = [
  ["glm", "refused", ["groq"]],
  ["groq", "rate-limited", ["glm", "gemini"]],
  ["anthropic", "truncated", ["glm", "groq"]],
  ["gemini", "refusal", ["glm", "groq"]],
  ["deepseek", "wrong-schema", ["glm", "groq"]],
  ["glm", "stalled", ["groq"]],
  ["all", "overloaded", ["rules"]],
  ["all", "malformed-json", ["rules"]],
  ["all", "hang", ["rules"]],
];

test("with every provider well, models read the talks", async () => {
  expect(await outageCell(null, null, demoCompany())).toMatchObject({ by: ["glm", "groq"], faults: [] });
});

test.concurrent.each(SELECTION)(
  "%s %s: every turn is answered in time, in its language, and counted",
  async (broken, how, by) => {
    // Nobody answering in time costs each turn all its patience: one in each language tells it all.
    const turnsEach = broken === "all" && how === "hang" ? 1 : 3;
    const cell = await outageCell(broken, how, demoCompany(), turnsEach);
    expect(cell).toMatchObject({ by, turns: 2 * turnsEach, faults: [] });
    expect(cell.longestMs).toBeLessThan(LONGEST_TURN_MS);
  },
  60_000,
);
