import { describe, expect, it } from "vitest";
import { ownCalendar } from "../../agents/services/own-calendar.ts";
import type { Company } from "../../bot/conversation/company.ts";
import type { BusyTime } from "../../bot/conversation/sales/slots.ts";
import { demoCompany } from "./demo-company.ts";

const now = Date.parse("2026-11-22T09:00:00+03:00");
const anyTime = { from: null, to: null, rep: null };

function calendarWith(booked: readonly BusyTime[], company: Company = demoCompany) {
  const asked: number[][] = [];
  const calendar = ownCalendar({
    busy: async (from, to) => {
      asked.push([from, to]);
      return booked.filter((one) => Date.parse(one.from) < to && Date.parse(one.to) > from);
    },
    company: async () => company,
    now: () => now,
  });
  return { calendar, asked };
}

describe("the built-in calendar", () => {
  it("offers the soonest times, at most as many as asked for", async () => {
    const slots = await calendarWith([]).calendar.openSlots(anyTime, 3);
    expect(slots.map((slot) => slot.from)).toEqual([
      "2026-11-22T11:00:00+03:00",
      "2026-11-22T11:30:00+03:00",
      "2026-11-22T12:00:00+03:00",
    ]);
  });

  it("never offers what is taken, and asks for all that could take it", async () => {
    const { calendar, asked } = calendarWith([
      { rep: "sarah", from: "2026-12-06T16:30:00+03:00", to: "2026-12-06T17:00:00+03:00" },
    ]);
    const slots = await calendar.openSlots({ ...anyTime, from: "2026-12-06T16:00:00+03:00" }, 50);
    expect(slots).toEqual([]);
    const [from = 0, to = 0] = asked[0] ?? [];
    expect(from).toBeLessThanOrEqual(now);
    expect(to).toBeGreaterThan(Date.parse("2026-12-06T17:00:00+03:00"));
  });

  it("follows a change of the company's profile at once", async () => {
    const closed = { ...demoCompany, hours: { ...demoCompany.hours, closed: ["2026-11-22"] } };
    const [first] = await calendarWith([], closed).calendar.openSlots(anyTime, 1);
    expect(first?.from).toBe("2026-11-23T09:00:00+03:00");
  });
});
