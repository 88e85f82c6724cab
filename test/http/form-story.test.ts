import { afterAll, beforeAll, expect, test } from "vitest";
import { ADMIN_KEY } from "../support/http-server.ts";
import { openWhole, type WholeHouse } from "../support/whole-house.ts";

let house: WholeHouse;
let shift = 0;
beforeAll(async () => {
  house = await openWhole({ now: () => Date.now() + shift });
});
afterAll(() => house.close());

// biome-ignore lint/suspicious/noExplicitAny: bodies are looked into freely here
async function ask(method: string, path: string, body?: unknown): Promise<any> {
  const response = await fetch(`${house.url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
}

async function fill(fields: Readonly<Record<string, unknown>>): Promise<void> {
  const { token } = await ask("GET", "webhooks/form/token");
  shift += 5_000;
  expect(await ask("POST", "webhooks/form", { ...fields, token })).toEqual({ received: true });
}

const SAID = {
  ...{ company: "عيادات الشفاء", name: "نورة", phone: "0500000771", locale: "ar" },
  ...{ message: "نبغى نظام مواعيد", consent: { language: "ar" }, submissionId: "story-0001" },
};

test("a form is one lead with its consent on record, however often it arrives", async () => {
  await Promise.all([fill(SAID), fill(SAID)]);
  await fill(SAID);
  const { data } = await ask("GET", "leads?phone=0500000771");
  expect(data).toHaveLength(1);
  const [lead] = data;
  expect(lead).toMatchObject({ source: "website", locale: "ar", facts: { name: { value: "نورة" } } });
  const { data: words } = await ask("GET", `conversations/${lead.conversationIds[0]}/messages`);
  expect(words.filter(({ direction }: { direction: string }) => direction === "in")).toHaveLength(1);
  const known = await ask("GET", `contacts/${lead.contactId}/export`);
  expect(known.consents).toHaveLength(1);
  expect(known.consents[0]).toMatchObject({ what: "opt-in", messageId: "form:story-0001" });
  expect(known.consents[0].wording).toContain("أوافق على أن تحفظ");
  expect(known.consents[0].wording).toContain("form 2026-11 (ar) · whatsapp");
  // What the person writes later in the form counts as new.
  await fill({ ...SAID, submissionId: "story-0002", message: "كم السعر؟" });
  expect((await ask("GET", `conversations/${lead.conversationIds[0]}/messages`)).data.length).toBeGreaterThan(
    words.length,
  );
});

test("a repeat is known behind later posts too, also one without a word in it", async () => {
  const quiet = { ...SAID, phone: "0500000773", message: null };
  await fill({ ...quiet, budget: "50000", submissionId: "story-0010" });
  await fill({ ...quiet, message: "كم السعر؟", submissionId: "story-0011" });
  const [lead] = (await ask("GET", "leads?phone=0500000773")).data;
  const versions = async () => {
    const talk = await ask("GET", `conversations/${lead.conversationIds[0]}`);
    const { consents } = await ask("GET", `contacts/${lead.contactId}/export`);
    return [talk.version, consents.length];
  };
  const before = await versions();
  await fill({ ...quiet, budget: "50000", submissionId: "story-0010" });
  await fill({ ...quiet, message: "كم السعر؟", submissionId: "story-0011" });
  expect(await versions()).toEqual(before);
});

test("a form with somebody's number does not undo their opt-out", async () => {
  const other = { ...SAID, phone: "0500000772", message: "لا ترسلون لي رسائل", submissionId: "story-0003" };
  await fill(other);
  await fill({ ...other, message: "مرحبا", submissionId: "story-0004" });
  const [lead] = (await ask("GET", "leads?phone=0500000772")).data;
  const { consents } = await ask("GET", `contacts/${lead.contactId}/export`);
  expect(consents.map(({ what }: { what: string }) => what)).toEqual(["opt-out"]);
});
