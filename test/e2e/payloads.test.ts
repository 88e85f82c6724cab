import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ChannelNews } from "../../bot/contracts/channel.ts";
import { readPost } from "../../channels/whatsapp/read.ts";
import {
  ask,
  askAll,
  openRealHouse,
  PHONE_NUMBER_ID,
  postWebhook,
  type RunningHouse,
  signatureOf,
  VERIFY_TOKEN,
} from "../support/house.ts";
import { canRunPostgres, type Server, startPostgres } from "../support/postgres.ts";
import { sharedFolder } from "../support/shared.ts";

const folder = sharedFolder("payloads/whatsapp");
const bodies = folder === null ? [] : recorded(folder);

interface Recorded {
  readonly file: string;
  readonly body: string;
}

/** Written to our number; and since examples in documentation share their ids, each file's become its own. */
function recorded(from: string): readonly Recorded[] {
  const files = readdirSync(from).filter((file) => file.endsWith(".json") && file !== "index.json");
  return files.map((file, index) => {
    const text = readFileSync(join(from, file), "utf8").replace(
      /("phone_number_id":\s*)"[^"]*"/g,
      `$1"${PHONE_NUMBER_ID}"`,
    );
    const ids = [...new Set(messageIds(text))].filter((id) => id !== "");
    const body = ids.reduce((changed, id) => changed.replaceAll(`"${id}"`, `"${id}.${index}"`), text);
    return { file, body };
  });
}

/** The ids inside `messages`, straight from the JSON: not by the reader that is under test. */
function messageIds(body: string): readonly string[] {
  const post = JSON.parse(body) as { readonly entry?: readonly { readonly changes?: readonly unknown[] }[] };
  const values = (post.entry ?? []).flatMap(({ changes = [] }) =>
    changes.map((change) => (change as { readonly value?: { readonly messages?: unknown } }).value?.messages),
  );
  return values.flatMap((messages) =>
    Array.isArray(messages) ? messages.map(({ id }) => String(id ?? "")) : [],
  );
}

const noticesIn = (body: string): readonly Extract<ChannelNews, { kind: "notice" }>[] =>
  readPost(Buffer.from(body)).filter((news) => news.kind === "notice");

/** Ids of every message from outside that the house shows over REST. */
async function shownIds(url: string): Promise<readonly string[]> {
  const talks = await askAll(url, "/api/v1/conversations");
  const all = await Promise.all(talks.map(({ id }) => askAll(url, `/api/v1/conversations/${id}/messages`)));
  return all.flat().flatMap((entry) => (entry.direction === "in" ? [entry.id] : []));
}

/** `stored` once, `explained` by a notice that names it, or what is wrong. */
function fateOf(id: string, { file, body }: Recorded, shown: readonly string[]): string {
  const times = shown.filter((one) => one === id).length;
  if (times === 1) return "stored";
  const noticed = noticesIn(body).some(
    ({ detail, what }) =>
      detail.includes(id) || (id === "" && what === "message without id or sender") || WHOLE.test(what),
  );
  return times === 0 && noticed ? "explained" : `${file}: ${id} is shown ${times} times`;
}

/** Notices about a whole part of a post, such as a history that came with it. */
const WHOLE = /^(field not used: history|group)/;

async function postAll(url: string): Promise<void> {
  for (const { file, body } of bodies) expect([file, await postWebhook(url, body)]).toEqual([file, 200]);
}

describe.skipIf(folder === null)("recorded posts against the running house, embedded", () => {
  let house: RunningHouse;
  beforeAll(async () => {
    house = await openRealHouse();
  });
  afterAll(() => house.close());

  test("unsigned and wrongly signed posts are refused with 401, and nothing of them is stored", async () => {
    for (const { body } of bodies.slice(0, 40)) {
      expect(await postWebhook(house.url, body, null)).toBe(401);
      expect(await postWebhook(house.url, body, signatureOf(body, "another secret"))).toBe(401);
      expect(await postWebhook(house.url, body, signatureOf(`${body} `))).toBe(401);
    }
    expect(await askAll(house.url, "/api/v1/conversations")).toEqual([]);
    expect(await askAll(house.url, "/api/v1/leads")).toEqual([]);
  });

  test("Meta's check of the address is answered for our token only", async () => {
    const check = (token: string) =>
      ask(
        house.url,
        "GET",
        `/api/v1/webhooks/whatsapp?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=1158201444`,
        undefined,
        null,
      );
    expect(await check(VERIFY_TOKEN)).toMatchObject({ status: 200, body: "1158201444" });
    expect((await check("wrong")).status).toBe(403);
  });

  test("every post is taken; each message is shown exactly once or explained; posted again, none twice", async () => {
    await postAll(house.url);
    const first = await shownIds(house.url);
    await postAll(house.url);
    const second = await shownIds(house.url);
    expect(second.toSorted()).toEqual(first.toSorted());
    const fates = bodies.flatMap((one) =>
      [...new Set(messageIds(one.body))].map((id) => fateOf(id, one, first)),
    );
    const explained = fates.filter((fate) => fate === "explained").length;
    process.stdout.write(
      `recorded posts: ${bodies.length} files, ${fates.length} messages, ${fates.length - explained} stored once, ${explained} explained by a notice\n`,
    );
    const unexplained = fates.filter((fate) => fate !== "stored" && fate !== "explained");
    expect(unexplained).toEqual([]);
    expect(house.graph.complaints).toEqual([]);
    expect(house.errors).toEqual([]);
  }, 120_000);
});

describe.skipIf(folder === null || !canRunPostgres())("recorded posts on PostgreSQL", () => {
  let server: Server;
  let house: RunningHouse;
  let database: pg.Client;
  beforeAll(async () => {
    server = await startPostgres();
    const url = await server.newDatabase();
    house = await openRealHouse({ database: url });
    database = new pg.Client({ connectionString: url });
    await database.connect();
  });
  afterAll(async () => {
    await house.close();
    await database.end();
    server.stop();
  });

  test("posted five times at once, each message is one row, and every notice is kept", async () => {
    for (const { file, body } of bodies) {
      const statuses = await Promise.all(Array.from({ length: 5 }, () => postWebhook(house.url, body)));
      expect([file, statuses]).toEqual([file, [200, 200, 200, 200, 200]]);
    }
    const { rows } = await database.query(
      "SELECT platform_id AS id, count(*)::int AS times FROM messages GROUP BY 1",
    );
    expect(rows.filter(({ times }) => times !== 1)).toEqual([]);
    const stored = new Set(rows.map(({ id }) => id));
    const expected = bodies.flatMap(({ body }) =>
      readPost(Buffer.from(body)).flatMap((news) => (news.kind === "message" ? [news.message.id] : [])),
    );
    expect(expected.filter((id) => !stored.has(id))).toEqual([]);
    const kept = await database.query("SELECT count(*)::int AS notices FROM notices");
    expect(kept.rows[0].notices).toBeGreaterThan(0);
  }, 120_000);
});
