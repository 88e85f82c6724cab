import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { RawRequest } from "../../bot/contracts/channel.ts";
import type { Secret } from "../../bot/contracts/secret.ts";

const form = /^sha256=([0-9a-f]{64})$/;

/** Whether Meta signed exactly these bytes with our app secret. No signature, or the old sha1 one alone, is not genuine. */
export function isGenuine(request: RawRequest, appSecret: Secret): boolean {
  const claimed = form.exec(request.headers["x-hub-signature-256"] ?? "")?.[1];
  const secret = appSecret.reveal();
  if (claimed === undefined || secret === "") return false;
  const expected = Buffer.from(claimed, "hex");
  if (matches(expected, secret, request.body)) return true;
  // Meta signs the form with \u escapes; a proxy on the way may have turned them into plain letters.
  const escaped = withUnicodeEscapes(request.body);
  return escaped !== null && matches(expected, secret, escaped);
}

/** The answer to Meta's subscription check (GET), or null when the token is not ours: then answer 403. */
export function verifyChallenge(
  query: Readonly<Record<string, unknown>>,
  verifyToken: Secret,
): string | null {
  const token = query["hub.verify_token"];
  const challenge = query["hub.challenge"];
  if (query["hub.mode"] !== "subscribe" || typeof token !== "string" || typeof challenge !== "string") {
    return null;
  }
  const expected = verifyToken.reveal();
  // The challenge is echoed to whoever asks: nothing that a browser could take for a page.
  const harmless = /^[\w.-]{1,200}$/.test(challenge);
  return expected !== "" && harmless && sameText(token, expected) ? challenge : null;
}

function matches(expected: Uint8Array, secret: string, body: Uint8Array | string): boolean {
  return timingSafeEqual(expected, createHmac("sha256", secret).update(body).digest());
}

/** Compares digests, so that neither the place of the first difference nor the length shows in the time. */
function sameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

function withUnicodeEscapes(body: Uint8Array): string | null {
  if (!body.some((byte) => byte > 127)) return null;
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
