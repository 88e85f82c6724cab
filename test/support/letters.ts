import type { InboundMail, InboundMessage } from "../../bot/conversation/message.ts";
import { nextId, text } from "./talk.ts";

/** Our mailbox in tests. */
export const MAILBOX = "sales@nassiq.example";

/** A letter to us; what threads it can be overridden. */
export function letterFrom(
  by: string,
  words: string,
  mail: Partial<InboundMail> = {},
  change: Partial<InboundMessage> = {},
): InboundMessage {
  const messageId = mail.messageId ?? `${nextId()}@their.example`;
  return text(words, {
    ...{ id: messageId, from: { channel: "email", account: MAILBOX, handle: by }, senderName: "Omar Haddad" },
    mail: {
      ...{ inReplyTo: null, references: [], subject: "Your offer", copied: [], replyToken: null },
      ...mail,
      messageId,
    },
    ...change,
  });
}
