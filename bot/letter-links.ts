import { createHmac, timingSafeEqual } from "node:crypto";
import type { BookingLink, LetterLinks } from "./contracts/letter-links.ts";
import type { Secret } from "./contracts/secret.ts";
import type { TimeSlot } from "./conversation/state.ts";

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** 128 bits: short enough for a mail, long enough that nobody guesses one. */
const SIGNATURE_BYTES = 16;

/**
 * Links whose token carries all that they mean and our signature over it, so nothing has to be stored. `publicUrl`
 * without a slash at its end. That each books once is decided by the talk, which has one meeting at most.
 */
export function letterLinks(secret: Secret, publicUrl: string, now: () => number): LetterLinks {
  const signed = (use: string, content: string): string =>
    `${content}.${signature(secret, use, content).toString("base64url")}`;
  const opened = (use: string, token: string): string | null => {
    const [content = "", given = ""] = token.split(".");
    const right = signature(secret, use, content);
    // By its letters: the last one holds bits that no byte has, so several would be read as the same.
    const [ours, theirs] = [Buffer.from(right.toString("base64url")), Buffer.from(given)];
    return ours.length === theirs.length && timingSafeEqual(ours, theirs) ? content : null;
  };
  return {
    booking: (conversationId, slot) => {
      // By whole days: a letter that is tried again has to be the same letter, or its carrier takes it for another.
      const endsAt = Math.min(Math.ceil(now() / DAY_MS) * DAY_MS + WEEK_MS, Date.parse(slot.from));
      return `${publicUrl}/b/${signed("book", packed([conversationId, slot.id, slot.rep, slot.from, slot.to, endsAt]))}`;
    },
    unsubscribe: (conversationId) => `${publicUrl}/u/${signed("unsubscribe", packed([conversationId]))}`,
    readBooking: (token) => {
      const content = opened("book", token);
      return content === null ? null : bookingOf(unpacked(content));
    },
    readUnsubscribe: (token) => {
      const content = opened("unsubscribe", token);
      const [conversationId] = content === null ? [] : unpacked(content);
      return typeof conversationId === "string" ? conversationId : null;
    },
  };
}

/** What a link is for is signed with it: a token of one kind is none of another. */
function signature(secret: Secret, use: string, content: string): Buffer {
  return createHmac("sha256", secret.reveal())
    .update(`letter link ${use} ${content}`)
    .digest()
    .subarray(0, SIGNATURE_BYTES);
}

function packed(parts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

/** Only what we signed is ever unpacked. */
function unpacked(content: string): readonly unknown[] {
  return JSON.parse(Buffer.from(content, "base64url").toString()) as readonly unknown[];
}

function bookingOf(parts: readonly unknown[]): BookingLink {
  const [conversationId, id, rep, from, to, endsAt] = parts as [
    string,
    string,
    string,
    string,
    string,
    number,
  ];
  const slot: TimeSlot = { id, rep, from, to };
  return { conversationId, slot, endsAt };
}
