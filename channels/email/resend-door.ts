import type {
  ChannelNews,
  RawRequest,
  Receipt,
  SendFailure,
  WebhookDoor,
} from "../../bot/contracts/channel.ts";
import type { Secret } from "../../bot/contracts/secret.ts";
import type { HttpClient } from "../shared/http.ts";
import {
  asRecord,
  briefly,
  idAt,
  type JsonRecord,
  listAt,
  numberAt,
  recordAt,
  sensibleTime,
  textAt,
  textsAt,
} from "../shared/json.ts";
import { isFromResend } from "./door-signatures.ts";
import { mailOfFields } from "./fields.ts";
import { addressesIn, headerLineOf, type Mail } from "./mail.ts";
import { newsOf, notice } from "./news.ts";
import { type SifterParts, sifted } from "./take.ts";
import { TAG, vendorAnswer } from "./vendor.ts";

export interface ResendDoorParts extends SifterParts {
  readonly webhookSecret: Secret;
  readonly apiKey: Secret;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly http: HttpClient;
}

/** Where Resend posts. Of a mail that came in it tells only the number; the mail itself is fetched before we say "stored". */
export function resendDoor(parts: ResendDoorParts): WebhookDoor {
  return {
    isGenuine: (request) => isFromResend(request, parts.webhookSecret, parts.reading.now()),
    read: (request) => read(request, parts),
  };
}

async function read({ body }: RawRequest, parts: ResendDoorParts): Promise<readonly ChannelNews[]> {
  const event = parsed(body);
  const type = textAt(event, "type");
  const data = recordAt(event, "data");
  const at = sensibleTime(Date.parse(textAt(event, "created_at")), parts.reading.now());
  if (type === "email.received") return await received(data, at, parts);
  return await reported(type, data, at, parts);
}

/** A mail may be told of before it can be had. What is not there so long after it was told of is gone. */
const COMES_LATE_MS = 2 * 3_600_000;

async function received(
  data: JsonRecord,
  toldAt: number,
  parts: ResendDoorParts,
): Promise<readonly ChannelNews[]> {
  const id = idAt(data, "email_id");
  const { reading } = parts;
  if (!/^[\w-]{1,100}$/.test(id))
    return [notice("warning", "Resend told of a mail without a number", "", reading)];
  const outcome = await parts.http.send({
    method: "GET",
    url: new URL(`${parts.baseUrl.replace(/\/+$/, "")}/emails/receiving/${id}`),
    headers: { authorization: `Bearer ${parts.apiKey.reveal()}`, "user-agent": "majlis" },
    body: null,
  });
  // Nothing is lost: what is not answered as stored is delivered again.
  if (outcome.kind !== "answered") throw new Error(`the mail could not be fetched: ${outcome.why}`);
  const answer = vendorAnswer(outcome);
  if (answer.status === 404 && reading.now() - toldAt > COMES_LATE_MS)
    return [notice("alarm", "a mail is gone at Resend", id, reading)];
  if (answer.status !== 200) throw new Error(`the mail could not be fetched: HTTP ${answer.status}`);
  const files = listAt(answer.body, "attachments").map((file) => asRecord(file) ?? {});
  const told = newsOf(
    mailIn(answer.body, files, parts),
    {
      ...{ inSent: false, vouched: false, cutFrom: null },
      receivedAt: sensibleTime(Date.parse(textAt(answer.body, "created_at")), reading.now()),
      reference: (_, index) => `resend:${id}:${idAt(files[index] ?? {}, "id")}`,
    },
    reading,
  );
  return await sifted(told, parts);
}

