import { describe, expect, test } from "vitest";
import { ar } from "../../bot/conversation/wording/ar.ts";
import { en } from "../../bot/conversation/wording/en.ts";
import type { Variants, WordingKey } from "../../bot/conversation/wording/keys.ts";
import { type Manner, sentence } from "../../bot/conversation/wording/say.ts";
import { written } from "../../bot/conversation/wording/script.ts";

const keys = Object.keys(en) as WordingKey[];
const sets: readonly (readonly [string, (key: WordingKey) => Variants])[] = [
  ["Arabic", (key) => ar[key].white],
  ["formal Arabic", (key) => ar[key].formal],
  ["English", (key) => en[key]],
];

const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name).sort();
const questionMarks = (text: string) => (text.match(/[?؟]/gu) ?? []).length;
const isQuestion = (key: WordingKey) =>
  /^(?:ask|again|which|thousands|times|confirm|unclear\.open|media)/u.test(key);

describe.each(sets)("%s", (_, variantsOf) => {
  test.each(keys)("%s: every variant is its own sentence and carries the same values", (key) => {
    const variants = variantsOf(key);
    expect(new Set(variants).size).toBe(variants.length);
    for (const variant of variants) expect(holes(variant)).toEqual(holes(en[key][0]));
  });

  test("only questions ask, and only one thing", () => {
    for (const key of keys) {
      for (const variant of variantsOf(key)) {
        const asked = questionMarks(variant);
        const limit = isQuestion(key) ? 1 : 0;
        expect(asked, `${key}: ${variant}`).toBeLessThanOrEqual(limit);
      }
    }
  });

  test("every question of qualifying asks, in four ways and four more the second time", () => {
    for (const key of keys.filter((each) => /^(?:ask|again)\./u.test(each))) {
      expect(variantsOf(key).length, key).toBeGreaterThanOrEqual(4);
      const asks = variantsOf(key).filter((variant) => questionMarks(variant) === 1);
      expect(asks.length, key).toBe(variantsOf(key).length);
    }
  });

  test("a fixed sentence carries no figure of its own", () => {
    for (const key of keys) for (const variant of variantsOf(key)) expect(variant).not.toMatch(/[0-9٠-٩%٪]/u);
  });
});

const FREQUENT: readonly WordingKey[] = [
  "greet.salam",
  "greet.hello",
  "intro",
  "ack.plain",
  "ack.need",
  "ack.needOffer",
  "price.lead",
  "price.again",
  "price.vat",
  "answer.identity",
  "answer.team",
  "times.three",
  "confirm.ask",
  "booked",
  "handover.asked",
  "meeting.suggest",
  "unclear.first",
  "welcome",
];

test.each(FREQUENT)("%s has at least four ways in each register", (key) => {
  for (const [, variantsOf] of sets) expect(variantsOf(key).length).toBeGreaterThanOrEqual(4);
});

test("formal Arabic has no dialect and no emoji", () => {
  const dialect =
    /(?:^|\s)(?:وش|ايش|تبون|تبي|الحين|عشان|اللي|ودكم|ودي|مين|بس|لسا|هالـ?)(?=\s|[؟،.:]|$)|\p{Extended_Pictographic}/u;
  for (const key of keys) for (const variant of ar[key].formal) expect(variant, key).not.toMatch(dialect);
});

test("the neutral plural is used: nobody's gender is guessed", () => {
  for (const key of keys) {
    for (const variant of [...ar[key].white, ...ar[key].formal]) {
      expect(variant, key).not.toMatch(/عزيزي|عزيزتي|أخي|أختي|حضرتك(?!م)/u);
    }
  }
});

const manner: Manner = { language: "ar", register: "white", digits: "latin", seed: 1, said: [] };

test("a sentence does not come back before every other way was used", () => {
  const said: string[] = [];
  for (let turn = 0; turn < 4; turn++) {
    const { id } = sentence("ask.need", {}, { ...manner, said });
    expect(said).not.toContain(id);
    said.push(id);
  }
});

test("the same turn says the same words again", () => {
  expect(sentence("ask.budget", {}, manner)).toEqual(sentence("ask.budget", {}, manner));
});

test.each([
  ["349 ريال", "arabic-indic", "٣٤٩ ريال"],
  ["3,490 ريال و15%", "arabic-indic", "٣٬٤٩٠ ريال و١٥٪"],
  ["3,490 ريال", "latin", "3,490 ريال"],
] as const)("digits follow the person: %s in %s", (text, digits, expected) => {
  expect(written(text, { language: "ar", digits })).toBe(expected);
});

test("addresses keep their digits and are isolated", () => {
  expect(
    written("رقمنا +966110000000 أو sales2@nassiq.example", { language: "ar", digits: "arabic-indic" }),
  ).toBe("رقمنا \u2066+966110000000\u2069 أو \u2066sales2@nassiq.example\u2069");
});

test("a line that begins with Latin still reads from the right; one plain word is left alone", () => {
  expect(written("CRM عندنا", { language: "ar", digits: "latin" })).toBe("\u200fCRM عندنا");
  expect(written("نظام CRM جديد", { language: "ar", digits: "latin" })).toBe("نظام CRM جديد");
  expect(written("عبر WhatsApp Business API الرسمية", { language: "ar", digits: "latin" })).toBe(
    "عبر \u2066WhatsApp Business API\u2069 الرسمية",
  );
});
