import { setTimeout as sleep } from "node:timers/promises";
import type { SendFailure, SendResult } from "../../bot/contracts/channel.ts";
import type { Address, OutboundMessage } from "../../bot/conversation/message.ts";
import type { JsonRecord } from "../shared/json.ts";
import type { Pacer } from "../shared/pacing.ts";
import { type Part, partsOf } from "./compose.ts";
import { acceptedId, type Graph } from "./graph.ts";
import { opaqueFor } from "./our-id.ts";
import type { OutgoingFiles } from "./outgoing-files.ts";
import { isDiallable } from "./people.ts";

export interface SenderParts {
  readonly graph: Graph;
  readonly pacer: Pacer;
  readonly files: OutgoingFiles;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** How long one part may wait inside `send` for its place in the row; longer waits are the caller's. */
const patienceMs = 1_000;

/** No further part is begun after this: a rep who takes over waits for what is under way, and should not wait long. */
const lastBeginningMs = 8_000;

type PartResult = { readonly ok: true; readonly id: string } | Refusal;
interface Refusal {
  readonly ok: false;
  readonly failure: SendFailure;
  readonly detail: string;
}

const tooLate: Refusal = {
  ok: false,
  failure: { kind: "retry", afterMs: 0, scope: "message" },
  detail: "the rest is sent in another go",
};

/** Sends the parts of a message one after another, from part `skip` on; stops at the first that fails. */
export async function sendMessage(
  message: OutboundMessage,
  skip: number,
  parts: SenderParts,
): Promise<SendResult> {
  const pieces = partsOf(message);
  const sent: string[] = [];
  const begun = parts.now();
  for (const [index, piece] of pieces.entries()) {
    if (index < skip) continue;
    const place = { index, count: pieces.length, latest: begun + lastBeginningMs };
    const result = await sendPart(message, piece, place, parts);
    if (!result.ok) return sent.length === 0 ? result : { ...result, sent };
    sent.push(result.id);
  }
  const [first, ...others] = sent;
  if (first === undefined)
    return { ok: false, failure: { kind: "rejected" }, detail: "there is nothing to send" };
  return { ok: true, platformIds: [first, ...others] };
}

async function sendPart(
  message: OutboundMessage,
  piece: Part,
  place: { readonly index: number; readonly count: number; readonly latest: number },
  parts: SenderParts,
): Promise<PartResult> {
  if (parts.now() > place.latest) return tooLate;
  const said =
    "file" in piece ? await parts.files.place(piece.file, piece.caption, message.to.account) : piece;
  if ("failure" in said) return said;
  if (parts.now() > place.latest) return tooLate; // the file took its time
  const body = {
    ...envelope(message, place.index),
    type: said.type,
    [said.type]: said.content,
    biz_opaque_callback_data: opaqueFor(message.id, place.index, place.count),
  };
  return await inPace(message, parts, () => post(message, body, parts.graph));
}

/** Waits for the number's place in the row, and remembers what the platform said about speed. */
async function inPace(
  { to }: OutboundMessage,
  { pacer }: SenderParts,
  sendNow: () => Promise<PartResult>,
): Promise<PartResult> {
  const { waitMs, scope } = pacer.ask(to.account, to.handle, patienceMs);
  if (waitMs > patienceMs) {
    const failure: SendFailure = { kind: "retry", afterMs: waitMs, scope };
    return { ok: false, failure, detail: `held back: the platform asked for a slower pace of this ${scope}` };
  }
  if (waitMs > 0) await sleep(waitMs);
  const result = await sendNow();
  if (result.ok) pacer.accepted(to.account, to.handle);
  return result.ok ? result : slowedDown(result, to, pacer);
}

/** An objection to our speed, with the wait that the pacer makes of it. */
function slowedDown(refusal: Refusal, { account, handle }: Address, pacer: Pacer): Refusal {
  const { failure } = refusal;
  if (failure.kind !== "retry" || failure.scope === "message") return refusal;
  const { waitMs, scope } = pacer.refused(account, handle, failure.scope, failure.afterMs);
  // A single message's wait grows with its attempts, which only the caller counts.
  const afterMs = scope === "message" ? failure.afterMs : waitMs;
  return { ...refusal, failure: { kind: "retry", afterMs, scope } };
}

async function post(message: OutboundMessage, body: JsonRecord, graph: Graph): Promise<PartResult> {
  const result = await graph.post(messagesOf(message.to.account), body);
  if (!result.ok) return result;
  const id = acceptedId(result.answer);
  return id === ""
    ? { ok: false, failure: { kind: "in-doubt" }, detail: "accepted without a message id" }
    : { ok: true, id };
}

/** Where the messages of a number are posted. */
export function messagesOf(account: string): string {
  return `${encodeURIComponent(account)}/messages`;
}

function envelope(message: OutboundMessage, index: number): JsonRecord {
  const quoted = index === 0 && message.inReplyTo !== null && message.reaction === undefined;
  return {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    ...receiver(message),
    ...(quoted ? { context: { message_id: message.inReplyTo } } : {}),
  };
}

/** The phone when we know it (it stays in the webhooks then), else the business-scoped id in its own field. */
function receiver({
  to,
  alsoKnownAs,
}: OutboundMessage): { readonly to: string } | { readonly recipient: string } {
  const phone = [to.handle, ...alsoKnownAs].find(isDiallable);
  if (phone === undefined) return { recipient: to.handle };
  return { to: phone.startsWith("+") ? phone : `+${phone}` };
}
