import { expect, test } from "vitest";
import { SECTORS } from "../../bot/conversation/language/sectors.ts";
import { demoCompany } from "../support/demo-company.ts";
import { comparable } from "../support/expectation.ts";

const company = demoCompany();
const texts = [
  ...company.claims.map((claim) => ({ id: claim.id, ...claim.text })),
  ...company.offers.map((offer) => ({ id: offer.id, ...offer.summary })),
  { id: "about", ...company.about },
  { id: "terms", ...company.proposal.terms },
  { id: "privacy", ...company.privacy.notice },
];
const numbersIn = (text: string) => (comparable(text).match(/\d+(?:\.\d+)?/g) ?? []).toSorted();

test("the demo company has enough to talk about", () => {
  expect(company.offers).toHaveLength(3);
  expect(company.reps).toHaveLength(3);
  expect(company.claims.filter((claim) => claim.kind === "answer").length).toBeGreaterThanOrEqual(35);
  expect(company.claims.filter((claim) => claim.kind === "objection").length).toBeGreaterThanOrEqual(6);
  expect(company.claims.filter((claim) => claim.kind === "case").length).toBeGreaterThanOrEqual(3);
});

test("sectors are keys that the language layer knows", () => {
  const named = [
    ...company.icp.sectors,
    ...company.icp.nearSectors,
    ...company.offers.flatMap((offer) => offer.suits.sectors),
    ...company.reps.flatMap((rep) => rep.sectors),
  ];
  expect(named.filter((sector) => !(sector in SECTORS))).toEqual([]);
});

test("ids are unique, so a fact in a trace means one thing", () => {
  const ids = [
    ...company.claims.map((claim) => claim.id),
    ...company.offers.flatMap((offer) => [offer.id, ...offer.prices.map((price) => price.id)]),
    ...company.reps.map((rep) => rep.id),
  ];
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test.each(texts)("$id says the same in both languages, with the same numbers", ({ ar, en }) => {
  expect(ar).toMatch(/[\u0600-\u06ff]/u);
  expect(en).toMatch(/[a-z]/iu);
  expect(en).not.toMatch(/[\u0600-\u06ff]/u);
  expect(numbersIn(en)).toEqual(numbersIn(ar));
  for (const text of [ar, en]) {
    expect(text.length).toBeLessThanOrEqual(330);
    expect(text).not.toMatch(/ {2}| [،.؟?!,]|\{|\}/u);
  }
});

test.each(company.claims)("$id can be asked for in Arabic and in English", ({ cues }) => {
  expect(cues.some((cue) => /[\u0600-\u06ff]/u.test(cue))).toBe(true);
  expect(cues.some((cue) => /[a-z]/u.test(cue))).toBe(true);
  expect(cues.filter((cue) => cue !== cue.toLowerCase() || cue !== cue.trim())).toEqual([]);
  expect(cues.filter((cue, index) => cues.indexOf(cue) !== index)).toEqual([]);
});

test("a year costs ten months, as the discount claim says", () => {
  for (const offer of company.offers) {
    const month = offer.prices.find((price) => price.per === "month")?.amount ?? 0;
    expect(offer.prices.find((price) => price.per === "year")?.amount).toBe(month * 10);
  }
});
