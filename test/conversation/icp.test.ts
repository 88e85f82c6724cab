import { describe, expect, test } from "vitest";
import { begin, evolve } from "../../bot/conversation/evolve.ts";
import { bantOf } from "../../bot/conversation/sales/bant.ts";
import { fitOf, tierOf, WEIGHTS } from "../../bot/conversation/sales/icp.ts";
import { placeOf } from "../../bot/conversation/sales/regions.ts";
import type { Conversation } from "../../bot/conversation/state.ts";
import type { Fact } from "../../bot/conversation/understanding.ts";
import { demoCompany } from "../support/demo-company.ts";

const company = demoCompany();
const nobody = begin({ id: "c", channel: "whatsapp", contactId: "p", language: "ar" });

type Told = Fact extends infer Each ? (Each extends Fact ? Pick<Each, "about" | "value"> : never) : never;

function knowing(...told: readonly Told[]): Conversation {
  return told.reduce<Conversation>(
    (conversation, each) =>
      evolve(conversation, {
        happened: "fact-learned",
        fact: { state: "claimed", quote: "as told", confidence: 1, ...each } as Fact,
        messageId: "m1",
      }),
    nobody,
  );
}

test("the weights are those of the contract and make one", () => {
  expect(WEIGHTS).toEqual({ industry: 0.25, size: 0.15, region: 0.2, budget: 0.2, pain: 0.2 });
  expect(Object.values(WEIGHTS).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10);
});

test("what is unknown widens the score and does not lower it", () => {
  const fit = fitOf(nobody, company);
  expect([fit.least, fit.most]).toEqual([0.25, 1]);
  expect(fit.tier).not.toBe("D");
});

test("an ideal lead is tier A with nothing left open but the pain", () => {
  const fit = fitOf(
    knowing(
      { about: "sector", value: company.icp.sectors[0] ?? "" },
      { about: "companySize", value: { min: 40, max: 40 } },
      { about: "city", value: "Riyadh" },
      {
        about: "budget",
        value: { min: 40000, max: 40000, currency: "SAR", period: null, approximate: false },
      },
      { about: "need", value: "مواعيد تضيع ونبي متابعة العملاء وعندنا عدة فروع" },
    ),
    company,
  );
  expect(fit).toMatchObject({ least: 1, most: 1, likely: 1, tier: "A" });
});

test.each([
  ["Riyadh", 1],
  ["Jeddah", 1],
  ["Khobar", 1],
  ["Saudi Arabia", 1],
  ["Dubai", 1],
  ["USA", 0.2],
  ["Romania", 0.2],
  ["Somalia", 0.2],
  ["Israel", 0.2],
  ["Atlantis", 0.2],
])("region: %s scores %d", (city, score) => {
  const { region } = fitOf(knowing({ about: "city", value: city }), company).dimensions;
  expect([region.least, region.most]).toEqual([score, score]);
});

test("a company that serves one region knows its cities, and the Gulf from abroad", () => {
  const local = { ...company, icp: { ...company.icp, regions: ["Makkah"] } };
  const score = (city: string) =>
    fitOf(knowing({ about: "city", value: city }), local).dimensions.region.most;
  expect([score("Jeddah"), score("Riyadh"), score("Kuwait"), score("London")]).toEqual([1, 0.6, 0.6, 0.2]);
});

describe("budget", () => {
  const money = (min: number | null, max: number | null, more: object = {}) =>
    fitOf(
      knowing({
        about: "budget",
        value: { min, max, currency: "SAR", period: null, approximate: false, ...more },
      } as Told),
      company,
    ).dimensions.budget;
  test.each([
    [5000, 5000, 1, 1],
    [150000, 150000, 1, 1],
    [200000, 200000, 0.9, 0.9],
    [2500, 2500, 0.5, 0.5],
    [200, 200, 0.2, 0.2],
    [2500, 10000, 0.5, 1],
  ])("%d to %d", (min, max, least, most) => {
    expect([money(min, max).least, money(min, max).most]).toEqual([least, most]);
  });
  test("a month counts twelve times, dollars by their peg, other money is not guessed", () => {
    expect(money(1000, 1000, { period: "month" }).least).toBe(1);
    expect(money(2000, 2000, { currency: "USD" }).least).toBe(1);
    expect([money(1, 1, { currency: "JPY" }).least, money(1, 1, { currency: "JPY" }).most]).toEqual([0.2, 1]);
  });
});

test("a refused budget leaves the score open, and is not BANT knowledge", () => {
  const refused = evolve(nobody, {
    happened: "fact-learned",
    fact: { about: "budget", state: "refused", value: null, quote: "سرية", confidence: 1 },
    messageId: "m1",
  });
  expect(fitOf(refused, company).dimensions.budget).toMatchObject({ least: 0.2, most: 1 });
  expect(bantOf(refused.facts)).toEqual({ known: 0, status: "new" });
});

test("BANT: two known is discovery, three is qualified", () => {
  const two = knowing(
    { about: "need", value: "حجوزات" },
    { about: "authority", value: { decides: true, needsApproval: false } },
  );
  expect(bantOf(two.facts)).toEqual({ known: 2, status: "discovery" });
  const three = evolve(two, {
    happened: "fact-learned",
    fact: { about: "budget", state: "open", value: null, quote: "مفتوحة", confidence: 1 },
    messageId: "m2",
  });
  expect(bantOf(three.facts)).toEqual({ known: 3, status: "qualified" });
});

test.each([
  [0.8, "A"],
  [0.799, "B"],
  [0.6, "B"],
  [0.599, "C"],
  [0.4, "C"],
  [0.399, "D"],
] as const)("tier of %d is %s", (score, tier) => {
  expect(tierOf(score)).toBe(tier);
});

test("places are found by their whole name in any spelling", () => {
  expect(placeOf("al khobar")).toEqual({ country: "SA", region: "Eastern" });
  expect(placeOf("KHOBAR")).toEqual({ country: "SA", region: "Eastern" });
  expect(placeOf("sa")).toEqual({ country: "SA", region: null });
  expect(placeOf("USA").country).toBe("US");
});
