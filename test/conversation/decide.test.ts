import { describe, expect, test } from "vitest";
import { checkClaims } from "../../bot/conversation/sales/claims.ts";
import type { Fact, Understanding } from "../../bot/conversation/understanding.ts";
import { demoCompany } from "../support/demo-company.ts";
import { meaning, script, told } from "../support/meaning.ts";
import { riyadh, talk } from "../support/memory-talk.ts";

const company = demoCompany();
const now = "2026-11-22T10:00:00+03:00";

const NEED = told({ about: "need", value: "تذكير المواعيد", quote: "تذكير المواعيد" });
const SECTOR = told({ about: "sector", value: company.icp.sectors[0] ?? "", quote: "عيادة" });
const SIZE = told({ about: "companySize", value: { min: 40, max: 40 }, quote: "٤٠ موظف" });
const CITY = told({ about: "city", value: "Riyadh", quote: "الرياض" });
const DECIDES = told({
  about: "authority",
  value: { decides: true, needsApproval: false },
  quote: "القرار عندي",
});
const budget = (amount: number) =>
  told({
    about: "budget",
    value: { min: amount, max: amount, currency: "SAR", period: null, approximate: false },
    quote: String(amount),
  });
const SOON = told({
  about: "timeline",
  value: { from: null, to: "2026-12-31", urgency: "soon" },
  quote: "قبل نهاية السنة",
});
const GOOD: readonly Fact[] = [NEED, SECTOR, SIZE, CITY, DECIDES, budget(40000), SOON];

const begin = (...steps: readonly Understanding[]) => talk({ company, now, understand: script(...steps) });

describe("greeting", () => {
  test("a first greeting is answered in full, says who we are and asks one thing", () => {
    const { said, state } = begin(meaning({ acts: ["greeting"] })).hear("السلام عليكم");
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^وعليكم السلام ورحمة الله/u);
    expect(said[0]).toContain("المساعد الآلي");
    expect(said[0]?.match(/؟/gu)).toHaveLength(1);
    expect(state).toMatchObject({ stage: "qualifying", asking: "need", outcome: null });
  });

  test.each([
    ["صباح الخير", /^صباح/u],
    ["مساء الخير", /^مساء/u],
    ["شلونك", /الحمد|بخير/u],
  ])("%s gets its own answer", (greeting, answer) => {
    expect(begin(meaning({ acts: ["greeting"] })).hear(greeting).said[0]).toMatch(answer);
  });

  test("a platform's welcome event opens the talk", () => {
    const { state, said } = begin().hear({ kind: "welcome" });
    expect(said).toHaveLength(1);
    expect(state.asking).toBe("need");
  });
});

