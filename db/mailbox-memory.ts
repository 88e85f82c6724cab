import type { MailboxMemory } from "../bot/contracts/mailbox-memory.ts";
import type { Database } from "./connect.ts";
import { json, rowsOf, type Statement } from "./statement.ts";

const GET: Statement = { name: "mailbox-get", text: "select value from mailbox_memory where key = $1" };

const PUT: Statement = {
  name: "mailbox-put",
  text: `
insert into mailbox_memory (key, value) values ($1, $2)
on conflict (key) do update set value = excluded.value, updated_at = now()`,
};

const FORGET: Statement = { name: "mailbox-forget", text: "delete from mailbox_memory where key = $1" };

/** The marks of watched mailboxes in the database. */
export function mailboxMemoryOn({ pool }: Database): MailboxMemory {
  return {
    get: async (key) => (await rowsOf<{ value: unknown }>(pool, GET, [key]))[0]?.value ?? null,
    put: async (key, value) => {
      await (value === null ? rowsOf(pool, FORGET, [key]) : rowsOf(pool, PUT, [key, json(value)]));
    },
  };
}
