import type { Secret } from "../../bot/contracts/secret.ts";
import type { ReplyTokens } from "./reply-token.ts";

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

/** A mail server and how to sign in there. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; false = STARTTLS where the server offers it. */
  readonly secure: boolean;
  /** null = the server asks for no sign-in. */
  readonly user: string | null;
  readonly password: Secret | null;
}

/** Lines that nobody else can read, so that a password may go over them as it is. */
export const LOOPBACK = /^(?:localhost$|127\.|\[?::1)/;

/** How access tokens are got where passwords are not taken any more (Google, Microsoft). */
export interface OAuthConfig {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: Secret | null;
  readonly refreshToken: Secret;
}

/** What carries our mail; the first that is set is used: Resend, SendGrid, SMTP. */
export type CarrierConfig =
  | { readonly kind: "resend"; readonly apiKey: Secret; readonly baseUrl: string }
  | { readonly kind: "sendgrid"; readonly apiKey: Secret; readonly baseUrl: string }
  | { readonly kind: "smtp"; readonly server: MailServer };

/** What the email channel needs to know about our mail; read from the environment in bot/config.ts. */
export interface EmailConfig {
  /** Our address, lower case; it is the account of every conversation by mail. */
  readonly address: string;
  /** The name beside it; null = the company's. */
  readonly displayName: string | null;
  /** null = this process is not told by a mailbox what arrives. */
  readonly mailbox: (MailServer & { readonly folder: string }) | null;
  /** null = passwords. */
  readonly oauth: OAuthConfig | null;
  /** null = nothing can be sent. */
  readonly carrier: CarrierConfig | null;
  /** authserv-id of the only server whose Authentication-Results are believed; null = nobody is proven. */
  readonly trustedServer: string | null;
  /** Absent = answers come to our bare address. */
  readonly replyTokens?: ReplyTokens | null;
  readonly resend: {
    readonly webhookSecret: Secret;
    readonly apiKey: Secret;
    readonly baseUrl: string;
  } | null;
  readonly sendgrid: { readonly webhookKey: string | null; readonly inboundToken: Secret | null } | null;
  readonly limits: EmailLimits;
}

/** Who we are on mail. Message-IDs get a domain of their own, so that a rep's mail from the same company is not ours. */
export function ownMailOf({ address }: Pick<EmailConfig, "address">): OwnMail & {
  readonly messageIdDomain: string;
} {
  const domain = address.slice(address.lastIndexOf("@") + 1);
  return { addresses: [address], messageIdDomain: `majlis.${domain}` };
}

/** Generous for people, small for machines: 25 MB, 500 parts, 200,000 characters, 20 attachments of 15 MB. */
export const EMAIL_LIMITS: EmailLimits = {
  messageBytes: 25 * 1024 * 1024,
  parts: 500,
  textLength: 200_000,
  attachments: 20,
  attachmentBytes: 15 * 1024 * 1024,
};
