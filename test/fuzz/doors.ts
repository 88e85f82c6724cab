import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { formTokens } from "../../bot/http/form/proof.ts";
import { signatureOf } from "../support/house.ts";
import { mailForm } from "./letters.ts";
import { CHAT_SECRET } from "./links.ts";
import { type Dice, mutated } from "./mutate.ts";
import { smallerBodies } from "./smaller.ts";
import type { FuzzTarget } from "./target.ts";
import { webhookBodies } from "./webhook.ts";
import { type Post, send, shown } from "./wire.ts";

const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
const SVIX_KEY = Buffer.from("a secret of twenty-four b");
const TOKEN = "token-in-the-address";
const FORM_SECRET = "secret-of-the-website-0123456789";
const HUBSPOT_SECRET = "app-secret-at-hubspot";
const SITE = "https://www.example.sa";

/** What the house must be given so that every door is open. */
export const DOOR_ENVIRONMENT = {
  ...{ TRUSTED_PROXIES: "1", EMAIL_FROM: "sales@example.com", EMBED_ORIGINS: SITE },
  ...{ RESEND_API_KEY: "re_key", FORM_SECRET, LINKEDIN_DRAFTS: "on", HUBSPOT_APP_SECRET: HUBSPOT_SECRET },
  RESEND_WEBHOOK_SECRET: `whsec_${SVIX_KEY.toString("base64")}`,
  SENDGRID_WEBHOOK_KEY: keys.publicKey.export({ type: "spki", format: "der" }).toString("base64"),
  SENDGRID_INBOUND_TOKEN: TOKEN,
} as const;

type Proof = (body: Buffer, url: string) => Readonly<Record<string, string>>;

interface Door {
  readonly name: string;
  readonly path: string;
  readonly share: number;
  /** Bodies to begin from, with fresh ids now and then. */
  readonly bodies: (dice: Dice) => readonly string[];
  readonly prove: Proof;
  /** Other media than JSON; null = as the other doors. */
  readonly wrap?: (dice: Dice) => Pick<Post, "headers" | "body"> | null;
}

const recorded = webhookBodies();
const ofResend = resendBodies();
const ofSendgrid = sendgridBodies();
const ofHubspot = hubspotBodies();

const doors: readonly Door[] = [
  {
    ...{ name: "whatsapp", path: "/api/v1/webhooks/whatsapp", share: 6 },
    bodies: (dice) => [dice.roll(4) === 0 ? fresh(dice.pick(recorded), dice) : dice.pick(recorded)],
    prove: (body) => ({ "x-hub-signature-256": signatureOf(body) }),
  },
  {
    ...{ name: "resend", path: "/api/v1/webhooks/resend", share: 1.5, bodies: () => ofResend },
    prove: (body) => {
      const time = String(Math.floor(Date.now() / 1_000));
      const mac = createHmac("sha256", SVIX_KEY).update(`msg_1.${time}.`).update(body).digest("base64");
      return { "svix-id": "msg_1", "svix-timestamp": time, "svix-signature": `v1,${mac}` };
    },
  },
  {
    ...{ name: "sendgrid", path: "/api/v1/webhooks/sendgrid", share: 1.5, bodies: () => ofSendgrid },
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
    ...{ name: "mail", path: `/api/v1/webhooks/sendgrid?token=${TOKEN}`, share: 1, bodies: () => ["{}"] },
    prove: () => ({}),
    wrap: mailForm,
  },
  {
    ...{ name: "hubspot", path: "/api/v1/webhooks/hubspot", share: 1, bodies: () => ofHubspot },
    prove: (body, url) => {
      const stamp = String(Date.now());
      const mac = createHmac("sha256", HUBSPOT_SECRET).update(`POST${url}/api/v1/webhooks/hubspot`);
      return {
        "x-hubspot-request-timestamp": stamp,
        "x-hubspot-signature-v3": mac.update(body).update(stamp).digest("base64"),
      };
    },
  },
  {
    ...{ name: "form", path: "/api/v1/webhooks/form", share: 2, bodies: formBodies },
    prove: (body) => ({
      "x-majlis-signature": `sha256=${createHmac("sha256", FORM_SECRET).update(body).digest("hex")}`,
      ...somewhere(body),
    }),
  },
  {
    ...{ name: "form-token", path: "/api/v1/webhooks/form", share: 1, bodies: formBodies },
    prove: somewhere,
    wrap: tokenForm,
  },
  {
    ...{ name: "unsigned", path: "/api/v1/webhooks/", share: 1, bodies: () => recorded },
    prove: () => ({}),
  },
];