describe("ledger", () => {
  test("what was volunteered is not asked, and a correction replaces it and keeps history", () => {
    const t = begin(
      meaning({ facts: [NEED, SECTOR, budget(50000)] }),
      meaning({ acts: ["correction"], facts: [budget(70000)] }),
    );
    const first = t.hear("تذكير المواعيد لعيادة وميزانيتي ٥٠ ألف");
    expect(["need", "sector", "budget"]).not.toContain(first.state.asking);
    const { state, said } = t.hear("لا قصدي ٧٠ ألف");
    expect(state.facts.budget).toMatchObject({ state: "claimed", value: { min: 70000 } });
    expect(state.facts.budget?.history).toMatchObject([{ value: { min: 50000 }, messageId: "m1" }]);
    expect(said[0]).toMatch(/70,000|٧٠٬٠٠٠/u);
  });

  test("two sums in one breath are in dispute, and we ask which one", () => {
    const t = begin(
      meaning({ facts: [NEED, budget(50000), budget(80000)] }),
      meaning({ facts: [budget(80000)] }),
    );
    const { state, said } = t.hear("ميزانيتنا ٥٠ ألف أو يمكن الموافقة على ٨٠ ألف");
    expect(state.facts.budget?.state).toBe("contradicted");
    expect(state.asking).toBe("budget");
    expect(said[0]).toMatch(/(?:50000|٥٠٠٠٠).*(?:80000|٨٠٠٠٠)/u);
    const settled = t.hear("٨٠").state.facts.budget;
    expect(settled).toMatchObject({ state: "claimed", value: { min: 80000 } });
  });

  test("a different decision maker without a correction is in dispute", () => {
    const other = told({
      about: "authority",
      value: { decides: false, needsApproval: true },
      quote: "المدير يقرر",
    });
    const t = begin(meaning({ facts: [DECIDES] }), meaning({ facts: [other] }));
    t.hear("القرار عندي");
    expect(t.hear("المدير يقرر").state).toMatchObject({
      asking: "authority",
      facts: { authority: { state: "contradicted" } },
    });
  });

  test("the same value said again is confirmed", () => {
    const t = begin(meaning({ facts: [budget(50000)] }), meaning({ facts: [budget(50000)] }));
    t.hear("٥٠ ألف");
    expect(t.hear("٥٠ ألف").state.facts.budget).toMatchObject({ state: "confirmed", value: { min: 50000 } });
  });

  test("a refusal is an answer: accepted with grace and never asked again", () => {
    const refused = told({ about: "budget", state: "refused", quote: "سرية" });
    const t = begin(
      meaning({ facts: [NEED, SECTOR] }),
      meaning({ facts: [refused] }),
      ...Array(8).fill(meaning({ acts: ["yes"] })),
    );
    t.hear("نبي تذكير لعيادتنا");
    t.hear("الميزانية سرية");
    for (let turn = 0; turn < 6; turn++) expect(t.hear("تمام").state.asking).not.toBe("budget");
  });

  test("a bare fifty to the budget question: thousands are asked about, and yes makes it so", () => {
    const fifty = told({
      about: "budget",
      value: { min: 50, max: 50, currency: "SAR", period: null, approximate: true },
      quote: "٥٠",
      confidence: 0.4,
    });
    const t = begin(
      meaning({ facts: [NEED, SECTOR, SIZE] }),
      meaning({ facts: [fifty] }),
      meaning({ acts: ["yes"] }),
    );
    expect(t.hear("نبي تذكير لعيادتنا").state.asking).toBe("budget");
    const asked = t.hear("٥٠");
    expect(asked.said[0]).toMatch(/٥٠ أ?لف/u);
    expect(asked.state.asking).toBe("budget");
    expect(t.hear("ايه").state.facts.budget?.value).toMatchObject({ min: 50000, max: 50000 });
  });

  test("a bare number beside another fact is not taken for a budget", () => {
    const stray = told({
      about: "budget",
      value: { min: 50, max: 50, currency: "SAR", period: null, approximate: true },
      quote: "50",
      confidence: 0.4,
    });
    const t = begin(
      meaning({ facts: [NEED, SECTOR] }),
      meaning({ acts: ["correction"], facts: [SIZE, stray] }),
    );
    t.hear("نبي تذكير لعيادتنا");
    expect(t.hear("٤٠ موظف مو ٥٠").state.facts.budget).toBeUndefined();
  });

  test("«لا» to who else decides means they decide alone", () => {
    const t = begin(
      meaning({
        facts: [
          NEED,
          SECTOR,
          SIZE,
          CITY,
          told({ about: "budget", state: "refused" }),
          told({ about: "timeline", state: "unknown" }),
        ],
      }),
      meaning({ acts: ["no"] }),
    );
    expect(t.hear("كل شي").state.asking).toBe("authority");
    expect(t.hear("لا").state.facts.authority).toMatchObject({ value: { decides: true }, quote: "لا" });
  });
});

