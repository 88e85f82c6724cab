import type { Address, ChannelName, InboundMessage, OutboundMessage } from "../conversation/message.ts";

/** What every channel must do. A new channel is a folder that satisfies this and one line in wiring.ts. */
export interface Channel {
  readonly name: ChannelName;
  /** What this platform can carry. Writers look here; they never ask for a channel by name. */
  readonly limits: ChannelLimits;
  /**
   * Sends one message as one or more platform messages. Never throws for what a platform may do. The same message is
   * always split alike, so after a failure midway `skip` (how many parts went) sends only the rest.
   */
  send(message: OutboundMessage, skip?: number): Promise<SendResult>;
  /** The bytes of a file a person sent, by its attachment's reference; absent where people send none. Never rejects. */
  fetchMedia?(reference: string): Promise<FetchedMedia>;
  /** Read sign and typing sign for the message being answered; best effort, never rejects. */
  acknowledge(to: Address, messageId: string): Promise<void>;
}

export type FetchedMedia =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly mediaType: string }
  | { readonly ok: false; readonly failure: string; readonly detail: string };

export interface ChannelLimits {
  readonly textLength: number;
  /** Choices shown as buttons, and as list rows; 0 = none, write them as a numbered list. */
  readonly buttons: number;
  readonly listRows: number;
  readonly choiceLabelLength: number;
  /** Hours after the person's last message in which free text may be sent; null = always. */
  readonly replyWindowHours: number | null;
  /** Whether the platform reports `sent` for our own id, so that a doubtful send settles by itself. */
  readonly settlesByReceipt: boolean;
  /** Messages are letters: with a subject, a greeting and links, several questions at once, and no hurry. */
  readonly letters?: boolean;
}

/**
 * Where a platform posts its news. `read` is trusted only after `isGenuine`; it rejects when what the post tells of
 * cannot be had now, and the platform delivers again.
 */
export interface WebhookDoor {
  isGenuine(request: RawRequest): boolean;
  read(request: RawRequest): readonly ChannelNews[] | Promise<readonly ChannelNews[]>;
}

/** A channel that is called, and by one platform only: it is its own door. Reading is pure: bytes in, news out. */
export interface WebhookChannel extends Channel, WebhookDoor {
  read(request: RawRequest): readonly ChannelNews[];
}

/**
 * A channel that must be watched. `onNews` resolves once the news is safely stored; `watch` when `signal` aborts.
 */
export interface WatchedChannel extends Channel {
  watch(onNews: (news: readonly ChannelNews[]) => Promise<void>, signal: AbortSignal): Promise<void>;
}

export interface RawRequest {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** What stands behind "?" in the address; absent = nothing. */
  readonly query?: Readonly<Record<string, string>>;
}

export type ChannelNews =
  | { readonly kind: "message"; readonly message: InboundMessage }
  | { readonly kind: "receipt"; readonly receipt: Receipt }
  /** A rep answered from the phone or mailbox: the bot must step back. `id` is the platform's, unique like a message's. */
  | {
      readonly kind: "echo";
      readonly id: string;
      readonly to: Address;
      readonly alsoKnownAs: readonly string[];
      readonly text: string;
      readonly sentAt: number;
      /** Ids of the letters that it answers, nearest first; absent where there are none. */
      readonly answers?: readonly string[];
    }
  /** The platform says that one person's handle changed. */
  | { readonly kind: "identity"; readonly previous: Address; readonly current: readonly string[] }
  /** The person allowed or forbade marketing in the platform's own settings. */
  | {
      readonly kind: "preference";
      readonly from: Address;
      readonly marketing: "stop" | "resume";
      readonly at: number;
    }
  /** Something about our own account (template paused, number restricted), or a part nobody can use: kept and shown. */
  | {
      readonly kind: "notice";
      readonly channel: ChannelName;
      readonly account: string | null;
      readonly severity: "info" | "warning" | "alarm";
      readonly what: string;
      readonly detail: string;
    };

export interface Receipt {
  readonly channel: ChannelName;
  readonly account: string;
  /** The platform's id of our message. */
  readonly platformId: string;
  /** Our own outbound id when the platform carried it back (`biz_opaque_callback_data`). */
  readonly ourId: string | null;
  /** Which part of our message this is (0 = first), when it had to be split and the platform told the parts apart. */
  readonly part?: number;
  readonly status: "sent" | "delivered" | "read" | "played" | "failed";
  readonly failure: { readonly failure: SendFailure; readonly detail: string } | null;
  readonly at: number;
  /** Whether the platform bills this message, when it says so. */
  readonly billable: boolean | null;
}

/** Expected failures are answers, not exceptions. */
export type SendResult =
  | {
      readonly ok: true;
      /** In the order sent, when one message had to be split. */
      readonly platformIds: readonly [string, ...string[]];
    }
  | {
      readonly ok: false;
      readonly failure: SendFailure;
      readonly detail: string;
      /** Platform ids of the parts that went before the failing one; pass `skip` plus their count to send the rest. */
      readonly sent?: readonly string[];
    };

/** A failure carries its decision. */
export type SendFailure =
  /** It certainly did not go; try again after the wait (null = own backoff). `scope` = how much waits. */
  | {
      readonly kind: "retry";
      readonly afterMs: number | null;
      readonly scope: "message" | "person" | "account";
    }
  /** The connection broke after the request left: it may have gone. Wait for a receipt, never just resend. */
  | { readonly kind: "in-doubt" }
  /** Free text is not allowed now: a template, another channel or a person. */
  | { readonly kind: "outside-window" }
  | { readonly kind: "opted-out" }
  /** This person cannot be reached here; use another channel. */
  | { readonly kind: "unreachable" }
  /** Programs may not send here: a rep copies this draft and sends it. */
  | { readonly kind: "by-hand"; readonly draft: string }
  /** This person had so many answers that a program may be writing to us: a person looks, and nothing is lost. */
  | { readonly kind: "too-many" }
  /** The content was refused; sending it again cannot help. */
  | { readonly kind: "rejected" }
  /** Our account or key is wrong or blocked: stop all sends of the account and raise the alarm. */
  | { readonly kind: "misconfigured" };
