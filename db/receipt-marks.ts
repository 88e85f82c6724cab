import type pg from "pg";
import type { Receipt } from "../bot/contracts/channel.ts";
import { forgetOldest } from "../bot/contracts/forget-oldest.ts";
import { rowsOf, type Statement } from "./statement.ts";

/** A mark is renewed so seldom that receipts cost nothing more for it. */
const RENEW_MS = 60_000;
/** Accounts come from outside: beyond so many the first marked is forgotten, and marked again when it is heard of. */
const MOST_MARKED = 10_000;

const MARK: Statement = {
  name: "receipt-mark",
  text: `
insert into receipt_marks (channel, account, heard_at) select channel, account, now()
  from unnest($1::text[], $2::text[]) as heard(channel, account)
on conflict (channel, account) do update set heard_at = excluded.heard_at`,
};

const HEARS: Statement = {
  name: "hears-receipts",
  text: `select from receipt_marks where channel = $1 and account = $2 and heard_at > now() - interval '1 day'`,
};

/** Answers what to call with each batch of receipts: it remembers for which accounts they come at all. */
export function receiptMarks(pool: pg.Pool): (batch: readonly Receipt[]) => Promise<void> {
  const marked = new Map<string, number>();
  return async (batch) => {
    const now = performance.now();
    const heard = new Map(
      batch.map(({ channel, account }) => [`${channel} ${account}`, { channel, account }]),
    );
    const due = [...heard].filter(([key]) => (marked.get(key) ?? Number.NEGATIVE_INFINITY) < now - RENEW_MS);
    if (due.length === 0) return;
    const inOrder = due.toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, account]) => account);
    await rowsOf(pool, MARK, [inOrder.map(({ channel }) => channel), inOrder.map(({ account }) => account)]);
    // Only now: one that storage did not take would else be believed to stand, and what is in doubt be shown to a person.
    for (const [key] of due) {
      marked.delete(key);
      marked.set(key, now);
    }
    forgetOldest(marked, MOST_MARKED);
  };
}

/** See `Arrivals.hearsReceipts`. */
export async function hearsReceipts(pool: pg.Pool, channel: string, account: string): Promise<boolean> {
  return (await rowsOf(pool, HEARS, [channel, account])).length > 0;
}
