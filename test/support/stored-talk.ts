import type { Lane, Lanes } from "../../bot/contracts/lanes.ts";
import type { OutboxRow, TurnRecord } from "../../bot/contracts/turn-record.ts";
import type { Conversation, LedgerEntry } from "../../bot/conversation/state.ts";
import type { FactSubject, FactValues } from "../../bot/conversation/understanding.ts";
import { lanesOn } from "../../db/lanes.ts";
import type { Engine } from "./database.ts";
import { arrival, nextId, text } from "./talk.ts";

export const NOON = Date.UTC(2026, 10, 22, 9, 0, 0);

/** A turn that hears what waits in the lane and says `words` at once; everything can be overridden. */
export function turnOf(
  lane: Lane,
  words: readonly string[],
  change: { readonly state?: Partial<Conversation>; readonly record?: Partial<TurnRecord> } = {},
): TurnRecord {
  const { conversation } = lane;
  const version = conversation.version + 1;
  return {
    conversation: { ...conversation, ...change.state, version },
    before: conversation.version,
    leadId: lane.leadId,
    at: NOON,
    because: "a test said so",
    events: [{ happened: "understood" }],
    actions: words.map((text) => ({ do: "say", text })),
    understood: [],
    handled: lane.waiting.map(({ number, message }) => ({
      number,
      messageId: message.id,
      status: "handled",
    })),
    facts: [],
    outbox: words.map((text) => outboxRow(text, version)),
    timers: [],
    tasks: [],
    bookings: [],
    proposal: null,
    amendment: null,
    posted: null,
    consent: null,
    erase: false,
    lead: null,
    fence: false,
    wake: false,
    ...change.record,
  };
}

/** What we say, born on its way out. */
export function outboxRow(text: string, version: number, change: Partial<OutboxRow> = {}): OutboxRow {
  return {
    id: nextId(),
    turn: version,
    version,
    author: "bot",
    rep: null,
    language: "ar",
    text,
    choices: [],
    choicesLabel: null,
    attachments: [],
    template: null,
    purpose: "answer",
    inReplyTo: null,
    icsOf: null,
    proposalId: null,
    state: "sending",
    attempts: 1,
    dueAt: null,
    doubtSince: null,
    platformIds: [],
    ...change,
  };
}

/** Evidence as the ledger keeps it. */
export function known<Subject extends FactSubject>(
  value: FactValues[Subject],
  quote: string,
  messageId = "m",
): LedgerEntry<Subject> {
  return { state: "claimed", value, quote, messageId, confidence: 0.9, history: [] };
}

/** The lane, or a failed test. */
export async function laneOf(lanes: Lanes, conversationId: string | undefined): Promise<Lane> {
  const lane = conversationId === undefined ? null : await lanes.read(conversationId);
  if (lane === null) throw new Error("there is no such lane");
  return lane;
}

/** A talk in a fresh database that has one thing to say, and what is kept of it is overridden by `row`. */
export async function talkWith(engine: Engine, row: Partial<OutboxRow>) {
  const database = await engine.fresh();
  const { lanes, arrivals } = lanesOn(database, nextId);
  const [accepted] = await arrivals.accept([arrival(text("1"))]);
  const id = accepted?.conversationId ?? "";
  const lane = await laneOf(lanes, id);
  await lanes.save([turnOf(lane, [], { record: { outbox: [outboxRow("re", 1, row)] } })]);
  return { lanes, id, pool: database.pool };
}
