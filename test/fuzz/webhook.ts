import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ChannelNews } from "../../bot/contracts/channel.ts";
import { readPost } from "../../channels/whatsapp/read.ts";
import { sharedFolder } from "../support/shared.ts";
import { Dice, mutated } from "./mutate.ts";

export interface WebhookFuzzReport {
  readonly posts: number;
  readonly news: number;
  /** How many pieces of each kind, so that one sees the mutations still reach every reader. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  /** The first failures, with what is needed to repeat each. */
  readonly failures: readonly {
    readonly seed: number;
    readonly post: number;
    readonly why: string;
    readonly body: string;
  }[];
}

/** No post of these sizes may take longer; far above what it takes, because other work shares the machine. */
const slowest = 1_000;

/** Reads `count` mutated webhook posts: none may throw, take long or give news that a database would refuse. */
export function fuzzWebhook(count: number, seed: number): WebhookFuzzReport {
  const dice = new Dice(seed);
  const bodies = webhookBodies();
  const kinds: Record<string, number> = {};
  const failures: { seed: number; post: number; why: string; body: string }[] = [];
  let news = 0;
  let slowestMs = 0;
  for (let post = 0; post < count; post++) {
    const body = mutated(dice.pick(bodies), bodies, dice);
    // Computing, not waiting: a machine with much else to do is no fault of the reader's.
    const started = process.threadCpuUsage();
    const { read, why } = attempt(body);
    const { user, system } = process.threadCpuUsage(started);
    const tookMs = (user + system) / 1_000;
    slowestMs = Math.max(slowestMs, tookMs);
    news += read.length;
    for (const one of read) kinds[one.kind] = (kinds[one.kind] ?? 0) + 1;
    const wrong = why ?? faultOf(read) ?? (tookMs > slowest ? `took ${Math.round(tookMs)} ms` : null);
    if (wrong !== null && failures.length < 20)
      failures.push({ seed, post, why: wrong, body: body.toString("base64").slice(0, 4_000) });
  }
  return { posts: count, news, kinds, slowestMs, failures };
}

/** Bodies to start from: three of our own, and the recorded ones where they are beside the project. */
export function webhookBodies(): readonly string[] {
  const folder = sharedFolder("payloads/whatsapp");
  const recorded =
    folder === null
      ? []
      : readdirSync(folder)
          .filter((name) => name !== "index.json")
          .map((name) => readFileSync(join(folder, name), "utf8"));
  return [...recorded, ...own.map((value) => JSON.stringify(value))];
}

const metadata = { display_phone_number: "15550001111", phone_number_id: "106540352242922" };
const contacts = [
  { profile: { name: "سارة 🌸", username: "@sara" }, wa_id: "966500000001", user_id: "SA.1349" },
];
const from = {
  from: "966500000001",
  from_user_id: "SA.1349",
  timestamp: "1700000000",
  context: { id: "wamid.0", from: "15550001111" },
};
const change = (field: string, value: object) => ({
  object: "whatsapp_business_account",
  entry: [
    {
      id: "1",
      time: 1_700_000_000,
      changes: [{ field, value: { messaging_product: "whatsapp", metadata, ...value } }],
    },
  ],
});
const own: readonly object[] = [
  change("messages", {
    contacts,
    messages: [
      { ...from, id: "w1", type: "text", text: { body: "السلام عليكم" } },
      {
        ...from,
        id: "w2",
        type: "edit",
        edit: { original_message_id: "w1", message: { type: "text", text: { body: "عفواً" } } },
      },
      {
        ...from,
        id: "w3",
        type: "interactive",
        interactive: { type: "nfm_reply", nfm_reply: { response_json: '{"a":{"b":[1,2]}}' } },
      },
      {
        ...from,
        id: "w4",
        type: "contacts",
        contacts: [{ origin: "contact_request", phones: [{ wa_id: "966500000001" }] }],
      },
    ],
    statuses: [
      {
        id: "w5",
        status: "failed",
        timestamp: "1700000000",
        errors: [{ code: 131047 }],
        biz_opaque_callback_data: "out#1",
      },
    ],
    errors: [{ code: 130429 }],
  }),
  change("user_id_update", {
    user_id_update: [{ wa_id: "966500000001", user_id: { previous: "SA.1", current: "SA.2" } }],
  }),
  change("message_echoes", {
    message_echoes: [
      {
        from: "15550001111",
        to: "966500000001",
        id: "w6",
        timestamp: "1700000000",
        type: "text",
        text: { body: "أهلاً" },
      },
    ],
  }),
];

function attempt(body: Buffer): { readonly read: readonly ChannelNews[]; readonly why: string | null } {
  try {
    return { read: readPost(body), why: null };
  } catch (error) {
    return { read: [], why: `threw ${String(error)}` };
  }
}

/** What a store could not keep: half letters, NUL, endless ids, times that are none, a message without its ends. */
function faultOf(news: readonly ChannelNews[]): string | null {
  for (const one of news) {
    const fault = textFault(one) ?? shapeFault(one);
    if (fault !== null) return `${fault} in ${JSON.stringify(one).slice(0, 300)}`;
  }
  return ({} as { polluted?: unknown }).polluted === undefined ? null : "a prototype was changed";
}

function textFault(node: unknown): string | null {
  if (typeof node === "string")
    return node.isWellFormed() && !node.includes("\0") ? null : "a text that no database takes";
  if (typeof node === "number") return Number.isFinite(node) ? null : "a number that is none";
  if (typeof node !== "object" || node === null) return null;
  for (const inner of Object.values(node)) {
    const fault = textFault(inner);
    if (fault !== null) return fault;
  }
  return null;
}

function shapeFault(news: ChannelNews): string | null {
  if (news.kind === "message") {
    const { id, from: sender, sentAt } = news.message;
    return idFault(id) ?? idFault(sender.handle) ?? idFault(sender.account) ?? timeFault(sentAt);
  }
  if (news.kind === "receipt")
    return idFault(news.receipt.platformId) ?? idFault(news.receipt.account) ?? timeFault(news.receipt.at);
  if (news.kind === "echo") return idFault(news.id) ?? idFault(news.to.handle) ?? timeFault(news.sentAt);
  if (news.kind === "notice")
    return news.detail.length <= 2_000 && news.what.length <= 200 ? null : "an endless notice";
  return null;
}

function idFault(id: string): string | null {
  return id !== "" && id.length <= 520 ? null : "an empty or endless id";
}

function timeFault(ms: number): string | null {
  return Number.isSafeInteger(ms) && ms >= 0 && ms < 4_102_444_800_000 ? null : "a time that is none";
}
