import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { RawRequest, WebhookDoor } from "../bot/contracts/channel.ts";
import { Secret } from "../bot/contracts/secret.ts";
import { understand } from "../bot/conversation/language/understand.ts";
import { EMAIL_LIMITS, ownMailOf } from "../channels/email/config.ts";
import { takeApart } from "../channels/email/mail.ts";
import { newsOf } from "../channels/email/news.ts";
import { readPost } from "../channels/whatsapp/read.ts";
import { HEAVY } from "../test/email/heavy-letters.ts";
import { emailConfig, openEmail } from "../test/support/email.ts";
import { type Blocked, blockedBy, tooLong } from "./load/turns.ts";

/*
 * How long one piece of work keeps everybody else waiting, while the largest and the worst is handed over by a mailbox, by mail
 * vendors and by Meta. Counted in milliseconds of this thread's CPU, so that a crowded machine changes little. Each is judged
 * by itself (bench/load/turns.ts): exits 1 when one turn took longer than two seconds, or when of the turns that did something
 * more than one in a hundred was longer than 50 ms (longer where one call reads a large body). `--only=word` chooses.
 */

/** How often each is tried, after a first time that does not count. */
const TIMES = 3;
const PARTS = {
  ...{ own: ownMailOf({ address: "sales@example.com" }), trustedServer: null },
  ...{ limits: EMAIL_LIMITS, now: () => Date.now() },
};
const FOUND = {
  inSent: false,
  receivedAt: Date.now(),
  vouched: false,
  cutFrom: null,
  reference: () => "none",
};

const READING = { asked: null, now: Date.now(), profileName: null, language: null, city: null };

interface Attack {
  readonly name: string;
  run(): Promise<unknown>;
}

/** CPU of this thread since then, milliseconds. */
function since(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(begun);
  return (user + system) / 1_000;
}

/** The turns of the event loop while this runs, in milliseconds of CPU each. */
async function turnsOf(run: () => Promise<unknown>): Promise<readonly number[]> {
  const turns: number[] = [];
  let turn = process.threadCpuUsage();
  let over = false;
  const look = (): void => {
    if (over) return;
    turns.push(since(turn));
    turn = process.threadCpuUsage();
    setImmediate(look);
  };
  setImmediate(look);
  await run();
  await new Promise((next) => setImmediate(next));
  over = true;
  return turns;
}

const fromMailbox: readonly Attack[] = HEAVY.map(([name, make]) => {
  let raw: Buffer | null = null;
  return {
    name: `mailbox: ${name}`,
    run: async () => {
      raw ??= Buffer.from(make());
      return newsOf(await takeApart(raw, EMAIL_LIMITS), FOUND, PARTS);
    },
  };
});

function posted(fields: Readonly<Record<string, string>>): RawRequest {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const headers = { "content-type": "multipart/form-data; boundary=b" };
  return { headers, query: {}, body: Buffer.from(`${parts.join("")}--b--\r\n`) };
}

const LETTER = {
  from: "Ali <ali@example.net>",
  to: "sales@example.com",
  subject: "x",
  text: "hello",
  html: "",
};
const LONG: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "6 MB of words": { text: "hello world and more\r\n".repeat(300_000) },
  "25 MB of HTML": { text: "", html: "<p>hello <b>world</b></p>\r\n".repeat(1_000_000) },
  "a sender of 25 MB": { from: "a".repeat(25_000_000) },
  "25 MB of headers": { headers: "X-A: b\r\n".repeat(3_000_000) },
};

