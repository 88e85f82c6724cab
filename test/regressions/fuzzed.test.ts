import { randomUUIDv7 } from "node:crypto";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { begin } from "../../bot/conversation/evolve.ts";
import { understand } from "../../bot/conversation/language/understand.ts";
import { remember } from "../../bot/conversation/ledger.ts";
import { leadColumns } from "../../bot/flow/lead-columns.ts";
import { tryPage } from "../../bot/http/pages/try.ts";
import { EMAIL_LIMITS } from "../../channels/email/config.ts";
import { takeApart } from "../../channels/email/mail.ts";
import { lanesOn } from "../../db/lanes.ts";
import { readAnalytics } from "../../db/records/analytics.ts";
import { onBothEngines } from "../support/database.ts";
import { demoCompany } from "../support/demo-company.ts";
import { startServer } from "../support/http-server.ts";
import { text } from "../support/talk.ts";

/* What `npm run fuzz` found, each as small as it can be shown. */

test.each([
  [{ range: "bytes=9-1" }, 200],
  [{ range: "bytes=99999999-" }, 200],
  [{ "if-match": '"x"' }, 400],
])("a page asked for in parts or under a condition is no failure of ours: %j", async (headers, status) => {
  const company = async () => demoCompany();
  const { url, server } = await startServer({ pages: (app) => tryPage(app, { company }) });
  expect((await fetch(`${url}/try`, { headers })).status).toBe(status);
  await server.close(0);
});

test.each([
  "1447/9u/3",
  "1447/09u/15",
  "{n5ame} 2:9n",
  "On Sun, 15 Mar 2026 at 0l5:04",
  "بعد 9u أيام الساعة 3u",
])("digits with a letter torn into them are a word, not a day or an hour: %s", (words) => {
  const { entities } = understand(words, {
    ...{ asked: null, now: Date.parse("2026-11-22T10:00:00+03:00"), profileName: null, language: null },
    city: null,
  });
  expect(inspect(entities, { depth: 9 })).not.toContain("NaN");
  for (const { text } of entities) expect(text).not.toMatch(/\d[a-z]/u);
});

test("a mail to a hundred thousand people holds nobody up", async () => {
  const mail = (people: number) => Buffer.from(`From: a@b.sa\r\nTo: ${"c@d.sa, ".repeat(people)}\r\n\r\nhi`);
  expect(await takeApart(mail(1_000), EMAIL_LIMITS)).toMatchObject({ from: "a@b.sa", text: "hi" });
  const started = process.threadCpuUsage();
  expect((await takeApart(mail(100_000), EMAIL_LIMITS)).from).toBe("a@b.sa");
  const { user, system } = process.threadCpuUsage(started);
  expect((user + system) / 1_000).toBeLessThan(150);
});

test.each([
  [60_000, 60_000],
  [1e308, null],
])("a budget of %d riyals makes the deal worth %d", (max, worth) => {
  const talk = begin({ id: "c", channel: "webform", contactId: "p", language: "en" });
  const fact = {
    about: "budget",
    state: "claimed",
    quote: "",
    confidence: 1,
    value: { min: null, max, currency: "SAR", period: null, approximate: false },
  } as const;
  const told = remember(talk, { happened: "fact-learned", fact, messageId: "m" });
  expect(leadColumns(told, demoCompany(), told).valueSar).toBe(worth);
});

onBothEngines((engine) => {
  test("the pipeline is summed also over deals of impossible worth that were stored before", async () => {
    const { pool } = await engine.fresh();
    await pool.query("insert into contacts (id, name, language) values ('p', '', 'ar')");
    await pool.query(
      `insert into leads (id, contact_id, source, locale, name, value_sar)
       values ('a', 'p', 'website', 'ar', '', 1e308), ('b', 'p', 'website', 'ar', '', 1e308), ('c', 'p', 'website', 'ar', '', 5),
              ('d', 'p', 'website', 'ar', '', null)`,
    );
    expect((await readAnalytics(pool)).pipelineSar).toBe(2e12 + 5);
  });

  test("what is known already of a person's handles writes nothing: posts about one person never wait for each other", async () => {
    const database = await engine.fresh();
    const { arrivals } = lanesOn(database, () => randomUUIDv7());
    const previous = { channel: "whatsapp", account: "1", handle: "+966500000001" } as const;
    const current = [previous.handle, "SA.1"];
    await arrivals.accept([
      { message: { ...text("السلام عليكم"), from: previous }, waitMs: 0, longestWaitMs: 0 },
    ]);
    const talk = async () =>
      (await database.pool.query("select xmin::text, also_known_as from conversations")).rows;
    await arrivals.identify({ kind: "identity", previous, current });
    const before = await talk();
    expect(before).toMatchObject([{ also_known_as: ["SA.1"] }]);
    await arrivals.identify({ kind: "identity", previous, current });
    expect(await talk()).toEqual(before);
    await arrivals.identify({ kind: "identity", previous, current: [...current, "SA.2"] });
    expect(await talk()).toMatchObject([{ also_known_as: ["SA.1", "SA.2"] }]);
  });
});
