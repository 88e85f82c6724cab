import type { Config } from "../config.ts";
import type { Website } from "../http/parts.ts";
import type { Log } from "../log.ts";

/** Who may embed the form and the chat. An origin that is none is said at the start and matches nobody. */
export function websiteOf(config: Config, log: Log): Website {
  const { EMBED_ORIGINS, FORM_SECRET } = config.website;
  const written = (EMBED_ORIGINS ?? "").split(",").map((one) => one.trim().replace(/\/+$/, "").toLowerCase());
  const origins = written.filter((one) => one !== "");
  for (const origin of origins.filter((one) => URL.parse(one)?.origin !== one))
    log.warn({ origin }, "EMBED_ORIGINS: this is no origin such as https://example.sa");
  const { PUBLIC_URL } = config.server;
  return { origins, formSecret: FORM_SECRET, own: PUBLIC_URL === null ? null : new URL(PUBLIC_URL).origin };
}
