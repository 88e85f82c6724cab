import { createServer, type ServerResponse } from "node:http";
import { Duplex } from "node:stream";
import { setImmediate as nextRound } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Live } from "../../bot/contracts/live.ts";
import type { Records } from "../../bot/contracts/records.ts";
import { newTold, openChatStream } from "../../bot/http/chat/chat-stream.ts";
import type { HttpParts } from "../../bot/http/parts.ts";
import { createStreams } from "../../bot/http/streams.ts";
import { type House, openHouse } from "../support/http-house.ts";
import { only, type RunningServer, startServer } from "../support/http-server.ts";
import { until } from "../support/until.ts";

let house: House;
/** The same store behind a server whose looks at talks wait for `go`. */
let slow: RunningServer;
let looks = 0;
let gate = Promise.withResolvers<void>();
const ears = new Set<(conversationId: string) => void>();
const live: Live = {
  listen: (_topic, heard) => {
    ears.add(heard);
    return () => ears.delete(heard);
  },
};

beforeAll(async () => {
  house = await openHouse();
  const { conversations } = house.records;
  const records: Records = {
    ...house.records,
    conversations: {
      ...conversations,
      list: async (...filter) => {
        const page = await conversations.list(...filter);
        await gate.promise;
        looks += 1;
        return page;
      },
    },
  };
  slow = await startServer({ records, live });
});
afterAll(async () => {
  await slow.server.close(0);
  await house.close();
});

async function visitorWithTalk(): Promise<{ readonly visitorId: string; readonly token: string }> {
  const session = await fetch(`${house.url}/api/v1/chat/sessions`, { method: "POST" });
  const visitor = (await session.json()) as { readonly visitorId: string; readonly token: string };
  await writes(visitor.token, "c-1", "السلام عليكم");
  return visitor;
}

async function writes(token: string, clientId: string, words: string): Promise<void> {
  const written = await fetch(`${house.url}/api/v1/chat/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ clientId, text: words }),
  });
  expect(written.status).toBe(202);
}

test("who follows a talk and leaves during the first look is not listened for any more", async () => {
  const { token } = await visitorWithTalk();
  const times = 10;
  for (let time = 0; time < times; time += 1) {
    const leaving = new AbortController();
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${slow.url}/api/v1/chat/live`, { headers, signal: leaving.signal });
    expect(answer.status).toBe(200);
    leaving.abort();
    const gone = () => slow.logged.filter(({ fields }) => fields.brokenOff === true).length;
    await until(() => gone() === time + 1);
  }
  gate.resolve();
  await until(() => looks === times);
  await nextRound();
  expect(ears.size).toBe(0);
});

test("who stays is listened for until they leave", async () => {
  gate = Promise.withResolvers();
  gate.resolve();
  const { token } = await visitorWithTalk();
  const leaving = new AbortController();
  const headers = { authorization: `Bearer ${token}` };
  await fetch(`${slow.url}/api/v1/chat/live`, { headers, signal: leaving.signal });
  await until(() => ears.size === 1);
  leaving.abort();
  await until(() => ears.size === 0);
});

test("a visitor who does not read is told no more until they do: nothing piles up for them", async () => {
  const { visitorId, token } = await visitorWithTalk();
  const line = new StoppedLine();
  const asked = Promise.withResolvers<ServerResponse>();
  createServer((_, answer) => asked.resolve(answer)).emit("connection", line);
  const response = await asked.promise;
  const stream = openChatStream(partsOf(house), createStreams(), visitorId, response, () => {});
  const long = "م".repeat(4_000);
  for (let at = 0; at < 20; at += 1) {
    await writes(token, `long-${at}`, long);
    stream.kick();
    await nextRound();
  }
  await until(() => response.writableNeedDrain);
  const waiting = response.writableLength;
  for (let at = 0; at < 5; at += 1) {
    await writes(token, `more-${at}`, long);
    stream.kick();
    await new Promise((done) => setTimeout(done, 30));
  }
  expect(response.writableLength).toBe(waiting);
  line.readOn();
  await until(() => line.heard.includes("more-4"));
  line.destroy();
});

test("what is said while a server closes is not written to an answer that has ended, nor opened for anew", async () => {
  const { visitorId, token } = await visitorWithTalk();
  const line = new StoppedLine();
  const asked = Promise.withResolvers<ServerResponse>();
  createServer((_, answer) => asked.resolve(answer)).emit("connection", line);
  const response = await asked.promise;
  const failures: Error[] = [];
  response.on("error", (failure) => failures.push(failure));
  const streams = createStreams();
  const stream = openChatStream(partsOf(house), streams, visitorId, response, () => {});
  for (let at = 0; at < 8; at += 1) await writes(token, `long-${at}`, "م".repeat(4_000));
  await until(() => {
    stream.kick();
    return response.writableNeedDrain;
  });
  streams.endAll();
  await writes(token, "at-the-end", "شكرا");
  for (let at = 0; at < 10; at += 1) {
    stream.kick();
    await new Promise((done) => setTimeout(done, 20));
  }
  expect(failures).toEqual([]);
  const late = Promise.withResolvers<void>();
  const ending = { once: () => ending, end: () => late.resolve() } as unknown as ServerResponse;
  streams.hold(ending, () => undefined);
  await late.promise;
  line.destroy();
});

/** A connection with a request on it, whose other side reads nothing until it is told to. */
class StoppedLine extends Duplex {
  heard = "";
  #asked = false;
  #reads = false;
  #goOn: () => void = () => {};

  override _read(): void {
    if (!this.#asked) this.push("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    this.#asked = true;
  }

  override _write(part: Buffer | string, _encoding: string, done: () => void): void {
    this.heard += String(part);
    if (this.#reads) done();
    else this.#goOn = done;
  }

  readOn(): void {
    this.#reads = true;
    this.#goOn();
  }
}

function partsOf({ records }: House): HttpParts {
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  return only<HttpParts>("parts", { records, log, now: Date.now, live: { listen: () => () => {} } });
}

test("what a stream told is remembered for the last entries only, and only news is told", () => {
  const told = newTold(200);
  expect([told.isNews("m-0", "a"), told.isNews("m-0", "a"), told.isNews("m-0", "b")]).toEqual([
    true,
    false,
    true,
  ]);
  for (let entry = 1; entry < 5_000; entry += 1) told.isNews(`m-${entry}`, "a");
  expect(told.size).toBe(200);
  expect([told.isNews("m-4999", "a"), told.isNews("m-0", "b")]).toEqual([false, true]);
});
