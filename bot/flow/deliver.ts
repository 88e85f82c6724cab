import type { Channel, SendResult } from "../contracts/channel.ts";
import type { Lane, SendOutcome, SettledSend } from "../contracts/lanes.ts";
import type { NewTask, OutboxRow } from "../contracts/turn-record.ts";
import type { OutboundMessage, Template } from "../conversation/message.ts";
import type { Counters } from "./counters.ts";
import { asLetter } from "./letters.ts";
import { type Leave, mayLeave, type Scene, undelivered } from "./may-leave.ts";
import type { PostRoom } from "./post-room.ts";
import { type Consequence, consequenceOf } from "./send-outcome.ts";

/** How the round through a lane's unsent rows ended. */
export interface Delivered {
  /** Not stored yet: goes with the release of the lane, in one statement. */
  readonly pending: readonly SettledSend[];
  /** When the lane has something to send again; null = nothing waits. */
  readonly againAt: number | null;
}

/**
 * Sends what a lane has to say, strictly in order: each row passes the fence, is sent, and its fate is stored before
 * the next one. `fenced` says of rows whose save just now was their fence, when that was.
 */
export async function deliver(
  lane: Lane,
  fenced: ReadonlyMap<string, number>,
  room: PostRoom,
  counters: Counters,
  signal: AbortSignal,
): Promise<Delivered> {
  let pending: SettledSend[] = [];
  let againAt: number | null = null;
  for (const row of lane.unsent) {
    await room.settle(pending, null, signal);
    pending = [];
    const step = await deliverOne(row, lane, fenced.get(row.id) ?? null, { room, counters, signal });
    if (step.settled !== null) pending = [step.settled];
    if (step.againAt !== null) againAt = Math.min(againAt ?? Number.POSITIVE_INFINITY, step.againAt);
    if (step.holds) break;
  }
  return { pending, againAt };
}

interface Step {
  readonly settled: SettledSend | null;
  readonly againAt: number | null;
  readonly holds: boolean;
}

/** What sending is done with. */
interface Hands {
  readonly room: PostRoom;
  readonly counters: Counters;
  readonly signal: AbortSignal;
}

const LOOK_AGAIN_MS = 500;

async function deliverOne(row: OutboxRow, lane: Lane, fenced: number | null, hands: Hands): Promise<Step> {
  const { room } = hands;
  const now = room.parts.now();
  if (fenced === null && room.underWay.has(row.id))
    return { settled: null, againAt: now + LOOK_AGAIN_MS, holds: true };
  const channel = room.parts.channel(lane.conversation.channel);
  if (channel === null)
    return {
      settled: settledAs(row, lane, NOT_SET_UP, undelivered("not-set-up")),
      ...{ againAt: null, holds: false },
    };
  const scene = await sceneOf(row, lane, channel, room);
  const leave: Leave = fenced === null ? mayLeave(row, scene) : { may: "send", template: row.template };
  switch (leave.may) {
    case "wait":
      return { settled: null, againAt: leave.untilMs, holds: leave.holds };
    case "change":
      return await change(row, lane, leave, hands);
    case "send":
      return await send(row, lane, { channel, scene, template: leave.template, fenced }, hands);
  }
}

interface Going {
  readonly channel: Channel;
  readonly scene: Scene;
  readonly template: Template | null;
  readonly fenced: number | null;
}

/** What a row needs is read first, then it passes the fence, then it is sent: from the fence on its fate must be known. */
async function send(
  row: OutboxRow,
  lane: Lane,
  { channel, scene, template, fenced }: Going,
  hands: Hands,
): Promise<Step> {
  const { room } = hands;
  const { now } = scene;
  const sending = { row, lane, channel, room };
  const message = await addressed(outbound(row, lane, template), sending).catch(unlessFenced(fenced));
  if (message === null) return await after(consequenceOf(NOT_MADE, row, scene), row, lane, hands);
  const askedAt = performance.now();
  if (fenced === null && !(await room.markSending(row.id)))
    return { settled: settledAs(row, lane, OVERTAKEN, null), againAt: now + LOOK_AGAIN_MS, holds: true };
  const skip = row.platformIds.length;
  const result = await room.send(channel, message, skip, fenced ?? askedAt);
  const gone = { ...row, attempts: row.attempts + (fenced === null ? 1 : 0) };
  if (result === "late") return { ...tooLate(gone, lane, now), againAt: now, holds: true };
  return await after(consequenceOf(result, row, scene), gone, lane, hands);
}

function tooLate(row: OutboxRow, lane: Lane, now: number): Pick<Step, "settled"> {
  const outcome: SendOutcome = { to: "waiting", dueAt: now, detail: "its fence was passed too long ago" };
  return { settled: { ...settledAs(row, lane, outcome, null), found: null } };
}

const NOT_MADE: SendResult = {
  ok: false,
  failure: { kind: "retry", afterMs: null, scope: "message" },
  detail: "what it is made of could not be read",
};

/** A row whose save was its fence is given up by nobody else; any other has not passed it, and fails with its lane. */
function unlessFenced(fenced: number | null): (cause: unknown) => null {
  return (cause) => {
    if (fenced === null) throw cause;
    return null;
  };
}

const NOT_SET_UP: SendOutcome = { to: "failed", detail: "this channel is not set up here" };
/** Storage cancels it only if that is why the fence refused it; it may also be in another worker's hands. */
const OVERTAKEN: SendOutcome = { to: "cancelled", detail: "overtaken by a rep or an opt-out" };

