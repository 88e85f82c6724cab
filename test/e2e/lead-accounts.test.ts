import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, type Json, openRealHouse, type RunningHouse } from "../support/house.ts";
import { type StandInModels, standInModels } from "../support/models/stand-in.ts";
import { until } from "../support/story.ts";

let models: StandInModels;
let house: RunningHouse;
beforeAll(async () => {
  models = await standInModels({ answer: () => ({}), checks: false });
  house = await openRealHouse({ environment: { ...models.environment, WHATSAPP_TEMPLATE: "follow_up" } });
}, 60_000);
afterAll(async () => {
  await house.close();
  await models.close();
});

const PIPELINE_TASKS = ["arabic", "proposal"];

test("what the steps of a posted lead asked of models is in the accounts of its talk, under the turn it took", async () => {
  const lead = {
    ...{ company: "عيادات الابتسامة", name: "خالد", phone: "0501234567", sector: "health", region: "Riyadh" },
    ...{ message: "المراجعين ما يحضرون ونبي تذكير للمواعيد", source: "website", autoProposal: true },
  };
  const posted = await ask(house.url, "POST", "/api/v1/leads", lead);
  expect(posted.status).toBe(201);
  const asked = models.requests.map(({ name }) => name);
  expect(asked).toEqual(expect.arrayContaining(["pains", "reasons", "questions", "proposal_prose"]));

  const talks = await ask(house.url, "GET", "/api/v1/conversations?handle=%2B966501234567");
  const trace = `/api/v1/conversations/${talks.body.data[0].id}/trace`;
  let calls: Json[] = [];
  // The accounts are written in batches.
  await until(async () => {
    const [turn] = (await ask(house.url, "GET", trace)).body.data;
    calls = turn.modelCalls;
    return calls.length >= models.requests.length;
  });
  expect(calls).toHaveLength(models.requests.length);
  expect(calls.map(({ task }) => task)).toEqual(expect.arrayContaining(PIPELINE_TASKS));
});

test("an agent run for nobody of ours is in no talk's accounts", async () => {
  const before = models.requests.length;
  await ask(house.url, "POST", "/api/v1/agents/pain-extractor", { message: "مشكلتنا الغياب والتأخير" });
  expect(models.requests.length).toBeGreaterThan(before);
  const { body } = await ask(house.url, "GET", "/api/v1/conversations");
  // Longer than a batch of the accounts takes.
  await new Promise((later) => setTimeout(later, 600));
  for (const { id } of body.data) {
    const trace = await ask(house.url, "GET", `/api/v1/conversations/${id}/trace`);
    const booked = trace.body.data.flatMap(({ modelCalls }: Json) => modelCalls);
    expect(booked).toHaveLength(before);
  }
});
