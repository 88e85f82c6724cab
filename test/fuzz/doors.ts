import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { gzipSync } from "node:zlib";
import { ADMIN_KEY, signatureOf } from "../support/house.ts";
import { type Dice, mutated } from "./mutate.ts";
import { smallerBodies } from "./smaller.ts";
import type { Attempted, FuzzTarget } from "./target.ts";
import { hardText } from "./texts.ts";
import { webhookBodies } from "./webhook.ts";

const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
const SVIX_KEY = Buffer.from("a secret of twenty-four b");
const TOKEN = "token-in-the-address";
const FORM_SECRET = "secret-of-the-website-0123456789";

/** What the house must be given so that every door is open. */
export const DOOR_ENVIRONMENT = {
  ...{ TRUSTED_PROXIES: "1", EMAIL_FROM: "sales@example.com", EMBED_ORIGINS: "https://www.example.sa" },
  ...{ RESEND_API_KEY: "re_key", RESEND_BASE_URL: "http://127.0.0.1:9", FORM_SECRET },
  RESEND_WEBHOOK_SECRET: `whsec_${SVIX_KEY.toString("base64")}`,
  SENDGRID_WEBHOOK_KEY: keys.publicKey.export({ type: "spki", format: "der" }).toString("base64"),
  SENDGRID_INBOUND_TOKEN: TOKEN,
} as const;

/** One request as it goes over the wire, but for its proof, which is made over the body as it is sent. */
export interface Post {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly chunked?: boolean;
}

type Proof = (body: Buffer) => Readonly<Record<string, string>>;

interface Door {
  readonly name: string;
  readonly path: string;
  readonly share: number;
  readonly bodies: readonly string[];
  readonly prove: Proof;
  /** Other media than JSON. */
  readonly wrap?: (dice: Dice) => Pick<Post, "headers" | "body">;
}

const doors: readonly Door[] = [
  {
    ...{ name: "whatsapp", path: "/api/v1/webhooks/whatsapp", share: 1, bodies: webhookBodies() },
    prove: (body) => ({ "x-hub-signature-256": signatureOf(body) }),
  },
  {
    ...{ name: "resend", path: "/api/v1/webhooks/resend", share: 0.5, bodies: resendBodies() },
    prove: (body) => {
      const time = String(Math.floor(Date.now() / 1_000));
      const mac = createHmac("sha256", SVIX_KEY).update(`msg_1.${time}.`).update(body).digest("base64");
      return { "svix-id": "msg_1", "svix-timestamp": time, "svix-signature": `v1,${mac}` };
    },
  },
  {
    ...{ name: "sendgrid", path: "/api/v1/webhooks/sendgrid", share: 0.5, bodies: sendgridBodies() },
    prove: (body) => {
      const time = String(Math.floor(Date.now() / 1_000));
      const signed = sign("sha256", Buffer.concat([Buffer.from(time), body]), keys.privateKey);
      return {
        "x-twilio-email-event-webhook-timestamp": time,
        "x-twilio-email-event-webhook-signature": signed.toString("base64"),
      };
    },
  },
  {
    ...{ name: "mail", path: `/api/v1/webhooks/sendgrid?token=${TOKEN}`, share: 0.25, bodies: [] },
    prove: () => ({}),
    wrap: mailForm,
  },
  {
    ...{ name: "form", path: "/api/v1/webhooks/form", share: 0.5, bodies: formBodies() },
    prove: (body) => ({
      "x-majlis-signature": `sha256=${createHmac("sha256", FORM_SECRET).update(body).digest("hex")}`,
      "x-forwarded-for": `10.${body.length % 250}.${(body[0] ?? 0) % 250}.${Math.floor(Math.random() * 250)}`,
    }),
  },
];

/** A target for each webhook: its proof is right, its body is not. */
export function doorTargets(url: string): readonly FuzzTarget<Post>[] {
  return doors.map(({ name, path, share, bodies, prove, wrap }) => ({
    ...{ name, share, atOnce: 12 },
    make: (dice) => {
      if (wrap) return { method: "POST", target: path, ...wrap(dice) };
      const json = { "content-type": "application/json" };
      const body = dice.roll(400) === 0 ? monster(dice) : mutated(dice.pick(bodies), bodies, dice);
      const post: Post = { method: "POST", target: path, headers: json, body, chunked: dice.roll(10) === 0 };
      return dice.roll(60) === 0
        ? { ...post, body: gzipSync(body), headers: { ...json, "content-encoding": "gzip" } }
        : post;
    },
    attempt: (post) => send(url, { ...post, headers: { ...post.headers, ...prove(post.body) } }),
    smaller: function* (post) {
      for (const body of smallerBodies(post.body)) yield { ...post, body };
    },
    show: shown,
  }));
}

/** Over the size, or deeper than any reader should follow. */
function monster(dice: Dice): Buffer {
  const deep = (open: string, close: string) => Buffer.from(open.repeat(10_000) + close.repeat(10_000));
  return dice.pick([
    () => Buffer.alloc(3 * 1024 * 1024 + 1, "[1,"),
    () => Buffer.from(`{"entry":[${"1,".repeat(1_400_000)}1]}`),
    () => deep("[", "]"),
    () => deep('{"a":', "}"),
    () => Buffer.alloc(100_000),
    () => Buffer.alloc(0),
  ])();
}

