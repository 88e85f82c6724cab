import { expect, test } from "vitest";
import type { Offer } from "../../bot/conversation/company.ts";
import { offerFor } from "../../bot/conversation/sales/offer.ts";
import { offerCalled } from "../../bot/conversation/sales/offer-names.ts";
import { demoCompany } from "../support/demo-company.ts";

const offer = (id: string, ar: string, en: string): Offer => ({
  ...{ id, name: { ar, en }, summary: { ar, en }, cues: [], prices: [] },
  suits: { sectors: [], sizeMin: null, sizeMax: null },
});
const OFFERS = [offer("start", "باقة البداية", "Start"), offer("growth", "النمو", "Growth")];

test.each([
  ["نبي باقة النمو لو سمحتوا", "growth", "باقة النمو"],
  ["كم سعر باقة النمو؟", "growth", "باقة النمو"],
  ["أبغى باقة البداية", "start", "باقة البداية"],
  ["مهتمين بباقة النمو", "growth", "باقة النمو"],
  ["we'd like the Growth package please", "growth", "Growth package"],
  ["the growth plan", "growth", "growth plan"],
  ["our growth is slow", null, null],
  ["نطمح للنمو", null, null],
  ["which package do you have?", null, null],
  ["باقة ثانية والنمو عندنا بطيء", null, null],
])("%s calls %s", (text, id, quote) => {
  const called = offerCalled(text, OFFERS);
  expect([called?.offer.id ?? null, called?.quote ?? null]).toEqual([id, quote]);
  if (called !== null) expect(text).toContain(called.quote);
});

test("who calls an offer by its name is offered that one, whatever else fits", () => {
  const company = demoCompany();
  const pains = ["المواعيد تضيع علينا", "باقة عملاء"];
  expect(offerFor({ facts: {}, pains: ["المواعيد تضيع علينا"] }, company)?.id).toBe("appointments");
  expect(offerFor({ facts: {}, pains }, company)?.id).toBe("customers");
});
