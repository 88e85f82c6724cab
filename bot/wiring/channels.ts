import { linkedin } from "../../channels/linkedin/index.ts";
import { webform } from "../../channels/webform/index.ts";
import { type WhatsAppChannel, whatsapp } from "../../channels/whatsapp/index.ts";
import type { Config } from "../config.ts";
import type { Channel } from "../contracts/channel.ts";
import type { ownFiles } from "../files.ts";
import type { Log } from "../log.ts";

const now = () => Date.now();

const LINKEDIN_TERMS =
  "LINKEDIN_DRAFTS=on: LinkedIn's terms forbid programs that read or send for a member, so Majlis does neither; what it would write becomes a task for a rep to copy";

/** The channels that are set up. */
export function openChannels(
  config: Config,
  log: Log,
  files: ReturnType<typeof ownFiles>,
  closers: (() => Promise<void>)[],
  mail: Channel | null,
): ReadonlyMap<string, Channel> {
  const channels = new Map<string, Channel>([["webform", webform()]]);
  if (mail !== null) channels.set("email", mail);
  if (config.linkedin.LINKEDIN_DRAFTS === "on") {
    log.warn({}, LINKEDIN_TERMS);
    channels.set("linkedin", linkedin());
  }
  const channel = openWhatsApp(config, log, files);
  if (channel !== null) {
    channels.set("whatsapp", channel);
    closers.push(() => channel.close());
  }
  return channels;
}

/** WhatsApp is on once its app secret is set; what else is missing is said at the start, before it is missed. */
function openWhatsApp(config: Config, log: Log, files: ReturnType<typeof ownFiles>): WhatsAppChannel | null {
  const set = config.whatsapp;
  const {
    WHATSAPP_ACCESS_TOKEN: accessToken,
    WHATSAPP_APP_SECRET: appSecret,
    WHATSAPP_VERIFY_TOKEN: verifyToken,
  } = set;
  if (appSecret === null) {
    if (accessToken !== null)
      log.warn({}, "WHATSAPP_APP_SECRET is not set: WhatsApp is off, for no webhook could be trusted");
    return null;
  }
  if (accessToken === null) log.warn({}, "WHATSAPP_ACCESS_TOKEN is not set: nothing can be sent on WhatsApp");
  if (verifyToken === null)
    log.warn({}, "WHATSAPP_VERIFY_TOKEN is not set: the platform's subscription check is refused");
  return whatsapp(
    {
      ...{ accessToken, appSecret, verifyToken },
      baseUrl: set.WHATSAPP_BASE_URL,
      apiVersion: set.WHATSAPP_API_VERSION,
      messagesPerSecond: set.WHATSAPP_MESSAGES_PER_SECOND,
      publicUrl: config.server.PUBLIC_URL,
    },
    { now, readFile: (reference) => files.read(reference) },
  );
}
