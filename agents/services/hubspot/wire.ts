import type { Secret } from "../../../bot/contracts/secret.ts";

export interface HubSpotSetting {
  readonly token: Secret;
  readonly baseUrl: string;
  /** Of one request, in milliseconds. */
  readonly limitMs?: number;
}

export interface Answered {
  readonly status: number;
  readonly body: unknown;
}

/** What HubSpot did instead of what was asked. Thrown inside this folder only; `hubspot.ts` makes a result of it. */
export class HubSpotFailure extends Error {
  readonly why: "refused" | "away" | "not-allowed";
  readonly waitMs: number | null;

  constructor(why: HubSpotFailure["why"], what: string, waitMs: number | null = null) {
    super(what);
    this.name = "HubSpotFailure";
    this.why = why;
    this.waitMs = waitMs;
  }
}

export interface Wire {
  /** Answers 2xx and the statuses named in `expect`; anything else is a HubSpotFailure. */
  call(method: string, path: string, body?: unknown, expect?: readonly number[]): Promise<Answered>;
}

const LIMIT_MS = 10_000;
const TRIES = 3;
/** A longer wait is left to the work's own clock. */
const LONGEST_WAIT_MS = 2_000;

/** HubSpot through its official client, loaded only now: whoever has no token does not pay for it. */
export async function openWire({ token, baseUrl, limitMs = LIMIT_MS }: HubSpotSetting): Promise<Wire> {
  const { Client } = await import("@hubspot/api-client");
  // Its own retries would repeat creations; ours ask first whether the first try went well.
  const client = new Client({
    accessToken: token.reveal(),
    basePath: baseUrl.replace(/\/+$/u, ""),
    numberOfApiCallRetries: 0,
  });
  const send = async (method: string, path: string, body: unknown): Promise<Response> => {
    const sent = client.apiRequest({ method, path, ...(body === undefined ? {} : { body }) });
    // Answered too late is not read any more.
    sent.catch(() => undefined);
    return (await withLimit(sent, limitMs)) as unknown as Response;
  };
  return {
    call: async (method, path, body, expect = []) => {
      for (let tried = 1; ; tried += 1) {
        const response = await sentOrAway(() => send(method, path, body), method, path);
        const { status } = response;
        const answered = { status, body: await withLimit(bodyOf(response), limitMs) };
        if ((status >= 200 && status < 300) || expect.includes(status)) return answered;
        const failure = failureOf(answered, response.headers, `${method} ${withoutIds(path)}`);
        const waitMs = failure.waitMs ?? tried * 200;
        if (tried === TRIES || waitMs > LONGEST_WAIT_MS || !isRepeatable(method, path, status)) throw failure;
        await new Promise((done) => setTimeout(done, waitMs));
      }
    },
  };
}

/** What was refused for being too much was not done; a creation that broke off may have been. */
function isRepeatable(method: string, path: string, status: number): boolean {
  if (status === 429) return true;
  return status >= 500 && (method !== "POST" || path.endsWith("/search"));
}

async function sentOrAway(send: () => Promise<Response>, method: string, path: string): Promise<Response> {
  try {
    return await send();
  } catch (cause) {
    if (cause instanceof HubSpotFailure) throw cause;
    throw new HubSpotFailure("away", `${method} ${withoutIds(path)}: HubSpot could not be reached`);
  }
}

async function withLimit<Value>(work: Promise<Value>, limitMs: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new HubSpotFailure("away", "HubSpot did not answer in time")), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => "");
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function failureOf({ status, body }: Answered, headers: Headers, what: string): HubSpotFailure {
  const category = field(body, "category");
  const told = `${what}: ${status}${category === "" ? "" : ` ${category}`}`;
  if (status === 401 || status === 403) return new HubSpotFailure("not-allowed", told);
  if (status === 429 || status >= 500) return new HubSpotFailure("away", told, waitIn(headers));
  return new HubSpotFailure("refused", told);
}

function waitIn(headers: Headers): number | null {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 3_600) * 1_000 : null;
}

/** Paths carry ids and addresses of people; a log must not. */
function withoutIds(path: string): string {
  return (path.split("?")[0] ?? "").replace(/\/[^/]*(?:\d{3,}|@|%40)[^/]*/gu, "/…");
}

/** A text field of an answer, "" when it has none. */
export function field(body: unknown, name: string): string {
  const value = (body as Readonly<Record<string, unknown>> | null)?.[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
