import type { ChannelNews, WatchedChannel, WebhookDoor } from "../../bot/contracts/channel.ts";
import type { LetterFiles } from "../../bot/contracts/letter-files.ts";
import type { MailboxMemory } from "../../bot/contracts/mailbox-memory.ts";
import { type HttpClient, httpClient } from "../shared/http.ts";
import { type AttachmentResult, fetchAttachment } from "./attachment.ts";
import type { Carrier } from "./carrier.ts";
import { type EmailConfig, ownMailOf } from "./config.ts";
import { deadAddresses } from "./dead.ts";
import type { NewsParts } from "./news.ts";
import { notice } from "./news.ts";
import { type TokenSource, tokenSource } from "./oauth.ts";
import { type SenderParts, sendMail } from "./send.ts";
import { type SifterParts, type TakerParts, taker } from "./take.ts";

/** What the channel needs from outside. */
export interface EmailParts
  extends Pick<SenderParts, "letterhead" | "background" | "mayAnswer" | "readFile"> {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** 0 to 1; spreads the waits between attempts. */
  readonly chance: () => number;
  readonly memory: MailboxMemory;
  /** Files of letters that no mailbox keeps. */
  readonly files: LetterFiles;
  /** Whether this address is a contact's: a rep's mail to anybody else is no news. */
  isKnown(handle: string): Promise<boolean>;
  /** See `TakerParts.sentTo`. */
  sentTo(outboundId: string): Promise<string | null>;
  /** See `TakerParts.isStoreAway`. */
  isStoreAway?(cause: unknown): boolean;
  /** Takes notices about sending. */
  tell(news: readonly ChannelNews[]): Promise<void>;
  /** How long a server may take for one answer; 15 seconds unless a test is in a hurry. */
  readonly timeoutMs?: number;
  /** See `WatchParts.silenceMs`. */
  readonly silenceMs?: number;
}

/** Mail, with what only it needs beside the common contract. */
export interface EmailChannel extends WatchedChannel {
  /** Where vendors post what they took in or delivered, by platform. */
  readonly doors: ReadonlyMap<string, WebhookDoor>;
  /** The bytes of a file that came with a mail, by its attachment's `reference`. Never rejects. */
  fetchAttachment(reference: string): Promise<AttachmentResult>;
  /** Why the mailbox cannot be read now; null = it can, or there is none. */
  down(): string | null;
  /** Closes the connections to vendors. */
  close(): Promise<void>;
}

const LONGEST_ANSWER = 30 * 1024 * 1024;

/** Mail in by IMAP and webhooks, out by the first carrier that is set up. */
export async function email(config: EmailConfig, parts: EmailParts): Promise<EmailChannel> {
  const timeoutMs = parts.timeoutMs ?? 15_000;
  const http = httpClient({ timeoutMs, connections: 16, longestAnswer: LONGEST_ANSWER });
  const tokens = config.oauth === null ? null : tokenSource(config.oauth, http, parts.now);
  const carrier = await openCarrier(config, http, tokens, parts);
  const own = ownMailOf(config);
  const reading: NewsParts = {
    ...{
      own,
      trustedServer: config.trustedServer,
      replyTokens: config.replyTokens ?? null,
      limits: config.limits,
      now: parts.now,
    },
  };
  const dead = deadAddresses(parts.memory, parts.now);
  const sender: SenderParts = {
    ...parts,
    ...{ carrier, address: config.address, displayName: config.displayName },
    replyTo: (conversationId) => config.replyTokens?.addressFor(conversationId, config.address) ?? null,
    messageIdDomain: own.messageIdDomain,
    isDead: dead.has,
    onTooMany: () => {
      const news = notice(
        "warning",
        "too many answers to one sender",
        "what is not answered is a task for the team",
        reading,
      );
      void parts.tell([news]).catch(() => undefined); // the refusal itself is stored with the message
    },
  };
  let down: string | null = null;
  return {
    name: "email",
    limits: {
      ...{ textLength: 50_000, buttons: 0, listRows: 0, choiceLabelLength: 200, replyWindowHours: null },
      settlesByReceipt: carrier?.reports ?? false,
      letters: true,
    },
    send: (message, skip = 0) => sendMail(message, skip, sender),
    acknowledge: async () => {}, // mail has no read sign
    doors: await openDoors(config, http, { ...parts, reading, dead }),
    down: () => down,
    fetchMedia: (reference) => fetchAttachment(reference, { ...parts, config, tokens, http }),
    fetchAttachment: (reference) => fetchAttachment(reference, { ...parts, config, tokens, http }),
    watch: (onNews, signal) =>
      watchMailbox(config, {
        ...{ ...parts, reading, dead, tokens, onNews, signal },
        onState: (why) => (down = why),
      }),
    close: async () => {
      await Promise.all([http.close(), carrier?.close()]);
    },
  };
}

