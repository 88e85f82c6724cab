import { describe, expect, test } from "vitest";
import { sharedFolder } from "../support/shared.ts";
import { type Outcome, scoreMachineMail, scoreReplies } from "./score.ts";

const folder = sharedFolder("payloads/email");

function share(outcomes: readonly Outcome[], mark: string): number {
  const asked = outcomes.filter(({ marks }) => marks[mark] !== undefined);
  return asked.filter(({ marks }) => marks[mark]).length / asked.length;
}

describe.skipIf(folder === null)("recorded mails", () => {
  test("at least 95 % of the replies, and every Arabic one, give exactly the new words", async () => {
    const outcomes = await scoreReplies(folder ?? "");
    expect(outcomes.length).toBeGreaterThanOrEqual(60);
    expect(share(outcomes, "text")).toBeGreaterThanOrEqual(0.95);
    const arabic = outcomes.filter(({ row }) => row.set === "arabic-synthetic");
    expect(arabic.filter(({ right }) => !right)).toEqual([]);
  });

  test("no bounce, complaint or auto-reply is taken for a person, and at least 95 % are told apart right", async () => {
    const outcomes = await scoreMachineMail(folder ?? "");
    expect(outcomes.length).toBeGreaterThanOrEqual(113);
    const answered = outcomes.filter(
      ({ got, want }) => got.startsWith("message") && !want.startsWith("message"),
    );
    expect(answered).toEqual([]);
    expect(share(outcomes, "kind")).toBeGreaterThanOrEqual(0.98);
    expect(share(outcomes, "hard")).toBeGreaterThanOrEqual(0.95);
    expect(share(outcomes, "status")).toBeGreaterThanOrEqual(0.95);
    expect(share(outcomes, "recipient")).toBe(1);
  });
});
