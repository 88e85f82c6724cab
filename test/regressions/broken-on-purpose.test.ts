import { spawn } from "node:child_process";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { expect, test } from "vitest";
import { lateReceipts } from "../../bench/chaos/sent-again.ts";
import { type Played, verdictOf } from "../../bench/chaos/verdict.ts";
import { inWords, untilWorkedOff, WAITING, type Waiting } from "../../bench/chaos/waiting.ts";
import type { Commands } from "../../bot/contracts/commands.ts";
import type { TurnRecord } from "../../bot/contracts/turn-record.ts";
import { httpClient } from "../../channels/shared/http.ts";
import { onBothEngines } from "../support/database.ts";
import { only, startServer } from "../support/http-server.ts";
import { talkWith } from "../support/stored-talk.ts";
import { storyOn, until } from "../support/story.ts";
import { text } from "../support/talk.ts";

/* What `npm run chaos` found, each as small as it can be shown. */

onBothEngines((engine) => {
  test("a claim whose answer was lost with its connection is worked on all the same", async () => {
    const story = await storyOn(await engine.fresh());
    await story.inbox.message(text("1"));
    let lost = false;
    const lanes = {
      ...story.store.lanes,
      claim: async (...all: Parameters<typeof story.store.lanes.claim>) => {
        const claimed = await story.store.lanes.claim(...all);
        if (lost || claimed.length === 0) return claimed;
        lost = true;
        throw new Error("Connection terminated unexpectedly");
      },
    };
    story.work({ store: { ...story.store, lanes } });
    await until(() => story.platform.arrived.length === 1);
    expect(story.platform.textsTo("+966500000001")).toEqual(["re: 1"]);
    await story.stop();
  });

  test("however often storage refuses a turn, nothing is set aside for it", async () => {
    const story = await storyOn(await engine.fresh());
    const full = new Error("could not extend file: No space left on device");
    let refused = 0;
    const lanes = {
      ...story.store.lanes,
      save: async (turns: readonly TurnRecord[]) => {
        refused += 1;
        if (refused <= 7) throw full;
        return await story.store.lanes.save(turns);
      },
    };
    story.work({ store: { ...story.store, lanes }, isStoreAway: (cause) => cause === full });
    await story.inbox.message(text("1"));
    await until(() => story.platform.arrived.length === 1);
    expect(refused).toBe(8);
    expect((await story.pool.query("select status from messages")).rows).toEqual([{ status: "handled" }]);
    await story.stop();
  });

  test("a stored message that is nothing at all is set aside, and the next one answered", async () => {
    const story = await storyOn(await engine.fresh());
    await story.inbox.message(text("1"));
    await story.pool.query("update messages set payload = 'null'");
    await story.inbox.message(text("2"));
    story.work();
    await until(() => story.platform.arrived.length === 1);
    expect(story.platform.textsTo("+966500000001")).toEqual(["re: 2"]);
    const { rows } = await story.pool.query("select status from messages order by number");
    expect(rows).toEqual([{ status: "parked" }, { status: "handled" }]);
    expect((await story.pool.query("select kind from tasks")).rows).toEqual([{ kind: "parked-message" }]);
    await story.stop();
  });

  test("what was due before the database's clock was set back by an hour is not left for an hour", async () => {
    const story = await storyOn(await engine.fresh());
    await story.inbox.message(text("1"));
    await story.store.shifts.beat("before", 4_000);
    await story.pool.query("update lanes set due_at = due_at + interval '1 hour'");
    await story.pool.query("update workers set alive_until = alive_until + interval '1 hour'");
    story.work();
    await until(() => story.platform.arrived.length === 1);
    expect(await story.pool.query("select from workers where id = 'before'")).toMatchObject({ rowCount: 0 });
    await story.stop();
  });

  test("a lane in hand when the clock is set back does not sleep either, once it is given back", async () => {
    const story = await storyOn(await engine.fresh());
    await story.inbox.message(text("1"));
    const { shifts, lanes } = story.store;
    await shifts.beat("me", 4_000);
    const [lane] = await lanes.claim("me", 1);
    // One more came while it was in hand, by the clock as it was before; so did the last word of another worker.
    await story.pool.query("update lanes set due_at = now() + interval '1 hour'");
    await story.pool.query(
      "insert into workers (id, alive_until) values ('other', now() + interval '1 hour')",
    );
    await shifts.beat("me", 4_000);
    const id = lane?.conversation.id ?? "";
    await lanes.settle([], [{ conversationId: id, worker: "me", againInMs: null, endedWell: true }]);
    const { rows } = await story.pool.query("select due_at <= now() as due, lease_owner from lanes");
    expect(rows).toEqual([{ due: true, lease_owner: null }]);
    await story.stop();
  });

  test("who gives back a lane that is another's by now leaves it to them, and its wake-up all the same", async () => {
    const story = await storyOn(await engine.fresh());
    await story.inbox.message(text("1"));
    const { shifts, lanes } = story.store;
    await Promise.all(["one", "two"].map((worker) => shifts.beat(worker, 60_000)));
    const [lane] = await lanes.claim("one", 1);
    await story.pool.query("update lanes set lease_owner = 'two'");
    const release = {
      conversationId: lane?.conversation.id ?? "",
      worker: "one",
      againInMs: 0,
      endedWell: true,
    };
    await lanes.settle([], [release]);
    const { rows } = await story.pool.query(
      "select lease_owner, due_at <= now() as due, attempts from lanes",
    );
    expect(rows).toEqual([{ lease_owner: "two", due: true, attempts: 1 }]);
    await story.stop();
  });

  test("chaos sees in the tables what waits, who has it, and what nothing would wake", async () => {
    const story = await storyOn(await engine.fresh());
    for (const by of ["+966500000001", "+966500000002", "+966500000003", "+966500000004"])
      await story.inbox.message(text("1", { by }));
    await story.store.shifts.beat("alive", 60_000);
    const set = async (change: string, place: number): Promise<unknown> =>
      await story.pool.query(
        `update lanes set ${change} where conversation_id = (select conversation_id from messages order by number offset ${place} limit 1)`,
      );
    await set("lease_owner = 'alive'", 0);
    await set("lease_owner = 'dead'", 1);
    await set("due_at = null", 2);
    expect((await story.pool.query(WAITING)).rows).toEqual([
      {
        ...{ messages: 4, answers: 0, due: 1, held: 1, orphaned: 1, later: 0, asleep: 1, workers: 1 },
        ...{ parked: 0, failed: 0, cancelled: 0, why: "", stored: 4 },
      },
    ]);
    await story.stop();
  });

  test("chaos tells what was given up, and what is noted of it", async () => {
    const { pool } = await talkWith(engine, { state: "doubtful", dueAt: null });
    const seen = async () => (await pool.query(WAITING)).rows[0];
    expect(await seen()).toMatchObject({ answers: 0, failed: 1, why: "1 doubtful: nothing noted" });
    await pool.query("update outbox set state = 'failed', detail = 'their number is none'");
    expect(inWords((await seen()) as unknown as Waiting)).toContain(
      "1 failed (1 failed: their number is none)",
    );
  });

  test.skipIf(engine.name === "PGlite")("a server that cuts every connection ends no process", async () => {
    const story = await storyOn(await engine.fresh());
    story.work();
    const cut = () =>
      story.pool
        .query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()")
        .catch(() => undefined);
    for (let times = 0; times < 3; times += 1) {
      await cut();
      await new Promise((later) => setTimeout(later, 700));
    }
    await story.inbox.message(text("1"));
    await until(() => story.platform.arrived.length === 1);
    await story.stop();
  });
});

