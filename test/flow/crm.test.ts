import { expect, onTestFinished, test } from "vitest";
import type { CrmLead, WholeCrm } from "../../bot/contracts/crm.ts";
import type { CrmNews } from "../../bot/contracts/crm-desk.ts";
import type { LeadRecord } from "../../bot/contracts/records.ts";
import { type CrmParts, oneAtATime, startCrmRounds } from "../../bot/flow/crm.ts";
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
    ...{ crm, desk, leadOf, company: async () => COMPANY, ownerTakesOver: true },
    ...{ report: () => undefined, isStoreAway: () => false },
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

/** Rounds whose CRM breaks off by itself; what waits is made due at once. */
async function brokenRounds(change: (given: Awaited<ReturnType<typeof begin>>) => Partial<CrmParts>) {
  const given = await begin();
  const { database, pool, desk, crm, leadOf } = given;
  const told: string[] = [];
  const rounds = startCrmRounds({
    ...{ crm, desk, leadOf, company: async () => COMPANY, ownerTakesOver: true },
    report: (what) => told.push(what),
    records: { leads: { get: async () => null, list: () => Promise.reject(new Error("nobody lists")) } },
    commands: () => ({
      updateLead: () => Promise.reject(new Error("nobody updates")),
      takeOver: () => Promise.reject(new Error("nobody takes over")),
    }),
    ...{ statusOf: () => null, isStoreAway: () => false },
    ...change(given),
  });
  onTestFinished(async () => {
    await rounds.stop();
    await database.close();
  });
  const notices = async () => (await pool.query<{ detail: string }>("select detail from notices")).rows;
  return { pool, desk, told, notices };
}

const bug = () => Promise.reject(new TypeError("no name of Khalid"));

test("a lead at which the sync breaks off by itself is tried again later and given up in the end, and somebody is told", async () => {
  const { pool, desk, told, notices } = await brokenRounds(({ crm }) => ({ crm: { ...crm, sync: bug } }));
  await desk.turn("crm");
  const job = async () => (await pool.query<{ tries: number }>("select tries from crm_jobs")).rows[0]?.tries;
  for (let tries = 1; tries < 5; tries += 1) {
    await pool.query("update crm_jobs set due_at = now()");
    await until(async () => (await job()) === tries);
    const later = await pool.query("select from crm_jobs where lease_until is null and due_at > now()");
    expect(later.rowCount).toBe(1);
  }
  expect(await notices()).toEqual([]);
  await pool.query("update crm_jobs set due_at = now()");
  await until(async () => (await notices()).length > 0);
  expect(await notices()).toEqual([{ detail: "l1: the sync broke off (TypeError)" }]);
  expect((await pool.query("select from crm_jobs where dead")).rowCount).toBe(1);
  expect(told[0]).toBe("the sync of the CRM broke off; trying again");
});

test("one lead at which it breaks off keeps no other waiting; what storage fails at counts as no try", async () => {
  const { pool, desk, told } = await brokenRounds(({ leadOf }) => ({
    leadOf: (id) => (id === "l2" ? leadOf() : bug()),
    isStoreAway: () => true,
  }));
  await pool.query("insert into leads (id, contact_id, source) values ('l2', 'c1', 'website')");
  await desk.turn("crm");
  await until(async () => (await pool.query("select from crm_jobs where lead_id = 'l2'")).rowCount === 0);
  await until(async () => told.length > 0);
  expect(told[0]).toBe("storage could not be reached; trying again");
  expect((await pool.query("select tries from crm_jobs")).rows).toEqual([{ tries: 0 }]);
});

test("an erasure at which it breaks off is told after its tries, and keeps no other waiting", async () => {
  const { pool, notices } = await brokenRounds(({ crm }) => ({
    crm: { ...crm, forget: (id) => (id === "c1" ? bug() : crm.forget(id)) },
  }));
  const rest = () => pool.query<{ id: string }>("select contact_id as id from crm_erasures");
  await pool.query("insert into crm_erasures (contact_id, tries) values ('c1', 4), ('c2', 0)");
  await until(async () => (await notices()).length > 0);
  expect(await notices()).toEqual([{ detail: "c1: the erasure broke off (TypeError)" }]);
  await until(async () => (await rest()).rowCount === 1);
  expect((await rest()).rows).toEqual([{ id: "c1" }]);
});
