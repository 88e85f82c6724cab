import { BOUNCE_REASONS, type BounceReason, RETURNED_MESSAGE } from "./lexicon/bounce-reasons.ts";
import type { Mail } from "./mail.ts";

/** What a delivery report says about one address. */
export interface Bounce {
  /** Lower case; null when the report names none. */
  readonly recipient: string | null;
  /** Enhanced status such as "5.1.1" (RFC 3463); derived from the SMTP code or the words when the report has none. */
  readonly status: string;
  /** The address is dead and must not be written to again. False for full mailboxes, refusals and delays. */
  readonly hard: boolean;
}

const LONGEST_REPORT = 60_000;

/** Reads a delivery report, whether it follows RFC 3464 or is only words. Of several addresses the first failed one counts. */
export function readBounce(mail: Mail): Bounce {
  const report =
    notificationFields(mail.text) ??
    `${mail.text.slice(0, LONGEST_REPORT)}\n\n${mail.machineText.slice(0, LONGEST_REPORT)}`;
  const fields = firstFailure(report);
  const words = humanWords(mail.text);
  const recipient = recipientOf(fields, mail, words);
  const reply = fields.diagnostic === "" ? transcriptOf(words, recipient) : fields.diagnostic;
  const reason =
    reasonOf(OTHER_PHASE.test(words) ? `in reply to end of data ${reply}` : reply) ?? reasonOf(words);
  const status = statusOf(fields, reply, words, reason);
  return { recipient, status, hard: isHard(status, reason) };
}

