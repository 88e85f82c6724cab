import type { Scenario } from "./scenario.ts";
import { sleep } from "./stage.ts";
import { verdictOf } from "./verdict.ts";

const steady = (name: string, load: Readonly<Record<string, unknown>>, fast = false): Scenario => ({
  name: `repeats: ${name}`,
  fast,
  play: async (stage) => {
    await stage.start("web", "web");
    await stage.start("one", "worker");
    await stage.start("two", "worker");
    return verdictOf(await stage.load(load));
  },
});

const afterRestart: Scenario = {
  name: "repeats: again after a restart",
  fast: true,
  play: async (stage) => {
    await stage.start("all", "all");
    const load = { messages: 300, redeliver: 2, redeliverGap: 7_000 };
    return verdictOf(
      await stage.load(load, async () => {
        await sleep(3_500);
        await stage.kill("all");
      }),
    );
  },
};

/** An album: twenty messages of somebody new at once. The platform gives them no order, so none is asked for. */
const firstContact: Scenario = {
  name: "repeats: twenty first messages of one person at once",
  fast: true,
  play: async (stage) => {
    await stage.start("web", "web");
    await stage.start("second", "worker");
    const users = stage.fast ? 10 : 50;
    const load = { burst: 20, burstParallel: true, users, messages: users * 20 };
    const result = await stage.load(load);
    const contacts = await stage.count("contacts");
    const talks = await stage.count("conversations");
    const leads = await stage.count("leads");
    const same = contacts === users && talks === users && leads === users;
    const note = `${users} people: ${contacts} contacts, ${leads} leads, ${talks} conversations`;
    return verdictOf(result, { note, anyOrder: true, faults: same ? [] : [note] });
  },
};

export const repeats: readonly Scenario[] = [
  steady("three times, one after another", { redeliver: 3, redeliverGap: 100 }),
  steady("three times at once", { redeliver: 3, redeliverParallel: true }),
  steady("five messages in one webhook", { burst: 5, batch: 5, users: 300 }),
  steady(
    "bursts of five by one person",
    { burst: 5, users: 300, redeliver: 2, redeliverParallel: true },
    true,
  ),
  afterRestart,
  firstContact,
];
