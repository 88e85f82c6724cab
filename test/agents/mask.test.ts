import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createMaskFor, readMaskNames } from "../../agents/router/mask.ts";

const maskFor = createMaskFor(new Set(["glm"]));
const hide = (text: string, names: readonly string[] = []) => maskFor("glm", names).hide(text);

describe("numbers that say who somebody is never leave", () => {
  test.each([
    ["رقمي ٠٥٥ ١٢٣ ٤٥٦٧ والثاني +966501234567", "رقمي ⟦PHONE_1⟧ والثاني ⟦PHONE_2⟧"],
    ["رقمي ٠٥٥ ١٢٣ ٤٥٦٧ يعني +966 55 123 4567", "رقمي ⟦PHONE_1⟧ يعني ⟦PHONE_1V2⟧"],
    ["0551234567 0551234568", "⟦PHONE_1⟧ ⟦PHONE_2⟧"],
    ["كلمني +966 55 123 4567 500 ألف", "كلمني ⟦PHONE_1⟧ 500 ألف"],
    ["call (050)-123-4567 or 00966501234567", "call (⟦PHONE_1⟧ or ⟦PHONE_1V2⟧"],
    ["050\u200e1234\u200f567", "⟦PHONE_1⟧"],
    ["0 5 5 1 2 3 4 5 6 7", "⟦PHONE_1⟧"],
    ["مكتبنا 011 456 7890 و 920012345", "مكتبنا ⟦PHONE_1⟧ و ⟦PHONE_2⟧"],
    ["+20 100 123 4567 و 971 50 123 4567", "⟦PHONE_1⟧ و ⟦PHONE_2⟧"],
    ["صفر خمسة خمسة واحد اثنين ثلاثة اربعة خمسة ستة سبعة", "⟦NUMBER_1⟧"],
    ["هويتي ١٠١٢٣٤٥٦٧٢ وإقامته 2123456789", "هويتي ⟦ID_1⟧ وإقامته ⟦ID_2⟧"],
    ["السجل التجاري 1010123456 والموحد 7001234567", "السجل التجاري ⟦CR_1⟧ والموحد ⟦CR_2⟧"],
    ["الرقم الضريبي 300012345600003", "الرقم الضريبي ⟦VAT_1⟧"],
    ["آيبان SA03 8000 0000 6080 1016 7519 شكرا", "آيبان ⟦IBAN_1⟧ شكرا"],
    ["sa٠٣٨٠٠٠٠٠٠٠٦٠٨٠١٠١٦٧٥١٩", "⟦IBAN_1⟧"],
    ["البطاقة 4111 1111 1111 1111", "البطاقة ⟦CARD_1⟧"],
    ["Ahmed.Ali@example.com.sa وsara@شركة.السعودية", "⟦EMAIL_1⟧ ⟦EMAIL_2⟧"],
    ["https://wa.me/966501234567?text=hi", "https://wa.me/⟦PHONE_1⟧?text=hi"],
    ["SA03 8000 0000 6080 1016 7519१२३٠٥٠١٢٣٤٥٦٧=", "⟦IBAN_1⟧="],
    ["SA03-8000-0000-6080-1016-7519-0501234567", "⟦IBAN_1⟧-⟦PHONE_1⟧"],
    ["PHONE_7 0501234567", "⟦TEXT_1⟧ ⟦PHONE_1⟧"],
  ])("%s", (text, hidden) => {
    const mask = maskFor("groq", []);
    expect(mask.hide(text)).toBe(hidden);
    expect(mask.restore(hidden)).toBe(text);
  });
});

test.each([
  "الميزانية 500000000 ريال أو 500,000,000",
  "بين ١٠٠,٠٠٠ و ٢٠٠,٠٠٠ ريال، أو 100000-200000",
  "من 500 600 700 ألف، 10.000.000.000",
  "SAR 1500000000 و ١٥٠٠٠٠٠٠٠٠ ريال",
  "بكرة 05/11/2026 10 الصبح، 2026-11-22 10:30، ١٥/٠٩/١٤٤٨",
  "عندنا 25 موظف و 3 فروع، الربع 4 من 2027، 15% ضريبة",
  "1000 2000 3000 4000",
  "Saudi companies need software for their bookings",
])("amounts, dates and small numbers stay: %s", (text) => {
  const mask = maskFor("glm", []);
  expect(mask.hide(text)).toBe(text);
  expect(mask.left).toEqual([]);
});

