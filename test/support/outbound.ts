import type { Choice, OutboundMessage } from "../../bot/conversation/message.ts";

/** An outgoing message with only what a test cares about. */
export function outbound(wanted: Partial<OutboundMessage> = {}): OutboundMessage {
  return {
    id: "out_1",
    conversationId: "conversation_1",
    to: { channel: "whatsapp", account: "106540352242922", handle: "+966500000001" },
    alsoKnownAs: [],
    inReplyTo: null,
    language: "ar",
    text: "",
    choices: [],
    choicesLabel: null,
    attachments: [],
    template: null,
    ...wanted,
  };
}

/** Choices with these labels and the ids c1, c2 … */
export function choices(...labels: readonly string[]): readonly Choice[] {
  return labels.map((label, index) => ({ id: `c${index + 1}`, label, description: null }));
}
