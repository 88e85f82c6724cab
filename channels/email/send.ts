import type { SendFailure, SendResult } from "../../bot/contracts/channel.ts";
import type { OutboundMessage } from "../../bot/conversation/message.ts";
import type { Carrier } from "./carrier.ts";
import { type Background, composeLetter, type Letter, type LetterFile, oneLine } from "./compose.ts";
import type { Letterhead } from "./letter-words.ts";

/** What sending needs from outside. */
export interface SenderParts {
  /** Where answers in this talk go; absent or null = to our address. */
  readonly replyTo?: (conversationId: string) => string | null;
  /** null = nothing is set up to send with. */
  readonly carrier: Carrier | null;
  readonly address: string;
  /** null = the company's name. */
  readonly displayName: string | null;
  readonly messageIdDomain: string;
  letterhead(message: OutboundMessage): Promise<Letterhead>;
  background(message: OutboundMessage): Promise<Background>;
  /** Whether one more answer is within what one sender may get in an hour. */
  mayAnswer(message: OutboundMessage): Promise<boolean>;
  /** Somebody should know that answers to one sender were stopped. */
  onTooMany(): void;
  isDead(handle: string): Promise<boolean>;
  /** Bytes of one of our own files by its path under /files; null when it is gone. */
  readFile(reference: string): Promise<Uint8Array | null>;
}

type Refusal = Extract<SendResult, { readonly ok: false }>;

const ADDRESS = /^[^\s<>"'(),:;@[\\\]\p{Cc}]{1,64}@[a-z0-9](?:[a-z0-9-]{0,62}\.)+[a-z0-9-]{2,63}$/iu;
const MOST_ATTACHED = 20 * 1024 * 1024;

/** One message is one mail, so there is nothing left to send after the first part. */
export async function sendMail(
  message: OutboundMessage,
  skip: number,
  parts: SenderParts,
): Promise<SendResult> {
  const empty =
    message.text.trim() === "" && message.choices.length === 0 && message.attachments.length === 0;
  if (skip > 0 || empty || message.reaction !== undefined)
    return failed({ kind: "rejected" }, "there is nothing to send");
  const { carrier } = parts;
  if (carrier === null)
    return failed({ kind: "misconfigured" }, "none of RESEND_API_KEY, SENDGRID_API_KEY and SMTP_URL is set");
  const letter = await letterOf(message, parts).catch(notReady);
  if ("failure" in letter) return letter;
  const carried = await carrier.carry(letter, message.id);
  if (!carried.ok) return carried;
  return {
    ok: true,
    platformIds: [letter.messageId, ...carried.ids.filter((id) => id !== letter.messageId)],
  };
}

/** What is handed to the carrier, or why nothing is. */
async function letterOf(message: OutboundMessage, parts: SenderParts): Promise<Letter | Refusal> {
  const barred = await barrier(message, parts);
  if (barred !== null) return barred;
  const files = await filesOf(message, parts);
  if (files === null) return failed({ kind: "rejected" }, "an attachment is gone or too large");
  const letterhead = await parts.letterhead(message);
  return composeLetter(message, {
    ...{ fromAddress: parts.address, fromName: parts.displayName ?? letterhead.company, letterhead, files },
    messageIdDomain: parts.messageIdDomain,
    replyTo: parts.replyTo?.(message.conversationId) ?? null,
    background: await parts.background(message),
  });
}

/** Storage did not answer before anything left, so there is no doubt about the letter: it may be tried again. */
function notReady(cause: unknown): Refusal {
  const code = cause instanceof Error && "code" in cause ? ` ${String(cause.code)}` : "";
  const name = cause instanceof Error ? cause.name : typeof cause;
  return failed(
    { kind: "retry", afterMs: null, scope: "message" },
    `the letter could not be made: ${name}${code}`,
  );
}

/** Why nothing may go to this address now; null = it may. */
async function barrier(message: OutboundMessage, parts: SenderParts): Promise<Refusal | null> {
  const { handle } = message.to;
  if (!ADDRESS.test(handle)) return failed({ kind: "unreachable" }, "this is not an email address");
  if (handle.toLowerCase() === parts.address) return failed({ kind: "rejected" }, "this is our own address");
  if (await parts.isDead(handle)) return failed({ kind: "unreachable" }, "mail to this address came back");
  if (await parts.mayAnswer(message)) return null;
  parts.onTooMany();
  return failed({ kind: "too-many" }, "this sender has had as many answers as one may get in an hour");
}

async function filesOf(message: OutboundMessage, parts: SenderParts): Promise<readonly LetterFile[] | null> {
  const files: LetterFile[] = [];
  let size = 0;
  for (const { reference, mediaType, fileName, kind } of message.attachments) {
    const content = await parts.readFile(reference);
    size += content?.byteLength ?? 0;
    if (content === null || size > MOST_ATTACHED) return null;
    files.push({ fileName: oneLine(fileName ?? kind), mediaType: oneLine(mediaType), content });
  }
  return files;
}

function failed(failure: SendFailure, detail: string): Refusal {
  return { ok: false, failure, detail };
}