/** Postfix says when the other server refused; before RCPT and after DATA it was not because of the recipient. */
const OTHER_PHASE = /\(in\s+reply\s+to\s+(?:end\s+of\s+DATA|MAIL\s+FROM)/i;

/** Amazon's notification topics send the report as JSON in a mail, broken into lines; written here as report fields. */
function notificationFields(text: string): string | null {
  if (!/"notificationType"\s*:\s*"Bounce"/.test(text)) return null;
  const value = (name: string) =>
    new RegExp(`"${name}"\\s*:\\s*"([^"]{0,1000})"`).exec(text.replace(/!?\r?\n ?/g, ""))?.[1] ?? "";
  return [
    `Final-Recipient: rfc822; ${value("emailAddress")}`,
    `Action: ${value("action") || "failed"}`,
    `Status: ${value("status")}`,
    `Diagnostic-Code: ${value("diagnosticCode")}`,
  ].join("\n");
}

interface ReportFields {
  readonly recipient: string;
  readonly action: string;
  readonly status: string;
  readonly diagnostic: string;
}

/** The block of a report that speaks of the first address that failed, else of the first address. */
function firstFailure(report: string): ReportFields {
  const unfolded = report.replace(/\r\n?/g, "\n").replace(/\n[ \t]+(?=\S)/g, " ");
  const blocks = unfolded
    .split(/\n[ \t]*\n/)
    .filter((block) => /^(?:final-recipient|original-recipient|status|diagnostic-code|action):/im.test(block))
    .map(fieldsOf);
  const merged = mergeSplit(blocks);
  return (
    merged.find(({ action }) => action === "failed") ??
    merged[0] ?? { recipient: "", action: "", status: "", diagnostic: "" }
  );
}

function fieldsOf(block: string): ReportFields {
  const field = (name: string) =>
    new RegExp(`^${name}:[ \\t]*(.{0,4000})$`, "im").exec(block)?.[1]?.trim() ?? "";
  const recipient =
    addressIn(field("final-recipient")) ||
    addressIn(field("original-recipient")) ||
    addressIn(field("x-actual-recipient"));
  return {
    recipient,
    action: field("action").split(/\W/)[0]?.toLowerCase() ?? "",
    status: /[245]\.\d{1,3}\.\d{1,3}/.exec(field("status"))?.[0] ?? "",
    diagnostic: field("diagnostic-code").replace(/^[\w-]{1,20}\s*;\s*/, ""),
  };
}

/** Some systems put a blank line inside the block of one address. */
function mergeSplit(blocks: readonly ReportFields[]): readonly ReportFields[] {
  const merged: ReportFields[] = [];
  for (const block of blocks) {
    const last = merged.at(-1);
    if (last === undefined || (block.recipient !== "" && last.recipient !== "")) merged.push(block);
    else
      merged[merged.length - 1] = {
        recipient: last.recipient || block.recipient,
        action: last.action || block.action,
        status: last.status || block.status,
        diagnostic: last.diagnostic || block.diagnostic,
      };
  }
  return merged;
}

function addressIn(words: string): string {
  return (
    /[^\s<>"'();,:[\]]{1,100}@[^\s<>"'();,:\\]{1,200}/.exec(words)?.[0].toLowerCase().replace(/\.+$/, "") ??
    ""
  );
}

/** The notice without the returned message and without the machine-readable fields. */
function humanWords(text: string): string {
  const returned = RETURNED_MESSAGE.exec(text);
  const own = returned === null || returned.index < 20 ? text : text.slice(0, returned.index);
  const machine = /^(?:reporting-mta|final-recipient):/im.exec(own);
  return (machine === null || machine.index < 20 ? own : own.slice(0, machine.index)).slice(0, 8000);
}

function recipientOf(fields: ReportFields, mail: Mail, words: string): string | null {
  const failed = addressIn(mail.headers.get("x-failed-recipients") ?? "");
  const ours = new Set([mail.from, addressIn(mail.headers.get("to") ?? "")]);
  const named = [...words.matchAll(/[^\s<>"'();,:[\]]{1,100}@[^\s<>"'();,:\\\]]{1,200}/g)]
    .map(([address]) => address.toLowerCase().replace(/\.+$/, ""))
    .find((address) => address.includes(".") && !ours.has(address));
  return fields.recipient || failed || named || null;
}

/** What the other server answered: the words after the failed address, as far as they speak of it. */
function transcriptOf(words: string, recipient: string | null): string {
  const at = recipient === null ? -1 : words.toLowerCase().indexOf(recipient);
  const after = at < 0 ? words : words.slice(at);
  const answer =
    /\b[45]\d\d[ -](?:[45]\.\d{1,3}\.\d{1,3}\b)?[^\n]{0,300}(?:\n[ \t]*\S[^\n]{0,200}){0,2}/.exec(after);
  return answer?.[0] ?? "";
}

/** Links, addresses and host names hold words such as "spam" that say nothing about the reason. */
const WITHOUT_MEANING =
  /https?:\/\/\S{1,300}|<?[^\s<>]{1,100}@[^\s<>]{1,200}>?|\b(?!resolver|storedrv|transport|routing|smtp)(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}\b/g;

function reasonOf(words: string): BounceReason | null {
  const folded = words.toLowerCase().replace(WITHOUT_MEANING, " ").replace(/\s+/g, " ");
  return BOUNCE_REASONS.find(({ words: pattern }) => pattern.test(folded)) ?? null;
}

const CODE = /(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])/;
const CODE_AFTER_REPLY = /\b[45]\d\d[ -]{1,2}['"(#]?([45]\.\d{1,3}\.\d{1,3})(?![\d.])/;

function statusOf(fields: ReportFields, reply: string, words: string, reason: BounceReason | null): string {
  if (isSpecific(fields.status)) return fields.status;
  const coded = [reply, words].flatMap((each) => [CODE_AFTER_REPLY.exec(each)?.[1], CODE.exec(each)?.[1]]);
  const specific = coded.find((code) => code !== undefined && isSpecific(code));
  if (specific !== undefined) return specific;
  const general = fields.status || coded.find((code) => code !== undefined);
  if (general) return general;
  const smtp = /(?<![\d.])([45])\d\d(?=[\s\-:,])/.exec(reply || words)?.[1];
  if (reason !== null && (smtp === undefined || reason.status.startsWith(smtp))) return reason.status;
  return smtp === undefined ? (fields.action === "delayed" ? "4.0.0" : "5.0.0") : `${smtp}.0.0`;
}

function isSpecific(status: string): boolean {
  return status !== "" && !/\.0\.0$/.test(status);
}

/** The words decide; when they say nothing, the codes for dead addresses and dead domains do. */
function isHard(status: string, reason: BounceReason | null): boolean {
  return reason?.hard ?? /^5\.(?:1\.(?:0|1|2|3|6|10)|4\.4)$/.test(status);
}
