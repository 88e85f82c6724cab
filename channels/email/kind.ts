import type { OwnMail } from "./config.ts";
import { AUTO_REPLY_SUBJECTS, COMPLAINT_SUBJECTS, COMPLAINT_WORDS, NO_REPLY } from "./lexicon/automatic.ts";
import { BOUNCE_SUBJECTS, DAEMONS, POSTMASTERS } from "./lexicon/bounce-reasons.ts";
import type { Mail } from "./mail.ts";
import { fold } from "./reply/lines.ts";

/** What arrived. Only a `message` is ever answered. */
export type EmailKind = "message" | "auto-reply" | "bounce" | "complaint" | "list" | "loop" | "calendar";

/**
 * What kind of mail this is. The first that fits wins, the most consequential first:
 * loop (our own mail, or another bot's, came back: answering feeds it) · complaint (opts the person out) · bounce (marks
 * the address) · calendar (an answer to an invitation) · auto-reply sent as an answer (a list's header does not change
 * that) · list · other automatic mail · message.
 */
export function kindOf(mail: Mail, own: OwnMail): EmailKind {
  if (isLoop(mail, own)) return "loop";
  if (isComplaint(mail)) return "complaint";
  if (isBounce(mail)) return "bounce";
  if (isCalendarAnswer(mail)) return "calendar";
  if (isAutomaticAnswer(mail)) return "auto-reply";
  if (isList(mail)) return "list";
  return isAutomatic(mail) ? "auto-reply" : "message";
}

function header(mail: Mail, name: string): string {
  return mail.headers.get(name)?.toLowerCase() ?? "";
}

function isLoop(mail: Mail, own: OwnMail): boolean {
  const messageId = header(mail, "message-id").replace(/[<>\s]/g, "");
  return (
    mail.headers.has("x-bot-loop") ||
    own.addresses.includes(mail.from) ||
    (own.messageIdDomain !== null && messageId.endsWith(`@${own.messageIdDomain}`))
  );
}

function isComplaint(mail: Mail): boolean {
  if (/report-type="?feedback-report/.test(header(mail, "content-type"))) return true;
  if (mail.partTypes.includes("message/feedback-report")) return true;
  if (COMPLAINT_SUBJECTS.test(mail.subject)) return true;
  return (
    COMPLAINT_WORDS.test(`${mail.text.slice(0, 3000)}\n${mail.machineText.slice(0, 3000)}`) &&
    isSentByMachine(mail)
  );
}

const NOTIFIED_BOUNCE = /"notificationType"\s*:\s*"Bounce"/;

function isBounce(mail: Mail): boolean {
  const type = header(mail, "content-type");
  if (/report-type="?disposition-notification/.test(type)) return false; // a read receipt
  if (NOTIFIED_BOUNCE.test(mail.text.slice(0, 3000)) && isSentByMachine(mail)) return true;
  if (/report-type="?delivery-status/.test(type) || mail.headers.has("x-failed-recipients")) return true;
  if (isDaemon(mail)) return true;
  const reports = /^(?:final-recipient|diagnostic-code|remote-mta):/im.test(mail.text.slice(0, 20_000));
  const named = BOUNCE_SUBJECTS.test(fold(mail.subject));
  if (isPostmaster(mail) || isSentByMachine(mail)) return reports || named;
  return reports && named && !/^(?:re|fwd?|رد|تحويل|إعادة توجيه)\s*:/i.test(mail.subject);
}

function isDaemon(mail: Mail): boolean {
  return DAEMONS.test(mail.from) || DAEMONS.test(senderName(mail));
}

function isPostmaster(mail: Mail): boolean {
  return POSTMASTERS.test(mail.from) || POSTMASTERS.test(senderName(mail));
}

function senderName(mail: Mail): string {
  return header(mail, "from").replace(/^["<\s]+/, "");
}

function isSentByMachine(mail: Mail): boolean {
  const path = mail.headers.get("return-path");
  return path === "<>" || path === "" || isDaemon(mail) || isAutomatic(mail);
}

function isCalendarAnswer(mail: Mail): boolean {
  const declared = /text\/calendar[^\n]{0,200}method="?(?:reply|counter|refresh|cancel)/;
  const stated = /^method:(?:reply|counter|refresh|cancel)\b/im;
  return (
    declared.test(header(mail, "content-type")) || stated.test(mail.machineText) || stated.test(mail.text)
  );
}

function isAutomaticAnswer(mail: Mail): boolean {
  const submitted = header(mail, "auto-submitted");
  return (
    submitted.startsWith("auto-replied") ||
    /report-type="?disposition-notification/.test(header(mail, "content-type")) ||
    header(mail, "precedence") === "auto_reply" ||
    header(mail, "x-apple-action") === "vacation" ||
    ["x-autoreply", "x-autorespond", "x-auto-reply", "x-vacation", "x-autoresponder"].some((name) =>
      /^(?!no\b)./.test(header(mail, name)),
    ) ||
    AUTO_REPLY_SUBJECTS.test(fold(mail.subject))
  );
}

function isList(mail: Mail): boolean {
  return (
    [...mail.headers.keys()].some((name) =>
      /^list-(?!unsubscribe-post$)|^x-(?:mailing-?list|ml-name|google-group-id)/.test(name),
    ) || /^(?:bulk|junk|list)$/.test(header(mail, "precedence"))
  );
}

function isAutomatic(mail: Mail): boolean {
  const submitted = header(mail, "auto-submitted");
  const suppressed = header(mail, "x-auto-response-suppress");
  return (
    (submitted !== "" && !submitted.startsWith("no")) ||
    (suppressed !== "" && suppressed !== "none") ||
    mail.headers.get("return-path") === "<>" ||
    NO_REPLY.test(mail.from)
  );
}
