import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { understand } from "../../bot/conversation/language/understand.ts";
import { bantOf } from "../../bot/conversation/sales/bant.ts";
import { chooseThree } from "../../bot/conversation/sales/choose-three.ts";
import { fitOf } from "../../bot/conversation/sales/icp.ts";
import { type BusyTime, freeSlots } from "../../bot/conversation/sales/slots.ts";
import type { Ledger } from "../../bot/conversation/state.ts";
import type { Fact, FactSubject, Topic } from "../../bot/conversation/understanding.ts";
import { ar } from "../../bot/conversation/wording/ar.ts";
import { en } from "../../bot/conversation/wording/en.ts";
import { demoCompany } from "../support/demo-company.ts";
import { parseDialogue } from "../support/dialogue-file.ts";
import { playDialogue } from "../support/play-dialogue.ts";

/** Each fault of the predecessor (product.md, last section; predecessor.md, 8) as a fact that was false there. */

const company = demoCompany();
const now = Date.parse("2026-11-22T10:00:00+03:00");

const read = (text: string, asked: Topic | null = null) =>
  understand(text, { asked, now, profileName: null, language: null, city: null });

const factsIn = (text: string, about: FactSubject, asked: Topic | null = null): readonly Fact[] =>
  read(text, asked).facts.filter((fact) => fact.about === about);

const actsIn = (text: string): readonly string[] => read(text).acts.map((found) => found.act);

const told = (facts: Readonly<Record<string, unknown>>): Ledger =>
  Object.fromEntries(
    Object.entries(facts).map(([about, value]) => [
      about,
      { state: "claimed", value, quote: "", messageId: "message-1", confidence: 0.9, history: [] },
    ]),
  ) as Ledger;

const play = (talk: string) =>
  playDialogue(parseDialogue("regression.txt", `${talk}\n= owner: bot`), company);

describe("it had no conversation", () => {
  const { turns } = play(`
    > السلام عليكم عندنا عيادات أسنان بالرياض
    > ونبي تذكير للمواعيد
    wait: 5 minutes
    > ميزانيتنا ٢٠ ألف
    wait: 5 minutes
    > كم السعر؟
  `);

  test("every message is answered", () => {
    expect(turns.map((turn) => turn.said.length > 0)).toEqual([true, true, true]);
  });

  test("the third message still knows the first: one lead, not three", () => {
    const { facts } = turns.at(-1)?.after ?? { facts: {} };
    expect(facts).toMatchObject({
      sector: { value: "health" },
      city: { value: "Riyadh" },
      budget: { value: { min: 20_000, currency: "SAR" } },
    });
  });

  test("a voice note, a picture or a place is answered too, never dropped", () => {
    for (const kind of ["voice", "image", "location", "contacts", "sticker", "unsupported"]) {
      const first = play(`> [${kind}]`).turns[0];
      expect([kind, first?.said.length]).toEqual([kind, kind === "sticker" ? first?.said.length : 1]);
    }
  });
});

describe("answers had no way in, so nobody ever qualified", () => {
  test("budget, authority, need and timeline told in a talk make four of four", () => {
    const { turns } = play(`
      > عندنا عيادات ونبي تذكير تلقائي للمواعيد
      > ميزانيتنا ٢٠ ألف
      > القرار عندي
      > نبي نبدأ خلال شهر
    `);
    expect(bantOf(turns.at(-1)?.after.facts ?? {})).toEqual({ known: 4, status: "qualified" });
  });

  test("three known outrank two, and two outrank one", () => {
    const four = told({
      budget: { min: 1, max: 1, currency: "SAR", period: null, approximate: false },
      authority: { decides: true, needsApproval: false },
      need: "x",
    });
    const { budget: _, ...two } = four;
    const { authority: __, ...one } = two;
    expect([four, two, one].map((facts) => bantOf(facts).status)).toEqual(["qualified", "discovery", "new"]);
  });
});