test("a webhook that storage keeps waiting is answered 503 while the platform still listens", async () => {
  const never = new Promise<"stored">(() => undefined);
  const { url, server } = await startServer({
    commands: only<Commands>("commands", { receiveWebhook: () => never }),
  });
  const begun = performance.now();
  const response = await fetch(`${url}/api/v1/webhooks/whatsapp`, { method: "POST", body: "{}" });
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("5");
  expect(performance.now() - begun).toBeLessThan(4_500);
  await server.close(0);
});

/** What comes next on a connection, up to the end of a short answer. */
const next = (socket: Socket): Promise<string> =>
  new Promise((resolve) => socket.once("data", (bytes) => resolve(String(bytes))));

test("a server that leaves takes no new connection and answers once more on one that was just opened", async () => {
  const { server, url } = await startServer({});
  const port = Number(new URL(url).port);
  const opened = connect(port, "127.0.0.1");
  await new Promise((resolve) => opened.once("connect", resolve));
  // Seen by the server, and without a request so far: `close` alone would cut it.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const left = server.leave();
  await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  opened.write("GET /health/live HTTP/1.1\r\nHost: here\r\n\r\n");
  const answer = await next(opened);
  expect(answer).toContain("200 OK");
  expect(answer.toLowerCase()).toContain("connection: close");
  await left;
  await server.close();
});

