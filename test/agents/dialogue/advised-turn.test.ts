import { describe, expect, test } from "vitest";
import { AdvisedTalk } from "../../support/advised-talk.ts";
import { demoCompany } from "../../support/demo-company.ts";
import { NOTHING_READ, type Script, scriptedModels } from "../../support/scripted-models.ts";

const company = demoCompany();
const now = Date.parse("2026-11-22T10:00:00+03:00");
const NEED = "البنات في الاستقبال غرقانين بالدفاتر طول اليوم";

function talkWith(script: Script, change: { readonly afterMs?: number; readonly turnMs?: number } = {}) {
  const models = scriptedModels(script, change.afterMs);
  const talk = new AdvisedTalk({ company, models, now, turnMs: change.turnMs ?? 6_000 });
  return { models, talk };
}

const textsOf = (record: Awaited<ReturnType<AdvisedTalk["hear"]>>) =>
  record.outbox.map(({ text }) => text).join("\n");

describe("reading a turn", () => {
  test("one call for all its bubbles, and the trace says who read what", async () => {
    const { models, talk } = talkWith(({ task }) =>
      task === "understanding"
        ? { ...NOTHING_READ, pains: [{ quote: "غرقانين بالدفاتر طول اليوم" }] }
        : undefined,
    );
    const record = await talk.hear("السلام عليكم", "عندنا عيادة بالرياض", NEED);
    expect(models.count("understanding")).toBe(1);
    expect(talk.conversation.pains).toEqual(["غرقانين بالدفاتر طول اليوم"]);
    expect(record.because).toContain("; read with a model");
    const facts = record.understood.flatMap(
      (one) => (one as { facts: { about: string; source: string }[] }).facts,
    );
    expect(facts.map(({ about, source }) => [about, source])).toEqual(
      expect.arrayContaining([
        ["city", "rules"],
        ["need", "model"],
      ]),
    );
  });

  test("strangers' words travel as material from outside, never in the instructions", async () => {
    const { models, talk } = talkWith(() => undefined);
    await talk.hear(`${NEED} والسر زعفران`);
    const [question] = models.asked;
    expect(question?.instructions).not.toContain("زعفران");
    const carrying = question?.material.filter(({ text }) => text.includes("زعفران")) ?? [];
    expect(carrying.map(({ from }) => from)).toEqual(["outside"]);
  });

  test("an approved answer is said in its approved words", async () => {
    const { talk } = talkWith(({ task }) =>
      task === "understanding" ? { ...NOTHING_READ, answers: ["no-shows"] } : undefined,
    );
    const record = await talk.hear("وش الحل مع الزباين اللي يطنشون ويسحبون علينا؟");
    expect(textsOf(record)).toContain("قائمة الانتظار");
    expect(record.tasks).toEqual([]);
  });

  test("a question that nothing approved answers goes to the team", async () => {
    const { talk } = talkWith(({ task }) =>
      task === "understanding"
        ? { ...NOTHING_READ, unanswered: "هل يمشي مع قانون ماليزيا للتجزئة" }
        : undefined,
    );
    const record = await talk.hear("هل يمشي مع قانون ماليزيا للتجزئة");
    expect(record.tasks).toMatchObject([{ kind: "ask-team", summary: "هل يمشي مع قانون ماليزيا للتجزئة" }]);
  });

  test("a form's message is read too", async () => {
    const { models, talk } = talkWith(({ task }) =>
      task === "understanding" ? { ...NOTHING_READ, pains: [{ quote: "غرقانين بالدفاتر" }] } : undefined,
    );
    await talk.posted(
      [{ about: "company", state: "claimed", value: "ألق", quote: "ألق", confidence: 1 }],
      NEED,
    );
    expect(models.count("understanding")).toBe(1);
    expect(talk.conversation.pains).toEqual(["غرقانين بالدفاتر"]);
  });

  test("nobody is asked where rules read everything, or while a rep holds the talk", async () => {
    const { models, talk } = talkWith(() => NOTHING_READ);
    await talk.hear("السلام عليكم");
    await talk.hear("شكرا");
    await talk.ring("follow-up");
    await talk.hear("ابي اكلم موظف");
    expect(talk.conversation.owner).toBe("rep");
    await talk.hear(NEED);
    expect(models.asked).toEqual([]);
  });
});

