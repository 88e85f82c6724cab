import { createHash } from "node:crypto";
import type {
  ChannelNews,
  RawRequest,
  Receipt,
  SendFailure,
  WebhookDoor,
} from "../../bot/contracts/channel.ts";
import type { LetterFile, LetterFiles } from "../../bot/contracts/letter-files.ts";
import type { Secret } from "../../bot/contracts/secret.ts";
import { asRecord, idAt, type JsonRecord, numberAt, sensibleTime, textAt } from "../shared/json.ts";
import { isFromSendGrid, isSameWord } from "./door-signatures.ts";
import { mailOfFields } from "./fields.ts";
import { filesOf, headerLinesIn, type Mail, takeApart } from "./mail.ts";
import { type FormPart, formParts } from "./multipart.ts";
import { type NewsParts, newsOf, notice } from "./news.ts";
import { isAligned } from "./proof.ts";
import { type SifterParts, sifted } from "./take.ts";
import { TAG } from "./vendor.ts";

export interface SendGridDoorParts extends SifterParts {
  /** Verifies events; null = none are taken. */
  readonly webhookKey: string | null;
  /** Stands in the address of Inbound Parse (`?token=`), which is not signed; null = none is taken. */
  readonly inboundToken: Secret | null;
  /** SendGrid hands files over once and keeps none. */
  readonly files: LetterFiles;
}

/** Where SendGrid posts: events about our mail (signed JSON) and, as a form, mail that came in. */
export function sendgridDoor(parts: SendGridDoorParts): WebhookDoor {
  return {
    isGenuine: (request) => {
      const { webhookKey, inboundToken } = parts;
      if (isForm(request))
        return inboundToken !== null && isSameWord(request.query?.token ?? "", inboundToken);
      return webhookKey !== null && isFromSendGrid(request, webhookKey, parts.reading.now());
    },
    read: async (request) =>
      isForm(request) ? await mailIn(request, parts) : await eventsIn(request, parts),
  };
}

function isForm({ headers }: RawRequest): boolean {
  return /^multipart\/form-data\b/i.test(headers["content-type"] ?? "");
}

async function mailIn(request: RawRequest, parts: SendGridDoorParts): Promise<readonly ChannelNews[]> {
  const { reading } = parts;
  const form = formParts(request.body, request.headers["content-type"] ?? "");
  const raw = form.get("email");
  const mail = raw === undefined ? mailOfForm(form, reading) : await takeApart(raw.bytes, reading.limits);
  if (mail.from === "")
    return [notice("warning", "a mail without a sender", "SendGrid Inbound Parse", reading)];
  const found = {
    ...{ inSent: false, receivedAt: reading.now(), cutFrom: null },
    reference: (id: string, index: number) => `kept:${index}:${id}`,
    vouched: isVouched(form, mail),
  };
  const told = newsOf(mail, found, reading);
  // Kept before the letter is stored: a letter must not name files that are lost.
  if (told.kind === "message" && mail.attachments.length > 0)
    for (const [place, file] of (await filesIn(form, mail, reading)).entries())
      if (file !== null) await parts.files.keep(told.id, place, file);
  return await sifted(told, parts);
}

/** In the places that the mail's attachments have; null where one must not be used. */
async function filesIn(
  form: ReadonlyMap<string, FormPart>,
  { attachments }: Mail,
  { limits }: NewsParts,
): Promise<readonly (LetterFile | null)[]> {
  const raw = form.get("email");
  if (raw !== undefined) return await filesOf(raw.bytes, limits);
  return filePartsOf(form).map(([, { bytes }], place) => {
    const { type, refused } = attachments[place] ?? { type: "", refused: "too-many" };
    return refused === null ? { bytes, mediaType: type } : null;
  });
}

function filePartsOf(form: ReadonlyMap<string, FormPart>): readonly [string, FormPart][] {
  return [...form].filter(([name]) => /^attachment\d{1,3}$/.test(name));
}

/** SendGrid checked the signatures itself: "{@example.com : pass}". */
function isVouched(form: ReadonlyMap<string, FormPart>, { from, manyAuthors }: Mail): boolean {
  const domain = from.slice(from.lastIndexOf("@") + 1);
  const said = form.get("dkim")?.bytes.toString("utf8").toLowerCase() ?? "";
  const signers = [...said.matchAll(/@([\w.-]{1,200})\s*:\s*pass\b/g)].map(([, signer = ""]) => signer);
  return !manyAuthors && signers.some((signer) => isAligned(signer, domain));
}

