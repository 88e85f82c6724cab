import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { momentsOf } from "../support/quantities.ts";

/** Said on Sunday 22 November 2026 at ten in Riyadh: where the moment begins and, of a stretch, ends. */
const SAID: [string, string, string?][] = [
  ["بكره", "2026-11-23T00:00"],
  ["بعد بكرة", "2026-11-24T00:00"],
  ["قبل أمس", "2026-11-20T00:00"],
  ["الأحد الجاي الساعة ٣ العصر", "2026-11-29T15:00"],
  ["تسعة الصباح يوم الجمعة", "2026-11-27T09:00"],
  ["الثلوث ٤م", "2026-11-24T16:00"],
  ["الربوع ٩ص", "2026-11-25T09:00"],
  ["خمسة إلا ربع العصر", "2026-11-22T16:45"],
  ["الواحدة إلا ربع ظهرا", "2026-11-22T12:45"],
  ["ثنتين ونص الظهر", "2026-11-22T14:30"],
  ["اثنعش الليل", "2026-11-23T00:00"],
  ["الساعة ١١", "2026-11-22T11:00"],
  ["الساعة 3", "2026-11-22T15:00"],
  ["غدا الساعة 15:30", "2026-11-23T15:30"],
  ["١٥ مارس", "2027-03-15T00:00"],
  ["15/3/2027", "2027-03-15T00:00"],
  ["ثلاثة وعشرين ثلاثة", "2027-03-23T00:00"],
  ["الأول من أبريل", "2027-04-01T00:00"],
  ["اثنين مايو", "2027-05-02T00:00"],
  ["يوم ٢٥", "2026-11-25T00:00"],
  ["العشرين من الشهر الجاي", "2026-12-20T00:00"],
  ["أول ثلاثاء من شهر ١٢", "2026-12-01T00:00"],
  ["الأحد من الأسبوع الجاي", "2026-11-29T00:00"],
  ["١٥/١٠/١٤٤٨", "2027-03-23T00:00"],
  ["١ رمضان ١٤٤٨", "2027-02-08T00:00"],
  ["بعد أسبوعين", "2026-12-06T00:00"],
  ["بعد نص ساعة", "2026-11-22T10:30"],
  ["قبل يومين", "2026-11-20T00:00"],
  ["بعد رمضان", "2027-03-14T00:00"],
  ["اليوم الوطني", "2027-09-23T00:00"],
  ["next tuesday at 3pm", "2026-11-24T15:00"],
  ["half past four tomorrow", "2026-11-23T16:30"],
  ["3 days after January 12th", "2027-01-15T00:00"],
  ["خلال شهر", "2026-11-22T10:00", "2026-12-22T00:00"],
  ["الأسبوع الجاي", "2026-11-29T00:00", "2026-12-06T00:00"],
  ["الشهر الجاي", "2026-12-01T00:00", "2027-01-01T00:00"],
  ["الويكند", "2026-11-26T17:00", "2026-11-29T00:00"],
  ["نهاية الشهر", "2026-11-26T00:00", "2026-12-01T00:00"],
  ["بداية الشهر الجاي", "2026-12-01T00:00", "2026-12-08T00:00"],
  ["منتصف مارس", "2027-03-13T00:00", "2027-03-18T00:00"],
  ["الربع الأول", "2027-01-01T00:00", "2027-04-01T00:00"],
  ["Q3 2027", "2027-07-01T00:00", "2027-10-01T00:00"],
  ["النصف الثاني من 2027", "2027-07-01T00:00", "2028-01-01T00:00"],
  ["في رمضان", "2027-02-08T00:00", "2027-03-09T00:00"],
  ["قبل رمضان", "2026-11-22T00:00", "2027-02-08T00:00"],
  ["قبل نهاية السنة", "2026-11-22T10:00", "2027-01-01T00:00"],
  ["لين الخميس", "2026-11-22T10:00", "2026-11-27T00:00"],
  ["بكرة الصبح", "2026-11-23T08:00", "2026-11-23T12:00"],
  ["بكرة قبل الظهر", "2026-11-23T10:00", "2026-11-23T12:00"],
  ["بعد صلاة الجمعة", "2026-11-27T13:00", "2026-11-27T15:00"],
  ["يوم الاثنين من ٩ الى ١١ الصبح", "2026-11-23T09:00", "2026-11-23T11:00"],
  ["من الاثنين إلى الخميس", "2026-11-23T00:00", "2026-11-27T00:00"],
  ["١٣ إلى ١٥ يوليو", "2027-07-13T00:00", "2027-07-16T00:00"],
  ["2-7 فبراير", "2027-02-02T00:00", "2027-02-08T00:00"],
  ["9 to 11 am tomorrow", "2026-11-23T09:00", "2026-11-23T11:00"],
  ["2 to 4 tomorrow", "2026-11-23T14:00", "2026-11-23T16:00"],
  ["2-4 tomorrow", "2026-11-23T14:00", "2026-11-23T16:00"],
  ["sunday 9 to 5", "2026-11-29T09:00", "2026-11-29T17:00"],
  ["tomorrow 9-11", "2026-11-23T09:00", "2026-11-23T11:00"],
  ["الأحد ٩-١١", "2026-11-29T09:00", "2026-11-29T11:00"],
  ["الثلاثاء 24-11", "2026-11-24T00:00"],
  ["20 to 3pm", "2026-11-22T14:40"],
  ["9 minutes to 11", "2026-11-22T10:51"],
  ["day before Christmas", "2026-12-24T00:00"],
  ["day after Easter", "2027-03-29T00:00"],
];