function mailIn(body: JsonRecord, files: readonly JsonRecord[], { reading }: ResendDoorParts): Mail {
  const headers = Object.entries(recordAt(body, "headers")).flatMap(([name, value]) =>
    textsAt({ all: Array.isArray(value) ? value : [value] }, "all").map((one) =>
      headerLineOf(`${name}: ${one}`),
    ),
  );
  const list = (name: string) => textsAt(body, name).join(", ");
  const told = [
    `message-id: ${textAt(body, "message_id")}`,
    `from: ${textAt(body, "from")}`,
    `to: ${list("to")}`,
    `subject: ${textAt(body, "subject")}`,
  ].map(headerLineOf);
  const known = new Set(headers.map((line) => line?.name));
  return mailOfFields(
    {
      headerLines: [...headers, ...told.filter((line) => !known.has(line?.name))].filter(
        (line) => line !== null,
      ),
      ...{ from: textAt(body, "from"), to: list("to"), copied: list("cc"), subject: textAt(body, "subject") },
      ...{ text: textAt(body, "text"), html: textAt(body, "html") },
      attachments: files.map((file) => ({
        name: textAt(file, "filename") || null,
        type: textAt(file, "content_type") || "application/octet-stream",
        size: numberAt(file, "size") ?? 0,
      })),
    },
    reading.limits,
  );
}

/** What became of a mail of ours. */
async function reported(
  type: string,
  data: JsonRecord,
  at: number,
  { reading, dead }: ResendDoorParts,
): Promise<readonly ChannelNews[]> {
  const person = addressesIn(textsAt(data, "to").join(" "))[0] ?? null;
  const account = reading.own.addresses[0] ?? "";
  const stop: readonly ChannelNews[] =
    person === null
      ? []
      : [{ kind: "preference", from: { channel: "email", account, handle: person }, marketing: "stop", at }];
  if (type === "email.complained") return stop;
  const { status, failure, detail } = fateIn(type, data);
  if (status === null)
    return isQuiet(type) ? [] : [notice("info", "Resend told something else", briefly(type, 80), reading)];
  if (failure?.kind === "unreachable" && person !== null) await dead.add(person, at);
  const receipt: Receipt = {
    ...{ channel: "email", account, platformId: idAt(data, "email_id"), status, at, billable: null },
    ourId: idAt(recordAt(data, "tags"), TAG) || null,
    failure: failure === null ? null : { failure, detail },
  };
  const news: ChannelNews = { kind: "receipt", receipt };
  return textAt(recordAt(data, "suppressed"), "reason") === "previous_complaint" ? [news, ...stop] : [news];
}

interface Fate {
  readonly status: Receipt["status"] | null;
  readonly failure: SendFailure | null;
  readonly detail: string;
}

function fateIn(type: string, data: JsonRecord): Fate {
  const bounce = recordAt(data, "bounce");
  switch (type) {
    case "email.sent":
    case "email.scheduled":
      return { status: "sent", failure: null, detail: "" };
    case "email.delivered":
      return { status: "delivered", failure: null, detail: "" };
    case "email.bounced": {
      const hard =
        textAt(bounce, "type") === "Permanent" && !/Full|Large|Rejected/.test(textAt(bounce, "subType"));
      const failure: SendFailure = hard
        ? { kind: "unreachable" }
        : { kind: "retry", afterMs: null, scope: "message" };
      return {
        status: "failed",
        failure,
        detail: `returned: ${textAt(bounce, "type")} ${textAt(bounce, "subType")}`,
      };
    }
    case "email.suppressed":
      return {
        status: "failed",
        failure: { kind: "unreachable" },
        detail: "on Resend's list of dead addresses",
      };
    case "email.failed":
      return {
        status: "failed",
        failure: { kind: "rejected" },
        detail: textAt(recordAt(data, "failed"), "reason"),
      };
    default:
      return { status: null, failure: null, detail: "" };
  }
}

/** Told often, and nothing follows from it: programs open and click too. */
function isQuiet(type: string): boolean {
  return /^(?:email\.(?:opened|clicked|delivery_delayed)|contact\.|domain\.)/.test(type);
}

function parsed(body: Uint8Array): JsonRecord {
  try {
    return asRecord(JSON.parse(Buffer.from(body).toString("utf8"))) ?? {};
  } catch {
    return {}; // signed and yet no JSON: told as something else
  }
}
