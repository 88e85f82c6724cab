import { expect, test } from "vitest";
import { blockedBy, tooLong } from "../../bench/load/turns.ts";

const idle = Array.from({ length: 5_000 }, () => 0.01);
const short = Array.from({ length: 150 }, () => 4);

test("looking around hides no long turn, however often the loop comes by", () => {
  const blocked = blockedBy("a letter", [[...idle, 3, 80, 2]]);
  expect(blocked).toMatchObject({ p99: 80, longest: 80 });
  expect(tooLong(blocked)).toBe("a letter: p99 80 ms, more than 50");
  expect(tooLong(blockedBy("a letter", [[...idle, 3, 40, 2]]))).toBe(null);
});

test("one long turn among more than a hundred is let, two are not", () => {
  expect(tooLong(blockedBy("a letter", [[...short, 80]]))).toBe(null);
  expect(tooLong(blockedBy("a letter", [[...short, 80, 80]]))).toBe("a letter: p99 80 ms, more than 50");
});

test("the time in the middle counts, but for a turn of more than two seconds", () => {
  expect(tooLong(blockedBy("a letter", [[80], [10], [10]]))).toBe(null);
  expect(tooLong(blockedBy("a letter", [[80], [80], [10]]))).toBe("a letter: p99 80 ms, more than 50");
  expect(tooLong(blockedBy("a letter", [[2_001], [10], [10]]))).toBe(
    "a letter: one turn took 2001 ms, more than 2000",
  );
});

test("what one call of the engine reads at once may take longer, not for ever", () => {
  expect(tooLong(blockedBy("resend: 25 MB of HTML", [[200, 120]]))).toBe(null);
  expect(tooLong(blockedBy("resend: 25 MB of HTML", [[601, 120]]))).toBe(
    "resend: 25 MB of HTML: p99 601 ms, more than 600",
  );
});
