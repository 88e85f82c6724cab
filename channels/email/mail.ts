import { Readable } from "node:stream";
import { type AddressObject, type ParsedMail, simpleParser } from "mailparser";
import type { LetterFile } from "../../bot/contracts/letter-files.ts";
import type { EmailLimits } from "./config.ts";
import { htmlToWords } from "./html.ts";

/** One message taken apart: its headers, its words, and what hangs on it. */
export interface Mail {
  /** First value of each header, unfolded; names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Every header, top first: trust depends on the order. */
  readonly headerLines: readonly HeaderLine[];
  /** Address in lower case; empty when there is none. */
  readonly from: string;
  /** The name beside the address, decoded; empty when there is none. */
  readonly fromName: string;
  /** More than one author: whose words they are cannot be known. */
  readonly manyAuthors: boolean;
  /** Addresses in lower case. */
  readonly to: readonly string[];
  readonly copied: readonly string[];
  /** Epoch milliseconds; null when there is none that makes sense. */
  readonly date: number | null;
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly MailAttachment[];
  /** Media types of all parts that are not plain words, lower case. */
  readonly partTypes: readonly string[];
  /** What the parts that only machines read say (reports, calendars, headers of a returned message). */
  readonly machineText: string;
}

export interface HeaderLine {
  /** Lower case. */
  readonly name: string;
  /** Unfolded. */
  readonly value: string;
}

/** A file that came along; `refused` names why its bytes must not be used. */
export interface MailAttachment {
  readonly name: string | null;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  readonly refused: "too-large" | "too-many" | "program" | null;
}

const MACHINE_TYPES = /^(?:message\/|text\/rfc822-headers|text\/calendar|application\/ics)/;
const PROGRAM =
  /\.(?:exe|scr|com|bat|cmd|pif|js|jse|vbs|vbe|wsf|ps1|msi|jar|hta|lnk|iso|img|apk|dll|cpl|reg)$/i;
/** People's stay under 100 KB; a megabyte of addresses would hold everybody else up for half a second. */
const LONGEST_HEAD = 128 * 1024;
const PARSING = {
  maxHtmlLengthToParse: 0,
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipImageLinks: true,
  ignoreEmbedded: true,
  checksumAlgo: false,
  keepCidLinks: true,
  maxHeadSize: LONGEST_HEAD,
} as const;
const MACHINE_LENGTH = 60_000;
const MOST_ADDRESSES = 50;

/** Takes a message apart. Whatever the bytes are, it answers: what cannot be parsed is read as plain words. */
export async function takeApart(raw: Uint8Array, limits: EmailLimits): Promise<Mail> {
  const bytes = asBuffer(raw).subarray(0, limits.messageBytes);
  try {
    const parsed = await parse(bytes, limits);
    const mail = fromParsed(parsed, limits);
    const empty = mail.text.trim() === "" && mail.partTypes.length === 0;
    return empty ? { ...mail, ...wordsOfBroken(bytes, limits) } : mail; // a boundary that never comes hides everything
  } catch {
    return fromBroken(bytes, limits); // the parser refuses a message: too many parts, or headers without end
  }
}

/** Piece by piece, and others have their turn in between: the parser works off all that it is given without a pause. */
async function parse(raw: Uint8Array, limits: EmailLimits): Promise<ParsedMail> {
  return await simpleParser(Readable.from(piecesOf(asBuffer(raw))), {
    ...PARSING,
    maxChildNodes: limits.parts,
  });
}

const PIECE = 128 * 1024;

async function* piecesOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let from = 0; from === 0 || from < bytes.length; from += PIECE) {
    yield bytes.subarray(from, from + PIECE);
    await new Promise((others) => setImmediate(others));
  }
}

const asBuffer = (raw: Uint8Array): Buffer => Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);

function fromParsed(parsed: ParsedMail, limits: EmailLimits): Mail {
  const html = typeof parsed.html === "string" ? parsed.html.slice(0, limits.textLength * 5) : "";
  const headerLines = parsed.headerLines
    .map(({ line }) => headerLineOf(line))
    .filter((line) => line !== null);
  const author = parsed.from?.value[0];
  return {
    headers: firstValues(headerLines),
    headerLines,
    from: author?.address?.toLowerCase() ?? "",
    fromName: author?.name ?? "",
    manyAuthors:
      (parsed.from?.value.length ?? 0) > 1 || headerLines.filter(({ name }) => name === "from").length > 1,
    to: addressesOf(parsed.to),
    copied: addressesOf(parsed.cc),
    date: parsed.date === undefined || Number.isNaN(parsed.date.getTime()) ? null : parsed.date.getTime(),
    subject: (parsed.subject ?? "").trim(),
    text: preferredText(parsed.text ?? "", html).slice(0, limits.textLength),
    attachments: parsed.attachments
      .filter(({ contentType }) => !MACHINE_TYPES.test(contentType))
      .map(({ filename, contentType, size }, index) =>
        attachmentNamed({ name: filename ?? null, type: contentType, size }, index, limits),
      ),
    partTypes: parsed.attachments.map(({ contentType }) => contentType.toLowerCase()),
    machineText: parsed.attachments
      .filter(({ contentType }) => MACHINE_TYPES.test(contentType))
      .map(({ content }) => content.subarray(0, MACHINE_LENGTH).toString("utf8"))
      .join("\n\n"),
  };
}

