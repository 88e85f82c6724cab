import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { Material, ProviderName } from "../../../agents/router/models.ts";
import type { Complain } from "./contracts.ts";
import { type Misbehaviour, misbehave, send } from "./misbehaviour.ts";
import { type Speech, transcription } from "./speech.ts";
import type { Usage, Vendor, Wish } from "./vendors/vendor.ts";

/** One request as a stand-in heard it. */
export interface HeardRequest {
  readonly provider: ProviderName;
  /** The schema's name; "transcription" for a recording. */
  readonly name: string;
  readonly model: string;
  /** Everything in the system part: our instructions and the rule about data. */
  readonly instructions: string;
  /** The pieces of data as they arrived. */
  readonly material: readonly Material[];
  readonly images: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Data to be sent as JSON, or a string to be sent as it is. May take its time. */
export type AnswerFor = (name: string, materialText: string, request: HeardRequest) => unknown;

/** What every answer claims to have used, unless it is counted. */
export const USAGE: Usage = { in: 120, out: 40, cached: 20 };

/** What the five servers share. */
export interface Shared {
  answer: AnswerFor;
  latencyMs: number;
  readonly hear: (recording: { readonly bytes: Buffer; readonly mediaType: string }) => Speech;
  readonly usage: (request: HeardRequest, answer: string) => Usage;
  readonly checks: boolean;
  readonly requests: HeardRequest[];
  readonly complaints: string[];
}

/** How a server is wrong, and for how many requests more. */
export interface Wrong {
  readonly how: Misbehaviour;
  readonly retryAfter: string | null;
  left: number;
}

/** The key a stand-in takes. */
export function keyOf(name: ProviderName): string {
  return `key-of-${name}-in-a-test`;
}

/** Answers one request as this vendor would, or wrongly as told. */
export async function serve(
  vendor: Vendor,
  shared: Shared,
  takeWrong: () => Wrong | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const raw = await wholeOf(request);
  const complain = (what: string): void => {
    shared.complaints.push(`${vendor.name}: ${what}`);
  };
  const path = (request.url ?? "").split("?", 1)[0] ?? "";
  const hears = vendor.name === "groq" && path === "/openai/v1/audio/transcriptions";
  const refused = refusalOf(vendor, request, hears || vendor.path.test(path));
  if (refused !== null) {
    complain(`${path}: ${refused.words}`);
    return send(response, refused.status, vendor.error(refused.status, refused.words));
  }
  const body: unknown = hears ? null : JSON.parse(raw.toString("utf8"));
  const wish = hears ? await transcription.read(raw, request.headers, complain) : vendor.read(body, path);
  const check = (what: string, contract: Complain, content: unknown): void => {
    if (shared.checks && !hears) for (const words of contract(content)) complain(`${what}: ${words}`);
  };
  check("asked", vendor.askedWrong, body);
  const heard = heardOf(vendor, wish, body, request);
  shared.requests.push(heard);
  if (shared.latencyMs > 0) await pause(shared.latencyMs);
  const wrong = takeWrong();
  const reply = await replyOf(shared, vendor, wish, heard);
  if (wrong !== null) return misbehave(wrong.how, { ...reply, ...wrong, vendor, response });
  check("answered", vendor.answeredWrong, reply.answer);
  send(response, 200, reply.answer);
}

/** What the vendor says when nothing is wrong with it. */
async function replyOf(shared: Shared, vendor: Vendor, wish: Wish, heard: HeardRequest) {
  const { model, sound, schema } = wish;
  if (sound === null) {
    const text = await textFor(shared, heard);
    const usage = shared.usage(heard, text);
    return { usage, model, text, answer: vendor.answer(text, usage, model) };
  }
  const speech = shared.hear(sound);
  const text = transcription.asJson(speech);
  const usage = shared.usage(heard, text);
  // Who was given a schema answers by it; Whisper has a format of its own.
  const answer = schema === null ? transcription.answer(speech) : vendor.answer(text, usage, model);
  return { usage, model, text, answer };
}

function refusalOf(vendor: Vendor, { headers }: IncomingMessage, isKnown: boolean) {
  if (vendor.key(headers) !== keyOf(vendor.name)) return { status: 401, words: "Incorrect API key" };
  return isKnown ? null : { status: 404, words: "Not found" };
}

function heardOf(vendor: Vendor, wish: Wish, body: unknown, { headers }: IncomingMessage): HeardRequest {
  const { name, model, instructions, images } = wish;
  return {
    ...{ provider: vendor.name, name: wish.sound === null ? name : "transcription", model, images },
    ...{ instructions, material: materialIn(wish.text), body, headers },
  };
}

async function textFor(shared: Shared, heard: HeardRequest): Promise<string> {
  const said = await shared.answer(heard.name, heard.material.map(({ text }) => text).join("\n"), heard);
  return typeof said === "string" ? said : JSON.stringify(said ?? {});
}

/** The pieces of data in a user's message, as a model would tell them apart. */
function materialIn(text: string): readonly Material[] {
  const pieces = text.matchAll(/<data label="([^"]*)" from="(ours|outside)">\n([\s\S]*?)\n<\/data>/g);
  return [...pieces].map(([, label = "", from, words = ""]) => ({
    ...{ label, text: words },
    from: from === "ours" ? "ours" : "outside",
  }));
}

async function wholeOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