describe("missing data scored as bad data", () => {
  test("an unknown lead is no tier D: the score is wide, not low", () => {
    const fit = fitOf({ facts: {}, pains: [] }, company);
    expect(fit.tier).not.toBe("D");
    expect(fit.most).toBe(1);
    expect(fit.likely).toBeGreaterThanOrEqual(0.5);
  });

  test("learning something good never lowers the best that can still turn out", () => {
    const before = fitOf({ facts: {}, pains: [] }, company);
    const after = fitOf({ facts: told({ city: "Riyadh", sector: "health" }), pains: [] }, company);
    expect(after.most).toBe(before.most);
    expect(after.least).toBeGreaterThan(before.least);
  });

  test("a WhatsApp lead can reach a meeting", () => {
    const { turns } = play(`
      > عندنا عيادات أسنان بالرياض والمراجعين ما يحضرون
      > ٢٠ موظف وميزانيتنا ٣٠ ألف والقرار لي
    `);
    expect(["A", "B"]).toContain(fitOf(turns.at(-1)?.after ?? { facts: {}, pains: [] }, company).tier);
  });
});

describe("Riyadh was no region, and USA contained sa", () => {
  const region = (city: string) => fitOf({ facts: told({ city }), pains: [] }, company).dimensions.region;

  test.each(["Riyadh", "Jeddah", "Dammam", "Abha", "Buraydah"])("%s is served", (city) => {
    expect(region(city)).toMatchObject({ least: 1, most: 1 });
  });

  test.each(["USA", "Romania", "Somalia", "Israel"])("%s is not", (city) => {
    expect(region(city).most).toBeLessThanOrEqual(0.2);
  });
});

describe("know contained now", () => {
  test.each([
    "I want to know more about your product",
    "we don't know yet",
    "do you know our company?",
    "let me know your prices",
  ])("%s is not urgent", (text) => {
    expect(factsIn(text, "timeline")).toEqual([]);
    expect(play(`> ${text}`).turns[0]?.after.urgency ?? null).toBe(null);
  });

  test("now is", () => {
    expect(factsIn("we need it right now", "timeline")[0]?.value).toMatchObject({ urgency: "now" });
    expect(factsIn("نحتاجه فوراً", "timeline")[0]?.value).toMatchObject({ urgency: "now" });
  });

  test("a negated word does not count: no rush, not interested, not now", () => {
    expect(factsIn("مو مستعجلين", "timeline")[0]?.value).toMatchObject({ urgency: "exploring" });
    expect(actsIn("مو مهتم بالسعر بقدر الجودة")).not.toContain("not-interested");
    expect(actsIn("ما نبغى نتأخر في البداية")).not.toContain("not-interested");
  });
});

describe("٥٠ ألف was null", () => {
  test.each([
    ["ميزانيتنا ٥٠ ألف", { min: 50_000, max: 50_000 }],
    ["الميزانية 50k", { min: 50_000, max: 50_000 }],
    ["ميزانيتنا خمسين الف ريال", { min: 50_000, max: 50_000 }],
    ["الميزانيه بين ٥٠ و ٧٠ ألف", { min: 50_000, max: 70_000 }],
    ["budget is SAR 50,000", { min: 50_000, max: 50_000 }],
    ["ميزانيتنا نص مليون", { min: 500_000, max: 500_000 }],
  ])("%s", (text, amount) => {
    expect(factsIn(text, "budget")[0]).toMatchObject({
      state: "claimed",
      value: { ...amount, currency: "SAR" },
    });
  });

  test("spelling, hamza and diacritics do not matter", () => {
    for (const spelling of ["أريد موظفاً يكلمني", "اريد موظف يكلمني", "أُرِيدُ مُوَظَّفاً يُكَلِّمُنِي"]) {
      expect([spelling, actsIn(spelling)]).toEqual([spelling, expect.arrayContaining(["ask-human"])]);
    }
  });
});

