import type { SendFailure } from "../../bot/contracts/channel.ts";
import type { HttpClient, HttpOutcome } from "../shared/http.ts";
import { asRecord, idAt, type JsonRecord, listAt } from "../shared/json.ts";
import type { WhatsAppConfig } from "./config.ts";
import { failureOf, graphError } from "./failures.ts";

/** What became of one request to the Graph API. */
export type GraphResult =
  | { readonly ok: true; readonly answer: JsonRecord }
  | { readonly ok: false; readonly failure: SendFailure; readonly detail: string };

/** The Graph API as this channel uses it; the token never leaves this file. */
export interface Graph {
  /** POST JSON to `/{version}/{path}`. */
  post(path: string, body: JsonRecord): Promise<GraphResult>;
  postForm(path: string, form: { readonly type: string; readonly body: Uint8Array }): Promise<GraphResult>;
  get(path: string): Promise<GraphResult>;
  /** For downloads from Meta's own hosts, which want the same token. */
  authorization(): string;
}

/** Speaks to `config.baseUrl`. `now` is only for Retry-After given as a date. */
export function graph(config: WhatsAppConfig, http: HttpClient, now: () => number): Graph {
  const authorization = () => `Bearer ${config.accessToken?.reveal() ?? ""}`;
  const base = `${config.baseUrl.replace(/\/+$/, "")}/${config.apiVersion}`;
  const at = (path: string) => new URL(`${base}/${path}`);
  const call = async (
    method: "GET" | "POST",
    path: string,
    type: string | null,
    body: string | Uint8Array | null,
  ) => {
    if (config.accessToken === null)
      return failed({ kind: "misconfigured" }, "WHATSAPP_ACCESS_TOKEN is not set, so nothing can be sent");
    const headers = { authorization: authorization(), ...(type === null ? {} : { "content-type": type }) };
    return resultOf(await http.send({ method, url: at(path), headers, body }), now());
  };
  return {
    post: (path, body) => call("POST", path, "application/json", JSON.stringify(body)),
    postForm: (path, form) => call("POST", path, form.type, form.body),
    get: (path) => call("GET", path, null, null),
    authorization,
  };
}

/** The platform's id of the message it accepted, or "" when its answer names none. */
export function acceptedId(answer: JsonRecord): string {
  const first = asRecord(listAt(answer, "messages")[0]);
  return first ? idAt(first, "id") : "";
}

function resultOf(outcome: HttpOutcome, now: number): GraphResult {
  if (outcome.kind === "unsent")
    return failed({ kind: "retry", afterMs: null, scope: "message" }, outcome.why);
  if (outcome.kind === "in-doubt") return failed({ kind: "in-doubt" }, outcome.why);
  const { status, retryAfter } = outcome;
  const answer = parsed(outcome.body);
  const error = answer && asRecord(answer.error);
  const known = error && graphError(error);
  if (known) {
    const failure = failureOf(known) ?? failureByStatus(status, true);
    return failed(waiting(failure, retryAfter, now), `${known.detail} (HTTP ${status})`);
  }
  if (status >= 200 && status < 300) {
    // It was taken, but by whom and as what cannot be known from half an answer.
    return answer
      ? { ok: true, answer }
      : failed({ kind: "in-doubt" }, `HTTP ${status} without a readable answer`);
  }
  return failed(waiting(failureByStatus(status, false), retryAfter, now), `HTTP ${status}`);
}

/** Without Meta's own error in the body, a 5xx comes from something in between that may have passed the request on. */
function failureByStatus(status: number, saidByMeta: boolean): SendFailure {
  if (status === 429) return { kind: "retry", afterMs: null, scope: "account" };
  if (status >= 500 || status === 408) {
    return saidByMeta ? { kind: "retry", afterMs: null, scope: "message" } : { kind: "in-doubt" };
  }
  const ours = status === 401 || status === 403 || status === 404 || (status >= 300 && status < 400);
  return ours ? { kind: "misconfigured" } : { kind: "rejected" };
}

function waiting(failure: SendFailure, retryAfter: string | null, now: number): SendFailure {
  if (failure.kind !== "retry" || retryAfter === null) return failure;
  const seconds = Number(retryAfter);
  const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(retryAfter) - now;
  return Number.isFinite(waitMs) && waitMs >= 0
    ? { ...failure, afterMs: Math.min(waitMs, 86_400_000) }
    : failure;
}

function failed(failure: SendFailure, detail: string): GraphResult {
  return { ok: false, failure, detail };
}

function parsed(body: Uint8Array): JsonRecord | null {
  try {
    return asRecord(JSON.parse(Buffer.from(body).toString("utf8")));
  } catch {
    return null; // not JSON: the status alone must do
  }
}