describe("names stay back where the provider must not see them", () => {
  const names = ["أحمد العتيبي", "شركة الأفق للتجارة", "Ahmed Al-Otaibi", "بنك الرياض", "عبدالله"];
  test.each([
    ["أنا أحمد العتيبي", "أنا ⟦NAME_1⟧"],
    ["وأحمد يقول", "و⟦NAME_1⟧ يقول"],
    ["لشركة الأفق", "لشركة ⟦NAME_1⟧"],
    ["للأفق وبالأفق", "⟦NAME_1⟧ وب⟦NAME_1V2⟧"],
    ["AHMED'S and ahmed al otaibi", "⟦NAME_1⟧'S and ⟦NAME_1V2⟧"],
    ["من الرياض، بنك الرياض", "من الرياض، ⟦NAME_1⟧"],
    ["لعبد الله وعبداللـه", "ل⟦NAME_1⟧ و⟦NAME_1V2⟧"],
    ["احمــد، أحمدي، العتيبية", "⟦NAME_1⟧، أحمدي، العتيبية"],
  ])("%s", (text, hidden) => {
    const mask = maskFor("glm", names);
    expect(mask.hide(text)).toBe(hidden);
    expect(mask.restore(hidden)).toBe(text);
    expect(mask.left).toEqual(["name: masked"]);
  });

  test("other providers see them, and it is known that they did", () => {
    const mask = maskFor("anthropic", names);
    const text = "أنا أحمد من شركة الأفق، 0551234567";
    expect(mask.hide(text)).toBe("أنا أحمد من شركة الأفق، ⟦PHONE_1⟧");
    expect(mask.left).toEqual(["name: sent", "phone: masked"]);
    expect(maskFor("anthropic", []).left).toEqual([]);
  });

  test("which providers these are is a setting; a wrong word in it is told", () => {
    expect([...readMaskNames(" GLM, deepseek ")]).toEqual(["glm", "deepseek"]);
    expect(readMaskNames("all").size).toBe(5);
    expect(readMaskNames(null).size).toBe(0);
    expect(() => readMaskNames("glm,openai")).toThrow('MODEL_MASK_NAMES knows no "openai"');
  });
});

describe("what comes back", () => {
  test("the words are put back however a model copied the placeholder", () => {
    const mask = maskFor("glm", ["أحمد"]);
    mask.hide("أنا أحمد ٠٥٥١٢٣٤٥٦٧");
    for (const copy of ["⟦PHONE_1⟧", "PHONE_1", "[PHONE_1]", "⟦PHONE\\_1⟧", "⟦phone_1⟧", "⟦PHONE_١⟧"])
      expect(mask.restore(`رقمك ${copy}؟`)).toMatch(/^رقمك \[?٠٥٥١٢٣٤٥٦٧\]?؟$/u);
    expect(mask.restore("يا ⟦NAME_1⟧، وNAME_1")).toBe("يا أحمد، وأحمد");
  });

  test("a placeholder that nobody gave out stays as it is", () => {
    const mask = maskFor("glm", []);
    mask.hide("0551234567");
    expect(mask.restore("⟦PHONE_2⟧ EMAIL_1 PHONE_10 XPHONE_1 PHONE_1X")).toBe(
      "⟦PHONE_2⟧ EMAIL_1 PHONE_10 XPHONE_1 PHONE_1X",
    );
  });

  test("a placeholder that a stranger typed never becomes somebody's data", () => {
    const mask = maskFor("glm", []);
    const ours = mask.hide("هاتف العميل 0551234567");
    const theirs = mask.hide("repeat: PHONE_1 ⟦PHONE_1⟧ phone_١ [PHONE_1] ⟦TEXT_1⟧");
    expect(ours).toBe("هاتف العميل ⟦PHONE_1⟧");
    expect(theirs).not.toMatch(/PHONE/iu);
    expect(mask.restore(theirs)).toBe("repeat: PHONE_1 ⟦PHONE_1⟧ phone_١ [PHONE_1] ⟦TEXT_1⟧");
  });

  test("one person is one placeholder in all pieces of a call", () => {
    const mask = maskFor("glm", []);
    expect(mask.hide("A@B.com")).toBe("⟦EMAIL_1⟧");
    expect(mask.hide("x@y.org then A@B.com, a@b.com")).toBe("⟦EMAIL_2⟧ then ⟦EMAIL_1⟧, ⟦EMAIL_1V2⟧");
    expect(mask.hide("x@y.org")).toBe("⟦EMAIL_2⟧");
  });
});

const arabicDigits = (text: string, zero: number) =>
  text.replace(/\d/gu, (digit) => String.fromCharCode(zero + Number(digit)));
const anyDigits = (numbers: fc.Arbitrary<string>) =>
  fc.tuple(numbers, fc.constantFrom(48, 0x660, 0x6f0)).map(([number, zero]) => arabicDigits(number, zero));
const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));

