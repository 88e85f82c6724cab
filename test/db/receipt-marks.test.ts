import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Receipt } from "../../bot/contracts/channel.ts";
import type { Database } from "../../db/connect.ts";
import { hearsReceipts, receiptMarks } from "../../db/receipt-marks.ts";
import { embeddedDatabase } from "../support/database.ts";

let database: Database;
beforeAll(async () => {
  database = await embeddedDatabase();
});
afterAll(() => database.close());

const from = (account: string): Receipt =>
  ({ channel: "whatsapp", account, platformId: "out", status: "sent", at: 0 }) as unknown as Receipt;

test("accounts come from outside: the mark of one heard long ago is forgotten, and made again", async () => {
  let statements = 0;
  const counted = Object.assign(Object.create(database.pool) as pg.Pool, {
    query: (...asked: Parameters<pg.Pool["query"]>) => {
      statements += 1;
      return database.pool.query(...asked);
    },
  });
  const mark = receiptMarks(counted);
  await mark([from("first")]);
  await mark([from("first")]);
  expect(statements).toBe(1);
  await mark(Array.from({ length: 10_000 }, (_, made) => from(`made up ${made}`)));
  await mark([from("made up 9999")]);
  expect(statements).toBe(2);
  await mark([from("first")]);
  expect(statements).toBe(3);
});

test("a mark that storage did not take is made with the next receipt, not a minute later", async () => {
  const account = "of a falling server";
  let away = true;
  const falling = Object.assign(Object.create(database.pool) as pg.Pool, {
    query: async (...asked: Parameters<pg.Pool["query"]>) => {
      if (away) throw new Error("Connection terminated unexpectedly");
      return await database.pool.query(...asked);
    },
  });
  const mark = receiptMarks(falling);
  await expect(mark([from(account)])).rejects.toThrow();
  away = false;
  await mark([from(account)]);
  expect(await hearsReceipts(database.pool, "whatsapp", account)).toBe(true);
});
