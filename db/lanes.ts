import type { Arrivals } from "../bot/contracts/arrivals.ts";
import type { Desk } from "../bot/contracts/desk.ts";
import type { Lanes, Shifts } from "../bot/contracts/lanes.ts";
import type { OutreachDrafts } from "../bot/contracts/outreach.ts";
import { accept } from "./accept.ts";
import { acquaint, talkWith } from "./acquaint.ts";
import { claim, read } from "./claim.ts";
import type { Database } from "./connect.ts";
import { deskOn } from "./desk.ts";
import { join } from "./merge.ts";
import { identify, isOurs, notice, prefer, said } from "./news.ts";
import { outreachDraftsOn } from "./outreach.ts";
import { hearsReceipts, receiptMarks } from "./receipt-marks.ts";
import { receive } from "./receipts.ts";
import { save } from "./save.ts";
import { markSending, settle } from "./settle.ts";
import { beat, leave, ring } from "./shifts.ts";
import { inTransaction, untilNoDeadlock } from "./statement.ts";
import { talkOf } from "./threads.ts";
import { tidier } from "./tidy.ts";

/** The way of a message over one database. `newId` must never repeat; ids that grow keep the indexes small. */
export function lanesOn(
  database: Database,
  newId: () => string,
): {
  readonly arrivals: Arrivals;
  readonly lanes: Lanes;
  readonly shifts: Shifts;
  readonly desk: Desk;
  readonly outreach: OutreachDrafts;
} {
  const { pool, way } = database;
  const tidy = tidier(database);
  const mark = receiptMarks(way);
  return {
    desk: deskOn(database),
    outreach: outreachDraftsOn(pool),
    arrivals: {
      accept: async (batch) => {
        const accepted = await accept(way, newId, batch);
        tidy(batch.length);
        return accepted;
      },
      receipts: async (batch) => {
        await mark(batch);
        return await receive(way, batch);
      },
      hearsReceipts: (channel, account) => hearsReceipts(pool, channel, account),
      conversationOf: (who) =>
        untilNoDeadlock(() =>
          inTransaction(pool, async (client) => {
            const [found] = await acquaint(client, newId, [who]);
            if (found === undefined) throw new Error("nobody was asked for");
            return found;
          }),
        ),
      talkWith: (contactId, who) =>
        untilNoDeadlock(() => inTransaction(pool, (client) => talkWith(client, newId, contactId, who))),
      join: (contactId, claimed) => join(pool, contactId, claimed),
      isOurs: (message) => isOurs(pool, message),
      talkOf: (letters) => talkOf(pool, letters),
      identify: (news) => identify(pool, news),
      prefer: (news) => prefer(pool, news),
      notice: (news) => notice(pool, news),
    },
    lanes: {
      claim: (worker, limit, held) => claim(way, worker, limit, held),
      read: (conversationId) => read(way, conversationId),
      save: (batch) => save(way, batch),
      said: (outboxId) => said(pool, outboxId),
      markSending: (ids) => markSending(way, ids),
      settle: (sends, releases) => settle(way, sends, releases),
    },
    shifts: {
      beat: (worker, aliveMs) => beat(way, worker, aliveMs),
      ring: (now) => ring(way, now),
      leave: (worker) => leave(way, worker),
    },
  };
}
