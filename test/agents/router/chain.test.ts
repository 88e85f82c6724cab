import { expect, test } from "vitest";
import { memoryCache } from "../../../agents/router/cache.ts";
import type { ProviderName } from "../../../agents/router/models.ts";
import { type Step, scripted } from "../../../agents/router/providers/scripted.ts";
import { createModels } from "../../../agents/router/router.ts";
import { ROUTES } from "../../../agents/router/routes.ts";
import { maskNames, memoryParts, tried } from "../../support/models/parts.ts";
import { GOOD, needQuestion } from "../../support/models/questions.ts";

type Scripts = Partial<Record<ProviderName, readonly Step[]>>;

function houseOf(scripts: Scripts, changes: Parameters<typeof createModels>[0] | object = {}) {
  const memory = memoryParts();
  const providers = Object.entries(scripts).map(([name, script]) => scripted(name as ProviderName, script));
  const models = createModels({ ...memory.parts, providers, ...changes });
  const provider = (name: string) => {
    const found = providers.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no ${name} in this test`);
    return found;
  };
  return { ...memory, models, provider };
}

test("without any key there is nobody, and nothing is asked or paid", async () => {
  const { models, accounts } = houseOf({});
  expect(models.present).toBe(false);
  const answer = await models.ask(needQuestion());
  expect(answer).toMatchObject({ ok: false, why: "no-provider", call: { provider: null, attempts: [] } });
  expect(accounts.calls).toHaveLength(1);
});

test("Arabic words go to GLM first, English ones to Groq, and a preference before both", async () => {
  const all: Scripts = { groq: [{ json: GOOD }], glm: [{ json: GOOD }], anthropic: [{ json: GOOD }] };
  const { models } = houseOf(all);
  const by = async (changes: Parameters<typeof needQuestion>[0]) =>
    (await models.ask(needQuestion(changes))).call.provider;
  expect(await by({ language: "ar" })).toBe("glm");
  expect(await by({ language: "en" })).toBe("groq");
  expect(await by({ language: "ar", prefer: "anthropic" })).toBe("anthropic");
  // No key for it: the preference is passed over.
  expect(await by({ language: "ar", prefer: "deepseek" })).toBe("glm");
});

test("who fails is followed by the next of the chain, and the accounts hear of it once", async () => {
  const { models, accounts, traced } = houseOf({
    glm: [{ fails: "server-error" }],
    groq: [{ fails: "overloaded" }],
    gemini: [{ json: GOOD }],
  });
  const answer = await models.ask(needQuestion());
  expect(answer).toMatchObject({
    ok: true,
    value: GOOD,
    call: { provider: "gemini", model: "scripted-gemini" },
  });
  expect(tried(answer.call)).toBe("glm server-error, groq overloaded, gemini answered");
  expect(accounts.calls.map(({ task, about }) => [task, about])).toEqual([
    ["understanding", { conversationId: "talk-1", turn: 3 }],
  ]);
  expect(traced).toHaveLength(1);
  expect(traced[0]?.output).toBe(JSON.stringify(GOOD));
});

test("when everybody fails the answer says so and by whom", async () => {
  const { models } = houseOf({ glm: [{ fails: "refusal" }], groq: [{ fails: "unauthorized" }] });
  const answer = await models.ask(needQuestion());
  expect(answer).toMatchObject({ ok: false, why: "failed", call: { provider: null } });
  expect(tried(answer.call)).toBe("glm refusal, groq unauthorized");
});

test("a wrong form is sent back once to the same provider with what was wrong, then goes to the next", async () => {
  const wrong = { need: 5, urgency: "now", pains: [] };
  const { models, provider } = houseOf({ glm: [{ json: wrong }, { json: GOOD }] });
  const answer = await models.ask(needQuestion());
  expect(tried(answer.call)).toBe("glm wrong-schema, glm answered");
  const repair = provider("glm").asked[1];
  expect(repair?.material.slice(1)).toEqual([
    { label: "your previous answer", text: JSON.stringify(wrong), from: "outside" },
    { label: "what was wrong with it", text: expect.stringContaining("need: "), from: "outside" },
  ]);
  const stubborn = houseOf({ glm: [{ json: wrong }], groq: [{ json: GOOD }] });
  expect(tried((await stubborn.models.ask(needQuestion())).call)).toBe(
    "glm wrong-schema, glm wrong-schema, groq answered",
  );
});

test("fences, polite words and small slips around the JSON do no harm", async () => {
  for (const text of [
    `\`\`\`json\n${JSON.stringify(GOOD)}\n\`\`\``,
    `Here is the JSON:\n\`\`\`\n${JSON.stringify(GOOD)}\n\`\`\`\nAnything else?`,
    `Sure! ${JSON.stringify(GOOD)}`,
    JSON.stringify(GOOD).replace("]}", ",]}").replaceAll('"urgency"', "urgency"),
  ]) {
    const { models } = houseOf({ glm: [{ text }] });
    expect(await models.ask(needQuestion()), text).toMatchObject({ ok: true, value: GOOD });
  }
});

