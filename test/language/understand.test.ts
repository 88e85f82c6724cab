import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskIdentifiers } from "../../bot/conversation/language/contacts.ts";
import { understand } from "../../bot/conversation/language/understand.ts";
import type { Topic } from "../../bot/conversation/understanding.ts";
import { mistakesIn, sentencesOf } from "./sentences.ts";

const reads = (text: string, asked: Topic | null = null) =>
  understand(text, {
    asked,
    now: Date.parse("2026-11-22T09:00:00+03:00"),
    profileName: null,
    language: null,
    city: null,
  });

describe("sentences of prospects", () => {
  it.each(["open", "closed"] as const)("understands 92 in 100 of the %s half", (half) => {
    const sentences = sentencesOf(half);
    const wrong = sentences
      .map((each) => ({ text: each.text, mistakes: mistakesIn(each) }))
      .filter(({ mistakes }) => mistakes.length > 0);
    expect(sentences.length).toBeGreaterThanOrEqual(300);
    expect(1 - wrong.length / sentences.length, JSON.stringify(wrong)).toBeGreaterThanOrEqual(0.92);
  });

  it("finds everything a single message volunteers, each in its own words", () => {
    const text =
      "معك محمد من شركة الأفق للمقاولات في الدمام، عندنا ٤٠ موظف ونبي نظام حجوزات قبل رمضان، الميزانية ٥٠ الف";
    expect(reads(text).facts.map(({ about, quote }) => [about, quote])).toEqual([
      ["name", "محمد"],
      ["company", "الأفق للمقاولات"],
      ["city", "الدمام"],
      ["companySize", "٤٠ موظف"],
      ["budget", "٥٠ الف"],
      ["timeline", "قبل رمضان"],
      ["sector", "للمقاولات"],
      ["need", "ونبي نظام حجوزات"],
    ]);
  });
});

describe("any text at all", () => {
  it("gives quotes and places that are in the text", () => {
    const words = [
      "السلام",
      "عليكم",
      "٥٠",
      "الف",
      "abi",
      "3afwan",
      "\ud83d",
      "👍🏽",
      "لا",
      "\n",
      "؟",
      "a@b.sa",
      "0551234567",
      "بكرة",
      "‏",
      "ﻻ",
      "not",
    ];
    const texts = fc.oneof(
      fc.string({ unit: "binary", maxLength: 80 }),
      fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((list) => list.join(" ")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { acts, facts, entities } = reads(text);
        for (const { quote } of [...acts, ...facts]) expect(text).toContain(quote);
        for (const entity of entities) expect(text.slice(entity.start, entity.end)).toBe(entity.text);
      }),
      { numRuns: 1500 },
    );
  });

  it.each([
    ["words", "ابي اكلم موظف "],
    ["letters", "ا"],
    ["digits", "5"],
    ["signs", "؟"],
    ["emoji", "👍"],
    ["negations", "ما لا "],
    ["spaces", " "],
    ["addresses", "a@b."],
    ["lone surrogates", "\ud800"],
  ])("reads 50 KB of %s in 50 ms", (_kind, part) => {
    const text = part.repeat(Math.ceil(50_000 / part.length));
    reads(text);
    const best = Math.min(...[1, 2, 3, 4, 5].map(() => timeOf(() => reads(text))));
    expect(best).toBeLessThan(50);
  });
});

/** Milliseconds of the processor, so that a busy machine does not count. */
function timeOf(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  return process.cpuUsage(before).user / 1000;
}

describe("numbers that identify a person", () => {
  it.each([
    ["هويتي 1012345672 شكرا", "هويتي ••••••5672 شكرا"],
    ["السجل التجاري 1010123456", "السجل التجاري 1010123456"],
    ["SA0380000000608010167519", "SA••••7519"],
  ])("masks %s", (text, masked) => expect(maskIdentifiers(text)).toBe(masked));
});

it("a start next month is no monthly budget", () => {
  const context = {
    asked: null,
    now: Date.parse("2026-11-22T10:00:00+03:00"),
    profileName: null,
    language: null,
    city: null,
  };
  const periodIn = (text: string) => {
    const fact = understand(text, context).facts.find(({ about }) => about === "budget");
    return fact?.about === "budget" ? fact.value?.period : undefined;
  };
  expect(periodIn("ميزانيتنا ١٠٠ ألف ريال ونبي نبدأ الشهر الجاي")).toBeNull();
  expect(periodIn("الميزانية ٥ آلاف بالشهر")).toBe("month");
});

