import { numberAt } from "../numbers.ts";
import { joinedIndex } from "../numbers-arabic-group.ts";
import { glued } from "../tokens.ts";
import type { Sentence, Word } from "../words.ts";
import { partFollows } from "./clock-around.ts";
import { textAt } from "./reading.ts";

/** An hour read from its own words, before minutes and parts of the day around it. */
export interface Hour {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly end: number;
  /** Written so that it cannot be anything but a time: 15:30. */
  readonly sure: boolean;
  /** Morning or evening is settled by the writing: 15:30, 09:00. */
  readonly set: boolean;
  readonly grain: "hour" | "minute";
}

/** The hour at word `index`: digits, an order word or a number word from one to twelve; or null. */
export function hourAt(sentence: Sentence, index: number, isMarked: boolean): Hour | null {
  const word = sentence.words[index];
  if (word === undefined) return null;
  if (word.token.kind === "digits") return digitsHour(sentence, index, word, isMarked);
  return ordinalHour(sentence, index, word, isMarked) ?? wordHour(sentence, index, word);
}

function plainHour(hour: number, end: number, set = false): Hour {
  return { hour, minute: 0, second: 0, end, sure: false, set, grain: "hour" };
}

/** 15:30, 3.30pm, 7:56:30, 1030, 15h30, 9. */
function digitsHour(sentence: Sentence, index: number, word: Word, isMarked: boolean): Hour | null {
  const colon = colonHour(sentence, index, word, isMarked);
  if (colon !== null) return colon;
  if (word.text.length >= 3) return militaryHour(sentence, index, word, isMarked);
  const hour = Number(word.text);
  if (hour > 24 || isInsideNumber(sentence, index)) return null;
  const isHours = textAt(sentence, index + 1) === "h" && hour > 12;
  return plainHour(hour, isHours ? index + 2 : index + 1, hour > 12 || word.text.startsWith("0"));
}

function colonHour(sentence: Sentence, index: number, word: Word, isMarked: boolean): Hour | null {
  const minutes = sentence.words[index + 2];
  const hour = Number(word.text);
  if (minutes === undefined || hour > 24 || Number(minutes.text) > 59) return null;
  if (!isTimeMark(sentence, index + 1, minutes, isMarked)) return null;
  const seconds = textAt(sentence, index + 3) === ":" ? sentence.words[index + 4] : undefined;
  const hasSeconds = seconds?.token.kind === "digits" && seconds.text.length === 2;
  const isPadded = word.text.length === 2 && word.text.startsWith("0");
  return {
    hour,
    minute: Number(minutes.text),
    second: hasSeconds ? Number(seconds.text) : 0,
    end: hasSeconds ? index + 5 : index + 3,
    sure: textAt(sentence, index + 1) !== ".",
    set: hour > 12 || hour === 0 || isPadded,
    grain: "minute",
  };
}

/** ":" always, "h" when glued; a point only after a marker or before am, pm or a part of the day (2.30pm). */
function isTimeMark(sentence: Sentence, at: number, minutes: Word, isMarked: boolean): boolean {
  const mark = sentence.words[at];
  if (minutes.token.kind !== "digits" || minutes.text.length !== 2 || mark === undefined) return false;
  if (mark.text === ":") return true;
  if (!glued(mark.token, minutes.token)) return false;
  if (mark.text === "h") return true;
  const after = sentence.words[at + 2]?.lexeme;
  return mark.text === "." && (isMarked || after?.meridiem !== undefined || after?.daypart !== undefined);
}

const MILITARY_LEADS = new Set(["around", "tonight"]);

/** "at 1030", «٣٤٠ مساءً», "0730". */
function militaryHour(sentence: Sentence, index: number, word: Word, isMarked: boolean): Hour | null {
  if (word.text.length > 4 || isInsideNumber(sentence, index)) return null;
  const value = Number(word.text);
  const [hour, minute] = [Math.floor(value / 100), value % 100];
  const isPadded = word.text.startsWith("0") && word.text.length === 4;
  const hasPart = sentence.words[index + 1]?.lexeme.daypart !== undefined;
  const isLed = isMarked || isPadded || hasPart || MILITARY_LEADS.has(textAt(sentence, index - 1));
  if (!isLed || hour > 23 || minute > 59) return null;
  const set = hour > 12 || word.text.startsWith("0");
  return { hour, minute, second: 0, end: index + 1, sure: true, set, grain: "minute" };
}

