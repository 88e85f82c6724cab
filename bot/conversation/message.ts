/** Words that travel: what a person wrote to us and what we write back. Nothing here knows a platform. */

export type ChannelName = "whatsapp" | "email" | "webform" | "telegram" | "linkedin";
export type Language = "ar" | "en";

/** Where a person can be reached. `handle` is the platform's own id, which may not be a phone number. */
export interface Address {
  readonly channel: ChannelName;
  /** Our own end of the line (WhatsApp phone_number_id, mailbox, site key): two of our numbers are two conversations. */
  readonly account: string;
  /** WhatsApp: "+9665…" or a BSUID such as "SA.1349…"; email: lower-case address; webform: visitor id. */
  readonly handle: string;
}

export type MessageKind =
  | "text"
  | "choice" // a tapped button or list row: `choice` holds our id
  | "image"
  | "video"
  | "audio"
  | "voice"
  | "document"
  | "sticker"
  | "location"
  | "contacts"
  | "order"
  | "form" // a flow or form reply; `text` holds "field: value" lines
  | "reaction"
  | "edit"
  | "revoke"
  | "system"
  | "unsupported"
  | "welcome";

export interface InboundMessage {
  /** The platform's id. With channel and account it is unique, so a second delivery is harmless. */
  readonly id: string;
  readonly from: Address;
  /** Other handles the platform proves belong to the same person (phone beside BSUID), best first; may be empty. */
  readonly alsoKnownAs: readonly string[];
  readonly senderName: string | null;
  readonly kind: MessageKind;
  /** Empty when the message is only a file, a tap's label when it is a tap; never null, so no rule has to ask. */
  readonly text: string;
  /** The id of the button or row that was tapped. */
  readonly choice: string | null;
  readonly attachments: readonly Attachment[];
  /** Platform id of the message this one is about: a quoted reply, a reaction's, edit's or revoke's target. */
  readonly about: string | null;
  /** What brought the person (click-to-WhatsApp ad, page, UTM): kept for attribution, read by nobody in the heart. */
  readonly origin: Readonly<Record<string, string>> | null;
  /** The platform's clock, not ours: it orders the bubbles. Epoch milliseconds. */
  readonly sentAt: number;
  /** false = the platform does not prove who wrote: nothing may be disclosed or changed on its word. Absent = proven. */
  readonly proven?: boolean;
  /** What threads a mail; absent on other channels. */
  readonly mail?: InboundMail;
  /** What the message says about its sender beside its words (a signature block): believed less than words. */
  readonly introduces?: readonly Introduction[];
  /** What a model made of a recording or a picture; absent while nobody listened or looked. */
  readonly sensed?: Sensed;
}

/** Words that nobody wrote: heard in a recording, where they are the message's text too, or seen in a picture. */
export interface Sensed {
  readonly how: "heard" | "seen";
  /** Who listened or looked: "groq (whisper-large-v3)". */
  readonly by: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly text: string;
}

/** A fact (see `Fact`) from a signature block: its quote stands there, not in the message's words. */
export type Introduction = {
  readonly state: "claimed";
  readonly quote: string;
  /** 0 to 1. */
  readonly confidence: number;
} & (
  | { readonly about: "name" | "company" | "phone"; readonly value: string }
  | { readonly about: "role"; readonly value: { readonly title: string } }
);

/** The thread a mail belongs to, and who else reads it. Ids are bare: without angle brackets. */
export interface InboundMail {
  readonly messageId: string;
  readonly inReplyTo: string | null;
  /** Oldest first. */
  readonly references: readonly string[];
  readonly subject: string;
  /** Others whom the person wrote to or copied, lower case; our own addresses are left out. */
  readonly copied: readonly string[];
  /** The talk that the address of ours names which was written to; it routes, it proves nothing. */
  readonly replyToken: string | null;
}

export interface OutboundMessage {
  /** Ours, made before sending, so a retry can be recognised. */
  readonly id: string;
  readonly conversationId: string;
  readonly to: Address;
  readonly alsoKnownAs: readonly string[];
  /** Platform id of the message answered, when the platform can quote. */
  readonly inReplyTo: string | null;
  readonly language: Language;
  readonly text: string;
  readonly choices: readonly Choice[];
  /** Label of the button that opens a list of choices; null lets the channel use its own. */
  readonly choicesLabel: string | null;
  readonly attachments: readonly Attachment[];
  /** Outside the reply window only a template may go: name and ordered values, approved by the platform beforehand. */
  readonly template: Template | null;
  /** An emoji to put on the message in `inReplyTo` instead of words; "" takes ours back. Only where a platform has it. */
  readonly reaction?: string;
  /** What makes a mail of it; without it a channel that mails uses its own subject and numbers the choices. */
  readonly mail?: OutboundMail;
}

/** A mail's place in its thread, and the addresses its buttons open. Ids are bare: without angle brackets. */
export interface OutboundMail {
  readonly subject: string;
  readonly inReplyTo: string | null;
  /** Oldest first. */
  readonly references: readonly string[];
  /** Where one POST opts the person out; set on everything that is not an answer. */
  readonly unsubscribe: string | null;
  /** One-click address of each choice, by its id. */
  readonly links: Readonly<Record<string, string>>;
}

export interface Template {
  readonly name: string;
  readonly language: Language;
  readonly values: readonly string[];
}

export interface Choice {
  /** Ours; comes back verbatim as `InboundMessage.choice`. At most 200 characters. */
  readonly id: string;
  readonly label: string;
  readonly description: string | null;
}

export interface Attachment {
  readonly kind: "image" | "video" | "audio" | "document" | "sticker";
  readonly mediaType: string;
  readonly fileName: string | null;
  /** Opaque to everyone but the channel that made it, or a path under /files of our own server for outgoing ones. */
  readonly reference: string;
}