const sent = (wamid: string, t: number) => ({ wamid, t, to: "1", text: "", opaque: "ours" });

test("chaos excuses a second send only after the whole wait, and while the program had acknowledged no receipt", () => {
  const late = (secondAt: number, acknowledgedAt: number | null) =>
    lateReceipts(
      [sent("first", 0), sent("second", secondAt)],
      new Map(acknowledgedAt === null ? [] : [["first", acknowledgedAt]]),
      15_000,
    ).length;
  expect(late(16_000, null)).toBe(1);
  expect(late(16_000, 17_000)).toBe(1);
  expect(late(14_000, null)).toBe(0);
  expect(late(30_000, 26_000)).toBe(0);
});

const waiting: Waiting = {
  ...{ messages: 3, answers: 0, due: 3, held: 0, orphaned: 0, later: 0, asleep: 0, workers: 1 },
  ...{ parked: 0, failed: 0, cancelled: 0, why: "", stored: 10 },
};
const played: Pick<
  Played,
  "sent" | "answered" | "lost" | "duplicates" | "outOfOrder" | "unmatched" | "late"
> = {
  ...{ sent: 10, answered: 7, lost: 3, duplicates: 0, outOfOrder: 0, unmatched: 0, late: [] },
};
const faultsOf = (more: Partial<Played>) =>
  verdictOf({ ...played, waiting, moves: false, ...more } as Played).faults;

test("chaos calls what is still being worked off at the end of its time no loss, and everything else one", async () => {
  const looked = (has: Waiting) =>
    untilWorkedOff({ until: 0, arrived: 0, database: "one", waiting: async () => has });
  expect(await looked(waiting)).toMatchObject({ moves: true });
  expect(await looked({ ...waiting, due: 2, asleep: 1 })).toMatchObject({ moves: false });
  expect(faultsOf({ moves: true })).toEqual([]);
  expect(faultsOf({})).toEqual(["3 unanswered (3 unheard, 0 unsent; lanes: 3 due; 1 workers)"]);
  expect(faultsOf({ moves: true, waiting: { ...waiting, messages: 1 } })).toHaveLength(1);
  expect(faultsOf({ moves: true, duplicates: 2, late: [{ ourId: "ours", afterMs: 16_000 }] })).toEqual([
    "1 answered twice",
  ]);
});

test("two runs of chaos at once never listen on the same ports", async () => {
  const says =
    "import('./bench/chaos/ports.ts').then(({ PORTS }) => console.log(PORTS.web)); process.stdin.resume()";
  const runs = [0, 1].map(() =>
    spawn(process.execPath, ["-e", says], { stdio: ["pipe", "pipe", "inherit"] }),
  );
  const ports = await Promise.all(
    runs.map((run) => new Promise<string>((said) => run.stdout.once("data", (bytes) => said(String(bytes))))),
  );
  for (const run of runs) run.kill("SIGKILL");
  expect(new Set(ports).size).toBe(2);
});

test("a channel's client that closes does not wait for a platform that answers nothing", async () => {
  const asked = Promise.withResolvers<void>();
  const silent = createHttpServer(() => asked.resolve());
  await new Promise<void>((open) => silent.listen(0, "127.0.0.1", open));
  const { port } = silent.address() as AddressInfo;
  const client = httpClient({ timeoutMs: 60_000, connections: 1, longestAnswer: 1_000 });
  const url = new URL(`http://127.0.0.1:${port}/`);
  const sending = client.send({ method: "POST", url, headers: {}, body: "{}" });
  await asked.promise;
  await client.close();
  // Only now: the close did not wait for this.
  silent.closeAllConnections();
  expect(await sending).toMatchObject({ kind: "in-doubt" });
  silent.close();
});
