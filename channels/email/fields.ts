import type { EmailLimits } from "./config.ts";
import {
  addressesIn,
  attachmentNamed,
  firstValues,
  type HeaderLine,
  type Mail,
  type MailAttachment,
  preferredText,
} from "./mail.ts";

/** A mail as a vendor tells it: taken apart already. */
export interface MailFields {
  readonly headerLines: readonly HeaderLine[];
  /** As in the header: a name, an address. */
  readonly from: string;
  readonly to: string;
  readonly copied: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly Pick<MailAttachment, "name" | "type" | "size">[];
}

/** In a mail that we take apart ourselves the whole head may have eight times as much. */
const LONGEST_FIELD = 16_384;

/** The same mail as if we had taken it apart ourselves. */
export function mailOfFields(told: MailFields, limits: EmailLimits): Mail {
  const fields = inBounds(told, limits);
  const headers = firstValues(fields.headerLines);
  const date = Date.parse(headers.get("date") ?? "");
  const authors = addressesIn(fields.from);
  return {
    ...{ headers, headerLines: fields.headerLines },
    from: authors.at(-1) ?? "",
    fromName: nameIn(fields.from),
    manyAuthors: authors.length > 1 || fields.headerLines.filter(({ name }) => name === "from").length > 1,
    to: addressesIn(fields.to),
    copied: addressesIn(fields.copied),
    date: Number.isNaN(date) ? null : date,
    subject: fields.subject.trim(),
    text: preferredText(fields.text, fields.html).slice(0, limits.textLength),
    attachments: fields.attachments.map((file, index) => attachmentNamed(file, index, limits)),
    partTypes: fields.attachments.map(({ type }) => type.toLowerCase()),
    // A vendor hands over words; a report's fields stand among them.
    machineText: fields.text.slice(0, 60_000),
  };
}

/** Cut before it is read: a vendor's answer may have thirty megabytes in one field. */
function inBounds(fields: MailFields, { textLength }: EmailLimits): MailFields {
  return {
    ...fields,
    ...{ from: fields.from.slice(0, LONGEST_FIELD), to: fields.to.slice(0, LONGEST_FIELD) },
    copied: fields.copied.slice(0, LONGEST_FIELD),
    subject: fields.subject.slice(0, LONGEST_FIELD),
    text: fields.text.slice(0, textLength),
    html: fields.html.slice(0, textLength * 5),
  };
}

function nameIn(from: string): string {
  const name = /^\s*"?([^"<]*?)"?\s*</.exec(from)?.[1]?.trim() ?? "";
  return name.includes("@") ? "" : name;
}
