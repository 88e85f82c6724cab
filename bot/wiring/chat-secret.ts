import type { Config } from "../config.ts";
import type { Secret } from "../contracts/secret.ts";
import { keptSecret } from "../keys.ts";

/** Signs visitors, links and reply addresses: the one that was set, else the one kept in the data folder. */
export function chatSecretOf({ server, storage }: Config): Secret {
  return server.CHAT_SECRET ?? keptSecret(storage.DATA_DIR, "chat-secret").secret;
}
