import { afterAll, beforeAll, expect, test } from "vitest";
import { demoCompany } from "../support/demo-company.ts";
import { ADMIN_KEY } from "../support/http-server.ts";
import { until } from "../support/story.ts";
import { text } from "../support/talk.ts";
import { openWhole, type WholeHouse } from "../support/whole-house.ts";

/** The predecessor's faults at its webhook, on the whole house: no conversation, no signature, twice processed, invented emails. */

let house: WholeHouse;
beforeAll(async () => {
  house = await openWhole();
});
afterAll(() => house.close());

async function post(
  message: ReturnType<typeof text>,
  headers: Record<string, string> = { "x-genuine": "yes" },
) {
  const body = JSON.stringify([{ kind: "message", message }]);
  const response = await fetch(`${house.url}/api/v1/webhooks/whatsapp`, { method: "POST", headers, body });
  return response.status;
}

interface Listed {
  readonly data: readonly { readonly id: string; readonly facts: Readonly<Record<string, unknown>> }[];
}

async function listed(path: string): Promise<Listed["data"]> {
  const response = await fetch(`${house.url}/api/v1/${path}`, {
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
  });
  return ((await response.json()) as Listed).data;
}

const answersTo = (handle: string) =>
  house.platform.arrived.filter(({ to }) => to.handle === handle).map((message) => message.text);

test("a webhook without a signature is refused, and nothing of it is kept", async () => {
  const by = "+966500000201";
  expect(await post(text("السلام عليكم", { by }), {})).toBe(401);
  expect(await listed(`conversations?handle=${encodeURIComponent(by)}`)).toEqual([]);
});

test("one message delivered five times is one message and one answer", async () => {
  const by = "+966500000202";
  const message = text("السلام عليكم", { by });
  const statuses = await Promise.all(Array.from({ length: 5 }, () => post(message)));
  expect(statuses).toEqual([200, 200, 200, 200, 200]);
  await until(() => answersTo(by).length > 0);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(answersTo(by)).toHaveLength(1);
});

test("three messages are three answers in one conversation and one lead, with no email invented", async () => {
  const by = "+966500000203";
  for (const [index, words] of ["السلام عليكم", "عندنا عيادات بالرياض", "ميزانيتنا ٢٠ ألف"].entries()) {
    expect(await post(text(words, { by }))).toBe(200);
    await until(() => answersTo(by).length > index);
  }
  expect(await listed("conversations?handle=966500000203")).toHaveLength(1);
  const leads = await listed("leads?phone=0500000203");
  expect(leads).toHaveLength(1);
  expect(leads[0]?.facts).toMatchObject({ city: { value: "Riyadh" }, budget: { value: { min: 20_000 } } });
  expect(leads[0]?.facts.email ?? null).toBe(null);
});

test("the first answer greets in the company's name and quotes no figure of its own", async () => {
  const by = "+966500000204";
  await post(text("السلام عليكم", { by }));
  await until(() => answersTo(by).length > 0);
  expect(answersTo(by)[0]).toContain("وعليكم السلام");
  expect(answersTo(by)[0]).not.toMatch(/[0-9٠-٩%]/u);
  expect(answersTo(by)[0]).toContain(demoCompany().name.ar);
});