/** A Saudi mobile however people write one. */
const mobile = fc
  .tuple(
    fc.constantFrom("05", "5", "9665", "+9665", "009665", "+966 5", "00966-5", "+966 (0)5"),
    digits(8),
    fc.constantFrom("", " ", "-", ".", "\u00a0", "\u200f", " - "),
  )
  .map(([start, rest, between]) =>
    [
      `${start}${rest.slice(0, 1)}`,
      rest.slice(1, 4),
      `${rest.slice(4, 7)}${rest[7] === "0" ? "1" : rest[7]}`,
    ].join(between),
  );

const identifiers = anyDigits(
  fc.oneof(
    mobile,
    fc.tuple(fc.constantFrom("1", "2"), digits(9)).map((parts) => parts.join("")),
    digits(13).map((middle) => `3${middle}3`),
    digits(22).map((rest) => `SA${rest}`),
    digits(22).map((rest) => `SA${rest}`.replace(/(.{4})/gu, "$1 ").trim()),
    digits(15).map((rest) => `4${rest}`),
  ),
);

const prose = fc.array(
  fc.constantFrom(
    ...'السلام عليكم ورحمة الله نبي نظام حجوزات لشركة الأفق وعندنا فروع and we need it من بكرة : ، ؟ " \\'.split(
      " ",
    ),
  ),
  { maxLength: 8 },
);

describe("whatever the text", () => {
  test("what is hidden comes back to the letter", () => {
    const anything = fc.oneof(
      fc.string({ unit: "binary", maxLength: 80 }),
      fc
        .array(
          fc.oneof(
            identifiers,
            fc.constantFrom(
              "PHONE_1",
              "⟦NAME_1⟧",
              "⟦",
              "⟧",
              "_1",
              "V2",
              "أحمد",
              "ID_2V2",
              "+",
              "@",
              "05",
              " ",
            ),
          ),
          { maxLength: 10 },
        )
        .map((parts) => parts.join("")),
      fc
        .array(fc.constantFrom(..."0123456789٠١٢٣٤٥٦٧٨٩+-. ()SA@a.cو⟦⟧_PHONE"), { maxLength: 60 })
        .map((units) => units.join("")),
    );
    fc.assert(
      fc.property(anything, anything, (one, other) => {
        const mask = maskFor("glm", ["أحمد", "شركة الأفق"]);
        const [first, second] = [mask.hide(one), mask.hide(other)];
        expect(mask.restore(first)).toBe(one);
        expect(mask.restore(second)).toBe(other);
      }),
      { numRuns: 1_500 },
    );
  });

  test("no identifier survives, wherever it stands", () => {
    fc.assert(
      fc.property(prose, identifiers, prose, identifiers, (before, one, between, other) => {
        const text = [...before, one, ...between, "أو", other].join(" ");
        const hidden = hide(text);
        for (const each of [one, other]) expect(hidden).not.toContain(each);
        // No stretch of digits is left that could be part of one.
        expect(hidden.replace(/_\d+(?:V\d+)?/gu, "")).not.toMatch(/[0-9\u0660-\u0669\u06f0-\u06f9]{3}/u);
      }),
      { numRuns: 1_500 },
    );
  });

  test("digits that touch an identifier go with it", () => {
    fc.assert(
      fc.property(identifiers, anyDigits(fc.stringMatching(/^[0-9]{1,14}$/)), (one, more) => {
        // In groups and too long for a phone it is any number.
        fc.pre(!/\p{Nd}[^\p{Nd}]+\p{Nd}/u.test(one) || one.startsWith("SA"));
        expect(hide(`رقم ${one}${more}، شكرا`).replace(/_\d+/gu, "")).not.toMatch(/\p{Nd}{3}/u);
      }),
      { numRuns: 500 },
    );
  });

  test("of two that share the plus between them both are hidden", () => {
    const mask = createMaskFor(new Set())("deepseek", []);
    expect(mask.hide("9999121+9664567")).toBe("⟦PHONE_1⟧⟦PHONE_2⟧");
  });

  test("fifty thousand characters of anything are read in a fifth of a second", () => {
    for (const unit of [
      "0",
      "05 ",
      "a",
      "a@",
      "⟦",
      "PHONE_1 ",
      "SA",
      "1.",
      "صفر ",
      "أحمد ",
      "+",
      "-1",
      "0551234567 ",
    ]) {
      const text = unit.repeat(Math.ceil(50_000 / unit.length));
      hide(text, ["أحمد"]);
      const began = process.cpuUsage();
      const mask = maskFor("glm", ["أحمد"]);
      const hidden = mask.hide(text);
      expect(process.cpuUsage(began).user / 1000, unit).toBeLessThan(200);
      expect(mask.restore(hidden)).toBe(text);
    }
  });
});
