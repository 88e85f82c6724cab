import type { Database } from "./connect.ts";
import { iso, rowsOf, type Statement } from "./statement.ts";

/** What storage knows of the talk around one mail that is about to be sent. */
export interface MailBackground {
  /** Whether an address is a contact's. */
  isKnown(handle: string): Promise<boolean>;
  /** The address that a mail of ours went to, by our outbound id; null = there is no such mail. */
  sentTo(outboundId: string): Promise<string | null>;
  /** The person behind a conversation, and the mail of theirs that is answered; null when it is not here. */
  answered(
    conversationId: string,
    platformId: string | null,
  ): Promise<{
    readonly name: string | null;
    readonly text: string | null;
    readonly at: number | null;
  }>;
  /** Mails of the bot that went to a conversation since then (epoch ms); 0 for what a rep wrote. */
  answersSince(outboxId: string, conversationId: string, since: number): Promise<number>;
}

const KNOWN: Statement = {
  name: "mail-known",
  text: "select 1 from addresses where channel = 'email' and handle = $1",
};

const SENT_TO: Statement = {
  name: "mail-sent-to",
  text: `
select coalesce(
         (select m.payload -> 'from' ->> 'handle' from messages m
           where o.purpose = 'answer' and m.channel = c.channel and m.account = c.account and m.platform_id = o.in_reply_to
             and m.conversation_id = c.id),
         c.handle) as handle
  from outbox o join conversations c on c.id = o.conversation_id
 where o.id = $1 and c.channel = 'email'`,
};

const ANSWERED: Statement = {
  name: "mail-answered",
  text: `
select p.name, m.text, extract(epoch from m.sent_at) * 1000 as at
  from conversations c join contacts p on p.id = c.contact_id
  left join messages m on m.channel = c.channel and m.account = c.account and m.platform_id = $2
                      and m.conversation_id = c.id
 where c.id = $1`,
};

const COUNT: Statement = {
  name: "mail-answers-since",
  text: `
select count(*)::int as count
  from outbox o
 where o.conversation_id = $2 and o.author = 'bot' and o.sent_at > $3
   and not exists (select from outbox mine where mine.id = $1 and mine.author = 'rep')`,
};

/** The background of mails in one database. */
export function mailBackgroundOn({ pool }: Database): MailBackground {
  return {
    isKnown: async (handle) => (await rowsOf(pool, KNOWN, [handle])).length > 0,
    sentTo: async (outboundId) =>
      (await rowsOf<{ handle: string }>(pool, SENT_TO, [outboundId]))[0]?.handle ?? null,
    answered: async (conversationId, platformId) => {
      const [row] = await rowsOf<{ name: string | null; text: string | null; at: string | null }>(
        ...([pool, ANSWERED, [conversationId, platformId]] as const),
      );
      return { name: row?.name ?? null, text: row?.text ?? null, at: row?.at ? Number(row.at) : null };
    },
    answersSince: async (outboxId, conversationId, since) => {
      const [row] = await rowsOf<{ count: number }>(pool, COUNT, [outboxId, conversationId, iso(since)]);
      return row?.count ?? 0;
    },
  };
}
