import type { Accepted, Arrival, Arrivals, HeardReceipt } from "../contracts/arrivals.ts";
import type { Channel, ChannelNews, RawRequest, WebhookChannel, WebhookDoor } from "../contracts/channel.ts";
import type { Wake } from "../contracts/lanes.ts";
import { bubbleWait } from "../conversation/bubble-wait.ts";
import type { InboundMessage } from "../conversation/message.ts";
import type { Counters } from "./counters.ts";
import { callsOf } from "./failed-delivery.ts";
import { gather } from "./gather.ts";

/** What receiving needs from outside. */
export interface ReceiverParts {
  readonly arrivals: Arrivals;
  readonly wake: Wake;
  channel(name: string): Channel | WebhookChannel | null;
  /** The door of a platform that is no channel's own name (mail comes through several); null = there is none. */
  door?(platform: string): WebhookDoor | null;
  /** The longest wait for one more bubble; 0 = every message is a turn of its own. */
  readonly bubbleWaitMs: number;
  readonly counters: Counters;
  /** A rep answered elsewhere: the talk is theirs from now on. */
  onEcho(echo: Extract<ChannelNews, { readonly kind: "echo" }>): Promise<void>;
}

export interface Receiver {
  /** See `Commands.receiveWebhook`. */
  webhook(channel: string, request: RawRequest): Promise<"stored" | "not-genuine" | "unknown-channel">;
  /** Resolves once all of it is stored, rejects when not. The same news again is harmless. */
  news(news: readonly ChannelNews[]): Promise<void>;
  message(message: InboundMessage): Promise<"new" | "repeat">;
}

/** The whole wait of a turn is at most this many times the longest wait for one bubble. */
const WHOLE_WAIT = 4;

/** First step of the way: news is stored once, its lane made due in the same statement, and only then answered. */
export function receiver(parts: ReceiverParts): Receiver {
  const { arrivals, wake, counters } = parts;
  const accept = gather((batch: readonly Arrival[]) => arrivals.accept(batch));
  const receipt = gather(async (batch: readonly HeardReceipt[]) => {
    const failed = await arrivals.receipts(batch);
    return batch.map((one) => failed.filter((delivery) => delivery.receipt === one));
  });

  const message = async (one: InboundMessage): Promise<Accepted> => {
    const waitMs = parts.bubbleWaitMs === 0 ? 0 : bubbleWait(one, parts.bubbleWaitMs);
    const accepted = await accept({ message: one, waitMs, longestWaitMs: parts.bubbleWaitMs * WHOLE_WAIT });
    counters[accepted.result === "new" ? "accepted" : "repeats"] += 1;
    if (accepted.result === "new") announce(wake, accepted.conversationId, waitMs);
    return accepted;
  };
  const one = async (news: ChannelNews): Promise<void> => {
    switch (news.kind) {
      case "message":
        await message(news.message);
        return;
      case "receipt": {
        counters.receipts += 1;
        const failed = await receipt({ ...news.receipt, calls: callsOf(news.receipt) });
        for (const { conversationId } of failed) wake.announce([conversationId], "changed");
        return;
      }
      case "echo":
        return await parts.onEcho(news);
      case "identity":
        return; // done before all others
      case "preference":
        return await arrivals.prefer(news);
      case "notice":
        return await arrivals.notice(news);
    }
  };
  const all = async (news: readonly ChannelNews[]): Promise<void> => {
    // Who somebody is by now decides whose talk the messages beside it belong to.
    for (const each of news) if (each.kind === "identity") await arrivals.identify(each);
    await Promise.all(news.map(one));
  };

  return {
    news: all,
    message: async (one) => (await message(one)).result,
    webhook: async (name, request) => {
      const door = parts.door?.(name) ?? doorOf(parts.channel(name));
      if (door === null) return "unknown-channel";
      if (!door.isGenuine(request)) return "not-genuine";
      await all(await door.read(request));
      return "stored";
    },
  };
}

function doorOf(channel: Channel | WebhookChannel | null): WebhookDoor | null {
  return channel !== null && "isGenuine" in channel ? channel : null;
}

/** Workers are woken when the wait is over, watchers at once. */
function announce(wake: Wake, conversationId: string, waitMs: number): void {
  wake.announce([conversationId], "changed");
  if (waitMs === 0) wake.announce([conversationId], "due");
  else setTimeout(() => wake.announce([conversationId], "due"), waitMs).unref();
}
