import { createHash, timingSafeEqual } from "node:crypto";
import { type GuardedFetchResult, guardedFetch } from "../shared/guarded-fetch.ts";
import { idAt, type JsonRecord } from "../shared/json.ts";
import type { Graph } from "./graph.ts";
import { readMediaReference } from "./media-reference.ts";

export type MediaResult =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly mediaType: string }
  | {
      readonly ok: false;
      /** gone: expired or unknown · unavailable: worth another try · damaged: not the bytes that were sent. */
      readonly failure: "gone" | "too-large" | "damaged" | "blocked" | "unavailable";
      readonly detail: string;
    };

export interface MediaParts {
  readonly graph: Graph;
  /** The configured Graph address; may be on this machine when it stands in for Meta. */
  readonly baseUrl: string;
  readonly maxBytes: number;
}

/** Meta's file hosts. The download wants our token, so it must not go anywhere else. */
const hosts = ["lookaside.fbsbx.com", "graph.facebook.com"];

/** Downloads a file that a person sent, by the reference in its attachment; the bytes are the ones Meta vouched for. */
export async function fetchMedia(reference: string, parts: MediaParts): Promise<MediaResult> {
  const first = await attempt(reference, parts);
  // The address lives five minutes: a "not found" means it is old, and asking anew gives a fresh one.
  return first === "stale" ? stillStale(await attempt(reference, parts)) : first;
}

function stillStale(second: MediaResult | "stale"): MediaResult {
  return second === "stale"
    ? { ok: false, failure: "gone", detail: "not found at Meta's file host" }
    : second;
}

async function attempt(reference: string, parts: MediaParts): Promise<MediaResult | "stale"> {
  const { id, sha256 } = readMediaReference(reference);
  const described = await parts.graph.get(encodeURIComponent(id));
  if (!described.ok) {
    const gone = described.failure.kind === "rejected" || described.failure.kind === "misconfigured";
    return { ok: false, failure: gone ? "gone" : "unavailable", detail: described.detail };
  }
  if (Number(idAt(described.answer, "file_size")) > parts.maxBytes) {
    return { ok: false, failure: "too-large", detail: `more than ${parts.maxBytes} bytes` };
  }
  const got = await guardedFetch(idAt(described.answer, "url"), {
    headers: { authorization: parts.graph.authorization() },
    trustedOrigins: [new URL(parts.baseUrl).origin],
    onlyHosts: hosts,
    maxBytes: parts.maxBytes,
    timeoutMs: 60_000,
  });
  return judge(got, sha256, described.answer);
}

function judge(got: GuardedFetchResult, sha256: string, described: JsonRecord): MediaResult | "stale" {
  if (!got.ok) {
    const known = got.why === "blocked" || got.why === "too-large" ? got.why : "unavailable";
    return { ok: false, failure: known, detail: got.detail };
  }
  if (got.status === 404) return "stale";
  if (got.status !== 200) return { ok: false, failure: "unavailable", detail: `HTTP ${got.status}` };
  const expected = sha256 || idAt(described, "sha256");
  if (expected !== "" && !isHashOf(got.bytes, expected)) {
    return { ok: false, failure: "damaged", detail: "the bytes do not match their SHA-256" };
  }
  return { ok: true, bytes: got.bytes, mediaType: idAt(described, "mime_type") || got.mediaType };
}

/** Webhooks write the hash in base64, the media endpoint in hex. */
function isHashOf(bytes: Uint8Array, expected: string): boolean {
  const actual = createHash("sha256").update(bytes).digest();
  const claimed = Buffer.from(expected, /^[0-9a-f]{64}$/i.test(expected) ? "hex" : "base64");
  return claimed.length === actual.length && timingSafeEqual(claimed, actual);
}
