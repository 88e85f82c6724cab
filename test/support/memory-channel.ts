import type { Channel, ChannelLimits, SendFailure, SendResult } from "../../bot/contracts/channel.ts";
import type { ChannelName, OutboundMessage } from "../../bot/conversation/message.ts";
import { splitText } from "../../channels/shared/text.ts";

/** A channel whose platform is a list in memory. It keeps the channel law like the others. */
export interface MemoryChannel extends Channel {
  /** Every message whose last part went, in order. */
  readonly sent: readonly OutboundMessage[];
  /** What the person would read, one entry a platform message. */
  readonly arrived: readonly string[];
  /** Ids of the messages that got the read and typing signs. */
  readonly acknowledged: readonly string[];
  /** The next platform messages end like this, one each, before they go again. */
  failWith(...failures: readonly SendFailure[]): void;
  /** Something to happen while a message is on its way, before the platform takes it. */
  onTheWay(happens: (message: OutboundMessage) => void | Promise<void>): void;
}

const likeWhatsApp: ChannelLimits = {
  textLength: 4_000,
  buttons: 3,
  listRows: 10,
  choiceLabelLength: 24,
  replyWindowHours: 24,
  settlesByReceipt: true,
};

/** An empty memory channel; by default it stands in for WhatsApp. */
export function memoryChannel(
  name: ChannelName = "whatsapp",
  limits: ChannelLimits = likeWhatsApp,
): MemoryChannel {
  const sent: OutboundMessage[] = [];
  const arrived: string[] = [];
  const acknowledged: string[] = [];
  const failures: SendFailure[] = [];
  let happens: (message: OutboundMessage) => void | Promise<void> = () => {};

  const send = async (message: OutboundMessage, skip = 0): Promise<SendResult> => {
    const gone: string[] = [];
    for (const words of wordsOf(message, limits.textLength).slice(skip)) {
      await happens(message);
      const failure = failures.shift();
      if (failure)
        return {
          ok: false,
          failure,
          detail: "as the test wanted",
          ...(gone.length > 0 ? { sent: gone } : {}),
        };
      arrived.push(words);
      gone.push(`${name}.${arrived.length}`);
    }
    const [first, ...others] = gone;
    if (first === undefined)
      return { ok: false, failure: { kind: "rejected" }, detail: "there is nothing to send" };
    sent.push(message);
    return { ok: true, platformIds: [first, ...others] };
  };

  return {
    name,
    limits,
    sent,
    arrived,
    acknowledged,
    send,
    acknowledge: async (_, messageId) => {
      acknowledged.push(messageId);
    },
    failWith: (...next) => failures.push(...next),
    onTheWay: (next) => {
      happens = next;
    },
  };
}

function wordsOf(message: OutboundMessage, longest: number): readonly string[] {
  const { attachments, choices, reaction, template, text } = message;
  if (template) return [[template.name, ...template.values].join(" ")];
  if (reaction !== undefined) return [reaction];
  const files = attachments.map((file) => `[${file.kind}]`);
  const labels = choices.map((choice) => choice.label);
  const all = [text, ...labels, ...files].filter((words) => words.trim() !== "").join("\n");
  return all === "" ? [] : splitText(all, longest);
}
