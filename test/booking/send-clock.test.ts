import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Hours } from "../../bot/conversation/company.ts";
import { prayersOn } from "../../bot/conversation/sales/prayer-times.ts";
import { riyadhDate, riyadhIso, riyadhMinutes, weekdayOf } from "../../bot/conversation/sales/riyadh.ts";
import { workingWindow } from "../../bot/conversation/sales/saudi-days.ts";
import { nextAllowed } from "../../bot/conversation/sales/send-clock.ts";
import { officeHours } from "./demo-hours.ts";

const next = (now: string, city: string | null = null, hours: Hours = officeHours) =>
  riyadhIso(nextAllowed(Date.parse(now), "proactive", { hours }, city));

describe("when a message may leave", () => {
  it("answers at any time", () => {
    const night = Date.parse("2026-11-27T03:00:00+03:00");
    expect(nextAllowed(night, "answer", { hours: officeHours })).toBe(night);
  });

  it.each([
    ["within hours, at once", "2026-11-22T10:00:30+03:00", "2026-11-22T10:00:30+03:00"],
    ["before nine, at nine", "2026-11-22T05:12:00+03:00", "2026-11-22T09:00:00+03:00"],
    ["in the evening, the next morning", "2026-11-22T17:00:00+03:00", "2026-11-23T09:00:00+03:00"],
    ["after Thursday, on Sunday", "2026-11-26T18:00:00+03:00", "2026-11-29T09:00:00+03:00"],
    [
      "at the call for dhuhr (11:39), 25 minutes later",
      "2026-11-22T11:39:00+03:00",
      "2026-11-22T12:04:00+03:00",
    ],
    ["on a closed day, the day after", "2026-12-01T10:00:00+03:00", "2026-12-02T09:00:00+03:00"],
    ["on National Day, the day after", "2026-09-23T10:00:00+03:00", "2026-09-24T09:00:00+03:00"],
    ["after Eid al-Fitr leave, Monday", "2026-03-19T09:00:00+03:00", "2026-03-23T09:00:00+03:00"],
    ["in Ramadan, in Ramadan's hours", "2027-02-08T08:00:00+03:00", "2027-02-08T10:00:00+03:00"],
    ["in Ramadan, not after them", "2027-02-08T15:00:00+03:00", "2027-02-09T10:00:00+03:00"],
  ])("%s", (_name, now, allowed) => {
    expect(next(now)).toBe(allowed);
  });

  it("prays with the person's city", () => {
    // Dhuhr in Jeddah is called at 12:09, half an hour after Riyadh's.
    expect(next("2026-11-22T11:45:00+03:00", "Jeddah")).toBe("2026-11-22T11:45:00+03:00");
    expect(next("2026-11-22T12:10:00+03:00", "Jeddah")).toBe("2026-11-22T12:34:00+03:00");
  });

  it("keeps the night quiet whatever the company's hours", () => {
    const long = { ...officeHours, from: "06:00", to: "23:30" };
    expect(next("2026-11-22T06:00:00+03:00", null, long)).toBe("2026-11-22T09:00:00+03:00");
    expect(next("2026-11-22T21:00:00+03:00", null, long)).toBe("2026-11-23T09:00:00+03:00");
  });

  it("never writes on a Friday, even for a company that works then", () => {
    expect(next("2026-11-27T10:00:00+03:00", null, { ...officeHours, days: [5, 6] })).toBe(
      "2026-11-28T09:00:00+03:00",
    );
  });

  it("says 'ask again in a year' when a company is never open", () => {
    expect(next("2026-11-22T10:00:00+03:00", null, { ...officeHours, days: [] })).toBe(
      "2027-11-22T10:00:00+03:00",
    );
  });
});

describe("at any moment of eight years", () => {
  const moments = fc.integer({ min: Date.parse("2026-01-01"), max: Date.parse("2034-01-01") });
  const cities = fc.constantFrom(null, "Riyadh", "Jeddah", "Khobar", "Tabuk");
  const hours = fc
    .record({
      days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 2 }),
      from: fc.integer({ min: 6, max: 12 }),
      length: fc.integer({ min: 4, max: 11 }),
    })
    .map(({ days, from, length }) => ({
      ...officeHours,
      days,
      from: `${from}:00`,
      to: `${from + length}:00`,
    }));

  /** The rule itself, written a second time and the slow way: is this one minute allowed? */
  function mayLeave(at: number, open: Hours, city: string | null): boolean {
    const date = riyadhDate(at);
    const minute = riyadhMinutes(at);
    const window = workingWindow(date, open, open.closed);
    if (window === null || weekdayOf(date) === 5) return false;
    if (minute < Math.max(window.from, 540) || minute >= Math.min(window.to, 1260)) return false;
    return Object.values(prayersOn(date, city)).every((adhan) => minute < adhan || minute >= adhan + 25);
  }

  it("the answer is allowed, not in the past, and no earlier minute was allowed", () => {
    fc.assert(
      fc.property(moments, hours, cities, (now, open, city) => {
        const allowed = nextAllowed(now, "proactive", { hours: open }, city);
        expect(allowed).toBeGreaterThanOrEqual(now);
        expect(mayLeave(allowed, open, city)).toBe(true);
        for (let minute = now; minute < allowed; minute += 60_000)
          if (mayLeave(minute, open, city)) expect.fail(`${riyadhIso(minute)} was allowed already`);
        expect(nextAllowed(allowed, "proactive", { hours: open }, city)).toBe(allowed);
      }),
      { numRuns: 60 },
    );
  });
});
