import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SlotQuery } from "../../bot/conversation/decide.ts";
import { chooseThree } from "../../bot/conversation/sales/choose-three.ts";
import { prayersOn } from "../../bot/conversation/sales/prayer-times.ts";
import { riyadhDate, riyadhMinutes, weekdayOf } from "../../bot/conversation/sales/riyadh.ts";
import { holidayOn, isRamadan } from "../../bot/conversation/sales/saudi-days.ts";
import { type BusyTime, freeSlots, slotOf } from "../../bot/conversation/sales/slots.ts";
import { meeting, officeHours, rep } from "./demo-hours.ts";

const company = { hours: officeHours, meeting, reps: [rep("sarah")] };
const anyTime: SlotQuery = { from: null, to: null, rep: null };
const sundayNine = Date.parse("2026-11-22T09:00:00+03:00");
const on = (date: string): SlotQuery => ({
  ...anyTime,
  from: `${date}T00:00:00+03:00`,
  to: `${date}T23:59:00+03:00`,
});
const find = (query: SlotQuery, busy: readonly BusyTime[] = [], now = sundayNine, who = company) =>
  freeSlots({ company: who, query, busy, now }).map((slot) => slot.id);

describe("free times", () => {
  it("are the half hours that somebody works", () => {
    expect(find(on("2026-11-25"))).toEqual(
      ["09", "10", "11", "12", "13", "14", "15", "16"].flatMap((hour) => [
        `sarah@2026-11-25T${hour}:00`,
        `sarah@2026-11-25T${hour}:30`,
      ]),
    );
  });

  it("carry rep, start and end", () => {
    expect(freeSlots({ company, query: on("2026-11-25"), busy: [], now: sundayNine })[0]).toEqual({
      id: "sarah@2026-11-25T09:00",
      rep: "sarah",
      from: "2026-11-25T09:00:00+03:00",
      to: "2026-11-25T09:30:00+03:00",
    });
  });

  it("leave the notice, and end with the horizon", () => {
    const all = find(anyTime);
    expect(all[0]).toBe("sarah@2026-11-22T11:00");
    expect(all.at(-1)).toBe("sarah@2026-12-06T16:30");
  });

  it("are none on Friday, Saturday or a closed day", () => {
    for (const date of ["2026-11-27", "2026-11-28", "2026-12-01"]) expect(find(on(date))).toEqual([]);
  });

  it("are none on Friday even for those who work then", () => {
    const hours = { ...officeHours, days: [5, 6] };
    expect(find(on("2026-11-27"), [], sundayNine, { ...company, hours })).toEqual([]);
    expect(find(on("2026-11-28"), [], sundayNine, { ...company, hours })).not.toEqual([]);
  });

  it("keep Ramadan's hours", () => {
    const ramadan = find(on("2027-02-10"), [], Date.parse("2027-02-07T09:00:00+03:00"));
    expect([ramadan[0], ramadan.at(-1)]).toEqual(["sarah@2027-02-10T10:00", "sarah@2027-02-10T14:30"]);
  });

  it("keep the buffer on both sides of a meeting", () => {
    const busy = [{ rep: "sarah", from: "2026-11-25T09:30:00+03:00", to: "2026-11-25T10:00:00+03:00" }];
    expect(find(on("2026-11-25"), busy)[0]).toBe("sarah@2026-11-25T10:30");
  });

  it("name every rep who is free, the one with fewer meetings that week first", () => {
    const two = { ...company, reps: [rep("sarah"), rep("fahad")] };
    const at = (clock: string, busy: readonly BusyTime[], query = on("2026-11-25")) =>
      find(query, busy, sundayNine, two)
        .filter((id) => id.endsWith(clock))
        .map((id) => id.split("@")[0]);
    const met = { rep: "sarah", from: "2026-11-23T09:00:00Z", to: "2026-11-23T09:30:00Z" };
    expect(at("13:00", [met])).toEqual(["fahad", "sarah"]);
    expect(at("13:30", [met])).toEqual(["fahad", "sarah"]);
    expect(at("13:00", [{ ...met, rep: "fahad" }])).toEqual(["sarah", "fahad"]);
    expect(at("13:00", [met], { ...on("2026-11-25"), rep: "sarah" })).toEqual(["sarah"]);
  });

  it("take turns among reps with equally many meetings", () => {
    const three = { ...company, reps: [rep("a"), rep("b"), rep("c")] };
    const first = Map.groupBy(find(on("2026-11-25"), [], sundayNine, three), (id) => id.split("@")[1] ?? "");
    const leads = [...first.values()].map(([id]) => id?.split("@")[0]);
    expect(leads.slice(0, 6).toSorted()).toEqual(["a", "a", "b", "b", "c", "c"]);
  });

  it("follow a rep's own hours, but never a day on which the company is closed", () => {
    const evenings = rep("noura", {
      ...officeHours,
      days: [0, 1, 2],
      from: "13:00",
      to: "16:00",
      closed: [],
    });
    const who = { ...company, reps: [evenings] };
    expect(find(on("2026-11-24"), [], sundayNine, who)[0]).toBe("noura@2026-11-24T13:00");
    expect(find(on("2026-11-25"), [], sundayNine, who)).toEqual([]);
    expect(find(on("2026-12-01"), [], sundayNine, who)).toEqual([]);
  });

  /** The rules written a second time and the slow way: may this rep start a meeting of so many minutes then? */
  function mayStart(at: number, minutes: number, busy: readonly BusyTime[], now: number): boolean {
    const date = riyadhDate(at);
    const minute = riyadhMinutes(at);
    const [open, close] = isRamadan(date) ? [600, 900] : [540, 1020];
    const lastDay = riyadhDate(now + 14 * 86_400_000);
    if (at < now + 120 * 60_000 || date > lastDay) return false;
    if (![0, 1, 2, 3, 4].includes(weekdayOf(date)) || holidayOn(date) !== null) return false;
    if (officeHours.closed.includes(date) || minute < open || minute + minutes > close) return false;
    const end = at + minutes * 60_000;
    return busy.every((one) => Date.parse(one.to) + 900_000 <= at || Date.parse(one.from) - 900_000 >= end);
  }

  it("are exactly those the rules allow, at any moment and with any diary", () => {
    const busyTimes = fc.array(
      fc.record({
        rep: fc.constantFrom("a", "b"),
        half: fc.nat(15 * 48),
        minutes: fc.integer({ min: 10, max: 180 }),
      }),
      { maxLength: 60 },
    );
    const moments = fc.integer({ min: Date.parse("2026-01-01"), max: Date.parse("2030-01-01") });
    fc.assert(
      fc.property(moments, busyTimes, fc.constantFrom(15, 30, 45, 60), (now, entries, minutes) => {
        const busy = entries.map((one) => {
          const from = now + one.half * 1_800_000;
          const iso = (at: number) => new Date(at).toISOString();
          return { rep: one.rep, from: iso(from), to: iso(from + one.minutes * 60_000) };
        });
        const who = { hours: officeHours, meeting: { ...meeting, minutes }, reps: [rep("a"), rep("b")] };
        const slots = freeSlots({ company: who, query: anyTime, busy, now });
        const of = (name: string) => busy.filter((one) => one.rep === name);
        for (const slot of slots) {
          expect(slot).toEqual(slotOf(slot.rep, Date.parse(slot.from), minutes));
          expect(mayStart(Date.parse(slot.from), minutes, of(slot.rep), now)).toBe(true);
        }
        expect(new Set(slots.map((slot) => slot.id)).size).toBe(slots.length);
        const grid = Array.from(
          { length: 16 * 48 },
          (_, half) => (Math.ceil(now / 1_800_000) + half) * 1_800_000,
        );
        const allowed = grid.flatMap((at) =>
          ["a", "b"]
            .filter((name) => mayStart(at, minutes, of(name), now))
            .map((name) => slotOf(name, at, minutes).id),
        );
        expect(slots.map((slot) => slot.id).toSorted()).toEqual(allowed.toSorted());
        expect(slots.map((slot) => slot.from)).toEqual(slots.map((slot) => slot.from).toSorted());
      }),
      { numRuns: 40 },
    );
  });
});

