import { forgetOldest } from "../../bot/contracts/forget-oldest.ts";
import type { ModelAccounts } from "../../bot/contracts/model-accounts.ts";
import type { CallContext } from "./models.ts";

/** What was spent so far, kept in memory and read again now and then: other processes spend too. */
export interface Spending {
  /** US dollars of the talk (0 outside one) and of the calendar month in Riyadh. */
  now(about: CallContext): Promise<{ readonly talk: number; readonly month: number }>;
  /** Adds what a call just cost. */
  add(about: CallContext, costUsd: number): void;
}

const FRESH_MS = 10_000;
const MOST_TALKS = 2_000;

interface Sum {
  /** As read last, 0 when it never could be. */
  read: number;
  /** All own calls so far, and those of them that the reading already knew. */
  added: number;
  known: number;
  readAt: number;
}

/** `stored` resolves once all own calls are in the ledger; `failed` is told when the ledger cannot be read. */
export function spendingOver(parts: {
  readonly ledger: Pick<ModelAccounts, "spent">;
  readonly now: () => number;
  readonly stored: () => Promise<void>;
  readonly failed: (cause: unknown) => void;
}): Spending {
  const sums = new Map<string, Sum>();
  const underWay = new Map<string, Promise<void>>();

  const sumOf = (key: string): Sum => {
    const sum = sums.get(key) ?? { read: 0, added: 0, known: 0, readAt: Number.NEGATIVE_INFINITY };
    // The one used last stands last; the one unused longest is forgotten, and read again when needed.
    sums.delete(key);
    sums.set(key, sum);
    forgetOldest(sums, MOST_TALKS);
    return sum;
  };

  const readAgain = async (about: CallContext, at: number, keys: readonly string[]): Promise<void> => {
    const waiting = keys.map(sumOf);
    try {
      await parts.stored();
      // What ends while the reading is under way may be counted twice until the next one: budgets hold all the same.
      const known = waiting.map(({ added }) => added);
      const spent = await parts.ledger.spent(about.conversationId, at);
      for (const [place, sum] of waiting.entries()) {
        sum.read = place === 0 ? spent.month : spent.talk;
        sum.known = known[place] ?? 0;
      }
    } catch (cause) {
      // What is known goes on counting; the next reading is due after the usual while.
      parts.failed(cause);
    }
    for (const sum of waiting) sum.readAt = parts.now();
  };

  return {
    now: async (about) => {
      const at = parts.now();
      const keys = keysOf(about, at);
      const key = keys.at(-1) ?? "";
      if (at - sumOf(key).readAt >= FRESH_MS) {
        const running = underWay.get(key) ?? readAgain(about, at, keys);
        underWay.set(key, running);
        await running.finally(() => underWay.delete(key));
      }
      const [month = 0, talk = 0] = keys.map((each) => totalOf(sumOf(each)));
      return { talk, month };
    },
    add: (about, costUsd) => {
      for (const key of keysOf(about, parts.now())) sumOf(key).added += costUsd;
    },
  };
}

function totalOf({ read, added, known }: Sum): number {
  return read + added - known;
}

/** The month first, then the talk. */
function keysOf({ conversationId }: CallContext, at: number): readonly string[] {
  const month = `month ${monthOf(at)}`;
  return conversationId === null ? [month] : [month, `talk ${conversationId}`];
}

const RIYADH_MS = 3 * 3_600_000;

function monthOf(at: number): string {
  return new Date(at + RIYADH_MS).toISOString().slice(0, 7);
}
