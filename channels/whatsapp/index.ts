import type { WebhookChannel } from "../../bot/contracts/channel.ts";
import { httpClient } from "../shared/http.ts";
import { Pacer } from "../shared/pacing.ts";
import { limits } from "./compose.ts";
import type { WhatsAppConfig } from "./config.ts";
import { graph } from "./graph.ts";
import { fetchMedia, type MediaResult } from "./media.ts";
import { outgoingFiles } from "./outgoing-files.ts";
import { readPost } from "./read.ts";
import { messagesOf, sendMessage } from "./send.ts";
import { isGenuine, verifyChallenge } from "./signature.ts";

/** What the channel needs from outside. */
export interface WhatsAppParts {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Bytes of one of our own files by its path under /files; null when it is gone. */
  readonly readFile: (reference: string) => Promise<Uint8Array | null>;
  /** How long Meta may take for one answer; 10 seconds unless a test is in a hurry. */
  readonly timeoutMs?: number;
}

/** WhatsApp, with what only it needs beside the common contract. */
export interface WhatsAppChannel extends WebhookChannel {
  /** The challenge to answer with 200 as plain text when Meta checks the webhook (GET); null = 403. */
  verifyChallenge(query: Readonly<Record<string, unknown>>): string | null;
  /** The bytes of a file that a person sent, by its attachment's `reference`. Never rejects for what Meta may do. */
  fetchMedia(reference: string): Promise<MediaResult>;
  /** Closes the connections to Meta. */
  close(): Promise<void>;
}

const largestFile = 25_000_000;

/** The WhatsApp Cloud API as a channel. */
export function whatsapp(config: WhatsAppConfig, parts: WhatsAppParts): WhatsAppChannel {
  const http = httpClient({
    timeoutMs: parts.timeoutMs ?? 10_000,
    connections: 64,
    longestAnswer: 1_000_000,
  });
  const api = graph(config, http, parts.now);
  const pacer = new Pacer({ messagesPerSecond: config.messagesPerSecond, now: parts.now });
  const files = outgoingFiles({ graph: api, publicUrl: config.publicUrl, readFile: parts.readFile });
  return {
    name: "whatsapp",
    limits: {
      textLength: limits.text,
      buttons: limits.buttons,
      listRows: limits.rows,
      choiceLabelLength: limits.rowTitle,
      replyWindowHours: 24,
      settlesByReceipt: true,
    },
    isGenuine: (request) => isGenuine(request, config.appSecret),
    read: (request) => readPost(request.body),
    send: (message, skip = 0) => sendMessage(message, skip, { graph: api, pacer, files, now: parts.now }),
    acknowledge: async (to, messageId) => {
      // Best effort: a failed read sign is nobody's concern, so its result is not looked at.
      await api.post(messagesOf(to.account), {
        messaging_product: "whatsapp",
        status: "read",
        message_id: messageId,
        typing_indicator: { type: "text" },
      });
    },
    verifyChallenge: (query) =>
      config.verifyToken === null ? null : verifyChallenge(query, config.verifyToken),
    fetchMedia: (reference) =>
      fetchMedia(reference, { graph: api, baseUrl: config.baseUrl, maxBytes: largestFile }),
    close: () => http.close(),
  };
}
