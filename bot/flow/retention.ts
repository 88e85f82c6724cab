import type { Expiring, Retention } from "../contracts/retention.ts";
import { pause } from "./rounds.ts";

/** What keeping things no longer than agreed needs from outside. */
export interface RetentionParts {
  readonly retention: Retention;
  /** 0 = for ever. */
  readonly days: Readonly<Record<Expiring, number>>;
  report(what: string, cause: unknown): void;
}

/** A process that has just begun has other work. */
const FIRST_MS = 60_000;
const ROUND_MS = 3_600_000;
const AT_ONCE = 500;
/** Between two steps others have the database, also where it works on one connection. */
const REST_MS = 100;

/** Deletes what was kept long enough, once an hour and in small steps, until `stop`. */
export function startRetention(parts: RetentionParts): { stop(): Promise<void> } {
  let open = true;
  let round = Promise.resolve();
  const sweep = () => {
    round = round
      .then(() => sweepAll(parts, () => open))
      .catch((cause) =>
        parts.report("what was kept long enough is still there; the next hour tries again", cause),
      );
  };
  const timers = [setTimeout(sweep, FIRST_MS).unref(), setInterval(sweep, ROUND_MS).unref()];
  return {
    stop: async () => {
      open = false;
      for (const timer of timers) clearTimeout(timer);
      await round;
    },
  };
}

/** One round through everything that expires; ends early when it is no longer open. */
export async function sweepAll(
  { retention, days }: Pick<RetentionParts, "retention" | "days">,
  open: () => boolean,
): Promise<void> {
  for (const what of Object.keys(days) as Expiring[]) {
    if (days[what] === 0) continue;
    let gone = 0;
    for (let after: number | null = 0; after !== null && open(); ) {
      const swept = await retention.sweep(what, days[what], after, AT_ONCE);
      gone += swept.gone;
      after = swept.next;
      if (after !== null) await pause(REST_MS, open);
    }
    if (gone > 0) await retention.tidy(what);
  }
}
