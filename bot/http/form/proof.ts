import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Secret } from "../../contracts/secret.ts";

/** A person needs at least this long for a form; what is faster is a program. */
export const QUICKEST_MS = 2_000;
/** How long an opened form may be sent. */
export const LONGEST_MS = 24 * 3_600_000;

/** How a post of the form proves where it comes from. */
export type Proof =
  | { readonly proven: "token"; readonly openForMs: number; readonly nonce: string }
  | { readonly proven: "signature" }
  | { readonly proven: "nothing"; readonly why: string };

/** Tokens that say when a form was opened, for which site on which origin. */
export interface FormTokens {
  issue(site: string, origin: string, now: number): string;
  check(token: string, site: string, origin: string, now: number): Proof;
}

/** The tokens are signed, not stored: any web process with the same secret knows them. */
export function formTokens(secret: Secret): FormTokens {
  const sign = (opened: string, nonce: string, site: string, origin: string): Buffer =>
    createHmac("sha256", secret.reveal())
      .update(JSON.stringify(["website form", opened, nonce, site, origin]))
      .digest();
  return {
    issue(site, origin, now) {
      const [opened, nonce] = [now.toString(36), randomBytes(9).toString("base64url")];
      return `${opened}.${nonce}.${sign(opened, nonce, site, origin).toString("base64url")}`;
    },
    check(token, site, origin, now) {
      const [opened = "", nonce = "", signature = ""] = token.split(".");
      if (!same(Buffer.from(signature, "base64url"), sign(opened, nonce, site, origin)))
        return { proven: "nothing", why: "the form's token is not ours, or is for another site" };
      const openForMs = now - Number.parseInt(opened, 36);
      if (openForMs > LONGEST_MS) return { proven: "nothing", why: "the form was opened too long ago" };
      return { proven: "token", openForMs, nonce };
    },
  };
}

/** Whether `header` (`sha256=<hex>`) is the HMAC-SHA256 of these bytes. */
export function isSigned(header: string, bytes: Uint8Array, secret: Secret): boolean {
  const right = createHmac("sha256", secret.reveal()).update(bytes).digest();
  return same(Buffer.from(header.replace(/^sha256=/, ""), "hex"), right);
}

function same(given: Buffer, right: Buffer): boolean {
  return given.length === right.length && timingSafeEqual(given, right);
}
