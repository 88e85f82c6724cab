import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { SentRecord } from "../load/measure.ts";

/** A message that reached the platform once more before the program could know of the first time. */
export interface LateReceipt {
  readonly ourId: string;
  /** How long after the first one the second one came, in milliseconds. */
  readonly afterMs: number;
}

/** A send that had passed its fence before the receipt was stored may still go out; with an allowance for a crowded machine. */
const ON_ITS_WAY_MS = 3_000;
/** The wait begins after the platform has the first one; clocks are read a little apart. */
const CLOCKS_APART_MS = 200;

/**
 * Of what came to the platform twice, that which is no broken promise: the whole wait for a receipt was kept, and none had been
 * acknowledged by then (`docs/operating.md`, what is not promised). Everything else that comes twice is one.
 */
export function lateReceipts(
  records: readonly SentRecord[],
  acknowledged: ReadonlyMap<string, number>,
  doubtWaitMs: number,
): readonly LateReceipt[] {
  const sends = Map.groupBy(records, ({ opaque, wamid }) => opaque ?? wamid);
  return [...sends].flatMap(([ourId, times]) =>
    times.slice(1).flatMap((again, place) => {
      const afterMs = again.t - (times[place]?.t ?? 0);
      const known = times
        .slice(0, place + 1)
        .some(({ wamid }) => (acknowledged.get(wamid) ?? Number.POSITIVE_INFINITY) < again.t - ON_ITS_WAY_MS);
      return afterMs >= doubtWaitMs - CLOCKS_APART_MS && !known ? [{ ourId, afterMs }] : [];
    }),
  );
}

interface Client {
  request(...all: unknown[]): Promise<{ readonly status: number }>;
}

/** The platform's receipts, as a run sees them. */
export interface Receipts {
  /** When the program acknowledged the first one of each message, by the platform's id: milliseconds of `process.hrtime`. */
  readonly acknowledged: ReadonlyMap<string, number>;
  /** What is on its way belongs to a load that is over, and does not arrive any more. */
  drop(): void;
}

/**
 * A receipt comes this much later than its send, which is later than a dead worker's lanes go to others: one that came within a
 * moment, as the stand-in sends it, would hide whoever sends again without waiting for it.
 */
export const RECEIPT_AFTER_MS = 5_000;

/** From now on the stand-in's receipts are late, and noted. Once a process. */
export async function lateAndNoted(): Promise<Receipts> {
  const acknowledged = new Map<string, number>();
  const tried = new Set<string>();
  let loads = 0;
  const { href } = pathToFileURL(resolve("../shared/bench/lib/rawhttp.mjs"));
  const { RawClient } = (await import(href)) as { readonly RawClient: { readonly prototype: Client } };
  const { request } = RawClient.prototype;
  RawClient.prototype.request = async function receipt(this: Client, ...all: unknown[]) {
    const [, id, status] = /"statuses":\[\{"id":"([^"]+)","status":"(\w+)"/.exec(String(all[3])) ?? [];
    if (id === undefined) return await request.apply(this, all);
    const load = loads;
    const first = !tried.has(id);
    tried.add(id);
    if (status === "sent" && first) await new Promise((later) => setTimeout(later, RECEIPT_AFTER_MS));
    if (load !== loads) throw new Error("its load is over");
    const answer = await request.apply(this, all);
    if (answer.status === 200 && !acknowledged.has(id))
      acknowledged.set(id, Number(process.hrtime.bigint()) / 1e6);
    return answer;
  };
  const drop = () => {
    loads += 1;
  };
  return { acknowledged, drop };
}
