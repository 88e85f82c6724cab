import { describe, expect, test } from "vitest";
import { faultsIn, linesOf, reworded } from "../../../bot/conversation/advice/rewording.ts";
import { begin } from "../../../bot/conversation/evolve.ts";
import { understand } from "../../../bot/conversation/language/understand.ts";
import type { Conversation } from "../../../bot/conversation/state.ts";
import type { Heard, Say } from "../../../bot/conversation/turn.ts";
import type { Topic } from "../../../bot/conversation/understanding.ts";
import { known } from "../../support/stored-talk.ts";
import { say } from "../../support/story.ts";
import { text } from "../../support/talk.ts";

const need = "التذكير يدوي ويضيع وقت الموظفات";

function talkAsking(asking: Topic | null, change: Partial<Conversation> = {}): Conversation {
  const talk = begin({ id: "talk", channel: "whatsapp", contactId: "person", language: "ar" });
  return { ...talk, asking, facts: { need: known<"need">(need, need) }, ...change };
}

function heard(words: string, choice: string | null = null): readonly Heard[] {
  const context = { asked: null, now: 0, profileName: null, language: null, city: null };
  return [{ message: text(words, { choice }), understanding: understand(words, context) }];
}

const TOLD = heard("التذكير عندنا يدوي ويضيع وقت الموظفات");
const ACK_AND_ASK = say("فهمت عليكم، وهذا شي يستاهل ينحل.\nكم عدد الموظفين عندكم تقريباً؟", {
  wordings: ["ack.need#0", "ask.companySize#0"],
}) as Say;

function faults(first: string, second: string, talk = talkAsking("companySize")): readonly string[] {
  const lines = linesOf(ACK_AND_ASK, talk, TOLD);
  if (lines === null) throw new Error("nothing may be worded");
  return faultsIn([first, second], lines, talk);
}

describe("which lines may be worded", () => {
  test("hearing and asking, after free talk", () => {
    expect(linesOf(ACK_AND_ASK, talkAsking("companySize"), TOLD)).toEqual([
      { text: "فهمت عليكم، وهذا شي يستاهل ينحل.", free: true, asks: false },
      { text: "كم عدد الموظفين عندكم تقريباً؟", free: true, asks: true },
    ]);
  });

  test("approved texts, prices, figures and who we are stay letter by letter", () => {
    const mixed = say(
      "هلا والله، حياكم الله، معكم المساعد الآلي في نسّق.\nباقة مواعيد: ٣٤٩ ريال شهرياً\nكم عدد الموظفين عندكم تقريباً؟",
      { wordings: ["greet.hello#0", "intro#0", "price:appointments-month", "ask.companySize#0"] },
    ) as Say;
    const lines = linesOf(mixed, talkAsking("companySize"), TOLD);
    expect(lines?.map(({ free }) => free)).toEqual([false, false, true]);
  });

  test.each<[string, Partial<Say>, readonly Heard[], Partial<Conversation>]>([
    ["a tap", {}, heard("الأحد الساعة ٣ العصر تقريباً", "sara@1"), {}],
    ["a short answer", {}, heard("٤٠ موظف"), {}],
    ["buttons", { choices: [{ id: "1", label: "نعم", description: null }] }, TOLD, {}],
    ["an invitation", { icsOf: "booking" }, TOLD, {}],
    ["our own first word", { purpose: "proactive" }, TOLD, {}],
    ["a rep's talk", {}, TOLD, { owner: "rep" }],
    ["a closed talk", {}, TOLD, { stage: "closed" }],
    ["a stop", { text: "تم، ما راح نراسلكم مرة ثانية.", wordings: ["optout.done#0"] }, TOLD, {}],
    ["a handover", { text: "أبشر، بحولكم الحين لزميل من الفريق.", wordings: ["handover.asked#0"] }, TOLD, {}],
  ])("nothing after or in %s", (_, change, words, state) => {
    expect(linesOf({ ...ACK_AND_ASK, ...change }, talkAsking("companySize", state), words)).toBeNull();
  });
});

