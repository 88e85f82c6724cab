import { describe, expect, test } from "vitest";
import { explore } from "./explore.ts";
import { endLaws } from "./laws.ts";
import { AS_BUILT, type Build, STATEMENTS, type Statements } from "./memory-store.ts";
import { stopTime } from "./stopped-time.ts";
import * as tables from "./tables.ts";
import { type Scenario, World } from "./world.ts";

/*
 * Every interleaving of webhooks, workers, crashes, lapsed leases, bad sends, receipts and a take-over, with the real code
 * of bot/flow over the tables of tables.ts. One step = one database statement, one arrival at the platform, or one answer
 * of the platform. `MODEL=whole npx vitest run test/model` also goes the ways that take longer.
 */

stopTime();

const PLAIN: Scenario = {
  ...{ deliveries: ["one", "two"], crashes: 0, lapses: 0, sendFaults: 0, saveFaults: 0, takeOver: false },
  ...{ settlesByReceipt: true, hands: { A: 1, B: 1 } },
};
const ONE = { ...PLAIN, deliveries: ["one"] };
/** Where a platform refuses for a while a row waits, and passes its fence by itself. */
const REFUSED = { ...ONE, sendFaults: 1 };
const TWICE = { ...PLAIN, deliveries: ["one", "two", "one"] };

const WAYS: Readonly<Record<string, Scenario>> = {
  "two webhooks, one of them twice": TWICE,
  "two webhooks, one of them twice, and a crash": { ...TWICE, crashes: 1 },
  "a take-over": { ...PLAIN, takeOver: true },
  "a send that ends badly": { ...PLAIN, sendFaults: 1 },
  "a save that fails": { ...PLAIN, saveFaults: 1 },
  "a save that fails and a take-over": { ...PLAIN, saveFaults: 1, takeOver: true },
  "two saves that fail, and no receipts": { ...PLAIN, saveFaults: 2, settlesByReceipt: false },
  "one message, a send that ends badly and a take-over": { ...REFUSED, takeOver: true },
  "one message, a send that ends badly and a lease that ends before the work": { ...REFUSED, lapses: 1 },
  "one message, a crash and a take-over": { ...ONE, crashes: 1, takeOver: true },
  "one message, a lease that ends before the work": { ...ONE, lapses: 1, hands: { A: 2, B: 1 } },
  "one message, a lease that ends before the work, and a crash": { ...ONE, lapses: 1, crashes: 1 },
  "no receipts, one message, a lease that ends before the work, a crash": {
    ...{ ...ONE, settlesByReceipt: false, lapses: 1, crashes: 1 },
  },
  "no receipts, one message, a crash and a take-over": {
    ...{ ...ONE, settlesByReceipt: false, crashes: 1, takeOver: true },
  },
};

const LONG_WAYS: Readonly<Record<string, Scenario>> = {
  "a crash and a take-over": { ...PLAIN, crashes: 1, takeOver: true },
  "a lease that ends before the work": { ...PLAIN, lapses: 1 },
  "one message, a send that ends badly, a crash and a take-over": {
    ...{ ...ONE, sendFaults: 1, crashes: 1, takeOver: true },
  },
  "one message, a lease that ends before the work, and a take-over": { ...ONE, lapses: 1, takeOver: true },
};

const chosen = process.env.MODEL === "whole" ? { ...WAYS, ...LONG_WAYS } : WAYS;

async function everyWay(name: string, scenario: Scenario, build: Build) {
  const begun = Date.now();
  const explored = await explore(() => new World(scenario, build), endLaws);
  const { states, transitions, ends, fault } = explored;
  const found = fault === null ? "" : `; found: ${fault.what} (in ${fault.steps.length} steps)`;
  process.stdout.write(
    `model: ${name}: ${states} states, ${transitions} transitions, ${ends} ends, ${Date.now() - begun} ms${found}\n`,
  );
  return fault;
}

describe("every interleaving keeps the promises", () => {
  for (const [name, scenario] of Object.entries(chosen))
    test(name, async () => {
      const fault = await everyWay(name, scenario, AS_BUILT);
      expect(fault === null ? "" : `${fault.what}: ${fault.steps.join(" · ")}`).toBe("");
    }, 120_000);
});

