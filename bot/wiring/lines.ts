import type { Config } from "../config.ts";
import type { Channel } from "../contracts/channel.ts";

/** See `Lines.line`: WhatsApp opens a talk only with an approved template; mail needs an address of ours. */
export function lineOf(
  channel: "whatsapp" | "email",
  config: Config,
  channels: ReadonlyMap<string, Channel>,
): string | null {
  if (!channels.has(channel)) return null;
  const { WHATSAPP_TEMPLATE: template, WHATSAPP_PHONE_NUMBER_ID: number } = config.whatsapp;
  if (channel === "whatsapp") return template === null ? null : number;
  return mailbox(config.email.EMAIL_FROM);
}

/** The bare address of "Name <a@b>", in lower case. */
function mailbox(from: string | null): string | null {
  return from === null ? null : (/<([^>]+)>/u.exec(from)?.[1] ?? from).trim().toLowerCase();
}
