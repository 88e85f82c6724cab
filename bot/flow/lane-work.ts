import { type Lane, type Release, type SettledSend, WRITES_AGAIN } from "../contracts/lanes.ts";
import type { OutboxRow, TurnRecord } from "../contracts/turn-record.ts";
import type { TimeSlot } from "../conversation/state.ts";
import { emptyRecord, isUnasked } from "./carry-out.ts";
import { deliver, sceneOf } from "./deliver.ts";
import { joinNamed } from "./join.ts";
import type { LaneTools } from "./lane-tools.ts";
import { mayLeave } from "./may-leave.ts";
import type { Mind } from "./mind.ts";
import { type Occasion, occasionsOf } from "./occasion.ts";
import { park } from "./park.ts";
import { NewerBubble } from "./thinking.ts";
import { takeTurn } from "./turn.ts";

const MOST_ATTEMPTS = 5;
const FIRST_BACKOFF_MS = 100;
const TURN_LIMIT_MS = 30_000;
const SLOT_TRIES = 3;

/**
 * Everything a claimed lane calls for: its turns, then its sends, then it is given back. A throw inside is this
 * lane's alone: it comes again later, and after five times what harms it is set aside. Answers in how many
 * milliseconds the lane is due again, null when nothing waits.
 */
export async function workLane(claimed: Lane, tools: LaneTools): Promise<number | null> {
  const { conversation, attempts } = claimed;
  try {
    if (attempts > MOST_ATTEMPTS) return await giveBack(await park(claimed, tools), [], 0, tools);
    const taken = await takeTurns(claimed, tools);
    if (taken === null) return await giveBack(conversation.id, [], 0, tools);
    return await thenSends(claimed, taken, tools);
  } catch (cause) {
    return await afterFailure(claimed, cause, tools);
  }
}

async function afterFailure(
  { conversation, attempts }: Lane,
  cause: unknown,
  tools: LaneTools,
): Promise<number | null> {
  tools.counters.failedTurns += 1;
  if (tools.signal.aborted) throw cause;
  // Or a disk that is full for a minute would set aside everything that anybody wrote.
  const refused = tools.patience?.refused(conversation.id, cause) ?? null;
  const againInMs = refused?.againInMs ?? FIRST_BACKOFF_MS * 2 ** attempts;
  const excused = refused?.excused ?? false;
  // That storage is away is told of by whoever asks it for work, and not once for each lane.
  if (!excused) tools.report?.("a turn failed; its lane comes again", cause);
  return await giveBack(conversation.id, [], againInMs, tools, { endedWell: false, excused });
}

/** A lane after a turn. */
interface Taken {
  readonly lane: Lane;
  /** Rows whose save just now was their fence, and when that was asked for: nobody else will send them, before a doubt about them ends. */
  readonly fenced: ReadonlyMap<string, number>;
}

/**
 * Takes the lane's turns one after another. Null when nothing went wrong and yet not all could be taken: what we hold is
 * old, a bubble came meanwhile, or something must wait before the next. The lane is taken up again at once, as it is now.
 */
async function takeTurns(claimed: Lane, tools: LaneTools): Promise<Taken | null> {
  let taken: Taken = { lane: claimed, fenced: new Map() };
  try {
    const occasions = occasionsOf(claimed, tools.merge);
    if (occasions.some(({ hearing }) => hearing.heard.length > 0)) acknowledge(claimed, tools);
    for (const occasion of occasions) {
      const lane = await sayFirst(taken, tools);
      const next = lane === null ? null : await turnAndSave(lane, occasion, tools);
      if (next === null) return null;
      taken = next;
    }
    return taken;
  } catch (cause) {
    if (cause instanceof NewerBubble) return null;
    throw cause;
  }
}

/**
 * What a turn has just said leaves before the next one is taken: nobody waits for an answer while the next is thought
 * about, nor is it in doubt when that fails; and the next may be stored as being sent too. Null when something of it
 * must wait: what the lane still has to say goes behind that, as whoever takes it up again sees.
 */
async function sayFirst({ lane, fenced }: Taken, tools: LaneTools): Promise<Lane | null> {
  if (fenced.size === 0) return lane;
  const { pending, againAt } = await deliver(lane, fenced, tools.room, tools.counters, tools.signal);
  await tools.room.settle(pending, null, tools.signal);
  tools.changed(lane.conversation.id);
  return againAt === null ? { ...lane, unsent: [] } : null;
}

async function thenSends(claimed: Lane, { lane, fenced }: Taken, tools: LaneTools): Promise<number | null> {
  const { pending, againAt } = await deliver(lane, fenced, tools.room, tools.counters, tools.signal);
  const erased = lane.eraseWanted && againAt === null;
  const again = againAt === null ? null : Math.max(0, againAt - tools.mind.now());
  const due = await giveBack(claimed.conversation.id, pending, ...endingOf(claimed, again, tools));
  tools.patience?.stored(claimed.conversation.id);
  if (!lane.eraseWanted)
    await survived(
      () => joinNamed(claimed, lane, tools.room.parts.arrivals),
      "two addresses of one person",
      tools,
    );
  if (erased)
    await survived(() => tools.erase(lane.conversation.contactId), "a person to be forgotten", tools);
  return due;
}

const TRIES_AFTER = 3;

/** The lane is given back by now, and may be another's: what fails from here on must not give it back once more. */
async function survived(work: () => Promise<void>, what: string, tools: LaneTools): Promise<void> {
  for (let tried = 1; tried <= TRIES_AFTER; tried += 1) {
    try {
      await work();
      return;
    } catch (cause) {
      tools.report?.(`${what}: storage did not take it`, cause);
    }
  }
}