/** The digits are a group of a longer number or of a phone: 1,000,000, 40 000, 650-650-6500. */
function isInsideNumber(sentence: Sentence, index: number): boolean {
  const [before, next, after] = [
    sentence.words[index - 1],
    sentence.words[index + 1],
    sentence.words[index + 2],
  ];
  const isGroup = before?.text === "," || before?.text === "." || before?.token.kind === "digits";
  if (isGroup && glued(before?.token, sentence.words[index]?.token)) return true;
  if (before?.token.kind === "digits" && sentence.words[index]?.text.length === 3) return true;
  const isLong =
    (after?.text.length ?? 0) >= 3 && after?.token.kind === "digits" && !isPaddedTime(after.text);
  return (
    isLong && (next?.text === "," || next?.text === "-") && glued(sentence.words[index]?.token, next.token)
  );
}

/** "0930" after "0730-" is a time. */
function isPaddedTime(text: string): boolean {
  return text.length === 4 && Number(text) % 100 < 60 && Number(text) < 2400;
}

/** «الثالثة», «الحادية عشرة»: the hour as a definite order word. */
function ordinalHour(sentence: Sentence, index: number, word: Word, isMarked: boolean): Hour | null {
  if (word.lexeme.ordinal === undefined || !word.article) return null;
  const next = sentence.words[index + 1];
  const isTeen = next?.lexeme.cardinal === 10 && !next.and;
  const value = word.lexeme.ordinal + (isTeen ? 10 : 0);
  if (value > 12 || (word.stem.startsWith("حادي") && !isTeen)) return null;
  if (!isMarked && isLongOrdinal(sentence, index + 1)) return null;
  return plainHour(value, index + (isTeen ? 2 : 1));
}

/** «الثاني والعشرين» is a day of the month unless minutes or a part of the day follow. */
function isLongOrdinal(sentence: Sentence, index: number): boolean {
  const at = joinedIndex(sentence, index);
  const tens = at === null ? 0 : (sentence.words[at]?.lexeme.cardinal ?? 0);
  if (at === null || tens < 20) return false;
  return sentence.words[at + 1]?.lexeme.unit !== "minute" && !partFollows(sentence, at + 1);
}

/** «ثلاثة», «احدعش», «اثنا عشر», "three": one to twelve, never swallowing «وأربعين», which is minutes. */
function wordHour(sentence: Sentence, index: number, word: Word): Hour | null {
  const english = word.lexeme.enCardinal;
  if (english !== undefined)
    return english >= 1 && english <= 12 ? englishHour(sentence, index, english) : null;
  if (word.text === "الواحد") return null;
  const teen = teenHour(sentence, index, word);
  const hour = teen ?? word.lexeme.cardinal;
  if (hour === undefined || hour < 1 || hour > 15) return null;
  const end = teen === null ? index + 1 : index + 2;
  return hour > 12 && joinedIndex(sentence, end) === null ? null : plainHour(hour, end, hour > 12);
}

/** «اثنا عشر», «احدى عشرة» in two words. */
function teenHour(sentence: Sentence, index: number, word: Word): number | null {
  const unit = word.lexeme.cardinal ?? word.lexeme.boundOne ?? 0;
  const next = sentence.words[index + 1];
  if (unit < 1 || unit > 9 || next?.lexeme.cardinal !== 10 || next.and || next.article) return null;
  return unit + 10;
}

const OH = new Set(["o", "oh", "ou", "zero"]);

/** "three", "seven thirty", "ten-thirty", "twelve oh three". */
function englishHour(sentence: Sentence, index: number, hour: number): Hour {
  const at = textAt(sentence, index + 1) === "-" ? index + 2 : index + 1;
  const plain = plainHour(hour, index + 1);
  const word = sentence.words[at];
  if (word === undefined) return plain;
  if (OH.has(word.text)) return ohMinutes(sentence, at + 1, plain);
  const minutes = word.lexeme.enCardinal === undefined ? null : numberAt(sentence, at);
  if (minutes === null || minutes.value < 10 || minutes.value > 59) return plain;
  const isRound = minutes.value === 30 || minutes.value === 15 || minutes.value === 45;
  return { ...plain, minute: minutes.value, end: minutes.end, sure: isRound, grain: "minute" };
}

function ohMinutes(sentence: Sentence, index: number, plain: Hour): Hour {
  const at = textAt(sentence, index) === "-" ? index + 1 : index;
  const unit = sentence.words[at]?.lexeme.enCardinal;
  if (unit === undefined || unit < 1 || unit > 9) return plain;
  return { ...plain, minute: unit, end: at + 1, sure: true, grain: "minute" };
}
