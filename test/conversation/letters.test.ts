import { describe, expect, test } from "vitest";
import { topicsAsked } from "../../bot/conversation/asked.ts";
import { decide } from "../../bot/conversation/decide.ts";
import { begin, evolve } from "../../bot/conversation/evolve.ts";
import { answersApart } from "../../bot/conversation/language/letters.ts";
import { understand } from "../../bot/conversation/language/understand.ts";
import { nameShown } from "../../bot/conversation/letter.ts";
import { opensAsOurs } from "../../bot/conversation/own-opening.ts";
import { asReply, topicOf } from "../../bot/conversation/subject.ts";
import { demoCompany } from "../support/demo-company.ts";
import { letterFrom } from "../support/letters.ts";

describe("answers in one letter", () => {
  const topics = ["companySize", "city", "timeline"] as const;

  test.each([
    ["1. 40\n2. Riyadh\n3. next month", ["40", "Riyadh", "next month"]],
    ["١- ٤٠ ٢- الرياض ٣- الشهر القادم", ["٤٠", "الرياض", "الشهر القادم"]],
    ["أولاً: ٤٠\nثانياً: الرياض", ["٤٠", "الرياض"]],
    ["> 1. How many?\n\n40\n> 2. Where?\nRiyadh", ["40", "Riyadh"]],
    ["> Which city are you in?\nRiyadh", [undefined, "Riyadh"]],
  ])("%j stand each behind its own question", (letter, wanted) => {
    const found = answersApart(letter, topics);
    const answers = topics.map((topic) => found.find(({ asked }) => asked === topic)?.text);
    expect(answers.slice(0, wanted.length)).toEqual(wanted);
    for (const { text, start } of found) expect(letter.slice(start, start + text.length)).toBe(text);
  });

  test("a bare no behind a question is the answer to that question, and places are those of the whole letter", () => {
    const letter = "1. 45 people\n2. no\n3. 1 March 2027";
    const context = {
      ...{ asked: "companySize" as const, alsoAsked: ["authority", "timeline"] as const },
      ...{
        now: Date.parse("2026-11-22T10:00:00+03:00"),
        profileName: null,
        language: "en" as const,
        city: null,
      },
    };
    const { facts, acts, entities } = understand(letter, context);
    expect(facts.map(({ about }) => about)).toEqual(["companySize", "authority", "timeline"]);
    expect(acts.map(({ act }) => act)).not.toContain("no");
    for (const { text, start, end } of entities) expect(letter.slice(start, end)).toBe(text);
  });
});

test.each([
  ["Riyadh", null],
  ["Riyadh Office", null],
  ["الرياض", null],
  ["Khalid Al-Qahtani", "Khalid Al-Qahtani"],
  ["رياض الحربي", "رياض الحربي"],
])("a letter greets whom the header shows as %j by %j", (shown, name) => {
  expect(nameShown(shown)).toBe(name);
});

test.each([
  ["Re: RE: Fwd: Your  Offer", "your offer"],
  ["رد: إعادة توجيه: تحويل: عرضكم", "عرضكم"],
  ["\u200fرد: عرض", "عرض"],
  ["Regarding us", "regarding us"],
])("the topic of %j is %j", (subject, topic) => {
  expect(topicOf(subject)).toBe(topic);
  expect(topicOf(asReply(subject))).toBe(topic);
});

test.each([
  [
    "Dear Baa,\n\nThank you for your message. I am the automated assistant of Nassiq, and I will gladly help.",
    true,
  ],
  [
    "Thank you for writing to Nassiq.\nI am the company's automated assistant, and your request is with me.\n\n40 people",
    true,
  ],
  [
    "\u200fوعليكم السلام ورحمة الله وبركاته، خالد،\n\nنشكر لكم رسالتكم. أنا المساعد الآلي في نسّق، وطلبكم محل عنايتنا.",
    true,
  ],
  ["نشكر لكم تواصلكم مع مسار. معكم المساعد الآلي للشركة، ويسعدني خدمتكم.", true],
  [
    "See below.\n\nDear Baa,\n\nThank you for your message. I am the automated assistant of Nassiq, and I will gladly help.",
    false,
  ],
  ["Thank you for your message. We are a clinic in Riyadh.", false],
  ["Are you an automated assistant?", false],
  ["السلام عليكم ورحمة الله وبركاته، نحن عيادة في الرياض", false],
  ["", false],
])("whether %j opens as ours do: %j", (text, isOurs) => {
  expect(opensAsOurs(text)).toBe(isOurs);
});

test.each(["ar", "en"] as const)(
  "two houses that write to each other stop within three letters each (%s)",
  (language) => {
    const company = demoCompany();
    const houses = ["one", "two"].map((id) => begin({ id, channel: "email", contactId: id, language }));
    const written = [0, 0];
    let words =
      language === "ar" ? "السلام عليكم، وصلتنا رسالتكم" : "Dear Sir or Madam, we received your message.";
    for (let turn = 0; turn < 20 && words !== ""; turn += 1) {
      const place = turn % 2;
      const house = houses[place];
      if (house === undefined) throw new Error("there are two houses");
      const now = Date.parse("2026-11-22T10:00:00+03:00") + turn * 60_000;
      const [asked = null, ...alsoAsked] = topicsAsked(house);
      const context = { asked, alsoAsked, now, profileName: null, language, city: null };
      const heard = [
        { message: letterFrom("house@other.example", words), understanding: understand(words, context) },
      ];
      const newIds = { booking: `b${turn}`, proposal: `p${turn}` };
      const base = { company, pace: "letter" as const, now, seed: turn, newIds };
      const decision = decide(house, { ...base, trigger: { kind: "messages", heard }, openSlots: [] });
      houses[place] = decision.events.reduce(evolve, house);
      const say = decision.actions.find((action) => action.do === "say");
      words = say?.do === "say" ? say.text : "";
      if (words !== "") written[place] = (written[place] ?? 0) + 1;
    }
    expect(words).toBe("");
    expect(Math.max(...written)).toBeLessThanOrEqual(3);
  },
);