/** Sends it and says whether the answer is one that may be given: never a 5xx but 503, and refusals in the API's shape. */
export async function send(url: string, post: Post): Promise<Attempted> {
  const { method, target, headers, body } = post;
  const bytes = new Uint8Array(body);
  const carries = method !== "GET" && method !== "DELETE";
  try {
    const response = await fetch(`${url}${target}`, {
      ...{ method, headers: { ...headers }, redirect: "manual" as const },
      ...(carries ? { body: post.chunked === true ? streamed(bytes) : bytes, duplex: "half" as const } : {}),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    return { outcome: String(response.status), fault: faultOf(response, text) };
  } catch (problem) {
    // A body over the size may be cut off before its refusal is read.
    if (bytes.length > 3_000_000) return { outcome: "cut", fault: null };
    return { outcome: "none", fault: `no answer: ${String(problem)}` };
  }
}

function faultOf({ status, headers }: Response, text: string): string | null {
  if (status >= 500 && status !== 503) return `${status}: ${text}`;
  const isJson = (headers.get("content-type") ?? "").includes("json");
  return status >= 400 && isJson ? wrongShape(text) : null;
}

function streamed(bytes: Uint8Array<ArrayBuffer>): ReadableStream {
  return new Blob([bytes]).stream();
}

function wrongShape(text: string): string | null {
  try {
    const { error } = JSON.parse(text) as { readonly error?: { code?: unknown; message?: unknown } };
    if (typeof error?.code === "string" && typeof error.message === "string") return null;
  } catch {
    // Said below.
  }
  return `not the error shape: ${text.slice(0, 200)}`;
}

/** A request in words; bytes that are no text are shown in base64. */
export function shown({ method, target, headers, body }: Post): string {
  const text = body.toString("utf8");
  const told = Buffer.from(text).equals(body) ? text : `base64 ${body.toString("base64")}`;
  return `${method} ${target} ${JSON.stringify(headers).replace(ADMIN_KEY, "…")} ${told}`;
}

function resendBodies(): readonly string[] {
  const data = {
    ...{ email_id: "re_1", from: "sales@example.com", to: ["khalid@example.net"], subject: "x" },
    ...{ tags: { majlis_id: "0190-out" }, bounce: { type: "Permanent", subType: "General" } },
    ...{ failed: { reason: "quota" }, suppressed: { reason: "previous_complaint" } },
  };
  return ["sent", "delivered", "bounced", "complained", "failed", "suppressed", "opened"].map((type) =>
    JSON.stringify({ type: `email.${type}`, created_at: "2026-11-22T11:00:00.000Z", data }),
  );
}

function sendgridBodies(): readonly string[] {
  const event = (name: string, more: object = {}) => ({
    ...{ email: "khalid@example.net", timestamp: 1_795_000_000, "smtp-id": "<a@b>", sg_message_id: "m.1" },
    ...{ event: name, majlis_id: "0190-out", reason: "550 no such user", status: "5.1.1", ...more },
  });
  const names = ["processed", "delivered", "bounce", "dropped", "spamreport", "unsubscribe", "open"];
  return [
    ...names.map((name) => JSON.stringify([event(name)])),
    JSON.stringify(names.map((one) => event(one))),
  ];
}

function formBodies(): readonly string[] {
  const lead = {
    ...{ company: "شركة النخيل", name: "خالد", email: "khalid@example.com", phone: "+966500000001" },
    ...{
      message: "نبي نظام حجز",
      locale: "ar",
      consent: true,
      channels: ["whatsapp", "email"],
      site: "main",
    },
  };
  return [
    JSON.stringify(lead),
    JSON.stringify({ ...lead, channels: "email", budget: "٥٠ ألف", sector: "صحة" }),
  ];
}

/** A mail that SendGrid took in: as fields, or whole, torn anywhere. */
function mailForm(dice: Dice): Pick<Post, "headers" | "body"> {
  const fields: Record<string, string> = {
    ...{ from: "Noura <noura@example.net>", to: "sales@example.com", subject: hardText(dice) },
    ...{ headers: `Message-ID: <v${dice.roll(1e6)}@example.net>\r\n${hardText(dice)}`, text: hardText(dice) },
    ...{
      html: `<p>${hardText(dice)}`,
      charsets: dice.pick(['{"text":"windows-1256"}', "[1]", "{", '{"text":1}']),
    },
    ...{ dkim: "{@example.net : pass}", "attachment-info": dice.pick(["{}", "null", '{"attachment1":[]}']) },
    ...(dice.roll(3) === 0 ? { email: wholeMail(dice) } : {}),
  };
  const parts = Object.entries(fields)
    .filter(() => dice.roll(8) > 0)
    .map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  const body = Buffer.from(`${parts.join("")}--b--\r\n`);
  const torn = dice.roll(6) === 0 ? body.subarray(0, dice.roll(body.length)) : body;
  return { headers: { "content-type": 'multipart/form-data; boundary="b"' }, body: torn };
}

function wholeMail(dice: Dice): string {
  const depth = dice.roll(30);
  const open = Array.from(
    { length: depth },
    (_, at) => `Content-Type: multipart/mixed; boundary=n${at}\r\n\r\n--n${at}\r\n`,
  );
  const files = "--n0\r\nContent-Disposition: attachment; filename=a.zip\r\n\r\nx\r\n".repeat(
    dice.roll(9) === 0 ? 1_000 : 2,
  );
  return `From: a@example.net\r\nSubject: =?utf-8?Q?${hardText(dice)}?=\r\n${open.join("")}\r\n${hardText(dice)}\r\n${files}`;
}