describe("moments", () => {
  it.each(SAID)("%s", (text, from, to) => {
    const [moment, ...others] = momentsOf(text);
    expect(others).toEqual([]);
    expect(moment?.from).toBe(`${from}:00+03:00`);
    expect(moment?.to ?? null).toBe(to ? `${to}:00+03:00` : null);
  });

  it("puts a day and an hour said apart together", () => {
    expect(momentsOf("بكره مع أحمد عند الساعة ثلاثة العصر")).toEqual([
      expect.objectContaining({ from: "2026-11-23T15:00:00+03:00", day: true, hour: true }),
    ]);
  });

  it("keeps the other reading of a bare hour, and of a weekday still in this week", () => {
    expect(momentsOf("الساعة 7")[0]?.alternatives).toEqual(["2026-11-22T19:00:00+03:00"]);
    expect(momentsOf("السبت الجاي")[0]?.alternatives).toEqual(["2026-12-05T00:00:00+03:00"]);
    expect(momentsOf("الأسبوع الجاي")[0]?.alternatives).toEqual(["2026-11-30T00:00:00+03:00"]);
  });

  it("takes an hour that has passed for the next one while a meeting is being set", () => {
    expect(momentsOf("الساعة ٩ الصبح", "appointment")[0]?.from).toBe("2026-11-23T09:00:00+03:00");
  });

  it.each([
    "٣١/٤",
    "30/2/2027",
    "صباح الخير",
    "مساء النور",
    "مدير عام الشركة",
    "خميس مشيط",
    "عندنا من 5 الى 10 موظفين",
    "نسخة 1.1",
    "This may take longer",
    "اي وقت",
    "عيد ميلاد سعيد",
    "لست مهتم",
    "5 to 9",
    "in the 90s",
  ])("%s is no moment", (text) => {
    expect(momentsOf(text)).toEqual([]);
  });

  it("counts prayers by the city's own sky", () => {
    const [moment] = momentsOf("بكره بعد صلاة المغرب");
    expect(moment).toMatchObject({ from: "2026-11-23T17:29:00+03:00", grain: "daypart" });
  });
});

const DAYS = [
  ["الأحد", "sunday"],
  ["الاثنين", "monday"],
  ["الثلاثاء", "tuesday"],
  ["الأربعاء", "wednesday"],
  ["الخميس", "thursday"],
  ["الجمعة", "friday"],
  ["السبت", "saturday"],
] as const;
const HOURS = [
  "",
  "وحدة",
  "ثنتين",
  "ثلاثة",
  "أربعة",
  "خمسة",
  "ستة",
  "سبعة",
  "ثمنية",
  "تسعة",
  "عشرة",
  "احدعش",
];
const MONTHS = [
  ["يناير", "january"],
  ["فبراير", "february"],
  ["مارس", "march"],
  ["أبريل", "april"],
  ["مايو", "may"],
  ["يونيو", "june"],
  ["يوليو", "july"],
  ["أغسطس", "august"],
  ["سبتمبر", "september"],
  ["أكتوبر", "october"],
  ["نوفمبر", "november"],
  ["ديسمبر", "december"],
] as const;

/** A phrase made by rule, with the wall time it must come back as. */
const appointment = fc
  .record({
    day: fc.integer({ min: 1, max: 6 }),
    hour: fc.integer({ min: 1, max: 11 }),
    minute: fc.constantFrom(0, 15, 20, 30),
    morning: fc.boolean(),
    english: fc.boolean(),
    dayFirst: fc.boolean(),
  })
  .map(({ day, hour, minute, morning, english, dayFirst }) => {
    const minutes = ["", " وربع", " وثلث", " ونص"][[0, 15, 20, 30].indexOf(minute)] ?? "";
    const arabicHour = `الساعة ${HOURS[hour]}${minutes} ${morning ? "الصبح" : "المسا"}`;
    const englishHour = `at ${hour}:${String(minute).padStart(2, "0")} ${morning ? "am" : "pm"}`;
    const clock = english ? englishHour : arabicHour;
    const name = english ? (DAYS[day]?.[1] ?? "") : `يوم ${DAYS[day]?.[0]}`;
    const wall = `${String(morning ? hour : hour + 12).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
    return {
      text: dayFirst ? `${name} ${clock}` : `${clock} ${name}`,
      from: `2026-11-${22 + day}T${wall}:00+03:00`,
    };
  });

const dated = fc
  .record({
    day: fc.integer({ min: 1, max: 28 }),
    month: fc.integer({ min: 1, max: 12 }),
    year: fc.integer({ min: 2027, max: 2040 }),
    form: fc.integer({ min: 0, max: 4 }),
  })
  .map(({ day, month, year, form }) => {
    const [arabic, english] = MONTHS[month - 1] ?? ["", ""];
    const two = (value: number) => String(value).padStart(2, "0");
    const texts = [
      `${day} ${arabic} ${year}`,
      `${english} ${day}, ${year}`,
      `${day}/${month}/${year}`,
      `${year}-${two(month)}-${two(day)}`,
      `يوم ${day} من شهر ${month} عام ${year}`,
    ];
    return { text: texts[form] ?? "", from: `${year}-${two(month)}-${two(day)}T00:00:00+03:00` };
  });

describe("moments made by rule", () => {
  it("come back as the day and hour they were made of", () => {
    fc.assert(
      fc.property(fc.oneof(appointment, dated), ({ text, from }) => {
        expect([text, momentsOf(text).map((moment) => moment.from)]).toEqual([text, [from]]);
      }),
      { numRuns: 1_500 },
    );
  });
});
