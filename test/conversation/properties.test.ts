import fc from "fast-check";
import { expect, test } from "vitest";
import { begin, evolve } from "../../bot/conversation/evolve.ts";
import type { MessageKind } from "../../bot/conversation/message.ts";
import { bantOf } from "../../bot/conversation/sales/bant.ts";
import { approvedBy, checkClaims } from "../../bot/conversation/sales/claims.ts";
import { fitOf } from "../../bot/conversation/sales/icp.ts";
import type { Conversation } from "../../bot/conversation/state.ts";
import type { ConversationEvent, TimerKind } from "../../bot/conversation/turn.ts";
import {
  ACTS,
  type Entity,
  type Fact,
  TOPICS,
  type Understanding,
} from "../../bot/conversation/understanding.ts";
import { demoCompany } from "../support/demo-company.ts";
import { meaning, told } from "../support/meaning.ts";
import { type Bubble, type Heeded, riyadh, type Talk, talk } from "../support/memory-talk.ts";

const company = demoCompany();
const RUNS = Number(process.env.PROPERTY_RUNS ?? 120);

const words = fc.constantFrom(
  "السلام عليكم",
  "كم السعر؟",
  "عندنا عيادة بالرياض و٤٠ موظف",
  "الميزانية سرية",
  "٢",
  "الثاني",
  "نعم",
  "لا",
  "ابي عرض سعر لباقة عملاء",
  "هل النظام يدعم الفوترة؟",
  "غالي علينا",
  "yes please",
  "how much per user?",
  "؟؟",
  "قفغ",
  "last one",
  "كم يوافق بالهجري؟",
);

const facts: readonly Fact[] = [
  told({ about: "need", value: "تذكير المواعيد", quote: "تذكير المواعيد" }),
  told({ about: "need", value: "متابعة العملاء", quote: "متابعة العملاء" }),
  told({ about: "need", state: "refused", quote: "ما اقدر اقول" }),
  told({ about: "sector", value: company.icp.sectors[0] ?? "", quote: "عيادة" }),
  told({ about: "sector", value: "farming", quote: "مزرعة" }),
  told({ about: "companySize", value: { min: 40, max: 40 }, quote: "٤٠ موظف" }),
  told({ about: "companySize", value: { min: null, max: 1 }, quote: "لحالي" }),
  told({ about: "city", value: "Riyadh", quote: "الرياض" }),
  told({ about: "city", value: "USA", quote: "USA" }),
  told({ about: "budget", state: "refused", quote: "سرية" }),
  told({ about: "budget", state: "open", quote: "مفتوحة" }),
  told({
    about: "budget",
    value: { min: 50000, max: 70000, currency: "SAR", period: null, approximate: false },
    quote: "بين ٥٠ و ٧٠ ألف",
  }),
  told({
    about: "budget",
    value: { min: null, max: 200, currency: "SAR", period: "month", approximate: true },
    quote: "200 ريال",
    confidence: 0.5,
  }),
  told({ about: "authority", value: { decides: true, needsApproval: null }, quote: "القرار لي" }),
  told({ about: "authority", value: { decides: false, needsApproval: true }, quote: "المدير" }),
  told({
    about: "timeline",
    value: { from: "2026-12-01", to: "2026-12-31", urgency: "soon" },
    quote: "الشهر الجاي",
  }),
  told({ about: "name", value: "محمد العتيبي", quote: "محمد العتيبي" }),
  told({ about: "company", value: "شركة الأفق", quote: "شركة الأفق" }),
  told({ about: "email", value: "a@b.example", quote: "a@b.example" }),
  told({
    about: "appointment",
    value: { from: riyadh("2026-11-25 14:00"), to: null, exact: true },
    quote: "الأربعاء ٢",
  }),
];

const moment = fc
  .record({
    day: fc.integer({ min: 20, max: 30 }),
    hour: fc.integer({ min: 0, max: 23 }),
    hasDay: fc.boolean(),
    hasHour: fc.boolean(),
    hours: fc.integer({ min: 0, max: 30 }),
  })
  .map(({ day, hour, hasDay, hasHour, hours }): Entity => {
    const from = riyadh(`2026-11-${day} ${String(hour).padStart(2, "0")}:00`);
    const to = hours === 0 ? null : new Date(Date.parse(from) + hours * 3_600_000).toISOString();
    const grain = hasHour ? (hours === 0 ? "minute" : "daypart") : "day";
    return {
      kind: "datetime",
      text: "x",
      start: 0,
      end: 1,
      value: { from, to, grain, day: hasDay, hour: hasHour, alternatives: [] },
    };
  });

const understood = fc
  .record({
    acts: fc.uniqueArray(fc.constantFrom(...ACTS), { maxLength: 3 }),
    facts: fc.array(fc.constantFrom(...facts), { maxLength: 3 }),
    entities: fc.array(moment, { maxLength: 1 }),
    language: fc.constantFrom("ar" as const, "ar" as const, "en" as const),
  })
  .map((parts): Understanding => meaning(parts));

