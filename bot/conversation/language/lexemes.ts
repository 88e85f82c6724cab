import * as dates from "./lexicon/date-words.ts";
import type { Rows } from "./lexicon/number-words.ts";
import * as numbers from "./lexicon/number-words.ts";
import { plainText } from "./normalise.ts";

/** Everything one word may mean for numbers and dates; a word may carry several meanings («اثنين» is 2 and Monday). */
export interface Lexeme {
  readonly cardinal?: number;
  /** A unit only as the first part of a longer number word. */
  readonly boundOne?: number;
  readonly hundred?: number;
  readonly scale?: number;
  readonly dualScale?: number;
  readonly fraction?: number;
  readonly parts?: number;
  readonly ordinal?: number;
  readonly collective?: number;
  readonly minus?: true;
  readonly point?: true;
  readonly enCardinal?: number;
  readonly enScale?: number;
  readonly gluedScale?: number;
  readonly enOrdinal?: number;
  readonly enParts?: number;
  readonly weekday?: number;
  readonly weakWeekday?: number;
  readonly month?: number;
  readonly weakMonth?: number;
  readonly hijriMonth?: number;
  readonly unit?: string;
  readonly dualUnit?: string;
  readonly dayWord?: number;
  readonly now?: true;
  readonly shift?: number;
  readonly pointing?: true;
  readonly daypart?: string;
  readonly meridiem?: "am" | "pm";
  readonly edge?: "start" | "mid" | "end";
  readonly tie?: string;
}

type Meaning = keyof Lexeme;

const table = new Map<string, Record<string, unknown>>();

function teach(meaning: Meaning, rows: Rows<unknown>): void {
  for (const [value, forms] of rows) {
    for (const form of forms.split(" ")) {
      const key = plainText(form);
      const known = table.get(key) ?? {};
      if (!(meaning in known)) known[meaning] = value;
      table.set(key, known);
    }
  }
}

teach("cardinal", numbers.ARABIC_CARDINALS);
teach("boundOne", numbers.ARABIC_BOUND_ONES);
teach("hundred", numbers.ARABIC_HUNDREDS);
teach("scale", numbers.ARABIC_SCALES);
teach("dualScale", numbers.ARABIC_DUAL_SCALES);
teach("fraction", numbers.ARABIC_FRACTIONS);
teach("parts", numbers.ARABIC_PARTS);
teach("ordinal", numbers.ARABIC_ORDINALS);
teach("collective", numbers.ARABIC_COLLECTIVES);
teach("collective", numbers.ENGLISH_COLLECTIVES);
teach("minus", numbers.MINUS_WORDS);
teach("point", numbers.POINT_WORDS);
teach("enCardinal", numbers.ENGLISH_CARDINALS);
teach("enScale", numbers.ENGLISH_SCALES);
teach("gluedScale", numbers.GLUED_SCALES);
teach("enOrdinal", numbers.ENGLISH_ORDINALS);
teach("enParts", numbers.ENGLISH_PARTS);
teach("weekday", dates.WEEKDAYS);
teach("weakWeekday", dates.WEAK_WEEKDAYS);
teach("month", dates.MONTHS);
teach("weakMonth", dates.WEAK_MONTHS);
teach("hijriMonth", dates.HIJRI_MONTHS);
teach("unit", dates.UNITS);
teach("dualUnit", dates.DUAL_UNITS);
teach("dayWord", dates.DAY_WORDS);
teach("now", dates.NOW_WORDS);
teach("shift", dates.SHIFTS);
teach("pointing", dates.THIS_WORDS);
teach("daypart", dates.DAYPARTS);
teach("meridiem", dates.MERIDIEMS);
teach("edge", dates.EDGES);
teach("tie", dates.TIES);

/** What the word says on its own, exactly as spelled; undefined when it says nothing of numbers or dates. */
export function lexemeOf(word: string): Lexeme | undefined {
  return table.get(word) as Lexeme | undefined;
}
