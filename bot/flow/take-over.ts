import type { Arrivals } from "../contracts/arrivals.ts";
import type { ChannelNews } from "../contracts/channel.ts";
import type {
  Actor,
  CommandResult,
  Refusal,
  RepWords,
  StandingTalk,
  WrittenWords,
} from "../contracts/commands.ts";
import type { Lane, Lanes, SaidRow } from "../contracts/lanes.ts";
import type { OutboxRow, TurnRecord } from "../contracts/turn-record.ts";
import type { ConversationEvent } from "../conversation/turn.ts";
import { emptyRecord } from "./carry-out.ts";
import type { Mind } from "./mind.ts";
import { conflict, invalid, noSuch } from "./refusals.ts";
import { sleep } from "./rounds.ts";
import { standingLane } from "./standing-lane.ts";
import { waitingRow } from "./waiting-row.ts";

/** What the rep's story needs from outside. */
export interface TakeOverParts {
  readonly arrivals: Arrivals;
  readonly lanes: Lanes;
  readonly mind: Pick<Mind, "evolve" | "now" | "newId">;
  /** How long a rep may be silent before the talk goes back to the bot. */
  readonly repIdleMs: number;
  /** Something changed in a talk, or there is something to send. */
  announce(conversationId: string, what: "due" | "changed"): void;
}

type Echo = Extract<ChannelNews, { readonly kind: "echo" }>;

const OTHER_WORDS = "this Idempotency-Key was used before, with another text or for another rep";

/** A send that takes longer than this is shown to the rep as doubtful. Longer than the channels' own limits. */
const LONGEST_SEND_MS = 20_000;
const LOOK_MS = 15;

/** Gives the talk to a rep. Resolves only when no message of the bot's is under way any more, and none can follow. */
export async function takeOver(
  conversationId: string,
  rep: Actor,
  parts: TakeOverParts,
): Promise<CommandResult<StandingTalk>> {
  const taken = await change(conversationId, parts, (lane) => {
    if (heldByAnother(lane, rep)) return heldAlready(lane);
    if (isHeldBy(lane, rep)) return null;
    return repRecord(lane, [{ happened: "rep-took-over", rep: rep.id }], "a rep took over", parts);
  });
  if (taken.ok) await silence(taken.value.conversationId, parts);
  return taken;
}

/** Gives the talk back to the bot, which remembers what the rep said. */
export async function release(
  conversationId: string,
  rep: Actor,
  parts: TakeOverParts,
): Promise<CommandResult<StandingTalk>> {
  return await change(conversationId, parts, (lane) => {
    if (rep.role === "rep" && heldByAnother(lane, rep)) return heldAlready(lane);
    if (lane.conversation.owner === "bot") return null;
    const record = repRecord(lane, [{ happened: "rep-released" }], "the rep gave the talk back", parts);
    return { ...record, timers: [{ kind: "rep-idle", at: null }] };
  });
}

/**
 * A rep writes through us: takes over first, then the words go out on the same way as the bot's. Words with an id go
 * out once, however often they come and whoever holds the talk by then.
 */
export async function repWrites(
  conversationId: string,
  words: RepWords,
  rep: Actor,
  parts: TakeOverParts,
): Promise<CommandResult<WrittenWords>> {
  const messageId = words.messageId ?? parts.mind.newId();
  let before: SaidRow | null = null;
  const written = await change(conversationId, parts, async (lane) => {
    // Looked up behind the lane: who saved the same words in between makes our own save stale.
    before = words.messageId === null ? null : await parts.lanes.said(messageId);
    if (before !== null)
      return before.text === words.text && before.rep === rep.id ? null : invalid(OTHER_WORDS);
    if (heldByAnother(lane, rep)) return heldAlready(lane);
    return wordsRecord(lane, messageId, words.text, rep, parts);
  });
  if (!written.ok) return written;
  // Repeated words stay where they are, also when the talk has been merged since.
  const { conversationId: place } = before ?? written.value;
  parts.announce(place, "due");
  return { ok: true, value: { messageId, conversationId: place } };
}

function wordsRecord(
  lane: Lane,
  messageId: string,
  text: string,
  rep: Actor,
  parts: TakeOverParts,
): TurnRecord {
  const events: ConversationEvent[] = isHeldBy(lane, rep) ? [] : [{ happened: "rep-took-over", rep: rep.id }];
  const said: ConversationEvent = { happened: "rep-said", at: parts.mind.now(), text };
  const record = repRecord(lane, [...events, said], "a rep wrote", parts);
  return { ...record, outbox: [repRow(lane, messageId, text, rep.id)], wake: true };
}

