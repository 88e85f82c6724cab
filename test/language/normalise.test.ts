import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalise, plainText } from "../../bot/conversation/language/normalise.ts";
import { tokenise } from "../../bot/conversation/language/tokens.ts";

describe("normalise", () => {
  it.each([
    ["أحمد إلى آخرٱ", "احمد الي اخرا"],
    ["شركة مستشفى مؤسسة بئر", "شركه مستشفي موسسه بير"],
    ["تماااام", "تمام"],
    ["هــلا واللـه", "هلا والله"],
    ["غدًا صباحاً", "غدا صباحا"],
    ["٥٠٬٠٠٠٫٥", "50,000.5"],
    ["۱۲۳", "123"],
    ["5000000", "5000000"],
    ["٥٠،٠٠٠", "50,000"],
    ["٥، ٦", "5، 6"],
    ["٥٠﷼ و٧\u20c1", "50ريال و7ريال"],
    ["ﻻ", "لا"],
    ["ＨＥＬＬＯ Café", "hello cafe"],
    ["\u200fمرحبا\u200e", "مرحبا"],
    ["I’m", "i'm"],
  ])("%s", (raw, text) => {
    expect(plainText(raw)).toBe(text);
  });

  it("quotes the raw text for a span of the plain one", () => {
    const raw = "\u200fأبغى غدًا الساعة ٣ العصرررر!";
    const plain = normalise(raw);
    const start = plain.text.indexOf("غدا");
    const end = plain.text.indexOf("!");
    expect(raw.slice(plain.at(start), plain.endAt(end))).toBe("غدًا الساعة ٣ العصرررر");
  });

  it("keeps the way back in order for any string", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (raw) => {
        const plain = normalise(raw);
        let last = 0;
        for (let index = 0; index < plain.text.length; index++) {
          expect(plain.at(index)).toBeGreaterThanOrEqual(last);
          expect(plain.endAt(index + 1)).toBeGreaterThan(plain.at(index));
          last = plain.at(index);
        }
        expect(plain.at(plain.text.length)).toBe(raw.length);
      }),
    );
  });
});

describe("tokenise", () => {
  it.each([
    ["٥٠الف", ["50", "الف"]],
    ["50k 4pm ٩ص 3العصر", ["50", "k", "4", "pm", "9", "ص", "3", "العصر"]],
    ["b2b q3 3afwan ab3'a o'clock", ["b2b", "q3", "3afwan", "ab3'a", "o'clock"]],
    ["SAR50000", ["sar", "50000"]],
    ["10:30-11:00", ["10", ":", "30", "-", "11", ":", "00"]],
    ["هلا\nوالله 👍", ["هلا", "\n", "والله", "👍"]],
  ])("%s", (raw, texts) => {
    expect(tokenise(normalise(raw)).map((token) => token.text)).toEqual(texts);
  });

  it("reads any string, lone surrogates too", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80 }), (units) => {
        const raw = String.fromCharCode(...units);
        let last = 0;
        for (const token of tokenise(normalise(raw))) {
          expect(token.start).toBeGreaterThanOrEqual(last);
          expect(token.rawEnd).toBeGreaterThan(token.rawStart);
          last = token.end;
        }
      }),
    );
  });
});