describe("digressions", () => {
  test("the price is answered every time it is asked, with approved figures and never the same text", () => {
    const t = begin(...Array(6).fill(meaning({ acts: ["ask-price"] })));
    const texts = Array.from({ length: 5 }, () => t.hear("بكم").said[0] ?? "");
    for (const text of texts) expect(text).toMatch(/349/u);
    expect(new Set(texts).size).toBe(5);
  });

  test("are you a bot? is answered truthfully, then the open question comes in other words", () => {
    const t = begin(meaning({ acts: ["greeting"] }), meaning({ acts: ["ask-identity"] }));
    const first = t.hear("هلا").said[0]?.split("\n").at(-1);
    const { said, state } = t.hear("انت روبوت؟");
    expect(said[0]).toMatch(/آلي|برنامج مساعد/u);
    expect(state.asking).toBe("need");
    expect(said[0]).not.toContain(first);
  });

  test("a question with an approved answer is answered with exactly that", () => {
    const { said, says } = begin(meaning({ acts: ["question"] })).hear("كم مدة العقد؟");
    expect(said[0]).toContain("الاشتراك شهري بدون مدة إلزامية");
    expect(says[0]?.facts).toContain("claim:contract");
  });

  test("a question without one is not made up: it becomes a task for the team", () => {
    const { said, actions } = begin(meaning({ acts: ["question"] })).hear("هل أنتم متحالفين مع وكالة ناسا");
    expect(said[0]).toMatch(/الفريق/u);
    expect(actions.some((action) => action.do === "ask-team")).toBe(true);
  });

  test("the third turn in a row that nobody understands goes to a person", () => {
    const t = begin(meaning(), meaning(), meaning());
    expect(t.hear("قفغ").state.owner).toBe("bot");
    expect(t.hear("ثقف").state.owner).toBe("bot");
    const third = t.hear("ضصث");
    expect(third.state).toMatchObject({ owner: "rep", rep: null, stage: "with-rep", outcome: "handover" });
    expect(third.actions).toContainEqual(
      expect.objectContaining({ do: "call-rep", reason: "not-understood" }),
    );
  });

  test("understanding something in between starts the count anew", () => {
    const t = begin(meaning(), meaning(), meaning({ facts: [CITY] }), meaning());
    t.hear("قفغ");
    t.hear("ثقف");
    t.hear("الرياض");
    expect(t.hear("ضصث").state.owner).toBe("bot");
  });
});

describe("manners", () => {
  test("thanks in the middle get a kind word and no pressing; the question stays open", () => {
    const t = begin(meaning({ acts: ["greeting"] }), meaning({ acts: ["thanks"] }));
    t.hear("هلا");
    const { said, state } = t.hear("شكرا");
    expect(said[0]).not.toMatch(/؟/u);
    expect(state.asking).toBe("need");
  });

  test("a name is addressed with «أستاذ» only when the gender is clear", () => {
    const named = (name: string) =>
      begin(meaning({ facts: [told({ about: "name", value: name, quote: name })] })).hear(name).said[0];
    expect(named("محمد العتيبي")).toContain("أستاذ محمد");
    expect(named("نورة")).toContain("أستاذة نورة");
    expect(named("Sky")).not.toContain("أستاذ");
  });
});

describe("people", () => {
  test("a person is one plain word away, with a summary of facts and quotes", () => {
    const t = begin(meaning({ facts: [NEED, budget(50000)] }), meaning({ acts: ["ask-human"] }));
    t.hear("تذكير المواعيد، ٥٠ ألف");
    const { state, actions, said } = t.hear("ابي اكلم موظف");
    expect(said).toHaveLength(1);
    expect(state).toMatchObject({ owner: "rep", rep: null, outcome: "handover", asking: null });
    const call = actions.find((action) => action.do === "call-rep");
    expect(call?.do === "call-rep" && call.summary).toMatch(
      /need: تذكير المواعيد[\s\S]*budget: min 50000.*«50000»/u,
    );
  });

  test("the bot listens to what is said to a rep and says nothing; released, it knows it and does not greet again", () => {
    const t = begin(
      meaning({ acts: ["greeting"] }),
      meaning({ facts: [SIZE, CITY] }),
      meaning({ acts: ["yes"] }),
    );
    t.hear("هلا");
    t.repSays("هلا، كم موظف عندكم؟");
    expect(t.hear("٤٠ بالرياض").said).toEqual([]);
    expect(t.state.facts.companySize?.value).toEqual({ min: 40, max: 40 });
    t.repReleases();
    const back = t.hear("طيب كملوا");
    expect(back.said).toHaveLength(1);
    expect(back.said[0]).not.toContain("المساعد الآلي");
    expect(["companySize", "city"]).not.toContain(back.state.asking);
  });

  test("while nobody has picked up, one word after a long silence and no more", () => {
    const t = begin(...[1, 2, 3, 4].map(() => meaning({ acts: ["ask-human"] })));
    t.hear("موظف");
    expect(t.hear("وينكم").said).toEqual([]);
    t.wait(40 * 60_000);
    expect(t.hear("وينكم").said).toHaveLength(1);
    expect(t.hear("الو").said).toEqual([]);
  });

  test("a rep who answers from the business phone has picked up: the bot says no word between theirs", () => {
    const t = begin(
      meaning({ acts: ["greeting"] }),
      meaning({ facts: [CITY] }),
      meaning({ acts: ["ask-human"] }),
    );
    t.hear("السلام عليكم");
    t.note({ happened: "rep-took-over", rep: null });
    t.note({ happened: "rep-said", at: t.now, text: "هلا، أنا خالد" });
    t.wait(60 * 60_000);
    expect(t.hear("الرياض").said).toEqual([]);
    t.repReleases();
    expect(t.hear("ابي اكلم احد").said).toHaveLength(1);
    t.wait(60 * 60_000);
    // Called by the bot and picked up by nobody: then a word tells them that they were heard.
    expect(t.hear("وينكم").said).toHaveLength(1);
  });

  test.each(["opt-out", "erase-data"] as const)("%s is honoured while a rep holds the talk", (act) => {
    const t = begin(meaning({ acts: [act] }));
    t.repTakes();
    const { actions } = t.hear("وقفوا");
    expect(actions.some((action) => action.do === (act === "opt-out" ? "opt-out" : "erase"))).toBe(true);
  });

  test("a rep who is idle hands the talk back; it speaks only to somebody who waits", () => {
    const t = begin(meaning({ acts: ["ask-human"] }), meaning({ facts: [CITY] }));
    t.hear("موظف");
    const idle = t.wait(3 * 3_600_000);
    expect(idle.state.owner).toBe("bot");
    expect(idle.said).toEqual([]);
  });
});

