import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dateInWords,
  hijriInWords,
  slotInWords,
  slotLabel,
  timeInWords,
} from "../../bot/conversation/sales/date-words.ts";
import { riyadhIso } from "../../bot/conversation/sales/riyadh.ts";

const sunday = Date.parse("2026-11-22T10:00:00+03:00");
const arabic = { digits: "arabic-indic", hijri: false, now: sunday } as const;
const latin = { digits: "latin", hijri: false, now: sunday } as const;
const at = (from: string) => ({ from });

describe("a meeting time read back", () => {
  it.each([
    [
      "2026-11-22T16:00:00+03:00",
      "اليوم الأحد ٢٢ نوفمبر، الساعة ٤ العصر",
      "Sunday 22 November (today), 4:00 pm",
    ],
    [
      "2026-11-23T09:30:00+03:00",
      "بكرة الاثنين ٢٣ نوفمبر، الساعة ٩:٣٠ الصباح",
      "Monday 23 November (tomorrow), 9:30 am",
    ],
    ["2026-11-24T12:00:00+03:00", "الثلاثاء ٢٤ نوفمبر، الساعة ١٢ الظهر", "Tuesday 24 November, 12:00 pm"],
    ["2026-11-25T13:30:00+03:00", "الأربعاء ٢٥ نوفمبر، الساعة ١:٣٠ الظهر", "Wednesday 25 November, 1:30 pm"],
    ["2026-11-26T10:00:00+03:00", "الخميس ٢٦ نوفمبر، الساعة ١٠ الصباح", "Thursday 26 November, 10:00 am"],
    ["2026-11-27T18:00:00+03:00", "الجمعة ٢٧ نوفمبر، الساعة ٦ المغرب", "Friday 27 November, 6:00 pm"],
    ["2026-11-28T20:00:00+03:00", "السبت ٢٨ نوفمبر، الساعة ٨ مساءً", "Saturday 28 November, 8:00 pm"],
    ["2026-11-29T15:00:00+03:00", "الأحد ٢٩ نوفمبر، الساعة ٣ العصر", "Sunday 29 November, 3:00 pm"],
  ])("%s", (from, ar, en) => {
    expect(slotInWords(at(from), "ar", arabic)).toBe(ar);
    expect(slotInWords(at(from), "en", latin)).toBe(en);
  });

  it("follows the person's digits", () => {
    expect(slotInWords(at("2026-11-29T15:30:00+03:00"), "ar", latin)).toBe(
      "الأحد 29 نوفمبر، الساعة 3:30 العصر",
    );
    expect(slotInWords(at("2026-11-29T15:30:00+03:00"), "en", arabic)).toBe("Sunday 29 November, 3:30 pm");
  });

  it("answers a formal writer in simple MSA", () => {
    const formal = { ...arabic, register: "formal" } as const;
    expect(slotInWords(at("2026-11-23T15:00:00+03:00"), "ar", formal)).toBe(
      "غداً الاثنين ٢٣ نوفمبر، الساعة ٣ عصراً",
    );
    expect(slotInWords(at("2026-11-25T18:30:00+03:00"), "ar", formal)).toBe(
      "الأربعاء ٢٥ نوفمبر، الساعة ٦:٣٠ مساءً",
    );
  });

  it("adds the Hijri date for those who used it", () => {
    const hijri = { ...arabic, hijri: true };
    expect(slotInWords(at("2026-11-29T15:00:00+03:00"), "ar", hijri)).toBe(
      "الأحد ١٩ جمادى الآخرة ١٤٤٨ الموافق ٢٩ نوفمبر، الساعة ٣ العصر",
    );
    expect(slotInWords(at("2026-11-29T15:00:00+03:00"), "en", hijri)).toBe(
      "Sunday 29 November / 19 Jumada al-Akhirah 1448, 3:00 pm",
    );
  });

  it("reads an instant written with another offset on the Riyadh clock", () => {
    expect(slotInWords(at("2026-11-28T22:30:00Z"), "ar", arabic)).toBe("الأحد ٢٩ نوفمبر، الساعة ١:٣٠ الليل");
  });
});

describe("a day", () => {
  it("carries its year when half a year away", () => {
    expect(dateInWords("2027-01-03", "ar", arabic)).toBe("الأحد ٣ يناير");
    expect(dateInWords("2027-11-07", "ar", arabic)).toBe("الأحد ٧ نوفمبر ٢٠٢٧");
    expect(dateInWords("2027-11-07", "en", latin)).toBe("Sunday 7 November 2027");
  });

  it("counts today from the Riyadh midnight, not from UTC's", () => {
    const lateEvening = { ...arabic, now: Date.parse("2026-11-22T22:30:00Z") };
    expect(dateInWords("2026-11-23", "ar", lateEvening)).toBe("اليوم الاثنين ٢٣ نوفمبر");
  });

  it.each([
    ["2026-02-18", "١ رمضان ١٤٤٧", "1 Ramadan 1447"],
    ["2026-03-20", "١ شوال ١٤٤٧", "1 Shawwal 1447"],
    ["2027-05-16", "١٠ ذو الحجة ١٤٤٨", "10 Dhul-Hijjah 1448"],
    ["2026-06-16", "١ محرم ١٤٤٨", "1 Muharram 1448"],
  ])("%s in Hijri", (date, ar, en) => {
    expect(hijriInWords(date, "ar", "arabic-indic")).toBe(ar);
    expect(hijriInWords(date, "en", "arabic-indic")).toBe(en);
  });
});

describe("a time of day", () => {
  it.each([
    [0, "١٢ الليل", "12:00 am"],
    [4 * 60 + 45, "٤:٤٥ الفجر", "4:45 am"],
    [8 * 60, "٨ الصباح", "8:00 am"],
    [11 * 60 + 30, "١١:٣٠ الصباح", "11:30 am"],
    [14 * 60, "٢ الظهر", "2:00 pm"],
    [17 * 60 + 30, "٥:٣٠ العصر", "5:30 pm"],
    [21 * 60 + 5, "٩:٠٥ مساءً", "9:05 pm"],
  ])("%i minutes after midnight", (minutes, ar, en) => {
    expect(timeInWords(minutes, "ar", arabic)).toBe(ar);
    expect(timeInWords(minutes, "en", latin)).toBe(en);
  });
});

describe("a button's label", () => {
  it.each([
    ["2026-11-29T15:00:00+03:00", "الأحد ٢٩/١١ ٣:٠٠م", "Sun 29 Nov, 3:00 pm"],
    ["2026-11-25T11:30:00+03:00", "أربعاء ٢٥/١١ ١١:٣٠ص", "Wed 25 Nov, 11:30 am"],
    ["2026-11-24T12:00:00+03:00", "ثلاثاء ٢٤/١١ ١٢:٠٠م", "Tue 24 Nov, 12:00 pm"],
  ])("%s", (from, ar, en) => {
    expect(slotLabel(at(from), "ar", "arabic-indic")).toBe(ar);
    expect(slotLabel(at(from), "en", "latin")).toBe(en);
  });

  it("fits a WhatsApp button at every half hour of the year, in both languages and digit styles", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 366 * 48 }), (halfHours) => {
        const slot = at(riyadhIso(Date.parse("2026-11-22T00:00:00+03:00") + halfHours * 1_800_000));
        for (const label of [
          slotLabel(slot, "ar", "arabic-indic"),
          slotLabel(slot, "ar", "latin"),
          slotLabel(slot, "en", "latin"),
        ])
          expect(label.length).toBeLessThanOrEqual(20);
      }),
    );
  });
});