/** A target for each webhook: its proof is right, its body is not; at the last one the proof is wrong too. */
export function doorTargets(url: string): readonly FuzzTarget<Post>[] {
  return doors.map(({ name, path, share, bodies, prove, wrap }) => ({
    ...{ name, share, atOnce: 12 },
    make: (dice) => {
      const wrapped = wrap?.(dice) ?? null;
      if (wrapped !== null) return { method: "POST", target: path, ...wrapped };
      if (name === "unsigned") return unsigned(path, bodies(dice), dice);
      const whole = bodies(dice);
      const body = dice.roll(400) === 0 ? monster(dice) : mutated(dice.pick(whole), whole, dice);
      return packed(
        { method: "POST", target: path, headers: JSON_TYPE, body, chunked: dice.roll(10) === 0 },
        dice,
      );
    },
    attempt: (post) => send(url, { ...post, headers: { ...post.headers, ...prove(post.body, url) } }),
    smaller: function* (post) {
      for (const body of smallerBodies(post.body)) yield { ...post, body };
    },
    show: shown,
  }));
}

const JSON_TYPE = { "content-type": "application/json" } as const;

/** Now and then compressed, sometimes into what would fill the memory if somebody opened it. */
function packed(post: Post, dice: Dice): Post {
  if (dice.roll(60) !== 0) return post;
  const [encoding, body] = dice.pick<readonly [string, () => Buffer]>([
    ["gzip", () => gzipSync(post.body)],
    ["deflate", () => deflateSync(post.body)],
    ["br", () => brotliCompressSync(post.body)],
    ["gzip", () => BOMB],
    ["gzip, gzip", () => gzipSync(BOMB)],
    ["x-unheard-of", () => post.body],
  ]);
  return { ...post, body: body(), headers: { ...post.headers, "content-encoding": encoding } };
}

/** 64 MB in 64 KB. */
const BOMB = gzipSync(Buffer.alloc(64 * 1024 * 1024));

