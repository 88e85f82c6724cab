import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { CompanyFileError, parseCompany, readCompanyFile } from "../../bot/company-file.ts";

const valid = `
name: { ar: منصة نسّق, en: Nassiq }
about: { ar: نظام مواعيد, en: Appointments }
website: null
phone: "+966110000000"
email: sales@nassiq.example
crNumber: "7000000000"
vatNumber: "300000000000003"
address: null
hours:
  days: [0, 1, 2, 3, 4]
  from: "09:00"
  to: "17:00"
  ramadan: { from: "10:00", to: "15:00" }
  closed: []
offers:
  - id: starter
    name: { ar: الأساسية, en: Starter }
    summary: { ar: للعيادات, en: For clinics }
    cues: [starter]
    prices:
      - id: starter-month
        label: { ar: اشتراك, en: Subscription }
        amount: 1200
        currency: SAR
        per: month
        unit: null
    suits: { sizeMin: null, sizeMax: 50, sectors: [health] }
claims: []
icp:
  sectors: [health]
  nearSectors: []
  sizeMin: 5
  sizeMax: 200
  regions: [SA]
  budgetMin: 5000
  budgetMax: 100000
  pains: [تأخير]
meeting:
  minutes: 30
  bufferMinutes: 15
  noticeMinutes: 120
  horizonDays: 14
  title: { ar: عرض, en: Demo }
  place: { ar: فيديو, en: Video }
  remindMinutesBefore: 60
reps:
  - id: sarah
    name: { ar: سارة, en: Sarah }
    email: null
    phone: null
    hours: null
    sectors: []
proposal: { validDays: 14, terms: { ar: الدفع مقدم, en: Paid in advance } }
followUpDays: [1, 3]
privacy: { notice: { ar: خصوصية, en: Privacy }, url: null }
`;

function problemsOf(yaml: string): string {
  try {
    parseCompany(yaml, "company.yaml");
  } catch (problem) {
    if (problem instanceof CompanyFileError) return problem.message;
    throw problem;
  }
  return "no problem";
}

describe("the company's file", () => {
  const folder = mkdtempSync(join(tmpdir(), "majlis-company-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is read as a profile", () => {
    const file = join(folder, "company.yaml");
    writeFileSync(file, valid);
    const company = readCompanyFile(file);
    expect(company.name.ar).toBe("منصة نسّق");
    expect(company.hours.ramadan).toEqual({ from: "10:00", to: "15:00" });
    expect(company.offers[0]?.prices[0]?.amount).toBe(1200);
  });

  it.each([
    ["a missing name", ["en: Nassiq", "xx: Nassiq"], "line 2, name.en: is missing; it must be text"],
    [
      "a number without quotes",
      ['"+966110000000"', "966110000000"],
      "line 5, phone: must be text: put it in quotes",
    ],
    ["a misspelt name", ["crNumber:", "cr:"], "line 7, the whole file: cr is not a known name here"],
    [
      "a time of another shape",
      ['from: "09:00"', 'from: "9 am"'],
      "line 12, hours.from: must be a time such as 09:00",
    ],
    [
      "hours that end before they begin",
      ['to: "17:00"', 'to: "07:00"'],
      "line 13, hours.to: must be later than from",
    ],
    [
      "an unknown period",
      ["per: month", "per: monthly"],
      "line 26, offers[0].prices[0].per: must be one of once, month, year",
    ],
    ["a list that is none", ["days: [0, 1, 2, 3, 4]", "days: 5"], "line 11, hours.days: must be a list"],
    ["a broken YAML", ["closed: []", "closed: ["], "line 16: "],
  ] as const)("names file, line, place and what is valid for %s", (_name, [right, wrong], problem) => {
    const message = problemsOf(valid.replace(right, wrong));
    expect(message).toMatch(/^COMPANY_FILE company\.yaml cannot be used:\n/u);
    expect(message).toContain(`  ${problem}`);
  });

  it("names every problem at once", () => {
    const message = problemsOf(valid.replace("minutes: 30", "minutes: many").replace("reps:", "people:"));
    expect(message.split("\n")).toEqual([
      "COMPANY_FILE company.yaml cannot be used:",
      "  line 40, meeting.minutes: must be a number",
      "  line 1, reps: is missing; it must be a list",
      "  line 48, the whole file: people is not a known name here; remove or correct it",
    ]);
  });

  it("says when there is no file", () => {
    expect(() => readCompanyFile(join(folder, "none.yaml"))).toThrow(
      "none.yaml cannot be used:\n  it cannot be read (ENOENT); give the path of a YAML file",
    );
  });
});
