import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { skeletonOf } from "../../bot/conversation/language/arabizi.ts";
import { understand } from "../../bot/conversation/language/understand.ts";
import type { Language } from "../../bot/conversation/message.ts";
import { sharedFolder } from "../support/shared.ts";

const reads = (text: string, language: Language | null = null) =>
  understand(text, { asked: null, now: Date.UTC(2026, 10, 22, 6), profileName: null, language, city: null });

describe("language", () => {
  it.each([
    ["ابغى اعرف السعر", "ar"],
    ["how much is it", "en"],
    ["ابغى demo للنظام", "mixed"],
    ["abi a3ref els3r", "arabizi"],
    ["salam, kam el se3r", "arabizi"],
    ["آج کی میری یاد دہانیوں میں", "other"],
    ["b2b saas for 5k users", "en"],
    ["راسلوني على a.b@ofoq.sa", "ar"],
    ["👍", "other"],
  ])("%s is %s", (text, language) => expect(reads(text).language).toBe(language));

  it("reads Arabic typed on an English keyboard, quoting what was really typed", () => {
    const { language, acts } = reads("hgsghl ugd;l");
    expect({ language, acts }).toEqual({
      language: "ar",
      acts: [{ act: "greeting", quote: "hgsghl ugd;l" }],
    });
  });

  it("takes a currency code for no keyboard slip", () => expect(reads("42 BGN").language).toBe("en"));

  it("meets both scripts in one skeleton", () => expect(skeletonOf("mowathaf")).toBe(skeletonOf("موظف")));
});

describe("the language to answer in", () => {
  it.each([
    ["ok", "ar", "ar"],
    ["we have forty employees in Jeddah", "ar", "en"],
    ["نعم", "en", "en"],
    ["english please", "ar", "en"],
    ["تكلم عربي", "en", "ar"],
    ["kam els3r", null, "ar"],
  ] as const)("%s in a talk in %s is answered in %s", (text, soFar, language) =>
    expect(reads(text, soFar).replyLanguage).toBe(language),
  );
});

const folder = sharedFolder("language/dev");

describe.skipIf(folder === null)("labelled sentences", () => {
  it("names the language of 99 in 100, Arabizi of 85 in 100", () => {
    const lines = readFileSync(join(folder ?? "", "eval-lang.jsonl"), "utf8")
      .trim()
      .split("\n");
    const rows = lines.map((line) => JSON.parse(line) as { text: string; expected: string });
    const right = rows.filter(
      ({ text, expected }) => reads(text).language === expected.replace(/^(?:fa|ur)$/, "other"),
    );
    const arabizi = (list: typeof rows) => list.filter(({ expected }) => expected === "arabizi").length;
    expect(right.length / rows.length).toBeGreaterThan(0.99);
    expect(arabizi(right) / arabizi(rows)).toBeGreaterThan(0.85);
  });
});
