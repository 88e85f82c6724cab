import { afterAll, beforeAll, expect, test } from "vitest";
import { deskOn } from "../../db/desk.ts";
import { type ApiDocument, readDocument } from "../support/api-document.ts";
import type { Json } from "../support/house.ts";
import { type House, openHouse } from "../support/http-house.ts";
import { ADMIN_KEY, REP_KEY } from "../support/http-server.ts";

let house: House;
let document: ApiDocument;
let talk: string;

const SUMMARY = "Khalid, Smile Clinics: wants a person. «ابي اكلم موظف»";

beforeAll(async () => {
  house = await openHouse(({ database }) => ({
    finishTask: async (id, by) =>
      (await deskOn(database).finishTask(id, by.id))
        ? { ok: true, value: undefined }
        : { ok: false, problem: "not-found", detail: "there is no such task" },
  }));
  document = await readDocument(house.url);
  talk = await house.hear("ابي اكلم موظف");
  const tasks = [
    { kind: "call-rep", reason: "asked", summary: SUMMARY, rep: null },
    { kind: "linkedin-draft", reason: "a person sends this", summary: "السلام عليكم خالد", rep: "fahad" },
  ] as const;
  await house.turn(talk, ["حاضر"], { record: { tasks } });
});
afterAll(() => house.close());

async function ask(method: string, path: string, key: string | null = REP_KEY) {
  const headers = key === null ? {} : { authorization: `Bearer ${key}` };
  const response = await fetch(`${house.url}${path}`, { method, headers });
  const body: Json = await response.json();
  const bare = path.split("?")[0] ?? path;
  expect(document.complaints(method.toLowerCase(), bare, response.status, body)).toEqual([]);
  return { status: response.status, body };
}
const kinds = (body: { readonly data: readonly { readonly kind: string }[] }) =>
  body.data.map(({ kind }) => kind);

test("reps see what there is to do, filtered, and a draft's text to copy", async () => {
  expect(kinds((await ask("GET", "/api/v1/tasks")).body).toSorted()).toEqual(["call-rep", "linkedin-draft"]);
  const { body } = await ask("GET", `/api/v1/tasks?kind=linkedin-draft&conversation=${talk}`);
  expect(body.data).toMatchObject([{ summary: "السلام عليكم خالد", state: "open", rep: "fahad" }]);
  expect(kinds((await ask("GET", "/api/v1/tasks?rep=sara")).body)).toEqual(["call-rep"]);
  expect(kinds((await ask("GET", "/api/v1/tasks?state=done")).body)).toEqual([]);
  const page = (await ask("GET", "/api/v1/tasks?limit=1")).body;
  const rest = (await ask("GET", `/api/v1/tasks?limit=1&cursor=${page.nextCursor}`)).body;
  expect(new Set([...kinds(page), ...kinds(rest)]).size).toBe(2);
  expect(rest.nextCursor).toBe(null);
});

test("wrong filters are named, strangers see nothing", async () => {
  const wrong = await ask("GET", "/api/v1/tasks?kind=dance");
  expect(wrong.status).toBe(422);
  expect(wrong.body.error.details.fields[0].field).toContain("kind");
  expect((await ask("GET", "/api/v1/tasks", null)).status).toBe(401);
  expect((await ask("GET", "/api/v1/tasks/999")).status).toBe(404);
  expect((await ask("POST", "/api/v1/tasks/nine/done")).status).toBe(404);
});

test("talk and lead name their open tasks; what the called rep was told stays in sight when it is done", async () => {
  const before = (await ask("GET", `/api/v1/conversations/${talk}`)).body;
  expect(kinds({ data: before.tasks }).toSorted()).toEqual(["call-rep", "linkedin-draft"]);
  expect(before.handoff).toBe(SUMMARY);
  expect((await ask("GET", "/api/v1/conversations")).body.data[0].handoff).toBe(SUMMARY);
  const { id } = before.tasks.find(({ kind }: { kind: string }) => kind === "call-rep");
  const done = await ask("POST", `/api/v1/tasks/${id}/done`, ADMIN_KEY);
  expect(done.body).toMatchObject({ state: "done", doneAt: expect.any(String), doneBy: expect.any(String) });
  expect((await ask("POST", `/api/v1/tasks/${id}/done`)).body).toEqual(done.body);
  const after = (await ask("GET", `/api/v1/conversations/${talk}`)).body;
  expect(kinds({ data: after.tasks })).toEqual(["linkedin-draft"]);
  expect(after.handoff).toBe(SUMMARY);
  const lead = (await ask("GET", `/api/v1/leads/${before.leadId}`)).body;
  expect(kinds({ data: lead.tasks })).toEqual(["linkedin-draft"]);
});