describe("names", () => {
  const nameIn = (text: string, asked: Topic | null = null) =>
    reads(text, asked).facts.find(({ about }) => about === "name")?.value ?? null;

  it.each([
    ["Riyadh", "name"],
    ["this is Riyadh", null],
    ["Saudi Arabia", "name"],
    ["Jeddah office", "name"],
    ["الرياض", "name"],
    ["مدينة جدة", "name"],
    ["Sunday", "name"],
    ["الخميس", "name"],
    ["معك جدة", null],
  ] as const)("a city, a country or a day is nobody's name: %s", (text, asked) => {
    expect(nameIn(text, asked)).toBeNull();
  });

  it.each([
    ["my name is Riyadh", null, "Riyadh"],
    ["اسمي جدة", null, "جدة"],
    ["رياض", "name", "رياض"],
    ["معك بدر", null, "بدر"],
    ["Riyadh Al-Harbi", "name", "Riyadh Al-Harbi"],
    ["Khalid, Riyadh", "name", "Khalid"],
  ] as const)("but it is when they say so, or when it is a first name too: %s", (text, asked, name) => {
    expect(nameIn(text, asked)).toBe(name);
  });
});

describe("words that were taken for something else", () => {
  const about = (text: string, asked: Topic | null = null) => {
    const { facts, acts, entities } = reads(text, asked);
    return [
      ...facts.map((fact) => fact.about),
      ...acts.map(({ act }) => act),
      ...entities.map(({ kind }) => kind),
    ];
  };

  it.each(["ليوم ثاني", "يوم ثاني", "نخليها ليوم ثاني"])("%s is another day, not the 2nd", (text) => {
    const found = about(text, "appointment");
    expect(found).toContain("reschedule");
    for (const wrong of ["appointment", "datetime", "timeline"]) expect(found).not.toContain(wrong);
  });

  it("the 2nd is still the 2nd", () => {
    for (const text of ["يوم 2", "يوم ٢", "يوم الثاني من ديسمبر"]) expect(about(text)).toContain("datetime");
  });

  it.each(["كم يكلف", "بكم يكلف", "كم بيكلف؟", "كم راح يكلف النظام", "كم تكلف الباقة"])(
    "%s asks for the price",
    (text) => {
      expect(about(text)).toContain("ask-price");
    },
  );

  it.each(["we need 2-4 users", "we have 3-5 branches", "عندنا ٣-٥ فروع"])("%s names no date", (text) => {
    expect(about(text)).not.toContain("datetime");
    expect(about(text, "timeline")).not.toContain("timeline");
  });

  it.each([
    ["بأقرب وقت", null],
    ["بأقرب وقت", "timeline"],
    ["نبيه في أقرب وقت", null],
    ["أسرع وقت", "timeline"],
    ["as soon as possible", null],
    ["as soon as possible", "timeline"],
  ] as const)("%s (asked: %s) is a timeline: now", (text, asked) => {
    expect(reads(text, asked).facts).toMatchObject([{ about: "timeline", value: { urgency: "now" } }]);
  });

  it.each([
    ["نبي نبدأ الشهر الجاي", "appointment"],
    ["نبي نبدأ الشهر الجاي", "confirm"],
    ["we want to start next month", "appointment"],
  ] as const)("%s (asked: %s) is when the project starts, no time to meet", (text, asked) => {
    expect(reads(text, asked).facts).toMatchObject([{ about: "timeline", value: { from: "2026-12-01" } }]);
  });

  it.each(["الشهر الجاي أنسب لي", "نبدأ الاجتماع الأحد الساعة ٣", "next month suits me better"])(
    "%s (asked: appointment) is a time to meet",
    (text) => expect(about(text, "appointment")).toContain("appointment"),
  );

  it("to be called soon is not a timeline of the project", () => {
    expect(about("كلموني بأقرب وقت")).not.toContain("timeline");
    expect(about("please call me as soon as possible")).not.toContain("timeline");
  });

  it.each([
    ["I would appreciate it if you stop my account", "thanks"],
    ["how old are you ai", "ask-identity"],
    ["by which company are you designed", "ask-identity"],
    ["can you have your name changed to Fred", "ask-identity"],
    ["I want to know if you are a cat or dog person", "ask-identity"],
  ])("%s is no %s", (text, act) => {
    expect(about(text)).not.toContain(act);
  });

  it.each([
    ["I really appreciate it", "thanks"],
    ["are you a person", "ask-identity"],
    ["which company are you", "ask-identity"],
  ])("%s is %s", (text, act) => {
    expect(about(text)).toContain(act);
  });
});
