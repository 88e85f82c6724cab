import type { Config } from "../config.ts";
import type { Channel } from "../contracts/channel.ts";
import type { MailRoom } from "./mail.ts";

/** See `Lines.line`: WhatsApp opens a talk only with an approved template; mail needs nothing but an address of ours. */
export function lineOf(
  config: Config,
  channels: ReadonlyMap<string, Channel>,
  mail: Pick<MailRoom, "address">,
): (channel: "whatsapp" | "email") => string | null {
  const { WHATSAPP_TEMPLATE: template, WHATSAPP_PHONE_NUMBER_ID: number } = config.whatsapp;
  const accounts = { whatsapp: template === null ? null : number, email: mail.address };
  return (channel) => (channels.has(channel) ? accounts[channel] : null);
}
