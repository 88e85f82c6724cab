import type { ChannelNews, Receipt, SendFailure } from "../../bot/contracts/channel.ts";
import type { Address, Attachment, InboundMail, InboundMessage } from "../../bot/conversation/message.ts";
import { readBounce } from "./bounce.ts";
import type { EmailLimits, OwnMail } from "./config.ts";
import { fewReferences, idsIn, outboundIdOf, stableId } from "./ids.ts";
import { introductions } from "./introduce.ts";
import { type EmailKind, kindOf } from "./kind.ts";
import { addressesIn, type Mail, type MailAttachment } from "./mail.ts";
import { isProven } from "./proof.ts";
import { clean, cleanLine } from "./reply/clean.ts";
import { trimReply } from "./reply/trim.ts";
import type { ReplyTokens } from "./reply-token.ts";

/** Who we are and whom we believe. */
export interface NewsParts {
  readonly own: OwnMail & { readonly messageIdDomain: string };
  readonly trustedServer: string | null;
  readonly replyTokens?: ReplyTokens | null;
  readonly limits: EmailLimits;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Where a mail was found. */
export interface Found {
  /** In the folder of what was sent from our mailbox: only its owner can put something there. */
  readonly inSent: boolean;
  /** When our side took it, epoch milliseconds. */
  readonly receivedAt: number;
  /** Whether whoever handed it to us vouches for its author by itself. */
  readonly vouched: boolean;
  /** How the channel finds an attachment again, by its place among the attachments; null = it was not kept. */
  reference(id: string, index: number): string | null;
  /** Only the beginning was read: the whole was this many bytes. */
  readonly cutFrom: number | null;
}

/** What one mail means. */
export interface MailNews {
  readonly id: string;
  readonly kind: EmailKind | "echo" | "own";
  /** At most one of it that is not a notice; of an echo, one for each to whom it went. */
  readonly news: readonly ChannelNews[];
  /** Our outbound id of a mail that came back for good: its address is dead. */
  readonly returned: string | null;
}

const LONGEST_NAME = 200;
const MOST_RECIPIENTS = 20;
const LONGEST_SUBJECT = 500;
const DAY_MS = 86_400_000;

/** What a mail means for the talks. Only a person's message is ever answered; everything else is noted or acted on. */
export function newsOf(mail: Mail, found: Found, parts: NewsParts): MailNews {
  const id = stableId(mail);
  const kind = kindOf(mail, parts.own);
  const cut = found.cutFrom === null ? [] : [cutNotice(found.cutFrom, parts)];
  if (kind === "message" && !found.inSent)
    return {
      id,
      kind,
      news: [{ kind: "message", message: messageOf(mail, id, found, parts) }, ...cut],
      returned: null,
    };
  const own = ownOrEcho(mail, id, found, parts);
  if (own !== null) return own;
  switch (kind) {
    case "bounce":
      return { id, kind, ...bounced(mail, found, parts) };
    case "complaint":
      return { id, kind, news: complained(mail, found, parts), returned: null };
    default:
      return { id, kind, news: [notAnswered(kind, mail, parts)], returned: null };
  }
}

/** Mail under our own address: sent by us, or by a rep from our mailbox. null = it is neither. */
function ownOrEcho(mail: Mail, id: string, found: Found, parts: NewsParts): MailNews | null {
  const { own } = parts;
  const isOurSend = mail.headers.has("x-bot-loop") || outboundIdOf(id, own.messageIdDomain) !== null;
  if (isOurSend && found.inSent) return { id, kind: "own", news: [], returned: null };
  const people = [...new Set([...mail.to, ...mail.copied])].filter((one) => !own.addresses.includes(one));
  const isRep =
    !isOurSend &&
    own.addresses.includes(mail.from) &&
    (found.inSent || isProven(mail, parts.trustedServer)) &&
    !/^auto-/i.test(mail.headers.get("auto-submitted") ?? "");
  if (isRep && people.length > 0) {
    const text = wordsOf(trimReply(mail.text).text);
    const said = { kind: "echo", id, alsoKnownAs: [], text, sentAt: momentOf(mail, found) } as const;
    const { inReplyTo, references } = threadOf(mail, id, parts);
    const answers = [...(inReplyTo === null ? [] : [inReplyTo]), ...references.toReversed()];
    const to = people.slice(0, MOST_RECIPIENTS).map((person) => addressOf(person, parts));
    return { id, kind: "echo", news: to.map((one) => ({ ...said, to: one, answers })), returned: null };
  }
  return found.inSent ? { id, kind: "own", news: [], returned: null } : null;
}

function messageOf(mail: Mail, id: string, found: Found, parts: NewsParts): InboundMessage {
  const { text, signature } = trimReply(mail.text);
  const attachments = mail.attachments.flatMap((file, index) =>
    attachmentOf(file, found.reference(id, index)),
  );
  const words = wordsOf(text);
  const thread = threadOf(mail, id, parts);
  const fromName = cleanLine(mail.fromName).slice(0, LONGEST_NAME);
  return {
    ...{
      id,
      from: addressOf(mail.from, parts),
      alsoKnownAs: [],
      senderName: fromName === "" ? null : fromName,
    },
    kind: words === "" && attachments.length > 0 ? "document" : "text",
    // A mail whose only words are its subject says what its subject says.
    text: words === "" && attachments.length === 0 ? thread.subject : words,
    ...{ choice: null, attachments, about: thread.inReplyTo, origin: null },
    sentAt: momentOf(mail, found),
    ...(found.vouched || isProven(mail, parts.trustedServer) ? {} : { proven: false }),
    mail: thread,
    introduces: introductions(signature, fromName),
  };
}

function threadOf(mail: Mail, id: string, { own, replyTokens }: NewsParts): InboundMail {
  const inReplyTo = idsIn(mail.headers.get("in-reply-to") ?? "")[0] ?? null;
  const everybody = [...mail.to, ...mail.copied];
  return {
    ...{ messageId: id, inReplyTo, references: fewReferences(idsIn(mail.headers.get("references") ?? "")) },
    subject: cleanLine(mail.subject).slice(0, LONGEST_SUBJECT),
    copied: [...new Set(everybody)].filter((address) => address !== mail.from && !isOurs(address, own)),
    replyToken:
      everybody
        .filter((address) => isOurs(address, own))
        .map((address) => replyTokens?.talkIn(tokenIn(address)) ?? null)
        .find((token) => token !== null) ?? null,
  };
}

function isOurs(address: string, { addresses }: OwnMail): boolean {
  return addresses.includes(address.replace(/\+[^@]*(?=@)/, ""));
}

function tokenIn(address: string): string {
  return /\+([^@]{1,200})@/.exec(address)?.[1] ?? "";
}

/** The words without the lines they answer: those are ours, or somebody else's. */
function wordsOf(text: string): string {
  return clean(text)
    .split("\n")
    .filter((line) => !/^\s*>/.test(line))
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function attachmentOf(file: MailAttachment, reference: string | null): readonly Attachment[] {
  if (file.refused !== null || reference === null) return [];
  const family = /^(image|video|audio)\//.exec(file.type)?.[1];
  const kind = family === "image" || family === "video" || family === "audio" ? family : "document";
  return [
    {
      kind,
      mediaType: file.type,
      fileName: file.name === null ? null : cleanLine(file.name).slice(0, 200),
      reference,
    },
  ];
}

/** The sender's clock where it can be true, else ours. */
function momentOf({ date }: Mail, { receivedAt }: Found): number {
  return date !== null && date <= receivedAt && date > receivedAt - DAY_MS ? date : receivedAt;
}

function addressOf(handle: string, { own }: NewsParts): Address {
  return { channel: "email", account: own.addresses[0] ?? "", handle };
}

/** A report is believed only when it names a mail of ours: anybody can write one. */
function bounced(mail: Mail, found: Found, parts: NewsParts): Pick<MailNews, "news" | "returned"> {
  const { status, hard } = readBounce(mail);
  const ours = ourMailIn(mail, parts.own.messageIdDomain);
  const delayed = !hard && (status.startsWith("4") || /^action:\s*delayed/im.test(mail.machineText));
  if (ours === null || delayed) {
    const what = ours === null ? "bounce of a mail that is not ours" : "delivery is late";
    return { news: [notice("info", what, `status ${status}`, parts)], returned: null };
  }
  const failure: SendFailure = hard
    ? { kind: "unreachable" }
    : { kind: "retry", afterMs: null, scope: "message" };
  const receipt: Receipt = {
    channel: "email",
    account: parts.own.addresses[0] ?? "",
    platformId: ours.messageId,
    ourId: ours.outboundId,
    status: "failed",
    failure: { failure, detail: `returned: ${status}` },
    at: found.receivedAt,
    billable: null,
  };
  return { news: [{ kind: "receipt", receipt }], returned: hard ? ours.outboundId : null };
}

function ourMailIn(mail: Mail, domain: string) {
  const told = [mail.headers.get("in-reply-to"), mail.headers.get("references"), mail.machineText, mail.text];
  for (const words of told) {
    for (const messageId of idsIn(words ?? "")) {
      const outboundId = outboundIdOf(messageId, domain);
      if (outboundId !== null) return { messageId, outboundId };
    }
  }
  return null;
}

const COMPLAINANT =
  /^(?:original-rcpt-to|removal-recipient|final-recipient|original-recipient|to):([^\n]{0,500})/gim;

/** "This is spam" is the plainest of all opt-outs. */
function complained(mail: Mail, found: Found, parts: NewsParts): readonly ChannelNews[] {
  const person = [...`${mail.machineText}\n${mail.text}`.matchAll(COMPLAINANT)]
    .flatMap(([, words = ""]) => addressesIn(words))
    .find((address) => !isOurs(address, parts.own));
  if (person === undefined) return [notice("warning", "spam complaint", "it does not say by whom", parts)];
  return [{ kind: "preference", from: addressOf(person, parts), marketing: "stop", at: found.receivedAt }];
}

function notAnswered(kind: EmailKind, mail: Mail, parts: NewsParts): ChannelNews {
  // Not the address: a notice outlives the person's erasure.
  return notice(
    "info",
    `mail not answered: ${kind}`,
    `from ${mail.from.split("@").at(-1) ?? "nobody"}`,
    parts,
  );
}

function cutNotice(size: number, parts: NewsParts): ChannelNews {
  return notice("warning", "mail too large", `only the beginning of ${size} bytes was read`, parts);
}

/** Something about our mail for the team to see. */
export function notice(
  severity: "info" | "warning" | "alarm",
  what: string,
  detail: string,
  { own }: Pick<NewsParts, "own">,
): ChannelNews {
  return { kind: "notice", channel: "email", account: own.addresses[0] ?? null, severity, what, detail };
}
