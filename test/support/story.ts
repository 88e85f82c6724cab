import type { WebhookChannel } from "../../bot/contracts/channel.ts";
import type { Company } from "../../bot/conversation/company.ts";
import { evolve } from "../../bot/conversation/evolve.ts";
import type { Conversation } from "../../bot/conversation/state.ts";
import type { Action, Decision, Turn } from "../../bot/conversation/turn.ts";
import { newCounters } from "../../bot/flow/counters.ts";
import type { Mind } from "../../bot/flow/mind.ts";
import { receiver } from "../../bot/flow/receive.ts";
import { startWorker, type Worker, type WorkerParts } from "../../bot/flow/worker.ts";
import type { Database } from "../../db/connect.ts";
import { lanesOn } from "../../db/lanes.ts";
import { wakeOver } from "../../db/wake.ts";
import { Platform } from "./platform.ts";
import { nextId } from "./talk.ts";

const BOTH = { ar: "", en: "" };

/** The least a company can be. */
export const COMPANY: Company = {
  ...{ name: BOTH, about: BOTH, website: null, phone: null, email: null, crNumber: null, vatNumber: null },
  ...{
    address: null,
    offers: [],
    claims: [],
    reps: [],
    followUpDays: [],
    privacy: { notice: BOTH, url: null },
  },
  hours: {
    days: [0, 1, 2, 3, 4],
    from: "09:00",
    to: "17:00",
    ramadan: { from: "10:00", to: "15:00" },
    closed: [],
  },
  icp: {
    ...{
      sectors: [],
      nearSectors: [],
      sizeMin: 0,
      sizeMax: 1,
      regions: [],
      budgetMin: 0,
      budgetMax: 1,
      pains: [],
    },
  },
  meeting: {
    ...{ minutes: 30, bufferMinutes: 0, noticeMinutes: 0, horizonDays: 14, title: BOTH, place: BOTH },
    remindMinutesBefore: 60,
  },
  proposal: { validDays: 14, terms: BOTH },
};

/** A sentence of the bot's. */
export function say(text: string, change: Partial<Extract<Action, { do: "say" }>> = {}): Action {
  return {
    ...{ do: "say", text, language: "ar", choices: [], choicesLabel: null, wordings: [], facts: [] },
    ...{ purpose: "answer", icsOf: null },
    ...change,
  };
}

/** Answers each turn with what it heard; says nothing while a rep holds the talk. */
export function echoing(conversation: Conversation, turn: Turn): Decision {
  const nothing = { events: [], actions: [], because: "nothing to say", needs: null };
  if (conversation.owner === "rep") return nothing;
  if (turn.trigger.kind === "timer") return { ...nothing, actions: [say(`timer ${turn.trigger.timer}`)] };
  const messageIds = turn.trigger.heard.map(({ message }) => message.id);
  const words = turn.trigger.heard.map(({ message }) => message.text).join(" + ");
  return {
    ...nothing,
    events: [{ happened: "heard", at: turn.now, messageIds }],
    because: "it was asked",
    actions: [say(`re: ${words}`)],
  };
}

/** A mind that thinks only what the test tells it. */
export function mindOf(change: Partial<Mind> = {}): Mind {
  return {
    company: () => Promise.resolve(COMPANY),
    understand: () => ({ language: "ar", replyLanguage: "ar", acts: [], facts: [], entities: [] }),
    advisor: null,
    decide: echoing,
    evolve,
    unproven: () => [],
    leadColumns: () => ({
      ...{ status: null, name: null, company: null, sector: null, tier: null },
      ...{ scoreLeast: null, scoreMost: null, valueSar: null },
    }),
    calendar: { openSlots: () => Promise.resolve([]) },
    now: () => Date.now(),
    newId: nextId,
    ...change,
  };
}

/** Storage, a platform and everything between them, with as many workers as the test starts. */
export async function storyOn(
  database: Database,
  change: Partial<WorkerParts> & {
    readonly platform?: Platform;
    readonly channels?: readonly WebhookChannel[];
  } = {},
) {
  const platform = change.platform ?? new Platform();
  const channels = new Map(
    (change.channels ?? [platform]).map((channel) => [channel.name as string, channel]),
  );
  const store = lanesOn(database, nextId);
  const wake = await wakeOver(database);
  const reports: unknown[] = [];
  const parts: WorkerParts = {
    ...{ store, wake, mind: mindOf(), bubbleWaitMs: 0, doubtWaitMs: 1_000 },
    channel: (name) => channels.get(name) ?? null,
    clockAllows: (now) => now,
    templateFor: () => null,
    erase: (contactId, by) => store.desk.erase(contactId, by),
    report: (what, cause) => void reports.push([what, cause]),
    counters: newCounters(),
    ...change,
  };
  const inbox = receiver({
    ...{ arrivals: store.arrivals, wake, channel: parts.channel, bubbleWaitMs: parts.bubbleWaitMs },
    counters: parts.counters ?? newCounters(),
    onEcho: () => Promise.resolve(),
  });
  const workers: Worker[] = [];
  return {
    ...{ platform, store, wake, parts, inbox, reports, pool: database.pool, database },
    work: (more: Partial<WorkerParts> = {}): Worker => {
      const worker = startWorker({ ...parts, ...more });
      workers.push(worker);
      return worker;
    },
    /** A worker that will be killed: it is never stopped, for the dead do not answer. */
    workUntilKilled: (more: Partial<WorkerParts>): Worker => startWorker({ ...parts, ...more }),
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
      await wake.close();
    },
  };
}

/** Waits until something is so; fails with what it last was. */
export async function until(what: () => unknown | Promise<unknown>, longestMs = 15_000): Promise<void> {
  const end = Date.now() + longestMs;
  while (!(await what())) {
    if (Date.now() > end) throw new Error(`not within ${longestMs} ms: ${what.toString()}`);
    await new Promise((again) => setTimeout(again, 10));
  }
}
