import { createHmac, timingSafeEqual } from "node:crypto";
import type { RawRequest } from "../../../bot/contracts/channel.ts";
import type { CrmNews } from "../../../bot/contracts/crm-desk.ts";
import type { Secret } from "../../../bot/contracts/secret.ts";

const WINDOW_MS = 300_000;

/** Whether HubSpot signed this post (v3: method, address, body and time) within the last five minutes. */
export function isFromHubSpot(
  { headers, body, query = {} }: RawRequest,
  secret: Secret,
  addresses: readonly string[],
  now: number,
): boolean {
  const given = headers["x-hubspot-signature-v3"];
  const stamp = headers["x-hubspot-request-timestamp"];
  if (given === undefined || stamp === undefined || !/^\d{10,16}$/u.test(stamp)) return false;
  if (Math.abs(now - Number(stamp)) > WINDOW_MS) return false;
  const behind = new URLSearchParams(query).toString();
  return addresses.some((address) => {
    const uri = decoded(behind === "" ? address : `${address}?${behind}`);
    const mac = createHmac("sha256", secret.reveal()).update(`POST${uri}`).update(body).update(stamp);
    return isEqual(mac.digest("base64"), given);
  });
}

/** HubSpot signs the address with these characters written out. */
function decoded(uri: string): string {
  return uri.replace(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/giu, (code) => decodeURIComponent(code));
}

function isEqual(one: string, two: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(two)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const KINDS: ReadonlyMap<string, CrmNews["kind"]> = new Map([
  ["deal.propertyChange", "deal"],
  ["contact.propertyChange", "contact"],
] as const);
const PROPERTIES: ReadonlySet<string> = new Set(["dealstage", "hubspot_owner_id"]);

/**
 * Stages and owners that people set in HubSpot. What programs changed, ours first of all, is left out, and so is what
 * cannot be read.
 */
export function readHubSpotNews(body: Uint8Array): readonly CrmNews[] {
  const read = jsonOf(body);
  return (Array.isArray(read) ? read : [read]).flatMap((one) => newsIn(one));
}

function newsIn(one: unknown): CrmNews[] {
  if (typeof one !== "object" || one === null) return [];
  const said = (name: string): string => plain((one as Readonly<Record<string, unknown>>)[name]);
  const kind = KINDS.get(said("subscriptionType"));
  const property = said("propertyName");
  const theirId = said("objectId");
  const at = Number(said("occurredAt"));
  if (kind === undefined || !PROPERTIES.has(property) || !/^\d{1,20}$/u.test(theirId)) return [];
  if (!BY_HAND.has(said("changeSource")) || !(at >= 0 && at < 4_102_444_800_000)) return [];
  const value = said("propertyValue").slice(0, 200);
  return [{ id: [kind, theirId, property, value, at].join(":"), kind, theirId, property, value, at }];
}

/** A text or a number as a text that can be stored; "" for all else, which may be nested without end. */
function plain(value: unknown): string {
  if (typeof value !== "string") return typeof value === "number" ? String(value) : "";
  return value.replaceAll("\0", "").toWellFormed();
}

const BY_HAND: ReadonlySet<string> = new Set(["CRM_UI", "MOBILE", "CRM_UI_BULK_ACTION"]);

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return null;
  }
}
