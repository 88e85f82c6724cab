import type { EmailConfig, MailServer } from "../../channels/email/config.ts";
import type { EmailChannel } from "../../channels/email/index.ts";
import type { Database } from "../../db/connect.ts";
import { letterFilesOn } from "../../db/letter-files.ts";
import { mailBackgroundOn } from "../../db/mail-background.ts";
import { mailboxMemoryOn } from "../../db/mailbox-memory.ts";
import { isStoreAway } from "../../db/records/store-away.ts";
import type { Config } from "../config.ts";
import type { ChannelNews, WebhookDoor } from "../contracts/channel.ts";
import { Secret } from "../contracts/secret.ts";
import type { Company } from "../conversation/company.ts";
import type { Language, OutboundMessage } from "../conversation/message.ts";
import type { ownFiles } from "../files.ts";
import type { Log } from "../log.ts";
import { chatSecretOf } from "./chat-secret.ts";

const HOUR_MS = 3_600_000;

export interface MailRoomParts {
  readonly config: Config;
  readonly log: Log;
  readonly database: Database;
  readonly files: ReturnType<typeof ownFiles>;
  readonly now: () => number;
  /** Where the channel's own closing goes: after those that still send. */
  readonly closers: (() => Promise<void>)[];
  company(): Promise<Company>;
}

/** Mail at work, once somebody takes its news. */
export interface MailRoom {
  /** null = mail is not set up. */
  readonly channel: EmailChannel | null;
  /** Ours, the account of every conversation by mail. */
  readonly address: string | null;
  /** The door of a mail vendor; null = it is not set up. */
  door(platform: string): WebhookDoor | null;
  /** Hands news to `take` from now on; with `watches` the mailbox is watched as well. Answers how to stop taking them. */
  open(take: (news: readonly ChannelNews[]) => Promise<void>, watches: boolean): () => Promise<void>;
  /** What to tell whoever started the program. */
  readonly greeting: readonly string[];
  state(): { readonly state: "up" | "down" | "off"; readonly detail?: string };
}

/** The email channel as the configuration says; nothing of it is loaded where nothing is set. */
export async function mailRoom(parts: MailRoomParts): Promise<MailRoom> {
  const config = await withTokens(await mailConfig(parts.config, parts.log), parts.config);
  if (config === null)
    return {
      channel: null,
      greeting: [],
      address: null,
      door: () => null,
      open: () => async () => {},
      state: () => ({ state: "off" }),
    };
  const { email } = await import("../../channels/email/index.ts");
  let take: (news: readonly ChannelNews[]) => Promise<void> = async () => {};
  const { database, files, now } = parts;
  const background = mailBackgroundOn(database);
  const channel = await email(config, {
    ...{ now, chance: Math.random, memory: mailboxMemoryOn(database), isKnown: background.isKnown },
    files: letterFilesOn(database, config.address),
    ...{ sentTo: background.sentTo, isStoreAway },
    tell: (news) => take(news),
    readFile: (reference) => files.read(reference),
    letterhead: async ({ language }) => letterheadOf(await parts.company(), language),
    background: async (message) => await answeredBy(message, background.answered),
    mayAnswer: async ({ id, conversationId }) => {
      const most = parts.config.email.EMAIL_MOST_PER_HOUR;
      return (await background.answersSince(id, conversationId, now() - HOUR_MS)) < most;
    },
  });
  parts.closers.push(() => channel.close());
  const ways = [...(config.mailbox === null ? [] : ["mailbox"]), ...channel.doors.keys()].join(", ");
  const carrier = config.carrier?.kind ?? "nothing";
  return {
    channel,
    greeting: [`  Email      ${config.address} (in: ${ways || "nothing"}; out: ${carrier})`],
    address: config.address,
    door: (platform) => channel.doors.get(platform) ?? null,
    state: () => {
      const why = channel.down();
      return why === null ? { state: "up" } : { state: "down", detail: why };
    },
    open: (next, watches) => {
      take = next;
      const leave = new AbortController();
      const watching = watches ? channel.watch(next, leave.signal) : Promise.resolve();
      watching.catch((error: unknown) =>
        parts.log.error({ error: String(error) }, "the mailbox is not watched"),
      );
      return async () => {
        leave.abort();
        await watching.catch(() => undefined); // said above
      };
    },
  };
}

function letterheadOf(company: Company, language: Language) {
  const [rep] = company.reps;
  const reach = [rep?.name[language], rep?.phone ?? company.phone, rep?.email ?? company.email];
  const human = reach.filter((one) => one !== null && one !== undefined).join("، ");
  return {
    company: company.name[language],
    website: company.website,
    human: human === "" ? null : language === "ar" ? human : human.replaceAll("، ", ", "),
  };
}

async function answeredBy(
  { conversationId, inReplyTo, mail }: OutboundMessage,
  answered: ReturnType<typeof mailBackgroundOn>["answered"],
) {
  const { name, text, at } = await answered(conversationId, mail?.inReplyTo ?? inReplyTo);
  return { name, answers: text === null || at === null ? null : { text, at, name: name ?? "" } };
}

