import type { ChannelNews } from "../../bot/contracts/channel.ts";
import type { DeadAddresses } from "./dead.ts";
import type { FetchedMail } from "./folder.ts";
import { takeApart } from "./mail.ts";
import { type MailNews, type NewsParts, newsOf, notice } from "./news.ts";

export interface TakerParts {
  readonly reading: NewsParts;
  readonly dead: DeadAddresses;
  isKnown(handle: string): Promise<boolean>;
  /** The address that a mail of ours went to, by our outbound id; null = we sent no such mail. */
  sentTo(outboundId: string): Promise<string | null>;
  /** Whether a failure means that storage is away now, and says nothing about the mail; absent = it never does. */
  isStoreAway?(cause: unknown): boolean;
  /** Resolves once the news is safely stored. */
  onNews(news: readonly ChannelNews[]): Promise<void>;
}

/** What decides which news is news to the talks. */
export type SifterParts = Pick<TakerParts, "reading" | "dead" | "isKnown" | "sentTo">;

/** One mail that cannot be stored, although storage is there, is tried this often; then it is noted and left, so that those behind it go on. */
const MOST_ATTEMPTS = 5;

/** Takes mails of a mailbox: read, stored, and only then answered with the id that marks them as done. */
export function taker(parts: TakerParts) {
  const attempts = new Map<string, number>();
  return async (mail: FetchedMail, inSent: boolean, isRepeat: (id: string) => boolean): Promise<string> => {
    const key = `${inSent} ${mail.uid}`;
    const told = await readSafely(mail, inSent, parts.reading);
    if (isRepeat(told.id)) return told.id;
    const tried = attempts.get(key) ?? 0;
    try {
      await store(told, parts);
    } catch (error) {
      if (parts.isStoreAway?.(error) === true) throw error;
      attempts.set(key, tried + 1);
      if (tried + 1 < MOST_ATTEMPTS) throw error;
      // When even a notice cannot be stored, it is the storage that is away, and not this mail that is at fault.
      await parts.onNews([
        notice("alarm", "a mail could not be stored", `number ${mail.uid} of the folder`, parts.reading),
      ]);
    }
    attempts.delete(key);
    return told.id;
  };
}

/** Stores what one mail means. Rejects when it could not. */
async function store(told: MailNews, parts: TakerParts): Promise<void> {
  const kept = await sifted(told, parts);
  if (kept.length > 0) await parts.onNews(kept);
}

/** What of a mail's news is news to the talks; dead addresses are marked on the way, and living ones no longer. */
export async function sifted(
  told: MailNews,
  { dead, isKnown, sentTo }: SifterParts,
): Promise<readonly ChannelNews[]> {
  const kept: ChannelNews[] = [];
  for (const news of told.news) {
    // One mail is one answer, also to several: the first of them that we know says whose talk it is.
    if (news.kind === "echo" && (kept.length > 0 || !(await isKnown(news.to.handle)))) continue;
    if (news.kind === "message") await dead.remove(news.message.from.handle);
    kept.push(news);
  }
  // Whoever knows a mail's number got it: a forged report can only silence its own writer.
  const handle = told.returned === null ? null : await sentTo(told.returned);
  if (handle !== null) await dead.add(handle);
  return kept;
}

async function readSafely(mail: FetchedMail, inSent: boolean, reading: NewsParts): Promise<MailNews> {
  try {
    const found = {
      ...{ inSent, receivedAt: mail.receivedAt, vouched: false },
      reference: (id: string, index: number) => `imap:${index}:${id}`,
      cutFrom: mail.size > mail.raw.byteLength ? mail.size : null,
    };
    return newsOf(await takeApart(mail.raw, reading.limits), found, reading);
  } catch (error) {
    const why = error instanceof Error ? error.name : "unknown";
    const news = [
      notice("alarm", "a mail could not be read", `number ${mail.uid} of the folder: ${why}`, reading),
    ];
    return { id: `unreadable.${mail.uid}.${mail.receivedAt}`, kind: "message", news, returned: null };
  }
}
