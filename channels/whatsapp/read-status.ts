import type { ChannelNews, Receipt } from "../../bot/contracts/channel.ts";
import { asRecord, idAt, type JsonRecord, listAt, recordAt } from "../shared/json.ts";
import { failureOf, graphError } from "./failures.ts";
import type { Line } from "./line.ts";
import { info, momentAt } from "./line.ts";
import { ourPart } from "./our-id.ts";

const known = new Set(["sent", "delivered", "read", "played", "failed"]);

/** One delivery status as a receipt; what is none (a call's ring, a group member's read) becomes a notice. */
export function readStatus(status: JsonRecord, line: Line): ChannelNews {
  const platformId = idAt(status, "id");
  const word = idAt(status, "status").toLowerCase();
  if (platformId === "" || !isKnown(word)) return info(line, "status not used", `${word} ${platformId}`);
  if (idAt(status, "recipient_type") === "group") return info(line, "group status", platformId);
  const { ourId, part } = ourPart(idAt(status, "biz_opaque_callback_data"));
  const receipt: Receipt = {
    channel: "whatsapp",
    account: line.account,
    platformId,
    ourId,
    ...(part === null ? {} : { part }),
    status: word,
    failure: word === "failed" ? failureIn(status) : null,
    at: momentAt(status, line),
    billable: billableIn(status),
  };
  return { kind: "receipt", receipt };
}

function isKnown(word: string): word is Receipt["status"] {
  return known.has(word);
}

function failureIn(status: JsonRecord): NonNullable<Receipt["failure"]> {
  const first = asRecord(listAt(status, "errors")[0]);
  const error = first && graphError(first);
  if (!error) return { failure: { kind: "rejected" }, detail: "failed without a reason" };
  return { failure: failureOf(error) ?? { kind: "rejected" }, detail: error.detail };
}

function billableIn(status: JsonRecord): boolean | null {
  const pricing = recordAt(status, "pricing");
  if (typeof pricing.billable === "boolean") return pricing.billable;
  // `billable` is going away: `type` says the same.
  const type = idAt(pricing, "type");
  return type === "" ? null : type === "regular";
}
