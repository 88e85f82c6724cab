import { expect, test } from "vitest";
import type { SendFailure } from "../../bot/contracts/channel.ts";
import type { WaitingMessage } from "../../bot/contracts/lanes.ts";
import type { OutboxRow } from "../../bot/contracts/turn-record.ts";
import { bubbleWait } from "../../bot/conversation/bubble-wait.ts";
import { hear } from "../../bot/flow/hear.ts";
import { mayLeave, type Scene } from "../../bot/flow/may-leave.ts";
import { consequenceOf } from "../../bot/flow/send-outcome.ts";
import { NewerBubble, newThinking } from "../../bot/flow/thinking.ts";
import { Platform } from "../support/platform.ts";
import { outboxRow } from "../support/stored-talk.ts";
import { text } from "../support/talk.ts";

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;

function scene(change: Partial<Scene> = {}): Scene {
  return {
    ...{ now: NOW, limits: new Platform().limits, lane: { lastInboundAt: NOW - HOUR, optedOutAt: null } },
    ...{ clockAllows: NOW, accountRestsUntil: 0, template: null, doubtWaitMs: 60_000 },
    ...change,
  };
}

function row(change: Partial<OutboxRow> = {}): OutboxRow {
  return outboxRow("x", 1, { state: "waiting", ...change });
}

test.each([
  ["كم السعر؟", 0],
  ["How much?", 0],
  ["تمام.", 0],
  ["عندي سؤال و", 1500],
  ["ثانية", 1500],
  ["لحظة", 1500],
  ["أبغى نظام نقاط بيع،", 1500],
  ["طيب..", 1500],
  ["السلام عليكم", 1500],
  ["Hello!", 1500],
  ["", 1500],
  ["عندنا ثلاثة فروع في الرياض", 900],
])("%s waits %i ms of 1500", (words, wait) => {
  expect(bubbleWait({ kind: "text", text: words }, 1500)).toBe(wait);
});

test("a tap never waits, and where nothing may wait nothing does", () => {
  expect(bubbleWait({ kind: "choice", text: "الأحد" }, 1500)).toBe(0);
  expect(bubbleWait({ kind: "text", text: "السلام عليكم" }, 0)).toBe(0);
});

test("an edited message is heard as it reads now, a revoked one not at all, whatever came first", () => {
  const first = text("بكم", { id: "a", sentAt: 1 });
  const waiting: WaitingMessage[] = [
    { number: 1, message: text("سر", { id: "b", sentAt: 3 }) },
    { number: 2, message: text("بكم النظام", { id: "c", kind: "edit", about: "a", sentAt: 4 }) },
    { number: 3, message: text("", { id: "d", kind: "revoke", about: "b", sentAt: 5 }) },
    { number: 4, message: first },
    { number: 5, message: text("تعديل قديم", { id: "e", kind: "edit", about: "heard long ago", sentAt: 6 }) },
  ];
  const { heard, handled } = hear(waiting);
  expect(heard.map(({ text: words }) => words)).toEqual(["بكم النظام", "تعديل قديم"]);
  expect(handled.map(({ number, status }) => [number, status])).toEqual([
    [4, "edited"],
    [1, "revoked"],
    [2, "handled"],
    [3, "handled"],
    [5, "handled"],
  ]);
});

test.each<[string, Partial<OutboxRow>, Partial<Scene>, object]>([
  ["an answer within the window goes", {}, {}, { may: "send" }],
  [
    "after 24 hours it does not",
    {},
    { lane: { lastInboundAt: NOW - 24 * HOUR, optedOutAt: null } },
    { may: "change", outcome: { to: "failed" }, task: { kind: "undelivered" } },
  ],
  [
    "unless a template fits",
    {},
    { lane: { lastInboundAt: null, optedOutAt: null }, template: { name: "t", language: "ar", values: [] } },
    { may: "send", template: { name: "t" } },
  ],
  [
    "what comes unasked waits for the Saudi clock and holds nobody up",
    { purpose: "proactive" },
    { clockAllows: NOW + HOUR },
    { may: "change", outcome: { to: "waiting", dueAt: NOW + HOUR }, holds: false },
  ],
  [
    "and never goes to who opted out",
    { purpose: "proactive" },
    { lane: { lastInboundAt: NOW, optedOutAt: NOW } },
    { may: "change", outcome: { to: "cancelled" } },
  ],
  ["an answer does", {}, { lane: { lastInboundAt: NOW, optedOutAt: NOW - 1 } }, { may: "send" }],
  [
    "a retry waits, and what follows it too",
    { dueAt: NOW + 5 },
    {},
    { may: "wait", untilMs: NOW + 5, holds: true },
  ],
  [
    "an account that rests holds its answers",
    {},
    { accountRestsUntil: NOW + 9 },
    { may: "wait", untilMs: NOW + 9, holds: true },
  ],
  [
    "found half sent it is doubtful",
    { state: "sending" },
    {},
    { may: "change", outcome: { to: "doubtful", until: NOW + 60_000 }, holds: true },
  ],
  [
    "what a dead worker left counts as under way for the whole wait, also without receipts",
    { state: "sending" },
    { limits: new Platform({ settlesByReceipt: false }).limits },
    { may: "change", outcome: { to: "doubtful", until: NOW + 60_000 }, task: null, holds: true },
  ],
  [
    "without receipts a person must look in the end",
    { state: "doubtful", dueAt: NOW },
    { limits: new Platform({ settlesByReceipt: false }).limits },
    {
      may: "change",
      outcome: { to: "doubtful", until: null },
      task: { kind: "doubtful-send" },
      holds: false,
    },
  ],
  ["a doubt is waited out", { state: "doubtful", dueAt: NOW + 1 }, {}, { may: "wait", holds: true }],
  [
    "and then it is sent again",
    { state: "doubtful", dueAt: NOW },
    {},
    { may: "change", outcome: { to: "waiting" }, holds: true },
  ],
])("may leave: %s", (_, change, around, expected) => {
  expect(mayLeave(row(change), scene(around))).toMatchObject(expected);
});

