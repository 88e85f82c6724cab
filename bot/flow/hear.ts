import type { WaitingMessage } from "../contracts/lanes.ts";
import type { HandledMessage } from "../contracts/turn-record.ts";
import type { InboundMessage } from "../conversation/message.ts";

/** What a turn listens to, oldest first, and what becomes of every message that waited. */
export interface Hearing {
  readonly heard: readonly InboundMessage[];
  readonly handled: readonly HandledMessage[];
}

/**
 * Orders by the platform's clock, then by arrival. A message that was edited before we heard it is heard as it
 * reads now; one that was taken back is not heard at all.
 */
export function hear(waiting: readonly WaitingMessage[]): Hearing {
  const [first] = waiting;
  if (first !== undefined && waiting.length === 1 && first.message.about === null) return hearAlone(first);
  const inOrder = waiting.toSorted((a, b) => a.message.sentAt - b.message.sentAt || a.number - b.number);
  const ids = new Set(inOrder.map(({ message }) => message.id));
  const edits = new Map<string, string>();
  const revoked = new Set<string>();
  for (const { message } of inOrder) {
    if (message.about === null || !ids.has(message.about)) continue;
    if (message.kind === "edit") edits.set(message.about, message.text);
    if (message.kind === "revoke") revoked.add(message.about);
  }
  const heard = inOrder
    .map(({ message }) => message)
    .filter(
      (message) => !revoked.has(message.id) && !isAboutWaiting(message, ids) && message.kind !== "revoke",
    )
    .map((message) => ({ ...message, text: edits.get(message.id) ?? message.text }));
  return { heard, handled: inOrder.map((one) => handledAs(one, edits, revoked)) };
}

/** The commonest turn: one message, about no other. */
function hearAlone({ number, message }: WaitingMessage): Hearing {
  return {
    heard: message.kind === "revoke" ? [] : [message],
    handled: [{ number, messageId: message.id, status: "handled" }],
  };
}

function isAboutWaiting(message: InboundMessage, ids: ReadonlySet<string>): boolean {
  return message.kind === "edit" && message.about !== null && ids.has(message.about);
}

function handledAs(
  { number, message }: WaitingMessage,
  edits: ReadonlyMap<string, string>,
  revoked: ReadonlySet<string>,
): HandledMessage {
  const status = revoked.has(message.id) ? "revoked" : edits.has(message.id) ? "edited" : "handled";
  return { number, messageId: message.id, status };
}