/** A row whose doubt has ended is looked at again at once, now as a waiting one. */
async function change(
  row: OutboxRow,
  lane: Lane,
  leave: Extract<Leave, { readonly may: "change" }>,
  hands: Hands,
): Promise<Step> {
  const { outcome, task, holds } = leave;
  const settled = settledAs(row, lane, outcome, task);
  if (outcome.to === "waiting" && holds) {
    await hands.room.settle([settled], null, hands.signal);
    const again: OutboxRow = { ...row, state: "waiting", dueAt: null };
    return await deliverOne(again, lane, null, hands);
  }
  return { settled, againAt: comesBackAt(outcome), holds };
}

async function after(
  consequence: Consequence,
  row: OutboxRow,
  lane: Lane,
  { room, counters, signal }: Hands,
): Promise<Step> {
  const { outcome, task, platformIds } = consequence;
  counters[outcome.to === "sent" ? "sent" : "sendFailures"] += 1;
  if (consequence.accountRestsMs > 0) {
    const first = room.rest(accountOf(lane), room.parts.now() + consequence.accountRestsMs);
    if (first && consequence.alarm) await raiseAlarm(lane, outcome, room);
  }
  // What became of the send is known: it must not be lost with this, and this must not be lost either.
  if (consequence.optedOut) await room.untilStored(() => forbid(lane, room), signal);
  return {
    settled: { ...settledAs(row, lane, outcome, task), found: null, platformIds },
    againAt: comesBackAt(outcome),
    holds: outcome.to === "waiting" || (outcome.to === "doubtful" && outcome.until !== null),
  };
}

function accountOf({ conversation, account }: Lane): string {
  return `${conversation.channel} ${account}`;
}

async function raiseAlarm(
  { conversation, account }: Lane,
  outcome: SendOutcome,
  room: PostRoom,
): Promise<void> {
  const told = room.parts.arrivals.notice({
    ...{ kind: "notice", channel: conversation.channel, account, severity: "alarm" },
    ...{ what: "sending stopped", detail: "detail" in outcome ? outcome.detail : "" },
  });
  // An account that is still wrong after its rest raises it again.
  await told.catch((cause: unknown) => room.parts.report?.("an alarm could not be stored", cause));
}

/** The platform says that the person wants nothing more: remembered as if they had told us. */
async function forbid({ conversation, account, handle }: Lane, room: PostRoom): Promise<void> {
  await room.parts.arrivals.prefer({
    ...{ kind: "preference", marketing: "stop", at: room.parts.now() },
    from: { channel: conversation.channel, account, handle },
  });
}

function comesBackAt(outcome: SendOutcome): number | null {
  if (outcome.to === "waiting") return outcome.dueAt;
  return outcome.to === "doubtful" ? outcome.until : null;
}

function settledAs(row: OutboxRow, lane: Lane, outcome: SendOutcome, task: NewTask | null): SettledSend {
  const { id: outboxId, attempts: attempt, state: found } = row;
  return {
    ...outcome,
    ...{ outboxId, attempt, found, conversationId: lane.conversation.id, platformIds: [], task },
  };
}

/** Whether and how a row may leave depends on all of this, and on nothing else. */
export async function sceneOf(row: OutboxRow, lane: Lane, channel: Channel, room: PostRoom): Promise<Scene> {
  const { parts } = room;
  const now = parts.now();
  const city = lane.conversation.facts.city?.value ?? null;
  const limits = row.state === "doubtful" ? await limitsInDoubt(lane, channel, room) : channel.limits;
  const clock = row.purpose === "answer" ? now : parts.clockAllows(now, await parts.company(), city);
  return {
    ...{ now, limits, lane, clockAllows: clock, doubtWaitMs: parts.doubtWaitMs },
    accountRestsUntil: room.restsUntil(accountOf(lane)),
    template: parts.templateFor(row, lane),
  };
}

/** A platform may tell of every message, and nobody may have asked it to: then a missing receipt proves nothing. */
async function limitsInDoubt(
  lane: Lane,
  { limits }: Channel,
  { parts }: PostRoom,
): Promise<Channel["limits"]> {
  if (!limits.settlesByReceipt || parts.arrivals.hearsReceipts === undefined) return limits;
  const hears = await parts.arrivals.hearsReceipts(lane.conversation.channel, lane.account);
  return { ...limits, settlesByReceipt: hears };
}

/** Where messages are letters: the thread, whom it goes to, and the one-click links. */
async function addressed(
  message: OutboundMessage,
  sending: {
    readonly row: OutboxRow;
    readonly lane: Lane;
    readonly channel: Channel;
    readonly room: PostRoom;
  },
): Promise<OutboundMessage> {
  const { row, lane, channel, room } = sending;
  if (channel.limits.letters !== true) return message;
  return asLetter(message, row, lane, {
    company: await room.parts.company(),
    links: room.parts.links ?? null,
  });
}

function outbound(row: OutboxRow, lane: Lane, template: Template | null): OutboundMessage {
  const { conversation, account, handle, alsoKnownAs } = lane;
  return {
    ...{ id: row.id, conversationId: conversation.id, alsoKnownAs, inReplyTo: row.inReplyTo },
    ...{ to: { channel: conversation.channel, account, handle }, language: row.language, text: row.text },
    ...{ choices: row.choices, choicesLabel: row.choicesLabel, attachments: row.attachments, template },
  };
}