/** Plain text, unless it is missing or only says that one should look at the HTML. */
export function preferredText(text: string, html: string): string {
  if (html === "" || (text.trim() !== "" && !isStub(text, html))) return text;
  const words = htmlToWords(html);
  return words.trim() === "" ? text : words;
}

const STUB =
  /(?:html (?:e-?mail|version|format|message)|e-?mail client|mail (?:client|reader)|view (?:this|it) (?:e-?mail|message)?\s*(?:in|online)|does not support html|لا يدعم|عرض (?:هذه )?الرسالة في المتصفح)/i;

function isStub(text: string, html: string): boolean {
  const length = text.trim().length;
  return length < 300 && html.length > length * 4 && STUB.test(text);
}

/** One file of a message by its place among the attachments; null when it is not there or must not be used. */
export async function fileOf(
  raw: Uint8Array,
  index: number,
  limits: EmailLimits,
): Promise<LetterFile | null> {
  return (await filesOf(raw, limits))[index] ?? null;
}

/** The files of a message in their places among the attachments; null where one must not be used. */
export async function filesOf(raw: Uint8Array, limits: EmailLimits): Promise<readonly (LetterFile | null)[]> {
  const parsed = await parse(raw, limits);
  return parsed.attachments
    .filter(({ contentType }) => !MACHINE_TYPES.test(contentType))
    .map(({ filename, contentType: type, size, content }, index) => {
      const { refused } = attachmentNamed({ name: filename ?? null, type, size }, index, limits);
      return refused === null ? { bytes: content, mediaType: type.toLowerCase() } : null;
    });
}

/** A file with the reason why its bytes must not be used, when there is one. */
export function attachmentNamed(
  { name, type, size }: Pick<MailAttachment, "name" | "type" | "size">,
  index: number,
  limits: EmailLimits,
): MailAttachment {
  const refused =
    index >= limits.attachments
      ? "too-many"
      : size > limits.attachmentBytes
        ? "too-large"
        : PROGRAM.test(name ?? "")
          ? "program"
          : null;
  return { name, type: type.toLowerCase(), size, refused };
}

function addressesOf(given: AddressObject | AddressObject[] | undefined): readonly string[] {
  const lists = given === undefined ? [] : Array.isArray(given) ? given : [given];
  return lists
    .flatMap(({ value }) => value.flatMap((one) => [one, ...(one.group ?? [])]))
    .map(({ address }) => address?.toLowerCase() ?? "")
    .filter((address) => address.includes("@"))
    .slice(0, MOST_ADDRESSES);
}

/** A header's name and value; null for a line that is none. */
export function headerLineOf(line: string): HeaderLine | null {
  const colon = line.indexOf(":");
  if (colon < 1) return null;
  const value = line.slice(colon + 1).replace(/\s+/g, " ");
  return { name: line.slice(0, colon).trim().toLowerCase(), value: value.trim() };
}

/** The first value of each header. */
export function firstValues(lines: readonly HeaderLine[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const { name, value } of lines) if (!headers.has(name)) headers.set(name, value);
  return headers;
}

/** Headers by hand, and the words of the first part: enough to say who wrote and what kind it is. */
function fromBroken(bytes: Buffer, limits: EmailLimits): Mail {
  const { head } = headAndBody(bytes, limits);
  const headerLines = headerLinesIn(head);
  const headers = firstValues(headerLines);
  return {
    headers,
    headerLines,
    from: addressesIn(headers.get("from") ?? "")[0] ?? "",
    fromName: "",
    manyAuthors: headerLines.filter(({ name }) => name === "from").length > 1,
    to: addressesIn(headers.get("to") ?? ""),
    copied: addressesIn(headers.get("cc") ?? ""),
    date: null,
    subject: headers.get("subject") ?? "",
    attachments: [],
    partTypes: [],
    ...wordsOfBroken(bytes, limits),
  };
}

/** The headers of a block as it stands in a message; at most 500. */
export function headerLinesIn(block: string): readonly HeaderLine[] {
  return block
    .slice(0, LONGEST_HEAD)
    .replace(/\r?\n[ \t]+/g, " ")
    .split(/\r?\n/)
    .slice(0, 500)
    .map(headerLineOf)
    .filter((line) => line !== null);
}

/** The addresses that a header's value names, lower case. */
export function addressesIn(value: string): readonly string[] {
  return [...value.matchAll(/[^\s<>"',;:()]{1,100}@[^\s<>"',;:()]{1,200}/g)]
    .map(([address]) => address.toLowerCase())
    .slice(0, MOST_ADDRESSES);
}

function wordsOfBroken(bytes: Buffer, limits: EmailLimits): Pick<Mail, "text" | "machineText"> {
  const { body } = headAndBody(bytes, limits);
  return { text: firstWords(body), machineText: body.slice(0, MACHINE_LENGTH) };
}

function headAndBody(bytes: Buffer, limits: EmailLimits): { readonly head: string; readonly body: string } {
  const whole = bytes.subarray(0, limits.textLength).toString("utf8");
  const gap = /\r?\n\r?\n/.exec(whole);
  if (gap === null) return { head: whole, body: "" };
  return { head: whole.slice(0, gap.index), body: whole.slice(gap.index + gap[0].length) };
}

function firstWords(body: string): string {
  const parts = body.split(/^--\S{1,100}\s*$/m).slice(0, 3);
  const first = parts.length > 1 ? (parts[1] ?? "") : body;
  return /^\s*Content-/i.test(first) ? first.replace(/^[\s\S]{0,4000}?\r?\n\r?\n/, "") : first;
}
