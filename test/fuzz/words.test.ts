import { expect, test } from "vitest";
import { literally } from "../../bot/conversation/advice/quotes.ts";
import { understand } from "../../bot/conversation/language/understand.ts";
import { checkClaims } from "../../bot/conversation/sales/claims.ts";
import { demoCompany } from "../support/demo-company.ts";
import { READERS } from "./readers.ts";
import { smallerTexts } from "./smaller.ts";
import { type FuzzTarget, runTarget } from "./target.ts";
import { pumped } from "./texts.ts";
import { pumps, words } from "./words.ts";

const SEED = 20_261_122;

test("four thousand hard texts: no reader throws or breaks its law", async () => {
  const report = await runTarget(words, { count: 4_000, seed: SEED });
  expect(report.faults).toEqual([]);
  expect(report.tried).toBe(4_000);
}, 60_000);

test("fifty thousand letters of one thing: no reader takes a quarter of a second of computing", async () => {
  const report = await runTarget(pumps, { count: 120, seed: SEED });
  expect(report.faults).toEqual([]);
}, 60_000);

// Each of these threw, or took seconds, before it was mended.
test.each([
  ["ownWords", "\n"],
  ["ownWords", "\r\n"],
  ["answersApart", ">\n"],
  ["answersApart", "> x\n"],
  ["checkClaims", "ا"],
  ["checkClaims", "1"],
  ["checkClaims", "111,"],
  ["checkClaims", "\n"],
  ["introductions", "_"],
  ["introductions", " "],
  ["trimReply", "-- \n"],
])("%s keeps time on %j again and again", (name, pump) => {
  const reader = READERS.find((one) => one.name === name);
  const started = process.threadCpuUsage();
  expect(reader?.read(pumped(pump, 50_000, "(", "!"), null)).toBeNull();
  const { user, system } = process.threadCpuUsage(started);
  expect((user + system) / 1_000).toBeLessThan(500);
});

test.each(["constructor", "hello constructor", "toString valueOf __proto__ hasOwnProperty"])(
  "names that every object has are words like any other: %s",
  (text) => {
    const context = { asked: null, now: 0, profileName: null, language: null, city: null };
    expect(understand(text, context).language).toBe("en");
  },
);

test("a long quote is found word by word, with glued particles and never inside a word", () => {
  const long = Array.from({ length: 100 }, (_, at) => `كلمة${at}`).join(" ");
  const started = process.threadCpuUsage();
  expect(literally(`قال: ${long}.`, long)).toBe(long);
  expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(200);
  expect(literally("نحن بالرياض", "الرياض")).toBe("الرياض");
  expect(literally("abcd efg", "cd efg")).toBeNull();
  expect(literally("abcd efg", "abcd ef")).toBeNull();
});

test("figures are still found where they stand", () => {
  const approved = { company: demoCompany(), slots: [], dates: [], heard: [], numbers: [] };
  const unapproved = (text: string) => {
    const verdict = checkClaims(text, approved);
    return verdict.ok ? [] : verdict.unapproved;
  };
  expect(unapproved("خصم 12,345,671% لكم")).toEqual(["12,345,671%"]);
  expect(unapproved("خصم 111,2345% لكم")).toEqual(["2345%", "111"]);
  expect(unapproved("sar98765 or 98,766 ريال")).toEqual(["sar98765", "98,766 ريال"]);
  expect(unapproved("see https://x.example/98765 or +966 50 123 4567")).toEqual([]);
});

test("a failing input is made small, and told with what repeats it", async () => {
  const target: FuzzTarget<string> = {
    ...{ name: "example", atOnce: 1, share: 1 },
    make: (dice) => `${"x".repeat(dice.roll(50))}bug${"y".repeat(dice.roll(50))}`,
    attempt: (text) => ({ outcome: "tried", fault: text.includes("bug") ? "holds a bug" : null }),
    smaller: smallerTexts,
    show: (text) => text,
  };
  const { faults } = await runTarget(target, { count: 1, seed: 7 });
  expect(faults[0]).toMatchObject({
    ...{ why: "holds a bug", smallest: "bug", at: 0 },
    repeat: "npm run fuzz -- --only=example --seed=7 --at=0",
  });
});