describe("endings", () => {
  test("stop is instant, warm and once; nothing follows", () => {
    const t = begin(
      meaning({ acts: ["greeting"] }),
      meaning({ acts: ["opt-out"] }),
      meaning({ acts: ["opt-out"] }),
      meaning({ acts: ["thanks"] }),
    );
    t.note({ happened: "opted-in", at: 0 } as never);
    t.hear("هلا");
    const stop = t.hear("لا ترسلون");
    expect(stop.said).toHaveLength(1);
    expect(stop.state).toMatchObject({ outcome: "opted-out", asking: null, stage: "closed", followUp: null });
    expect(stop.actions).toContainEqual({ do: "opt-out" });
    expect(t.hear("قلت وقفوا").said).toEqual([]);
    expect(t.wait(30 * 86_400_000).said).toEqual([]);
  });

  test("after a stop a question of theirs is still answered, and nothing else", () => {
    const t = begin(
      meaning({ acts: ["opt-out"] }),
      meaning({ acts: ["greeting"] }),
      meaning({ acts: ["ask-price"] }),
    );
    t.hear("وقفوا");
    expect(t.hear("هلا").said).toEqual([]);
    expect(t.hear("كم السعر").said[0]).toMatch(/349/u);
    expect(t.state.consent.optedOutAt).not.toBeNull();
  });

  test.each([
    ["wrong-number", "wrong-number"],
    ["not-interested", "not-interested"],
    ["later", "nurture"],
    ["erase-data", "erased"],
  ] as const)("%s ends as %s without another question", (act, outcome) => {
    const { state, said } = begin(meaning({ acts: [act] })).hear("…");
    expect(state).toMatchObject({ outcome, asking: null, stage: "closed" });
    expect(said).toHaveLength(1);
    expect(said[0]).not.toMatch(/[?؟]/u);
  });

  test("later with a date reads it back, keeps it, and comes back then", () => {
    const date = {
      kind: "datetime",
      text: "١٢ يناير",
      start: 0,
      end: 6,
      value: {
        from: "2027-01-12T00:00:00+03:00",
        to: null,
        grain: "day",
        day: true,
        hour: false,
        alternatives: [],
      },
    } as const;
    const t = begin(meaning({ acts: ["later"], entities: [date] }), meaning({ acts: ["thanks"] }));
    const { state, said } = t.hear("كلمني ١٢ يناير");
    expect(said[0]).toContain("الثلاثاء ١٢ يناير");
    expect(state.followUp).toMatchObject({
      reason: "asked-for-later",
      at: Date.parse("2027-01-12T10:00:00+03:00"),
    });
    expect(t.hear("تسلم").state).toMatchObject({
      outcome: "nurture",
      followUp: { reason: "asked-for-later" },
    });
    const rung = t.wait(120 * 86_400_000);
    expect(rung.says.map(({ purpose }) => purpose)).toEqual(["proactive"]);
  });

  test("a day off that was named becomes the first working day after it: 9 March 2027 is Eid", () => {
    const eid = {
      kind: "datetime",
      text: "العيد",
      start: 0,
      end: 5,
      value: {
        from: "2027-03-09T00:00:00+03:00",
        to: null,
        grain: "day",
        day: true,
        hour: false,
        alternatives: [],
      },
    } as const;
    const { said } = begin(meaning({ acts: ["later"], entities: [eid] })).hear("كلمني العيد");
    expect(said[0]).toMatch(/الأحد (?:14|١٤) مارس/u);
  });

  test("who comes back with a wish is welcome: the old ending no longer holds", () => {
    const t = begin(meaning({ acts: ["not-interested"] }), meaning({ acts: ["ask-price"] }));
    t.hear("مو مهتم");
    const { state, said } = t.hear("طيب كم السعر");
    expect(state.outcome).toBeNull();
    expect(said[0]).toMatch(/349/u);
  });

  test("not a fit only when even the best that could turn out is under the gate", () => {
    const facts = [
      told({ about: "sector", value: "farming" }),
      told({ about: "companySize", value: { min: 1, max: 1 } }),
      told({ about: "city", value: "Cairo" }),
    ];
    const t = begin(meaning({ facts }), meaning({ facts: [budget(200)] }), meaning({ acts: ["question"] }));
    expect(t.hear("مزارع من القاهرة").state.outcome).toBeNull();
    expect(t.hear("٢٠٠ ريال").state).toMatchObject({ outcome: "not-a-fit", asking: null });
  });

  test("silence is followed up only with consent, in steps, and a reply stops it", () => {
    const t = begin(meaning({ acts: ["greeting"] }), meaning({ acts: ["not-interested"] }));
    t.note({ happened: "opted-in", at: 0 } as never);
    t.hear("هلا");
    expect(t.state.followUp).toMatchObject({ step: 0, reason: "silent" });
    expect(t.wait(3 * 86_400_000).says.map(({ purpose }) => purpose)).toEqual(["proactive"]);
    expect(t.wait(20 * 86_400_000).said).toHaveLength(2);
    const silent = begin(meaning({ acts: ["greeting"] }));
    silent.hear("هلا");
    expect(silent.wait(30 * 86_400_000).said).toEqual([]);
  });
});

