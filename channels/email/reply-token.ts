import { createHmac, timingSafeEqual } from "node:crypto";
import type { Secret } from "../../bot/contracts/secret.ts";

/** Names a talk in the address that answers go to, for programs that drop the thread's headers. It proves nobody. */
export interface ReplyTokens {
  /** Our address with the talk's token behind "+"; null when it would be too long or the talk has no such id. */
  addressFor(conversationId: string, address: string): string | null;
  /** The talk that a token of ours names; null for any other. */
  talkIn(token: string): string | null;
}

/** The longest local part that every server takes (RFC 5321, 4.5.3.1.1). */
const LONGEST_LOCAL = 64;
const UUID = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/;
const PROOF_LENGTH = 16;

/** Tokens signed with `secret`. Hexadecimal, because servers on the way may write addresses in lower case. */
export function replyTokens(secret: Secret): ReplyTokens {
  const proofOf = (bare: string) =>
    createHmac("sha256", secret.reveal()).update(`reply ${bare}`).digest("hex").slice(0, PROOF_LENGTH);
  return {
    addressFor: (conversationId, address) => {
      const bare = UUID.exec(conversationId)?.slice(1).join("");
      const [local = "", domain = ""] = address.split("@");
      if (bare === undefined || domain === "" || local.includes("+")) return null;
      const tagged = `${local}+${bare}${proofOf(bare)}`;
      return tagged.length > LONGEST_LOCAL ? null : `${tagged}@${domain}`;
    },
    talkIn: (token) => {
      const [, bare = "", proof = ""] = /^([0-9a-f]{32})([0-9a-f]{16})$/.exec(token.toLowerCase()) ?? [];
      const parts = UUID.exec(bare)?.slice(1);
      if (parts === undefined) return null;
      return timingSafeEqual(Buffer.from(proof), Buffer.from(proofOf(bare))) ? parts.join("-") : null;
    },
  };
}