test.each<[string, SendFailure, object]>([
  [
    "retry-after is kept to",
    { kind: "retry", afterMs: 7_000, scope: "message" },
    { outcome: { to: "waiting", dueAt: NOW + 7_000 }, accountRestsMs: 0 },
  ],
  [
    "own backoff",
    { kind: "retry", afterMs: null, scope: "person" },
    { outcome: { to: "waiting", dueAt: NOW + 2_000 } },
  ],
  [
    "the account rests",
    { kind: "retry", afterMs: 3_000, scope: "account" },
    { outcome: { to: "waiting" }, accountRestsMs: 3_000, alarm: false },
  ],
  ["in doubt", { kind: "in-doubt" }, { outcome: { to: "doubtful", until: NOW + 60_000 }, task: null }],
  [
    "outside the window",
    { kind: "outside-window" },
    { outcome: { to: "failed" }, task: { reason: "outside-window" } },
  ],
  ["opted out", { kind: "opted-out" }, { outcome: { to: "failed" }, optedOut: true, task: null }],
  ["unreachable", { kind: "unreachable" }, { outcome: { to: "failed" }, task: { reason: "unreachable" } }],
  ["rejected", { kind: "rejected" }, { outcome: { to: "failed" }, task: { reason: "rejected" } }],
  [
    "misconfigured",
    { kind: "misconfigured" },
    { outcome: { to: "waiting" }, alarm: true, accountRestsMs: 30_000 },
  ],
])("a failed send: %s", (_, failure, expected) => {
  expect(consequenceOf({ ok: false, failure, detail: "d" }, row({ attempts: 1 }), scene())).toMatchObject(
    expected,
  );
});

test("a message is given up after twelve attempts, but never for its account's trouble", () => {
  const failed = (scope: "message" | "account") =>
    consequenceOf(
      { ok: false, failure: { kind: "retry", afterMs: 1, scope }, detail: "d" },
      row({ attempts: 11 }),
      scene(),
    );
  expect(failed("message")).toMatchObject({ outcome: { to: "failed" }, task: { reason: "given-up" } });
  expect(failed("account")).toMatchObject({ outcome: { to: "waiting" } });
});

test("the parts that went are kept, and a receipt that proved the last one leaves nothing to send", () => {
  const failure: SendFailure = { kind: "retry", afterMs: 1, scope: "message" };
  expect(
    consequenceOf({ ok: false, failure, detail: "d", sent: ["p1"] }, row(), scene()).platformIds,
  ).toEqual(["p1"]);
  const nothing = {
    ok: false as const,
    failure: { kind: "rejected" as const },
    detail: "there is nothing to send",
  };
  expect(consequenceOf(nothing, row({ platformIds: ["p1", "p2"] }), scene()).outcome).toMatchObject({
    to: "sent",
  });
});

test("a newer bubble gives a turn up once, and not a second time before it was taken", () => {
  const thinking = newThinking();
  const first = new AbortController();
  thinking.begin("c", first);
  thinking.hearAgain(["c", "somebody else"]);
  expect(first.signal.reason).toBeInstanceOf(NewerBubble);
  thinking.end("c");
  const second = new AbortController();
  thinking.begin("c", second);
  thinking.hearAgain(["c"]);
  expect(second.signal.aborted).toBe(false);
  thinking.end("c");
  const third = new AbortController();
  thinking.begin("c", third);
  thinking.hearAgain(["c"]);
  expect(third.signal.aborted).toBe(true);
});