describe("booking", () => {
  const wants = meaning({ acts: ["ask-meeting"] });
  const yes = meaning({ acts: ["yes"] });

  test("a hot prospect gets three times at once, with a button each", () => {
    const { state, says } = begin(wants).hear("ابي موعد");
    expect(state).toMatchObject({ stage: "booking", asking: "appointment" });
    expect(state.offered).toHaveLength(3);
    expect(says[0]?.choices.map(({ id }) => id)).toEqual(state.offered.map(({ id }) => id));
    for (const { label } of says[0]?.choices ?? []) expect(label.length).toBeLessThanOrEqual(20);
  });

  test.each([
    ["a tapped button", (t: ReturnType<typeof begin>) => t.tap(2)],
    ["its number", (t: ReturnType<typeof begin>) => t.hear("٢")],
    ["its order", (t: ReturnType<typeof begin>) => t.hear("الثاني")],
    ["its order in English", (t: ReturnType<typeof begin>) => t.hear("second one")],
  ])("%s holds the time, reads it back and asks for a yes", (_, pick) => {
    const t = begin(wants);
    const second = t.hear("ابي موعد").state.offered[1];
    const { state, actions, said } = pick(t);
    expect(state).toMatchObject({
      asking: "confirm",
      proposed: { id: second?.id },
      booking: { status: "held" },
    });
    expect(actions).toContainEqual(
      expect.objectContaining({ do: "hold-time", until: Date.parse(now) + 15 * 60_000 }),
    );
    expect(said[0]).toMatch(/الساعة/u);
  });

  test("yes books it: outcome, invitation, reminder, and only then who they are", () => {
    const t = begin(wants, meaning(), yes);
    t.hear("ابي موعد");
    t.tap(3);
    const { state, actions, says } = t.hear("نعم");
    const slot = state.booking?.slot;
    expect(state).toMatchObject({
      outcome: "booked",
      booking: { status: "confirmed" },
      asking: "name",
      proposed: null,
    });
    expect(says[0]?.icsOf).toBe(state.booking?.id);
    expect(actions).toContainEqual({ do: "book", bookingId: state.booking?.id, slot });
    expect(actions).toContainEqual({
      do: "set-timer",
      timer: "reminder",
      at: Date.parse(slot?.from ?? "") - 3_600_000,
    });
    const reminded = t.wait(Date.parse(slot?.from ?? "") - t.now - 60_000);
    expect(reminded.said).toHaveLength(1);
  });

  test("while a rep holds the talk the reminder is the rep's to give", () => {
    const t = begin(wants, meaning(), yes);
    t.hear("ابي موعد");
    t.tap(3);
    const { from = "" } = t.hear("نعم").state.booking?.slot ?? {};
    t.repTakes();
    const { said, actions } = t.wait(Date.parse(from) - t.now - 60_000);
    expect(said).toEqual([]);
    expect(actions).toContainEqual(expect.objectContaining({ do: "ask-team" }));
  });

  test("a thumbs-up on the read-back counts as yes, another emoji is not answered", () => {
    const t = begin(wants, meaning(), meaning(), meaning());
    t.hear("ابي موعد");
    t.tap(1);
    expect(t.hear({ kind: "reaction", text: "😂", about: "x" }).said).toEqual([]);
    expect(t.hear({ kind: "reaction", text: "👍", about: "x" }).state.outcome).toBe("booked");
  });

  test("ok after the booking closes warmly, once, without a new question", () => {
    const t = begin(wants, meaning(), yes, meaning({ acts: ["thanks"] }), yes);
    t.hear("ابي موعد");
    t.tap(1);
    t.hear("نعم");
    const closed = t.hear("شكرا");
    expect(closed.said[0]).not.toMatch(/[?؟]/u);
    expect(closed.state.asking).toBeNull();
  });

  test("somebody was quicker: said kindly, with other times", () => {
    const t = begin(wants, meaning());
    const [first] = t.hear("ابي موعد").state.offered;
    if (first === undefined) throw new Error("no time offered");
    t.take(first);
    const { state, said } = t.tap(1);
    expect(said[0]).toMatch(/المعذرة|السموحة|حقكم/u);
    expect(state.asking).toBe("appointment");
    expect(state.offered.map(({ id }) => id)).not.toContain(first.id);
  });

  test("no to all of them brings others", () => {
    const t = begin(wants, meaning({ acts: ["no"] }));
    const before = t.hear("ابي موعد").state.offered.map(({ id }) => id);
    const after = t.hear("لا ما تناسبني").state.offered.map(({ id }) => id);
    expect(after).toHaveLength(3);
    expect(after.some((id) => before.includes(id))).toBe(false);
  });

  const at = (from: string) => ({
    kind: "datetime" as const,
    text: "x",
    start: 0,
    end: 1,
    value: {
      from: riyadh(from),
      to: null,
      grain: "minute" as const,
      day: true,
      hour: true,
      alternatives: [],
    },
  });

  test("a time of their own is taken when free, and the nearest are offered when not", () => {
    const t = begin(
      wants,
      meaning({ entities: [at("2026-11-25 14:00")] }),
      meaning({ entities: [at("2026-11-27 10:00")] }),
    );
    t.hear("ابي موعد");
    expect(t.hear("الأربعاء ٢ الظهر").state).toMatchObject({
      asking: "confirm",
      proposed: { from: riyadh("2026-11-25 14:00") },
    });
    const friday = t.hear("الجمعة ١٠ الصبح");
    expect(friday.state.asking).toBe("appointment");
    expect(friday.said[0]).toMatch(/متاح|يتوفر|فاضي/u);
  });

  test("a time beyond the calendar's horizon is kept as a date to come back on", () => {
    const t = begin(meaning({ acts: ["ask-meeting"], entities: [at("2027-03-14 10:00")] }));
    const { state, said } = t.hear("اجتماع بعد رمضان");
    expect(state).toMatchObject({ outcome: "nurture", followUp: { reason: "asked-for-later" } });
    expect(said[0]).toContain("14 مارس");
  });

  test("a meeting is moved by chat: the old one stands until the new one is confirmed", () => {
    const t = begin(
      wants,
      meaning(),
      yes,
      meaning({ acts: ["reschedule"], entities: [at("2026-11-30 11:00")] }),
      yes,
    );
    t.hear("ابي موعد");
    t.tap(1);
    const old = t.hear("نعم").state.booking;
    const asked = t.hear("ننقله للاثنين ١١");
    expect(asked.state).toMatchObject({ asking: "confirm", booking: { id: old?.id, status: "confirmed" } });
    const moved = t.hear("نعم");
    expect(moved.state.booking).toMatchObject({
      status: "confirmed",
      slot: { from: riyadh("2026-11-30 11:00") },
    });
    expect(moved.actions).toContainEqual({ do: "cancel-booking", bookingId: old?.id });
  });

  test("cancelled by chat: free again, no reminder, no outcome", () => {
    const t = begin(wants, meaning(), yes, meaning({ acts: ["cancel"] }));
    t.hear("ابي موعد");
    t.tap(1);
    t.hear("نعم");
    const { state, actions } = t.hear("الغوا الموعد");
    expect(state).toMatchObject({ outcome: null, booking: { status: "cancelled" } });
    expect(actions).toContainEqual({ do: "set-timer", timer: "reminder", at: null });
  });

  test("the hold runs out: told kindly, and a late yes still books while it is free", () => {
    const t = begin(wants, meaning(), yes);
    t.hear("ابي موعد");
    t.tap(2);
    const expired = t.wait(20 * 60_000);
    expect(expired.said).toHaveLength(1);
    expect(expired.state).toMatchObject({ asking: "confirm", booking: { status: "cancelled" } });
    expect(t.hear("نعم").state.outcome).toBe("booked");
  });

  test("a price asked while a time is read back is answered, and the yes is asked for again", () => {
    const t = begin(wants, meaning(), meaning({ acts: ["ask-price"] }));
    t.hear("ابي موعد");
    t.tap(1);
    const { said, state } = t.hear("كم السعر طيب؟");
    expect(said[0]).toMatch(/349/u);
    expect(state.asking).toBe("confirm");
  });

  test("enough known and a good fit: the meeting is offered without being asked for", () => {
    const { state } = begin(meaning({ facts: GOOD })).hear("كل شي");
    expect(state).toMatchObject({ stage: "booking", asking: "appointment" });
  });

  test("no free time at all: a colleague arranges it", () => {
    const { state, actions } = talk({ company, now, slots: [], understand: script(wants) }).hear("ابي موعد");
    expect(state).toMatchObject({ owner: "rep", outcome: "handover" });
    expect(actions).toContainEqual(expect.objectContaining({ do: "call-rep", reason: "cannot-book" }));
  });
});