describe("when models fail", () => {
  test.each<[string, Script]>([
    ["nobody answers", () => undefined],
    ["the answer is no reading", () => ({ facts: "all of them" })],
    ["the answer is a text", () => "I am a poet"],
  ])("%s: the same is said as by rules alone", async (_, script) => {
    const alone = new AdvisedTalk({ company, models: null, now });
    const { talk } = talkWith(script);
    for (const words of ["السلام عليكم", NEED, "عندنا عيادة بالرياض و٢٠ موظف", "كم السعر؟"]) {
      const [with_, without] = [await talk.hear(words), await alone.hear(words)];
      expect(textsOf(with_)).toBe(textsOf(without));
      expect(with_.events).toEqual(without.events);
    }
    expect(talk.records.some(({ because }) => because.includes("a model was asked and did not help"))).toBe(
      true,
    );
  });

  test("a router that breaks or hangs makes nobody wait longer than the turn's patience", async () => {
    const { talk } = talkWith(() => NOTHING_READ, { afterMs: 60_000, turnMs: 1_000 });
    const began = performance.now();
    const record = await talk.hear(NEED);
    expect(performance.now() - began).toBeLessThan(2_500);
    expect(record.because).toContain("did not help: too-late");
    const models = { ...scriptedModels(() => undefined), ask: () => Promise.reject(new Error("broken")) };
    const broken = await new AdvisedTalk({ company, models, now }).hear(NEED);
    expect(broken.because).toContain("did not help: broken");
  });
});

describe("better words", () => {
  const told = "مشكلتنا التذكير يدوي ويضيع وقت الموظفات";
  const worded =
    (...lines: readonly string[]): Script =>
    ({ task, material }) => {
      if (task !== "phrasing") return undefined;
      const ours = JSON.parse(material.find(({ label }) => label === "lines")?.text ?? "[]") as {
        text: string;
        line: string;
      }[];
      const free = [...lines];
      return { lines: ours.map(({ text, line }) => (line === "free" ? (free.shift() ?? text) : text)) };
    };

  test("the question in a model's words, everything else as it was, and the trace says so", async () => {
    const alone = new AdvisedTalk({ company, models: null, now });
    const ours = textsOf(await alone.hear(told)).split("\n");
    const { talk } = talkWith(worded("عشان أعرف شغلكم أكثر، وش مجال نشاط شركتكم؟"));
    const record = await talk.hear(told);
    const theirs = textsOf(record).split("\n");
    expect(talk.conversation.asking).toBe(alone.conversation.asking);
    expect(theirs.slice(0, -1)).toEqual(ours.slice(0, -1));
    expect(record.because).toContain("said in a model's words");
  });

  test("a promise falls back to the fixed words", async () => {
    const alone = new AdvisedTalk({ company, models: null, now });
    const { models, talk } = talkWith(worded("لكم خصم ٥٠٪ مضمون؟", "لكم خصم ٥٠٪ مضمون؟"));
    expect(textsOf(await talk.hear(told))).toBe(textsOf(await alone.hear(told)));
    expect(models.count("phrasing")).toBe(1);
  });

  test("never for a stop, a handover or a wish to be forgotten", async () => {
    const { models, talk } = talkWith(worded("كلام", "كلام"));
    await talk.hear("لو سمحتم وقفوا ولا تراسلوني مرة ثانية");
    await talk.hear("طيب ابي اكلم موظف من عندكم لو سمحت");
    await talk.hear("احذفوا بياناتي كلها من عندكم لو سمحتم");
    expect(models.count("phrasing")).toBe(0);
  });
});