/** Mail is on once there is a mailbox, a carrier or a webhook; what is missing is said before it is missed. */
async function mailConfig({ email: set }: Config, log: Log): Promise<EmailConfig | null> {
  const mailbox = set.IMAP_URL === null ? null : serverIn(set.IMAP_URL, { plain: 143, tls: 993 });
  const smtp = set.SMTP_URL === null ? null : serverIn(set.SMTP_URL, { plain: 587, tls: 465 });
  if (mailbox === null && smtp === null && set.RESEND_API_KEY === null && set.SENDGRID_API_KEY === null)
    return null;
  const from = fromIn(set.EMAIL_FROM ?? mailbox?.user ?? smtp?.user ?? "");
  if (from === null) {
    log.warn({}, "EMAIL_FROM is not set and no sign-in name is an address: mail is off");
    return null;
  }
  const { EMAIL_LIMITS } = await import("../../channels/email/config.ts");
  const carrier = carrierOf(set, smtp);
  if (carrier === null)
    log.warn({}, "no RESEND_API_KEY, SENDGRID_API_KEY or SMTP_URL: mail is read and not answered");
  if (set.EMAIL_TRUSTED_SERVER === null)
    log.warn({}, "EMAIL_TRUSTED_SERVER is not set: no sender of mail counts as proven");
  return {
    ...{ ...from, mailbox, carrier, oauth: oauthOf(set, log), trustedServer: set.EMAIL_TRUSTED_SERVER },
    resend:
      set.RESEND_WEBHOOK_SECRET === null || set.RESEND_API_KEY === null
        ? null
        : {
            webhookSecret: set.RESEND_WEBHOOK_SECRET,
            apiKey: set.RESEND_API_KEY,
            baseUrl: set.RESEND_BASE_URL,
          },
    sendgrid:
      set.SENDGRID_WEBHOOK_KEY === null && set.SENDGRID_INBOUND_TOKEN === null
        ? null
        : { webhookKey: set.SENDGRID_WEBHOOK_KEY, inboundToken: set.SENDGRID_INBOUND_TOKEN },
    limits: EMAIL_LIMITS,
  };
}

/** The tokens outlive a restart, and all processes know each other's. */
async function withTokens(mail: EmailConfig | null, config: Config) {
  if (mail === null || config.email.EMAIL_REPLY_TOKENS === "off") return mail;
  const { replyTokens } = await import("../../channels/email/reply-token.ts");
  return { ...mail, replyTokens: replyTokens(chatSecretOf(config)) };
}

function carrierOf(set: Config["email"], smtp: MailServer | null): EmailConfig["carrier"] {
  if (set.RESEND_API_KEY !== null)
    return { kind: "resend", apiKey: set.RESEND_API_KEY, baseUrl: set.RESEND_BASE_URL };
  if (set.SENDGRID_API_KEY !== null)
    return { kind: "sendgrid", apiKey: set.SENDGRID_API_KEY, baseUrl: set.SENDGRID_BASE_URL };
  return smtp === null ? null : { kind: "smtp", server: smtp };
}

function oauthOf(set: Config["email"], log: Log): EmailConfig["oauth"] {
  if (set.IMAP_AUTH !== "oauth2") return null;
  const { EMAIL_OAUTH_TOKEN_URL: tokenUrl, EMAIL_OAUTH_CLIENT_ID: clientId } = set;
  const refreshToken = set.EMAIL_OAUTH_REFRESH_TOKEN;
  if (tokenUrl === null || clientId === null || refreshToken === null) {
    log.warn(
      {},
      "IMAP_AUTH=oauth2 needs EMAIL_OAUTH_TOKEN_URL, _CLIENT_ID and _REFRESH_TOKEN: passwords are used",
    );
    return null;
  }
  return { tokenUrl, clientId, clientSecret: set.EMAIL_OAUTH_CLIENT_SECRET, refreshToken };
}

/** A mail server as a URL says it: imaps://user:password@host:993/INBOX. */
function serverIn(url: Secret, ports: { readonly plain: number; readonly tls: number }) {
  const parsed = URL.parse(url.reveal());
  if (parsed === null || parsed.hostname === "") return null;
  const secure = /^(?:imaps|smtps):$/.test(parsed.protocol);
  const password = decodeURIComponent(parsed.password);
  return {
    host: parsed.hostname.replace(/^\[|\]$/g, ""),
    port: Number(parsed.port) || (secure ? ports.tls : ports.plain),
    secure,
    user: parsed.username === "" ? null : decodeURIComponent(parsed.username),
    password: password === "" ? null : new Secret(password),
    folder: decodeURIComponent(parsed.pathname.replace(/^\/+/, "")) || "INBOX",
  };
}

function fromIn(written: string): { readonly address: string; readonly displayName: string | null } | null {
  const address = /[^\s<>"',;:]{1,64}@[^\s<>"',;:]{1,200}/.exec(written)?.[0].toLowerCase();
  if (address === undefined) return null;
  const name = /^\s*"?([^"<]*?)"?\s*</.exec(written)?.[1]?.trim() ?? "";
  return { address, displayName: name === "" ? null : name };
}