interface Planted {
  readonly where: Scenario;
  readonly build: Build;
  readonly finds: RegExp;
}

const builtWith = (change: Partial<Statements>): Build => ({
  ...AS_BUILT,
  statements: { ...STATEMENTS, ...change },
});

const PLANTED: Readonly<Record<string, Planted>> = {
  "a release that overwrites the wake-up it finds": {
    where: PLAIN,
    build: builtWith({
      settle: (all, sends, releases, now) => {
        const given = releases.some(({ worker }) => worker === all.lane.owner);
        tables.settle(all, sends, releases, now);
        const again = releases[0]?.againInMs ?? null;
        if (given) all.lane.dueAt = again === null ? null : now + again;
      },
    }),
    finds: /never heard/,
  },
  "a release that looks for work in an old snapshot": {
    where: PLAIN,
    build: { ...AS_BUILT, releaseBySubquery: true },
    finds: /never heard/,
  },
  "a claim that loads what its own snapshot sees": {
    where: PLAIN,
    build: { ...AS_BUILT, loadsWithClaim: true },
    finds: /never heard/,
  },
  "no unique id: a redelivery counts as new": {
    where: TWICE,
    build: builtWith({
      accept: (all, arrival, now) => {
        const known = all.messages.splice(0);
        tables.accept(all, arrival, now);
        const added = all.messages.splice(0).map((one) => ({ ...one, number: known.length + 1 }));
        all.messages.push(...known, ...added);
        return "new";
      },
    }),
    finds: /twice/,
  },
  "no version fence at the save": {
    where: { ...ONE, takeOver: true },
    build: builtWith({ save: (all, turn, now) => tables.save(all, { ...turn, before: all.version }, now) }),
    finds: /after the take-over/,
  },
  "the intent is written after the send": {
    where: { ...ONE, crashes: 1 },
    build: builtWith({
      save: (all, turn, now) => {
        const outbox = turn.outbox.map((row) => ({ ...row, state: "waiting" as const }));
        return tables.save(all, { ...turn, outbox }, now);
      },
    }),
    finds: /twice/,
  },
  "sent again without proof that it did not go": {
    where: { ...ONE, crashes: 1 },
    build: builtWith({
      load: (all) => {
        for (const row of all.outbox)
          if (row.state === "sending" || row.state === "doubtful")
            Object.assign(row, { state: "waiting", dueAt: null });
        return tables.load(all);
      },
    }),
    finds: /twice/,
  },
  "a take-over that is not looked at before the send": {
    where: { ...REFUSED, takeOver: true },
    build: builtWith({ save: (all, turn, now) => tables.save(all, { ...turn, fence: false }, now) }),
    finds: /after the take-over/,
  },
  "a lease shorter than the work, and a send without a fence": {
    where: { ...REFUSED, lapses: 1 },
    build: builtWith({
      markSending: (all, ids) => {
        tables.markSending(all, ids);
        return new Set(ids);
      },
    }),
    finds: /twice/,
  },
  "what is said of a row counts also when another has sent it since": {
    where: { ...REFUSED, lapses: 1 },
    build: builtWith({
      settle: (all, sends, releases, now) => {
        const attempts = new Map(all.outbox.map(({ id, attempts }) => [id, attempts]));
        const blind = sends.map((one) => ({ ...one, found: null, attempt: attempts.get(one.outboxId) ?? 0 }));
        tables.settle(all, blind, releases, now);
      },
    }),
    finds: /twice/,
  },
  "a worker that lost its lease cancels the row that another one sends": {
    where: { ...REFUSED, lapses: 1 },
    build: builtWith({
      settle: (all, sends, releases, now) => {
        tables.settle(all, sends, releases, now);
        for (const { to, outboxId } of sends)
          for (const row of all.outbox)
            if (to === "cancelled" && row.id === outboxId && ["waiting", "sending"].includes(row.state))
              row.state = "cancelled";
      },
    }),
    finds: /never answered/,
  },
};

describe("each planted fault is found", () => {
  for (const [name, { where, build, finds }] of Object.entries(PLANTED))
    test(name, async () => {
      expect((await everyWay(name, where, build))?.what).toMatch(finds);
    }, 60_000);
});
