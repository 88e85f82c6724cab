import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Secret } from "../../contracts/secret.ts";
import { bearerToken } from "../auth.ts";
import { type Problem, problem } from "../problems.ts";

export interface Visitor {
  readonly visitorId: string;
  /** For `Authorization: Bearer <token>`; proves the visitor and nothing else. */
  readonly token: string;
}

/** People in our own web chat: known by a token that we signed, without an account and without a table. */
export interface Visitors {
  welcome(): Visitor;
  /** The visitor whose token this is; a refusal when we did not sign it. */
  recognise(authorization: string | undefined): { readonly visitorId: string } | Problem;
}

/** 128 random bits for each visitor: nobody guesses another's talk. */
export function createVisitors(secret: Secret): Visitors {
  const sign = (visitorId: string): Buffer =>
    createHmac("sha256", secret.reveal()).update(`web chat visitor ${visitorId}`).digest();
  return {
    welcome() {
      const visitorId = `v_${randomBytes(16).toString("hex")}`;
      return { visitorId, token: `${visitorId}.${sign(visitorId).toString("base64url")}` };
    },
    recognise(authorization) {
      const [visitorId = "", signature = ""] = (bearerToken(authorization) ?? "").split(".");
      const given = Buffer.from(signature, "base64url");
      const right = sign(visitorId);
      const ours = given.length === right.length && timingSafeEqual(given, right);
      return ours ? { visitorId } : problem("unauthorized", "begin a chat session first");
    },
  };
}
