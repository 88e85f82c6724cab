import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numberToWords } from "../support/number-words.ts";
import { numbersOf, quantitiesOf } from "../support/quantities.ts";

describe("numbers", () => {
  it.each([
    ["خمسة وعشرين موظف", [25]],
    ["ثلاث مية وستة عشر", [316]],
    ["مليون ونص", [1_500_000]],
    ["مليونين ونص", [2_500_000]],
    ["خمسة آلاف ونص", [5_500]],
    ["الف ونص", [1_500]],
    ["نص مليون", [500_000]],
    ["ثلاث ارباع المليون", [750_000]],
    ["ميت الف", [100_000]],
    ["٥٠الف و 50k", [50_000, 50_000]],
    ["ثلاثمائة و مائتين", [300, 200]],
    ["٣ مئة و ٢١", [321]],
    ["١٬٢٣٤٬٥٦٧", [1_234_567]],
    ["٩,٢٣", [9.23]],
    ["1 234 567", [1_234_567]],
    ["سالب ثلاثة فاصلة خمسة", [-3.5]],
    ["واحد من مئة", [0.01]],
    ["two hundred and two thousand", [202_000]],
    ["half a million", [500_000]],
    ["3 million and a half", [3_500_000]],
    ["one over twenty", [0.05]],
    ["نشتغل 24/7 ضمن رؤية 2030", []],
    ["لست مهتم، اي واحد", []],
    ["شارع 29km", []],
  ])("%s", (text, values) => {
    expect(numbersOf(text)).toEqual(values);
  });

  it("reads back what grammar books write and what people say", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999_999 }),
        fc.constantFrom("written" as const, "spoken" as const),
        (number, style) => {
          expect(numbersOf(numberToWords(number, style))).toEqual([number]);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["الحادي عشر", 11],
    ["الخامس والعشرين", 25],
    ["المئة", 100],
    ["الأول بعد المئة", 101],
    ["21st", 21],
    ["twenty first", 21],
  ])("%s is in the row at %d", (text, value) => {
    expect(quantitiesOf(text)).toContainEqual(expect.objectContaining({ kind: "ordinal", value }));
  });

  it.each([
    ["خصم ١٥٪", 15],
    ["عشرين بالمية", 20],
    ["%7.5", 7.5],
  ])("%s", (text, value) => {
    expect(quantitiesOf(text)).toContainEqual(expect.objectContaining({ kind: "percent", value }));
  });

  it.each([
    ["اجتماع ساعة ونص", "PT1H30M", 5_400],
    ["ثلاثة أيام", "P3D", 259_200],
    ["سنتين", "P2Y", 63_072_000],
    ["30 minutes", "PT30M", 1_800],
  ])("%s lasts %s", (text, iso, seconds) => {
    expect(quantitiesOf(text)).toContainEqual(
      expect.objectContaining({ kind: "duration", value: { iso, seconds } }),
    );
  });
});

describe("any text", () => {
  it("gives spans that quote it, and never throws", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "الأحد",
        "الجاي",
        "من",
        "الى",
        "بين",
        "و",
        "خمسة",
        "ونص",
        "الف",
        "ريال",
        "بعد",
        "قبل",
        "الساعة",
        "٣",
        "15/3",
        "2027",
        "%",
        "next",
        "monday",
        "at",
        "half",
        "past",
        "the",
        "week",
        "of",
        "رمضان",
        "الربع",
        "الأول",
        "\ud800",
        "ﷺ",
        "½",
      ),
      fc.string({ unit: "binary", maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join(" ");
        for (const entity of quantitiesOf(text)) {
          expect(text.slice(entity.start, entity.end)).toBe(entity.text);
          expect(entity.text).not.toBe("");
          if (entity.kind === "datetime") expect(Number.isNaN(Date.parse(entity.value.from))).toBe(false);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
