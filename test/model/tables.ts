import type { Arrival } from "../../bot/contracts/arrivals.ts";
import type { Receipt } from "../../bot/contracts/channel.ts";
import type { Lane, Release, SettledSend } from "../../bot/contracts/lanes.ts";
import type { HandledMessage, OutboxRow, SaveResult, TurnRecord } from "../../bot/contracts/turn-record.ts";
import { begin } from "../../bot/conversation/evolve.ts";
import type { InboundMessage } from "../../bot/conversation/message.ts";
import type { Conversation } from "../../bot/conversation/state.ts";

/*
 * The tables of one talk, and what each database statement does to them, said again as plain functions. Each function
 * is atomic, as its statement is. Nothing compares the two by itself: whoever changes a statement changes its function
 * too. `stories.test.ts` plays the same flow on the real statements.
 *
 *   accept.ts    ACCEPT              -> accept
 *   claim.ts     CLAIM, LOAD         -> claim, load (two statements, so two steps)
 *   save.ts      SAVE (+ CONSENT)    -> save
 *   settle.ts    MARK_SENDING        -> markSending
 *   settle.ts    SETTLE              -> settle
 *   receipts.ts  RECEIPTS, WAKE      -> receipts, wakeSettled (two steps)
 *   shifts.ts    BEAT                -> beat
 */

export const TALK = "talk";

interface StoredMessage {
  readonly number: number;
  readonly message: InboundMessage;
  status: "received" | HandledMessage["status"];
  handledTurn: number | null;
}

export type StoredRow = { -readonly [Key in keyof OutboxRow]: OutboxRow[Key] };

/** One talk's rows. Times are epoch milliseconds of the one clock. */
export interface Tables {
  conversation: Conversation;
  version: number;
  fence: number;
  lastInboundAt: number | null;
  optedOutAt: number | null;
  lane: { dueAt: number | null; owner: string | null; attempts: number };
  readonly messages: StoredMessage[];
  readonly outbox: StoredRow[];
  readonly tasks: string[];
  /** Until when each worker counts as alive. */
  readonly workers: Map<string, number>;
}

/** A talk that nobody has written in yet. */
export function emptyTables(): Tables {
  return {
    conversation: begin({ id: TALK, channel: "whatsapp", contactId: "person", language: "ar" }),
    ...{ version: 0, fence: 0, lastInboundAt: null, optedOutAt: null },
    lane: { dueAt: null, owner: null, attempts: 0 },
    ...{ messages: [], outbox: [], tasks: [], workers: new Map() },
  };
}

function earlier(one: number | null, other: number | null): number | null {
  if (one === null) return other;
  return other === null ? one : Math.min(one, other);
}

/** ACCEPT: a message counts once, and wakes its lane. */
export function accept(tables: Tables, { message }: Arrival, now: number): "new" | "repeat" {
  if (tables.messages.some((stored) => stored.message.id === message.id)) return "repeat";
  const number = tables.messages.length + 1;
  tables.messages.push({ number, message, status: "received", handledTurn: null });
  tables.lane.dueAt = earlier(tables.lane.dueAt, now);
  tables.lastInboundAt = Math.max(tables.lastInboundAt ?? 0, message.sentAt);
  return "new";
}

/** CLAIM: takes the lane when it is due and nobody's; clears its wake-up. */
export function claim({ lane }: Tables, worker: string, now: number): boolean {
  if (lane.dueAt === null || lane.dueAt > now || lane.owner !== null) return false;
  lane.owner = worker;
  lane.dueAt = null;
  lane.attempts += 1;
  return true;
}

const UNSENT = new Set(["waiting", "sending"]);

/** LOAD: the lane as it stands. */
export function load(tables: Tables): Lane {
  return {
    conversation: { ...tables.conversation, version: tables.version },
    ...{ account: "1065", handle: "+966500000001", alsoKnownAs: [], leadId: "lead" },
    attempts: tables.lane.attempts,
    lastInboundAt: tables.lastInboundAt,
    optedOutAt: tables.optedOutAt,
    eraseWanted: false,
    waiting: tables.messages
      .filter(({ handledTurn }) => handledTurn === null)
      .map(({ number, message }) => ({ number, message })),
    unsent: tables.outbox
      .filter(({ state, dueAt }) => UNSENT.has(state) || (state === "doubtful" && dueAt !== null))
      .map((row) => ({ ...row })),
    timers: [],
  };
}

/** SAVE, and CONSENT in the same transaction: whole, and only from the version that the turn began with. */
export function save(tables: Tables, turn: TurnRecord, now: number): SaveResult {
  if (tables.version !== turn.before) return "stale";
  tables.version = turn.before + 1;
  tables.conversation = { ...turn.conversation, version: tables.version };
  if (turn.fence) tables.fence = tables.version;
  if (turn.wake) tables.lane.dueAt = earlier(tables.lane.dueAt, now);
  for (const { number, status } of turn.handled) {
    const stored = tables.messages.find((message) => message.number === number);
    if (stored !== undefined) Object.assign(stored, { handledTurn: tables.version, status });
  }
  // All parts of the statement see the tables as they were before it: what it adds is not cancelled by it.
  if (turn.fence) cancelWaiting(tables, ({ author }) => author === "bot");
  for (const row of turn.outbox)
    tables.outbox.push({ ...row, version: tables.version, turn: tables.version });
  for (const { kind } of turn.tasks) tables.tasks.push(kind);
  consent(tables, turn);
  return "saved";
}

