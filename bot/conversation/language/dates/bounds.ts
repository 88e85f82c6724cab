import type { Sentence } from "../words.ts";
import { DAY_MS, type Here } from "./calendar.ts";
import type { Expression } from "./expression.ts";
import { textAt } from "./reading.ts";
import { type Resolved, resolve } from "./resolve.ts";

/** Words that make what follows a limit. */
const UNTIL = new Set(["قبل", "before", "by", "until", "till", "لين", "حتي", "الي", "لغايه", "لحد"]);
const AFTER = new Set(["بعد", "after"]);

/** A moment with its limit: `start` moves to the limiting word. */
export interface Bounded {
  readonly resolved: Resolved;
  readonly start: number;
  readonly end: number;
}

/** «قبل نهاية الشهر», "by friday", «بعد ١٥ مارس»: a stretch up to, or a start from, the moment; null when no limit stands before it. */
export function boundAt(sentence: Sentence, expression: Expression, here: Here): Bounded | null {
  const start =
    textAt(sentence, expression.start - 1) === "the" ? expression.start - 2 : expression.start - 1;
  const before = textAt(sentence, start);
  const isUntil = UNTIL.has(before);
  if (!isUntil && !AFTER.has(before)) return null;
  const moment = resolve(expression.slots, here);
  if (moment === null) return null;
  const resolved = isUntil ? upTo(moment, before, expression, here) : startingAfter(moment);
  return resolved === null ? null : { resolved, start, end: expression.end };
}

function startingAfter(moment: Resolved): Resolved {
  const isStretch = moment.to !== null && !moment.hour && moment.grain !== "daypart";
  return { ...moment, from: isStretch && moment.to !== null ? moment.to : moment.from, to: null };
}

/** From now to the limit; an hour stays a point, and a limit that has passed is none. */
function upTo(moment: Resolved, word: string, expression: Expression, here: Here): Resolved | null {
  if (moment.hour) return null;
  const isWhole = WHOLE_LIMITS.has(word) || isEndOf(expression);
  const end = moment.to ?? (moment.grain === "day" ? moment.from + DAY_MS : moment.from);
  const limit = isWhole ? end : moment.from;
  return limit <= here.now ? null : { ...moment, from: here.now, to: limit, alternatives: [] };
}

/** "by friday" and «لين الجمعة» take the day in; «قبل الجمعة» does not. */
const WHOLE_LIMITS = new Set(["by", "until", "till", "لين", "حتي"]);

/** «قبل نهاية الشهر» lasts to the end itself. */
function isEndOf({ slots }: Expression): boolean {
  return slots.edge === "end" || slots.edge === "late";
}
