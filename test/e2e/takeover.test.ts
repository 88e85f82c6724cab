import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, openRealHouse, PHONE_NUMBER_ID, postWebhook, type RunningHouse } from "../support/house.ts";
import { canRunPostgres, type Server, startPostgres } from "../support/postgres.ts";
import { Prospect } from "../support/prospect.ts";
import { dice } from "./phrases.ts";

/** Two hundred over both engines. */
const RACES = 100;
const AT_ONCE = 5;
/** Sentences without an end wait a part of it, so that the takeover comes before, within and after the turn. */
const BUBBLE_WAIT_MS = "60";

const TEXTS = [
  "كم السعر؟",
  "وين مقركم؟",
  "عندكم تجربة مجانية؟",
  "احنا عيادة في الرياض و ٤٠ موظف",
  "انت روبوت؟",
];

/** A takeover at a random moment between a message and its reply; gives what arrived after the call had returned. */
async function race(
  house: RunningHouse,
  seed: number,
): Promise<{ readonly late: number; readonly before: number }> {
  const pick = dice(seed * 7_919);
  const prospect = new Prospect(house, "سباق");
  await prospect.says("السلام عليكم");
  const { id } = await prospect.talk();
  const writing = prospect.writes(pick(TEXTS));
  await sleep(pick([0, 0, 1, 2, 4, 6, 8, 10, 13, 16, 20, 30, 60, 120]));
  const taken = await ask(house.url, "POST", `/api/v1/conversations/${id}/takeover`, { rep: "sara" });
  const returned = performance.now();
  expect(taken.status).toBe(200);
  await writing;
  await prospect.writes("؟");
  await sleep(400);
  const late = prospect.inbox.filter(({ at }) => at > returned).length;
  return { late, before: prospect.inbox.length };
}

async function races(house: RunningHouse, name: string): Promise<void> {
  house.graph.latencyMs = 15;
  let late = 0;
  let quicker = 0;
  for (let first = 0; first < RACES; first += AT_ONCE) {
    const group = await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => race(house, first + at + 1)));
    late += group.reduce((sum, one) => sum + one.late, 0);
    quicker += group.filter(({ before }) => before > 1).length;
  }
  process.stdout.write(
    `takeover race on ${name}: ${RACES} takeovers, ${quicker} replies were quicker, ${late} bot messages after the takeover\n`,
  );
  expect(late).toBe(0);
  // When one side always wins there was no race.
  expect(quicker).toBeGreaterThan(0);
  expect(quicker).toBeLessThan(RACES);
  house.graph.latencyMs = 0;
}

function echoOf(to: string, text: string): string {
  const metadata = { display_phone_number: "966112345678", phone_number_id: PHONE_NUMBER_ID };
  const echo = {
    ...{ from: "966112345678", to, id: `wamid.echo.${to}`, timestamp: String(Math.floor(Date.now() / 1000)) },
    ...{ type: "text", text: { body: text } },
  };
  const value = { messaging_product: "whatsapp", metadata, message_echoes: [echo] };
  return JSON.stringify({
    object: "whatsapp_business_account",
    entry: [{ id: "1", changes: [{ field: "smb_message_echoes", value }] }],
  });
}

describe("on the embedded engine", () => {
  let house: RunningHouse;
  beforeAll(async () => {
    house = await openRealHouse({ environment: { BUBBLE_WAIT_MS } });
  });
  afterAll(() => house.close());

  test("no word of the bot's reaches the phone once the takeover has answered", async () => {
    await races(house, "the embedded engine");
  }, 180_000);

  test("an answer from the business phone takes over; handed back, the assistant goes on without a new greeting", async () => {
    const prospect = new Prospect(house, "أم خالد");
    await prospect.says("السلام عليكم");
    const said = prospect.inbox.length;
    expect(await postWebhook(house.url, echoOf(prospect.phone, "معك سارة، كيف أخدمك؟"))).toBe(200);
    expect(await prospect.talk()).toMatchObject({ owner: "rep", stage: "with-rep" });
    await prospect.says("كم السعر؟");
    expect(prospect.inbox).toHaveLength(said);
    const { id } = await prospect.talk();
    expect((await prospect.transcript()).at(-2)).toMatchObject({
      author: "rep",
      text: "معك سارة، كيف أخدمك؟",
    });
    expect((await ask(house.url, "POST", `/api/v1/conversations/${id}/release`)).status).toBe(200);
    const [answer] = await prospect.says("احنا عيادة في جدة");
    expect(answer?.text).toBeDefined();
    expect(answer?.text).not.toMatch(/المساعد الآلي|عليكم السلام|حياكم في/);
    expect(await prospect.talk()).toMatchObject({ owner: "bot", rep: null });
  });

  test("a rep's own words go out; another rep meets 409 until the talk is handed back", async () => {
    const prospect = new Prospect(house, "أبو سعد");
    await prospect.says("مرحبا");
    const path = `/api/v1/conversations/${(await prospect.talk()).id}`;
    const written = await ask(house.url, "POST", `${path}/messages`, {
      text: "حياك الله، معك سارة",
      rep: "sara",
    });
    expect(written.status).toBe(201);
    await prospect.settled();
    expect(prospect.inbox.at(-1)?.text).toBe("حياك الله، معك سارة");
    expect((await ask(house.url, "POST", `${path}/takeover`, { rep: "noura" })).status).toBe(409);
    expect((await ask(house.url, "POST", `${path}/release`, { rep: "sara" })).status).toBe(200);
    expect((await ask(house.url, "POST", `${path}/takeover`, { rep: "noura" })).body).toMatchObject({
      rep: "noura",
    });
  });
});

describe.skipIf(!canRunPostgres())("on PostgreSQL", () => {
  let server: Server;
  let house: RunningHouse;
  beforeAll(async () => {
    server = await startPostgres();
    house = await openRealHouse({ database: await server.newDatabase(), environment: { BUBBLE_WAIT_MS } });
  });
  afterAll(async () => {
    await house.close();
    server.stop();
  });

  test("no word of the bot's reaches the phone once the takeover has answered", async () => {
    await races(house, "PostgreSQL");
  }, 180_000);
});
