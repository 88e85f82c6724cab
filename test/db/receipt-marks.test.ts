import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Receipt } from "../../bot/contracts/channel.ts";
import type { Database } from "../../db/connect.ts";
import { receiptMarks } from "../../db/receipt-marks.ts";
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
