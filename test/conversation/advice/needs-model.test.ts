import { describe, expect, test } from "vitest";
import { needsModel } from "../../../bot/conversation/advice/needs-model.ts";
import { understand } from "../../../bot/conversation/language/understand.ts";
import type { InboundMessage } from "../../../bot/conversation/message.ts";
import type { Topic } from "../../../bot/conversation/understanding.ts";
import { demoCompany } from "../../support/demo-company.ts";
import { text } from "../../support/talk.ts";

const company = demoCompany();
const now = Date.parse("2026-11-22T10:00:00+03:00");

function asks(words: string, asked: Topic | null = null, change: Partial<InboundMessage> = {}): boolean {
  const context = { asked, now, profileName: null, language: null, city: null };
  const message = text(words, change);
  return needsModel([{ message, understanding: understand(words, context) }], asked, company);
}

describe("no model is asked for what the rules read to the last word", () => {
  test.each<[string, Topic | null]>([
    ...["السلام عليكم", "صباح الخير", "شكراً لكم", "مشكورين ما قصرتوا", "تمام", "ok thanks", "Hi", "👍"].map(
      (words): [string, Topic | null] => [words, null],
    ),
    ["ايه تمام", "confirm"],
    ["نعم", "authority"],
    ["لا", "budget"],
    ["yes please", "confirm"],
    ["٥٠ ألف ريال بالسنة", "budget"],
    ["around 30k SAR", "budget"],
    ["٤٠ موظف", "companySize"],
    ["90", "companySize"],
    ["الأحد الساعة ٣ العصر", "appointment"],
    ["2026-12-01 10:00", "appointment"],
    ["sara@clinic.example", "email"],
    ["0501234567", "phone"],
    ["لا تراسلوني مرة ثانية", null],
    ["STOP", null],
    ["ابي اكلم موظف", null],
    ["can a real person call me please", null],
    ["احذفوا بياناتي", null],
    ["الرقم غلط", null],
    ["كم السعر؟", null],
    ["price?", null],
    ["بالرياض", "city"],
    ["the first one", "appointment"],
  ])("%s", (words, asked) => expect(asks(words, asked)).toBe(false));

  test("a tap, a place, a reaction and an empty voice note", () => {
    expect(asks("الأحد ٣ العصر وكلام طويل هنا", null, { kind: "choice", choice: "sara@1" })).toBe(false);
    expect(asks("شارع الأمير تركي حي الفيصلية", null, { kind: "location" })).toBe(false);
    expect(asks("❤️", null, { kind: "reaction" })).toBe(false);
    expect(asks("", null, { kind: "voice" })).toBe(false);
  });

  test("a wish for a person settles a turn however long the rest of it is", () => {
    expect(asks("قصتنا طويلة مع الأنظمة القديمة وتعبنا منها، ابي اكلم موظف")).toBe(false);
  });
});

describe("a model is asked where words are left over", () => {
  test.each<[string, Topic | null]>([
    ["البنات في الاستقبال غرقانين بدفاتر وأوراق ومحد فيهم فاضي يرفع راسه", null],
    ["النظام يطلع فاتورة ضريبية معتمدة من الزكاة؟", null],
    ["honestly the reception desk drowns in paper every single morning", "need"],
    ["هل يشتغل النظام اذا انقطع النت عن الفرع؟", "budget"],
    ["our reception keeps three notebooks and somebody always rips out a page", null],
    ["زعفران دندن شقلبان", "sector"],
  ])("%s", (words, asked) => expect(asks(words, asked)).toBe(true));
});