const bubble = fc.record({
  kind: fc.constantFrom<MessageKind>(
    "text",
    "text",
    "text",
    "text",
    "voice",
    "image",
    "reaction",
    "revoke",
    "edit",
    "welcome",
    "sticker",
    "location",
  ),
  text: words,
  tap: fc.option(fc.integer({ min: 0, max: 2 }), { nil: null, freq: 4 }),
  means: understood,
});

type Step =
  | {
      readonly do: "hear";
      readonly bubbles: readonly {
        kind: MessageKind;
        text: string;
        tap: number | null;
        means: Understanding;
      }[];
    }
  | { readonly do: "ring"; readonly timer: TimerKind }
  | { readonly do: "wait"; readonly hours: number }
  | { readonly do: "rep" | "release" | "taken" };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant("hear" as const),
      bubbles: fc.array(bubble, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("ring" as const),
      timer: fc.constantFrom<TimerKind>("follow-up", "reminder", "hold-expired", "rep-idle"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("wait" as const), hours: fc.integer({ min: 1, max: 80 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom("rep" as const, "release" as const, "taken" as const) }),
  },
);

interface Seen {
  readonly before: Conversation;
  readonly step: Step;
  readonly result: Heeded;
}

/** Plays random steps and hands each turn that could speak to `look`. */
function play(steps: readonly Step[], seed: number, look: (seen: Seen) => void): void {
  let pending: Understanding[] = [];
  const t = talk({
    company,
    now: "2026-11-22T10:00:00+03:00",
    seed,
    understand: () => pending.shift() ?? meaning(),
  });
  for (const each of steps) {
    const before = t.state;
    pending = each.do === "hear" ? each.bubbles.map(({ means }) => means) : [];
    look({ before, step: each, result: perform(t, each) });
  }
}

function perform(t: Talk, each: Step): Heeded {
  switch (each.do) {
    case "hear":
      return t.hear(...each.bubbles.map((one) => bubbleIn(t, one)));
    case "ring":
      return t.ring(each.timer);
    case "wait":
      return t.wait(each.hours * 3_600_000);
    case "rep":
      return t.repSays("هلا، كم موظف عندكم؟");
    case "release":
      return t.repReleases();
    case "taken": {
      const [first] = t.state.offered;
      if (first !== undefined) t.take(first);
      return t.wait(60_000);
    }
  }
}

type Spoken = Extract<Step, { readonly do: "hear" }>["bubbles"][number];

function bubbleIn(t: Talk, { kind, text, tap }: Spoken): Bubble {
  const slot = tap === null ? undefined : t.state.offered[tap];
  if (slot !== undefined) return { kind: "choice", text: "", choice: slot.id };
  if (kind === "reaction") return { kind, text: "👍" };
  return { kind, text: kind === "text" || kind === "edit" ? text : "" };
}

function holds(look: (seen: Seen) => void): void {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 14 }), fc.nat(1000), (steps, seed) =>
      play(steps, seed, look),
    ),
    { numRuns: RUNS },
  );
}

test("whatever happens there is a decision: one message at most, with a reason", () => {
  holds(({ step: each, result }) => {
    if (each.do === "hear" || each.do === "ring") {
      expect(result.said.length).toBeLessThanOrEqual(1);
      expect(result.because).toMatch(/\w+/u);
    }
  });
});

test("one question at a time", () => {
  holds(({ result }) => {
    for (const text of result.said) expect(text.match(/[?؟]/gu)?.length ?? 0, text).toBeLessThanOrEqual(1);
  });
});

test("nothing known, refused or not known to them is asked", () => {
  holds(({ result }) => {
    const { asking, facts: ledger } = result.state;
    if (result.said.length === 0 || asking === null || asking === "appointment" || asking === "confirm")
      return;
    expect([undefined, "contradicted"], `asks ${asking}`).toContain(ledger[asking]?.state);
  });
});

test("no topic is asked more than twice, but to settle a dispute", () => {
  holds(({ result }) => {
    for (const topic of TOPICS) {
      if (topic === "appointment" || topic === "confirm") continue;
      expect(result.state.asked[topic] ?? 0).toBeLessThanOrEqual(3);
    }
  });
});

test("the same text never comes twice in a row", () => {
  let last = new WeakMap<Conversation, string>();
  holds(({ before, result }) => {
    const [text] = result.said;
    const previous = last.get(before);
    if (text !== undefined && previous !== undefined) expect(text).not.toBe(previous);
    const kept = text ?? previous;
    if (kept !== undefined) last.set(result.state, kept);
  });
  last = new WeakMap();
});

test("a rep who holds the talk is never talked over", () => {
  holds(({ before, step: each, result }) => {
    if (before.owner !== "rep" || before.rep === null || each.do !== "hear") return;
    const mayEnd = result.actions.some((action) => action.do === "opt-out" || action.do === "erase");
    if (!mayEnd) expect(result.said).toEqual([]);
  });
});

