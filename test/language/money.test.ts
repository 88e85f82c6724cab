import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numberToWords } from "../support/number-words.ts";
import { moneyOf } from "../support/quantities.ts";

describe("money", () => {
  it.each([
    ["ميزانيتنا بين ٥٠ و ٧٠ ألف", { min: 50_000, max: 70_000, currency: "SAR" }],
    ["٥٠-٧٠ ألف ريال", { min: 50_000, max: 70_000, currency: "SAR" }],
    ["budget 50-70k", { min: 50_000, max: 70_000, currency: "SAR" }],
    ["من ٨٠٠ ألف الى مليون ونص ريال", { min: 800_000, max: 1_500_000, currency: "SAR" }],
    ["كم وسبعين الف ريال", { min: 71_000, max: 79_000, currency: "SAR" }],
    ["فوق ١٠٠ ألف ريال", { min: 100_000, max: null, currency: "SAR" }],
    ["ما نتجاوز ٢٠٠ الف ريال", { min: null, max: 200_000, currency: "SAR" }],
    ["٥٠ ألف ريال كحد أقصى", { min: null, max: 50_000, currency: "SAR" }],
    ["٣٠٠٠﷼", { min: 3_000, max: 3_000, currency: "SAR" }],
    ["٣٠٠٠ \u20c1", { min: 3_000, max: 3_000, currency: "SAR" }],
    ["SAR 50,000", { min: 50_000, max: 50_000, currency: "SAR" }],
    ["٥٠٠٠ ر.س", { min: 5_000, max: 5_000, currency: "SAR" }],
    ["عشرون ألف ريال و اثنتا عشرة هللة", { min: 20_000.12, max: 20_000.12, currency: "SAR" }],
    ["42 دينار كويتي", { min: 42, max: 42, currency: "KWD" }],
    ["up to half a million riyals", { min: null, max: 500_000, currency: "SAR" }],
    ["ألفين دولار", { min: 2_000, max: 2_000, currency: "USD" }],
    ["ريالين", { min: 2, max: 2, currency: "SAR" }],
  ])("%s", (text, money) => {
    expect(moneyOf(text)).toEqual([money]);
  });

  it("takes a bare number for money only with a cue or as the answer to the budget question", () => {
    expect(moneyOf("خمسين ألف")).toEqual([]);
    expect(moneyOf("خمسين ألف", "budget")).toEqual([{ min: 50_000, max: 50_000, currency: "SAR" }]);
    expect(moneyOf("ميزانيتنا خمسين ألف")).toEqual([{ min: 50_000, max: 50_000, currency: "SAR" }]);
    expect(moneyOf("ميزانية الفريق ٢٠ موظف")).toEqual([]);
  });

  it("reads any amount of riyals in words", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999_999_999 }),
        fc.constantFrom("written" as const, "spoken" as const),
        (number, style) => {
          expect(moneyOf(`${numberToWords(number, style)} ريال`)).toEqual([
            { min: number, max: number, currency: "SAR" },
          ]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