describe("everybody was booked at ten o'clock", () => {
  const search = (at: number, busy: readonly BusyTime[] = []) =>
    freeSlots({ company, query: { from: null, to: null, rep: null }, busy, now: at });

  test("a time taken by one is not offered to the next", () => {
    const busy: BusyTime[] = [];
    const booked = Array.from({ length: 12 }, () => {
      const slot = chooseThree(search(now, busy), null)[0];
      if (slot !== undefined) busy.push(slot);
      return slot?.id;
    });
    expect(new Set(booked).size).toBe(12);
  });

  test("the weekend, Founding Day and Eid are left out", () => {
    const days = (from: string) =>
      new Set(search(Date.parse(`${from}T09:00:00+03:00`)).map((slot) => slot.from.slice(0, 10)));
    expect(days("2027-02-16")).not.toContain("2027-02-22");
    expect(days("2027-03-01")).not.toContain("2027-03-09");
    for (const day of days("2026-11-22"))
      expect([5, 6]).not.toContain(new Date(`${day}T12:00:00Z`).getUTCDay());
  });

  test("a promised reminder is really set, an hour before", () => {
    const { turns } = play(`
      answer need: نبي تذكير للمواعيد
      answer companySize: ٢٠ موظف
      answer budget: ٢٠ ألف
      answer timeline: خلال شهر
      answer authority: القرار عندي
      answer city: الرياض
      answer sector: عيادات
      answer name: سعد
      answer company: عيادات النور
      answer email: لا
      > السلام عليكم عندنا عيادات بالرياض ابي موعد معكم
      answers until: appointment
      tap: 1
      > نعم
    `);
    const { booking } = turns.at(-1)?.after ?? {};
    const timers = turns.flatMap((turn) => turn.actions).filter((action) => action.do === "set-timer");
    expect(booking?.status).toBe("confirmed");
    expect(timers).toContainEqual({
      do: "set-timer",
      timer: "reminder",
      at: Date.parse(booking?.slot.from ?? "") - 3_600_000,
    });
  });
});

describe("scripts quoted numbers without a source", () => {
  const sentences = [
    ...Object.values(ar).flatMap((wording) => [...wording.white, ...wording.formal]),
    ...Object.values(en).flat(),
  ];

  test("no fixed sentence carries a number of its own", () => {
    expect(sentences.length).toBeGreaterThan(500);
    expect(sentences.filter((sentence) => /[0-9٠-٩%٪]/u.test(sentence))).toEqual([]);
  });

  test("no fixed sentence promises results, guarantees or customers", () => {
    const boasts =
      /نضمن|(?<!\p{L})مضمون(?!\p{L})|أضعاف|الأفضل في|رقم واحد|آلاف العملاء|guarantee|double your|best in|thousands of|#1/iu;
    expect(sentences.filter((sentence) => boasts.test(sentence))).toEqual([]);
  });
});

describe("stop, erase and a person did not exist", () => {
  test.each([
    ["لا ترسلون لي شي", "opt-out"],
    ["stop messaging me", "opt-out"],
    ["احذفوا بياناتي", "erase-data"],
    ["delete my data please", "erase-data"],
    ["ابي اكلم موظف", "ask-human"],
    ["can I talk to a person", "ask-human"],
  ])("%s", (text, act) => {
    expect(actsIn(text)).toContain(act);
  });
});

describe("a webhook without a signature was accepted", async () => {
  const { isGenuine } = await import("../../channels/whatsapp/signature.ts");
  const { Secret } = await import("../../bot/contracts/secret.ts");
  const secret = (value: string) => new Secret(value);
  const body = Buffer.from('{"object":"whatsapp_business_account","entry":[]}');
  const key = "a-secret-of-the-app";
  const signed = (signature: string) => ({ headers: { "x-hub-signature-256": signature }, body });
  const right = `sha256=${createHmac("sha256", key).update(body).digest("hex")}`;

  test("unsigned, wrongly signed and sha1 are refused; signed passes", () => {
    expect(isGenuine({ headers: {}, body }, secret(key))).toBe(false);
    expect(isGenuine(signed(right.replace(/.$/, right.endsWith("0") ? "1" : "0")), secret(key))).toBe(false);
    expect(isGenuine(signed(`sha1=${createHmac("sha1", key).update(body).digest("hex")}`), secret(key))).toBe(
      false,
    );
    expect(isGenuine(signed(right), secret(key))).toBe(true);
  });

  test("without a secret of our own nothing is genuine", () => {
    expect(isGenuine(signed(right), secret(""))).toBe(false);
  });
});