/** How a lane that went well is given back: due again when, and what was heard in it. */
function endingOf(
  { attempts, waiting, more }: Lane,
  again: number | null,
  tools: LaneTools,
): [number | null, LaneTools, Pick<Release, "endedWell" | "heardTo">] {
  const leftOver = attempts > 1 && waiting.length > 1;
  // What the claim did not carry has lost its wake-up to it. Sends that must wait come first all the same.
  const atOnce = leftOver || (more === true && again === null);
  // When all of them were heard the search for waiting messages begins behind them from now on.
  const heardTo = leftOver ? 0 : (waiting.at(-1)?.number ?? 0);
  return [atOnce ? 0 : again, tools, { endedWell: true, heardTo }];
}

/** Takes one turn until it is saved; null when the conversation had changed meanwhile. */
async function turnAndSave(lane: Lane, occasion: Occasion, tools: LaneTools): Promise<Taken | null> {
  let openSlots: readonly TimeSlot[] | null = null;
  for (let tried = 0; tried < SLOT_TRIES; tried += 1) {
    const thought = await thinkInTime(lane, occasion, openSlots, tools);
    const record = await bornSending(lane, thought, tools);
    const askedAt = performance.now();
    const result = await tools.save(record);
    if (result === "stale") {
      tools.counters.staleTurns += 1;
      return null;
    }
    if (result === "saved") {
      tools.brief(
        record,
        occasion.hearing.heard.map(({ text }) => text),
      );
      const sending = record.outbox.filter(({ state }) => state === "sending");
      return {
        lane: afterSave(lane, record, tools),
        fenced: new Map(sending.map(({ id }) => [id, askedAt])),
      };
    }
    openSlots = await slotsWithout(record, tools.mind);
  }
  throw new Error("every time that the turn wanted was taken by others");
}

async function thinkInTime(
  lane: Lane,
  occasion: Occasion,
  openSlots: readonly TimeSlot[] | null,
  tools: LaneTools,
): Promise<TurnRecord> {
  if (occasion.kind === "messages" && occasion.hearing.heard.length === 0) {
    const nothing = emptyRecord(lane, lane.conversation, tools.mind.now());
    return { ...nothing, because: "what was written was taken back", handled: occasion.hearing.handled };
  }
  const stop = new AbortController();
  const stopped = new Promise<never>((_, failed) => {
    stop.signal.addEventListener("abort", () => failed(stop.signal.reason), { once: true });
  });
  const timer = setTimeout(() => stop.abort(new Error("the turn took too long")), TURN_LIMIT_MS);
  tools.thinking.begin(lane.conversation.id, stop);
  try {
    return await Promise.race([takeTurn(lane, occasion, tools.mind, stop.signal, openSlots), stopped]);
  } finally {
    clearTimeout(timer);
    tools.thinking.end(lane.conversation.id);
  }
}

function afterSave(lane: Lane, record: TurnRecord, tools: LaneTools): Lane {
  tools.counters.turns += 1;
  tools.changed(lane.conversation.id);
  return {
    ...lane,
    conversation: { ...record.conversation, version: record.before + 1 },
    unsent: [...lane.unsent.filter((row) => record.hush !== true || !isUnasked(row)), ...record.outbox],
    optedOutAt:
      record.consent === null ? lane.optedOutAt : record.consent.what === "opt-out" ? record.at : null,
    eraseWanted: lane.eraseWanted || record.erase,
    leadClosed: record.tasks.some(({ reason }) => reason === WRITES_AGAIN) ? null : (lane.leadClosed ?? null),
  };
}

/**
 * The first answer of an otherwise empty outbox is stored as being sent already: its save is then also its fence,
 * which spares a statement for nearly every message.
 */
async function bornSending(lane: Lane, record: TurnRecord, tools: LaneTools): Promise<TurnRecord> {
  const [first, ...others] = record.outbox;
  if (first === undefined || first.purpose !== "answer" || lane.unsent.length > 0) return record;
  const channel = tools.room.parts.channel(lane.conversation.channel);
  if (channel === null) return record;
  const leave = mayLeave(first, await sceneOf(first, lane, channel, tools.room));
  if (leave.may !== "send" || leave.template !== null) return record;
  return { ...record, outbox: [{ ...first, state: "sending", attempts: 1 } satisfies OutboxRow, ...others] };
}

const SLOTS_AGAIN = 400;

async function slotsWithout(record: TurnRecord, mind: Mind): Promise<readonly TimeSlot[]> {
  const taken = new Set(
    record.bookings.flatMap((change) => (change.do === "cancel" ? [] : [change.slot.id])),
  );
  const open = await mind.calendar.openSlots({ from: null, to: null, rep: null }, SLOTS_AGAIN);
  return open.filter(({ id }) => !taken.has(id));
}

async function giveBack(
  conversationId: string,
  pending: readonly SettledSend[],
  againInMs: number | null,
  tools: LaneTools,
  ending: Pick<Release, "endedWell" | "excused" | "heardTo"> = { endedWell: true },
): Promise<number | null> {
  const release = { conversationId, worker: tools.worker, againInMs, ...ending };
  await tools.room.settle(pending, release, tools.signal);
  if (pending.length > 0) tools.changed(conversationId);
  return againInMs;
}

/** The read sign goes out beside the turn and is never waited for. */
function acknowledge(lane: Lane, tools: LaneTools): void {
  const { conversation, account, handle, waiting } = lane;
  const last = waiting.at(-1);
  const channel = tools.room.parts.channel(conversation.channel);
  if (channel === null || last === undefined || conversation.owner === "rep") return;
  const to = { channel: conversation.channel, account, handle };
  tools.room.acknowledge(channel, to, last.message.id, tools.lanesInHand?.() ?? 1);
}