interface WatchedParts extends EmailParts, TakerParts {
  readonly tokens: TokenSource | null;
  readonly signal: AbortSignal;
  onState(down: string | null): void;
}

/** Watches what arrives and, where there is such a folder, what people send from the same mailbox. */
async function watchMailbox({ mailbox, limits }: EmailConfig, parts: WatchedParts): Promise<void> {
  if (mailbox === null) return;
  const { watchFolder } = await import("./watch.ts");
  const take = taker(parts);
  const watched = (inSent: boolean) =>
    watchFolder(
      {
        ...parts,
        ...{ server: mailbox, mostBytes: limits.messageBytes },
        folder: inSent ? { use: "\\Sent" } : { name: mailbox.folder },
        atFirst: inSent ? "nothing" : "recent-unseen",
        take: (mail, isRepeat) => take(mail, inSent, isRepeat),
        giveUp: async (uid) => {
          const detail = `number ${uid} of the folder ended the program again and again`;
          await parts.onNews([notice("alarm", "a mail could not be read", detail, parts.reading)]);
        },
        onState: inSent ? () => {} : parts.onState,
      },
      parts.signal,
    );
  await Promise.all([watched(false), watched(true)]);
}

/** Heavy clients are loaded only where they are used. */
async function openCarrier(
  config: EmailConfig,
  http: HttpClient,
  tokens: TokenSource | null,
  { timeoutMs }: EmailParts,
): Promise<Carrier | null> {
  const { carrier } = config;
  if (carrier === null) return null;
  if (carrier.kind === "smtp") {
    const { smtpCarrier } = await import("./smtp.ts");
    const hostName = config.address.slice(config.address.lastIndexOf("@") + 1);
    const patience = timeoutMs === undefined ? {} : { timeoutMs };
    return smtpCarrier({ server: carrier.server, tokens, hostName, ...patience });
  }
  const { apiKey, baseUrl } = carrier;
  if (carrier.kind === "resend") {
    const { resendCarrier } = await import("./resend.ts");
    return resendCarrier({ apiKey, baseUrl, http, reports: config.resend !== null });
  }
  const { sendgridCarrier } = await import("./sendgrid.ts");
  const reports = config.sendgrid !== null && config.sendgrid.webhookKey !== null;
  return sendgridCarrier({ apiKey, baseUrl, http, reports });
}

/** The doors of the vendors that are set up. */
async function openDoors(
  { resend, sendgrid }: EmailConfig,
  http: HttpClient,
  parts: SifterParts & Pick<EmailParts, "files">,
): Promise<ReadonlyMap<string, WebhookDoor>> {
  const doors = new Map<string, WebhookDoor>();
  if (resend !== null) {
    const { resendDoor } = await import("./resend-door.ts");
    doors.set("resend", resendDoor({ ...parts, ...resend, http }));
  }
  if (sendgrid !== null) {
    const { sendgridDoor } = await import("./sendgrid-door.ts");
    doors.set("sendgrid", sendgridDoor({ ...parts, ...sendgrid }));
  }
  return doors;
}