/** A rep answered from the phone or the mailbox: the same as taking over, and the bot learns what was said. */
export async function heardEcho(echo: Echo, parts: TakeOverParts): Promise<void> {
  const { channel, account } = echo.to;
  const conversationId = await talkOfEcho(echo, parts.arrivals);
  const messageId = parts.mind.newId();
  await change(conversationId, parts, async (lane) => {
    if (await parts.arrivals.isOurs({ channel, account, id: echo.id })) return null;
    const events: ConversationEvent[] = [
      { happened: "rep-took-over", rep: lane.conversation.rep },
      { happened: "rep-said", at: echo.sentAt, text: echo.text },
    ];
    const row = repRow(lane, messageId, echo.text, lane.conversation.rep);
    const record = repRecord(lane, events, "a rep answered from the business phone or mailbox", parts);
    return { ...record, outbox: [{ ...row, state: "sent", platformIds: [echo.id] }] };
  });
}

/** By the letters that it answers: several people may write in one talk. Else the person's own. */
async function talkOfEcho(
  { to: { channel, account, handle }, alsoKnownAs, answers: ids = [] }: Echo,
  arrivals: Arrivals,
): Promise<string> {
  const answered = ids.length === 0 ? null : await arrivals.talkOf({ channel, account, ids });
  if (answered !== null) return answered;
  const { conversationId } = await arrivals.conversationOf({
    ...{ channel, account, handles: [handle, ...alsoKnownAs] },
    ...{ name: null, language: "ar", source: channel, elsewhere: [] },
  });
  return conversationId;
}

function heldByAnother({ conversation }: Lane, rep: Actor): boolean {
  return conversation.owner === "rep" && conversation.rep !== null && conversation.rep !== rep.id;
}

function isHeldBy({ conversation }: Lane, rep: Actor): boolean {
  return conversation.owner === "rep" && conversation.rep === rep.id;
}

function heldAlready({ conversation }: Lane): Refusal {
  return conflict(`${conversation.rep ?? "another rep"} holds this talk`);
}

/** Saves what `change` makes of the lane as it is, again when somebody was quicker; null = nothing to change. */
async function change(
  named: string,
  { lanes, announce }: TakeOverParts,
  change: (lane: Lane) => Promise<TurnRecord | Refusal | null> | TurnRecord | Refusal | null,
): Promise<CommandResult<StandingTalk>> {
  while (true) {
    const lane = await standingLane(named, lanes);
    if (lane === null) return noSuch("conversation");
    const conversationId = lane.conversation.id;
    const changed = await change(lane);
    if (changed === null) return { ok: true, value: { conversationId } };
    if ("ok" in changed) return changed;
    const [result] = await lanes.save([changed]);
    if (result === "saved") {
      announce(conversationId, "changed");
      // Whoever still thinks about an answer may stop: it could not be saved any more.
      if (changed.fence) announce(conversationId, "due");
      return { ok: true, value: { conversationId } };
    }
  }
}

function repRecord(
  lane: Lane,
  events: readonly ConversationEvent[],
  because: string,
  { mind, repIdleMs }: TakeOverParts,
): TurnRecord {
  const now = mind.now();
  const after = events.reduce((conversation, event) => mind.evolve(conversation, event), lane.conversation);
  return {
    ...emptyRecord(lane, after, now),
    ...{ because, events, fence: events.some(({ happened }) => happened === "rep-took-over") },
    timers: [{ kind: "rep-idle", at: now + repIdleMs }],
  };
}

function repRow(lane: Lane, id: string, text: string, rep: string | null): OutboxRow {
  return waitingRow(lane, { id, author: "rep", rep, text });
}

/** A doubtful message counts too: a worker that died or fell silent may have left its request on the way. */
function mayStillArrive({ author, state }: OutboxRow): boolean {
  return author === "bot" && (state === "sending" || state === "doubtful");
}

/** Waits until what was under way has arrived or failed; what takes too long is shown to a rep as doubtful. */
async function silence(conversationId: string, { lanes, mind }: TakeOverParts): Promise<void> {
  const end = mind.now() + LONGEST_SEND_MS;
  while (true) {
    const lane = await lanes.read(conversationId);
    const underWay = lane?.unsent.filter(mayStillArrive) ?? [];
    if (underWay.length === 0) return;
    if (mind.now() > end) {
      await lanes.settle(underWay.map(doubtful(conversationId)), []);
      return;
    }
    await sleep(LOOK_MS);
  }
}

function doubtful(conversationId: string) {
  return (row: OutboxRow) => ({
    ...{ to: "doubtful" as const, until: null, detail: "under way when a rep took over" },
    ...{ outboxId: row.id, conversationId, attempt: row.attempts, found: null, platformIds: [] },
    task: {
      ...{ kind: "doubtful-send" as const, reason: "under way when a rep took over", rep: null },
      summary: "It is not known whether the bot's last message arrived.",
    },
  });
}
