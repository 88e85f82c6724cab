import { expect, test } from "vitest";
import { advisor } from "../../agents/dialogue/advisor.ts";
import type { Actor } from "../../bot/contracts/commands.ts";
import { decide } from "../../bot/conversation/decide.ts";
import { understand } from "../../bot/conversation/language/understand.ts";
import { takeOver } from "../../bot/flow/take-over.ts";
import { onBothEngines } from "../support/database.ts";
import { demoCompany } from "../support/demo-company.ts";
import { NOTHING_READ, type Script, scriptedModels } from "../support/scripted-models.ts";
import { mindOf, storyOn, until } from "../support/story.ts";
import { text } from "../support/talk.ts";

const SARA: Actor = { id: "sara", role: "rep" };
const NEED = "البنات في الاستقبال غرقانين بالدفاتر طول اليوم";

onBothEngines((engine) => {
  const begin = async (afterMs: number, script: Script = () => NOTHING_READ) => {
    const models = scriptedModels(script, afterMs);
    const company = demoCompany();
    const mind = mindOf({
      ...{ decide, company: async () => company },
      understand: (message, context) => understand(message.text, context),
      advisor: advisor({ models, now: () => Date.now(), turnMs: 5_000, phrasing: false }),
    });
    const story = await storyOn(await engine.fresh(), { mind, bubbleWaitMs: 30 });
    story.work();
    return { models, story };
  };

  test("a take-over while a model reads ends the call, and the reply it would have led to never leaves", async () => {
    const { models, story } = await begin(3_000);
    await story.inbox.message(text(NEED));
    await until(() => models.asked.length === 1);
    const { rows } = await story.pool.query<{ id: string }>("select id from conversations");
    const parts = {
      ...{
        arrivals: story.store.arrivals,
        lanes: story.store.lanes,
        mind: story.parts.mind,
        repIdleMs: 60_000,
      },
      announce: (id: string, what: "due" | "changed") => story.wake.announce([id], what),
    };
    expect(await takeOver(rows[0]?.id ?? "", SARA, parts)).toMatchObject({ ok: true });
    await until(() => models.asked[0]?.signal?.aborted === true, 2_000);
    await until(
      async () => (await story.pool.query("select from messages where handled_turn is null")).rowCount === 0,
    );
    await new Promise((later) => setTimeout(later, 200));
    expect(story.platform.arrived).toEqual([]);
    expect(models.asked.length).toBe(1);
    await story.stop();
    expect(story.reports).toEqual([]);
  });

  test("a rep's task gets a model's summary after the person was answered: only what stands on their words", async () => {
    const note = {
      points: [
        { says: "الاستقبال غارق بالدفاتر", quote: "غرقانين بالدفاتر" },
        { says: "ميزانيتهم ٩٠٠ ألف", quote: "ابي اكلم موظف" },
        { says: "وعدناهم بخصم", quote: "وعدتونا بخصم" },
      ],
      open: ["متى يبدأون؟"],
      mood: "impatient",
    };
    const script: Script = ({ task }) =>
      task === "summary" ? note : { ...NOTHING_READ, pains: [{ quote: NEED }] };
    const { models, story } = await begin(150, script);
    await story.inbox.message(text(NEED));
    await until(() => story.platform.arrived.length === 1);
    await story.inbox.message(text("ابي اكلم موظف"));
    await until(() => story.platform.arrived.length === 2);
    const summary = async () =>
      (await story.pool.query<{ summary: string }>("select summary from tasks where kind = 'call-rep'"))
        .rows[0]?.summary ?? "";
    expect(await summary()).toContain("Mood: wants a person");
    expect(await summary()).not.toContain("ملخص");
    await until(async () => (await summary()).includes("ملخص"));
    expect(await summary()).toContain("- الاستقبال غارق بالدفاتر («غرقانين بالدفاتر»)");
    expect(await summary()).toContain("? متى يبدأون؟");
    expect(await summary()).not.toMatch(/٩٠٠|خصم/u);
    const { rows } = await story.pool.query<{ actions: { do: string }[] }>(
      "select actions from turns order by number",
    );
    expect(rows.at(-1)?.actions.at(-1)).toMatchObject({ do: "note-for-rep" });
    expect(models.count("summary")).toBe(1);
    await story.stop();
    expect(story.reports).toEqual([]);
  });

  test("a newer bubble ends the call; one call reads both, and one answer meets them", async () => {
    const { models, story } = await begin(400);
    await story.inbox.message(text(NEED));
    await until(() => models.asked.length === 1);
    await story.inbox.message(text("وعندنا عيادة بالرياض والشغل عليها واجد وما نلحق"));
    await until(() => story.platform.arrived.length === 1);
    expect(models.asked[0]?.signal?.aborted).toBe(true);
    expect(models.asked.length).toBe(2);
    expect(models.asked[1]?.material.at(-1)?.text).toContain("غرقانين");
    expect(models.asked[1]?.material.at(-1)?.text).toContain("الرياض");
    await story.stop();
  });
});
