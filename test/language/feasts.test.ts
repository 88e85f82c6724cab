import { describe, expect, it } from "vitest";
import { momentsOf } from "../support/quantities.ts";

/** Feasts by the almanacs of their own years: the name with its year, its first day and, of several days, the day after the last. */
const FEASTS: [string, string, string?][] = [
  ["diwali 2018", "2018-11-07"],
  ["diwali 2019", "2019-10-27"],
  ["deepavali 2020", "2020-11-14"],
  ["diwali 2023", "2023-11-12"],
  ["diwali 2024", "2024-10-31"],
  ["holi 2024", "2024-03-25"],
  ["holika dahan 2019", "2019-03-20"],
  ["raksha bandhan 2023", "2023-08-30"],
  ["ganesh chaturthi 2023", "2023-09-19"],
  ["dussehra 2020", "2020-10-25"],
  ["maha shivaratri 2024", "2024-03-08"],
  ["ugadi 2018", "2018-03-18"],
  ["vaisakhi 2018", "2018-04-14"],
  ["makar sankranti 2019", "2019-01-15"],
  ["chinese new year 2023", "2023-01-22"],
  ["chinese new year 2026", "2026-02-17"],
  ["hanukkah 2018", "2018-12-02", "2018-12-10"],
  ["shavuot 2018", "2018-05-19", "2018-05-22"],
  ["laylat al-qadr 2018", "2018-06-11"],
  ["tax day 2017", "2017-04-18"],
  ["tax day 2026", "2026-04-15"],
  ["king's day 2014", "2014-04-26"],
  ["king's day 2026", "2026-04-27"],
  ["administrative professionals' day 2016", "2016-04-27"],
  ["victoria day 2026", "2026-05-18"],
  ["election day 2026", "2026-11-03"],
  ["advent sunday 2026", "2026-11-29"],
  ["kwanzaa 2026", "2026-12-26", "2027-01-02"],
  ["summer bank holiday 2026", "2026-08-31"],
];

describe("feasts", () => {
  it.each(FEASTS)("%s", (text, from, to) => {
    const [moment] = momentsOf(text);
    expect([moment?.from.slice(0, 10), moment?.to?.slice(0, 10)]).toEqual([from, to]);
  });
});