describe("proposals", () => {
  test("drafted from the price list with the count they told, said to be under review, never sent", () => {
    const t = begin(
      meaning({ facts: [NEED, SECTOR, SIZE, CITY, budget(40000)] }),
      meaning({ acts: ["ask-price"] }),
    );
    t.hear("كل شي");
    const { state, actions, said } = t.hear("ارسلوا لي عرض سعر لباقة عملاء");
    const draft = actions.find((action) => action.do === "draft-proposal");
    expect(draft?.do === "draft-proposal" && draft.draft.lines).toMatchObject([
      { priceId: "customers-month", quantity: 40, unitAmount: 129, per: "month" },
      { priceId: "customers-setup", quantity: 1, unitAmount: 2500, per: "once" },
    ]);
    expect(state.proposal).toMatchObject({ status: "draft", version: 1 });
    expect(said[0]).toMatch(/يراجع|للمراجعة|يعتمد/u);
  });

  test("too little known: one question first, and the draft follows when it is answered", () => {
    const t = begin(meaning({ acts: ["ask-price"] }), meaning({ facts: [NEED, SECTOR, CITY] }));
    const first = t.hear("ابي عرض سعر");
    expect(first.actions.some((action) => action.do === "draft-proposal")).toBe(false);
    expect(first.state.asking).toBe("need");
    expect(
      t.hear("تذكير المواعيد لعيادة بالرياض").actions.some((action) => action.do === "draft-proposal"),
    ).toBe(true);
  });
});

