import { expect, test } from "vitest";
import { parseDialogue } from "../support/dialogue-file.ts";

const read = (source: string) => parseDialogue("ar/sample.txt", source);

test("consecutive > lines are one turn; an expectation belongs to the step above it", () => {
  const dialogue = read(`
    # a clinic
    title: عيادة
    now: 2026-11-24 21:30
    profile: محمد
    answer budget: ٢٠ ألف / بالسنة
    > السلام عليكم
    > [voice]
    ? asking: need
    tap: 2
    wait: 2 days
    ? silent
    rep: حياك الله
    release
    answers until: appointment
    = outcome: booked
  `);
  expect(dialogue).toMatchObject({
    title: "عيادة",
    now: Date.parse("2026-11-24T18:30:00Z"),
    channel: "whatsapp",
    profile: "محمد",
    answers: {
      budget: [
        { kind: "text", text: "٢٠ ألف" },
        { kind: "text", text: "بالسنة" },
      ],
    },
    steps: [
      {
        kind: "says",
        line: 7,
        bubbles: [
          { kind: "text", text: "السلام عليكم" },
          { kind: "voice", text: "" },
        ],
        expected: [{ text: "asking: need", line: 9 }],
      },
      { kind: "taps", choice: "2", expected: [] },
      { kind: "waits", milliseconds: 172_800_000, expected: [{ text: "silent" }] },
      { kind: "rep-says", text: "حياك الله" },
      { kind: "rep-releases" },
      { kind: "answers", until: "appointment" },
    ],
    ends: [{ text: "outcome: booked", line: 16 }],
  });
});

test.each([
  ["> هلا\n? askng: need\n= outcome: none", 'ar/sample.txt:2: unknown expectation "askng"'],
  ["> هلا\n? fact bugdet: 5 SAR\n= outcome: none", 'ar/sample.txt:2: unknown fact "bugdet"'],
  ["> هلا\n? offers: three\n= outcome: none", 'ar/sample.txt:2: "three" is no count'],
  ["> هلا\nwait: two days\n= outcome: none", 'ar/sample.txt:2: "two days" is no duration'],
  ["now: tomorrow\n> هلا\n= outcome: none", 'ar/sample.txt:1: "tomorrow" is no moment'],
  ["chanel: whatsapp\n> هلا\n= outcome: none", 'ar/sample.txt:1: unknown heading "chanel:"'],
  ["> هلا\nprofile: سعد\n= outcome: none", 'ar/sample.txt:2: "profile:" belongs above'],
  ["answer bugdet: ٥\n> هلا\n= outcome: none", 'ar/sample.txt:1: unknown topic "bugdet"'],
  ["> [vioce]\n= outcome: none", "ar/sample.txt:1: unknown kind of message [vioce]"],
  ["هلا\n= outcome: none", 'ar/sample.txt:1: cannot read "هلا"'],
  ["? silent\n> هلا\n= outcome: none", "ar/sample.txt:1: an expectation needs a step before it"],
  ["> هلا\n= outcome: none\n> ثاني", "ar/sample.txt:3: nothing may follow"],
  ["> هلا", "ar/sample.txt:1: no closing = line"],
  ["title: خالي\n= outcome: none", "ar/sample.txt:2: no step"],
])("says where and what is wrong: %s", (source, problem) => {
  expect(() => read(source)).toThrow(problem);
});
