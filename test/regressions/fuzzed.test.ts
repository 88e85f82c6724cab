import { expect, test } from "vitest";
import { tryPage } from "../../bot/http/pages/try.ts";
import { EMAIL_LIMITS } from "../../channels/email/config.ts";
import { takeApart } from "../../channels/email/mail.ts";
import { demoCompany } from "../support/demo-company.ts";
import { startServer } from "../support/http-server.ts";

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

test("a mail to a hundred thousand people holds nobody up", async () => {
  const mail = (people: number) => Buffer.from(`From: a@b.sa\r\nTo: ${"c@d.sa, ".repeat(people)}\r\n\r\nhi`);
  expect(await takeApart(mail(1_000), EMAIL_LIMITS)).toMatchObject({ from: "a@b.sa", text: "hi" });
  const started = process.threadCpuUsage();
  expect((await takeApart(mail(100_000), EMAIL_LIMITS)).from).toBe("a@b.sa");
  const { user, system } = process.threadCpuUsage(started);
  expect((user + system) / 1_000).toBeLessThan(150);
});
