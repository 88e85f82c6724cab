import type { SendFailure } from "../../bot/contracts/channel.ts";
import type { HttpOutcome } from "../shared/http.ts";
import { asRecord, type JsonRecord, listAt, textAt } from "../shared/json.ts";
import type { Letter } from "./compose.ts";

/** A vendor's answer to one request: its status and, where it is JSON, its body. */
export interface VendorAnswer {
  readonly status: number;
  readonly retryAfterMs: number | null;
  readonly body: JsonRecord;
  /** Code and words of an error, for a detail. */
  readonly words: string;
}

const DAY_MS = 86_400_000;

/** Reads an answered request. */
export function vendorAnswer(outcome: Extract<HttpOutcome, { readonly kind: "answered" }>): VendorAnswer {
  const body = jsonIn(outcome.body);
  const first = asRecord(listAt(body, "errors")[0]) ?? {};
  const words = [textAt(body, "name"), textAt(body, "message") || textAt(first, "message")].join(" ").trim();
  const seconds = Number(outcome.retryAfter ?? Number.NaN);
  const retryAfterMs = Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1_000, DAY_MS) : null;
  return { status: outcome.status, retryAfterMs, body, words: `HTTP ${outcome.status} ${words}`.trim() };
}

/** What a refusal (4xx) of a vendor means. */
export function refusalOf({ status, retryAfterMs, words }: VendorAnswer): SendFailure {
  if (status === 429) {
    // A used-up quota does not come back in seconds.
    const afterMs = retryAfterMs ?? (/quota/i.test(words) ? 3_600_000 : null);
    return { kind: "retry", afterMs, scope: "account" };
  }
  if (status === 408) return { kind: "retry", afterMs: null, scope: "message" };
  if (status === 401 || status === 403 || status === 404 || (status >= 300 && status < 400))
    return { kind: "misconfigured" };
  const aboutAddress =
    /(?:\bto\b|recipient|personalizations)[^.]{0,60}(?:invalid|not valid|valid address)|invalid `?to`?/i;
  return aboutAddress.test(words) ? { kind: "unreachable" } : { kind: "rejected" };
}

/** The headers of a letter for a vendor that makes the MIME itself. */
export function vendorHeaders({ headers, messageId }: Letter): Readonly<Record<string, string>> {
  return { "Message-ID": `<${messageId}>`, ...headers };
}

/** An outbound id as a vendor's tag can carry it; null when it cannot. */
export function tagOf(outboundId: string): string | null {
  return /^[\w-]{1,200}$/.test(outboundId) ? outboundId : null;
}

/** The name under which our outbound id travels with a vendor's events. */
export const TAG = "majlis_id";

function jsonIn(body: Uint8Array): JsonRecord {
  try {
    return asRecord(JSON.parse(Buffer.from(body).toString("utf8"))) ?? {};
  } catch {
    return {}; // not JSON: the status alone must do
  }
}
