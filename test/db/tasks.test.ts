import { expect, test } from "vitest";
import { fillCompanyKeys } from "../../db/company-keys.ts";
import { deskOn } from "../../db/desk.ts";
import { lanesOn } from "../../db/lanes.ts";
import { createRecords } from "../../db/records/records.ts";
import { onBothEngines } from "../support/database.ts";
import { demoCompany } from "../support/demo-company.ts";
import { laneOf, turnOf } from "../support/stored-talk.ts";
import { arrival, nextId, text } from "../support/talk.ts";

const first = { limit: 50, cursor: null };
const call = {
  kind: "call-rep",
  reason: "asked for a person",
  summary: "Wants a person.",
  rep: null,
} as const;
const draft = { kind: "linkedin-draft", reason: "by hand", summary: "السلام عليكم", rep: "sara" } as const;
const other = { kind: "ask-team", reason: null, summary: "Is there an API?", rep: "fahad" } as const;

onBothEngines((engine) => {
  const begin = async () => {
    const database = await engine.fresh();
    const records = createRecords(database.pool, demoCompany());
    const { arrivals, lanes } = lanesOn(database, nextId);
    const [accepted] = await arrivals.accept([arrival(text("السلام عليكم"))]);
    const id = accepted?.conversationId ?? "";
    const lane = await laneOf(lanes, id);
    await lanes.save([turnOf(lane, ["أهلاً"], { record: { tasks: [call, draft, other] } })]);
    return { database, records, lanes, arrivals, id, leadId: lane.leadId, desk: deskOn(database) };
  };
  const kinds = (page: { readonly data: readonly { readonly kind: string }[] }) =>
    page.data.map(({ kind }) => kind);

  test("tasks are found by state, kind, rep, talk and lead, newest first, page by page", async () => {
    const { records, id, leadId } = await begin();
    const all = await records.tasks.list({}, first);
    expect(new Set(kinds(all))).toEqual(new Set(["call-rep", "linkedin-draft", "ask-team"]));
    expect(all.data[0]).toMatchObject({ conversationId: id, leadId, doneAt: null, doneBy: null });
    expect(kinds(await records.tasks.list({ kind: "ask-team" }, first))).toEqual(["ask-team"]);
    const saras = kinds(await records.tasks.list({ rep: "sara" }, first));
    expect(saras.toSorted()).toEqual(["call-rep", "linkedin-draft"]);
    expect(kinds(await records.tasks.list({ conversationId: "nobody" }, first))).toEqual([]);
    expect(kinds(await records.tasks.list({ conversationId: id, leadId }, first))).toHaveLength(3);
    const page = await records.tasks.list({}, { limit: 2, cursor: null });
    const rest = await records.tasks.list({}, { limit: 2, cursor: page.nextCursor });
    expect([...page.data, ...rest.data]).toEqual(all.data);
    expect(rest.nextCursor).toBe(null);
  });

  test("a task is done once, by whom is kept; what a rep was told stays beside the talk", async () => {
    const { records, desk, id } = await begin();
    const [task] = (await records.tasks.list({ kind: "call-rep" }, first)).data;
    const number = task?.id ?? "";
    expect(await desk.finishTask(number, "sara")).toBe(true);
    const done = await records.tasks.get(number);
    expect(done).toMatchObject({ doneBy: "sara", doneAt: expect.any(String) });
    expect(await desk.finishTask(number, "fahad")).toBe(true);
    expect(await records.tasks.get(number)).toEqual(done);
    expect(kinds(await records.tasks.list({ state: "done" }, first))).toEqual(["call-rep"]);
    expect(kinds(await records.tasks.list({ state: "open" }, first))).toHaveLength(2);
    const beside = await records.tasks.about({ conversationIds: [id], leadIds: [] });
    expect(beside).toHaveLength(3);
    for (const wrong of ["0", "-1", "x", "999999", "1e3", "99999999999999999999"]) {
      expect(await desk.finishTask(wrong, "sara"), wrong).toBe(false);
      expect(await records.tasks.get(wrong), wrong).toBe(null);
    }
  });

  test("leads older than the keys of companies get them, and are found as the same company", async () => {
    const { database, records, leadId } = await begin();
    const { pool } = database;
    await pool.query("update leads set company = 'شركة النخيل المحدودة', company_key = null where id = $1", [
      leadId,
    ]);
    await pool.query(
      `insert into leads (id, contact_id, source, company)
       select 'old-' || n, contact_id, 'website', 'Company ' || n from leads, generate_series(1, 2100) n where id = $1`,
      [leadId],
    );
    await fillCompanyKeys(pool);
    const { companyKey } = await import("../../bot/conversation/sales/company-key.ts");
    const found = await records.leads.list({ companyKey: companyKey("Al Nakheel Co. Ltd") }, first);
    expect(found.data.map(({ id }) => id)).toEqual([leadId]);
    const left = await pool.query("select 1 from leads where company is not null and company_key is null");
    expect(left.rows).toEqual([]);
  });
});
