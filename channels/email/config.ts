/** What a message may weigh and how deep it may nest before reading stops early; bytes, characters and counts. */
export interface EmailLimits {
  /** Bytes of the whole message that are read; the rest is cut off. */
  readonly messageBytes: number;
  /** MIME parts that are read; in a message with more, only the words before the first part count. */
  readonly parts: number;
  /** Characters of text or HTML that are read. */
  readonly textLength: number;
  readonly attachments: number;
  /** Bytes of one attachment; a larger one is named as refused. */
  readonly attachmentBytes: number;
}

/** Who we are, so that our own mail is known when it comes back. */
export interface OwnMail {
  /** Addresses we send from, lower case. */
  readonly addresses: readonly string[];
  /** The domain of our Message-IDs, lower case; null = not known. */
  readonly messageIdDomain: string | null;
}

/** Generous for people, small for machines: 25 MB, 500 parts, 200,000 characters, 20 attachments of 15 MB. */
export const EMAIL_LIMITS: EmailLimits = {
  messageBytes: 25 * 1024 * 1024,
  parts: 500,
  textLength: 200_000,
  attachments: 20,
  attachmentBytes: 15 * 1024 * 1024,
};