/** What the doors of the vendors make of it; Resend's words are fetched from a server beside us. */
async function fromVendors(): Promise<{ readonly attacks: readonly Attack[]; close(): Promise<void> }> {
  let answer = "";
  const server = createServer((_, response) => response.end(answer)).listen(0, "127.0.0.1");
  await new Promise((listens) => server.once("listening", listens));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const key = new Secret("key");
  const { channel } = await openEmail(
    emailConfig({
      resend: { webhookSecret: key, apiKey: key, baseUrl },
      sendgrid: { webhookKey: null, inboundToken: key },
    }),
  );
  const door = (name: string) => channel.doors.get(name) as WebhookDoor;
  const event = { type: "email.received", data: { email_id: "re_1" }, created_at: new Date().toISOString() };
  const told: RawRequest = { headers: {}, query: {}, body: Buffer.from(JSON.stringify(event)) };
  const attacks = Object.entries(LONG).flatMap(([name, fields]): Attack[] => {
    const form = posted({ ...LETTER, ...fields });
    const fetched = JSON.stringify({ ...LETTER, ...fields, created_at: event.created_at, headers: {} });
    return [
      { name: `sendgrid: ${name}`, run: async () => await door("sendgrid").read(form) },
      {
        name: `resend: ${name}`,
        run: async () => {
          answer = fetched;
          return await door("resend").read(told);
        },
      },
    ];
  });
  return {
    attacks,
    close: async () => {
      await channel.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

function fromMeta(): readonly Attack[] {
  const message = (text: string, id: number) => ({
    ...{
      from: "966500000001",
      id: `wamid.${id}`,
      timestamp: "1763800000",
      type: "text",
      text: { body: text },
    },
  });
  const post = (texts: readonly string[]) => {
    const metadata = { display_phone_number: "966112345678", phone_number_id: "106540352242922" };
    const value = { messaging_product: "whatsapp", metadata, messages: texts.map(message) };
    const entry = [{ id: "1", changes: [{ field: "messages", value }] }];
    return Buffer.from(JSON.stringify({ object: "whatsapp_business_account", entry }));
  };
  const one = post(["نحتاج ٥٠ جهاز ".repeat(125_000)]);
  const many = post(Array.from({ length: 20_000 }, () => "كم السعر؟"));
  const words = "نحتاج ٥٠ ألف ريال يوم الأحد القادم الساعة ٣ ".repeat(100);
  return [
    { name: "whatsapp: one text of 3 MB", run: async () => readPost(one) },
    { name: "whatsapp: 20,000 messages in one webhook", run: async () => readPost(many) },
    {
      name: "understanding 3,000 characters",
      run: async () => understand(words, READING),
    },
  ];
}

const only = process.argv.find((one) => one.startsWith("--only="))?.slice(7) ?? "";
const vendors = await fromVendors();
const delays = monitorEventLoopDelay({ resolution: 1 });
const found: Blocked[] = [];
console.log("| what is handed over | p99 turn, ms | longest turn, ms | all its CPU, ms |\n|---|---|---|---|");
for (const { name, run } of [...fromMailbox, ...vendors.attacks, ...fromMeta()]) {
  if (!name.includes(only)) continue;
  // The first time some of the code is compiled, and the letter itself is written.
  await run();
  await new Promise((rest) => setTimeout(rest, 20));
  const times: (readonly number[])[] = [];
  delays.enable();
  for (let time = 0; time < TIMES; time++) times.push(await turnsOf(run));
  delays.disable();
  const blocked = blockedBy(name, times);
  found.push(blocked);
  const figures = [blocked.p99, blocked.longest, blocked.all].map((value) => value.toFixed(0));
  console.log(`| ${name} | ${figures.join(" | ")} |`);
}
await vendors.close();
if (found.length === 0) {
  console.log(`nothing that is handed over is called ${only}`);
  process.exit(1);
}
const faults = found.flatMap((blocked) => tooLong(blocked) ?? []);
console.log(`\n${found.length} tried, ${faults.length} kept others waiting too long`);
for (const fault of faults) console.log(`WRONG ${fault}`);
// With what else this machine had to do; it judges nothing.
const [delay, most] = [delays.percentile(99) / 1e6, delays.max / 1e6];
console.log(`event-loop delay meanwhile: p99 ${delay.toFixed(1)} ms, longest ${most.toFixed(0)} ms`);
process.exit(faults.length > 0 ? 1 : 0);
