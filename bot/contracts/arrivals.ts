import type { InboundMessage, Language } from "../conversation/message.ts";
import type { ChannelNews, Receipt } from "./channel.ts";
import type { NewTask } from "./turn-record.ts";

/** What comes in from platforms. Each is idempotent: a second delivery of the same thing changes nothing. */
export interface Arrivals {
  /**
   * Stores messages and makes their lanes due, in one transaction; people not seen before get a contact, a lead and
   * a conversation on the way. Answers in the order given.
   */
  accept(batch: readonly Arrival[]): Promise<readonly Accepted[]>;
  /**
   * Moves sent messages on (never back) and settles doubtful ones. Unknown ids are harmless. Answers the failures that
   * had not been told of before: what they call for is stored with them.
   */
  receipts(batch: readonly HeardReceipt[]): Promise<readonly FailedDelivery[]>;
  /** Whether any receipt came for this account within a day: only then does one that does not come mean anything. */
  hearsReceipts?(channel: string, account: string): Promise<boolean>;
  /** The conversation that an address belongs to, made when there is none yet. */
  conversationOf(who: Correspondent): Promise<Acquaintance>;
  /**
   * The talk with somebody we know, at an address of theirs, made when there is none yet. Null when the address is not
   * theirs, or they are not there any more: nobody is ever made.
   */
  talkWith(contactId: string, who: Correspondent): Promise<string | null>;
  /**
   * A proven sender named an address as their own: when the person behind it named one of theirs too, or has never
   * written, the two are one person from then on. Answers whether they became one.
   */
  join(
    contactId: string,
    claimed: { readonly channel: InboundMessage["from"]["channel"]; readonly handle: string },
  ): Promise<boolean>;
  /** Whether a platform's id is that of a message which we know to be ours. */
  isOurs(message: {
    readonly channel: string;
    readonly account: string;
    readonly id: string;
  }): Promise<boolean>;
  /** The talk that one of these letters belongs to, ours or theirs, the nearest first; null = none is known. */
  talkOf(letters: {
    readonly channel: string;
    readonly account: string;
    readonly ids: readonly string[];
  }): Promise<string | null>;
  /** The person behind `previous` is now known by the `current` handles too, and is written to under the first. */
  identify(news: Extract<ChannelNews, { readonly kind: "identity" }>): Promise<void>;
  /** Marketing allowed or forbidden in the platform's own settings; forbidding cancels what waits. */
  prefer(news: Extract<ChannelNews, { readonly kind: "preference" }>): Promise<void>;
  notice(news: Extract<ChannelNews, { readonly kind: "notice" }>): Promise<void>;
}

export interface Arrival {
  readonly message: InboundMessage;
  /** How long its lane waits for one more bubble. */
  readonly waitMs: number;
  /** The wait in all, counted from the first bubble, is never longer than this. */
  readonly longestWaitMs: number;
}

export interface Accepted {
  readonly result: "new" | "repeat";
  readonly conversationId: string;
}

export interface Correspondent {
  readonly channel: InboundMessage["from"]["channel"];
  readonly account: string;
  /** Best first; the first is where answers go. */
  readonly handles: readonly [string, ...string[]];
  readonly name: string | null;
  readonly language: Language;
  readonly source: string;
  /** Handles on other channels that are known to be this person's; they find the contact too, and are added to it. */
  readonly elsewhere: readonly {
    readonly channel: InboundMessage["from"]["channel"];
    readonly handle: string;
  }[];
}

/** Where a person's talk was found or made. */
export interface Acquaintance {
  readonly contactId: string;
  readonly leadId: string;
  readonly conversationId: string;
  /** The person had been known before. */
  readonly known: boolean;
}

export interface HeardReceipt extends Receipt {
  /** What has to be done when it is news; stored in one transaction with it, so that neither is ever without the other. */
  readonly calls?: FailureCalls | null;
}

/** What a message calls for that was accepted and could not be delivered. */
export interface FailureCalls {
  readonly task: NewTask | null;
  /** The account itself is at fault. */
  readonly alarm: boolean;
  /** The person told the platform that they want nothing more. */
  readonly optedOut: boolean;
}

/** A message of ours, or a part of one, that the platform accepted and could not deliver after all. */
export interface FailedDelivery {
  readonly conversationId: string;
  readonly outboxId: string;
  readonly receipt: Receipt;
}
