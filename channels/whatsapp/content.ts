import type { Attachment, InboundMessage, MessageKind } from "../../bot/conversation/message.ts";
import {
  asRecord,
  briefly,
  idAt,
  type JsonRecord,
  listAt,
  recordAt,
  storable,
  textAt,
} from "../shared/json.ts";
import { mediaReference } from "./media-reference.ts";

/** What a message says, apart from who said it and when. */
export interface Content {
  readonly kind: MessageKind;
  readonly text: string;
  readonly choice: string | null;
  readonly attachments: readonly Attachment[];
  readonly about: InboundMessage["about"];
  /** Phones that the person gave as their own when we asked for them. */
  readonly ownPhones: readonly string[];
}

type Reader = (message: JsonRecord, part: JsonRecord) => Content;

const longestText = 32_768;

/** A message's content by its type; a type we do not know is `unsupported`, and says so in the conversation. */
export function contentOf(message: JsonRecord): Content {
  const type = typeOf(message);
  const read = readers.get(type);
  const content = read?.(message, recordAt(message, type)) ?? said("unsupported");
  return content.about === null
    ? { ...content, about: idAt(recordAt(message, "context"), "id") || null }
    : content;
}

/** The declared type, else the first part that stands there under the name of a type. */
export function typeOf(message: JsonRecord): string {
  const declared = idAt(message, "type");
  if (declared !== "") return declared;
  for (const type of readers.keys()) if (asRecord(message[type])) return type;
  return "";
}

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["text", (_, part) => said("text", textAt(part, "body"))],
  ["image", media("image", "image")],
  ["video", media("video", "video")],
  ["audio", (message, part) => media(part.voice === true ? "voice" : "audio", "audio")(message, part)],
  ["voice", media("voice", "audio")],
  ["document", media("document", "document")],
  ["sticker", media("sticker", "sticker")],
  ["location", (_, part) => said("location", placeOf(part))],
  ["contacts", readCards],
  ["interactive", readTap],
  ["button", readTemplateButton],
  ["reaction", (_, part) => said("reaction", textAt(part, "emoji"), idAt(part, "message_id"))],
  ["order", (_, part) => said("order", orderOf(part))],
  ["system", (_, part) => said("system", textAt(part, "body"))],
  ["edit", readEdit],
  ["revoke", (_, part) => said("revoke", "", idAt(part, "original_message_id"))],
  ["request_welcome", () => said("welcome")],
]);

const taps: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["button_reply", chosen],
  ["list_reply", chosen],
  ["nfm_reply", (_, part) => said("form", formOf(part))],
  ["call_permission_reply", (_, part) => said("system", `call permission: ${textAt(part, "response")}`)],
  ["payment_method", (_, part) => said("system", `payment method: ${textAt(part, "payment_method")}`)],
]);

function said(kind: MessageKind, text = "", about = ""): Content {
  const shown = text.length <= longestText ? text : `${text.slice(0, longestText).toWellFormed()} […]`;
  return { kind, text: shown, choice: null, attachments: [], about: about || null, ownPhones: [] };
}

function media(kind: MessageKind, as: Attachment["kind"]): Reader {
  return (_, part) => ({ ...said(kind, textAt(part, "caption")), attachments: fileOf(part, as) });
}

function fileOf(part: JsonRecord, kind: Attachment["kind"]): readonly Attachment[] {
  const id = idAt(part, "id");
  if (id === "") return [];
  const fileName = textAt(part, "filename").slice(0, 255).toWellFormed() || null;
  const mediaType = idAt(part, "mime_type") || "application/octet-stream";
  return [{ kind, mediaType, fileName, reference: mediaReference(id, idAt(part, "sha256")) }];
}

function readTap(message: JsonRecord, part: JsonRecord): Content {
  const type = idAt(part, "type");
  return taps.get(type)?.(message, recordAt(part, type)) ?? said("unsupported");
}

function chosen(_: JsonRecord, part: JsonRecord): Content {
  const choice = idAt(part, "id") || null;
  return { ...said(choice === null ? "text" : "choice", textAt(part, "title")), choice };
}

/** A template's quick reply. When its payload is only its label, it is words, not an id of ours. */
function readTemplateButton(_: JsonRecord, part: JsonRecord): Content {
  const text = textAt(part, "text");
  const payload = idAt(part, "payload");
  return payload === "" || payload === text
    ? said("text", text)
    : { ...said("choice", text), choice: payload };
}

function readEdit(_: JsonRecord, part: JsonRecord): Content {
  const inner = recordAt(part, "message");
  // An edit inside an edit is not a thing; following it would let a post decide how deep we go.
  const content = typeOf(inner) === "edit" ? said("edit") : contentOf(inner);
  return { ...content, kind: "edit", about: idAt(part, "original_message_id") || null };
}

function placeOf(part: JsonRecord): string {
  const [latitude, longitude] = [idAt(part, "latitude"), idAt(part, "longitude")];
  const where = latitude && longitude ? `https://maps.google.com/?q=${latitude},${longitude}` : "";
  return lines([joined([textAt(part, "name"), textAt(part, "address")]), where]);
}

function orderOf(part: JsonRecord): string {
  const items = records(part, "product_items").map((item) => {
    const price = joined([textAt(item, "item_price"), textAt(item, "currency")], " ");
    return `${textAt(item, "quantity") || "1"} × ${textAt(item, "product_retailer_id")}${price && ` (${price})`}`;
  });
  return lines([...items, textAt(part, "text")]);
}

function readCards(message: JsonRecord): Content {
  const cards = records(message, "contacts");
  return { ...said("contacts", lines(cards.map(cardOf))), ownPhones: cards.flatMap(givenPhones) };
}

function cardOf(card: JsonRecord): string {
  const name = textAt(recordAt(card, "name"), "formatted_name");
  const phones = records(card, "phones").map((phone) => textAt(phone, "phone") || textAt(phone, "wa_id"));
  const emails = records(card, "emails").map((email) => textAt(email, "email"));
  const reached = joined([...phones, ...emails]);
  return joined([joined([name, textAt(recordAt(card, "org"), "company")]), reached], ": ");
}

/** Only the answer to our own request for the number proves whose it is; a colleague's card has no such origin. */
function givenPhones(card: JsonRecord): readonly string[] {
  if (idAt(card, "origin") !== "contact_request") return [];
  return records(card, "phones").flatMap((phone) => {
    const digits = (idAt(phone, "wa_id") || idAt(phone, "phone")).replace(/[\s()+-]/g, "");
    return /^\d{7,15}$/.test(digits) ? [`+${digits}`] : [];
  });
}

/** "field: value" lines of a flow's answer; its `response_json` may be anything. */
function formOf(part: JsonRecord): string {
  const raw = textAt(part, "response_json");
  const answers = parsed(raw);
  if (answers === null) return raw || textAt(part, "body");
  const fields = Object.entries(answers).filter(([field]) => field !== "flow_token");
  return lines(fields.slice(0, 100).map(([field, value]) => `${storable(field)}: ${briefly(value, 2000)}`));
}

function parsed(raw: string): JsonRecord | null {
  try {
    return asRecord(JSON.parse(raw));
  } catch {
    return null; // not JSON: the text itself is the answer
  }
}

function records(record: JsonRecord, key: string): readonly JsonRecord[] {
  return listAt(record, key).flatMap((item) => {
    const found = asRecord(item);
    return found ? [found] : [];
  });
}

function joined(parts: readonly string[], by = ", "): string {
  return parts.filter((part) => part !== "").join(by);
}

function lines(parts: readonly string[]): string {
  return joined(parts, "\n");
}
