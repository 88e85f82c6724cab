import pg from "pg";

type Heard = (payload: string) => void;

/** How long after a broken connection the next one is tried. */
const RECONNECT_MS = 500;

/** Hears NOTIFY over one connection of its own, which comes back after a fall of the server. */
export function listenOn(url: string): {
  listen(channel: string, heard: Heard): Promise<() => Promise<void>>;
  close(): Promise<void>;
} {
  const ears = new Map<string, Set<Heard>>();
  let client: Promise<pg.Client> | null = null;
  /** The connection whose end is news; null once it is known to be broken. */
  let whose: pg.Client | null = null;
  let closed = false;

  const broken = (): void => {
    client = null;
    whose = null;
    if (!closed && ears.size > 0) setTimeout(() => void connected().catch(broken), RECONNECT_MS).unref();
  };
  const connect = async (): Promise<pg.Client> => {
    const fresh = new pg.Client({ connectionString: url, keepAlive: true, application_name: "majlis ears" });
    // A server that falls tells twice, by a last message and by the end of the line: unheard, the second ends the process.
    fresh.on("error", () => {
      if (whose === fresh) broken();
    });
    whose = fresh;
    fresh.on("notification", ({ channel, payload }) => {
      for (const heard of ears.get(channel) ?? []) heard(payload ?? "");
    });
    await fresh.connect();
    for (const channel of ears.keys()) await fresh.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    return fresh;
  };
  const connected = (): Promise<pg.Client> => {
    client ??= connect();
    return client;
  };

  return {
    listen: async (channel, heard) => {
      const known = ears.get(channel);
      ears.set(channel, (known ?? new Set()).add(heard));
      const open = await connected();
      if (known === undefined) await open.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      return async () => {
        ears.get(channel)?.delete(heard);
      };
    },
    close: async () => {
      closed = true;
      const open = await client?.catch(() => null);
      await open?.end();
    },
  };
}