/** Of a field's bytes; more is not read of words either, in whatever charset they come. */
const LONGEST_PART = 1_000_000;

function mailOfForm(form: ReadonlyMap<string, FormPart>, { limits }: NewsParts): Mail {
  const charsets = jsonIn(form.get("charsets")?.bytes ?? Buffer.alloc(0));
  const field = (name: string) =>
    decoded(form.get(name)?.bytes.subarray(0, LONGEST_PART), textAt(asRecord(charsets) ?? {}, name));
  const infos = asRecord(jsonIn(form.get("attachment-info")?.bytes ?? Buffer.alloc(0))) ?? {};
  return mailOfFields(
    {
      headerLines: headerLinesIn(field("headers")),
      ...{ from: field("from"), to: field("to"), copied: field("cc"), subject: field("subject") },
      ...{ text: field("text"), html: field("html") },
      attachments: filePartsOf(form).map(([name, file]) => {
        const info = asRecord(infos[name]) ?? {};
        return {
          name: (textAt(info, "filename") || file.fileName) ?? null,
          type: textAt(info, "type") || file.type,
          size: file.bytes.length,
        };
      }),
    },
    limits,
  );
}

/** Each field comes in the charset of the mail. */
function decoded(bytes: Buffer | undefined, charset: string): string {
  if (bytes === undefined) return "";
  try {
    return new TextDecoder(charset || "utf-8").decode(bytes);
  } catch {
    return bytes.toString("utf8"); // a charset nobody knows
  }
}

async function eventsIn({ body }: RawRequest, parts: SendGridDoorParts): Promise<readonly ChannelNews[]> {
  const events = jsonIn(Buffer.from(body));
  const news: ChannelNews[] = [];
  for (const event of Array.isArray(events) ? events : [events]) {
    const record = asRecord(event);
    if (record !== null) news.push(...(await newsOfEvent(record, parts)));
  }
  return news;
}

async function newsOfEvent(
  event: JsonRecord,
  { reading, dead }: SendGridDoorParts,
): Promise<readonly ChannelNews[]> {
  const type = textAt(event, "event");
  const account = reading.own.addresses[0] ?? "";
  const at = sensibleTime((numberAt(event, "timestamp") ?? 0) * 1_000, reading.now());
  const person = textAt(event, "email").toLowerCase();
  if (/^(?:spamreport|unsubscribe|group_unsubscribe)$/.test(type) && person !== "")
    return [
      { kind: "preference", from: { channel: "email", account, handle: person }, marketing: "stop", at },
    ];
  const fate = fateOf(type, event);
  if (fate === null) return [];
  if (fate.failure?.kind === "unreachable" && person !== "") await dead.add(person, at);
  const platformId = idAt(event, "smtp-id").replace(/[<>]/g, "") || idAt(event, "sg_message_id");
  const receipt: Receipt = {
    ...{
      channel: "email",
      account,
      platformId: platformId || digestOf(event),
      status: fate.status,
      at,
      billable: null,
    },
    ourId: idAt(event, TAG) || null,
    failure: fate.failure === null ? null : { failure: fate.failure, detail: fate.detail },
  };
  return [{ kind: "receipt", receipt }];
}

interface Fate {
  readonly status: Receipt["status"];
  readonly failure: SendFailure | null;
  readonly detail: string;
}

function fateOf(type: string, event: JsonRecord): Fate | null {
  if (type === "processed") return { status: "sent", failure: null, detail: "" };
  if (type === "delivered") return { status: "delivered", failure: null, detail: "" };
  const reason = textAt(event, "reason");
  if (type === "bounce") {
    const soft = textAt(event, "type") === "blocked";
    const failure: SendFailure = soft
      ? { kind: "retry", afterMs: null, scope: "message" }
      : { kind: "unreachable" };
    return { status: "failed", failure, detail: `returned: ${textAt(event, "status")}` };
  }
  if (type !== "dropped") return null;
  if (/unsubscrib|spam report/i.test(reason))
    return { status: "failed", failure: { kind: "opted-out" }, detail: reason };
  const failure: SendFailure = /bounced|invalid/i.test(reason)
    ? { kind: "unreachable" }
    : { kind: "rejected" };
  return { status: "failed", failure, detail: reason };
}

/** Of what it says plainly: a value nested without end cannot be written down again. */
function digestOf(event: JsonRecord): string {
  const plain = Object.entries(event).filter(([, value]) => typeof value !== "object");
  return createHash("sha256").update(JSON.stringify(plain)).digest("hex");
}

function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return null; // not JSON: nothing is told
  }
}
