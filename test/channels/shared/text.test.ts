import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withNumberedChoices } from "../../../channels/shared/choices.ts";
import { cutText, splitText } from "../../../channels/shared/text.ts";

const graphemes = (text: string) =>
  [...new Intl.Segmenter("und", { granularity: "grapheme" }).segment(text)].length;

describe("splitText", () => {
  test("a short text stays whole", () => {
    expect(splitText(" مرحبا ", 100)).toEqual(["مرحبا"]);
    expect(splitText("", 100)).toEqual([""]);
  });

  test.each([
    [
      "at a paragraph",
      "الفقرة الأولى هنا. جملة.\n\nالفقرة الثانية هنا",
      30,
      ["الفقرة الأولى هنا. جملة.", "الفقرة الثانية هنا"],
    ],
    [
      "at a sentence's end",
      "هل يناسبك الأحد؟ أو الاثنين بعد الظهر",
      30,
      ["هل يناسبك الأحد؟", "أو الاثنين بعد الظهر"],
    ],
    ["behind a closing quote", "قال: «نعم.» ثم مضى إلى الاجتماع", 20, ["قال: «نعم.»", "ثم مضى إلى الاجتماع"]],
    ["not inside a number", "السعر ٣.٥ ألف ريال شهرياً فقط", 16, ["السعر ٣.٥ ألف", "ريال شهرياً فقط"]],
    ["at a word", "one two three four five six", 12, ["one two", "three four", "five six"]],
    ["inside a word only when there is nothing else", "abcdefghij", 4, ["abcd", "efgh", "ij"]],
  ])("breaks %s", (_, text, longest, pieces) => {
    expect(splitText(text, longest)).toEqual(pieces);
  });

  test("never cuts a letter with its marks, a family or a flag", () => {
    const family = "👨‍👩‍👧‍👦";
    expect(splitText(family.repeat(10), 30).every((piece) => piece.length % family.length === 0)).toBe(true);
    expect(splitText("🇸🇦".repeat(20), 10).join("")).toBe("🇸🇦".repeat(20));
    expect(splitText("مُؤَسَّسَةٌ".repeat(20), 25).reduce((sum, piece) => sum + graphemes(piece), 0)).toBe(
      graphemes("مُؤَسَّسَةٌ".repeat(20)),
    );
  });

  test("any text: pieces fit, are whole, and lose nothing but spaces", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 400 }),
        fc.integer({ min: 2, max: 80 }),
        (text, longest) => {
          const pieces = splitText(text, longest);
          expect(pieces.every((piece) => piece.length <= longest && piece.isWellFormed())).toBe(true);
          expect(pieces.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
        },
      ),
      { numRuns: 500, seed: 7 },
    );
  });

  test("a hundred thousand characters take no time", () => {
    const started = performance.now();
    expect(splitText("كلمة وجملة. ".repeat(10_000), 4_000).length).toBeGreaterThan(25);
    expect(splitText("ا".repeat(100_000), 4_000)).toHaveLength(25);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe("cutText", () => {
  test("leaves what fits, marks what was cut", () => {
    expect(cutText("الأحد ٣ م", 20)).toBe("الأحد ٣ م");
    expect(cutText("الأحد القادم الساعة الثالثة", 14)).toBe("الأحد القادم…");
    expect(cutText(`Team ${"👨‍👩‍👧‍👦".repeat(3)}`, 18)).toBe("Team 👨‍👩‍👧‍👦…");
  });

  test("any text: fits and is whole", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 60 }),
        fc.integer({ min: 2, max: 30 }),
        (text, longest) => {
          const cut = cutText(text, longest);
          expect(cut.length).toBeLessThanOrEqual(longest);
          expect(cut.isWellFormed()).toBe(true);
        },
      ),
      { numRuns: 500, seed: 7 },
    );
  });
});

test("choices as a numbered list", () => {
  const choices = [
    { id: "1", label: "الأحد ٣ م", description: "مع سارة" },
    { id: "2", label: "الاثنين ١٠ ص", description: null },
  ];
  expect(withNumberedChoices("متى يناسبك؟", choices)).toBe(
    "متى يناسبك؟\n\n1. الأحد ٣ م — مع سارة\n2. الاثنين ١٠ ص",
  );
});