describe("words of a model are said only when they do what ours do", () => {
  const ack = "فهمت عليكم، التذكير اليدوي ياخذ وقت الموظفات.";
  const ask = "عشان أفهم أكثر، كم عدد الموظفين عندكم تقريباً؟";

  test("hears them with their own content and asks the same", () => {
    expect(faults(ack, ask)).toEqual([]);
    const lines = linesOf(ACK_AND_ASK, talkAsking("companySize"), TOLD) ?? [];
    expect(reworded([` ${ack} `, ask], lines, talkAsking("companySize"))).toBe(`${ack}\n${ask}`);
  });

  test.each<[string, string, string]>([
    ["a line less", "", ask],
    ["a figure", "فهمت عليكم، عندكم 40 موعد.", ask],
    ["a figure in words", "فهمت عليكم، عندكم أربعين موعد.", ask],
    ["a discount", "فهمت عليكم، ولكم خصم.", ask],
    ["a guarantee", "فهمت عليكم ونضمن لكم الحل.", ask],
    ["free of charge", "فهمت عليكم والتجربة مجاناً.", ask],
    ["a yes to what they said", "نعم، هذا واضح.", ask],
    ["a report of something done", "تم حجز موعدكم.", ask],
    ["a product nobody approved", "فهمت عليكم، وعندنا تكامل مع سلة.", ask],
    ["an insult", "فهمت، أنتم نصابين.", ask],
    ["a link", "فهمت عليكم https://evil.example", ask],
    ["an emoji", "فهمت عليكم 👍", ask],
    ["marks of a format", "فهمت عليكم **واضح**", ask],
    ["another language", "Got it, manual reminders.", ask],
    ["no question any more", ack, "عدد الموظفين عندكم مهم."],
    ["two questions", ack, "كم عدد الموظفين عندكم؟ وكم الميزانية؟"],
    ["another question", ack, "وش الميزانية اللي حاطينها؟"],
    ["a question where none was", "فهمت عليكم، صح؟", ask],
    ["a second line", "فهمت عليكم.\nوصلت الفكرة.", ask],
    ["far too much", `فهمت عليكم ${"واضح ".repeat(40)}`, ask],
  ])("not %s", (_, first, second) => {
    expect(faults(first, second)).not.toEqual([]);
  });

  const inEnglish = {
    ...{
      language: "en" as const,
      pains: ["half of our patients don't show up and reception calls everyone"],
    },
    facts: { sector: known<"sector">("health", "dental clinic") },
  };

  test.each<[Topic, string]>([
    ["companySize", "واضح، المراجعين ما يحضرون والتذكير كله يدوي."],
    ["companySize", "الله يعطيكم العافية، المراجعين اللي ما يحضرون ياخذون وقت الموظفات."],
    ["companySize", "وكم عدد فريقكم في العيادة تقريباً؟"],
    ["budget", "عشان أرشح لكم الأنسب لعيادتكم، كم الميزانية اللي حاطينها؟"],
    ["timeline", "ومتى تحبون نبدأ معكم؟"],
    ["timeline", "متى ودكم يكون التذكير جاهز عندكم؟"],
    ["authority", "مين غيركم يهمه يشوف النظام قبل القرار؟"],
    ["city", "العيادة بأي مدينة؟"],
    ["companySize", "I see, reception spends its time calling patients who don't show up."],
    ["companySize", "Roughly how many employees work at the clinic?"],
    ["companySize", "That makes sense, half the patients not showing up is a lot."],
    ["budget", "So I can suggest the right plan for the clinic, is there a rough budget in mind?"],
    ["timeline", "When would you like it up and running at the clinic?"],
    ["authority", "Who else at the clinic should see this before you decide?"],
    ["city", "Which city is the clinic in?"],
  ])("asking %s: %s", (topic, wording) => {
    const pains = ["المراجعين ما يحضرون", "عيادة أسنان", need];
    const talk = /[a-z]/u.test(wording) ? talkAsking(topic, inEnglish) : talkAsking(topic, { pains });
    const text = "عندنا نظام واضح لكم، صح؟ Clear, and worth solving right away?";
    expect(faultsIn([wording], [{ text, free: true, asks: /[?؟]/u.test(wording) }], talk)).toEqual([]);
  });

  test("another number of lines is no answer", () => {
    const lines = linesOf(ACK_AND_ASK, talkAsking("companySize"), TOLD) ?? [];
    expect(faultsIn([ack], lines, talkAsking("companySize"))).toEqual(["another number of lines"]);
  });

  test("digits follow the person's own also in words of a model, and Latin runs read right", () => {
    const lines = [{ text: "واضح.", free: true, asks: false }];
    expect(reworded(["واضح، real estate."], lines, talkAsking("need"))).toContain("\u2066real estate");
  });
});
