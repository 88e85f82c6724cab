import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Recording } from "../../../agents/router/models.ts";
import { openModels } from "../../../agents/router/open-models.ts";
import { createPrices } from "../../../agents/router/prices.ts";
import type { Router } from "../../../agents/router/router.ts";
import { memoryParts, tried } from "../../support/models/parts.ts";
import type { Speech } from "../../support/models/speech.ts";
import { type StandInModels, standInModels } from "../../support/models/stand-in.ts";

let vendors: StandInModels;
let speech: Speech = { text: "" };
let models: Router;
let memory: ReturnType<typeof memoryParts>;

beforeAll(async () => {
  vendors = await standInModels({ hear: () => speech });
});
afterEach(async () => {
  await vendors.misbehave("all", null);
  expect(vendors.complaints).toEqual([]);
});
afterAll(() => vendors.close());

async function heard(said: Speech, changes: Partial<Recording> = {}) {
  speech = said;
  memory = memoryParts();
  models = await openModels(vendors.settings, memory.parts);
  return await models.hear({
    bytes: Uint8Array.from([79, 103, 103, 83]),
    mediaType: "audio/ogg; codecs=opus",
    language: "ar",
    hints: ["مجلس", "فاتورة"],
    about: { conversationId: "talk-1", turn: 1 },
    ...changes,
  });
}

const segment = (text: string, more: Partial<NonNullable<Speech["segments"]>[number]> = {}) => ({
  ...{ text, start: 0, end: 4, avg_logprob: -0.2, no_speech_prob: 0.01 },
  ...more,
});

test("a voice note is heard by Whisper, with our names to spell, and billed by its seconds", async () => {
  const answer = await heard({ text: "نبغى عرض سعر لخمسين موظف", seconds: 6 });
  expect(answer).toMatchObject({
    ok: true,
    value: { text: "نبغى عرض سعر لخمسين موظف", seconds: 6, confidence: 0.811 },
    call: { provider: "groq", attempts: [{ model: "whisper-large-v3", outcome: "answered" }] },
  });
  expect(answer.call.costUsd).toBe(createPrices().costOfHearing("whisper-large-v3", 6));
  expect(vendors.requests.at(-1)).toMatchObject({
    ...{ provider: "groq", name: "transcription", model: "whisper-large-v3" },
    instructions: "مجلس، فاتورة",
  });
  expect(memory.accounts.calls).toMatchObject([{ task: "transcription", left: ["voice: sent"] }]);
});

test("silence is an answer without words, not a failure", async () => {
  expect(await heard({ text: "" })).toMatchObject({ ok: true, value: { text: "", confidence: 0 } });
});

test.each([
  ["ترجمة نانسي قنقر", 0.2],
  ["اشتركوا في القناة", 0.05],
  ["شكراً للمشاهدة", 0.01],
  ["Thanks for watching!", 0.4],
  ["أي شيء قيل في الضجيج", 0.9],
])("what Whisper makes up in silence is dropped: %s", async (text, no_speech_prob) => {
  const answer = await heard({ text, segments: [segment(text, { no_speech_prob })] });
  expect(answer).toMatchObject({ ok: true, value: { text: "", confidence: 0 } });
});

test("a made-up end does not spoil what was really said, and a real sentence that begins alike stays", async () => {
  const real = "شكراً للمشاهدة كانت كلمة واحدة في العرض اللي أرسلتوه لنا أمس ونبغى نغيرها قبل الاجتماع";
  const mixed = {
    text: "",
    segments: [segment("نبغى موعد الأحد"), segment("ترجمة نانسي قنقر", { start: 4, end: 6 })],
  };
  expect(await heard(mixed)).toMatchObject({ value: { text: "نبغى موعد الأحد", confidence: 0.811 } });
  expect(await heard({ text: real, segments: [segment(real)] })).toMatchObject({ value: { text: real } });
});

test("mumbling gets a low confidence", async () => {
  const answer = await heard({
    text: "x",
    segments: [segment("ميتين ألف", { avg_logprob: -1.1, no_speech_prob: 0.4 })],
  });
  expect(answer.ok && answer.value.confidence).toBeLessThan(0.3);
});

test.each(["server-error", "refused", "rate-limited", "html", "malformed-body"] as const)(
  "Groq %s → Gemini hears",
  async (how) => {
    await vendors.misbehave("groq", how);
    const answer = await heard({ text: "نبغى موعد" });
    expect(answer).toMatchObject({
      ok: true,
      value: { text: "نبغى موعد", confidence: 0.8, seconds: null },
      call: {
        provider: "gemini",
        attempts: [{ provider: "groq" }, { provider: "gemini", model: "gemini-3.8-flash" }],
      },
    });
    expect(vendors.requests.at(-1)).toMatchObject({ provider: "gemini", name: "transcription" });
  },
);

test("nobody who can hear: a failure that says so", async () => {
  await vendors.misbehave("all", "overloaded");
  const answer = await heard({ text: "نبغى موعد" });
  expect(answer).toMatchObject({ ok: false, why: "failed" });
  expect(tried(answer.call)).toBe("groq overloaded, gemini overloaded");
});

test("a recording the caller wants no more is not sent on", async () => {
  const before = vendors.requests.length;
  expect(await heard({ text: "x" }, { signal: AbortSignal.abort() })).toMatchObject({
    ok: false,
    why: "cancelled",
  });
  expect(vendors.requests.length).toBe(before);
});
