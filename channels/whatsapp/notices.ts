import type { ChannelNews } from "../../bot/contracts/channel.ts";
import { asRecord, briefly, idAt, type JsonRecord, listAt, recordAt } from "../shared/json.ts";
import { failureOf, graphError } from "./failures.ts";

type Notice = Extract<ChannelNews, { kind: "notice" }>;
type Severity = Notice["severity"];

/** A notice of this channel, its words bounded. */
export function notice(account: string | null, severity: Severity, what: string, detail: string): Notice {
  return {
    kind: "notice",
    channel: "whatsapp",
    account,
    severity,
    what: what.slice(0, 120).toWellFormed(),
    detail,
  };
}

const alarming = new Set([
  "ACCOUNT_RESTRICTION",
  "ACCOUNT_VIOLATION",
  "ACCOUNT_DELETED",
  "ACCOUNT_OFFBOARDED",
  "PARTNER_REMOVED",
]);
const badForTemplates = new Set([
  "REJECTED",
  "PAUSED",
  "DISABLED",
  "FLAGGED",
  "PENDING_DELETION",
  "LIMIT_EXCEEDED",
]);

/** How bad each kind of news about our own account is. A field that is not here is one we do not know. */
const severities: ReadonlyMap<string, (value: JsonRecord) => Severity> = new Map<
  string,
  (value: JsonRecord) => Severity
>([
  ["account_update", accountSeverity],
  ["account_alerts", alertSeverity],
  ["account_review_update", (value) => (idAt(value, "decision") === "APPROVED" ? "info" : "alarm")],
  ["account_settings_update", () => "info"],
  ["business_capability_update", () => "info"],
  ["business_username_updates", () => "info"],
  [
    "message_template_status_update",
    (value) => (badForTemplates.has(idAt(value, "event")) ? "warning" : "info"),
  ],
  [
    "message_template_quality_update",
    (value) => (idAt(value, "new_quality_score") === "GREEN" ? "info" : "warning"),
  ],
  ["message_template_components_update", () => "info"],
  ["template_category_update", () => "warning"], // another category is another price
  ["phone_number_name_update", (value) => (idAt(value, "decision") === "APPROVED" ? "info" : "warning")],
  ["phone_number_quality_update", qualitySeverity],
  ["security", () => "warning"],
]);

/** A change that is not about one message: our account, a template, a field nobody has taught us. */
export function readAccountChange(field: string, value: JsonRecord, account: string | null): ChannelNews {
  const severity = severities.get(field);
  // A field we do not know may carry people's words: its shape is enough to find it in Meta's documentation.
  if (!severity)
    return notice(account, "info", `field not used: ${field || "none"}`, briefly(Object.keys(value)));
  const event = idAt(value, "event") || idAt(value, "decision");
  return notice(account, severity(value), event ? `${field}: ${event}` : field, briefly(value));
}

/** An error that Meta posts without a message it belongs to. */
export function readError(item: JsonRecord, account: string | null): ChannelNews {
  const error = graphError(item);
  if (!error) return notice(account, "warning", "error", briefly(item));
  const stops = failureOf(error)?.kind === "misconfigured";
  return notice(account, stops ? "alarm" : "warning", `error ${error.code}`, error.detail);
}

/** Bulk data that the bot has no use for (past chats, the rep's address book): counted, never copied. */
export function readBulk(field: string, value: JsonRecord, account: string | null): ChannelNews {
  const sizes = Object.keys(value).flatMap((key) => {
    const size = listAt(value, key).length;
    return size === 0 ? [] : [`${key}: ${size}`];
  });
  return notice(account, "info", `field not used: ${field}`, briefly(sizes));
}

function accountSeverity(value: JsonRecord): Severity {
  const event = idAt(value, "event");
  if (event === "DISABLED_UPDATE") {
    return idAt(recordAt(value, "ban_info"), "waba_ban_state") === "REINSTATE" ? "info" : "alarm";
  }
  return alarming.has(event) ? "alarm" : "info";
}

function alertSeverity(value: JsonRecord): Severity {
  const said = idAt(asRecord(value.alert_info) ?? value, "alert_severity");
  if (said === "CRITICAL") return "alarm";
  return said === "WARNING" ? "warning" : "info";
}

function qualitySeverity(value: JsonRecord): Severity {
  const event = idAt(value, "event");
  return event === "FLAGGED" || event === "DOWNGRADE" ? "warning" : "info";
}
