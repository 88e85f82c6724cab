import { expect, test } from "vitest";
import { begin } from "../../bot/conversation/evolve.ts";
import { forgetSaid } from "../../bot/conversation/forget-said.ts";
import type { Conversation, Evidence, Ledger } from "../../bot/conversation/state.ts";

const TIMELINE = { urgency: "now", from: null, to: null } as const;
const said = <Subject extends "need" | "name">(value: string, messageId: string): Evidence<Subject> =>
  ({ state: "claimed", value, quote: value, messageId, confidence: 0.9 }) as Evidence<Subject>;
const talk = (facts: Ledger, change: Partial<Conversation> = {}): Conversation => ({
  ...begin({ id: "t", channel: "email", contactId: "c", language: "en" }),
  ...{ facts, ...change },
});
const THEIRS = new Set(["g1", "g2"]);

test("what others told stays, with what stood under it; what only they told is unknown", () => {
  const need = {
    ...said<"need">("bot", "g2"),
    history: [said<"need">("crm", "o1"), said<"need">("app", "g1")],
  };
  const name = { ...said<"name">("Sara", "g1"), history: [] };
  expect(forgetSaid(talk({ need, name }), THEIRS).facts).toEqual({
    need: { ...said<"need">("crm", "o1"), history: [] },
  });
});

test("a talk in which they told nothing is the same talk", () => {
  const one = talk({ need: { ...said<"need">("crm", "o1"), history: [] } }, { urgency: "now" });
  expect(forgetSaid(one, THEIRS)).toBe(one);
});

test("what contradicted them stands alone", () => {
  const top = { ...said<"need">("crm", "o1"), state: "contradicted" } as const;
  const { facts } = forgetSaid(talk({ need: { ...top, history: [said<"need">("bot", "g1")] } }), THEIRS);
  expect(facts.need).toEqual({ ...said<"need">("crm", "o1"), history: [] });
});

test("the urgency that their date made goes with it, another's stays", () => {
  const date = { state: "claimed", value: TIMELINE, quote: "now", confidence: 0.9 } as const;
  const soon = { ...date, value: { ...TIMELINE, urgency: "soon" } } as const;
  const theirs = { ...date, messageId: "g1", history: [] } as Ledger["timeline"];
  const over = { ...date, messageId: "g1", history: [{ ...soon, messageId: "o1" }] } as Ledger["timeline"];
  const urgency = (timeline: Ledger["timeline"]) =>
    forgetSaid(talk({ timeline } as Ledger, { urgency: "now" }), THEIRS).urgency;
  expect([urgency(theirs), urgency(over)]).toEqual([null, "soon"]);
});
