import { writeSync } from "node:fs";
import type { CRASH_POINTS } from "../config/variables.ts";
import type { Config } from "../config.ts";
import type { Arrivals } from "../contracts/arrivals.ts";
import type { Channel } from "../contracts/channel.ts";
import type { Commands } from "../contracts/commands.ts";
import type { Lanes } from "../contracts/lanes.ts";

type CrashPoint = (typeof CRASH_POINTS)[number];

/** Where to end the process, and at the how manieth passing. */
interface CrashAt {
  readonly point: CrashPoint;
  readonly passing: number;
}

/** The parts of the way, with one place on it that ends the process; made only for tests of crashes. */
interface CrashCourse {
  store<Store extends { readonly arrivals: Arrivals; readonly lanes: Lanes }>(store: Store): Store;
  commands<Office extends Commands>(office: Office): Office;
  channel(channel: Channel | null): Channel | null;
}

/** Nothing is wrapped, so nothing costs anything, unless `at` names a point. */
function crashCourse(at: CrashAt | null, die: (at: CrashAt) => void): CrashCourse {
  if (at === null) return { store: (store) => store, commands: (office) => office, channel: (one) => one };
  let passed = 0;
  const pass = (point: CrashPoint): void => {
    if (point !== at.point) return;
    passed += 1;
    if (passed === at.passing) die(at);
  };
  return {
    store: (store) => ({
      ...store,
      arrivals: arrivalsOf(store.arrivals, pass),
      lanes: lanesOf(store.lanes, pass),
    }),
    commands: (office) => ({
      ...office,
      receiveWebhook: async (channel, request) => {
        const received = await office.receiveWebhook(channel, request);
        pass("before-ack");
        return received;
      },
    }),
    channel: (one) => (one === null ? null : sendingChannel(one, () => pass("after-send"))),
  };
}

/** The channel, with something done after each send; everything else is passed on as it is. */
function sendingChannel(channel: Channel, sent: () => void): Channel {
  return new Proxy(channel, {
    get: (target, name) => {
      if (name === "send")
        return async (...all: Parameters<Channel["send"]>) => after(await target.send(...all), sent);
      const part: unknown = Reflect.get(target, name, target);
      return typeof part === "function" ? part.bind(target) : part;
    },
  });
}

function after<Result>(result: Result, then: () => void): Result {
  then();
  return result;
}

function arrivalsOf(arrivals: Arrivals, pass: (point: CrashPoint) => void): Arrivals {
  return {
    ...arrivals,
    accept: async (batch) => after(await arrivals.accept(batch), () => pass("after-store")),
  };
}

function lanesOf(lanes: Lanes, pass: (point: CrashPoint) => void): Lanes {
  return {
    ...lanes,
    claim: async (...all) => {
      const claimed = await lanes.claim(...all);
      if (claimed.length > 0) pass("after-claim");
      return claimed;
    },
    save: async (batch) => {
      const saved = await lanes.save(batch);
      pass("after-save");
      // A turn's first answer is born `sending`: its save is the intent to send it.
      if (batch.some(({ outbox }) => outbox.some(({ state }) => state === "sending"))) pass("after-intent");
      return saved;
    },
    markSending: async (ids) => {
      const allowed = await lanes.markSending(ids);
      if (allowed.size > 0) pass("after-intent");
      return allowed;
    },
    settle: async (sends, releases) => {
      if (sends.length > 0) pass("before-mark");
      await lanes.settle(sends, releases);
    },
  };
}

/** The course that the configuration asks for. Throws when a crash was asked for by mistake. */
export function crashCourseFrom({ CRASH_AT, CRASH_ON_PURPOSE }: Config["tests"]): CrashCourse {
  if (CRASH_AT !== null && CRASH_ON_PURPOSE !== "yes")
    throw new Error("CRASH_AT is for crash tests; it needs CRASH_ON_PURPOSE=yes, which no real server has");
  return crashCourse(CRASH_AT, ({ point, passing }) => {
    // Written at once: a log that is gathered would die with the process.
    writeSync(2, `killed on purpose: ${point}, passing ${passing}\n`);
    process.kill(process.pid, "SIGKILL");
  });
}