describe("what arrives without words", () => {
  test("a voice note nobody wrote down: asked to write it, or take a person", () => {
    const { said, state } = begin().hear({ kind: "voice" });
    expect(said[0]).toMatch(/تكتب/u);
    expect(said[0]).toMatch(/موظف/u);
    expect(state.owner).toBe("bot");
  });

  test.each(["image", "document", "location", "contacts"] as const)(
    "%s is received and the talk goes on",
    (kind) => {
      const { said, state } = begin().hear({ kind });
      expect(said).toHaveLength(1);
      expect(state.asking).toBe("need");
    },
  );

  test("a revoked message and a sticker are not answered", () => {
    const t = begin();
    expect(t.hear({ kind: "revoke", about: "m0" }).said).toEqual([]);
    expect(t.hear({ kind: "sticker" }).said).toEqual([]);
  });

  test("an edited message replaces what it said", () => {
    const t = begin(meaning({ facts: [budget(50000)] }), meaning({ facts: [budget(5000)] }));
    t.hear("٥٠ ألف");
    const { state } = t.hear({ kind: "edit", text: "٥ آلاف", about: "m1" });
    expect(state.facts.budget).toMatchObject({ value: { min: 5000 }, history: [{ value: { min: 50000 } }] });
  });
});

describe("a posted lead", () => {
  test("its facts are known and not asked again", () => {
    const t = begin(meaning());
    const { state, said } = t.lead([NEED, SECTOR, told({ about: "name", value: "محمد" })]);
    expect(said).toHaveLength(1);
    expect(["need", "sector", "name"]).not.toContain(state.asking);
    expect(state.facts.name?.value).toBe("محمد");
  });
});