test("no figure leaves that no approved fact carries", () => {
  holds(({ before, step: each, result }) => {
    const heard = each.do === "hear" ? each.bubbles.map(({ text }) => text) : [];
    const quotes = facts.map(({ quote }) => quote);
    const approved = (state: Conversation) =>
      approvedBy(state, company, {
        slots: [...before.offered, ...[before.proposed, before.booking?.slot].flatMap((slot) => slot ?? [])],
        heard: [...heard, ...quotes],
      });
    for (const text of result.said)
      expect(checkClaims(text, approved(result.state)), text).toEqual({ ok: true });
  });
});

test("buttons fit WhatsApp and stand for the times in the text", () => {
  holds(({ result }) => {
    for (const { choices, text } of result.says) {
      expect(choices.length).toBeLessThanOrEqual(3);
      expect(new Set(choices.map(({ label }) => label)).size).toBe(choices.length);
      for (const { id, label } of choices)
        expect([label.length <= 20, id.length <= 200]).toEqual([true, true]);
      if (choices.length > 0) expect(text.split("\n").length).toBeGreaterThan(choices.length);
    }
  });
});

test("what ended the talk leaves no question open; a booked meeting is confirmed", () => {
  holds(({ result }) => {
    const { outcome, stage, asking, booking, owner } = result.state;
    if (stage === "closed") expect(asking).toBeNull();
    if (outcome === "booked" && owner === "bot") expect(booking?.status).toBe("confirmed");
  });
});

test("after a stop nothing is written first", () => {
  holds(({ before, step: each, result }) => {
    if (before.consent.optedOutAt !== null && each.do !== "hear") expect(result.said).toEqual([]);
  });
});

test("scores are intervals inside 0 to 1, and learning never breaks them", () => {
  holds(({ result }) => {
    const fit = fitOf(result.state, company);
    expect(fit.least).toBeGreaterThanOrEqual(0);
    expect(fit.most).toBeLessThanOrEqual(1);
    expect(fit.least).toBeLessThanOrEqual(fit.likely);
    expect(fit.likely).toBeLessThanOrEqual(fit.most);
    expect(bantOf(result.state.facts).known).toBeLessThanOrEqual(4);
  });
});

test("the same talk plays the same again", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), fc.nat(1000), (steps, seed) => {
      const texts = [0, 1].map(() => {
        const said: (readonly string[])[] = [];
        play(steps, seed, ({ result }) => said.push(result.said));
        return said;
      });
      expect(texts[0]).toEqual(texts[1]);
    }),
    { numRuns: 60 },
  );
});

const slot = {
  id: "sara@2026-11-29T15:00",
  rep: "sara",
  from: riyadh("2026-11-29 15:00"),
  to: riyadh("2026-11-29 15:30"),
};
const events: readonly ConversationEvent[] = [
  { happened: "heard", at: 1, messageIds: ["m"] },
  { happened: "spoke", at: 2, wordings: ["ask.need#0"] },
  { happened: "language-set", language: "en", register: "formal" },
  { happened: "digits-set", digits: "arabic-indic" },
  { happened: "profile-seen", name: "x" },
  ...facts.map((fact): ConversationEvent => ({ happened: "fact-learned", fact, messageId: "m" })),
  ...facts.map((fact): ConversationEvent => ({ happened: "fact-contradicted", fact, messageId: "m" })),
  { happened: "pain-named", pain: "p", quote: "p", messageId: "m" },
  { happened: "asked", topic: "budget" },
  { happened: "asked", topic: null },
  { happened: "wish-voiced", wish: "meeting" },
  { happened: "not-understood" },
  { happened: "understood" },
  { happened: "stage-entered", stage: "closed" },
  { happened: "outcome-reached", outcome: "booked" },
  { happened: "times-offered", slots: [slot] },
  { happened: "time-proposed", slot },
  { happened: "time-held", bookingId: "b", slot },
  { happened: "meeting-booked", bookingId: "b", slot },
  { happened: "meeting-cancelled", bookingId: "b" },
  { happened: "proposal-drafted", proposalId: "p", version: 1 },
  { happened: "proposal-changed", proposalId: "p", status: "sent" },
  { happened: "handed-over", reason: "complaint" },
  { happened: "rep-took-over", rep: "sara" },
  { happened: "rep-released" },
  { happened: "rep-said", at: 3, text: "hi" },
  { happened: "opted-out", at: 4 },
  { happened: "opted-in", at: 5 },
  { happened: "erasure-requested" },
  { happened: "follow-up-set", followUp: { at: 6, step: 0, reason: "silent" } },
];

test("evolve is total, keeps what is stored as JSON and never touches what it was given", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events), { maxLength: 40 }), (happened) => {
      let conversation = begin({ id: "c", channel: "whatsapp", contactId: "p", language: "ar" });
      for (const event of happened) {
        const frozen = JSON.stringify(conversation);
        const next = evolve(conversation, event);
        expect(JSON.stringify(conversation)).toBe(frozen);
        expect(JSON.parse(JSON.stringify(next))).toEqual(next);
        conversation = next;
      }
    }),
    { numRuns: RUNS },
  );
});
