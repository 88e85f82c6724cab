import type { Arrival } from "../../bot/contracts/arrivals.ts";
import type { InboundMessage } from "../../bot/conversation/message.ts";

let made = 0;

/** An id that grows and never repeats within one test run. */
export function nextId(): string {
  made += 1;
  return `id-${process.pid}-${String(made).padStart(9, "0")}`;
}

/** A WhatsApp text from somebody; everything can be overridden. */
export function text(
  words: string,
  change: Partial<InboundMessage> & { readonly by?: string } = {},
): InboundMessage {
  const { by = "+966500000001", ...rest } = change;
  return {
    id: nextId(),
    from: { channel: "whatsapp", account: "1065", handle: by },
    alsoKnownAs: [],
    senderName: "نورة",
    kind: "text",
    text: words,
    choice: null,
    attachments: [],
    about: null,
    origin: null,
    sentAt: Date.now(),
    ...rest,
  };
}

/** The message as it is handed to storage, without a wait. */
export function arrival(message: InboundMessage, waitMs = 0): Arrival {
  return { message, waitMs, longestWaitMs: waitMs * 4 };
}
