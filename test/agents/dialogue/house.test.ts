import { afterAll, beforeAll, expect, test } from "vitest";
import { ADMIN_KEY, openRealHouse, type RunningHouse } from "../../support/house.ts";
import { type StandInModels, standInModels } from "../../support/models/stand-in.ts";

let models: StandInModels;
let house: RunningHouse;
const NOTHING = { facts: [], acts: [], pains: [], answers: [], unanswered: null };

beforeAll(async () => {
  models = await standInModels({
    answer: (name) =>
      name === "turn_reading"
        ? { ...NOTHING, pains: [{ quote: "غرقانين بالدفاتر طول اليوم" }] }
        : { lines: ["one line too few or many", "and", "another", "and", "one"] },
  });
  house = await openRealHouse({ environment: { ...models.environment } });
}, 60_000);
afterAll(async () => {
  await house.close();
  await models.close();
});

async function ask(method: string, path: string, key: string | null, body?: unknown) {
  const response = await fetch(`${house.url}${path}`, {
    method,
    headers: {
      "content-type": "application/json",
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: bodies are looked into freely here
  return (await response.json()) as any;
}

test("the whole program, its router and a provider on the wire: what a model read is learned and shown in the trace", async () => {
  const { token } = await ask("POST", "/api/v1/chat/sessions", null, {});
  const words = "البنات في الاستقبال غرقانين بالدفاتر طول اليوم";
  await ask("POST", "/api/v1/chat/messages", token, { clientId: "one", text: words });
  const end = Date.now() + 15_000;
  let insight = await ask("GET", "/api/v1/chat/insight", token);
  while (insight.pains?.length !== 1 && Date.now() < end) {
    await new Promise((later) => setTimeout(later, 50));
    insight = await ask("GET", "/api/v1/chat/insight", token);
  }
  expect(insight.pains).toEqual(["غرقانين بالدفاتر طول اليوم"]);
  const trace = await ask("GET", `/api/v1/conversations/${insight.conversationId}/trace`, ADMIN_KEY);
  const [turn] = trace.data;
  expect(turn.because).toContain("read with a model");
  expect(turn.understood[0].facts).toContainEqual(
    expect.objectContaining({ about: "need", source: "model" }),
  );
  expect(models.requests.filter(({ name }) => name === "turn_reading").length).toBe(1);
  expect(models.complaints).toEqual([]);
  expect(house.errors).toEqual([]);
});
