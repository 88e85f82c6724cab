import { type Bounce, readBounce } from "./bounce.ts";
import type { EmailLimits, OwnMail } from "./config.ts";
import { type EmailKind, kindOf } from "./kind.ts";
import { type MailAttachment, takeApart } from "./mail.ts";
import { cleanLine } from "./reply/clean.ts";
import { trimReply } from "./reply/trim.ts";

/** One mail, read: what kind it is, and its words in three parts. */
export interface EmailReading {
  readonly kind: EmailKind;
  /** Address in lower case; empty when the mail names none. */
  readonly from: string;
  readonly subject: string;
  /** What the person wrote now. Lines that begin with ">" are quotes that an answer stands between. */
  readonly text: string;
  readonly quoted: string;
  readonly signature: string;
  /** Set for a bounce only. */
  readonly bounce: Bounce | null;
  readonly attachments: readonly MailAttachment[];
}

/** Reads one MIME message. Total: any bytes give a reading, within the limits. */
export async function readEmail(raw: Uint8Array, limits: EmailLimits, own: OwnMail): Promise<EmailReading> {
  const mail = await takeApart(raw, limits);
  const kind = kindOf(mail, own);
  return {
    kind,
    from: cleanLine(mail.from),
    subject: cleanLine(mail.subject),
    ...trimReply(mail.text),
    bounce: kind === "bounce" ? readBounce(mail) : null,
    attachments: mail.attachments,
  };
}
