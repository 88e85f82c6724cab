import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import { ADMIN_KEY } from "../support/house.ts";
import type { Attempted } from "./target.ts";

/** One request as it goes over the wire, but for its proof, which is made over the body as it is sent. */
export interface Post {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly chunked?: boolean;
}

const LONGEST_MS = 20_000;
/** What is not stored now must be stored when it is delivered again: so often it is. */
const REDELIVERIES = 6;
const LONGEST_PAUSE_MS = 10_000;

const wire = new Agent({
  connections: 64,
  pipelining: 1,
  keepAliveTimeout: 10_000,
  headersTimeout: LONGEST_MS,
  bodyTimeout: LONGEST_MS,
});

/** Ends the connections of all senders. */
export function hangUp(): Promise<void> {
  return wire.close();
}

interface Answered {
  readonly status: number;
  readonly isJson: boolean;
  readonly text: string;
}

/**
 * Sends it and says whether the answer is one that may be given: never a 5xx but 503, no 503 that stays, and refusals in
 * the API's shape.
 */
export async function send(url: string, post: Post): Promise<Attempted> {
  try {
    let answered = await answerTo(url, post);
    for (let again = 0; answered.status === 503 && again < REDELIVERIES; again += 1) {
      await sleep(Math.min(LONGEST_PAUSE_MS, 400 * 3 ** again));
      answered = await answerTo(url, post);
    }
    const { status } = answered;
    const held = status === 503 ? `503 at each of ${REDELIVERIES + 1} deliveries: ${answered.text}` : null;
    return { outcome: String(status), fault: held ?? faultOf(answered) };
  } catch (problem) {
    // A body over the size may be cut off before its refusal is read.
    if (post.body.length > 3_000_000) return { outcome: "cut", fault: null };
    return { outcome: "none", fault: `no answer: ${String(problem)}` };
  }
}

async function answerTo(url: string, { method, target, headers, body, chunked }: Post): Promise<Answered> {
  const carries = method !== "GET" && method !== "DELETE" && method !== "HEAD";
  const answer = await request(`${url}${target}`, {
    ...{ method: method as "GET", headers: { ...headers }, dispatcher: wire },
    ...(carries ? { body: chunked === true ? Readable.from(inChunks(body)) : body } : {}),
    signal: AbortSignal.timeout(LONGEST_MS),
  });
  const text = await answer.body.text();
  const isJson = String(answer.headers["content-type"] ?? "").includes("json");
  return { status: answer.statusCode, isJson, text: method === "HEAD" ? "" : text };
}

function* inChunks(body: Buffer): Iterable<Buffer> {
  const size = Math.max(1, Math.ceil(body.length / 5));
  for (let at = 0; at < body.length; at += size) yield body.subarray(at, at + size);
}

function faultOf({ status, isJson, text }: Answered): string | null {
  if (status >= 500 && status !== 503) return `${status}: ${text}`;
  return status >= 400 && isJson && text !== "" ? wrongShape(text) : null;
}

function wrongShape(text: string): string | null {
  try {
    const { error } = JSON.parse(text) as { readonly error?: { code?: unknown; message?: unknown } };
    if (typeof error?.code === "string" && typeof error.message === "string") return null;
  } catch {
    // Said below.
  }
  return `not the error shape: ${text.slice(0, 200)}`;
}

/** A request in words; bytes that are no text are shown in base64. */
export function shown({ method, target, headers, body }: Post): string {
  const text = body.toString("utf8");
  const told = Buffer.from(text).equals(body) ? text : `base64 ${body.toString("base64")}`;
  return `${method} ${target} ${JSON.stringify(headers).replace(ADMIN_KEY, "…")} ${told}`;
}
