import { createHash } from "node:crypto";
import type { Mail } from "./mail.ts";

/** An index refuses longer ones; nobody's mail program makes them. */
const LONGEST_ID = 400;
const MOST_REFERENCES = 20;

/** The bare ids of a header such as References, in their order. */
export function idsIn(value: string): readonly string[] {
  return [...value.matchAll(/<([^<>\s]{1,400})>/g)].map(([, id = ""]) => id);
}

/**
 * The id by which a mail is known whichever way and however often it comes: its Message-ID, or, when it has none, a
 * digest of what stays the same on every way.
 */
export function stableId(mail: Pick<Mail, "headers" | "text" | "from" | "subject" | "date" | "to">): string {
  const written = mail.headers.get("message-id") ?? "";
  const id = idsIn(written)[0] ?? written.replace(/[<>\s]/g, "");
  if (id !== "" && id.length <= LONGEST_ID) return id;
  const lasting = [id, mail.from, mail.to.join(","), mail.date, mail.subject, mail.text];
  const digest = createHash("sha256").update(JSON.stringify(lasting)).digest("hex");
  return `sha256.${digest}`;
}

/** At most 20 of a thread's ids, the first and the latest kept: headers must not grow without end. */
export function fewReferences(ids: readonly string[]): readonly string[] {
  const once = [...new Set(ids)];
  const [first] = once;
  if (first === undefined || once.length <= MOST_REFERENCES) return once;
  return [first, ...once.slice(1 - MOST_REFERENCES)];
}

/** The Message-ID (bare) of a message of ours, fixed before it is sent, so that a second try is the same mail. */
export function ourMessageId(outboundId: string, domain: string): string {
  const local = /^[\w.-]{1,120}$/.test(outboundId)
    ? outboundId
    : createHash("sha256").update(outboundId).digest("hex");
  return `${local}@${domain}`;
}

/** Our own outbound id behind one of our Message-IDs; null when it is not ours. */
export function outboundIdOf(messageId: string, domain: string): string | null {
  const at = messageId.lastIndexOf("@");
  return at > 0 && messageId.slice(at + 1).toLowerCase() === domain ? messageId.slice(0, at) : null;
}
