import { expect, test } from "vitest";
import type { CrmLead, WholeCrm } from "../../bot/contracts/crm.ts";
import type { CrmNews } from "../../bot/contracts/crm-desk.ts";
import type { LeadRecord } from "../../bot/contracts/records.ts";
import { oneAtATime, startCrmRounds } from "../../bot/flow/crm.ts";
import { crmDeskOn } from "../../db/crm.ts";
import { embeddedDatabase } from "../support/database.ts";
import { COMPANY, until } from "../support/story.ts";

const told = (status: string) => ({ leadId: "l1", contactId: "c1", status }) as CrmLead;
const PLACES = { provider: "crm", contactId: null, companyId: null, dealId: null };
const stageSet = (theirId: string, value: string, at: number): CrmNews => ({
  ...{ id: `${theirId}:${value}`, kind: "deal", theirId, property: "dealstage", value, at },
});

async function begin() {
  const database = await embeddedDatabase();
  const { pool } = database;
  await pool.query("insert into contacts (id) values ('c1')");
  await pool.query("insert into leads (id, contact_id, source) values ('l1', 'c1', 'website')");
  const heard: string[] = [];
  const crm: WholeCrm = {
    name: "crm",
    sync: async ({ status }) => {
      heard.push(status);
      return { synced: true, ...PLACES };
    },
    forget: async () => ({ synced: true, ...PLACES }),
    ownerEmail: () => Promise.reject(new Error("no right to read owners")),
  };
  const statusOf = async () =>
    (await pool.query<{ status: string }>("select status from leads where id = 'l1'")).rows[0]?.status ?? "";
  const leadOf = async () => told(await statusOf());
  return { database, pool, desk: crmDeskOn(database), crm, heard, statusOf, leadOf };
}

test("who tells the CRM at once tells what is so when it is their turn, not what they read before", async () => {
  const { database, pool, desk, crm, heard, leadOf } = await begin();
  await desk.turn("crm");
  const read = await leadOf();
  await pool.query("update leads set status = 'won'");
  expect(await oneAtATime({ crm, desk, leadOf }).sync(read)).toMatchObject({ synced: true });
  expect(heard).toEqual(["won"]);
  expect((await pool.query("select from crm_jobs")).rowCount).toBe(0);
  // Erased meanwhile: nobody is made anew over there.
  await pool.query("delete from leads");
  expect(await oneAtATime({ crm, desk, leadOf }).sync(read)).toMatchObject({ synced: false });
  expect(heard).toEqual(["won"]);
  await database.close();
});

test("news that cannot be worked on keeps none behind it waiting; older news that comes late changes nothing", async () => {
  const { database, pool, desk, crm, statusOf, leadOf } = await begin();
  await desk.memory.keep({ kind: "deal", ourId: "l1", theirId: "5", contactId: "c1", written: {} });
  const owner = { ...stageSet("5", "77", 1), property: "hubspot_owner_id" };
  await desk.keepNews([owner, stageSet("5", "lost", 3_000)]);
  const rounds = startCrmRounds({
    ...{ crm, desk, leadOf, company: async () => COMPANY, ownerTakesOver: true, report: () => undefined },
    records: {
      leads: {
        get: async () => ({ id: "l1", status: await statusOf() }) as LeadRecord,
        list: () => Promise.reject(new Error("nobody lists")),
      },
    },
    commands: () => ({
      updateLead: async (_id, { status }) => {
        await pool.query("update leads set status = $1", [status]);
        return { ok: true, value: undefined };
      },
      takeOver: () => Promise.reject(new Error("nobody takes over")),
    }),
    statusOf: (stage) => (stage === "won" || stage === "lost" ? stage : null),
  });
  await until(async () => (await statusOf()) === "lost");
  await desk.keepNews([stageSet("5", "won", 2_000)]);
  expect(await desk.waitingNews(9)).toEqual([owner]);
  await rounds.stop();
  expect(await statusOf()).toBe("lost");
  await database.close();
});
