import { randomUUID } from "node:crypto";
import type { Wake } from "../bot/contracts/lanes.ts";
import type { Database } from "./connect.ts";

type What = "due" | "changed";
type Heard = (conversationIds: readonly string[]) => void;

/** A NOTIFY takes a lock that all commits share, so words are gathered for this long and sent together. */
const GATHER_MS = 40;

/** A NOTIFY carries at most 8000 bytes. Who hears no ids must look for himself. */
const MOST_IDS = 150;

/** See `Wake`. Ears in this process hear at once, others through NOTIFY; `close` stops listening. */
export async function wakeOver(database: Database): Promise<Wake & { close(): Promise<void> }> {
  const ears: Record<What, Set<Heard>> = { due: new Set(), changed: new Set() };
  const self = randomUUID();
  const waiting: Record<What, Set<string>> = { due: new Set(), changed: new Set() };
  let timer: NodeJS.Timeout | null = null;
  let shoutedAt = Number.NEGATIVE_INFINITY;

  const shout = (): void => {
    timer = null;
    shoutedAt = performance.now();
    const words = (["due", "changed"] as const).flatMap((what) => {
      const ids = [...waiting[what]];
      waiting[what] = new Set();
      if (ids.length === 0) return [];
      return [[`majlis_${what}`, JSON.stringify([self, ids.length > MOST_IDS ? [] : ids])]];
    });
    // A lost word costs one poll's time; the database being away is told by what needs its answer.
    database.pool
      .query({
        name: "notify",
        text: "select pg_notify(channel, payload) from unnest($1::text[], $2::text[]) as word(channel, payload)",
        values: [words.map(([channel]) => channel), words.map(([, payload]) => payload)],
      })
      .catch(() => undefined);
  };
  const stops = database.kind === "embedded" ? [] : await Promise.all([hear("due"), hear("changed")]);

  function hear(what: What): Promise<() => Promise<void>> {
    return database.listen(`majlis_${what}`, (payload) => {
      const [from, ids] = JSON.parse(payload) as [string, string[]];
      if (from !== self) for (const heard of ears[what]) heard(ids);
    });
  }

  return {
    announce: (ids, what) => {
      for (const heard of ears[what]) heard(ids);
      if (database.kind === "embedded") return;
      for (const id of ids) waiting[what].add(id);
      // The first word after a silence goes at once.
      timer ??= setTimeout(shout, Math.max(0, shoutedAt + GATHER_MS - performance.now()));
    },
    listen: (what, heard) => {
      ears[what].add(heard);
      return () => void ears[what].delete(heard);
    },
    close: async () => {
      if (timer !== null) clearTimeout(timer);
      for (const stop of stops) await stop();
    },
  };
}