function consent(tables: Tables, { consent, at }: TurnRecord): void {
  if (consent === null) return;
  tables.optedOutAt = consent.what === "opt-out" ? at : null;
  if (consent.what === "opt-out") cancelWaiting(tables, ({ purpose }) => purpose === "proactive");
}

function cancelWaiting({ outbox }: Tables, which: (row: StoredRow) => boolean): void {
  for (const row of outbox) if (row.state === "waiting" && which(row)) row.state = "cancelled";
}

/** MARK_SENDING: the fence before a send. */
export function markSending(tables: Tables, ids: readonly string[]): ReadonlySet<string> {
  const allowed = tables.outbox.filter(
    ({ id, state, author, version, purpose }) =>
      ids.includes(id) &&
      state === "waiting" &&
      (author === "rep" || version >= tables.fence) &&
      (purpose === "answer" || tables.optedOutAt === null),
  );
  for (const row of allowed) {
    row.state = "sending";
    row.attempts += 1;
  }
  return new Set(allowed.map(({ id }) => id));
}

/** How far along a row is; the same list as in db/receipts.ts. */
const RANKS = ["waiting", "sending", "doubtful", "cancelled", "sent", "failed", "delivered", "read"];
const SENT = RANKS.indexOf("sent");

/** SETTLE: what became of sends, and the lane given back; a wake-up that it finds stays. */
export function settle(
  tables: Tables,
  sends: readonly SettledSend[],
  releases: readonly Release[],
  now: number,
): void {
  for (const send of sends) settleOne(tables, send, now);
  for (const { worker, againInMs, endedWell } of releases) {
    if (tables.lane.owner !== worker) continue;
    tables.lane.owner = null;
    if (endedWell) tables.lane.attempts = 0;
    tables.lane.dueAt = earlier(tables.lane.dueAt, againInMs === null ? null : now + againInMs);
  }
}

function settleOne(tables: Tables, send: SettledSend, now: number): void {
  const row = tables.outbox.find(({ id }) => id === send.outboxId);
  if (row === undefined) return;
  const was = row.state;
  row.platformIds = [...new Set([...row.platformIds, ...send.platformIds])];
  if (!counts(row, send)) return;
  row.state = settledState(tables, row, send);
  if (row.state === send.to) Object.assign(row, timesOf(row, send, now));
  if (send.task !== null && !["sent", "delivered", "read"].includes(was)) tables.tasks.push(send.task.kind);
}

function timesOf({ doubtSince }: StoredRow, send: SettledSend, now: number): Partial<StoredRow> {
  if (send.to === "doubtful") return { dueAt: send.until, doubtSince: doubtSince ?? now };
  return { dueAt: send.to === "waiting" ? send.dueAt : null, doubtSince: null };
}

function counts({ attempts, state }: StoredRow, { to, attempt, found }: SettledSend): boolean {
  return to === "sent" || (attempts === attempt && (found ?? state) === state);
}

function settledState(tables: Tables, row: StoredRow, send: SettledSend): StoredRow["state"] {
  const was = row.state;
  if (RANKS.indexOf(was) >= SENT || (was === "cancelled" && send.to !== "sent")) return was;
  const overtaken = row.author === "bot" && row.version < tables.fence;
  const unwanted = row.purpose === "proactive" && tables.optedOutAt !== null;
  if (send.to === "cancelled") return was === "waiting" && (overtaken || unwanted) ? "cancelled" : was;
  return send.to === "waiting" && overtaken ? "cancelled" : send.to;
}

/** RECEIPTS: moves rows on, never back. Answers whether a doubt ended. */
export function receipts(tables: Tables, receipt: Receipt): boolean {
  const row = tables.outbox.find(({ id }) => id === receipt.ourId);
  if (row === undefined) return false;
  const was = row.state;
  const status = receipt.status === "played" ? "read" : receipt.status;
  if (RANKS.indexOf(was) >= RANKS.indexOf(status)) return false;
  row.state = status;
  row.dueAt = null;
  row.doubtSince = null;
  if (!row.platformIds.includes(receipt.platformId))
    row.platformIds = [...row.platformIds, receipt.platformId];
  return was === "doubtful";
}

/** WAKE of receipts.ts. */
export function wakeSettled({ lane }: Tables, now: number): void {
  lane.dueAt = earlier(lane.dueAt, now);
}

/** BEAT: this worker lives, and what the silent hold is free. */
export function beat({ lane, workers }: Tables, worker: string, aliveMs: number, now: number): boolean {
  workers.set(worker, now + aliveMs);
  if (lane.owner === null || lane.owner === worker || (workers.get(lane.owner) ?? 0) > now) return false;
  lane.owner = null;
  lane.dueAt = earlier(lane.dueAt, now);
  return true;
}
