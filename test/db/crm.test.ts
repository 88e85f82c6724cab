import { expect, test } from "vitest";
import { crmDeskOn } from "../../db/crm.ts";
import { onBothEngines } from "../support/database.ts";

onBothEngines(({ fresh }) => {
  test("a change is work once, in one pair of hands; a change meanwhile is work again; a dead one's work is found", async () => {
    const { pool } = await fresh();
    const desk = crmDeskOn({ pool });
    await pool.query("insert into contacts (id) values ('c1')");
    await pool.query("insert into leads (id, contact_id, source) values ('l1', 'c1', 'website')");
    expect(await desk.claim(9, 60_000)).toEqual([]);
    await desk.turn("hubspot");
    await desk.turn("hubspot");
    const claims = await Promise.all([desk.claim(9, 60_000), desk.claim(9, 60_000)]);
    expect(claims.flat()).toEqual([{ leadId: "l1", seq: 1, tries: 0 }]);
    expect(await desk.take("l1", 60_000)).toBeNull();
    await pool.query("update leads set status = 'won'");
    await desk.done({ leadId: "l1", seq: 1, tries: 0 });
    // Its lease runs out as if its process had died.
    expect(await desk.take("l1", 0)).toMatchObject({ seq: 2 });
    expect(await desk.take("l1", 60_000)).toMatchObject({ seq: 2 });
    await desk.bury({ leadId: "l1", seq: 2, tries: 5 }, "refused");
    expect((await pool.query("select detail from notices")).rows).toEqual([{ detail: "l1: refused" }]);
    await pool.query("update crm_jobs set due_at = now()");
    expect(await desk.claim(9, 60_000)).toEqual([]);
    await pool.query("update leads set status = 'lost'");
    await pool.query("update crm_jobs set due_at = now()");
    expect(await desk.claim(9, 60_000)).toMatchObject([{ seq: 3, tries: 0 }]);
  });

  test("a process without a token turns the CRM off for nobody; a day without one that has it does", async () => {
    const { pool } = await fresh();
    const desk = crmDeskOn({ pool });
    await pool.query("insert into contacts (id) values ('c1')");
    await desk.turn("hubspot");
    await desk.turn(null);
    await pool.query("insert into leads (id, contact_id, source) values ('l1', 'c1', 'website')");
    await pool.query("update crm_jobs set due_at = now()");
    expect(await desk.claim(9, 60_000)).toMatchObject([{ leadId: "l1" }]);
    await pool.query("update crm_switch set seen_at = now() - interval '25 hours'");
    await desk.turn(null);
    await pool.query("delete from crm_jobs");
    await pool.query("insert into leads (id, contact_id, source) values ('l2', 'c1', 'website')");
    expect((await pool.query("select from crm_jobs")).rowCount).toBe(0);
    await desk.turn("hubspot");
    expect((await desk.claim(9, 60_000)).map(({ leadId }) => leadId).toSorted()).toEqual(["l1", "l2"]);
  });

  test("a person is forgotten only when no sync is busy with them; news is kept once", async () => {
    const { pool } = await fresh();
    const desk = crmDeskOn({ pool });
    await pool.query(
      "insert into crm_jobs (lead_id, contact_id, due_at, lease_until) values ('l1', 'c1', now(), now() + interval '1 minute')",
    );
    await pool.query("insert into crm_erasures (contact_id) values ('c1')");
    expect(await desk.erasures(9, 60_000)).toEqual([]);
    await pool.query("update crm_jobs set lease_until = now()");
    expect(await desk.erasures(9, 60_000)).toEqual([{ contactId: "c1", tries: 1 }]);
    expect(await desk.erasures(9, 60_000)).toEqual([]);
    await desk.erased("c1");
    const one = {
      id: "n1",
      kind: "deal",
      theirId: "5",
      property: "dealstage",
      value: "closedwon",
      at: 1_000,
    } as const;
    await desk.keepNews([one]);
    await desk.keepNews([one]);
    expect(await desk.waitingNews(9)).toEqual([one]);
    await desk.newsHandled("n1");
    await desk.keepNews([one]);
    expect(await desk.waitingNews(9)).toEqual([]);
  });
});