test("an answer that stops in the middle is never completed by guessing", async () => {
  const { models } = houseOf({ glm: [{ text: '{"need":"نظام فواتير","urgency":"now","pains":["ال' }] });
  expect(tried((await models.ask(needQuestion())).call)).toBe("glm truncated");
});

test("words for a person in the wrong language are no answer", async () => {
  const english = { need: "an invoicing system please", urgency: "now", pains: [] };
  const { models, provider } = houseOf({ glm: [{ json: english }], groq: [{ json: GOOD }] });
  expect(tried((await models.ask(needQuestion({ speaks: "ar" }))).call)).toBe(
    "glm wrong-language, groq answered",
  );
  expect(provider("glm").asked[0]?.instructions).toMatch(/a person will read is in Arabic\.$/);
  expect(tried((await models.ask(needQuestion())).call)).toBe("glm answered");
});

test("who is talked out of their JSON again and again is not switched off for everybody else", async () => {
  const { models } = houseOf({ glm: [{ text: "I will not." }], groq: [{ json: GOOD }] });
  for (let n = 0; n < 5; n += 1)
    expect(tried((await models.ask(needQuestion())).call)).toBe(
      "glm malformed, glm malformed, groq answered",
    );
  expect(models.states()[0]).toMatchObject({ circuit: "closed" });
});

test("names are hidden from who must not see them, and stand in the answer again", async () => {
  const json = { need: "نظام لـ [person 1]", urgency: "now", pains: [] };
  const { models, provider, accounts, traced } = houseOf({ glm: [{ json }] }, { maskFor: maskNames("glm") });
  const material = [{ label: "message", text: "معك خالد من شركة النور", from: "outside" as const }];
  const answer = await models.ask(needQuestion({ material, names: ["خالد"] }));
  expect(provider("glm").asked[0]?.material[0]?.text).toBe("معك [person 1] من شركة النور");
  expect(answer).toMatchObject({ ok: true, value: { need: "نظام لـ خالد" } });
  expect(accounts.calls[0]?.left).toEqual(["name: masked"]);
  expect(JSON.stringify(traced)).not.toContain("خالد");
});

test("an idempotent question is paid for once; another person's same question finds it too, under their own name", async () => {
  const json = { need: "نظام لـ [person 1]", urgency: "now", pains: [] };
  const { models, provider, cache, accounts } = houseOf({ glm: [{ json }] }, { maskFor: maskNames("glm") });
  const asked = (name: string) =>
    models.ask(
      needQuestion({
        material: [{ label: "message", text: `معك ${name}`, from: "outside" }],
        names: [name],
        idempotent: true,
      }),
    );
  await asked("خالد");
  const second = await asked("سارة");
  expect(second).toMatchObject({
    ok: true,
    value: { need: "نظام لـ سارة" },
    call: { fromCache: true, costUsd: 0 },
  });
  expect(provider("glm").asked).toHaveLength(1);
  expect([...cache.kept.values()].map(({ keepMs }) => keepMs)).toEqual([ROUTES.understanding.keepMs]);
  expect(accounts.calls[1]?.left).toEqual([]);
});

test("an answer is kept with its talk; one that names somebody outside a talk is not kept", async () => {
  const cache = memoryCache(() => 0);
  const { models, provider } = houseOf(
    { glm: [{ json: GOOD }, { json: GOOD }, { json: GOOD }, { json: GOOD }] },
    { cache },
  );
  const asked = (conversationId: string | null) =>
    models.ask(
      needQuestion({
        material: [{ label: "message", text: "معك خالد", from: "outside" }],
        names: ["خالد"],
        about: { conversationId, turn: null },
        idempotent: true,
      }),
    );
  await asked("talk-1");
  expect(await asked("talk-1")).toMatchObject({ call: { fromCache: true } });
  expect(await models.forget("talk-1")).toBe(true);
  expect(await asked(null)).toMatchObject({ ok: true, call: { fromCache: false } });
  expect(await asked(null)).toMatchObject({ ok: true, call: { fromCache: false } });
  expect(provider("glm").asked).toHaveLength(3);
});

test("a used-up budget stops the call before anybody is asked", async () => {
  const { models, provider, accounts } = houseOf({ glm: [{ json: GOOD }] });
  accounts.hasBudget = false;
  expect(await models.ask(needQuestion())).toMatchObject({ ok: false, why: "over-budget" });
  expect(provider("glm").asked).toHaveLength(0);
});

test("the table covers every task, and each chain names nobody twice", () => {
  for (const [task, { chain, arabic = chain, attemptMs, wholeMs }] of Object.entries(ROUTES)) {
    expect(new Set(chain).size, task).toBe(chain.length);
    expect([...arabic].toSorted(), task).toEqual([...chain].toSorted());
    expect(attemptMs, task).toBeLessThan(wholeMs);
  }
});
