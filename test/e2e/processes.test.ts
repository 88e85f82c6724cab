import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Arrived, type GraphStandIn, startGraph } from "../support/graph-stand-in.ts";
import {
  dataFolder,
  type HouseProcess,
  houseEnvironment,
  PHONE_NUMBER_ID,
  postWebhook,
  type RunningHouse,
  startHouseProcess,
} from "../support/house.ts";
import { canRunPostgres, type Server, startPostgres } from "../support/postgres.ts";
import { Prospect } from "../support/prospect.ts";
import { until } from "../support/story.ts";

const PEOPLE = 100;
const KILLED_AFTER = 70;

function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => found(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

describe.skipIf(!canRunPostgres())("a web process and a worker process on one PostgreSQL", () => {
  let server: Server;
  let graph: GraphStandIn;
  let house: RunningHouse;
  let web: HouseProcess;
  let worker: HouseProcess;
  let workerEnvironment: Readonly<Record<string, string>>;
  beforeAll(async () => {
    server = await startPostgres();
    graph = await startGraph(PHONE_NUMBER_ID);
    const port = await freePort();
    const shared = houseEnvironment(graph.url, await dataFolder(), port, await server.newDatabase());
    workerEnvironment = { ...shared, ROLE: "worker" };
    web = await startHouseProcess({ ...shared, ROLE: "web" });
    worker = await startHouseProcess(workerEnvironment);
    house = { url: `http://127.0.0.1:${port}`, graph, errors: [], close: async () => undefined };
  });
  afterAll(async () => {
    await worker?.stop();
    await web?.stop();
    await graph?.close();
    server?.stop();
  });

  test("the worker killed in the middle of a hundred talks: everybody is answered once, in order, after the restart", async () => {
    const people = Array.from({ length: PEOPLE }, () => new Prospect(house, "نورة"));
    graph.latencyMs = 40;
    let killed: Promise<void> | null = null;
    graph.onArrival = (message) => {
      void confirm(house.url, message);
      if (graph.arrived.length === KILLED_AFTER) killed = worker.kill();
    };
    for (const words of ["السلام عليكم", "كم السعر؟", "احنا عيادة في الرياض"])
      await Promise.all(people.map((person) => person.writes(words)));
    await until(() => killed !== null, 30_000);
    await killed;
    const before = graph.arrived.length;
    worker = await startHouseProcess(workerEnvironment);
    const answeredAll = () => people.every((person) => firstTimes(person).length === 3);
    await until(answeredAll, 60_000).catch(() => undefined);
    const unanswered = people.filter((person) => firstTimes(person).length < 3).length;
    const repeated = people.reduce(
      (sum, person) => sum + quotesOf(person).length - firstTimes(person).length,
      0,
    );
    const unordered = people.filter((person) => {
      const order = [...person.wrote.keys()];
      const places = firstTimes(person).map((id) => order.indexOf(id));
      return places.some((place, at) => place < (places[at - 1] ?? -1));
    }).length;
    process.stdout.write(
      `worker killed amid ${PEOPLE} talks: ${before} answers before, ${graph.arrived.length} in all, ${unanswered} talks with an open answer, ${repeated} twice, ${unordered} out of order\n`,
    );
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(PEOPLE * 3);
    expect([unanswered, repeated, unordered]).toEqual([0, 0, 0]);
    expect(graph.complaints).toEqual([]);
  }, 150_000);
});

/** Meta's word that a message went: what a killed worker could not note is settled by it. */
async function confirm(url: string, { id, to, body }: Arrived): Promise<void> {
  const metadata = { display_phone_number: "966112345678", phone_number_id: PHONE_NUMBER_ID };
  const status = {
    ...{ id, status: "sent", timestamp: String(Math.floor(Date.now() / 1000)), recipient_id: to },
    biz_opaque_callback_data: body.biz_opaque_callback_data,
  };
  const value = { messaging_product: "whatsapp", metadata, statuses: [status] };
  const entry = [{ id: "1", changes: [{ field: "messages", value }] }];
  await postWebhook(url, JSON.stringify({ object: "whatsapp_business_account", entry }));
}

function quotesOf(person: Prospect): readonly string[] {
  return person.inbox.flatMap(({ quotes }) => (quotes === null ? [] : [quotes]));
}

/** The messages that were answered, in the order of their first answer. */
function firstTimes(person: Prospect): readonly string[] {
  return [...new Set(quotesOf(person))];
}
