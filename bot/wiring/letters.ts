import type { Config } from "../config.ts";
import type { Channel } from "../contracts/channel.ts";
import type { LetterLinks } from "../contracts/letter-links.ts";
import type { Pace } from "../conversation/turn.ts";
import { letterLinks } from "../letter-links.ts";
import { chatSecretOf } from "./chat-secret.ts";

const now = () => Date.now();

/** The one-click links of letters, signed like web-chat visitors; null where the outside world cannot reach us. */
export function openLinks(config: Config): LetterLinks | null {
  const { PUBLIC_URL } = config.server;
  if (PUBLIC_URL === null) return null;
  return letterLinks(chatSecretOf(config), PUBLIC_URL.replace(/\/+$/u, ""), now);
}

/** How people write on each channel, by its limits. */
export function paceOver(channels: ReadonlyMap<string, Channel>): (name: string) => Pace {
  return (name) => (channels.get(name)?.limits.letters === true ? "letter" : "chat");
}