/** The same with people and messages that were not there yet; of the people there are two thousand. */
function fresh(body: string, dice: Dice): string {
  const mark = `${dice.roll(2 ** 31)}`;
  const person = `9665${String(20_000_000 + dice.roll(2_000))}`;
  return body
    .replace(/"id":\s*"(?:wamid\.)?[\w.=+/-]{2,}"/g, `"id":"wamid.f${mark}"`)
    .replace(/"(from|wa_id)":\s*"9\d{8,13}"/g, (_, name) => `"${name}":"${person}"`)
    .replace(/"phone_number_id":\s*"\d+"/g, '"phone_number_id":"106540352242922"');
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

/** Each caller has an address of its own, or all would soon be told to wait. */
function somewhere(body: Buffer): Readonly<Record<string, string>> {
  const at = (place: number) => (body[place] ?? place) % 250;
  return {
    "x-forwarded-for": `10.${body.length % 250}.${at(body.length >> 1)}.${Math.floor(Math.random() * 250)}`,
  };
}

function unsigned(path: string, bodies: readonly string[], dice: Dice): Post {
  const body = mutated(dice.pick(bodies), bodies, dice);
  const platforms = [
    "whatsapp",
    "calendly",
    "hubspot",
    "resend",
    "sendgrid",
    "telegram",
    "nobody",
    "%00",
    "",
  ];
  const right = signatureOf(body);
  const proofs: readonly Readonly<Record<string, string>>[] = [
    {},
    { "x-hub-signature-256": `${right.slice(0, -1)}${right.endsWith("0") ? "1" : "0"}` },
    { "x-hub-signature-256": right.slice(0, -2) },
    { "x-hub-signature-256": right.replace("sha256=", "sha1=") },
    { "x-hub-signature-256": signatureOf(body, "another app's secret") },
    { "x-hub-signature-256": "sha256=", "x-hub-signature": right },
    { "svix-id": "a", "svix-timestamp": "1e9", "svix-signature": "v1, v1,AAAA v2" },
    { "x-twilio-email-event-webhook-timestamp": "x", "x-twilio-email-event-webhook-signature": "MEUC" },
    { "x-hubspot-request-timestamp": "9".repeat(16), "x-hubspot-signature-v3": "é" },
    { "calendly-webhook-signature": "t=1,v1=0", "x-telegram-bot-api-secret-token": "x" },
  ];
  const target = `${path}${dice.pick(platforms)}`;
  return { method: "POST", target, headers: { ...JSON_TYPE, ...dice.pick(proofs) }, body };
}

const tokens = formTokens(CHAT_SECRET);

/** As a page of ours posts it: a token opened some seconds ago, as JSON or as plain fields. */
function tokenForm(dice: Dice): Pick<Post, "headers" | "body"> | null {
  const [right = "{}"] = formBodies(dice);
  const site = /"site":"([^"]*)"/.exec(right)?.[1] ?? "main";
  const token = tokens.issue(site, "own", Date.now() - dice.pick([5_000, 5_000, 0, 90_000_000]));
  const told = dice.roll(8) === 0 ? token.slice(dice.roll(token.length)) : token;
  const headers = dice.roll(10) === 0 ? { origin: dice.pick([SITE, "null", "https://x.example"]) } : {};
  const fields = { ...(JSON.parse(right) as Record<string, unknown>), token: told };
  if (dice.roll(3) === 0) {
    const plain = new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)]));
    const body = Buffer.from(plain.toString());
    if (dice.roll(2) === 0) body.fill(dice.roll(256), dice.roll(body.length), dice.roll(body.length));
    return { headers: { ...headers, "content-type": "application/x-www-form-urlencoded" }, body };
  }
  const text = JSON.stringify(fields);
  return { headers: { ...headers, ...JSON_TYPE }, body: mutated(text, [text], dice) };
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

function hubspotBodies(): readonly string[] {
  const event = (subscriptionType: string, propertyName: string, propertyValue: string) => ({
    ...{
      eventId: 1,
      subscriptionId: 2,
      portalId: 3,
      appId: 4,
      occurredAt: 1_795_000_000_000,
      attemptNumber: 0,
    },
    ...{ subscriptionType, objectId: 123, propertyName, propertyValue, changeSource: "CRM_UI" },
  });
  const events = [
    event("deal.propertyChange", "dealstage", "closedwon"),
    event("deal.propertyChange", "hubspot_owner_id", "42"),
    event("contact.propertyChange", "hubspot_owner_id", ""),
    event("contact.deletion", "", ""),
  ];
  return [...events.map((one) => JSON.stringify([one])), JSON.stringify(events), JSON.stringify(events[0])];
}

/** Of many sites, or the allowance of one would end them all. */
function formBodies(dice: Dice): readonly string[] {
  const lead = {
    ...{ company: "شركة النخيل", name: "خالد", email: `k${dice.roll(5_000)}@example.com` },
    ...{ phone: `+9665${10_000_000 + dice.roll(5_000)}`, message: "نبي نظام حجز", locale: "ar" },
    ...{ consent: { channels: ["whatsapp", "email"] }, site: `s${dice.roll(400)}` },
  };
  return [
    JSON.stringify(lead),
    JSON.stringify({ ...lead, consent: {}, budget: "٥٠ ألف", sector: "صحة", page: { url: "https://x" } }),
  ];
}
