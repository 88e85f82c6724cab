import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { prayersOn } from "../../bot/conversation/sales/prayer-times.ts";
import { addDays } from "../../bot/conversation/sales/riyadh.ts";
import {
  holidayOn,
  isRamadan,
  isWorkingDay,
  workingWindow,
} from "../../bot/conversation/sales/saudi-days.ts";
import { sharedFolder } from "../support/shared.ts";
import { officeHours } from "./demo-hours.ts";

const days = (from: string, count: number) =>
  Array.from({ length: count }, (_, index) => addDays(from, index));

describe("public holidays of the private sector", () => {
  it.each([
    ["2026-02-21", null],
    ["2026-02-22", "founding-day"],
    ["2026-09-23", "national-day"],
    ["2027-09-23", "national-day"],
    // 29 Ramadan 1447 is a working Wednesday; the leave begins the day after, though Ramadan has thirty days.
    ["2026-03-18", null],
    ["2026-03-19", "eid-al-fitr"],
    ["2026-03-22", "eid-al-fitr"],
    ["2026-03-23", null],
    ["2026-05-25", null],
    ["2026-05-26", "eid-al-adha"],
    ["2026-05-29", "eid-al-adha"],
    ["2026-05-30", null],
    ["2027-03-09", "eid-al-fitr"],
    ["2027-03-12", "eid-al-fitr"],
    ["2027-03-13", null],
  ])("%s: %s", (date, holiday) => {
    expect(holidayOn(date)).toBe(holiday);
  });

  it("is computed for years that nobody has announced yet", () => {
    expect(days("2033-01-01", 365).filter((date) => holidayOn(date) === "eid-al-adha")).toHaveLength(4);
    // 1 Ramadan 1454 and 9 Dhul-Hijjah 1454 of the Umm al-Qura calendar.
    expect([isRamadan("2032-12-03"), isRamadan("2032-12-04"), holidayOn("2033-03-11")]).toEqual([
      false,
      true,
      "eid-al-adha",
    ]);
  });
});

describe("Ramadan", () => {
  it.each([
    ["2026-02-17", false],
    ["2026-02-18", true],
    ["2026-03-19", true],
    ["2026-03-20", false],
    ["2027-02-08", true],
    ["2027-03-08", true],
    ["2027-03-09", false],
  ])("%s: %s", (date, ramadan) => {
    expect(isRamadan(date)).toBe(ramadan);
  });

  it("agrees with the shared table of facts", (test) => {
    const folder = sharedFolder("reference");
    if (folder === null) return test.skip("no shared/reference beside the project");
    const facts = JSON.parse(readFileSync(join(folder, "saudi-facts.json"), "utf8"));
    expect(facts.hijri_computed_umm_al_qura_via_ICU).toHaveLength(4);
    for (const year of facts.hijri_computed_umm_al_qura_via_ICU) {
      const fasting = days(year.muharram1, 354).filter(isRamadan);
      expect([fasting[0], fasting.length]).toEqual([year.ramadan1, year.ramadan_days]);
      expect(holidayOn(year.eidFitr)).toBe("eid-al-fitr");
      expect([holidayOn(addDays(year.arafah, -1)), holidayOn(year.arafah)]).toEqual([null, "eid-al-adha"]);
    }
  });
});

describe("working days and hours", () => {
  it("rests on Friday and Saturday, on holidays and on the company's own closed days", () => {
    const week = days("2026-11-22", 7).filter((date) => isWorkingDay(date, officeHours));
    expect(week).toEqual(["2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"]);
    expect(isWorkingDay("2026-09-23", officeHours)).toBe(false);
    expect(isWorkingDay("2026-12-01", officeHours)).toBe(false);
    expect(isWorkingDay("2026-11-28", { ...officeHours, days: [0, 6] })).toBe(true);
  });

  it("gives the day's hours, Ramadan's in Ramadan, none on a closed day", () => {
    expect(workingWindow("2026-11-22", officeHours, [])).toEqual({ from: 540, to: 1020 });
    expect(workingWindow("2027-02-08", officeHours, [])).toEqual({ from: 600, to: 900 });
    expect(workingWindow("2026-11-22", officeHours, ["2026-11-22"])).toBeNull();
    expect(workingWindow("2026-11-27", officeHours, [])).toBeNull();
  });
});

describe("prayer times", () => {
  const clock = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

  it("follow Umm al-Qura in Riyadh", () => {
    const day = prayersOn("2026-01-15", null);
    expect(Object.values(day).map(clock)).toEqual(["05:17", "12:03", "15:06", "17:26", "18:56"]);
  });

  it("come later in the west, and isha two hours after maghrib in Ramadan", () => {
    expect(clock(prayersOn("2026-01-15", "Jeddah").dhuhr)).toBe("12:33");
    expect(prayersOn("2026-01-15", "Atlantis")).toEqual(prayersOn("2026-01-15", "Riyadh"));
    const ramadan = prayersOn("2026-02-20", null);
    expect(ramadan.isha - ramadan.maghrib).toBe(120);
  });

  it("know every city of the shared list", (test) => {
    const folder = sharedFolder("reference");
    if (folder === null) return test.skip("no shared/reference beside the project");
    const { cities } = JSON.parse(readFileSync(join(folder, "saudi-facts.json"), "utf8"));
    const riyadh = JSON.stringify(prayersOn("2026-11-22", "Riyadh"));
    const asInRiyadh = cities
      .map((city: { en: string }) => city.en)
      .filter((city: string) => JSON.stringify(prayersOn("2026-11-22", city)) === riyadh);
    expect(asInRiyadh).toEqual(["Riyadh"]);
  });
});
