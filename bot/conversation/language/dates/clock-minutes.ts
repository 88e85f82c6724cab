import { numberAt } from "../numbers.ts";
import { joinedIndex } from "../numbers-arabic-group.ts";
import type { Sentence } from "../words.ts";
import { followsUnit, partFollows } from "./clock-around.ts";
import type { Hour } from "./clock-hour.ts";
import { textAt } from "./reading.ts";

const NAMED_MINUTES = new Map([
  ["نص", 30],
  ["نصف", 30],
  ["ربع", 15],
  ["ثلث", 20],
]);

interface Minutes {
  readonly value: number;
  readonly end: number;
}

/** True when the minutes that end before `end` have a name («ونص», «إلا ربع»), which counts do not have. */
export function hasNamedMinutes(sentence: Sentence, end: number): boolean {
  return NAMED_MINUTES.has(sentence.words[end - 1]?.stem ?? "");
}

/** The hour with the minutes after it: «ونص», «إلا ثلث», «وخمس دقايق», «ونص وخمس», «ونص إلا خمس». */
export function withMinutesAfter(sentence: Sentence, hour: Hour, isMarked: boolean): Hour {
  if (hour.grain === "minute") return hour;
  const except = exceptAt(sentence, hour.end);
  if (except !== null) return moved(hour, -except.value, except.end);
  const at = joinedIndex(sentence, hour.end);
  const first = at === null ? null : minutesAt(sentence, at, isMarked);
  if (first === null) return hour;
  if (first.value !== 30) return moved(hour, first.value, first.end);
  const more = joinedIndex(sentence, first.end);
  const second = more === null ? null : minutesAt(sentence, more, isMarked);
  if (second !== null) return moved(hour, first.value + second.value, second.end);
  const less = exceptAt(sentence, first.end);
  return less === null
    ? moved(hour, first.value, first.end)
    : moved(hour, first.value - less.value, less.end);
}

function exceptAt(sentence: Sentence, index: number): Minutes | null {
  return textAt(sentence, index) === "الا" ? minutesAt(sentence, index + 1, true) : null;
}

/** A quarter to one is in the twelfth hour. */
function moved(hour: Hour, minutes: number, end: number): Hour {
  const total = hour.hour * 60 + minutes;
  const whole = Math.floor(total / 60);
  return { ...hour, hour: whole === 0 ? 12 : whole, minute: ((total % 60) + 60) % 60, end, grain: "minute" };
}

function minutesAt(sentence: Sentence, index: number, isMarked: boolean): Minutes | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  if (word.lexeme.cardinal === 3 && sentence.words[index + 1]?.lexeme.parts === 4)
    return { value: 45, end: index + 2 };
  const named = NAMED_MINUTES.get(word.stem);
  if (named !== undefined) return followsUnit(sentence, index + 1) ? null : { value: named, end: index + 1 };
  return countedMinutes(sentence, index, isMarked);
}

function countedMinutes(sentence: Sentence, index: number, isMarked: boolean): Minutes | null {
  const number = numberAt(sentence, index);
  if (number === null || number.value < 1 || number.value > 59 || !Number.isInteger(number.value))
    return null;
  const { value, end } = number;
  if (sentence.words[end]?.lexeme.unit === "minute") return { value, end: end + 1 };
  if (followsUnit(sentence, end)) return null;
  const isRound = value % 5 === 0 && number.form === "words";
  return isMarked || isRound || partFollows(sentence, end) ? { value, end } : null;
}