describe("language and digits", () => {
  test("digits follow the person", () => {
    const t = begin(meaning({ acts: ["ask-price"] }));
    expect(t.hear("كم سعر ٣ فروع").said[0]).not.toMatch(/[0-9]/u);
  });

  test("English gets English", () => {
    const { said, state } = begin(meaning({ acts: ["greeting"], language: "en" })).hear("hi");
    expect(state.language).toBe("en");
    expect(said[0]).not.toMatch(/\p{Script=Arabic}/u);
  });

  test("a formal writer gets simple formal Arabic", () => {
    const { state } = begin(meaning({ acts: ["greeting"] })).hear("السلام عليكم، نود الاستفسار عن خدماتكم");
    expect(state.register).toBe("formal");
  });
});

describe("claims", () => {
  const approved = {
    company,
    slots: [{ from: riyadh("2026-11-29 15:00") }],
    dates: [],
    heard: ["عندنا ٨٠ موعد باليوم"],
    numbers: [50000],
  };
  test.each([
    "باقة مواعيد: ٣٤٩ ريال شهرياً، أو 3,490 ريال سنوياً",
    "غير شامل الضريبة 15%",
    "الأحد ٢٩ نوفمبر، الساعة ٣ العصر",
    "Sunday 29 November, 3:00 pm",
    "80 موعد باليوم، واضح",
    "ميزانية ٥٠٬٠٠٠ ريال",
    "اجتماع 30 دقيقة",
    "1. الأول\n2. الثاني",
    "تمام، بدون أرقام",
  ])("approved: %s", (text) => {
    expect(checkClaims(text, approved)).toEqual({ ok: true });
  });
  test.each([
    ["خصم 20% لكم", ["20%"]],
    ["السعر 300 ريال", ["300 ريال"]],
    ["only SAR 99 a month", ["sar 99"]],
    ["الأحد ٣٠ نوفمبر", ["30 نوفمبر"]],
    ["Sunday 29 November, 4:30 pm", ["4:30 pm"]],
    ["الساعة ٥ العصر", ["الساعه 5"]],
    ["عندنا 7,000 عميل", ["7,000"]],
    ["30 ريال فقط", ["30 ريال"]],
  ])("not approved: %s", (text, unapproved) => {
    expect(checkClaims(text, approved)).toEqual({ ok: false, unapproved });
  });
});