describe("the three times offered", () => {
  const slots = freeSlots({ company, query: anyTime, busy: [], now: sundayNine });
  const choose = (from: string, to: string | null) => chooseThree(slots, { from, to }).map((slot) => slot.id);

  it("are soon, on three days and in three parts of the day when nobody wished for anything", () => {
    expect(chooseThree(slots, null).map((slot) => slot.id)).toEqual([
      "sarah@2026-11-22T12:00",
      "sarah@2026-11-23T09:00",
      "sarah@2026-11-24T15:30",
    ]);
  });

  it("lie in the wanted window, spread over it", () => {
    expect(choose("2026-11-29T00:00:00+03:00", "2026-12-04T00:00:00+03:00")).toEqual([
      "sarah@2026-11-29T09:00",
      "sarah@2026-11-30T12:30",
      "sarah@2026-12-02T15:30",
    ]);
  });

  it("stay in the wanted afternoon, clear of asr (14:43) by twenty minutes", () => {
    expect(choose("2026-11-29T15:00:00+03:00", "2026-11-29T17:30:00+03:00")).toEqual([
      "sarah@2026-11-29T15:30",
      "sarah@2026-11-29T16:00",
      "sarah@2026-11-29T16:30",
    ]);
  });

  it("are filled up from the neighbourhood of a short window, what was wanted first", () => {
    expect(choose("2026-11-29T16:00:00+03:00", "2026-11-29T16:30:00+03:00")).toEqual([
      "sarah@2026-11-29T16:00",
      "sarah@2026-11-29T15:30",
      "sarah@2026-11-29T16:30",
    ]);
  });

  it("hold the very moment that was named, though it lies near a prayer", () => {
    expect(choose("2026-11-29T15:00:00+03:00", null)).toContain("sarah@2026-11-29T15:00");
  });

  it("surround a moment that is taken, with the same hour of another day", () => {
    const busy = [{ rep: "sarah", from: "2026-11-29T13:00:00+03:00", to: "2026-11-29T13:30:00+03:00" }];
    const others = freeSlots({ company, query: anyTime, busy, now: sundayNine });
    const wish = { from: "2026-11-29T13:00:00+03:00", to: null };
    expect(chooseThree(others, wish).map((slot) => slot.id)).toEqual([
      "sarah@2026-11-29T10:30", // 12:00 is too near dhuhr (11:42)
      "sarah@2026-11-29T15:30",
      "sarah@2026-11-30T13:00",
    ]);
  });

  it("leave Thursday afternoon and prayers alone while anything else is free", () => {
    fc.assert(
      fc.property(fc.subarray([...slots], { minLength: 60 }), (some) => {
        for (const slot of chooseThree(some, null)) {
          const date = slot.from.slice(0, 10);
          const from = riyadhMinutes(Date.parse(slot.from));
          expect(weekdayOf(date) === 4 && from + 30 > 900).toBe(false);
          const { dhuhr, asr } = prayersOn(date, null);
          expect([dhuhr, asr].every((adhan) => from >= adhan + 20 || from + 30 <= adhan - 20)).toBe(true);
        }
      }),
    );
  });

  it("are near a prayer only when nothing else is left", () => {
    const asr = slots.filter((slot) => /T1(4:30|5:00)/.test(slot.id));
    expect(chooseThree(asr, null)).toHaveLength(3);
  });

  it("are three moments, not one moment with three reps; the least busy rep has them", () => {
    const three = { ...company, reps: [rep("a"), rep("b"), rep("c")] };
    const busy = ["a", "b"].map((name) => ({
      rep: name,
      from: "2026-11-23T09:00:00Z",
      to: "2026-11-23T09:30:00Z",
    }));
    const chosen = chooseThree(freeSlots({ company: three, query: anyTime, busy, now: sundayNine }), null);
    expect(new Set(chosen.map((slot) => slot.from)).size).toBe(3);
    expect(chosen.map((slot) => slot.rep)).toEqual(["c", "c", "c"]);
  });

  it("are fewer when there are fewer, never the same twice", () => {
    fc.assert(
      fc.property(
        fc.subarray([...slots]),
        fc.option(
          fc.record({
            from: fc.constantFrom(...slots.map((slot) => slot.from)),
            hours: fc.option(fc.nat(200)),
          }),
        ),
        (some, wish) => {
          const wanted =
            wish === null
              ? null
              : {
                  from: wish.from,
                  to:
                    wish.hours === null
                      ? null
                      : new Date(Date.parse(wish.from) + wish.hours * 3_600_000).toISOString(),
                };
          const three = chooseThree(some, wanted);
          expect(three.length).toBe(Math.min(3, some.length));
          expect(new Set(three).size).toBe(three.length);
          for (const slot of three) expect(some).toContain(slot);
        },
      ),
    );
  });
});
