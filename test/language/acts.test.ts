import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { understand } from "../../bot/conversation/language/understand.ts";
import type { Act, Topic } from "../../bot/conversation/understanding.ts";
import { sharedFolder } from "../support/shared.ts";

const reads = (text: string, asked: Topic | null = null) =>
  understand(text, { asked, now: Date.UTC(2026, 10, 22, 6), profileName: null, language: null, city: null });
const acts = (text: string, asked: Topic | null = null) => reads(text, asked).acts.map(({ act }) => act);

/** What only looks like the act. */
const NEVER: readonly (readonly [string, Act])[] = [
  ["لا باس", "no"],
  ["لا مانع عندي", "no"],
  ["لا تنسى العرض", "no"],
  ["ما شاء الله", "no"],
  ["تمام بس وش السعر", "yes"],
  ["تمام؟", "yes"],
  ["اي وقت", "yes"],
  ["ماشي الحال", "yes"],
  ["ابي عرض سعر", "ask-meeting"],
  ["انا موظف في شركة النور", "ask-human"],
  ["لازم اكلم مديري", "ask-human"],
  ["مدير المبيعات لدينا سيتصل بكم", "ask-human"],
  ["نبحث عن موظفين", "ask-human"],
  ["I don't want to talk to a person", "ask-human"],
  ["الغاء الموعد", "opt-out"],
  ["لا توقف طلبي", "opt-out"],
  ["لا تحذف بياناتي", "erase-data"],
  ["مو مهتم بالسعر بقدر الجودة", "not-interested"],
  ["ما نبغى نتأخر", "not-interested"],
  ["انت غالي علينا يا ابو سعد", "objection"],
  ["رقم الهوية غلط", "wrong-number"],
  ["عملائنا يشتكون من التأخير", "complaint"],
  ["كم موظف تقصد", "ask-price"],
];

describe("acts", () => {
  it.each(NEVER)("%s is no %s", (text, act) => expect(acts(text)).not.toContain(act));

  it("holds several at once, each with its own words", () => {
    expect(reads("السلام عليكم كم السعر؟ ابي اكلم موظف").acts).toEqual([
      { act: "greeting", quote: "السلام عليكم" },
      { act: "ask-price", quote: "كم السعر" },
      { act: "ask-human", quote: "اكلم موظف" },
    ]);
  });

  it.each([
    ["👍🏽", "confirm", ["yes"]],
    ["👎", "confirm", ["no"]],
    ["🙏", null, ["thanks"]],
    ["❤️", "confirm", ["yes"]],
    ["❤️", null, ["thanks"]],
  ] as const)("%s when %s was asked", (text, asked, expected) => expect(acts(text, asked)).toEqual(expected));

  it("lets the first answer count", () => {
    expect(acts("نعم... قلت لا بصل")).toEqual(["yes"]);
    expect(acts("لا، قلت الرابع")).toContain("no");
  });
});

const folder = sharedFolder("language/dev");
const rowsOf = (file: string) =>
  readFileSync(join(folder ?? "", file), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { text: string; expected: readonly boolean[] });

describe.skipIf(folder === null)("labelled sentences", () => {
  it("says yes and no as 96 in 100 labels do", () => {
    const rows = rowsOf("eval-yesno.jsonl");
    const answers = (text: string) =>
      acts(text).flatMap((act) => (act === "yes" ? [true] : act === "no" ? [false] : []));
    const right = rows.filter(({ text, expected }) => answers(text).join() === expected.join());
    expect(right.length / rows.length).toBeGreaterThanOrEqual(0.96);
  });

  it.each(["saudi-tweets.jsonl", "arbanking77-saudi-msa-test.jsonl"])(
    "hears no refusal and no budget in %s",
    (file) => {
      const rows = rowsOf(file).map(({ text }) => reads(text));
      const share = (count: number) => count / rows.length;
      for (const act of ["opt-out", "erase-data", "wrong-number"] as const) {
        expect(share(rows.filter((row) => row.acts.some((each) => each.act === act)).length)).toBeLessThan(
          0.002,
        );
      }
      expect(
        share(rows.filter((row) => row.facts.some(({ about }) => about === "budget")).length),
      ).toBeLessThan(0.002);
    },
  );
});
