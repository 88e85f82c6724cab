import { createHash, createHmac, createPublicKey, timingSafeEqual, verify } from "node:crypto";
import type { RawRequest } from "../../bot/contracts/channel.ts";
import type { Secret } from "../../bot/contracts/secret.ts";

/** As the scheme's authors advise: an older post is a replay. */
const SVIX_TOLERANCE_MS = 300_000;
/** SendGrid delivers again for a day with the time of the event. */
const SENDGRID_TOLERANCE_MS = 26 * 3_600_000;

/** Whether Resend signed exactly these bytes, just now (Standard Webhooks: HMAC-SHA256 over id, time and body). */
export function isFromResend({ headers, body }: RawRequest, secret: Secret, now: number): boolean {
  const id = headers["svix-id"] ?? headers["webhook-id"] ?? "";
  const time = headers["svix-timestamp"] ?? headers["webhook-timestamp"] ?? "";
  const signatures = headers["svix-signature"] ?? headers["webhook-signature"] ?? "";
  const key = Buffer.from(secret.reveal().replace(/^whsec_/, ""), "base64");
  if (id === "" || key.length === 0 || !/^\d{1,12}$/.test(time)) return false;
  if (Math.abs(now - Number(time) * 1_000) > SVIX_TOLERANCE_MS) return false;
  const expected = createHmac("sha256", key).update(`${id}.${time}.`).update(body).digest();
  return signatures.split(" ").some((one) => {
    const [version, value = ""] = one.split(",");
    const claimed = Buffer.from(value, "base64");
    return version === "v1" && claimed.length === expected.length && timingSafeEqual(claimed, expected);
  });
}

/** Whether SendGrid signed exactly these bytes (ECDSA over time and body); `key` is the public key as its page shows it. */
export function isFromSendGrid({ headers, body }: RawRequest, key: string, now: number): boolean {
  const signature = headers["x-twilio-email-event-webhook-signature"] ?? "";
  const time = headers["x-twilio-email-event-webhook-timestamp"] ?? "";
  if (signature === "" || !/^\d{1,12}$/.test(time)) return false;
  if (Math.abs(now - Number(time) * 1_000) > SENDGRID_TOLERANCE_MS) return false;
  try {
    const der = Buffer.from(key.replace(/-----[^-]+-----|\s/g, ""), "base64");
    const publicKey = createPublicKey({ key: der, format: "der", type: "spki" });
    const signed = Buffer.concat([Buffer.from(time), body]);
    return verify("sha256", signed, publicKey, Buffer.from(signature, "base64"));
  } catch {
    return false; // a key or a signature that is none proves nothing
  }
}

/** Whether a word is the secret one; neither its length nor its first difference shows in the time. */
export function isSameWord(given: string, secret: Secret): boolean {
  const digest = (word: string) => createHash("sha256").update(word).digest();
  return secret.reveal() !== "" && timingSafeEqual(digest(given), digest(secret.reveal()));
}
