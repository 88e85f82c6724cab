import type { LoadResult } from "../load/measure.ts";
import type { Verdict } from "./scenario.ts";
import type { LateReceipt } from "./sent-again.ts";
import { inWords, type Waiting } from "./waiting.ts";

/** What the load found, and what the program's own tables say of it. */
export interface Played extends LoadResult {
  /** What waited at the end; null where the tables could not be asked. */
  readonly waiting: Waiting | null;
  /** It was still being worked off when the time of the whole run was over. */
  readonly moves: boolean;
  /** What came twice because its receipt was late, and so is no broken promise. */
  readonly late: readonly LateReceipt[];
}

/**
 * The plain promise: everything answered, once, in order. `more` adds faults and words of the scenario's own; of what
 * could not be answered a person was `told` so many.
 */
export function verdictOf(
  result: Played,
  more: {
    readonly note?: string;
    readonly faults?: readonly string[];
    readonly anyOrder?: boolean;
    readonly told?: number;
  } = {},
): Verdict {
  const missing = Math.max(0, result.sent - result.answered - (more.told ?? 0));
  const onTheirWay = result.moves ? Math.min(missing, waits(result.waiting)) : 0;
  const unanswered = missing - onTheirWay;
  const outOfOrder = more.anyOrder === true ? 0 : result.outOfOrder;
  const twice = Math.max(0, result.duplicates - result.late.length);
  return {
    ...{
      sent: result.sent,
      answered: result.answered,
      lost: Math.min(result.lost, unanswered),
      twice,
      outOfOrder,
    },
    note: [...(more.note ? [more.note] : []), ...excuses(result.late, onTheirWay)].join("; "),
    faults: [
      ...(unanswered > 0 ? [`${unanswered} unanswered (${inWords(result.waiting)})`] : []),
      ...(twice > 0 ? [`${twice} answered twice`] : []),
      ...(outOfOrder > 0 ? [`${outOfOrder} out of order`] : []),
      ...(result.unmatched > 0 ? [`${result.unmatched} said to nobody`] : []),
      ...(more.faults ?? []),
    ],
  };
}

function waits(waiting: Waiting | null): number {
  return waiting === null ? 0 : waiting.messages + waiting.answers;
}

function excuses(late: readonly LateReceipt[], onTheirWay: number): readonly string[] {
  const waits = late.map(({ afterMs }) => Math.round(afterMs / 1_000));
  const span = `${Math.min(...waits)} to ${Math.max(...waits)} s`;
  return [
    ...(late.length > 0 ? [`${late.length} sent again for want of a receipt, after ${span}`] : []),
    ...(onTheirWay > 0 ? [`${onTheirWay} on their way when the time was over`] : []),
  ];
}

/** The machine does not allow it: said, and no fault. */
export function skipped(why: string): Verdict {
  return { sent: 0, answered: 0, lost: 0, twice: 0, outOfOrder: 0, note: `SKIPPED: ${why}`, faults: [] };
}
