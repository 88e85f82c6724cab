import type { Database } from "../../db/connect.ts";
import { retentionOn } from "../../db/retention.ts";
import type { Config } from "../config.ts";
import { startRetention } from "../flow/retention.ts";

interface RetentionRoomParts {
  readonly config: Config;
  readonly database: Database;
  readonly closers: (() => Promise<void>)[];
  report(what: string, cause: unknown): void;
}

/** Where this process does background work, what was kept as long as the configuration says goes. */
export function openRetention({ config, database, closers, report }: RetentionRoomParts): void {
  if (config.server.ROLE === "web") return;
  const { KEEP_ACCOUNTS_DAYS: accounts, KEEP_NOTICES_DAYS: notices } = config.storage;
  const { stop } = startRetention({
    retention: retentionOn(database),
    days: { model_calls: accounts, agent_runs: accounts, notices },
    report,
  });
  closers.push(stop);
}
