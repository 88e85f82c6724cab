import type { Arrivals } from "../../bot/contracts/arrivals.ts";
import type { Lanes, Shifts } from "../../bot/contracts/lanes.ts";
import * as tables from "./tables.ts";

/** The statements as they are; a planted fault replaces one. */
export const STATEMENTS = {
  ...{ accept: tables.accept, claim: tables.claim, load: tables.load, save: tables.save },
  ...{ markSending: tables.markSending, settle: tables.settle, receipts: tables.receipts },
};

export type Statements = typeof STATEMENTS;

/** The store as it is built, and as it must not be built. */
export interface Build {
  readonly statements: Statements;
  /** Claim and load are one statement, so that what is loaded is as old as the claim's snapshot. */
  readonly loadsWithClaim: boolean;
  /** The release decides by a subquery, which is as old as its statement's snapshot, whether work is left. */
  readonly releaseBySubquery: boolean;
}

export const AS_BUILT: Build = { statements: STATEMENTS, loadsWithClaim: false, releaseBySubquery: false };

/** Lets the scheduler choose when a statement runs. Resolves with what it answered. */
export type Step = <Result>(label: string, run: () => Result) => Promise<Result>;

export interface Store {
  readonly arrivals: Arrivals;
  readonly lanes: Lanes;
  readonly shifts: Shifts;
}

/** What one process sees of the tables; every statement waits for the scheduler. */
export function memoryStore(
  { all, now }: { readonly all: tables.Tables; readonly now: () => number },
  step: Step,
  { statements, loadsWithClaim, releaseBySubquery }: Build,
): Store {
  const no = (): never => {
    throw new Error("not part of the model");
  };
  const conversationId = tables.TALK;
  const arrivals: Arrivals = {
    accept: (batch) =>
      step("accept", () =>
        batch.map((one) => ({ result: statements.accept(all, one, now()), conversationId })),
      ),
    receipts: async (batch) => {
      const settled = await step("receipts", () =>
        batch.map((one) => statements.receipts(all, one)).some((doubtful) => doubtful),
      );
      if (settled) await step("wake", () => tables.wakeSettled(all, now()));
      return [];
    },
    ...{
      conversationOf: no,
      isOurs: no,
      talkOf: no,
      talkWith: no,
      join: async () => false,
      identify: no,
      prefer: no,
      notice: no,
    },
  };
  const lanes: Lanes = {
    claim: async (worker) => {
      const early = loadsWithClaim ? await step("snapshot", () => statements.load(all)) : null;
      const mine = await step("claim", () => statements.claim(all, worker, now()));
      if (!mine) return [];
      return [early ?? (await step("load", () => statements.load(all)))];
    },
    read: () => step("read", () => statements.load(all)),
    said: no,
    save: (batch) => step("save", () => batch.map((turn) => statements.save(all, turn, now()))),
    markSending: (ids) => step("mark", () => statements.markSending(all, ids)),
    settle: async (sends, releases) => {
      const left = releaseBySubquery
        ? await step("snapshot", () => all.messages.some(({ handledTurn }) => handledTurn === null))
        : null;
      await step("settle", () => statements.settle(all, sends, releases, now()));
      if (left !== null && releases.length > 0) all.lane.dueAt = left ? now() : null;
    },
  };
  const shifts: Shifts = {
    beat: (worker, aliveMs) =>
      step("beat", () => ({ freed: tables.beat(all, worker, aliveMs, now()) ? 1 : 0 })),
    ...{ ring: no, leave: no },
  };
  return { arrivals, lanes, shifts };
}
